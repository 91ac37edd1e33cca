"""A file that came in, attached to the question it was meant for."""

from dataclasses import replace

from bot.slack.leads.outcome import TurnOutcome, came_to
from bot.slack.leads.owed_files import settle
from config.questionnaire import Kind
from config.words import size_in_words
from intake.conversation import Came, Desk, give_file, question_of_file
from intake.conversation.state import Asks, Here, Place, step_at
from intake.ledger import Brought, enter_file
from storage.evidence.look.clamd import FLAGGED, PENDING


def is_known(desk: Desk, came: Came, submission: int | None) -> bool:
    """Whether this file came before; raises Refused for somebody who may not give one."""
    with desk.turn(came, submission, thread=came.thread) as turn:
        return turn.was_heard


def attached(
    desk: Desk, came: Came, brought: Brought, submission: int | None = None, about: Place | None = None
) -> TurnOutcome:
    """Attach a file to the question of the place, of the thread, or that is being asked; once a file id."""
    with desk.turn(came, submission, thread=came.thread) as turn:
        if turn.was_heard:
            return TurnOutcome()
        talker, here = turn.talker, turn.talker.look()
        place = about or turn.about or turn.place or Place()
        evidence = enter_file(talker.db, brought, turn.saying.speaker.at)
        reply = give_file(talker, evidence, turn.saying, place)
        settle(talker.db, came.source)
        talker.db.flush()
        pages = reply.pages if _asks_for_files(here, place) else ()  # any other question is in sight still
        told = (*_told(brought, question_of_file(here, place)), *reply.notes[1:])  # a name that tells who a child is
        return came_to(turn, replace(reply, notes=told, pages=pages))


def _asks_for_files(here: Here, place: Place) -> bool:
    step = step_at(here, place.key) if place.asks is Asks.PROMPT else None
    return step is not None and step.prompt.kind is Kind.FILES


def _told(brought: Brought, ref: str) -> tuple[str, ...]:
    where = f"question {ref}" if ref else "your return as a whole"
    kept = f"{brought.name} ({size_in_words(brought.size)}) is attached to {where}."
    if brought.scan.startswith(FLAGGED):
        return (kept, "The virus check flagged it, so nobody can open it. Check it and send a clean copy.")
    if brought.scan == PENDING:
        return (kept, "It is still to be checked for viruses.")
    return (kept,)
