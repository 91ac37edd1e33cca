"""What is told of a decision on a plea: its writer hears it, and every manager of the return hears who decided."""

import re
from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from config.dates import today
from config.letters import one_line
from intake.forms import new_token, sent_form
from intake.notices.decided import template_of
from intake.notices.stationery import Stationery
from storage.nouns import Contact, Message, Plea, Receipt, Sent, Submission, way
from storage.record import settle
from storage.record.trail import Speaker

MORE_TIME, NOT_ME = "more time", "not me"
DECIDED = {MORE_TIME: "You asked for more time", NOT_ME: "You said that somebody else should be asked"}


def writer_of(db: Session, plea: Plea) -> Contact | None:
    """Who asked, and so who hears what was decided."""
    return db.get(Contact, plea.contact_id) if plea.contact_id else None


def tell_settled(
    db: Session, stationery: Stationery, submission: Submission, plea: Plea, speaker: Speaker, said: str = ""
) -> None:
    """Queue the news of a plea that was just decided; `said` goes on to whoever asked a question."""
    _tell_writer(db, stationery, submission, plea, speaker, said)
    _tell_managers(db, stationery, submission, plea, speaker)


def decide_pleas(
    db: Session,
    stationery: Stationery,
    submission: Submission,
    speaker: Speaker,
    outcomes: Mapping[str, str],
    of: Contact | None = None,
) -> list[Contact]:
    """Settle what waits, each wish with its outcome, where another decision answers it; `of` one contact or of all.

    Each writer hears it in one letter, however often they asked. Returns the writers, who know of the decision now.
    """
    settled = [
        plea for wish, outcome in outcomes.items() for plea in settle(db, submission, wish, speaker, outcome, of)
    ]
    last = {plea.contact_id: plea for plea in settled}
    for plea in last.values():
        _tell_writer(db, stationery, submission, plea, speaker, "")
    for plea in {(plea.contact_id, plea.wish): plea for plea in settled}.values():
        _tell_managers(db, stationery, submission, plea, speaker)
    return [writer for plea in last.values() if (writer := writer_of(db, plea)) is not None]


def _tell_writer(
    db: Session, stationery: Stationery, submission: Submission, plea: Plea, speaker: Speaker, said: str
) -> None:
    """Our letter to whoever asked, in the thread of theirs; a reply to it is read as any other."""
    contact = writer_of(db, plea)
    if contact is None or not _hears(contact, speaker):
        return
    is_asked, token = contact in submission.agency.contacts, new_token()
    facts = stationery.facts(submission) | {
        "contact": contact,
        "agency": submission.agency,
        "plea": plea,
        "decided_by": (decided_by := stationery.who(plea.decided_by, submission)),
        "said": said,
        "is_asked": is_asked,
        "token": token if is_asked else "",
    }
    body = stationery.letters.render("plea-decided", **facts)
    letter = db.scalar(select(Receipt).where(Receipt.source == plea.source))
    by = way(contact, stationery.ways)
    if not by.is_letter and plea.source.startswith(f"{by.name}:"):  # asked in our messages, and told there
        message = Message(
            key=f"plea-decided:{plea.id}",
            via=by.name,
            recipient=contact.address(by),
            subject=f"{DECIDED[plea.wish]} for {submission.agency.name}",
            body=f"{decided_by} has decided. {plea.outcome}",
            submission_id=submission.id if is_asked else None,
            not_before=speaker.at,
        )
        db.add(message)
        return
    message = Message(
        key=f"plea-decided:{plea.id}",
        via="email",
        recipient=contact.email,
        subject=one_line(f"Re: {re.sub(r'(?i)^re:', '', letter.subject if letter else '').strip()[:200]}"),
        body=body,
        html=stationery.letters.render("plea-decided.html", **facts),
        auto_submitted="auto-generated",
        in_reply_to=f"<{letter.message_id.strip('<>')}>" if letter and letter.message_id else "",
        submission_id=submission.id,
        contact_id=contact.id,
        not_before=speaker.at,
    )
    if is_asked:
        message.token = token
        form = sent_form(template_of(submission), submission.sector, token, body)
        ids = {"contact_id": contact.id, "submission_id": submission.id}
        db.add(Sent(token=token, form=form.as_stored(), sent_at=speaker.at, **ids))
    db.add(message)


def _hears(contact: Contact, speaker: Speaker) -> bool:
    return not contact.has_left(today(speaker.at))


def _tell_managers(db: Session, stationery: Stationery, submission: Submission, plea: Plea, speaker: Speaker) -> None:
    """Every manager of the return hears what was decided, whoever decided it too: they see how they were understood."""
    writer = writer_of(db, plea)
    done = "answered" if plea.wish == "question" else "decided"
    is_told = writer is not None and _hears(writer, speaker)
    decided_by = stationery.who(plea.decided_by, submission)
    for manager in stationery.managers(submission.partnerships):
        facts = {"manager": manager, "plea": plea, "agency": submission.agency, "is_told": is_told}
        facts["decided_by"] = decided_by
        db.add(
            Message(
                key=f"plea-settled:{plea.id}:{manager.email.lower()}",
                via="email",
                recipient=manager.email,
                subject=one_line(f"{submission.agency.abbr}: {done} by {decided_by}"),
                body=stationery.letters.render("plea-settled", **facts),
                auto_submitted="auto-generated",
                submission_id=submission.id,
            )
        )
