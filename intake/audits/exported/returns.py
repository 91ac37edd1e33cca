"""Returns as an export tells them, with what was said beside the answers."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from intake.audits.exported.check import CHANGED, UNKEPT
from intake.audits.exported.outline import Outline
from intake.audits.exported.people import RestoredPeople, own_partnerships
from intake.audits.exported.put import put, put_numbered, row, table_of
from intake.audits.exported.schema import ExportedSubmission, KeptThread
from intake.ledger import Refused
from storage.nouns import Call, Handover, Plea, Remark, Review, Submission, Thread, ThreadEntry, submission_partnerships

_APART = ("calls", "contacts", "remarks", "pleas", "handovers", "threads", "reviews", "dropped", "history")
_OF_AGENCY = ("abbr", "name", "partnerships", "signed_at")


class RestoredReturn(NamedTuple):
    """A return of the export, and its number in this record."""

    said: ExportedSubmission
    number: int


def add_returns(
    db: Session, audit: int, returns: Sequence[ExportedSubmission], partnerships: dict[str, int], told: Outline
) -> list[RestoredReturn]:
    """Add these returns, their agencies and people, and what was said beside their answers."""
    own = [own_partnerships(each, partnerships) for each in returns]
    for each in returns:
        _refuse_uninvited(each, told)
    people = RestoredPeople(db, returns, partnerships)
    rows = [
        row(each, *_APART, *_OF_AGENCY, audit_id=audit, agency_id=people.agencies[each.abbr])
        | {"signed_at": _signed_at(each, told)}
        | _chain(each, told)
        for each in returns
    ]
    kept = [
        RestoredReturn(each, number) for each, number in zip(returns, put_numbered(db, Submission, rows), strict=True)
    ]
    pairs = zip(kept, own, strict=True)
    put(
        db,
        submission_partnerships,
        [{"submissions_id": each.number, "partnerships_id": key} for each, keys in pairs for key in keys],
    )
    _add_beside(db, kept, people)
    return kept


def _refuse_uninvited(each: ExportedSubmission, told: Outline) -> None:
    """Raises Refused where the trail tells that an agency was asked, and the return does not, or of another moment."""
    asked = told.invited.get(f"{each.abbr} return")
    if asked is not None and (each.invited_at is None or _moment(asked) != each.invited_at):
        raise Refused(f"{CHANGED} Its trail tells when {each.abbr} was invited, and the return tells otherwise.")


def _signed_at(each: ExportedSubmission, told: Outline) -> datetime | None:
    """The last signature; of an export older than that key the last that its trail knows."""
    said = each.signed_at or each.submitted_at
    if said is not None or told.chains is None or each.abbr not in told.signed:
        return said
    return _moment(told.signed[each.abbr])


def _moment(said: str) -> datetime:
    try:
        return datetime.fromisoformat(said).astimezone(UTC)
    except (ValueError, OverflowError):
        raise Refused(UNKEPT) from None


def _chain(each: ExportedSubmission, told: Outline) -> dict[str, Any]:
    """Where the return's own trail begins and how it ends; one without an entry ends where its audit's does."""
    chains = told.chains or {}
    if (own := chains.get(each.abbr)) is not None:
        return {"trail_from": own.first - 1, "trail_length": own.last, "trail_head": own.head}
    end = chains.get(None)
    length, head = (end.last, end.head) if end else (0, "")
    return {"trail_from": length, "trail_length": length, "trail_head": head}


def _add_beside(db: Session, kept: Sequence[RestoredReturn], people: RestoredPeople) -> None:
    for noun, name in ((Call, "calls"), (Remark, "remarks"), (Review, "reviews")):
        said = [row(one, submission_id=each.number) for each in kept for one in getattr(each.said, name)]
        put(db, table_of(noun), said)
    db.add_all(_thread(each.number, thread) for each in kept for thread in each.said.threads)
    db.flush()
    pleas = [
        row(one, "contact", submission_id=each.number, contact_id=people.contact(one.contact) if one.contact else None)
        for each in kept
        for one in each.said.pleas
    ]
    put(db, table_of(Plea), pleas)
    handovers = [
        row(one, "by", "to", submission_id=each.number)
        | {"by_contact_id": people.contact(one.by), "to_contact_id": people.contact(one.to) if one.to else None}
        for each in kept
        for one in each.said.handovers
    ]
    put(db, table_of(Handover), handovers)


def _thread(submission: int, each: KeptThread) -> Thread:
    said = [ThreadEntry(**entry.model_dump()) for entry in each.entries]
    return Thread(submission_id=submission, entries=said, **each.model_dump(exclude={"entries"}))
