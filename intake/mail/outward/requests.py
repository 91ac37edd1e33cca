"""What a letter asks of a manager: kept, passed on to each manager, and its writer told who decides."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from config.dates import today, uk_date
from config.email_address import is_address
from config.letters import one_line
from config.partnerships import Manager
from config.words import listing
from intake.conversation import Talker, say_beside
from intake.conversation.pages import Reply
from intake.forms import new_token
from intake.ledger import Saying
from intake.letters import (
    LONGEST,
    NamedPerson,
    SaidWish,
    day_named,
    person_named,
    questions_to_us,
    says_more_than_thanks,
    wishes,
)
from intake.mail.files import only_points_to_files
from intake.mail.outward.matter import Matter
from intake.notices import Stationery, may_notify
from nlp.danger import tells_of_danger
from storage.nouns import Contact, Message, Plea, Submission
from storage.record import trail

KEY = "plea:"
SAID = {
    "more time": "You ask for more time.",
    "not me": "You say that somebody else should be asked.",
    "question": "Your words need a person's answer.",
}
ASKS = {
    "more time": "asks for more time",
    "not me": "says somebody else should be asked",
    "question": "needs an answer from you",
}


class Pleading(NamedTuple):
    """Who asks something of a manager, for which return, and the source by which it counts once."""

    submission: Submission
    contact: Contact
    speaker: trail.Speaker
    source: str


class Passed(NamedTuple):
    """What was passed on: what its writer is told of it, and their words."""

    told: str
    words: str


def pass_on(
    db: Session, stationery: Stationery, matter: Matter, remarks: Sequence[str], now: datetime, *, is_silent: bool
) -> list[Passed]:
    """Keep what the letter asks and tell the managers; what its writer is told of it.

    `is_silent` says that nothing in the letter was recorded or is asked back: then any words but thanks are passed on.
    What may be of a child in danger is sent to nobody: its writer is told whom to call.
    """
    remarks = [each for each in remarks if not tells_of_danger(each)]
    managers = stationery.managers(matter.submission.partnerships)
    asked = _asked(matter, remarks, [each.name for each in managers], is_silent=is_silent)
    by = Pleading(matter.submission, matter.contact, matter.speaker, matter.receipt.source)
    return plead(db, stationery, by, asked, now)


def plead(db: Session, stationery: Stationery, by: Pleading, asked: Sequence[SaidWish], now: datetime) -> list[Passed]:
    """Keep what somebody asks of a manager, by whichever channel, and tell each manager; what its writer is told."""
    if not asked:
        return []
    managers = stationery.managers(by.submission.partnerships)
    may_tell = may_notify(db, by.contact.email, now, is_known=True)
    for each in asked:
        plea = _keep(db, by, each)
        for manager in managers if may_tell else ():
            _tell(db, stationery, manager, plea, by.submission, by.contact)
    return [Passed(f"{SAID[each.wish]} {_decides(each.wish, managers)}", each.words) for each in asked]


def plead_beside(talker: Talker, saying: Saying, stationery: Stationery, asked: SaidWish) -> Reply:
    """The same, asked in a conversation: its writer is told who decides, and stays where they are."""
    by = Pleading(talker.submission, talker.contact, saying.speaker, saying.source)
    passed = plead(talker.db, stationery, by, [asked], saying.speaker.at)
    return say_beside(talker, saying, [each.told for each in passed], f"asked for {asked.wish}")


def asked_about(db: Session, question: Message) -> Plea | None:
    """The plea that our letter to a manager was about."""
    if not question.key.startswith(KEY):
        return None
    number = question.key.removeprefix(KEY).partition(":")[0]
    return db.get(Plea, int(number)) if number.isdigit() else None


def day_asked(submission: Submission, plea: Plea) -> str:
    """The one later day that a plea for more time names, as YES would give it; empty where it names none."""
    asked_on = today(plea.asked_at)
    day = day_named(plea.words, asked_on)
    is_later = day is not None and day > submission.due
    is_asked = submission.submitted_at is None and submission.excused_at is None
    return uk_date(day) if day and is_later and day >= asked_on and is_asked else ""


def person_asked(plea: Plea, besides: Collection[str]) -> NamedPerson | None:
    """The one person whom a plea names, as YES would ask them: not of `besides`, and somebody who can be written to."""
    named = person_named(plea.words, besides)
    return named if named is not None and is_address(named.email) else None


def _asked(matter: Matter, remarks: Sequence[str], managers: Sequence[str], *, is_silent: bool) -> list[SaidWish]:
    found = wishes(remarks)
    if question := questions_to_us(remarks, matter.template.scale):
        return [*found, question]
    names = [matter.contact.name, matter.receipt.sender, *managers]
    left = [each for each in remarks if not only_points_to_files(each)]  # of which the letter back says what came
    if not found and is_silent and says_more_than_thanks(left, names):
        return [SaidWish("question", "\n".join(left)[:LONGEST])]
    return found


def _keep(db: Session, by: Pleading, asked: SaidWish) -> Plea:
    """The plea in the record; the same letter read again adds none."""
    same = (Plea.submission_id == by.submission.id, Plea.source == by.source, Plea.wish == asked.wish)
    plea = db.scalar(select(Plea).where(*same))
    if plea is not None:
        return plea
    plea = Plea(
        submission_id=by.submission.id,
        contact_id=by.contact.id,
        source=by.source,
        wish=asked.wish,
        words=asked.words,
        said_by=by.speaker.name,
        asked_at=by.speaker.at,
    )
    db.add(plea)
    trail.hold_return(db, by.submission)
    about = f"{by.submission.agency.abbr} return"
    trail.note(db, by.submission, by.speaker, "plea kept", about, {"wish": asked.wish})
    db.flush()
    return plea


def _tell(
    db: Session, stationery: Stationery, manager: Manager, plea: Plea, submission: Submission, contact: Contact
) -> None:
    key = f"{KEY}{plea.id}:{manager.email.lower()}"
    if db.scalar(select(Message.id).where(Message.key == key)) is not None:
        return
    person = person_asked(plea, ours(stationery, submission, contact))
    facts = {
        "manager": manager,
        "plea": plea,
        "contact": contact,
        "agency": submission.agency,
        "audit": submission.audit.key,
        "wish": plea.wish,
        "words": plea.words,
        "due": uk_date(submission.due),
        "is_excused": submission.excused_at is not None,
        "is_submitted": submission.submitted_at is not None,
        "day": day_asked(submission, plea),
        "person": str(person) if person else "",
    }
    db.add(
        Message(
            key=key,
            via="email",
            recipient=manager.email,
            subject=one_line(f"{submission.agency.abbr} {ASKS[plea.wish]}"),
            body=stationery.letters.render("plea", **facts),
            token=new_token(),
            auto_submitted="auto-generated",
            submission_id=submission.id,
        )
    )


def ours(stationery: Stationery, submission: Submission, contact: Contact | None) -> set[str]:
    """The addresses in a plea that name nobody new: its writer's, the managers' and our own."""
    managers = {each.email for each in stationery.managers(submission.partnerships)}
    return {*managers, stationery.mail_from, *([contact.email] if contact else [])}


def _decides(wish: str, managers: Sequence[Manager]) -> str:
    names = [each.name for each in managers]
    if not names:
        return "The partnership can read them with your return."
    one = names[0] if len(names) == 1 else "one of them"
    ends = "The answer will come to you from us." if wish == "question" else "You will hear from us what is decided."
    return f"We have told {listing(names)}, and {one} {'answers' if wish == 'question' else 'decides'}. {ends}"
