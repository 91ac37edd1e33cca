"""Every turn written down: its source counts once, and the person's next words find their place."""

from datetime import timedelta

from sqlalchemy import Integer, bindparam, func, insert, inspect, or_, select

from intake.conversation.intents import Command, FreeWords, Intent
from intake.conversation.pages import Reply, page_at
from intake.conversation.session.load import last_turn, place_of
from intake.conversation.session.talker import Talker
from intake.conversation.state import Move, Place, Skip, Submit
from intake.ledger import Saying
from intake.returns import Given
from storage.nouns import Answer, Turn

TWICE = timedelta(seconds=5)  # the same button again within this is one press


def was_heard(talker: Talker, saying: Saying) -> bool:
    whose = {"submission": talker.submission.id, "source": saying.source}
    return talker.db.connection().scalar(_HEARD, whose) is not None


def recorded(talker: Talker, saying: Saying) -> list[Answer]:
    """The answers of one turn, as the record has them; a form's boxes carry its source, each with a mark of its own."""
    boxes = f"{saying.source}#"
    whose = {"submission": talker.submission.id, "source": saying.source, "boxes": boxes, "width": len(boxes)}
    return list(talker.db.scalars(_RECORDED, whose))


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
    """The turn as it is written down once its place is known, so that its source counts once."""
    return Turn(
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


def keep(talker: Talker, turn: Turn, reply: Reply) -> Reply:
    """Note where the turn left the person, so that their next words find their place."""
    turn.place, turn.held = str(reply.place), reply.place.held
    seen = {"seen_of": talker.submission.id}  # the newest answer is found by the statement that writes it
    if inspect(turn).transient:
        told = {name: getattr(turn, name) for name in _TOLD}
        talker.db.connection().execute(_NOTED, told | seen)
    else:  # it was looked for already
        turn.seen = _NEWEST.params(seen).scalar_subquery()
        talker.db.flush()
    return reply


def same_again(talker: Talker, heard: Given, saying: Saying) -> Reply | None:
    """The reply to an answer of this person that stands already, and is not recorded again; None for another one.

    To a double click nothing is said, so that it is not answered twice.
    """
    if not _stands(talker, heard, saying):
        return None
    last = last_turn(talker.db, talker.submission, talker.contact)
    before = place_of(last) if last else Place()
    if last is None or saying.speaker.at - last.at < TWICE:
        return Reply(before, (), (), did="again")
    told = f"That is your answer to question {heard.question} already."
    turn = note(talker, saying, before, "again")  # what they are shown now is what their next words are about
    return keep(talker, turn, Reply(before, (told,), (page_at(talker.look(), before),), did="again"))


def _stands(talker: Talker, heard: Given, saying: Saying) -> bool:
    """Whether this very answer of this person stands already."""
    whose = {"submission": talker.submission.id, "side": saying.by}
    asked = {"question": heard.question, "prompt": heard.prompt}
    stands = talker.db.connection().execute(_STANDS, whose | asked).first()
    return stands is not None and tuple(stands) == (talker.contact.name, heard.value, heard.not_applicable)


# Said once: to put a statement together takes longer than to carry it out.
_OF_RETURN = bindparam("submission", type_=Integer)
_HEARD = select(Turn.id).where(Turn.submission_id == _OF_RETURN, Turn.source == bindparam("source"))
_OWN = or_(
    Answer.source == bindparam("source"),
    func.substr(Answer.source, 1, bindparam("width", type_=Integer)) == bindparam("boxes"),
)
_RECORDED = select(Answer).where(Answer.submission_id == _OF_RETURN, _OWN).order_by(Answer.id)
_NEWEST = select(func.coalesce(func.max(Answer.id), 0)).where(
    Answer.submission_id == bindparam("seen_of", type_=Integer)
)
_TURNS = Turn.metadata.tables[Turn.__tablename__]
_TOLD = tuple(each.name for each in _TURNS.c if each.name not in ("id", "seen"))
_NOTED = insert(_TURNS).values(seen=_NEWEST.scalar_subquery(), **{name: bindparam(name) for name in _TOLD})
_STANDS = (
    select(Answer.said_by, Answer.value, Answer.not_applicable)
    .where(Answer.submission_id == _OF_RETURN, Answer.by == bindparam("side"))
    .where(Answer.question == bindparam("question"), Answer.prompt == bindparam("prompt"))
    .order_by(Answer.said_at.desc(), Answer.id.desc())
    .limit(1)
)
