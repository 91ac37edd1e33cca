"""After the last day: a ladder of its own for returns that did not come, which ends in a decision."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from config import dates
from config.dates import LONDON, uk_date
from config.letters import one_line
from config.partnerships import Officer
from config.questionnaire import ROLES, Template
from intake.forms import new_token, sent_form
from intake.returns import cells, progress
from reports.nudges import Chaser, Diary, Window
from storage.nouns import Audit, Contact, Message, Sent, Submission, way
from storage.record import DECIDED, OVERDUE, OVERDUE_TOLD, begins, current_answers, knows_of, people_asked, reviews_of

RUNGS = (2, 7, 12, 15)  # working days after the last day: everybody asked, senior lead, officers, the managers decide
LAST = len(RUNGS)


class Rung(NamedTuple):
    """A return that is overdue, the step of the ladder that is due, and how many working days it is late."""

    submission: Submission
    number: int
    late: int


def overdue_now(db: Session, audit: Audit, now: datetime) -> list[Rung]:
    """The step due to each return that did not come; of steps that were missed only the latest."""
    window, today = Diary().next_window(now), dates.today(now)
    if audit.closed_at is not None or audit.due >= today or window is None or not window.is_open(now):
        return []
    late = _late(db, audit, today)
    reviews, taken = reviews_of(db, [each.id for each in late]), _taken(db) if late else {}
    found = []
    for each in late:
        days = working_days(each.due, today)
        number = sum(days >= rung for rung in RUNGS)
        is_decided = any(one.verdict == DECIDED for one in reviews.get(each.id, ()))
        if number and not is_decided and number > taken.get((each.id, each.due.isoformat()), 0):
            found.append(Rung(each, number, days))
    return found


def climb(db: Session, audit: Audit, template: Template, chaser: Chaser, now: datetime) -> int:
    """Write what is due; how many letters and messages."""
    return sum(_write(db, audit, template, chaser, each, now) for each in overdue_now(db, audit, now))


def _write(db: Session, audit: Audit, template: Template, chaser: Chaser, rung: Rung, now: datetime) -> int:
    submission, stationery = rung.submission, chaser.stationery
    said = cells(template, current_answers(db, [submission.id], tags=False))
    done, of = progress(template, submission.sector, said)
    officers = officers_of(chaser, submission)
    facts = stationery.facts(submission) | {
        "agency": submission.agency,
        "title": template.title,
        "audit": audit.key,
        "due": uk_date(submission.due),
        "late": rung.late,
        "done": done,
        "of": of,
        "people": [each for each in submission.agency.contacts if not each.has_left(dates.today(now))],
        "officers": officers,
    }
    window = Diary().next_window(now)
    if rung.number < 3:
        written = list(_to_agency(db, template, chaser, rung, facts, now))
    elif rung.number < LAST:
        written = [_to(each, f"{each.role}", rung, "overdue-officer", facts, chaser) for each in officers]
    else:
        managers = stationery.managers(submission.partnerships)
        written = [_to(each, "manager", rung, "overdue-decide", facts, chaser) for each in managers]
    written = written or [_noted(rung)]
    for message in written:
        message.not_before, message.not_after = _within(window)
        db.add(message)
    db.flush()
    return sum(message.cancelled_at is None for message in written)


def officers_of(chaser: Chaser, submission: Submission) -> list[Officer]:
    """Who stands above the agency: its own chief officer, and whoever is named for all of a partnership."""
    found = {}
    for key in submission.partnerships:
        table = chaser.stationery.partnerships.get(key.key)
        for each in table.officers if table else ():
            if each.agency in ("", submission.agency.abbr):
                found[each.email.lower()] = each
    return list(found.values())


def _to_agency(
    db: Session, template: Template, chaser: Chaser, rung: Rung, facts: dict[str, object], now: datetime
) -> Iterator[Message]:
    """One message to each: first to whoever was asked, then to the senior lead, or to all where there is none."""
    submission, today = rung.submission, dates.today(now)
    asked = people_asked(db, [submission.id])[submission.id]
    there = [each for each in submission.agency.contacts if each.is_reachable(today, chaser.ways)]
    known = [each for each in there if knows_of(submission, each.id, asked)]
    seniors = [each for each in there if each.role.casefold() == ROLES[-1]]
    for contact in (seniors or known) if rung.number > 1 else known:
        yield _to_contact(db, template, chaser, rung, contact, facts, now)


def _to_contact(
    db: Session, template: Template, chaser: Chaser, rung: Rung, contact: Contact, facts: dict[str, object],
    now: datetime,
) -> Message:  # fmt: skip
    by, submission = way(contact, chaser.stationery.ways), rung.submission
    token = new_token() if by.is_letter else ""
    own = facts | {"contact": contact, "token": token, "is_senior": rung.number > 1}
    message = Message(
        key=f"{_mark(submission)}{rung.number}:{contact.id}",
        via=by.name,
        recipient=contact.address(by),
        subject=one_line(f"Overdue: {submission.agency.name} · {template.title}")[:150],
        body=chaser.stationery.letters.render_for(by, "overdue", **own),
        html=chaser.stationery.letters.render("overdue.html", **own) if by.is_letter else "",
        token=token,
        auto_submitted="auto-generated",
        submission_id=submission.id,
        contact_id=contact.id,
    )
    if token:
        form = sent_form(template, submission.sector, token, message.body)
        ids = {"contact_id": contact.id, "submission_id": submission.id}
        db.add(Sent(token=token, form=form.as_stored(), sent_at=now, **ids))
    return message


def _to(reader: object, role: str, rung: Rung, letter: str, facts: dict[str, object], chaser: Chaser) -> Message:
    email, submission = str(getattr(reader, "email", "")), rung.submission
    return Message(
        key=f"{_mark(submission, OVERDUE_TOLD)}{rung.number}:{email.lower()}",
        via="email",
        recipient=email,
        subject=one_line(f"Overdue: {submission.agency.name} · {facts['title']}")[:150],
        body=chaser.stationery.letters.render(letter, **facts, reader=reader, role=role),
        auto_submitted="auto-generated",
        submission_id=submission.id,
    )


def _noted(rung: Rung) -> Message:
    """Nobody could be written to on this step: it is taken all the same, and the next one follows."""
    told = "Nobody is there to be told at this step."
    made = Message(key=f"{_mark(rung.submission)}{rung.number}:0", via="email", recipient="", subject="", body="")
    made.cancelled_at = datetime.combine(rung.submission.due, datetime.min.time(), tzinfo=LONDON)
    made.last_error = told
    return made


def _mark(submission: Submission, kind: str = OVERDUE) -> str:
    return f"{kind}{submission.id}:{submission.due.isoformat()}:"


def _late(db: Session, audit: Audit, today: date) -> list[Submission]:
    """The returns that were asked for and never came, after their own last day."""
    unsent = Submission.submitted_at.is_(None), Submission.signed_at.is_(None), Submission.excused_at.is_(None)
    wanted = select(Submission).where(Submission.audit_id == audit.id, *unsent, Submission.invited_at.is_not(None))
    return [
        each
        for each in db.scalars(wanted.order_by(Submission.id))
        if each.is_waited_for and each.due < today and not each.is_paused(today)
    ]


def _taken(db: Session) -> dict[tuple[int, str], int]:
    """The last step taken since its last day, by return (id) and day: one look, however many are late."""
    found: dict[tuple[int, str], int] = {}
    for kind in (OVERDUE, OVERDUE_TOLD):
        for key in db.scalars(select(Message.key).where(begins(db, Message.key, kind))):
            number, due, step, _ = key.removeprefix(kind).split(":", 3)
            found[int(number), due] = max(int(step), found.get((int(number), due), 0))
    return found


def is_left_alone(submission: Submission, today: date) -> bool:
    """Whether its agency is chased for nothing of this audit: it is excused, or in a pause."""
    return submission.excused_at is not None or submission.is_paused(today)


def working_days(after: date, until: date) -> int:
    """How many working days have come since that day."""
    diary = Diary()
    return sum(diary.at_work(after + timedelta(days=each)) for each in range(1, (until - after).days + 1))


def _within(window: Window | None) -> tuple[datetime | None, datetime | None]:
    return (window.not_before, window.not_after) if window else (None, None)
