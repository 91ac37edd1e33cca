"""s11 status: how far each agency has got."""

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from itertools import groupby
from typing import Annotated, Any

import typer
from sqlalchemy.orm import Session

from cli import wiring
from cli.faults import leave, partnerships_of
from cli.options import Key
from config import dates
from config.questionnaire import Template
from config.settings import Settings
from intake.returns import Cells, cells, is_ready, progress, state
from intake.returns import status as standing
from reports.figures import submissions_of
from reports.nudges import Chase, next_nudges, read_contacts
from reports.report import roll
from storage.nouns import Contact, Submission
from storage.record import Faults, current_rows, last_heard, people_asked


def status(
    key: Key, json_: Annotated[bool, typer.Option("--json", help="One JSON document instead of a table.")] = False
) -> None:
    """Show who has answered, how far each has got, when each was last heard of, and whose letters come back."""
    using = wiring.settings()
    faults = Faults(is_logged=False)
    with wiring.reading(using) as db:
        told = standings_in(db, using, key, None, faults)
        said = json.dumps(told, ensure_ascii=False, indent=1) if json_ else rolled_out(db, using, key, told)
    wiring.say(said)
    leave(faults)


def standings_in(
    db: Session, using: Settings, key: str, partnership: str | None, faults: Faults
) -> list[dict[str, Any]]:
    """How far each agency has got, of an audit whole or for one partnership."""
    audit, template = wiring.audit_of(db, key)
    chase = Chase(template.nudges, partnerships_of(using, faults), wiring.now(using), faults, wiring.ways(using))
    return standings(db, template, submissions_of(db, audit, partnership), chase)


def rolled_out(db: Session, using: Settings, key: str, told: Sequence[Mapping[str, Any]]) -> str:
    """The same as a table for people."""
    audit, template = wiring.audit_of(db, key)
    is_over = audit.due < dates.today(wiring.now(using))
    return roll(template.title, key, audit.due, told, is_over=is_over, is_closed=audit.closed_at is not None)


def standings(db: Session, template: Template, submissions: Sequence[Submission], chase: Chase) -> list[dict[str, Any]]:
    """How far each is; each of what they rest on is read for all of them at once."""
    ids = [each.id for each in submissions]
    read_contacts(db, submissions)
    nudged, heard, asked = next_nudges(db, submissions, chase), last_heard(db, ids), people_asked(db, ids)
    said = {
        number: cells(template, own) for number, own in groupby(current_rows(db, ids), lambda each: each.submission_id)
    }
    today = dates.today(chase.now)
    return [
        _standing(
            template, each, said.get(each.id, {}), (heard.get(each.id), nudged.get(each.id)), asked[each.id], today
        )
        for each in submissions
    ]


def _standing(
    template: Template,
    submission: Submission,
    said: Cells,
    moments: tuple[datetime | None, datetime | None],
    asked: Collection[int],
    today: date,
) -> dict[str, Any]:
    """`moments`: when it was last heard, and when it is reminded next."""
    answered, of = progress(template, submission.sector, said)
    heard, nudged = moments
    return {
        "agency": submission.agency.abbr,
        "name": submission.agency.name,
        "status": standing(submission, has_answers=bool(said)),
        "state": state(submission, has_answers=bool(said), is_ready=is_ready(template, submission.sector, said)),
        "answered": answered,
        "of": of,
        "is_invited": submission.invited_at is not None,
        "last_heard": heard.isoformat() if heard else None,
        "next_nudge": nudged.isoformat() if nudged else None,
        "extended_to": submission.extended_to.isoformat() if submission.extended_to else None,
        "paused_until": submission.paused_until.isoformat()
        if submission.paused_until and submission.is_paused(today)
        else None,
        "contacts": [
            {"name": each.name, "email": each.email, "state": _state(each, today), "asked": each.id in asked}
            for each in submission.agency.contacts
            if not each.has_left(today)
        ],
    }


def _state(contact: Contact, today: date) -> str:
    if contact.comes_back(today):
        return "bounced"
    away = contact.away_until
    return f"away_until {away.isoformat()}" if away is not None and away > today else "ok"
