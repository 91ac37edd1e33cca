"""A manager's decision on a plea, made by reply: carried out once, and everybody told."""

import re
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from config.dates import today
from config.letters import one_line
from config.partnerships import Manager
from intake.audits import extend, set_contact, stand_down
from intake.forms import new_token, sent_form
from intake.ledger import Refused
from intake.letters import Header, day_named
from intake.mail.inward.verdict import Verdict, own_words, verdict
from intake.mail.outward import KEY, Asker, ask, day_asked, ours, person_asked
from intake.notices import NOTICE, may_notify, reply
from intake.returns import storable
from storage.nouns import Contact, Message, Plea, Receipt, Sent, Submission
from storage.record import settle, trail

LONGEST = 5000  # characters of an answer that go on


class Bench(NamedTuple):
    """A plea in front of the manager who replied."""

    plea: Plea
    submission: Submission
    contact: Contact | None  # who asked
    manager: Manager
    asker: Asker  # what inviting needs; speaks in the manager's name


def by_reply(db: Session, bench: Bench, receipt: Receipt, header: Header, question: Message, words: str) -> None:
    """Do what the reply says: the first one that says it plainly decides, and any other is told so."""
    at = bench.asker.speaker.at
    receipt.submission_id = bench.submission.id
    trail.hold(db, bench.submission.audit)
    db.refresh(bench.plea)
    try:
        if bench.plea.decided_at is not None:
            did = "answered" if bench.plea.wish == "question" else "decided"
            raise Refused(f"{bench.plea.decided_by} {did} this before. {bench.plea.outcome}")  # noqa: TRY301
        if bench.submission.audit.closed_at is not None:
            raise Refused(f"The audit {bench.submission.audit.key} is closed.")  # noqa: TRY301
        sent = db.scalars(select(Message.body).where(Message.token == question.token)).all()
        lines = own_words(words, sent, bench.manager.name)
        said = _carry_out(db, bench, lines)
    except Refused as told:
        receipt.outcome, receipt.reason = "nothing_new", str(told)
        _ask_back(db, bench, receipt, header, question, str(told))
        return
    receipt.outcome, receipt.reason = "answered", "A manager decided what an agency had asked."
    _tell_writer(db, bench, said, at)
    _tell_managers(db, bench)


def _carry_out(db: Session, bench: Bench, lines: list[str]) -> str:
    """Decide; returns the words that go on to whoever asked. Raises Refused where the reply is not plain."""
    plea, submission, speaker = bench.plea, bench.submission, bench.asker.speaker
    if not lines:
        raise Refused("We found no words of yours above the letter that you quote.")
    if plea.wish == "question":
        said = storable("\n".join(lines)[:LONGEST])
        _settle(db, bench, said)
        return said
    known = ours(bench.asker.stationery, submission, bench.contact)
    made = verdict(lines[0], today(speaker.at), known)
    if made.word == "no":
        _settle(db, bench, "Nothing changes.")
    elif plea.wish == "more time":
        _give_time(db, bench, made)
    else:
        _ask_instead(db, bench, made)
    return ""


def _give_time(db: Session, bench: Bench, made: Verdict) -> None:
    plea, submission, speaker = bench.plea, bench.submission, bench.asker.speaker
    asked = day_named(plea.words, today(plea.asked_at)) if day_asked(submission, plea) else None
    day = made.day or (asked if made.word == "yes" else None)
    if day is None:
        raise Refused("Write a date such as 4 December alone on the first line, or NO.")
    if day < today(speaker.at):
        raise Refused(f"{day:%-d %B %Y} is past. Write a later day.")
    extend(db, submission, speaker, day, bench.asker.stationery, knows=bench.contact)


def _ask_instead(db: Session, bench: Bench, made: Verdict) -> None:
    plea, submission, speaker = bench.plea, bench.submission, bench.asker.speaker
    named = person_asked(plea, ours(bench.asker.stationery, submission, bench.contact))
    person = made.person or (named if made.word == "yes" else None)
    if person is None:
        raise Refused("Write a name and an address on the first line, or NO.")
    role = bench.contact.role if bench.contact else ""
    name = "" if person.name == person.email else person.name
    contact = set_contact(db, submission.agency, person.email, speaker, name=name, role=role)
    settle(db, submission, "not me", speaker, f"{contact.name} ({contact.email}) is asked.")
    if bench.contact is not None and bench.contact is not contact:
        stand_down(db, bench.contact, submission.agency, speaker)
    ask(db, submission, contact, bench.asker)


def _settle(db: Session, bench: Bench, outcome: str) -> None:
    """The plea is decided and nothing else in the record changes."""
    plea, speaker = bench.plea, bench.asker.speaker
    plea.decided_at, plea.decided_by, plea.outcome = speaker.at, speaker.name, outcome
    about = f"{bench.submission.agency.abbr} return"
    trail.note(db, bench.submission.audit, speaker, "plea decided", about, {"wish": plea.wish})


def _tell_writer(db: Session, bench: Bench, said: str, at: datetime) -> None:
    """Our letter to whoever asked, in the thread of theirs; a reply to it is read as any other."""
    plea, submission, contact = bench.plea, bench.submission, bench.contact
    if contact is None or contact.has_left(today(at)):
        return
    stationery, token = bench.asker.stationery, new_token()
    facts = stationery.facts(submission) | {
        "contact": contact,
        "agency": submission.agency,
        "plea": plea,
        "said": said,
        "is_asked": contact in submission.agency.contacts,
        "token": token if contact in submission.agency.contacts else "",
    }
    body = stationery.letters.render("plea-decided", **facts)
    letter = db.scalar(select(Receipt).where(Receipt.source == plea.source))
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
        not_before=at,
    )
    if facts["is_asked"]:
        message.token = token
        form = sent_form(bench.asker.template, submission.sector, token, body)
        ids = {"contact_id": contact.id, "submission_id": submission.id}
        db.add(Sent(token=token, form=form.as_stored(), sent_at=at, **ids))
    db.add(message)


def _tell_managers(db: Session, bench: Bench) -> None:
    """Every manager of the return hears what was decided, whoever decided it too: they see how they were understood."""
    stationery, plea, submission = bench.asker.stationery, bench.plea, bench.submission
    for manager in stationery.managers(submission.partnerships):
        facts = {"manager": manager, "plea": plea, "agency": submission.agency}
        db.add(
            Message(
                key=f"plea-settled:{plea.id}:{manager.email.lower()}",
                via="email",
                recipient=manager.email,
                subject=one_line(f"{submission.agency.abbr}: decided by {plea.decided_by}"),
                body=stationery.letters.render("plea-settled", **facts),
                auto_submitted="auto-generated",
                submission_id=submission.id,
            )
        )


def _ask_back(db: Session, bench: Bench, receipt: Receipt, header: Header, question: Message, told: str) -> None:
    """What is not plain is asked back, under the same token, so that a reply to that decides as well."""
    at = bench.asker.speaker.at
    if not may_notify(db, bench.manager.email, at, is_known=True):
        return
    facts = {"manager": bench.manager, "agency": bench.submission.agency, "told": told, "plea": bench.plea}
    body = bench.asker.stationery.letters.render("plea-undecided", **facts)
    message = reply(header, f"{NOTICE}{KEY}{receipt.source}", bench.manager.email, body, "", question.token)
    message.submission_id, message.not_before = bench.submission.id, at
    db.add(message)
