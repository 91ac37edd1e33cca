"""Every turn written down: its source counts once, and the person's next words find their place."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import Integer, Row, bindparam, func, insert, inspect, or_, select

from intake.conversation.intents import Command, FreeWords, Intent
from intake.conversation.pages import Reply, page_at
from intake.conversation.session.load import before, place_of
from intake.conversation.session.talker import Talker
from intake.conversation.state import Here, Key, Move, Place, Skip, Submit
from intake.ledger import Saying
from intake.returns import Given
from storage.nouns import Answer, Shown, Turn

ShownRow = Row[str, str, str, int]
TWICE = timedelta(seconds=5)  # the same button again within this is one press


def earlier(talker: Talker, saying: Saying) -> tuple[Turn | None, bool]:
    """This person's last turn, and whether this one was heard: asked of the record once, until a turn is noted."""
    if saying.source not in talker.earlier:
        talker.earlier[saying.source] = before(talker.db, talker.submission, talker.contact, saying.source)
    return talker.earlier[saying.source]


def was_heard(talker: Talker, saying: Saying) -> bool:
    return earlier(talker, saying)[1]


def recorded(talker: Talker, saying: Saying) -> list[Key]:
    """What one turn answered, as the record has it; a form's boxes carry its source, each with a mark of its own."""
    return [Key(*each) for each in talker.db.connection().execute(_RECORDED, _whose(talker, saying))]


def answers_of(talker: Talker, saying: Saying) -> list[Answer]:
    """The same as answers, with their files."""
    return list(talker.db.scalars(_ANSWERS, _whose(talker, saying)))


def _whose(talker: Talker, saying: Saying) -> dict[str, object]:
    boxes = f"{saying.source}#"
    return {"submission": talker.submission.id, "source": saying.source, "boxes": boxes, "width": len(boxes)}


def newest_shown(talker: Talker) -> Sequence[ShownRow]:
    """Our newest message to each person about this return: looked at once a transaction, which writes none."""
    known: dict[int, Sequence[ShownRow]] = talker.db.info.setdefault(newest_shown, {})
    number = talker.submission.id
    if number not in known:
        known[number] = talker.db.connection().execute(_SHOWN, {"submission": number}).all()
    return known[number]


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
    talker.earlier.clear()
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


def same_again(talker: Talker, heard: Given, saying: Saying, now: Here) -> Reply | None:
    """The reply to an answer of this person that stands already, and is not recorded again; None for another one.

    To a double click nothing is said, so that it is not answered twice.
    """
    stands = now.standing.get(Key(heard.question, heard.prompt))
    said = (talker.contact.name, heard.value, heard.not_applicable)
    if stands is None or (stands.said_by, stands.value, stands.not_applicable) != said:
        return None
    last, _ = earlier(talker, saying)
    place = place_of(last) if last else Place()
    if last is None or saying.speaker.at - last.at < TWICE:
        return Reply(place, (), (), did="again")
    told = f"That is your answer to question {heard.question} already."
    turn = note(talker, saying, place, "again")  # what they are shown now is what their next words are about
    return keep(talker, turn, Reply(place, (told,), (page_at(now, place),), did="again"))


# Said once: to put a statement together takes longer than to carry it out.
_OF_RETURN = bindparam("submission", type_=Integer)
_OWN = or_(
    Answer.source == bindparam("source"),
    func.substr(Answer.source, 1, bindparam("width", type_=Integer)) == bindparam("boxes"),
)
_ANSWERS = select(Answer).where(Answer.submission_id == _OF_RETURN, _OWN).order_by(Answer.id)
_RECORDED = _ANSWERS.with_only_columns(Answer.question, Answer.prompt)
_NEWEST = select(func.coalesce(func.max(Answer.id), 0)).where(
    Answer.submission_id == bindparam("seen_of", type_=Integer)
)
_TURNS = Turn.metadata.tables[Turn.__tablename__]
_TOLD = tuple(each.name for each in _TURNS.c if each.name not in ("id", "seen"))
_NOTED = insert(_TURNS).values(seen=_NEWEST.scalar_subquery(), **{name: bindparam(name) for name in _TOLD})
_OF_EACH = select(func.max(Shown.id)).where(Shown.submission_id == bindparam("submission")).group_by(Shown.contact_id)
_SHOWN = select(Shown.channel, Shown.ts, Shown.place, Shown.contact_id).where(Shown.id.in_(_OF_EACH)).order_by(Shown.id)
