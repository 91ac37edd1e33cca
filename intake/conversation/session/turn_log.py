"""Every turn written down: its source counts once, and the person's next words find their place."""

from sqlalchemy import func, select

from intake.conversation.intents import Command, FreeWords, Intent
from intake.conversation.pages import Reply
from intake.conversation.session.talker import Talker
from intake.conversation.state import Move, Place, Skip, Submit
from intake.ledger import Saying
from storage.nouns import Answer, Turn


def was_heard(talker: Talker, saying: Saying) -> bool:
    wanted = select(Turn.id).where(Turn.submission_id == talker.submission.id, Turn.source == saying.source)
    return talker.db.scalar(wanted) is not None


def did(heard: Intent | None, move: Move) -> str:
    if move.is_unclear or heard is None:
        return "unclear"
    if any(isinstance(effect, Skip) for effect in move.effects):
        return "skip"
    if any(isinstance(effect, Submit) for effect in move.effects):
        return "submitted"
    if isinstance(heard, Command):
        return "asked " + heard.do
    return "said" if isinstance(heard, FreeWords) else "answered"


def note(talker: Talker, saying: Saying, about: Place, did: str) -> Turn:
    """Write the turn down, so that its source counts once."""
    turn = Turn(
        submission_id=talker.submission.id,
        contact_id=talker.contact.id,
        source=saying.source,
        via=saying.speaker.via,
        at=saying.speaker.at,
        did=did,
        question=about.question,
        prompt=about.prompt,
        place="",
    )
    talker.db.add(turn)
    talker.db.flush()
    return turn


def keep(talker: Talker, turn: Turn, reply: Reply) -> Reply:
    """Note where the turn left the person, so that their next words find their place."""
    turn.place, turn.held = str(reply.place), reply.place.held
    newest = select(func.max(Answer.id)).where(Answer.submission_id == talker.submission.id)
    turn.seen = talker.db.scalar(newest) or 0
    talker.db.flush()
    return reply
