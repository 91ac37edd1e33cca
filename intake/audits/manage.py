"""What a manager decides: who need not answer, who gets more time, who is left in peace, whom to ask instead.

Each decision is one entry in the trail of the audit, takes back nudges that wait, and tells whom it concerns.
"""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from config import dates
from config.dates import uk_date
from config.faults import UnknownZone
from config.questionnaire import load_template
from intake.audits.agencies_csv import is_address
from intake.ledger import Refused, one_line, open_again, reason, submit
from intake.notices import Stationery, tell, tell_open
from intake.returns import cells, still_open
from storage.nouns import Agency, Audit, Call, Contact, Submission
from storage.record import (
    call_off_chasing,
    call_off_nudges,
    call_off_nudges_to,
    call_off_phone_lists,
    current_answers,
    mark_bounced,
    settle,
    trail,
)

LONGEST_USER = 40  # characters of a Slack user id, and some to spare


def excuse(db: Session, submission: Submission, speaker: trail.Speaker, because: str, stationery: Stationery) -> None:
    """The agency need not answer, for a reason; it counts as invited no longer. Again changes the reason."""
    _hold(db, submission)
    was_asked = submission.excused_at is None
    submission.excused_at, submission.excused_because = speaker.at, reason(because, "Say why the agency is excused.")
    call_off_nudges(db, submission.id, speaker.at)
    _note(db, submission, speaker, "return excused")
    if was_asked:
        tell(db, stationery, submission, speaker, "excused", because)


def ask_again(db: Session, submission: Submission, speaker: trail.Speaker, stationery: Stationery) -> None:
    """The agency is asked after all."""
    _hold(db, submission)
    if submission.excused_at is None:
        raise Refused(f"{submission.agency.abbr} is not excused.")
    submission.excused_at, submission.excused_because = None, ""
    _note(db, submission, speaker, "return asked for again")
    if submission.submitted_at is None:
        tell(db, stationery, submission, speaker, "asked again")


def extend(
    db: Session,
    submission: Submission,
    speaker: trail.Speaker,
    to: date,
    stationery: Stationery,
    knows: Contact | None = None,
) -> None:
    """The agency has until a later day than the others; raises Refused for a day that is not later."""
    _hold(db, submission)
    if to <= submission.audit.due:
        raise Refused(f"{submission.audit.key} is due on {submission.audit.due:%-d %B %Y}. Give a later day.")
    settle(db, submission, "more time", speaker, f"{submission.agency.name} has until {uk_date(to)}.")
    if submission.extended_to == to:
        return
    submission.extended_to = to
    call_off_nudges(db, submission.id, speaker.at)  # they name the old day
    _note(db, submission, speaker, "return extended")
    tell_open(db, stationery, [submission], speaker, "extended", knows)


def pause(db: Session, submission: Submission, speaker: trail.Speaker, until: date, stationery: Stationery) -> None:
    """No nudge goes to the agency before that day."""
    _hold(db, submission)
    if submission.paused_until == until:
        return
    submission.paused_until = until
    call_off_nudges(db, submission.id, speaker.at)
    _note(db, submission, speaker, "nudges paused")
    if until > dates.today(speaker.at) and submission.submitted_at is None and submission.excused_at is None:
        tell(db, stationery, submission, speaker, "paused", until=until)


def sign_off(
    db: Session,
    submission: Submission,
    speaker: trail.Speaker,
    because: str,
    stationery: Stationery,
    *,
    as_it_stands: bool = False,
) -> None:
    """Submit a return in the manager's name, for a reason; raises Refused where required answers are missing.

    With `as_it_stands` it goes all the same, if anything was said.
    """
    _hold(db, submission)
    why = reason(because, "Say why the return is submitted for the agency.")
    abbr, owed = submission.agency.abbr, _owed(db, submission)
    if submission.submitted_at is not None:
        raise Refused(f"{abbr} has submitted already.")
    if submission.excused_at is not None:
        raise Refused(f"{abbr} is excused, so there is nothing to submit.")
    if owed is None:
        raise Refused(f"{abbr} has answered nothing, so there is nothing to submit.")
    if owed and not as_it_stands:
        told = f"{abbr} has not answered question {', '.join(owed)}."
        raise Refused(f"{told} Wait for the answers, or add --as-it-stands.")
    submit(db, submission, speaker._replace(name=f"{speaker.name}, for the agency"))
    facts = {"because": why, "without": owed}
    trail.note(db, submission.audit, speaker, "return signed off", f"{abbr} return", facts)
    tell(db, stationery, submission, speaker, "signed off", because)


