"""What was said beside the questions: words of letters that answer none, and answers that differ."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from config import dates
from config.ways import WAYS, Way
from storage.nouns import Remark, Submission
from storage.record import among, two_said


class Aside(NamedTuple):
    """Words of a letter that count nowhere: they answer no question, or a colleague's answer to it stands."""

    agency: str  # its abbreviation
    words: str
    said_by: str
    on: date
    question: str = ""  # to which a colleague's answer stands


class Differing(NamedTuple):
    """The questions to which two people of an agency gave different answers, and how many of the two can be asked."""

    agency: str  # its abbreviation
    refs: list[str]
    asked: int


def beside(db: Session, submissions: Iterable[Submission]) -> list[Aside]:
    """The remarks of these returns, as a report shows them."""
    listed = list(submissions)
    kept = defaultdict[int, list[Remark]](list)
    wanted = select(Remark).where(among(db, Remark.submission_id, [each.id for each in listed])).order_by(Remark.id)
    for remark in db.scalars(wanted):
        kept[remark.submission_id].append(remark)
    return [
        Aside(submission.agency.abbr, each.words, each.said_by, dates.today(each.said_at), each.question)
        for submission in listed
        for each in kept[submission.id]
    ]


def differing(
    db: Session, submissions: Iterable[Submission], on: date, open_ways: Sequence[Way] = WAYS
) -> list[Differing]:
    """Where two colleagues' answers differ and wait for one of them to answer once more."""
    found: dict[tuple[str, int], dict[str, None]] = {}
    for each in two_said(db, submissions, on, open_ways):
        found.setdefault((each.submission.agency.abbr, len(each.asked)), {})[each.kept.question] = None
    return [Differing(abbr, list(refs), asked) for (abbr, asked), refs in found.items()]


def who_is_asked(asked: int) -> str:
    """Who of two colleagues is asked which of their answers is right: both, one of them, or neither."""
    if asked == 0:
        return "Neither can be asked any more: it waits until whoever speaks there now answers once more."
    return "Both are asked which is right." if asked > 1 else "One of them is asked; the other cannot be any more."
