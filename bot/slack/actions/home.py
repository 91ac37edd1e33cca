"""Actions in App Home: an agency's own that are open, and those that wait for a manager."""

from collections.abc import Iterable, Iterator
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.slack.actions.owner import actions_of_contact
from bot.slack.actions.views import DECIDE, UPDATE
from bot.slack.api import JSON, bold, button, escape, lines, section, short
from config.branches import Circle
from config.dates import timescale_words
from storage.nouns import Action, Audit, Contact, Partnership, Submission

MOST = 8  # rows of a home: what is late comes first
LONGEST = 300


def own_actions(db: Session, contact: Contact, on: date, circle: Circle) -> Iterator[JSON]:
    """What the agencies of this person are to do, the next last day first, also of audits that are closed."""
    found = [each for each in actions_of_contact(db, contact, circle) if each.is_open(on)]
    for each in _shown(found, on):
        if each.is_done:
            yield section(f"{_row(each, on)}\nYou said that it is done. Your partnership looks at it.")
        else:
            yield section(_row(each, on), _press("Say how far it is", UPDATE, each))
    yield from _rest(found)


def late_actions(db: Session, partnership: str, on: date) -> Iterator[JSON]:
    """For the managers of a partnership (its key): what is past its last day, and what is said to be done."""
    own = Submission.partnerships.any(Partnership.key == partnership)
    of_agencies = select(Action).join(Submission).where(own)
    rounds = select(Submission.audit_id).where(own)
    shared = select(Action).where(Action.submission_id.is_(None), Action.audit_id.in_(rounds))
    found = [*db.scalars(of_agencies), *db.scalars(shared.where(Action.partnership.in_(("", partnership))))]
    waiting = [each for each in found if each.is_open(on) and (each.is_overdue(on) or each.is_done)]
    if waiting:
        yield from lines([f"*Actions that wait for you ({len(waiting)})*"])
    for each in _shown(waiting, on):
        yield section(f"{escape(whose(db, each))}: {_row(each, on)}", _press("Decide", DECIDE, each))
    yield from _rest(waiting)


def whose(db: Session, action: Action) -> str:
    """The agency and the person whose action it is, and in which audit."""
    submission = db.get(Submission, action.submission_id) if action.submission_id else None
    audit = db.get_one(Audit, action.audit_id)
    parts = (submission.agency.abbr if submission else "shared", action.owned_by)
    return f"{', '.join(filter(None, parts))} ({audit.key})"


def _shown(found: Iterable[Action], on: date) -> list[Action]:
    return sorted(found, key=lambda each: (not each.is_overdue(on), each.due or date.max, each.id))[:MOST]


def _rest(found: list[Action]) -> Iterator[JSON]:
    if len(found) > MOST:
        yield from lines([f"and {len(found) - MOST} more, which come up as these are settled"])


def _row(each: Action, on: date) -> str:
    day = f" by {timescale_words(each.timescale)}" if each.timescale else ""
    state = "said to be done" if each.is_done else "past its last day" if each.is_overdue(on) else "open"
    what = escape(short(" ".join(each.what.split()), LONGEST))
    return f"{bold(f'Action {each.number}')}{day}, {state}\n{what}"


def _press(label: str, does: str, each: Action) -> JSON:
    return button(label, f"{does}:{each.id}", {"n": each.id, "s": each.submission_id or 0})
