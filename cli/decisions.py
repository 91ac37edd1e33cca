"""What a manager decides of one return, by command: excuse, extend, pause, reopen, submit, note a call."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Annotated, NamedTuple

import typer
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cli import post, wiring
from cli.options import DATES, Abbr, By, Key
from cli.round_dates import move_due
from config.dates import today, uk_date
from intake import audits
from intake.ledger import Refused
from intake.notices import Stationery
from storage.nouns import Agency, Audit, Submission
from storage.record.trail import Speaker


class Case(NamedTuple):
    """One return, open for a decision."""

    db: Session
    submission: Submission
    speaker: Speaker
    stationery: Stationery


def excuse(
    key: Key,
    agency: Abbr,
    because: Annotated[str, typer.Option(help="The reason, in a sentence. The agency reads it.")] = "",
    ask_again: Annotated[bool, typer.Option("--ask-again", help="Ask the agency after all.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Though its return is in, and leaves the figures.")] = False,
    by: By = "",
) -> None:
    """An agency need not answer: it counts as invited no longer and hears no more.

    A return that is in leaves the figures with it, so that needs --yes.

    Example: s11 excuse section-11 GP1 --because "Closed in May."
    """
    told = f"{agency} is asked again in {key}."
    with _case(key, agency, by) as case:
        if ask_again:
            audits.ask_again(*case[:3], case.stationery)
        else:
            is_news = audits.excuse(*case[:3], because, case.stationery, though_signed=yes)
            told = f"{agency} is excused in {key}{'' if is_news else ' already. Nothing was changed'}."
    wiring.say(told)


def extend(
    key: Key,
    to: Annotated[datetime, typer.Option(formats=DATES, help="The last day, until 23:59.")],
    agency: Annotated[str | None, typer.Argument(help="The agency's abbreviation.")] = None,
    for_all: Annotated[bool, typer.Option("--all", help="Move the due date of the audit, for everybody.")] = False,
    by: By = "",
) -> None:
    """Give one agency more time, or with --all move the due date for everybody. Whom it concerns is told.

    Example: s11 extend section-11 GP1 --to 2030-04-16
    """
    if for_all == (agency is not None):
        raise Refused("Name one agency, or say --all for everybody.")
    if agency is None:
        move_due(key, to.date(), by)
        return
    with _case(key, agency, by) as case:
        audits.extend(*case[:3], to.date(), case.stationery)
    wiring.say(f"{agency} has until {uk_date(to.date())}, 23:59, in {key}.")


def pause(
    key: Key,
    agency: Abbr,
    until: Annotated[datetime, typer.Option(formats=DATES, help="The first day a nudge may go again.")],
    by: By = "",
) -> None:
    """Leave one agency in peace until a day.

    Example: s11 pause section-11 GP1 --until 2030-03-16
    """
    day = until.date()
    with _case(key, agency, by) as case:
        audits.pause(*case[:3], day, case.stationery)
        due, is_paused = case.submission.due, case.submission.is_paused(today(case.speaker.at))
    if not is_paused:
        wiring.say(f"{agency} is not paused: reminders go to it as they fall due.")
        return
    wiring.say(f"{agency} gets no nudges before {uk_date(day)}.")
    if day > due:
        wiring.say(f"That is after its last day, {uk_date(due)}: it hears nothing more before it is late.")


def reopen(
    key: Key,
    agency: Abbr,
    because: Annotated[str, typer.Option(help="The reason, in a sentence. The agency reads it.")],
    by: By = "",
) -> None:
    """Take a submitted return back for a change.

    Example: s11 reopen section-11 GP1 --because "The wrong file was sent."
    """
    with _case(key, agency, by) as case:
        audits.reopen(*case[:3], because, case.stationery)
    wiring.say(f"The return of {agency} to {key} is open again.")


def submit(
    key: Key,
    agency: Abbr,
    by: Annotated[str, typer.Option("--by", help="Who signs it off: a name.")],
    because: Annotated[str, typer.Option(help="The reason, in a sentence. The agency reads it.")],
    as_it_stands: Annotated[bool, typer.Option("--as-it-stands", help="Though required answers are missing.")] = False,
) -> None:
    """Sign a return off for an agency that has answered and not submitted.

    Example: s11 submit section-11 GP1 --by "Meg Vale" --because "Agreed on the telephone."
    """
    with _case(key, agency, by) as case:
        audits.sign_off(*case[:3], because, case.stationery, as_it_stands=as_it_stands)
    wiring.say(f"The return of {agency} to {key} is submitted, signed off by {by}.")


def call(
    key: Key,
    agency: Abbr,
    note: Annotated[str, typer.Option(help="What was said, in a sentence.")],
    by: By = "",
) -> None:
    """Note a telephone call to an agency.

    Example: s11 call section-11 GP1 --note "Will answer by Friday."
    """
    with _case(key, agency, by) as case:
        audits.note_call(*case[:3], note)
    wiring.say(f"The call to {agency} is noted.")


@contextmanager
def _case(key: str, agency: str, by: str) -> Iterator[Case]:
    using = wiring.settings()
    with wiring.writing(using) as db:
        audit, _ = wiring.audit_of(db, key)
        yield Case(
            db, submission_of(db, audit, agency), wiring.speaker(using, by, "command line"), post.stationery(using)
        )


def submission_of(db: Session, audit: Audit, abbr: str) -> Submission:
    """The agency's return, by its abbreviation; raises Refused."""
    own = select(Submission).join(Agency).where(Submission.audit_id == audit.id)
    found = db.scalar(own.where(func.lower(Agency.abbr) == abbr.lower()))
    if found is None:
        known = ", ".join(sorted(each.agency.abbr for each in db.scalars(own)))
        raise Refused(f"{abbr} is not asked in {audit.key}. Asked: {known}.")
    return found