def note_call(db: Session, submission: Submission, speaker: trail.Speaker, words: str) -> Call:
    """Note a telephone call. The trail says that there was one; what was said stays erasable."""
    _hold(db, submission)
    call = Call(
        submission_id=submission.id, said_by=speaker.name, at=speaker.at, words=reason(words, "Say what was said.")
    )
    db.add(call)
    trail.note(db, submission.audit, speaker, "call noted", f"{submission.agency.abbr} call", {})
    return call


def move_due(db: Session, audit: Audit, speaker: trail.Speaker, to: date, stationery: Stationery) -> None:
    """Everybody has until another day. An own last day that is not later than that is lifted; again changes nothing.

    Raises Refused for a day that has passed, or before the audit opens.
    """
    trail.hold(db, audit)
    _refuse_closed(audit)
    if to < max(dates.today(speaker.at), audit.opens):
        raise Refused(f"{to:%-d %B %Y} is not a day to come on which {audit.key} is open. Give a later day.")
    if to == audit.due:
        return
    before = {each.id: each.due for each in audit.submissions}
    audit.due = to
    trail.note(db, audit, speaker, "due date moved", audit.key, {"due": to.isoformat()})
    for each in audit.submissions:
        if each.extended_to is not None and each.extended_to <= to:
            each.extended_to = None
            _note(db, each, speaker, "own last day lifted")
    moved = [each for each in audit.submissions if each.due != before[each.id]]
    for each in moved:
        call_off_nudges(db, each.id, speaker.at)
    call_off_phone_lists(db, audit.id, speaker.at)
    tell_open(db, stationery, moved, speaker, "due moved")


def close(db: Session, audit: Audit, speaker: trail.Speaker, stationery: Stationery) -> None:
    """Close the audit: nothing is recorded in it any more, and nobody is chased. Again changes nothing."""
    trail.hold(db, audit)
    if audit.closed_at is None:
        audit.closed_at = speaker.at
        trail.note(db, audit, speaker, "audit closed", audit.key, trail.closing_facts(audit))
        for each in audit.submissions:
            call_off_chasing(db, each.id, speaker.at)
        call_off_phone_lists(db, audit.id, speaker.at)
        tell_open(db, stationery, audit.submissions, speaker, "closed")


