"""Two colleagues' answers to one question: which wait for a word, and who of the two can still be asked."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from config.ways import WAYS, Way
from storage.nouns import Contact, Receipt, Remark, Submission
from storage.record.current import AnswerRow, current_rows
from storage.record.which import among


class TwoSaid(NamedTuple):
    """An answer that a letter gave, kept beside the colleague's that stands, and whom to ask which is right."""

    submission: Submission
    kept: Remark
    stands: AnswerRow
    asked: tuple[Contact, ...]  # of the two, who speaks for the agency yet and can be reached


def teller(db: Session, submission: Submission, source: str, said_by: str) -> Contact | None:
    """Who of the agency's contacts said it, by their letter or by their name; None who speaks for it no longer."""
    letter = db.scalar(select(Receipt).where(Receipt.source == source))
    others = submission.agency.contacts
    by_letter = [each for each in others if letter is not None and each.id == letter.contact_id]
    return next(iter([*by_letter, *(each for each in others if each.name == said_by)]), None)


def two_said(
    db: Session, submissions: Iterable[Submission], on: date, open_ways: Sequence[Way] = WAYS
) -> list[TwoSaid]:
    """What waits in these returns for one of two colleagues, whose answers differ, to answer once more."""
    known = {each.id: each for each in submissions if each.excused_at is None}
    kept = db.scalars(
        select(Remark).where(among(db, Remark.submission_id, known), Remark.question != "").order_by(Remark.id)
    )
    by_return: dict[int, list[Remark]] = {}
    for remark in kept:
        by_return.setdefault(remark.submission_id, []).append(remark)
    standing: dict[int, dict[tuple[str, str], AnswerRow]] = {}
    for each in current_rows(db, list(by_return)):
        if each.by == "agency":
            standing.setdefault(each.submission_id, {})[each.question, each.prompt] = each
    return [
        _asked(db, known[number], remark, stands, on, open_ways)
        for number, remarks in by_return.items()
        for remark, stands in _waits(remarks, standing.get(number, {}))
    ]


def _waits(remarks: Iterable[Remark], said: Mapping[tuple[str, str], AnswerRow]) -> list[tuple[Remark, AnswerRow]]:
    """The kept answers whose colleague's stands yet, each with that. The last one of a person counts."""
    last = {(each.question, each.prompt, each.said_by): each for each in remarks}
    found = [(each, said.get((each.question, each.met_prompt))) for each in last.values()]
    return [(each, stands) for each, stands in found if stands is not None and _is_open(each, stands, said)]


def _is_open(remark: Remark, stands: AnswerRow, said: Mapping[tuple[str, str], AnswerRow]) -> bool:
    own = said.get((remark.question, remark.prompt))
    is_own = own is not None and (own.value, own.not_applicable) == (remark.value, remark.not_applicable)
    return stands.source == remark.met_source and not is_own


def _asked(
    db: Session, submission: Submission, kept: Remark, stands: AnswerRow, on: date, open_ways: Sequence[Way]
) -> TwoSaid:
    two = [teller(db, submission, each.source, each.said_by) for each in (stands, kept)]
    there = [each for each in two if each is not None and each.is_reachable(on, open_ways)]
    return TwoSaid(submission, kept, stands, tuple(dict.fromkeys(there)))
