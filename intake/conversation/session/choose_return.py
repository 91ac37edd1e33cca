"""Which return a person means, where they may speak for several agencies or in several audits."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager

from config.questionnaire import Unclear, spelling
from intake.conversation.pages import Choice, Wanted
from storage.nouns import Agency, Audit, Contact, Submission, Turn


def returns_of_contact(db: Session, contact: Contact, audit: str | None = None) -> list[Submission]:
    """The returns a person may speak for, of one open audit or of all that are open, by agency."""
    wanted = (
        select(Submission)
        .join(Audit)
        .join(Agency)
        .where(Agency.contacts.contains(contact))
        .order_by(Audit.key, Agency.abbr)
        .options(contains_eager(Submission.agency), contains_eager(Submission.audit))
    )
    wanted = wanted.where(Audit.key == audit) if audit else wanted.where(Audit.closed_at.is_(None))
    return list(db.scalars(wanted))


def last_spoken_for(db: Session, contact: Contact) -> int | None:
    """The id of the submission this person last said something about."""
    return db.scalar(select(Turn.submission_id).where(Turn.contact_id == contact.id).order_by(Turn.id.desc()).limit(1))


def which(returns: Sequence[Submission]) -> Wanted:
    """The question put to somebody who serves several agencies."""
    several_audits = len({each.audit.key for each in returns}) > 1
    choices = tuple(
        Choice(each.agency.abbr, f"{each.agency.name}{f', {each.audit.key}' if several_audits else ''}")
        for each in returns
    )
    return Wanted("Which agency are you answering for?", ("Each has a return of its own.",), choices)


def chosen(returns: Sequence[Submission], words: str) -> Submission:
    """The one of these returns that the words name: by number, short name, name or a part of it; raises Unclear."""
    wanted = spelling(words).rstrip(".")
    if wanted.isdecimal() and 0 < int(wanted) <= len(returns):
        return returns[int(wanted) - 1]
    exact = [each for each in returns if wanted in (spelling(each.agency.abbr), spelling(each.agency.name))]
    found = exact or [each for each in returns if len(wanted) > 2 and wanted in spelling(each.agency.name)]
    found = [each for each in found if len(found) == 1 or spelling(each.audit.key) in wanted] or found
    if len(found) != 1:
        names = ", ".join(each.agency.abbr for each in returns)
        raise Unclear(f"Choose one of: {names}.")
    return found[0]
