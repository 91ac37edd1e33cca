"""Opening an audit: the template as it stands today, and the agencies that are asked. Nothing is sent."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from config.branches import WHOLE, Circle
from config.dates import today
from config.questionnaire import Template
from intake.audits.agencies_csv import AgencyRow, ContactRow
from intake.audits.csv_table import FaultyTable
from intake.audits.namesakes import namesakes, taken
from intake.audits.sectors import misspelt
from intake.last_time import round_before
from intake.ledger import Refused, enter, near
from storage.nouns import Agency, Audit, Contact, Partnership, Submission
from storage.record import renew, trail


class OpenedAudit(NamedTuple):
    """What opening came to: the audit, the agencies and contacts that are new to it, and what a person should know."""

    audit: Audit
    agencies: list[str]
    contacts: list[str]
    new_sectors: list[str]  # that nobody had, where questions are kept for some sectors
    renamed: list[tuple[str, str, str]]  # agencies whose name changed, everywhere: the old one and the new
    kept: list[tuple[str, str]]  # agencies that this round goes on asking by the sector it opened with, and that sector


def open_audit(
    db: Session,
    template: Template,
    key: str,
    dates: tuple[date | None, date],
    agencies: Iterable[AgencyRow],
    names: Mapping[str, str],
    speaker: trail.Speaker,
    distinct: Collection[str] = (),
    after: str | None = None,
    circle: Circle = WHOLE,
) -> OpenedAudit:
    """Open `template` as `key` for these agencies, or add them where it is open already.

    `dates` are when it opens (None for today, or for the due date where that is past) and when it is due; `names`
    are partnerships' names by key; `distinct` are agencies that only bear another's name; `after` is the round before,
    else the one that the questionnaire names; `circle` says which partnerships are kept apart. Raises Refused where
    the key is in use for another template or another due date, FaultyTable for a sector or an organisation in doubt.
    """
    audit = db.scalar(select(Audit).where(Audit.key == key))
    if audit is None:
        audit = _begin(db, template, key, dates, speaker, _round_before(db, key, after, template))
    else:
        _refuse_another(audit, template, dates[1], after)
    trail.hold(db, audit)
    rows = list(agencies)
    opened = OpenedAudit(audit, [], [], _look_over(db, audit, template, rows, distinct, circle), [], [])
    for row in rows:
        _add(db, opened, row, names, speaker)
    _renew(db, rows, speaker)
    return opened


def _renew(db: Session, rows: Sequence[AgencyRow], speaker: trail.Speaker) -> None:
    """Whom the file names may be called or placed otherwise from now on."""
    named = {
        "agencies": select(Agency.id).where(func.lower(Agency.abbr).in_([row.abbr.lower() for row in rows])),
        "contacts": select(Contact.id).where(Contact.email.in_([one.email for row in rows for one in row.contacts])),
        "partnerships": select(Partnership.id).where(
            Partnership.key.in_({key for row in rows for key in row.partnerships})
        ),
    }
    for what, wanted in named.items():
        renew(db, what, db.scalars(wanted), speaker.at)


def _look_over(
    db: Session, audit: Audit, template: Template, rows: Sequence[AgencyRow], distinct: Collection[str], circle: Circle
) -> list[str]:
    """The sectors new to us, where the audit keeps questions for some; raises FaultyTable where a row is in doubt."""
    asked = select(Agency.abbr, Agency.name).join(Submission).where(Submission.audit_id == audit.id)
    faults = list(namesakes(rows, {abbr: name for abbr, name in db.execute(asked)}, distinct))
    faults += taken(rows, _asked_by(db, rows), circle)
    named = {sector for question in template.questions for sector in question.applies_to}
    known = named | {*db.scalars(select(Agency.sector)), *db.scalars(select(Submission.sector))}
    if named:
        faults += misspelt(rows, known)
    if faults:
        raise FaultyTable(faults)
    return sorted({row.sector for row in rows} - known) if named else []


def _asked_by(db: Session, rows: Sequence[AgencyRow]) -> dict[str, list[str]]:
    """Who asks the agencies of these abbreviations, in audits that are open."""
    asked = select(Submission.agency_id).join(Audit).where(Audit.closed_at.is_(None))
    same = func.lower(Agency.abbr).in_([row.abbr.lower() for row in rows])
    found = db.scalars(select(Agency).where(same, Agency.id.in_(asked)))
    return {each.abbr.lower(): [one.key for one in each.partnerships] for each in found}


def _round_before(db: Session, key: str, after: str | None, template: Template) -> str:
    """The key of the round before; raises Refused where one is named by hand that is not there."""
    named = template.after if after is None else after
    if after is not None and (after == key or round_before(db, after) is None):
        raise Refused(f"There is no other round {after[:60]} in the record. s11 audit list shows which there are.")
    return named


def _begin(
    db: Session, template: Template, key: str, dates: tuple[date | None, date], speaker: trail.Speaker, after: str
) -> Audit:
    due = near(dates[1], today(speaker.at))
    opens = dates[0] or min(today(speaker.at), due)  # a round of the past may be entered too
    if due < opens:
        raise Refused(
            f"The audit opens on {opens:%-d %B %Y} and is due before that. Give an earlier --opens or a later --due."
        )
    audit = Audit(key=key, template=template.source, opens=opens, due=due, after=after)
    db.add(audit)
    db.flush()
    trail.note(db, audit, speaker, "audit opened", key, trail.audit_facts(audit))
    db.flush()
    return audit


def _refuse_another(audit: Audit, template: Template, due: date, after: str | None) -> None:
    if after is not None and after != audit.after:
        told = f"comes after {audit.after}" if audit.after else "comes after no round"
        raise Refused(f"{audit.key} {told}, and stays so. Leave --after out, or name a new round with --as.")
    if audit.template != template.source:
        raise Refused(f"{audit.key} is open with another questionnaire. Name this round with --as.")
    if audit.due != due:
        raise Refused(f"{audit.key} is due on {audit.due:%-d %B %Y}. Give that date, or name a new round with --as.")
    if audit.closed_at is not None:
        raise Refused(f"{audit.key} is closed. Name a new round with --as.")


def _add(db: Session, opened: OpenedAudit, row: AgencyRow, names: Mapping[str, str], speaker: trail.Speaker) -> None:
    audit = opened.audit
    agency, was = _agency(db, row)
    agency.partnerships = [_partnership(db, audit, key, names, speaker) for key in sorted(row.partnerships)]
    db.flush()
    submission = db.scalar(select(Submission).where(Submission.audit_id == audit.id, Submission.agency_id == agency.id))
    if submission is None:
        submission = Submission(
            audit=audit, agency=agency, sector=agency.sector, partnerships=list(agency.partnerships)
        )
        db.add(submission)
        enter(db, audit, submission, speaker)
        opened.agencies.append(agency.abbr)
    elif submission.sector != agency.sector:
        opened.kept.append((agency.abbr, submission.sector))
    if was is not None:
        if was[0] != agency.name:
            opened.renamed.append((agency.abbr, was[0], agency.name))
        anew = {"was": was, "is": _described(agency)}
        trail.note(db, audit, speaker, "agency described anew", f"{agency.abbr} itself", anew)
    for each in row.contacts:
        if _contact(db, agency, each):
            opened.contacts.append(each.email)
            facts = {"name": each.name, "email": each.email, "role": each.role}
            trail.note(db, audit, speaker, "contact added", f"{agency.abbr} contact", facts)


def _agency(db: Session, row: AgencyRow) -> tuple[Agency, list[str] | None]:
    """The agency of this abbreviation, as the newest file describes it, and how it was described where that differs."""
    agency = db.scalar(select(Agency).where(func.lower(Agency.abbr) == row.abbr.lower()))
    if agency is None:
        agency = Agency(abbr=row.abbr, name=row.name, sector=row.sector)
        db.add(agency)
    was = _described(agency)
    agency.name, agency.sector = row.name, row.sector
    db.flush()
    return agency, was if was != _described(agency) else None


def _described(agency: Agency) -> list[str]:
    return [agency.name, agency.sector]


def _partnership(db: Session, audit: Audit, key: str, names: Mapping[str, str], speaker: trail.Speaker) -> Partnership:
    partnership = db.scalar(select(Partnership).where(Partnership.key == key))
    if partnership is None:
        partnership = Partnership(key=key, name=names.get(key, key))
        db.add(partnership)
    call_partnership(db, audit, partnership, names.get(key, partnership.name), speaker)
    return partnership


def call_partnership(db: Session, audit: Audit, partnership: Partnership, name: str, speaker: trail.Speaker) -> None:
    """Give a partnership another name by right: with an entry that says who did it, and a seal of its own."""
    if partnership.name == name:
        return
    facts = {"was": partnership.name, "is": name}
    trail.hold(db, audit)
    partnership.name = name
    trail.note(db, audit, speaker, "partnership named", f"{partnership.key} itself", facts)
    renew(db, "partnerships", [partnership.id], speaker.at)


def _contact(db: Session, agency: Agency, row: ContactRow) -> bool:
    """Whether the contact is new to the agency."""
    contact = db.scalar(select(Contact).where(Contact.email == row.email))
    holder = row.slack_user and db.scalar(select(Contact).where(Contact.slack_user == row.slack_user))
    if holder and holder is not contact:
        raise Refused(f"The Slack user {row.slack_user} is {holder.email} in the record. Correct the file.")
    if contact is None:
        contact = Contact(name=row.name, email=row.email)
        db.add(contact)
    contact.name = row.name
    if row.slack_user and row.slack_user != contact.slack_user:
        contact.slack_user, contact.slack_shut_at = row.slack_user, None
    contact.role = row.role or contact.role
    contact.phone = row.phone or contact.phone
    is_new = contact not in agency.contacts
    if is_new:
        agency.contacts.append(contact)
    db.flush()
    return is_new
