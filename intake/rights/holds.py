"""Legal holds: set and released with a reason, and asked before anything is erased."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from config.dates import today, uk_date
from intake.ledger import Refused, one_line, reason
from intake.rights.find import known_as
from intake.rights.sought import Sought
from storage.nouns import Audit, LegalHold
from storage.record import renew, trail


def hold_person(db: Session, who: str, because: str, speaker: trail.Speaker) -> LegalHold:
    """Nobody may erase them until it is released. Again changes nothing."""
    why = reason(because, "Say why they are held.")
    sought = Sought.of([who])
    for each in open_holds(db):
        if each.who == who:
            return each
    held = LegalHold(who=sought.words[0], because=why, held_at=speaker.at, held_by=one_line(speaker.name, "Who"))
    db.add(held)
    db.flush()
    renew(db, "holds", [held.id], speaker.at)
    _note(db, speaker, "legal hold set", held)
    return held


def release_person(db: Session, who: str, speaker: trail.Speaker) -> list[LegalHold]:
    """Release every hold on them; raises Refused where there is none."""
    found = holds_on(db, Sought.of([who]))
    if not found:
        raise Refused(f"There is no legal hold on {who}.")
    for each in found:
        each.released_at, each.released_by = speaker.at, speaker.name
        _note(db, speaker, "legal hold released", each)
    renew(db, "holds", [each.id for each in found], speaker.at)
    return found


def open_holds(db: Session) -> Sequence[LegalHold]:
    return db.scalars(select(LegalHold).where(LegalHold.released_at.is_(None)).order_by(LegalHold.id)).all()


def holds_on(db: Session, sought: Sought) -> list[LegalHold]:
    """The holds not released that may be on the same person, by whichever of a contact's names they were set."""
    return [each for each in open_holds(db) if sought.meets(known_as(db, [each.who]))]


def refuse_held(db: Session, sought: Sought) -> None:
    """Raises Refused where somebody's words must be kept."""
    for each in holds_on(db, sought):
        told = f"{each.who} is under a legal hold since {uk_date(today(each.held_at))}: {each.because}"
        raise Refused(f"{told}\nNothing was erased. s11 person release lifts the hold.")


def _note(db: Session, speaker: trail.Speaker, action: str, held: LegalHold) -> None:
    """In each audit's own trail, by number: who it is about is not written there."""
    for audit in db.scalars(select(Audit).order_by(Audit.id)):
        trail.hold(db, audit)
        trail.note(db, audit, speaker, action, audit.key, {"hold": held.id})
