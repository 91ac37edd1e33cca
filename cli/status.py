"""s11 status: how far each agency has got."""

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Annotated, Any

import typer
from sqlalchemy.orm import Session

from cli import wiring
from cli.faults import leave, partnerships_of
from cli.options import Key
from config import dates
from config.partnerships import PartnershipTable
from config.questionnaire import Template
from config.settings import Settings
from config.ways import Way
from intake.returns import cells, is_ready, progress, state
from intake.returns import status as standing
from reports.figures import submissions_of
from reports.nudges import next_nudge
from reports.report import roll
from storage.nouns import Contact, Submission
from storage.record import Faults, current_answers, last_heard, people_asked


def status(
    key: Key, json_: Annotated[bool, typer.Option("--json", help="One JSON document instead of a table.")] = False
) -> None:
    """Show who has answered, how far each has got, when each was last heard of, and whose letters come back."""
    using = wiring.settings()
    faults = Faults(is_logged=False)
    with wiring.reading(using) as db:
        told = standings(db, using, key, None, faults)
        said = json.dumps(told, ensure_ascii=False, indent=1) if json_ else rolled_out(db, key, told)
    wiring.say(said)
    leave(faults)


def standings(db: Session, using: Settings, key: str, partnership: str | None, faults: Faults) -> list[dict[str, Any]]:
    """How far each agency has got, of an audit whole or for one partnership."""
    audit, template = wiring.audit_of(db, key)
    now, known, ways = wiring.now(using), partnerships_of(using, faults), wiring.ways(using)
    own = submissions_of(db, audit, partnership)
    return [_standing(db, template, each, now, known, faults, ways) for each in own]


def rolled_out(db: Session, key: str, told: Sequence[Mapping[str, Any]]) -> str:
    """The same as a table for people."""
    audit, template = wiring.audit_of(db, key)
    return roll(template.title, key, audit.due, told, is_closed=audit.closed_at is not None)


def _standing(
    db: Session,
    template: Template,
    submission: Submission,
    now: datetime,
    known: Mapping[str, PartnershipTable],
    faults: Faults,
    open_ways: Sequence[Way],
) -> dict[str, Any]:
    said = cells(template, current_answers(db, [submission.id]))
    answered, of = progress(template, submission.sector, said)
    nudged = next_nudge(db, submission, template.nudges, known, now, faults, open_ways=open_ways)
    today = dates.today(now)
    heard = last_heard(db, [submission.id]).get(submission.id)
    asked = people_asked(db, [submission.id])[submission.id]
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
        if submission.paused_until and submission.paused_until > today
        else None,
        "contacts": [
            {"name": each.name, "email": each.email, "state": _state(each, today), "asked": each.id in asked}
            for each in submission.agency.contacts
            if not each.has_left(today)
        ],
    }


def _state(contact: Contact, today: date) -> str:
    if contact.bounced_at is not None:
        return "bounced"
    away = contact.away_until
    return f"away_until {away.isoformat()}" if away is not None and away > today else "ok"
