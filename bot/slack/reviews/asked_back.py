"""A question back in Slack: its button, the form behind it, and what a lead writes there."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from slack_bolt import Ack, App
from sqlalchemy.orm import Session

from bot.slack import views
from bot.slack.api import (
    JSON,
    TITLE,
    VIEW_BLOCKS,
    button,
    escape,
    form_source,
    lines,
    packed,
    plain,
    pressed,
    section,
    short,
    unpacked,
)
from bot.slack.api import words as in_blocks
from bot.slack.leads import Screen, TurnOutcome
from bot.slack.views import VALUE, errors
from config.faults import PlainFault
from intake.after import answer_back, thread_of
from intake.conversation import Came
from intake.ledger import Refused
from intake.notices import Stationery
from nlp.danger import tells_of_danger
from storage.nouns import Submission, Thread, ThreadEntry
from storage.record import ASKED_BACK, open_threads

ACTION, ANSWER = "asked_back", "s11.asked_back"  # how the action_id begins; the callback id of the form
SAID = "said"
LONGEST = 3000  # what a box in Slack takes
THANKS = "Thank you. What you wrote is kept, and your partnership was told."


def answer_button(thread: int, submission: int) -> JSON:
    """The button under a question back."""
    return button("Answer", f"{ACTION}:{thread}", {"s": submission, "t": thread}, primary=True)


def thread_in(key: str) -> int | None:
    """The thread that a message with this key asks about; None for any other message."""
    number = key.removeprefix(ASKED_BACK).split(":")[0] if key.startswith(ASKED_BACK) else ""
    return int(number) if number.isascii() and number.isdecimal() else None


def asked_of_lead(db: Session, submission: Submission) -> Iterator[JSON]:
    """In the lead's home: each question that waits for them, with its button."""
    for _, thread in open_threads(db, [submission]):
        if thread.waits_for == "agency":
            yield section(f"*Asked of you* {thread.question}".rstrip(), answer_button(thread.id, submission.id))
            yield from lines([_quoted(thread.entries[-1].words)] if thread.entries else [])


@dataclass(frozen=True)
class AskedBack:
    """The listeners of the button and its form."""

    stage: Screen
    stationery: Callable[[], Stationery]

    def register(self, app: App) -> None:
        app.action(re.compile(rf"^{ACTION}:"))(self.pressed)
        app.view(ANSWER)(self.saved)

    def pressed(self, ack: Ack, body: JSON, action: JSON) -> None:
        ack()
        came, _ = pressed(body, action)
        value = unpacked(action.get("value"))
        self.stage.look(came, body, lambda: self._form(came, value))

    def saved(self, ack: Ack, body: JSON) -> None:
        """Recorded before it is acknowledged; what is wrong is shown at the box, with all that was typed."""
        view, user = body["view"], str(body["user"]["id"])
        state = (view.get("state") or {}).get("values") or {}
        came = Came(user, form_source(view, state), user)
        words = str(((state.get(SAID) or {}).get(VALUE) or {}).get("value") or "")
        try:
            call = self._answer(came, unpacked(view.get("private_metadata")), words)
        except (Refused, PlainFault) as refused:
            ack(response_action="errors", errors=errors({SAID: str(refused)}))
            return
        ack()
        if self.stage.is_first(came):
            thanks = TurnOutcome(cards=(views.told(" ".join(filter(None, (call, THANKS)))),))
            self.stage.lanes.do(user, lambda: self.stage.turn(came, lambda: thanks))

    def _form(self, came: Came, value: JSON) -> JSON:
        with self.stage.desk.looking(came, _number(value, "s")) as talker:
            thread = _thread(talker.db, talker.submission, value)
            question = talker.template.by_ref.get(thread.question)
            told = f"{question.ref} {question.text}" if question else "About your return as a whole"
            blocks = [*in_blocks(told), *_said(thread.entries)]
        box = {"type": "plain_text_input", "multiline": True, "max_length": LONGEST, "action_id": VALUE}
        blocks = blocks[: VIEW_BLOCKS - 1]
        blocks.append({"type": "input", "block_id": SAID, "label": plain("Your answer"), "element": box})
        return views.reading("Answer", blocks) | {
            "callback_id": ANSWER,
            "submit": plain("Send", TITLE),
            "close": plain("Cancel", TITLE),
            "private_metadata": packed({"s": talker.submission.id, "t": thread.id}),
        }

    def _answer(self, came: Came, value: JSON, words: str) -> str:
        """Keep the answer; whom to call, where its words may be of a child in danger."""
        with self.stage.desk.turn(came, _number(value, "s")) as turn:
            talker = turn.talker
            thread = _thread(talker.db, talker.submission, value)
            facts = (talker.db, talker.template, talker.submission, thread)
            answer_back(*facts, words, turn.saying, self.stationery())
            return " ".join(talker.look().at_risk) if tells_of_danger(words) else ""


def _said(entries: Sequence[ThreadEntry]) -> Iterator[JSON]:
    for each in entries:
        yield from in_blocks(f"{each.said_by}: {each.words}")


def _thread(db: Session, submission: Submission, value: JSON) -> Thread:
    thread = thread_of(db, _number(value, "t"))
    if thread is None or thread.submission_id != submission.id:
        raise Refused("That question is no longer there. Open App Home to see what is asked of you.")
    return thread


def _number(value: JSON, name: str) -> int:
    number = value.get(name)
    if not isinstance(number, int) or isinstance(number, bool):
        raise Refused("That question is no longer there. Open App Home to see what is asked of you.")
    return number


def _quoted(said: str) -> str:
    return f"> {escape(short(' '.join(said.split()), 500))}"
