"""A question back in Slack: its button, the form behind it, and what a lead writes there."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from slack_bolt import Ack, App
from sqlalchemy.orm import Session

from bot.slack import views
from bot.slack.api import (
    JSON,
    OPTION,
    TITLE,
    VIEW_BLOCKS,
    Files,
    Live,
    PostTray,
    Worked,
    button,
    escape,
    file_source,
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
from bot.slack.leads import KEPT, FormWindow, Screen, TurnOutcome
from bot.slack.views import VALUE
from config.faults import PlainFault
from config.questionnaire import RATING, Question, Template
from intake.after import answer_back, thread_of
from intake.conversation import Came
from intake.ledger import Brought, Refused, attach, enter_file, record
from intake.notices import Stationery
from intake.returns import understand
from nlp.danger import tells_of_danger
from storage.evidence import Unavailable
from storage.inbox import TakenUp
from storage.nouns import Submission, Thread, ThreadEntry
from storage.record import ASKED_BACK, AWAY, open_threads

ACTION, ANSWER = "asked_back", "s11.asked_back"  # how the action_id begins; the callback id of the form
SAID, RATED, FILES = "said", "rating", "files"  # its boxes
MOST_FILES = 10
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


class WrittenBack(NamedTuple):
    """What a lead filled in: words, a rating of their own, and files by Slack's ids; words or a file at least."""

    words: str = ""
    rating: str = ""
    files: tuple[str, ...] = ()

    @classmethod
    def read(cls, state: JSON) -> "WrittenBack":
        words, rating, files = ((state.get(box) or {}).get(VALUE) or {} for box in (SAID, RATED, FILES))
        ids = (str(each.get("id") or "") for each in files.get("files") or ())
        chosen = (rating.get("selected_option") or {}).get("value")
        return cls(str(words.get("value") or ""), str(chosen or ""), tuple(filter(None, ids)))


@dataclass(frozen=True)
class AskedBack:
    """The listeners of the button and its form."""

    tray: PostTray
    stage: Screen
    files: Files
    stationery: Callable[[], Stationery]

    def register(self, app: App) -> None:
        app.action(re.compile(rf"^{ACTION}:"))(self.pressed)
        app.view(ANSWER)(self.saved)
        self.tray.kinds["asked back"] = Worked(self._save, self._given_up)

    def pressed(self, ack: Ack, body: JSON, action: JSON) -> None:
        ack()
        came, _ = pressed(body, action)
        value = unpacked(action.get("value"))
        self.stage.look(came, body, lambda: self._form(came, value))

    def saved(self, ack: Ack, body: JSON) -> None:
        """It waits a little for what is wrong, which is shown at its box with all that was typed."""
        view = body["view"]
        state = (view.get("state") or {}).get("values") or {}
        self.tray.hear_form(ack, form_source(view, state), body, "asked back", views.loading())

    def _save(self, row: TakenUp, live: Live) -> bool:
        view, came = row.payload["body"]["view"], Came(row.person, row.source, row.person)
        window = FormWindow(self.stage, came, view, live.waits)
        given = WrittenBack.read((view.get("state") or {}).get("values") or {})
        value = unpacked(view.get("private_metadata"))
        try:
            brought = [(each, self.files.bring({"id": each})) for each in given.files]
            told = self.stage.patiently(lambda: self._answer(came, value, given, brought))
        except (Refused, PlainFault) as refused:
            window.give_back({SAID: str(refused)})
            return False
        except (Unavailable, *AWAY):
            if row.tries == 1:
                window.tell(KEPT)
            raise
        window.close(told)
        self.stage.turn(came, lambda: TurnOutcome(cards=(views.told(told),)), again=row.tries > 1)
        return True

    def _given_up(self, row: TakenUp, _live: Live) -> bool:
        told = "Your answer could not be kept, after ten tries. Open App Home, and answer once more."
        self.stage.posting.whisper(row.person, row.person, views.told(told))
        return True

    def _form(self, came: Came, value: JSON) -> JSON:
        with self.stage.desk.looking(came, _number(value, "s")) as talker:
            thread = _thread(talker.db, talker.submission, value)
            question = talker.template.by_ref.get(thread.question)
            told = f"{question.ref} {question.text}" if question else "About your return as a whole"
            blocks = [*in_blocks(told), *_said(thread.entries)]
            boxes = list(_boxes(talker.template, question))
        return views.reading("Answer", [*blocks[: VIEW_BLOCKS - len(boxes)], *boxes]) | {
            "callback_id": ANSWER,
            "submit": plain("Send", TITLE),
            "close": plain("Cancel", TITLE),
            "private_metadata": packed({"s": talker.submission.id, "t": thread.id}),
        }

    def _answer(self, came: Came, value: JSON, given: WrittenBack, brought: Sequence[tuple[str, Brought]]) -> str:
        """Keep the answer, all of it or nothing; what came of it, after whom to call where a child may be in danger."""
        with self.stage.desk.turn(came, _number(value, "s")) as turn:
            talker = turn.talker
            thread = _thread(talker.db, talker.submission, value)
            facts = (talker.db, talker.template, talker.submission)
            told, sent = [THANKS], list[str]()
            if given.rating and (question := talker.template.by_ref.get(thread.question)):
                record(*facts, [understand(talker.template, question, RATING, given.rating)], turn.saying)
                name = talker.template.scale.by_code[given.rating].name
                told.append(f"Your own rating of question {question.ref} is {name} now.")
                sent.append(name)
            for file_id, file in brought:
                evidence = enter_file(talker.db, file, turn.saying.speaker.at)
                attach(*facts, thread.question, evidence, replace(turn.saying, source=file_source(file_id)))
                told.append(f"{file.name} is attached{f' to question {thread.question}' if thread.question else ''}.")
            sent += [file.name for _, file in brought]
            answer_back(*facts, thread, given.words, turn.saying, self.stationery(), sent)
            return " ".join([*(talker.look().at_risk if tells_of_danger(given.words) else ()), *told])


def _boxes(template: Template, question: Question | None) -> Iterator[JSON]:
    typed = {"type": "plain_text_input", "multiline": True, "max_length": LONGEST}
    yield _box(SAID, "Your answer", typed)
    if question is not None and question.is_rated and template.rated_by == "agency":
        options = [{"text": plain(each.name, OPTION), "value": each.code} for each in template.scale.given]
        yield _box(RATED, "Only if your own rating changes", {"type": "static_select", "options": options})
    yield _box(FILES, "Files", {"type": "file_input", "max_files": MOST_FILES}) | {
        "hint": plain("Up to 10 files, 10 MB each.")
    }


def _box(name: str, label: str, element: JSON) -> JSON:
    box = {"type": "input", "block_id": name, "label": plain(label), "optional": True}
    return box | {"element": element | {"action_id": VALUE}}


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
