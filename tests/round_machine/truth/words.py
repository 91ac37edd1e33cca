"""Which of the words that nobody said before stand where on the record."""

import re
from collections import defaultdict
from collections.abc import Mapping

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.nouns import (
    Action,
    ActionEntry,
    Answer,
    Call,
    Meeting,
    MeetingEntry,
    Plea,
    Recommendation,
    Remark,
    Review,
    Submission,
    ThreadEntry,
)  # fmt: skip

MARKER = re.compile(r"zebra\d+")
KEPT = (
    Answer, Remark, ThreadEntry, Action, ActionEntry, Recommendation, Review, Meeting, MeetingEntry, Plea, Call,
    Submission,
)  # fmt: skip


def on_record(db: Session) -> Mapping[str, set[str]]:
    """Each such word, and the tables that hold it."""
    found: dict[str, set[str]] = defaultdict(set)
    for noun in KEPT:
        table = noun.__table__
        texts = [each for each in table.columns if isinstance(each.type, sa.String)]
        own = sa.select(*texts).where(sa.or_(*(each.contains("zebra") for each in texts)))
        for row in db.execute(own):
            for marker in MARKER.findall("\n".join(map(str, row))):
                found[marker].add(noun.__tablename__)
    return found
