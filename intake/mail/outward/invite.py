"""Inviting: one letter a contact, with the form in it, and the exact form kept so that the reply can be read."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from config.dates import today as london
from config.partnerships import PartnershipTable
from config.questionnaire import Template
from config.ways import LETTERS_ONLY, Way
from config.words import listing
from intake.audits import call_partnership
from intake.forms import asks, last_lines, new_token
from intake.last_time import last_time_of
from intake.ledger import Refused
from intake.mail.outward.invitation import Invitation, Invitee, invitation
from intake.notices import Stationery
from storage.nouns import Audit, Contact, Message, Sent, Submission, way
from storage.record import people_asked, trail

Keep = Callable[[bytes], str]  # puts a file into the evidence store and says its SHA-256


class Asker(NamedTuple):
    """What inviting needs besides the record: the questionnaire, the wording, a place for files, and who does it."""

    template: Template
    stationery: Stationery
    keep: Keep
    speaker: trail.Speaker
    ways: Sequence[Way] = LETTERS_ONLY  # that are set up here, best first
    token: Callable[[Contact], str] = lambda _contact: new_token()  # what a new letter is known by


class Invited(NamedTuple):
    """Who was asked, and the message that does it."""

    submission: Submission
    contact: Contact
    message: Message


def name_partnerships(db: Session, audit: Audit, named: Mapping[str, PartnershipTable], speaker: trail.Speaker) -> None:
    """Call each partnership what partnerships.toml calls it; raises Refused where one has no name to ask in."""
    partnerships = {each.key: each for submission in audit.submissions for each in submission.partnerships}
    for key, partnership in sorted(partnerships.items()):
        if key in named:
            call_partnership(db, audit, partnership, named[key].name, speaker)
    nameless = sorted(key for key, each in partnerships.items() if each.name == key and key not in named)
    if nameless:
        told = f"Nobody would know who asks: {listing(nameless)} {'have' if len(nameless) > 1 else 'has'} no name."
        raise Refused(f"{told} Write a [[partnership]] with key and name into partnerships.toml, then invite.")
    open_ = (each for each in audit.submissions if each.submitted_at is None and each.excused_at is None)
    alone = sorted(each.agency.abbr for each in open_ if not each.partnerships)
    if alone:
        told = f"Nobody would ask {listing(alone)}: no partnership stands beside the agency in agencies.csv."
        raise Refused(f"{told} Write its key there and open the round anew with --as, or leave it out with s11 excuse.")


def to_invite(db: Session, audit: Audit, today: date) -> list[tuple[Submission, Contact]]:
    """Everyone who may still answer: the contacts of agencies that have neither submitted nor been excused."""
    open_ = select(Submission).where(
        Submission.audit_id == audit.id, Submission.submitted_at.is_(None), Submission.excused_at.is_(None)
    )
    found = sorted(db.scalars(open_), key=lambda each: each.agency.abbr)
    return [(each, contact) for each in found for contact in each.agency.contacts if not contact.has_left(today)]


def not_yet_asked(db: Session, audit: Audit, today: date) -> list[tuple[Submission, Contact]]:
    """Of those, the ones who have no form of their return yet, by whichever way, and have not answered in it."""
    wanted = to_invite(db, audit, today)
    asked = people_asked(db, {each.id for each, _ in wanted})
    return [(each, contact) for each, contact in wanted if contact.id not in asked[each.id]]


def asked_once_more(db: Session, audit: Audit, email: str, today: date) -> list[tuple[Submission, Contact]]:
    """The returns that one contact may still answer; raises Refused where there is none."""
    found = [pair for pair in to_invite(db, audit, today) if pair[1].email == email.strip().lower()]
    if not found:
        raise Refused(f"{email} speaks for no agency that {audit.key} still asks.")
    return found


def ask(db: Session, submission: Submission, contact: Contact, asker: Asker) -> bool:
    """Queue an invitation for one contact, who was named after the others were asked; once. Whether it was new."""
    if contact.id in people_asked(db, [submission.id])[submission.id]:
        return False
    queue(db, [(submission, contact)], asker)
    return True


def ask_newcomer(db: Session, contact: Contact, asker: Callable[[Submission], Asker], today: date) -> list[str]:
    """Ask somebody for each return of their agencies that others were asked for and that is not in.

    Returns the audits (keys) for which they were asked now. Whoever was asked for a return before is not asked again.
    """
    agencies = [each.id for each in contact.agencies]
    open_ = select(Submission).join(Audit).where(
        Submission.agency_id.in_(agencies), Submission.invited_at.is_not(None), Submission.submitted_at.is_(None),
        Submission.excused_at.is_(None), Audit.closed_at.is_(None),
    )  # fmt: skip
    if contact.has_left(today):
        return []
    found = db.scalars(open_.order_by(Submission.id)).all()
    return list(dict.fromkeys(each.audit.key for each in found if ask(db, each, contact, asker(each))))


def queue(
    db: Session, wanted: Sequence[tuple[Submission, Contact]], asker: Asker, *, again: bool = False
) -> list[Invited]:
    """Queue an invitation for each; those are marked as invited. `again` asks who was asked before."""
    invited = []
    for submission, contact in wanted:
        message = _message(db, submission, contact, asker)
        if again:
            message.key += f":{asker.speaker.at.isoformat()}"
        invited.append(Invited(submission, contact, _queued(db, message)))
    _mark(db, invited, asker)
    return invited


def _queued(db: Session, message: Message) -> Message:
    """The message in the outbox; one that was called off when the audit closed is taken up again."""
    earlier = db.scalar(select(Message).where(Message.key == message.key))
    if earlier is None:
        db.add(message)
        return message
    for name in ("via", "recipient", "subject", "body", "html", "token", "attachments"):
        setattr(earlier, name, getattr(message, name))
    earlier.cancelled_at = earlier.failed_at = earlier.next_try_at = None
    earlier.last_error, earlier.attempts = "", 0
    return earlier


def write_out(db: Session, wanted: Sequence[tuple[Submission, Contact]], asker: Asker) -> list[Invited]:
    """The same letters, to be written as files: their forms are kept, they are marked as invited, none is queued."""
    email = asker._replace(ways=LETTERS_ONLY)
    invited = [Invited(each, contact, _message(db, each, contact, email)) for each, contact in wanted]
    _mark(db, invited, asker)
    return invited


def trial(db: Session, audit: Audit, submission: Submission, contact: Contact, recipient: str, asker: Asker) -> Message:
    """The letter as this contact would get it, to try; a reply to it belongs to no return."""
    made = _form(db, submission, contact, new_token(), asker)
    message = _letter(submission, contact, made, "", asker)
    message.key, message.token = f"trial:{audit.key}:{recipient}:{asker.speaker.at.isoformat()}", ""
    message.recipient, message.reply_to, message.contact_id = recipient, asker.stationery.mail_from, None
    message.subject = f"Trial: {message.subject}"
    return message


def _message(db: Session, submission: Submission, contact: Contact, asker: Asker) -> Message:
    by = way(contact, asker.ways)
    if not by.is_letter:
        facts = asker.stationery.facts(submission) | {"contact": contact, "agency": submission.agency}
        facts |= {"title": asker.template.title, "due": submission.due}
        return Message(
            key=f"invite:{submission.id}:{contact.id}",
            via=by.name,
            recipient=contact.address(by),
            subject=asker.template.title,
            body=asker.stationery.letters.render_for(by, "invitation", **facts),
            submission_id=submission.id,
            contact_id=contact.id,
        )
    token, made = _kept_form(db, submission, contact, asker)
    return _letter(submission, contact, made, token, asker)


def _kept_form(db: Session, submission: Submission, contact: Contact, asker: Asker) -> tuple[str, Invitation]:
    """The form with its token; asked again in the same words it is the same form."""
    called_off = select(Message.token).where(Message.cancelled_at.is_not(None))  # nobody has it
    mine = (Sent.submission_id == submission.id, Sent.contact_id == contact.id)
    earlier = select(Sent).where(*mine, Sent.token.not_in(called_off))
    for sent in db.scalars(earlier.order_by(Sent.id.desc())):
        made = _form(db, submission, contact, sent.token, asker)
        if made.sent.as_stored() == sent.form:
            return sent.token, made
    token = asker.token(contact)
    made = _form(db, submission, contact, token, asker)
    ids = {"contact_id": contact.id, "submission_id": submission.id}
    db.add(Sent(token=token, form=made.sent.as_stored(), sent_at=asker.speaker.at, **ids))
    return token, made


def _form(db: Session, submission: Submission, contact: Contact, token: str, asker: Asker) -> Invitation:
    last = last_time_of(db, asker.template, submission, london(asker.speaker.at))
    facts = asker.stationery.facts(submission)
    managers = asker.stationery.managers(submission.partnerships)
    asked = Invitee(
        name=contact.name,
        agency=submission.agency.name,
        sector=submission.sector,
        partnership=asker.stationery.asking(submission),
        due=submission.due,
        at_risk=str(facts["at_risk"]),
        colour=str(facts["colour"]),
        ink=str(facts["ink"]),
        ask=f"{managers[0].name} ({managers[0].email})" if managers else "",
        last=last_lines(last, [ref for ref, _ in asks(asker.template, submission.sector)]),
    )
    return invitation(asker.stationery.letters, asker.template, asked, token)


def _letter(submission: Submission, contact: Contact, made: Invitation, token: str, asker: Asker) -> Message:
    files = [
        {"sha256": asker.keep(each.content), "name": each.name, "media_type": each.media_type}
        for each in made.attachments
    ]
    return Message(
        key=f"invite:{submission.id}:{contact.id}",
        via="email",
        recipient=contact.email,
        subject=made.subject,
        body=made.text,
        html=made.html,
        token=token,
        attachments=files,
        submission_id=submission.id,
        contact_id=contact.id,
    )


def _mark(db: Session, invited: list[Invited], asker: Asker) -> None:
    fresh = {each.submission for each in invited if each.submission.invited_at is None}
    if not fresh:
        return
    trail.hold_returns(db, fresh)
    for submission in sorted(fresh, key=lambda each: each.agency.abbr):
        submission.invited_at = asker.speaker.at
        trail.note(db, submission, asker.speaker, "invited", f"{submission.agency.abbr} return", {})
