"""What a manager decides about an audit as a whole, by command: its due date, its end, and whether it goes on."""

import sys
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Annotated

import typer
from sqlalchemy.orm import Session

from cli import post, wiring
from cli.options import By, Key
from cli.witness import bear_witness
from config.dates import today, uk_date
from config.words import listing
from intake import audits
from intake.ledger import Refused
from intake.mail.outward import ASKS
from intake.notices import outstanding
from reports.actions import goes_on
from storage.nouns import Audit
from storage.record import held_letters, open_threads, waiting

MOST = 20  # agencies named one by one


def move_due(key: str, to: date, by: str) -> None:
    """Move the due date of an audit and say what that changed."""
    using = wiring.settings()
    with wiring.writing(using) as db:
        audit, _ = wiring.audit_of(db, key)
        audits.move_due(db, audit, wiring.speaker(using, by, "command line"), to, post.stationery(using))
        own = sorted(each.agency.abbr for each in audit.submissions if each.extended_to is not None)
    day = "keeps a later day of its own" if len(own) == 1 else "keep later days of their own"
    kept = f" {listing(own)} {day}." if own else ""
    wiring.say(f"{key} is due on {uk_date(to)}, 23:59, for everybody.{kept}")


def close(
    key: Key,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    by: By = "",
) -> None:
    """Close an audit: nothing is recorded in it any more, and whoever has not submitted is told.

    Says what is outstanding, and asks. s11 audit reopen opens it again.
    """
    using = wiring.settings()
    with wiring.reading(using) as db:
        audit, _ = wiring.audit_of(db, key)
        is_open = audit.closed_at is None
        left = [each.agency.abbr for each in outstanding(audit)]
        mended = [each.agency.abbr for each in audit.submissions if each.is_mended and each.excused_at is None]
        waits = list(_waits(db, audit))
        left_open = _left(left, mended)
        going_on = goes_on(db, audit, today(wiring.now(using)))
    if is_open and (left or mended or waits) and not yes:
        _ask(key, [*left_open, *waits, *filter(None, [going_on])])
    with wiring.writing(using) as db:
        audit, _ = wiring.audit_of(db, key)
        audits.close(db, audit, wiring.speaker(using, by, "command line"), post.stationery(using))
        waits_on = list(_waits(db, audit))
    with wiring.open_record(using) as record:
        bear_witness(using, record, wiring.now(using), all_of_it=True)
    wiring.say(f"{key} is closed. Its figures, report and export stay. s11 audit reopen {key} opens it again.")
    if told := [*(left_open if is_open else ()), *waits_on, *filter(None, [going_on])]:
        wiring.say(" ".join(told))


def reopen(key: Key, by: By = "") -> None:
    """Open a closed audit again: answers are taken, and whoever has not submitted is told."""
    using = wiring.settings()
    with wiring.writing(using) as db:
        audit, _ = wiring.audit_of(db, key)
        audits.open_audit_again(db, audit, wiring.speaker(using, by, "command line"), post.stationery(using))
        due, is_past = audit.due, audit.due < today(wiring.now(using))
    told = f" Its due date has passed: s11 extend {key} --all --to DATE moves it." if is_past else ""
    wiring.say(f"{key} is open again, due on {uk_date(due)}.{told}")


def _waits(db: Session, audit: Audit) -> Iterator[str]:
    """What waits for a manager in this audit."""
    of = {each.id: each.agency.abbr for each in audit.submissions}
    if pleas := [f"{of[each.submission_id]} {ASKS[each.wish]}" for each in waiting(db, audit.submissions)]:
        yield f"{_of(len(pleas), 'wish waits', 'wishes wait')} for a decision: {_some(pleas)}."
    if threads := [f"{of[each.id]} ({one.question or 'all'})" for each, one in open_threads(db, audit.submissions)]:
        yield f"{_of(len(threads), 'question back is', 'questions back are')} open: {_some(threads)}."
    if letters := [str(each.id) for each in held_letters(db) if each.submission_id in of]:
        yield f"{_of(len(letters), 'letter is', 'letters are')} held for a decision: {_some(letters)} in s11 held list."


def _left(left: Sequence[str], mended: Sequence[str]) -> list[str]:
    """Returns that are not as they should be at the end."""
    told = []
    if left:
        told.append(f"{_of(len(left), 'return is', 'returns are')} not submitted: {_some(left)}.")
    if mended:
        are = _of(len(mended), "return is", "returns are")
        told.append(f"{are} open again for a change, counted as signed: {', '.join(mended)}.")
    return told


def _ask(key: str, told: Sequence[str]) -> None:
    """Raises Refused where nobody is there to ask, or where they say no."""
    said = " ".join(told)
    if not sys.stdin.isatty():
        raise Refused(f"{said} To close {key} all the same, add --yes.")
    wiring.err().print(said)
    if not typer.confirm(f"Close {key}?", err=True):
        raise Refused(f"{key} stays open. Nothing was changed.")


def _of(number: int, one: str, more: str) -> str:
    return f"{number} {one if number == 1 else more}"


def _some(names: Sequence[str]) -> str:
    return ", ".join(names[:MOST]) + (f" and {len(names) - MOST} more" if len(names) > MOST else "")
