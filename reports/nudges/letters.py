"""The nudges themselves: personal letters that carry the next question, so that a reply answers it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from config.dates import today, uk_date
from config.questionnaire import Template
from config.ways import LETTERS_ONLY, Way
from config.words import first_name, listing
from intake.forms import last_lines, new_token, sent_form
from intake.last_time import last_time_of, not_yet_kept, old_files
from intake.returns import Cells, cells, is_ready, progress, still_open
from reports.figures import clip
from reports.nudges.chase import Chase, round_of
from reports.nudges.due import DueNudge, due_now, key_of, reminder_to
from reports.nudges.plan import PRE_NOTICE
from storage.nouns import Audit, Message, Sent, Submission, way
from storage.record import Faults, apart, current_answers

if TYPE_CHECKING:
    from intake.notices import Stationery

LONGEST_NAME = 60  # characters of an agency in a subject
UNSIGNED = "every question answered, not signed"


@dataclass(frozen=True)
class Chaser:
    """What nudging needs beside the record: the wording, and the ways to people that are set up here, best first."""

    stationery: "Stationery"
    ways: Sequence[Way] = LETTERS_ONLY

    def chase(self, template: Template, now: datetime, faults: Faults | None = None) -> Chase:
        """What decides whom to remind by it."""
        return Chase(template.nudges, self.stationery.partnerships, now, faults, self.ways)


class Nudge(NamedTuple):
    """One nudge: what is due to whom, and the message that does it."""

    due: DueNudge
    message: Message


def nudges(
    db: Session,
    audit: Audit,
    template: Template,
    chaser: Chaser,
    now: datetime,
    *,
    only_open: bool = False,
    faults: Faults | None = None,
) -> list[Nudge]:
    """The nudges whose day has come, written and queued: each at most once, each with the window it may leave in.

    With `only_open`, those whose window is open, so that they tell how things stand as they leave. Whoever only wants
    to look rolls the transaction back. One that cannot be written costs no other.
    """
    found = due_now(db, audit, chaser.chase(template, now, faults), only_open=only_open)
    replied = _replied(db, audit)
    made = []
    for due in found:
        with apart(faults, reminder_to(due.submission, due.contact), db):
            made.append(Nudge(due, _queued(db, _message(db, template, chaser, due, replied, now))))
    return made


def _queued(db: Session, message: Message) -> Message:
    """The message in the outbox; where its window passed before it could leave, its key is taken up again."""
    earlier = db.scalar(select(Message).where(Message.key == message.key))
    if earlier is None:
        db.add(message)
        db.flush()
        return message
    for name in ("via", "recipient", "subject", "body", "html", "token", "not_before", "not_after"):
        setattr(earlier, name, getattr(message, name))
    earlier.cancelled_at = earlier.failed_at = earlier.next_try_at = None
    earlier.last_error, earlier.attempts = "", 0
    return earlier


def preview(db: Session, template: Template, chaser: Chaser, due: DueNudge) -> Message:
    """A nudge as it would read now; nothing is written."""
    return _written(db, template, chaser, due, new_token(), _replied(db, due.submission.audit))[0]


def _message(
    db: Session, template: Template, chaser: Chaser, due: DueNudge, replied: tuple[int, int], now: datetime
) -> Message:
    token = new_token()
    message, refs, last = _written(db, template, chaser, due, token, replied)
    if message.token:
        submission = due.submission
        form = sent_form(template, submission.sector, token, message.body, refs, last=last)
        ids = {"contact_id": due.contact.id, "submission_id": submission.id}
        db.add(Sent(token=token, form=form.as_stored(), sent_at=now, **ids))
    return message


def _written(
    db: Session, template: Template, chaser: Chaser, due: DueNudge, token: str, replied: tuple[int, int]
) -> tuple[Message, list[str], tuple[tuple[str, str], ...]]:
    """The message, the questions it asks, and the lines in which it shows what was said of them last time.

    Its token is empty where nothing can be answered by letter.
    """
    from intake.mail.outward import blocks  # whoever only asks what is due writes nothing

    submission, contact, (number, window) = due
    said = cells(template, current_answers(db, [submission.id]))
    sector = submission.sector
    done, of = progress(template, sector, said)
    refs = next_questions(template, sector, said)[:1] if number != PRE_NOTICE else []
    day = today(window.not_before)
    before = last_time_of(db, template, submission, day)
    last = last_lines(not_yet_kept(db, submission, before), refs) if refs else ()
    facts = chaser.stationery.facts(submission) | {
        "first": first_name(contact.name),
        "agency": submission.agency.name,
        "title": template.title,
        "stage": number,
        "opens": uk_date(submission.audit.opens),
        "deadline": uk_date(round_of(submission).due),
        "done": done,
        "of": of,
        "begun": bool(said),
        "social": _social(*replied),
        "questions": blocks(template, sector, refs, said, last),
        "mend": " ".join(submission.reopened_because.split()) if submission.is_mended else "",
        "untouched": listing(untouched(template, sector, said)) if not refs else "",
        "old_files": listing(map(str, old_files(db, template, submission, before, day))),
        "token": token,
    }
    letters = chaser.stationery.letters
    by = way(contact, chaser.ways)
    message = Message(
        key=key_of(submission, contact, number),
        via=by.name,
        recipient=contact.address(by),
        subject=_subject(template, submission, number, f"{done} of {of} answered" if refs else UNSIGNED),
        body=letters.render_for(by, "nudge", **facts),
        html=letters.render("nudge.html", **facts) if by.is_letter else "",
        token=token if by.is_letter and number != PRE_NOTICE else "",
        auto_submitted="auto-generated",
        submission_id=submission.id,
        contact_id=contact.id,
        not_before=window.not_before,
        not_after=window.not_after,
    )
    return message, refs, last


def next_questions(template: Template, sector: str, said: Cells) -> list[str]:
    """The questions a return still lacks, in order; where the audit requires none, those nobody has touched."""
    if is_ready(template, sector, said):
        return []
    return still_open(template, sector, said) or untouched(template, sector, said)


def untouched(template: Template, sector: str, said: Cells) -> list[str]:
    """The questions of which the agency has said nothing."""
    return [each.ref for each in template.questions if each.asked_of(sector) and (each.ref, "agency") not in said]


def _subject(template: Template, submission: Submission, stage: int, how_far: str) -> str:
    by = round_of(submission).due
    if stage == PRE_NOTICE:
        return clip(f"Coming on {uk_date(submission.audit.opens)}: {template.title}", 150)
    stands = "open again for a change" if submission.is_mended else how_far
    return clip(f"{clip(submission.agency.name, LONGEST_NAME)}: {stands}, due {uk_date(by)} · {template.title}", 150)


def _replied(db: Session, audit: Audit) -> tuple[int, int]:
    """Returns signed, and agencies asked."""
    asked = select(Submission.signed_at).where(Submission.audit_id == audit.id, Submission.excused_at.is_(None))
    found = list(db.scalars(asked))
    return sum(each is not None for each in found), len(found)


def _social(done: int, asked: int) -> str:
    """What others do, where it encourages: only when most have answered, and only the true count."""
    return f"{done} of {asked} have replied." if done * 2 >= asked > 2 else ""


def documents(found: Iterable[Nudge]) -> list[dict[str, object]]:
    """Nudges as `s11 nudge --json` shows them."""
    return [
        {
            "agency": due.submission.agency.abbr,
            "contact": due.contact.email,
            "via": message.via,
            "stage": due.stage.number,
            "subject": message.subject,
            "body": message.body,
            "due_at": due.stage.window.not_before.isoformat(),
        }
        for due, message in found
    ]
