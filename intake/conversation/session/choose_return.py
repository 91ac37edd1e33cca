"""Which return a person means, where they may speak for several agencies or in several audits."""

from collections.abc import Sequence

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session, contains_eager

from config.questionnaire import Unclear, load_template, spelling
from config.ways import Way
from intake.conversation.intents import Do
from intake.conversation.pages import Choice, Wanted
from intake.conversation.session.talker import Talker
from storage.nouns import Agency, Audit, Contact, Message, Submission, Turn, agency_contacts


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


def is_choosing(db: Session, contact: Contact) -> bool:
    """Whether they asked last for another return, and have chosen none since: their words are the choice."""
    last = select(Turn.did).where(Turn.contact_id == contact.id).order_by(Turn.id.desc()).limit(1)
    return db.scalar(last) == f"asked {Do.AGENCY}"


def named(talker: Talker) -> str:
    """Whose return it is and in which audit, for a person who has another open; empty where there is no doubt."""
    whose = (talker.contact.id, talker.submission.id)
    known: dict[tuple[int, int], bool] = talker.db.info.setdefault(
        named, {}
    )  # once a transaction: it stands on every page
    if whose not in known:
        another = talker.db.connection().scalar(_ANOTHER, dict(zip(("contact", "submission"), whose, strict=True)))
        known[whose] = another is not None
    return f"{talker.submission.agency.name}: {talker.template.title}" if known[whose] else ""


def which(returns: Sequence[Submission], lost: str = "") -> Wanted:
    """The question put to somebody who has several returns open, each told apart by what differs; `lost` is said first.

    A choice carries the short name of its agency, or the key of its audit where the agency is one.
    """
    agencies = {each.agency.id: each.agency for each in returns}
    titles = {each.audit.id: title_of(each.audit) for each in returns}
    lead = (lost,) if lost else ()
    if len(agencies) == 1:
        choices = tuple(Choice(each.audit.key, titles[each.audit.id]) for each in returns)
        whose = next(iter(agencies.values())).name
        return Wanted("Which audit are you answering?", (*lead, f"{whose} has a return in each."), choices)
    if len(titles) == 1:
        choices = tuple(Choice(each.agency.abbr, each.agency.name) for each in returns)
        return Wanted("Which agency are you answering for?", (*lead, "Each has a return of its own."), choices)
    choices = tuple(Choice(each.agency.abbr, titles[each.audit.id]) for each in returns)
    names = (f"{each.abbr}: {each.name}" for each in agencies.values())
    return Wanted("Which return are you answering?", (*lead, *names), choices)


def is_in_doubt(db: Session, contact: Contact, way: Way, last: int) -> bool:
    """Whether a message about another return came to them since they last spoke: their words may be about that one."""
    spoke = select(func.max(Turn.at)).where(Turn.contact_id == contact.id, Turn.submission_id == last).scalar_subquery()
    mine = (Message.via == way.name, Message.recipient == contact.address(way), Message.submission_id != last)
    return db.scalar(select(Message.id).where(*mine, Message.sent_at > spoke).limit(1)) is not None


def chosen(returns: Sequence[Submission], words: str) -> Submission:
    """The one of these returns that the words name: by number, short name, name or a part of it; raises Unclear."""
    wanted = spelling(words).rstrip(".")
    if wanted.isdecimal() and 0 < int(wanted) <= len(returns):
        return returns[int(wanted) - 1]
    exact = [each for each in returns if wanted in (spelling(each.agency.abbr), spelling(each.agency.name))]
    exact = exact if len(exact) == 1 else [each for each in returns if wanted in _audit_words(each)] or exact
    found = exact or [each for each in returns if len(wanted) > 2 and wanted in spelling(each.agency.name)]
    found = [each for each in found if len(found) == 1 or spelling(each.audit.key) in wanted] or found
    if len(found) != 1:
        names = ", ".join(each.value for each in which(returns).choices)
        raise Unclear(f"Choose one of: {names}.")
    return found[0]


def _audit_words(submission: Submission) -> tuple[str, ...]:
    return spelling(submission.audit.key), spelling(title_of(submission.audit))


def title_of(audit: Audit) -> str:
    return load_template(audit.template, f"the questionnaire of {audit.key}").title


_ANOTHER = (
    select(Submission.id)
    .join(Audit)
    .join(agency_contacts, agency_contacts.c.agencies_id == Submission.agency_id)
    .where(agency_contacts.c.contacts_id == bindparam("contact"), Audit.closed_at.is_(None))
    .where(Submission.id != bindparam("submission"))
    .limit(1)
)
