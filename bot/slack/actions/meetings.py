"""Meetings of a manager's own agencies, as they type of them: listed, their day set, what came of them kept."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy.orm import Session

from config.dates import uk_date
from config.words import listing
from intake.actions import keep_minutes, meeting_at, read_minutes, set_meeting
from intake.ledger import Refused, Saying
from reports.actions import KeptMeeting, kept_meetings
from storage.nouns import Audit, Submission

NONE = "No meeting is kept. To set one, type: meet CSC on 12 April 2027: Challenge event"
NO_DAY = "That day could not be read. Write it like this: meet CSC on 12 April 2027: Challenge event"
KINDS = {"present": "who was there", "note": "the note", "outcome": "the outcome", "action": "the actions"}


def meetings_told(db: Session, audit: Audit, own: Sequence[Submission], keys: Collection[str]) -> list[str]:
    """The meetings with these agencies, and those of several in these partnerships, with what was kept of each."""
    return [_told(audit, each) for each in _of_theirs(db, audit, own, keys)]


def set_day(db: Session, submission: Submission, day: date | None, about: str, saying: Saying) -> str:
    """Keep the day of a meeting with an agency; raises Refused."""
    if day is None:
        raise Refused(NO_DAY)
    number = set_meeting(db, submission.audit, submission, day, about, "", saying).number
    told = f"Meeting {number} with {submission.agency.abbr} is kept for {uk_date(day)}."
    return f"{told} Afterwards type: meeting {number}: what was said. Outcome: what was agreed."


def keep_note(
    db: Session, audit: Audit, own: Sequence[Submission], keys: Collection[str], number: int, words: str, saying: Saying
) -> str:
    """Keep what was said at a meeting of theirs and what came of it; raises Refused."""
    if number not in {each.number for each in _of_theirs(db, audit, own, keys)}:
        raise Refused(f"There is no meeting {number} of yours in {audit.key}. Type meetings to see them.")
    kept = keep_minutes(db, audit, meeting_at(db, audit, number), read_minutes(words), saying)
    if not kept:
        return f"Nothing new was said of meeting {number}."
    return f"Kept with meeting {number}: {listing([KINDS[each] for each in dict.fromkeys(kept)])}."


def _of_theirs(db: Session, audit: Audit, own: Sequence[Submission], keys: Collection[str]) -> list[KeptMeeting]:
    found = {each.number: each for key in keys for each in kept_meetings(db, audit, own, key)}
    return [found[number] for number in sorted(found)]


def _told(audit: Audit, each: KeptMeeting) -> str:
    about = f": {each.about}" if each.about else ""
    line = f"{each.number}. {each.agency or 'several'}, {each.on} ({audit.key}){about}"
    parts = (("There", [each.present] if each.present else []), ("Note", each.notes), ("Outcome", each.outcomes))
    told = [f"{name}: {one}" for name, words in parts for one in words]
    told += [f"Actions: {listing([str(number) for number in each.actions])}"] if each.actions else []
    return "\n".join([line, *told])
