"""A manager's decision on a plea, made by reply: carried out once, and everybody told."""

from collections.abc import Collection
from typing import NamedTuple

from sqlalchemy.orm import Session

from config.dates import today
from config.partnerships import Manager
from intake.audits import extend, open_returns, set_contact
from intake.ledger import Refused
from intake.letters import Header, day_named, person_named
from intake.mail.back import own_reply
from intake.mail.inward.verdict import Verdict, verdict
from intake.mail.outward import KEY, Deciding, ask_instead, day_asked, ours, person_asked
from intake.notices import NOTICE, may_notify, reply, tell_settled
from intake.returns import storable
from storage.nouns import Contact, Message, Plea, Receipt, Submission
from storage.record import end_plea, trail

LONGEST = 5000  # characters of an answer that go on


class Bench(NamedTuple):
    """A plea in front of the manager who decides it."""

    plea: Plea
    submission: Submission
    contact: Contact | None  # who asked
    manager: Manager
    by: Deciding  # in the manager's name


def by_reply(db: Session, bench: Bench, receipt: Receipt, header: Header, question: Message, words: str) -> None:
    """Do what the reply says: the first one that says it plainly decides, and any other is told so."""
    receipt.submission_id = bench.submission.id
    theirs = open_returns(db, [bench.submission.agency])  # where another person is asked, all of them are told
    trail.hold_returns(db, {bench.submission, *theirs})
    db.refresh(bench.plea)
    try:
        _refuse_decided(bench.plea)
        rule(db, bench, own_reply(db, question, words, bench.manager))
    except Refused as told:
        receipt.outcome, receipt.reason = "nothing_new", str(told)
        _ask_back(db, bench, receipt, header, question, str(told))
        return
    receipt.outcome, receipt.reason = "answered", "A manager decided what an agency had asked."


def _refuse_decided(plea: Plea) -> None:
    if plea.decided_at is not None:
        did = "answered" if plea.wish == "question" else "decided"
        raise Refused(f"{plea.decided_by} {did} this before. {plea.outcome}")


def rule(db: Session, bench: Bench, lines: list[str]) -> None:
    """Decide as a manager's own lines say, by letter or in Slack, and tell whom it concerns.

    Raises Refused where they are not plain, or where it was decided before. The caller holds the audit.
    """
    _refuse_decided(bench.plea)
    plea, submission, speaker = bench.plea, bench.submission, bench.by.speaker
    if not lines:
        raise Refused("We found no words of yours above the letter that you quote.")
    if plea.wish == "question":
        said = storable("\n".join(lines)[:LONGEST])
        _settle(db, bench, said, said)
        return
    known = ours(bench.by.stationery, submission, bench.contact)
    made = verdict(lines[0], today(speaker.at), known)
    if made.word == "no":
        _settle(db, bench, "Nothing changes.")
    elif submission.audit.closed_at is not None:
        key = submission.audit.key
        told = f"The audit {key} is closed, so NO is all that can be decided. For anything else, open it first:"
        raise Refused(f"{told} s11 audit reopen {key}. Then send your reply once more.")
    elif plea.wish == "more time":
        _give_time(db, bench, made)
    else:
        _refuse_own(bench, lines[0], known)
        _ask_instead(db, bench, made)


def _give_time(db: Session, bench: Bench, made: Verdict) -> None:
    plea, submission, speaker = bench.plea, bench.submission, bench.by.speaker
    asked = day_named(plea.words, today(plea.asked_at)) if day_asked(submission, plea) else None
    day = made.day or (asked if made.word == "yes" else None)
    if day is None:
        raise Refused(f"Write {'YES, or ' if asked else ''}a date such as 4 December alone on the first line, or NO.")
    if day < today(speaker.at):
        raise Refused(f"{day:%-d %B %Y} is past. Write a later day.")
    extend(db, submission, speaker, day, bench.by.stationery)


def _refuse_own(bench: Bench, line: str, known: Collection[str]) -> None:
    """Raises Refused where the one address in the line is of somebody who is known and cannot be asked instead."""
    own = person_named(line, ())
    if own is None or own.email not in {each.lower() for each in known}:
        return
    whose = "ours, or of a manager"
    if bench.contact is not None and bench.contact.email.lower() == own.email:
        whose = "of whoever said that somebody else should be asked"
    told = f"{own.email} is {whose}, and is not asked for {bench.submission.agency.abbr}."
    raise Refused(f"{told} Write the name and address of somebody else on the first line, or NO.")


def _ask_instead(db: Session, bench: Bench, made: Verdict) -> None:
    plea, submission, speaker = bench.plea, bench.submission, bench.by.speaker
    named = person_asked(plea, ours(bench.by.stationery, submission, bench.contact))
    person = made.person or (named if made.word == "yes" else None)
    if person is None:
        raise Refused(f"Write {'YES, or ' if named else ''}a name and an address on the first line, or NO.")
    name = "" if person.name == person.email else person.name
    contact = set_contact(db, submission.agency, person.email, speaker, name=name)
    ask_instead(db, submission.agency, contact, bench.by)


def _settle(db: Session, bench: Bench, outcome: str, said: str = "") -> None:
    """The plea is decided and nothing else in the record changes; `said` goes on to whoever asked."""
    plea, speaker = bench.plea, bench.by.speaker
    end_plea(db, plea, speaker, outcome)
    about = f"{bench.submission.agency.abbr} return"
    trail.note(db, bench.submission, speaker, "plea decided", about, {"wish": plea.wish})
    tell_settled(db, bench.by.stationery, bench.submission, plea, speaker, said)


def _ask_back(db: Session, bench: Bench, receipt: Receipt, header: Header, question: Message, told: str) -> None:
    """What is not plain is asked back, under the same token, so that a reply to that decides as well."""
    at = bench.by.speaker.at
    if not may_notify(db, bench.manager.email, at, is_known=True):
        return
    facts = {"manager": bench.manager, "agency": bench.submission.agency, "told": told, "plea": bench.plea}
    facts["is_closed"] = bench.submission.audit.closed_at is not None
    body = bench.by.stationery.letters.render("plea-undecided", **facts)
    message = reply(header, f"{NOTICE}{KEY}{receipt.source}", bench.manager.email, body, "", question.token)
    message.submission_id, message.not_before, message.partnership = bench.submission.id, at, receipt.partnership
    db.add(message)
