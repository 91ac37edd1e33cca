"""The record of an audit as JSON, for other programs and another home; no more than some returns are held."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from config.questionnaire import Template
from reports.report.export.entries import action_entry, iso, meeting_entry, recommendation_entry
from reports.report.export.indented import indented
from reports.report.export.returns import return_entry
from reports.report.export.rows import ReturnRows, entries_of_returns
from storage.nouns import Audit, Event, Submission
from storage.record import actions_of, meetings_of, recommendations_of, trail

AT_ONCE = 40  # returns
ENTRIES = 1_000  # of the audit's own trail


def export_json(
    db: Session, template: Template, audit: Audit, submissions: Sequence[Submission], *, whole: bool
) -> str:
    """All of `export_parts` in one."""
    return "".join(export_parts(db, template, audit, submissions, whole=whole))


def export_parts(
    db: Session, template: Template, audit: Audit, submissions: Sequence[Submission], *, whole: bool
) -> Iterator[str]:
    """An audit's record as JSON, the same bytes for the same record; `whole` adds the trail, which seals all of it.

    No more than some returns are held at a time.
    """
    yield "{" + _members(_head(audit, submissions)) + ","
    yield from _array("agencies", _agencies(db, template, audit, submissions, whole=whole))
    yield "," + _members(_after(db, audit, submissions, whole=whole))
    if whole:
        yield ","
        yield from _array("trail", _trail(db, audit, submissions))
    yield "\n}\n"


def _members(values: dict[str, Any]) -> str:
    """Keys and values as they stand in a document, without its braces."""
    return indented(values)[1:-2]


def _array(key: str, items: Iterable[dict[str, Any]]) -> Iterator[str]:
    before = f'\n "{key}": ['
    for each in items:
        yield f"{before}\n  {indented(each, 2)}"
        before = ","
    yield "\n ]" if before == "," else f"{before}]"


def _head(audit: Audit, submissions: Sequence[Submission]) -> dict[str, Any]:
    partnerships = {each.key: each.name for submission in submissions for each in submission.partnerships}
    return {
        "audit": audit.key,
        "template": audit.template.decode(),
        "opens": iso(audit.opens),
        "due": iso(audit.due),
        "after": audit.after,
        "closed_at": iso(audit.closed_at),
        "partnerships": [{"key": key, "name": name} for key, name in sorted(partnerships.items())],
    }


def _agencies(
    db: Session, template: Template, audit: Audit, submissions: Sequence[Submission], *, whole: bool
) -> Iterator[dict[str, Any]]:
    for some in _blocks(submissions):
        rows = ReturnRows.read(db, audit, some, whole=whole)
        for each in some:
            yield return_entry(template, each, rows) | ({} if whole else _dropped(db, each))


def _trail(db: Session, audit: Audit, submissions: Sequence[Submission]) -> Iterator[dict[str, Any]]:
    """The audit's own entries, then each return's own chain, which is named by its agency."""
    own = select(Event).where(Event.audit_id == audit.id, Event.submission_id.is_(None)).order_by(Event.number)
    for event in db.scalars(own.execution_options(yield_per=ENTRIES)):
        yield _event(event)
    for some in _blocks(submissions):
        rows = entries_of_returns(db, [each.id for each in some])
        for each in some:
            for event in rows.get(each.id, ()):
                yield {"agency": each.agency.abbr} | _event(event)


def _event(event: Any) -> dict[str, Any]:
    return {
        "number": event.number,
        "at": iso(event.at),
        "actor": event.actor,
        "via": event.via,
        "action": event.action,
        "about": event.about,
        "facts": dict(sorted(event.facts.items())),
        "salt": event.salt,
        "digest": event.digest,
        "hash": event.hash,
    }


def _dropped(db: Session, submission: Submission) -> dict[str, Any]:
    """Which answers of last time it let go of, for a part, which brings no trail to say so."""
    wanted = select(Event).where(Event.submission_id == submission.id, Event.action == trail.DROPPED)
    told = db.scalars(wanted.order_by(Event.number))
    return {"dropped": [{"said_by": each.actor, "via": each.via, "at": iso(each.at), **each.facts} for each in told]}


def _after(db: Session, audit: Audit, submissions: Sequence[Submission], *, whole: bool) -> dict[str, Any]:
    """What is to be done and recommended; of the shared, a part has those of the partnership that all of it is of."""
    of = {each.id: each.agency.abbr for each in submissions}
    keys = [{one.key for one in each.partnerships} for each in submissions]
    common = {"", *(set.intersection(*keys) if keys else ())}
    actions = [
        action_entry(each, of.get(each.submission_id or 0))
        for each in actions_of(db, audit)
        if each.submission_id in of or (each.submission_id is None and (whole or each.partnership in common))
    ]
    meetings = [
        meeting_entry(each, of.get(each.submission_id or 0))
        for each in meetings_of(db, audit)
        if each.submission_id in of or (each.submission_id is None and (whole or each.partnership in common))
    ]
    recommended = [each for each in recommendations_of(db, audit) if whole or each.partnership in common]
    told = [recommendation_entry(each) for each in recommended]
    return {"actions": actions, "recommendations": told, "meetings": meetings}


def _blocks(submissions: Sequence[Submission]) -> Iterator[Sequence[Submission]]:
    return (submissions[first : first + AT_ONCE] for first in range(0, len(submissions), AT_ONCE))
