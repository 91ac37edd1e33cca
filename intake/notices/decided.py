"""What agencies are told of a decision about them: one message a contact, in the transaction that took it."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from functools import lru_cache
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from config.dates import today, uk_date
from config.questionnaire import Template, load_template
from intake.forms import new_token, sent_form
from intake.notices.stationery import Stationery
from storage.nouns import Answer, Audit, Contact, Message, Sent, Submission, way
from storage.record import INVITATION, NEWS, begins, call_off_news, knows_of, people_asked
from storage.record.trail import Speaker

What = Literal[
    "excused",
    "asked again",
    "extended",
    "shortened",
    "paused",
    "reminded again",
    "reopened",
    "accepted",
    "signed off",
    "due moved",
    "closed",
    "opened again",
]
_DAYS: tuple[What, ...] = ("extended", "shortened", "due moved")
_WAITED: tuple[What, ...] = (*_DAYS, "paused", "reminded again", "reopened", "asked again")
OVERTAKES: dict[What, tuple[What, ...]] = {  # whose news is not true any more once this is decided
    "excused": (*_WAITED, "excused"),
    "asked again": ("excused",),
    "extended": _DAYS,
    "shortened": (),  # it says "earlier than we said"
    "due moved": _DAYS,
    "paused": ("paused", "reminded again"),
    "reminded again": ("paused",),
    "reopened": ("reopened", "accepted", "signed off"),
    "accepted": _WAITED,
    "signed off": _WAITED,
    "closed": (*_WAITED, "opened again"),
    "opened again": ("closed",),
}
LONGEST = 150  # characters of a subject
SUBJECTS: dict[What, str] = {
    "excused": "{agency} does not need to answer: {title}",
    "asked again": "{agency} is asked again: {title}",
    "extended": "{agency} has until {due}: {title}",
    "shortened": "{agency} has until {due}: {title}",
    "paused": "No reminder before {until}: {title}",
    "reminded again": "Reminders go on: {title}",
    "reopened": "The return of {agency} is open again: {title}",
    "accepted": "The return of {agency} is accepted: {title}",
    "signed off": "The return of {agency} is submitted: {title}",
    "due moved": "The last day is now {due}: {title}",
    "closed": "Closed: {title}",
    "opened again": "Open again: {title}",
}


def tell(
    db: Session,
    stationery: Stationery,
    submission: Submission,
    speaker: Speaker,
    what: What,
    because: str = "",
    until: date | None = None,
    know: Collection[Contact] = (),
    points: Sequence[tuple[str, str]] = (),
) -> int:
    """Queue the news for every contact of the agency, each by their way, and say how many hear it.

    The decision's entry is the trail's last. What it overtakes and has not left is called off.

    Whoever never had the form hears of no decision about it; those who `know` of it are not told again. `points`
    are what is to mend, by question.
    """
    asked = people_asked(db, [submission.id])[submission.id]
    if not (asked or _has_heard(db, submission)):
        return 0
    template = template_of(submission)
    facts = stationery.facts(submission) | {
        "what": what,
        "abbr": submission.agency.abbr,
        "agency": submission.agency.name,
        "title": template.title,
        "because": " ".join(because.split()),
        "by": stationery.who(speaker.name, submission),
        "due": uk_date(submission.due),
        "until": uk_date(until) if until else "",
        "points": [(template.by_ref[ref], words) for ref, words in points],
        "is_past": submission.due < today(speaker.at),
        "is_signed": submission.signed_at is not None,
        "has_answered": db.scalar(select(Answer.id).where(Answer.submission_id == submission.id).limit(1)) is not None,
    }
    words = stationery.letters.render("decided-words", **facts)
    facts["paragraphs"] = [each.strip() for each in words.split("\n\n") if each.strip()]
    readers = [
        each
        for each in submission.agency.contacts
        if each not in know and knows_of(submission, each.id, asked) and not each.has_left(today(speaker.at))
    ]
    take_back(db, submission, speaker, *OVERTAKES[what])
    for contact in readers:
        _write(db, stationery, template, submission, contact, speaker, facts, SUBJECTS[what].format(**facts))
    return len(readers)


def tell_open(
    db: Session,
    stationery: Stationery,
    submissions: Iterable[Submission],
    speaker: Speaker,
    what: What,
    know: Collection[Contact] = (),
) -> None:
    """The same for every return of an audit that is still waited for."""
    for each in submissions:
        if each.submitted_at is None and each.excused_at is None:
            tell(db, stationery, each, speaker, what, know=know)


def take_back(db: Session, submission: Submission, speaker: Speaker, *whats: What) -> list[Contact]:
    """Call off the news of decisions that do not stand any more; those who never heard of them."""
    spared = call_off_news(db, submission.id, whats, speaker.at)
    return [each for each in submission.agency.contacts if each.id in spared]


def never_told(db: Session, submission: Submission, what: What) -> list[Contact]:
    """The contacts whom no such news has reached, nor is on its way to."""
    news = (begins(db, Message.key, f"{NEWS}{submission.id}:"), Message.key.endswith(f":{what}", autoescape=True))
    told = set(db.scalars(select(Message.contact_id).where(*news, Message.cancelled_at.is_(None))))
    return [each for each in submission.agency.contacts if each.id not in told]


def outstanding(audit: Audit) -> list[Submission]:
    """The returns that nobody has signed and that are still asked for, by agency."""
    left = [each for each in audit.submissions if each.signed_at is None and each.excused_at is None]
    return sorted(left, key=lambda each: each.agency.abbr)


def _write(
    db: Session,
    stationery: Stationery,
    template: Template,
    submission: Submission,
    contact: Contact,
    speaker: Speaker,
    facts: dict[str, object],
    subject: str,
) -> None:
    by = way(contact, stationery.ways)
    if contact.comes_back(today(speaker.at)) and by.is_letter:
        return
    entry = f"{submission.audit.trail_length}.{submission.trail_length}"
    token = new_token() if by.is_letter else ""
    told = facts | {"contact": contact, "token": token}
    body = stationery.letters.render_for(by, "decided", **told)
    if token:
        form = sent_form(template, submission.sector, token, body, [])
        db.add(
            Sent(
                token=token,
                form=form.as_stored(),
                sent_at=speaker.at,
                submission_id=submission.id,
                contact_id=contact.id,
            )
        )
    db.add(
        Message(
            key=f"{NEWS}{submission.id}:{entry}:{contact.id}:{facts['what']}",
            via=by.name,
            recipient=contact.address(by),
            subject=subject[:LONGEST],
            body=body,
            html=stationery.letters.render("decided.html", **told) if by.is_letter else "",
            token=token,
            auto_submitted="auto-generated",
            submission_id=submission.id,
            contact_id=contact.id,
        )
    )


def _has_heard(db: Session, submission: Submission) -> bool:
    """Whether its people know of the audit though nobody is known to be asked: by an import, or by other news."""
    to_them = (Message.submission_id == submission.id, Message.contact_id.is_not(None))
    written = select(Message.id).where(*to_them, Message.cancelled_at.is_(None))
    said = select(Answer.id).where(Answer.submission_id == submission.id)
    if any(db.scalar(each.limit(1)) is not None for each in (written, said)):
        return True
    called_off = select(Message.id).where(*to_them, begins(db, Message.key, INVITATION)).limit(1)
    return submission.invited_at is not None and db.scalar(called_off) is None  # the asking itself never left


def template_of(submission: Submission) -> Template:
    """The questionnaire that the return answers."""
    return _template(submission.audit.template)


@lru_cache(maxsize=8)
def _template(source: bytes) -> Template:
    return load_template(source, "the questionnaire of the audit")
