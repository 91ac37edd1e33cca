"""A meeting about a return: set for a day; who was there, what was noted and what came of it are kept afterwards."""

import re
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from intake.actions.make import action_at, said_as_made
from intake.ledger import Refused, Saying, one_line, reason
from intake.returns import storable
from storage.nouns import Audit, Meeting, MeetingEntry, Submission
from storage.record import add_numbered, insert_new, trail

ABOUT_MEETING = "met:"  # how the keys of our letters to managers begin that ask what came of a meeting
TOLD = {
    "moved": "meeting moved",
    "present": "presence at a meeting noted",
    "note": "meeting noted",
    "outcome": "outcome of a meeting noted",
    "action": "action came of a meeting",
}


@dataclass(frozen=True)
class Minutes:
    """What is kept of a meeting at one time; `actions` are numbers, parted by commas."""

    note: str = ""
    outcome: str = ""
    present: str = ""
    set_for: date | None = None
    actions: str = ""


def set_meeting(
    db: Session, audit: Audit, submission: Submission | None, set_for: date, about: str, partnership: str,
    saying: Saying,
) -> Meeting:  # fmt: skip
    """Keep a meeting under the next number, with an agency or of several; a source counts once. Raises Refused.

    Also in an audit that is closed: what is asked comes after it.
    """
    trail.hold(db, audit)
    if submission is not None:
        trail.hold_return(db, submission)
    same = select(Meeting).where(Meeting.audit_id == audit.id, Meeting.source == saying.source)
    if (found := db.scalar(same)) is not None:
        return found
    row = {
        "submission_id": submission.id if submission else None,
        "partnership": "" if submission else partnership,
        "set_for": set_for,
        "about": storable(one_line(about, "What the meeting is about")),
    }
    made = add_numbered(db, audit, Meeting, row | said_as_made(saying))
    _note(db, audit, made, saying, "meeting set", {"set_for": set_for.isoformat()})
    return made


def keep_minutes(db: Session, audit: Audit, meeting: Meeting, said: Minutes, saying: Saying) -> list[str]:
    """Keep what was said and came of it; the kinds of entry that were new. Raises Refused."""
    trail.hold(db, audit)
    if (submission := _return_of(db, meeting)) is not None:
        trail.hold_return(db, submission)
    db.refresh(meeting, ["entries"])
    entries = [(kind, storable(reason(words, "")), "") for kind, words in _words(said) if words.strip()]
    if said.set_for is not None and said.set_for != meeting.day:
        entries.append(("moved", "", said.set_for.isoformat()))
    entries += [("action", "", str(each)) for each in _numbers(db, audit, said.actions) if each not in meeting.actions]
    return [kind for kind, *rest in entries if _add(db, audit, meeting, kind, *rest, saying=saying)]


def meeting_at(db: Session, audit: Audit, number: int) -> Meeting:
    """The meeting of this number; raises Refused where there is none."""
    found = db.scalar(select(Meeting).where(Meeting.audit_id == audit.id, Meeting.number == number))
    if found is None:
        raise Refused(f"There is no meeting {number} in {audit.key}. s11 meeting list {audit.key} shows them.")
    return found


def _words(said: Minutes) -> list[tuple[str, str]]:
    return [("present", said.present), ("note", said.note), ("outcome", said.outcome)]


def _numbers(db: Session, audit: Audit, words: str) -> list[int]:
    named = re.split(r"[,;\s]+", words.strip()) if words.strip() else []
    if wrong := [each for each in named if not re.fullmatch(r"[0-9]{1,9}", each)]:
        raise Refused(f"{wrong[0][:40]} is no number of an action. Write numbers: 3, 4.")
    return sorted({action_at(db, audit, int(each)).number for each in named})


def _add(db: Session, audit: Audit, meeting: Meeting, kind: str, words: str, value: str, *, saying: Saying) -> bool:
    row = {"meeting_id": meeting.id, "kind": kind, "words": words, "value": value} | saying.as_kept
    if not insert_new(db, MeetingEntry, [row]):
        return False
    db.refresh(meeting, ["entries"])
    _note(db, audit, meeting, saying, TOLD[kind], {"value": value} if value else {})
    return True


def _return_of(db: Session, meeting: Meeting) -> Submission | None:
    return db.get(Submission, meeting.submission_id) if meeting.submission_id else None


def _note(db: Session, audit: Audit, meeting: Meeting, saying: Saying, what: str, facts: dict[str, object]) -> None:
    submission = _return_of(db, meeting)
    about = f"{submission.agency.abbr} meeting {meeting.number}" if submission else f"meeting {meeting.number}"
    trail.note(db, submission or audit, saying.speaker, what, about, facts)