def open_audit_again(db: Session, audit: Audit, speaker: trail.Speaker, stationery: Stationery) -> None:
    """Take answers again in an audit that was closed; raises Refused where it is open."""
    trail.hold(db, audit)
    if audit.closed_at is None:
        raise Refused(f"{audit.key} is open already.")
    audit.closed_at = None
    trail.note(db, audit, speaker, "audit opened again", audit.key, trail.closing_facts(audit))
    tell_open(db, stationery, audit.submissions, speaker, "opened again")


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

    Who had left, or could not be reached, is asked again.
    """
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
    contact.name, contact.role = name or contact.name, role or contact.role
    contact.slack_user = slack_user or contact.slack_user
    contact.time_zone = _zone(time_zone) if time_zone else contact.time_zone
    contact.phone = phone or contact.phone
    contact.left_on = contact.bounced_at = None
    if is_new := contact not in agency.contacts:
        agency.contacts.append(contact)
    db.flush()
    _note_contact(db, [agency], speaker, "contact set", contact)
    for submission in _open_returns(db, [agency]) if is_new else ():
        settle(db, submission, "not me", speaker, f"{contact.name} ({contact.email}) is asked.")
    return contact


def move_contact(db: Session, contact: Contact, here: Agency, there: Agency, speaker: trail.Speaker) -> None:
    """The contact speaks for another agency from now on."""
    if here not in contact.agencies:
        raise Refused(f"{contact.email} does not speak for {here.abbr}.")
    contact.agencies.remove(here)
    call_off_nudges_to(db, contact.id, speaker.at)
    if there not in contact.agencies:
        contact.agencies.append(there)
    db.flush()
    _note_contact(db, [here, there], speaker, "contact moved", contact)


def stand_down(db: Session, contact: Contact, agency: Agency, speaker: trail.Speaker) -> None:
    """The contact speaks for this agency no longer: somebody else is asked."""
    if contact in agency.contacts:
        agency.contacts.remove(contact)
        call_off_nudges_to(db, contact.id, speaker.at)
        db.flush()
        _note_contact(db, [agency], speaker, "contact stood down", contact)


def mark_left(db: Session, contact: Contact, on: date, speaker: trail.Speaker) -> list[Agency]:
    """From that day they speak for nobody. Returns the agencies that have no contact from then on."""
    contact.left_on = on
    if on <= dates.today(speaker.at):
        call_off_nudges_to(db, contact.id, speaker.at)
    db.flush()
    _note_contact(db, contact.agencies, speaker, "contact left", contact)
    then = max(on, dates.today(speaker.at))
    return [agency for agency in contact.agencies if all(each.has_left(then) for each in agency.contacts)]


def mark_unreachable(db: Session, contact: Contact, speaker: trail.Speaker) -> None:
    """Letters do not reach the contact: none is sent there until `set_contact` names them again."""
    if contact.bounced_at is None:
        mark_bounced(db, contact, speaker.at)
        _note_contact(db, contact.agencies, speaker, "contact unreachable", contact)


def contact_of(db: Session, email: str) -> Contact:
    """The contact with this address; raises Refused where there is none."""
    contact = db.scalar(select(Contact).where(Contact.email == email.strip().lower()))
    if contact is None:
        raise Refused(f"Nobody in the record has the address {email}. s11 contact set adds a contact.")
    return contact


def _hold(db: Session, submission: Submission) -> None:
    trail.hold(db, submission.audit)
    db.refresh(submission)
    _refuse_closed(submission.audit)


def _refuse_closed(audit: Audit) -> None:
    if audit.closed_at is not None:
        raise Refused(f"The audit {audit.key} is closed. To change anything, open it: s11 audit reopen {audit.key}.")


def _owed(db: Session, submission: Submission) -> list[str] | None:
    """The questions with something required and not yet answered, by ref; None where nothing was said at all."""
    template = load_template(submission.audit.template, f"the questionnaire of {submission.audit.key}")
    said = cells(template, current_answers(db, [submission.id], tags=False))
    return still_open(template, submission.sector, said) if said else None


def _note(db: Session, submission: Submission, speaker: trail.Speaker, action: str) -> None:
    facts = trail.submission_facts(submission)
    trail.note(db, submission.audit, speaker, action, submission.agency.abbr, facts)


def _note_contact(db: Session, agencies: list[Agency], speaker: trail.Speaker, action: str, contact: Contact) -> None:
    """An entry in every open audit that one of these agencies takes part in; who it was is sealed, not written."""
    facts = {"name": contact.name, "email": contact.email, "role": contact.role}
    for submission in _open_returns(db, agencies):
        trail.hold(db, submission.audit)
        trail.note(db, submission.audit, speaker, action, f"{submission.agency.abbr} contact", facts)


def _open_returns(db: Session, agencies: list[Agency]) -> list[Submission]:
    """The returns of these agencies in audits that are not closed."""
    theirs = (Submission.agency_id.in_([each.id for each in agencies]), Audit.closed_at.is_(None))
    return list(db.scalars(select(Submission).join(Audit).where(*theirs).order_by(Submission.id)))


def _zone(name: str) -> str:
    try:
        return dates.read_zone(name).key
    except UnknownZone:
        raise Refused(f"There is no time zone {name!r}. Write one such as Europe/London.") from None


def reopen(db: Session, submission: Submission, speaker: trail.Speaker, because: str, stationery: Stationery) -> None:
    """Take a signed return back for a change, as a manager may, and tell the agency the reason; raises Refused."""
    if open_again(db, submission, speaker, reason(because, "Say why the return is reopened.")):
        tell(db, stationery, submission, speaker, "reopened", because)
    elif not submission.is_mended:
        raise Refused(f"{submission.agency.abbr} has not submitted, so its return is open already.")
