"""A file that came in, attached to the question it was meant for."""

from bot.slack.api import Came, human_size
from bot.slack.leads.desk import Desk, Speaking, TurnOutcome
from bot.slack.leads.owed_files import settle
from config.questionnaire import Kind
from intake.conversation.pages import Reply, page_at
from intake.conversation.state import Asks, Place, questions, step_at
from intake.ledger import Brought, attach, enter_file
from storage.evidence.look.clamd import FLAGGED, PENDING
from storage.nouns import Turn


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
        ref = place.question if place.question in {each.ref for each in questions(here)} else ""
        evidence = enter_file(talker.db, brought, turn.saying.speaker.at)
        attach(talker.db, talker.template, talker.submission, ref, evidence, turn.saying)
        talker.db.add(_turn(turn, place))
        settle(talker.db, came.source)
        talker.db.flush()
        return turn.came_to(_reply(turn, place, _told(brought, ref)))


def _reply(turn: Speaking, place: Place, told: tuple[str, ...]) -> Reply:
    here = turn.talker.look()
    step = step_at(here, place.key) if place.asks is Asks.PROMPT else None
    pages = (page_at(here, place, is_first=False),) if step and step.prompt.kind is Kind.FILES else ()
    return Reply(turn.place or place, told, pages)


def _told(brought: Brought, ref: str) -> tuple[str, ...]:
    where = f"question {ref}" if ref else "your return as a whole"
    kept = f"{brought.name} ({human_size(brought.size)}) is attached to {where}."
    if brought.scan.startswith(FLAGGED):
        return (kept, "The virus check flagged it, so nobody can open it. Check it and send a clean copy.")
    if brought.scan == PENDING:
        return (kept, "It is still to be checked for viruses.")
    return (kept,)


def _turn(turn: Speaking, place: Place) -> Turn:
    """The turn of a file: where the person is does not change by it."""
    talker, last, stays = turn.talker, turn.last, turn.place or place
    return Turn(
        submission_id=talker.submission.id,
        contact_id=talker.contact.id,
        source=turn.saying.source,
        via=turn.saying.speaker.via,
        at=turn.saying.speaker.at,
        did="attached",
        question=place.question,
        prompt=place.prompt,
        place=str(stays),
        held=stays.held,
        seen=last.seen if last else 0,
    )
