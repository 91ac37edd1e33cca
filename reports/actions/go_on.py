"""What goes on after an audit is closed: its actions that nobody has closed, in a sentence."""

from datetime import date

from sqlalchemy.orm import Session

from config.words import count, listing
from reports.actions.track import OVERDUE_STATE, tracked
from storage.nouns import Audit

MOST = 20  # actions named one by one


def goes_on(db: Session, audit: Audit, on: date) -> str:
    """How many actions are not closed, whose and how many of them late; empty where there is none."""
    found = [each for each in tracked(db, audit, audit.submissions, None, on) if each.is_open]
    if not found:
        return ""
    named = [f"{each.number} ({each.agency or 'shared'})" for each in found[:MOST]]
    more = [f"{len(found) - MOST} more"] if len(found) > MOST else []
    late = sum(each.state == OVERDUE_STATE for each in found)
    told = f"{count(len(found), 'action is', 'actions are')} not closed, {late} overdue"
    return f"{told}: {listing([*named, *more])}. Actions go on after the close."
