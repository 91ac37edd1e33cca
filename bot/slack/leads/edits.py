"""A message changed or deleted in Slack: what was said in it is said anew, or taken back."""

from dataclasses import replace

from sqlalchemy import select

from bot.slack.leads.again import heard_before
from bot.slack.leads.outcome import TurnOutcome, came_to
from config.questionnaire import Kind
from intake.conversation import Came, Desk, OpenTurn, ask_once, press, speak
from intake.conversation.pages import Reply
from intake.conversation.state import Asks, Key, Place, step_at
from intake.returns import Given
from storage.nouns import Answer, Turn


def changed(desk: Desk, came: Came, first: str, said: str) -> TurnOutcome:
    """A message edited in Slack: what was said in it is now this. `first` is the source it had."""
    with desk.turn(came, _submission_of(desk, first)) as turn:
        before = _turn_of(turn, first)
        if turn.was_heard:
            return heard_before(turn)
        if before is None or before.did.startswith(("asked", "hello", "skip")):
            return TurnOutcome()
        about = Place(Asks.PROMPT, before.question, before.prompt, _answer_of(turn, first, before))
        if step_at(turn.talker.look(), about.key) is None:
            return TurnOutcome()
        reply = speak(turn.talker, said, turn.saying, about)
        if reply.is_unclear or reply.place.asks is not Asks.PROMPT or not turn.recorded:
            return came_to(turn, reply)
        note = f"Your answer to question {before.question} is changed, as you edited your message."
        return came_to(turn, ask_once(turn.talker, replace(reply, notes=(note, *reply.notes)), note))


def taken_away(desk: Desk, came: Came, first: str) -> TurnOutcome:
    """A message deleted in Slack: its words are taken back; a rating stands until another is given."""
    with desk.turn(came, _submission_of(desk, first)) as turn:
        before = _turn_of(turn, first)
        if turn.was_heard:
            return heard_before(turn)
        if before is None or not _answer_of(turn, first, before):
            return TurnOutcome()
        here, was = turn.talker.look(), turn.place
        step = step_at(here, Key(before.question, before.prompt))
        standing = here.standing.get(Key(before.question, before.prompt))
        if step is None or standing is None or standing.id != _answer_of(turn, first, before):
            return TurnOutcome()
        if step.prompt.kind is not Kind.TEXT or here.state.submitted_at or here.state.is_closed:
            told = f"You deleted a message. Your answer to question {before.question} still stands."
            return came_to(turn, Reply(was or Place(), (told, f"To change it, type change {before.question}."), ()))
        about = Place(Asks.PROMPT, before.question, before.prompt, standing.id)
        reply = press(turn.talker, Given(*step.key, ""), turn.saying, about)
        if not turn.recorded:
            return came_to(turn, reply)
        told = f"You deleted your message, so your words on question {before.question} are taken back."
        return came_to(turn, ask_once(turn.talker, replace(reply, notes=(told, *reply.notes)), told))


def _submission_of(desk: Desk, first: str) -> int | None:
    with desk.database.read() as db:
        return db.scalar(select(Turn.submission_id).where(Turn.source == first).limit(1))


def _turn_of(turn: OpenTurn, first: str) -> Turn | None:
    mine = (Turn.submission_id == turn.talker.submission.id, Turn.contact_id == turn.talker.contact.id)
    return turn.talker.db.scalar(select(Turn).where(*mine, Turn.source == first))


def _answer_of(turn: OpenTurn, first: str, before: Turn) -> int:
    """The id of the latest answer that this message gave, in its first words or since; 0 for none."""
    own = (Answer.submission_id == turn.talker.submission.id, Answer.question == before.question)
    same = (Answer.prompt == before.prompt, Answer.source == first)
    edited = (Answer.prompt == before.prompt, Answer.source.startswith(f"{first}/", autoescape=True))
    found = turn.talker.db.scalars(select(Answer.id).where(*own, *same)).all()
    later = turn.talker.db.scalars(select(Answer.id).where(*own, *edited)).all()
    return max([*found, *later], default=0)
