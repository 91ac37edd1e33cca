"""What an earlier letter of ours offered and is still open, offered again: a reply goes to the last letter."""

from collections.abc import Collection, Iterable, Iterator

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from config.questionnaire import RATING, YES_NO
from intake.forms import Offer, SentForm
from intake.mail.outward.matter import Matter
from intake.notices import NOTICE
from intake.returns import EMPTY, Cell, Cells, Given
from storage.nouns import Message, Sent

ACKNOWLEDGED = ("ack:", f"{NOTICE}acknowledgement:")  # how the keys of our letters back begin


def still_offered(db: Session, matter: Matter, said: Cells, accepted: Iterable[Offer]) -> list[Offer]:
    """The offers of our last letter back to this person whose answers would still be news; `said`: what stands."""
    back = or_(*(Message.key.startswith(each) for each in ACKNOWLEDGED))
    mine = (Sent.contact_id == matter.contact.id, Sent.submission_id == matter.submission.id)
    last = db.scalar(
        select(Sent.form)
        .join(Message, Message.token == Sent.token)
        .where(*mine, back)
        .order_by(Sent.id.desc())
        .limit(1)
    )
    done = {each.said for each in accepted}
    before = SentForm.from_stored(last).offers if last else ()
    return list(_open(before, done, said))


def _open(offers: Iterable[Offer], done: Collection[str], said: Cells) -> Iterator[Offer]:
    for each in offers:
        stood = {(given.question, given.prompt): given for given in each.over}
        cells = {given: said.get((given.question, "agency"), EMPTY) for given in each.answers}
        left = [
            given for given, cell in cells.items() if _is_news(given, cell, stood.get((given.question, given.prompt)))
        ]
        if each.said not in done and left:
            refs = {given.question for given in left}
            yield each._replace(answers=tuple(left), over=tuple(given for given in each.over if given.question in refs))


def _is_news(given: Given, cell: Cell, stood: Given | None) -> bool:
    """Whether nothing stands where it would, or still what stood when it was offered."""
    if stood is not None:
        return cell.has(stood.prompt, stood.value, stood.not_applicable)
    return not (cell.is_set_aside or _holds(cell, given.prompt))


def _holds(cell: Cell, prompt: str) -> bool:
    return {RATING: cell.rating, YES_NO: cell.yes_no}.get(prompt, cell.words.get(prompt)) is not None
