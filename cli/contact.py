"""s11 contact: who speaks for an agency."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cli import post, wiring
from cli.copies import note_copy
from cli.directory import directory_file, entries_of
from cli.invite import asker_of
from cli.options import DATES, Abbr, By, Key
from config import dates
from config.dates import uk_date
from config.settings import Settings
from intake import audits
from intake.ledger import Refused
from intake.mail.outward import Deciding, ask_newcomer, name_contact
from reports.figures import count
from storage.nouns import Agency, Contact

app = typer.Typer(help="Who speaks for an agency.", no_args_is_help=True, rich_markup_mode=None)

Email = Annotated[str, typer.Argument(help="The contact's address.")]


@app.command("set")
def set_(
    agency: Abbr,
    email: Email,
    name: Annotated[str, typer.Option(help="The name that letters use.")] = "",
    role: Annotated[str, typer.Option(help="lead, deputy, senior lead: who is nudged; or your own word.")] = "",
    slack_user: Annotated[str, typer.Option(help="The Slack user id, U0123ABCD.")] = "",
    phone: Annotated[str, typer.Option(help="A number to ring: the phone list shows it.")] = "",
    time_zone: Annotated[str, typer.Option(help="Where they live, if not Europe/London.")] = "",
    by: By = "",
) -> None:
    """Add a contact to an agency, or change what is known of one; who had left or bounced is asked again.

    Somebody new is invited at once to every open return that others of the agency were invited to.
    They answer a NOT ME that waits: whoever wrote it is asked no more.

    Example: s11 contact set GP1 sam@surgery.example.org --name "Sam Hill" --role deputy
    """
    using = wiring.settings()
    with wiring.writing(using) as db:
        given = {"name": name, "role": role, "slack_user": slack_user, "phone": phone, "time_zone": time_zone}
        deciding = Deciding(post.stationery(using), wiring.keeper(using), wiring.speaker(using, by, "command line"))
        contact, settled = name_contact(db, _agency(db, agency), email, deciding, **given)
        asked = _asked(db, using, contact, by)
        writers = list(dict.fromkeys(plea.said_by for plea in settled))
    told = f" This answers the NOT ME of {' and '.join(writers)}, and everybody concerned is told." if settled else ""
    wiring.say(f"{email} speaks for {agency}.{told}{asked}")


@app.command()
def move(
    email: Email,
    from_: Annotated[str, typer.Option("--from", help="The agency they leave.")],
    to: Annotated[str, typer.Option(help="The agency they speak for now.")],
    by: By = "",
) -> None:
    """A contact speaks for another agency from now on."""
    using = wiring.settings()
    with wiring.writing(using) as db:
        here, there = _agency(db, from_), _agency(db, to)
        contact = audits.contact_of(db, email)
        speaker = wiring.speaker(using, by, "command line")
        audits.move_contact(db, contact, here, there, speaker, post.stationery(using))
        told = _asked(db, using, contact, by)
    wiring.say(f"{email} speaks for {to}, and for {from_} no longer.{told}")


@app.command()
def left(
    email: Email,
    on: Annotated[datetime | None, typer.Option(formats=DATES, help="The day; today when not given.")] = None,
    by: By = "",
) -> None:
    """A contact has left: from that day they speak for nobody."""
    using = wiring.settings()
    day = on.date() if on else dates.today(wiring.now(using))
    with wiring.writing(using) as db:
        speaker, stationery = wiring.speaker(using, by, "command line"), post.stationery(using)
        alone = audits.mark_left(db, audits.contact_of(db, email), day, speaker, stationery)
        names = [agency.abbr for agency in alone]
    is_past = day <= dates.today(wiring.now(using))
    nobody = "Nobody is" if is_past else "From then on nobody is"
    told = f" {nobody} left to ask at {', '.join(names)}: s11 contact set names somebody." if names else ""
    wiring.say(f"{email} {'left' if is_past else 'leaves'} on {uk_date(day)}.{told}")


@app.command()
def unreachable(email: Email, by: By = "") -> None:
    """Letters do not reach a contact: none is sent there until `s11 contact set` names the address again."""
    using = wiring.settings()
    with wiring.writing(using) as db:
        audits.mark_unreachable(db, audits.contact_of(db, email), wiring.speaker(using, by, "command line"))
    wiring.say(f"No letter goes to {email} any more. s11 contact set names whom to ask instead.")


@app.command()
def directory(key: Key, out: Annotated[Path, typer.Option(help="FILE.html to print, or FILE.csv.")]) -> None:
    """Write a directory of who speaks for each agency of an audit: name, role, address, telephone.

    Example: s11 contact directory section-11 --out directory.html
    """
    using = wiring.settings()
    day = dates.today(wiring.now(using))
    with wiring.reading(using) as db:
        audit, template = wiring.audit_of(db, key)
        entries = entries_of(audit, day)
    wiring.write_file(out, directory_file(out, template.title, entries, day))
    note_copy(using, "directory", out)
    wiring.say(f"Wrote {out}: {count(len(entries), 'person', 'people')}.")


def _asked(db: Session, using: Settings, contact: Contact, by: str) -> str:
    """Invite somebody new to what others of their agencies were invited to; a sentence about it, or nothing."""
    audits_asked = ask_newcomer(db, contact, asker_of(using, by), dates.today(wiring.now(using)))
    return f" An invitation to {', '.join(audits_asked)} is queued for them." if audits_asked else ""


def _agency(db: Session, abbr: str) -> Agency:
    found = db.scalar(select(Agency).where(func.lower(Agency.abbr) == abbr.lower()))
    if found is None:
        known = ", ".join(db.scalars(select(Agency.abbr).order_by(Agency.abbr)))
        raise Refused(f"There is no agency {abbr}. Known: {known or 'none yet'}.")
    return found
