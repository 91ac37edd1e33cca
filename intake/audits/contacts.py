"""Who speaks for an agency, as a manager decides: added, changed, moved to another agency, stood down, left."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from config import dates
from config.dates import uk_date
from config.email_address import is_address
from config.faults import UnknownZone
from intake.ledger import Refused, near, one_line
from intake.notices import MORE_TIME, NOT_ME, Stationery, decide_pleas
from storage.nouns import Agency, Audit, Contact, Submission
from storage.record import call_off_asking, call_off_letters_to, mark_bounced, renew, trail

LONGEST_USER = 40  # characters of a Slack user id, and some to spare


def set_contact(
    db: Session,
    agency: Agency,
    email: str,
    speaker: trail.Speaker,
    *,
    name: str = "",
    role: str = "",
    slack_user: str = "",
    time_zone: str = "",
    phone: str = "",
) -> Contact:
    """Add a contact to the agency, or change what is known of one; what is left empty stays as it is.

    Who had left, or could not be reached, is asked again. The same again changes nothing. Raises Refused where every
    audit of the agency is closed.
    """
    _refuse_over(db, [agency])
    if not is_address(email):
        raise Refused(f"{email} is no address. Write one, such as jo@agency.example.")
    name, role, phone = one_line(name, "The name"), one_line(role, "The role"), one_line(phone, "The telephone number")
    slack_user = one_line(slack_user, "The Slack user", LONGEST_USER)
    contact = db.scalar(select(Contact).where(Contact.email == email.lower()))
    if contact is None:
        contact = Contact(name=name or email, email=email.lower())
        db.add(contact)
    holder = slack_user and db.scalar(select(Contact).where(Contact.slack_user == slack_user))
    if holder and holder is not contact:
        raise Refused(f"The Slack user {slack_user} is another contact, {holder.email}. Look the id up again.")
    was = _known_of(contact, agency)
    contact.name, contact.role = name or contact.name, role or contact.role
    contact.slack_user = slack_user or contact.slack_user
    contact.slack_shut_at = None
    contact.time_zone = _zone(time_zone) if time_zone else contact.time_zone
    contact.phone = phone or contact.phone
    contact.left_on, contact.bounced_at, contact.unreachable_by = None, None, ""
    if contact not in agency.contacts:
        agency.contacts.append(contact)
    db.flush()
    if _known_of(contact, agency) != was:  # said again, it changes nothing and is no entry
        _note_contact(db, [agency], speaker, "contact set", contact)
    return contact


def _known_of(contact: Contact, agency: Agency) -> tuple[object, ...]:
    who = (contact.name, contact.role, contact.phone, contact.time_zone, contact.slack_user, contact.slack_shut_at)
    return contact in agency.contacts, *who, contact.left_on, contact.bounced_at, contact.unreachable_by


def move_contact(
    db: Session, contact: Contact, here: Agency, there: Agency, speaker: trail.Speaker, stationery: Stationery
) -> None:
    """The contact speaks for another agency from now on; what they asked for the old one is settled by that."""
    _refuse_over(db, [here])
    _refuse_over(db, [there])
    if here not in contact.agencies:
        raise Refused(f"{contact.email} does not speak for {here.abbr}.")
    contact.agencies.remove(here)
    _call_off(db, contact, [here], speaker)
    if there not in contact.agencies:
        contact.agencies.append(there)
    db.flush()
    _note_contact(db, [here, there], speaker, "contact moved", contact)
    _settle(db, contact, [here], speaker, stationery)


def stand_down(db: Session, contact: Contact, agency: Agency, speaker: trail.Speaker) -> None:
    """The contact speaks for this agency no longer: somebody else is asked."""
    if contact in agency.contacts:
        agency.contacts.remove(contact)
        _call_off(db, contact, [agency], speaker)
        db.flush()
        _note_contact(db, [agency], speaker, "contact stood down", contact)


def mark_left(db: Session, contact: Contact, on: date, speaker: trail.Speaker, stationery: Stationery) -> list[Agency]:
    """From that day they speak for nobody. Returns the agencies that have no contact from then on.

    Their NOT ME is settled by it, and their MORE TIME unless they may answer yet.
    """
    _refuse_over(db, contact.agencies)
    contact.left_on = near(on, dates.today(speaker.at))
    if on <= dates.today(speaker.at):
        _call_off(db, contact, contact.agencies, speaker)
    db.flush()
    _note_contact(db, contact.agencies, speaker, "contact left", contact)
    _settle(db, contact, contact.agencies, speaker, stationery, on)
    then = max(on, dates.today(speaker.at))
    return [agency for agency in contact.agencies if all(each.has_left(then) for each in agency.contacts)]


def mark_unreachable(db: Session, contact: Contact, speaker: trail.Speaker) -> None:
    """Letters do not reach the contact: none is sent there until `set_contact` names them again."""
    _refuse_over(db, contact.agencies)
    if not contact.unreachable_by:
        mark_bounced(db, contact, speaker.at)
        call_off_letters_to(db, contact.id, speaker.at)
        contact.unreachable_by = speaker.name
        _note_contact(db, contact.agencies, speaker, "contact unreachable", contact)


def mark_reached(db: Session, contact: Contact, speaker: trail.Speaker) -> None:
    """They wrote from that very address, so letters reach it after all, and they are not away."""
    contact.away_until = None
    if contact.bounced_at is not None:
        contact.bounced_at, contact.unreachable_by = None, ""
        _note_contact(db, contact.agencies, speaker, "contact reached", contact)


def contact_of(db: Session, email: str) -> Contact:
    """The contact with this address; raises Refused where there is none."""
    contact = db.scalar(select(Contact).where(Contact.email == email.strip().lower()))
    if contact is None:
        raise Refused(f"Nobody in the record has the address {email}. s11 contact set adds a contact.")
    return contact


def _call_off(db: Session, contact: Contact, agencies: list[Agency], speaker: trail.Speaker) -> None:
    """Of a closed audit too: what was agreed in it is asked about still."""
    theirs = select(Submission.id).where(Submission.agency_id.in_([each.id for each in agencies]))
    call_off_asking(db, contact.id, db.scalars(theirs).all(), speaker.at)


def _note_contact(db: Session, agencies: list[Agency], speaker: trail.Speaker, action: str, contact: Contact) -> None:
    """An entry in every return of these agencies to an open audit; who it was is sealed, not written."""
    facts = {"name": contact.name, "email": contact.email, "role": contact.role}
    renew(db, "contacts", [contact.id], speaker.at)
    returns = open_returns(db, agencies)
    trail.hold_returns(db, returns)
    for submission in returns:
        trail.note(db, submission, speaker, action, f"{submission.agency.abbr} contact", facts)


def _settle(
    db: Session,
    contact: Contact,
    agencies: list[Agency],
    speaker: trail.Speaker,
    stationery: Stationery,
    until: date | None = None,
) -> None:
    """Who speaks for an agency no longer is not asked for it again, and needs no other day there."""
    is_over = until is None or until <= dates.today(speaker.at)
    for submission in open_returns(db, agencies):
        name = submission.agency.name
        ends = "no longer" if is_over or until is None else f"until {uk_date(until)}, and is not asked from then on"
        outcomes = {NOT_ME: f"{contact.name} speaks for {name} {ends}."}
        if is_over:
            outcomes[MORE_TIME] = f"{outcomes[NOT_ME]} The last day stays {uk_date(submission.due)}."
        decide_pleas(db, stationery, submission, speaker, outcomes, contact)


def open_returns(db: Session, agencies: list[Agency]) -> list[Submission]:
    """The returns of these agencies in audits that are not closed."""
    theirs = (Submission.agency_id.in_([each.id for each in agencies]), Audit.closed_at.is_(None))
    return list(db.scalars(select(Submission).join(Audit).where(*theirs).order_by(Submission.id)))


def _zone(name: str) -> str:
    try:
        return dates.read_zone(name).key
    except UnknownZone:
        raise Refused(f"There is no time zone {name!r}. Write one such as Europe/London.") from None


def _refuse_over(db: Session, agencies: list[Agency]) -> None:
    """Who speaks for an agency is decided, and entered in a trail, while an audit of theirs is open."""
    asked = select(Audit).join(Submission).where(Submission.agency_id.in_([each.id for each in agencies]))
    audits = db.scalars(asked.order_by(Audit.id)).unique().all()
    if audits and all(each.closed_at is not None for each in audits):
        key = audits[-1].key
        raise Refused(f"The audit {key} is closed. To change anything, open it: s11 audit reopen {key}.")
