"""Whom to ask: somebody once more, somebody new, another agency. Each is asked at once, as the commands ask them."""

import csv
import io
import re
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.slack.leads import TurnOutcome
from bot.slack.orders.case import OrderCase, said
from config import dates
from config.words import listing
from intake.audits import open_audit, read_agencies
from intake.ledger import Refused
from intake.mail.outward import Deciding, ask, ask_newcomer, asked_once_more, name_contact, queue
from storage.nouns import Agency, Audit, Contact, Message, Submission
from storage.record import begins

TWICE = timedelta(minutes=10)  # the same person asked once more within this is asked once
_MEMBER = re.compile(r"@[UW][A-Z0-9]{2,20}")
HEADER = ("abbr", "name", "sector", "partnerships", "contact_name", "contact_email", "role", "phone")
LIKE_AGENCY = "Write it like this: add agency HIL, Hill Surgery, health, Sam Hill, sam@hill.example"
LIKE_CONTACT = "Write it like this: add contact CSC, jo@agency.example, Jo Park, deputy, 01632 960 001"


def invite(case: OrderCase) -> TurnOutcome:
    """The form once more, for one person; raises Refused for one who speaks for no agency of theirs."""
    email = case.ordered.about
    with case.desk.database.write.begin() as db:
        told = []
        for audit in case.own_audits(db, case.ordered.audit):
            wanted = [each for each in _asked(db, audit, email, case) if case.is_theirs(each[0])]
            fresh = [each for each in wanted if not _is_asked_just_now(db, *each, case.desk.now())]
            if fresh:
                queue(db, fresh, case.asker(fresh[0][0]), again=True)
            told += [f"{email} is asked once more for {each.agency.name}, in {audit.key}." for each, _ in wanted]
    if not told:
        raise Refused(f"{email} speaks for no agency of yours that is still asked. Type phone list to see who does.")
    return said(told)


def add_contact(case: OrderCase) -> TurnOutcome:
    """Somebody who speaks for an agency from now on: address, name, role, telephone; @ and a member of Slack's."""
    parts = [part.strip() for part in case.ordered.words.split(",") if part.strip()]
    member = next((part for part in parts if _MEMBER.fullmatch(part)), "")
    parts = sorted((part for part in parts if part != member), key=lambda part: "@" not in part)
    if not parts or "@" not in parts[0] or len(parts) > 4:  # the address may stand anywhere
        raise Refused(LIKE_CONTACT)
    email, name, role, phone = (*parts, "", "", "")[:4]
    given = {"name": name, "role": role, "phone": phone, "slack_user": member.removeprefix("@")}
    with case.desk.database.write.begin() as db:
        agency = case.own_return(db, case.ordered.about).agency
        deciding = Deciding(case.stationery, case.office.keep, case.speaker())
        contact, settled = name_contact(db, agency, email, deciding, **given)
        asked = ask_newcomer(db, contact, case.asker, dates.today(case.desk.now()))
        told = [f"{contact.name} ({contact.email}) speaks for {agency.name}."]
        told += [f"An invitation to {listing(asked)} is on its way to them."] if asked else []
        told += [f"This answers what {listing(sorted({each.said_by for each in settled}))} asked."] if settled else []
    return said(told)


def add_agency(case: OrderCase) -> TurnOutcome:
    """An agency that was left out, asked for their partnership; raises Refused for one that is there already."""
    cells = [cell.strip() for cell in case.ordered.words.split(",")]
    if len(cells) not in (3, 5, 6, 7):
        raise Refused(LIKE_AGENCY)
    with case.desk.database.write.begin() as db:
        audit = case.one_audit(db, case.ordered.audit)
        _refuse_closed(audit)
        own = case.own_returns(audit)
        partnership = _partnership(case, own)
        if stands := next(
            (each.agency for each in own if (each.agency.abbr, each.agency.name) == tuple(cells[:2])), None
        ):
            return said([f"{stands.name} ({stands.abbr}) is asked in {audit.key} already."])  # said again, as by Slack
        _refuse_known(db, cells[0])
        row = [*cells[:3], partnership, *cells[3:]]
        rows = read_agencies(_as_file(row))
        names = {key: each.name for key, each in case.tables.items()}
        template = case.desk.template_of(own[0])
        open_audit(db, template, audit.key, (None, audit.due), rows, names, case.speaker())
        new = case.own_return(db, rows[0].abbr, audit.key)
        people = [each.email for each in new.agency.contacts if ask(db, new, each, case.asker(new))]
        asked = f"{new.agency.name} ({new.agency.abbr}) is asked in {audit.key} for {names[partnership]}."
    who = f"{listing(people)} is asked now." if people else "It has no contact yet: type add contact, and who it is."
    return said([f"{asked} {who}"])


def _asked(db: Session, audit: Audit, email: str, case: OrderCase) -> list[tuple[Submission, Contact]]:
    _refuse_closed(audit)
    try:
        return asked_once_more(db, audit, email, dates.today(case.desk.now()))
    except Refused:  # in another of their audits they may be asked
        return []


def _refuse_closed(audit: Audit) -> None:
    if audit.closed_at is not None:
        raise Refused(f"The audit {audit.key} is closed. Nobody is asked any more.")


def _is_asked_just_now(db: Session, submission: Submission, contact: Contact, now: datetime) -> bool:
    """Whether this very message was carried out before: Slack delivers again what it thinks was lost."""
    prefix = f"invite:{submission.id}:{contact.id}:"
    times = (key.removeprefix(prefix) for key in db.scalars(select(Message.key).where(begins(db, Message.key, prefix))))
    return any(datetime.fromisoformat(each) > now - TWICE for each in times)


def _partnership(case: OrderCase, own: list[Submission]) -> str:
    mine = sorted({each.key for one in own for each in one.partnerships} & set(case.tables))
    if len(mine) > 1:
        raise Refused(
            "You manage several partnerships of this audit. Whoever runs s11 adds the agency for one of them."
        )
    return mine[0]


def _refuse_known(db: Session, abbr: str) -> None:
    """An agency of that name may be another partnership's, and is not theirs to describe anew."""
    if db.scalar(select(Agency.id).where(func.lower(Agency.abbr) == abbr.casefold())) is not None:
        raise Refused(f"There is an agency {abbr} already. Choose another abbreviation, or ask whoever runs s11.")


def _as_file(row: list[str]) -> bytes:
    """The row as agencies.csv has it, so that it is read by the same rules."""
    file = io.StringIO()
    csv.writer(file).writerows([HEADER[: len(row)], row])
    return file.getvalue().encode()
