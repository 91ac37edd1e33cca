"""What a manager decides, by command: excuse, extend, pause, reopen, note a call, and whom to ask."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Annotated, NamedTuple

import typer
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cli import post, wiring
from cli.options import Key
from cli.round_dates import move_due
from config import dates
from config.dates import uk_date
from config.settings import Settings
from intake import audits
from intake.ledger import Refused
from intake.mail.outward import Deciding, name_contact
from intake.notices import Stationery
from storage.nouns import Agency, Audit, Submission
from storage.record.trail import Speaker

contacts = typer.Typer(help="Who speaks for an agency.", no_args_is_help=True, rich_markup_mode=None)

DATES = ["%Y-%m-%d", "%d/%m/%Y"]
Abbr = Annotated[str, typer.Argument(help="The agency's abbreviation.")]
Email = Annotated[str, typer.Argument(help="The contact's address.")]
By = Annotated[str, typer.Option("--by", help="Who decided it.")]


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
    by: By = "operator",
) -> None:
    """An agency need not answer: it counts as invited no longer and hears no more.

    Example: s11 excuse section-11 GP1 --because "Closed in May."
    """
    with _case(key, agency, by) as case:
        if ask_again:
            audits.ask_again(*case[:3], case.stationery)
        else:
            audits.excuse(*case[:3], because, case.stationery)
    wiring.say(f"{agency} is {'asked again' if ask_again else 'excused'} in {key}.")


def extend(
    key: Key,
    to: Annotated[datetime, typer.Option(formats=DATES, help="The last day, until 23:59.")],
    agency: Annotated[str | None, typer.Argument(help="The agency's abbreviation.")] = None,
    for_all: Annotated[bool, typer.Option("--all", help="Move the due date of the audit, for everybody.")] = False,
    by: By = "operator",
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
    by: By = "operator",
) -> None:
    """Leave one agency in peace until a day.

    Example: s11 pause section-11 GP1 --until 2030-03-16
    """
    with _case(key, agency, by) as case:
        audits.pause(*case[:3], until.date(), case.stationery)
    wiring.say(f"{agency} gets no nudges before {uk_date(until.date())}.")


def reopen(
    key: Key,
    agency: Abbr,
    because: Annotated[str, typer.Option(help="The reason, in a sentence. The agency reads it.")],
    by: By = "operator",
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
    by: By = "operator",
) -> None:
    """Note a telephone call to an agency.

    Example: s11 call section-11 GP1 --note "Will answer by Friday."
    """
    with _case(key, agency, by) as case:
        audits.note_call(*case[:3], note)
    wiring.say(f"The call to {agency} is noted.")


@contacts.command("set")
def set_(
    agency: Abbr,
    email: Email,
    name: Annotated[str, typer.Option(help="The name that letters use.")] = "",
    role: Annotated[str, typer.Option(help="lead, deputy or senior lead: the ladder of nudges.")] = "",
    slack_user: Annotated[str, typer.Option(help="The Slack user id, U0123ABCD.")] = "",
    phone: Annotated[str, typer.Option(help="A number to ring: the phone list shows it.")] = "",
    time_zone: Annotated[str, typer.Option(help="Where they live, if not Europe/London.")] = "",
    by: By = "operator",
) -> None:
    """Add a contact to an agency, or change what is known of one; who had left or bounced is asked again.

    Somebody new answers a NOT ME that waits: they get the form, and whoever wrote it is asked no more.

    Example: s11 contact set GP1 sam@surgery.example.org --name "Sam Hill" --role deputy
    """
    using = wiring.settings()
    with wiring.writing(using) as db:
        given = {"name": name, "role": role, "slack_user": slack_user, "phone": phone, "time_zone": time_zone}
        deciding = Deciding(post.stationery(using), wiring.keeper(using), _speaker(using, by))
        _, settled = name_contact(db, _agency(db, agency), email, deciding, **given)
        writers = list(dict.fromkeys(plea.said_by for plea in settled))
    told = f" This answers the NOT ME of {' and '.join(writers)}, and everybody concerned is told." if settled else ""
    wiring.say(f"{email} speaks for {agency}.{told}")


@contacts.command()
def move(
    email: Email,
    from_: Annotated[str, typer.Option("--from", help="The agency they leave.")],
    to: Annotated[str, typer.Option(help="The agency they speak for now.")],
    by: By = "operator",
) -> None:
    """A contact speaks for another agency from now on."""
    using = wiring.settings()
    with wiring.writing(using) as db:
        here, there = _agency(db, from_), _agency(db, to)
        audits.move_contact(db, audits.contact_of(db, email), here, there, _speaker(using, by))
    wiring.say(f"{email} speaks for {to}, and for {from_} no longer.")


@contacts.command()
def left(
    email: Email,
    on: Annotated[datetime | None, typer.Option(formats=DATES, help="The day; today when not given.")] = None,
    by: By = "operator",
) -> None:
    """A contact has left: from that day they speak for nobody."""
    using = wiring.settings()
    day = on.date() if on else dates.today(wiring.now(using))
    with wiring.writing(using) as db:
        alone = audits.mark_left(db, audits.contact_of(db, email), day, _speaker(using, by))
        names = [agency.abbr for agency in alone]
    is_past = day <= dates.today(wiring.now(using))
    nobody = "Nobody is" if is_past else "From then on nobody is"
    told = f" {nobody} left to ask at {', '.join(names)}: s11 contact set names somebody." if names else ""
    wiring.say(f"{email} {'left' if is_past else 'leaves'} on {uk_date(day)}.{told}")


@contacts.command()
def unreachable(email: Email, by: By = "operator") -> None:
    """Letters do not reach a contact: none is sent there until `s11 contact set` names the address again."""
    using = wiring.settings()
    with wiring.writing(using) as db:
        audits.mark_unreachable(db, audits.contact_of(db, email), _speaker(using, by))
    wiring.say(f"No letter goes to {email} any more. s11 contact set names whom to ask instead.")


@contextmanager
def _case(key: str, agency: str, by: str) -> Iterator[Case]:
    using = wiring.settings()
    with wiring.writing(using) as db:
        audit, _ = wiring.audit_of(db, key)
        yield Case(db, _submission(db, audit, agency), _speaker(using, by), post.stationery(using))


def _submission(db: Session, audit: Audit, abbr: str) -> Submission:
    own = select(Submission).join(Agency).where(Submission.audit_id == audit.id)
    found = db.scalar(own.where(func.lower(Agency.abbr) == abbr.lower()))
    if found is None:
        known = ", ".join(sorted(each.agency.abbr for each in db.scalars(own)))
        raise Refused(f"{abbr} is not asked in {audit.key}. Asked: {known}.")
    return found


def _agency(db: Session, abbr: str) -> Agency:
    found = db.scalar(select(Agency).where(func.lower(Agency.abbr) == abbr.lower()))
    if found is None:
        known = ", ".join(db.scalars(select(Agency.abbr).order_by(Agency.abbr)))
        raise Refused(f"There is no agency {abbr}. Known: {known or 'none yet'}.")
    return found


def _speaker(using: Settings, by: str) -> Speaker:
    return wiring.speaker(using, by, "command line")
