"""What stands now: of all that was said, the latest answer to each prompt by each side."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Row, Select, Subquery, and_, bindparam, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from storage.nouns import Agency, Answer, Event, Evidence, Submission, Tag, answer_evidence
from storage.record.trail import REOPENED, SUBMITTED
from storage.record.which import among

AT_ONCE = 2_000  # rows held while they are read


class TagRow(NamedTuple):
    """A tag as it is read along with many answers, without a session behind it."""

    id: int
    theme: str
    start: int
    end: int
    sentence_start: int
    sentence_end: int
    words: str
    why: str
    score: float
    decision: str


class EvidenceRow(NamedTuple):
    """A file of evidence as it is read along with many answers."""

    sha256: str
    name: str
    size: int
    media_type: str
    scan: str
    flags: str
    dated: date | None
    review_by: date | None


class AnswerRow(NamedTuple):
    """An answer that stands, as whole audits read it: a row without a session behind it, for looking only."""

    id: int
    submission_id: int
    by: str
    question: str
    prompt: str
    value: str
    said_by: str
    via: str
    said_at: datetime
    not_applicable: bool
    source: str
    kept_from: str
    evidence: Sequence[EvidenceRow] = ()
    tags: Sequence[TagRow] = ()


def current_answers(
    db: Session,
    submissions: Collection[int],
    *,
    at: datetime | None = None,
    tags: bool = True,
    opened: Mapping[int, int] | None = None,
) -> list[Answer]:
    """The answers of these submissions (ids) that nothing supersedes, in order of submission, question and prompt.

    With `at`, those that stood at that moment. Without `tags`, their themes are not read along, which is quicker.
    `opened` names returns that are mended, with the entry of the trail that opened them: what their agencies said
    after it is left out.
    """
    latest = _latest(db, submissions, at, opened or {})
    chosen = (
        select(Answer)
        .join(latest, latest.c.id == Answer.id)
        .where(latest.c.later.is_(None))
        .order_by(Answer.submission_id, Answer.question, Answer.by, Answer.prompt)
        .options(joinedload(Answer.evidence), *([selectinload(Answer.tags)] if tags else []))
    )
    return list(db.scalars(chosen).unique())


def standing_rows(db: Session, submission: int) -> list[AnswerRow]:
    """What stands in one return with its files, in order of question, side and prompt: to look at, turn after turn."""
    found: list[AnswerRow] = []
    files: list[EvidenceRow] = []
    for row in db.connection().execute(_OF_ONE, {"submission": submission}):
        answer, file = AnswerRow._make((*row[:_WIDTH], (), ())), row[_WIDTH:]
        if found and found[-1].id == answer.id:
            files.append(EvidenceRow._make(file))
            continue
        files = [EvidenceRow._make(file)] if file[0] is not None else []
        if found and (found[-1].by, found[-1].question, found[-1].prompt) == (
            answer.by,
            answer.question,
            answer.prompt,
        ):
            found.pop()  # a later one to the same prompt
        found.append(answer._replace(evidence=files) if files else answer)
    return sorted(found, key=lambda each: (each.question, each.by, each.prompt))


def counted_answers(db: Session, submissions: Sequence[Submission], *, tags: bool = True) -> list[Answer]:
    """The answers that count: those that stand, and of a return that is mended those that stood before."""
    mended = [each for each in submissions if each.is_mended]
    return current_answers(db, [each.id for each in submissions], tags=tags, opened=_opened(db, mended))


def current_rows(
    db: Session,
    submissions: Collection[int],
    *,
    at: datetime | None = None,
    tags: bool = False,
    files: bool = False,
    opened: Mapping[int, int] | None = None,
) -> Iterator[AnswerRow]:
    """As `current_answers`, for looking at many returns: rows as they come, with tags and files only if asked for.

    In the order of the index that answers are found by: return, side, question, prompt.
    """
    answer = Answer.metadata.tables[Answer.__tablename__].c  # rows of the table itself take half as long as attributes
    wanted = (
        select(*(answer[name] for name in AnswerRow._fields[:-2]))
        .where(*_counting(db, submissions, at, opened or {}))
        .order_by(answer.submission_id, answer.by, answer.question, answer.prompt, answer.said_at, answer.id)
        .execution_options(yield_per=AT_ONCE)
    )
    its_tags = _tags(db, submissions) if tags else {}
    its_files = _files(db, submissions) if files else {}
    for row in _last_of_each(db.connection().execute(wanted)):
        number = row[0]
        yield AnswerRow._make((*row, its_files.get(number, ()), its_tags.get(number, ())))


def _last_of_each(rows: Iterable[Row[Any]]) -> Iterator[Row[Any]]:
    """Of the rows about one prompt of one return by one side, which follow each other, the last."""
    latest, place = None, None
    for row in rows:
        asked = row[1:5]
        if latest is not None and asked != place:
            yield latest
        latest, place = row, asked
    if latest is not None:
        yield latest


def counted_rows(
    db: Session, submissions: Sequence[Submission], *, tags: bool = False, files: bool = False
) -> Iterator[AnswerRow]:
    """As `counted_answers`, in rows."""
    mended = [each for each in submissions if each.is_mended]
    opened = _opened(db, mended)
    return current_rows(db, [each.id for each in submissions], tags=tags, files=files, opened=opened)


def _latest(db: Session, submissions: Collection[int], at: datetime | None, opened: Mapping[int, int]) -> Subquery:
    """Each answer and the next one to the same prompt by the same side, in the order of their index."""
    later = func.lead(Answer.id).over(
        partition_by=(Answer.submission_id, Answer.by, Answer.question, Answer.prompt),
        order_by=(Answer.said_at, Answer.id),
    )
    return select(Answer.id, later.label("later")).where(*_counting(db, submissions, at, opened)).subquery()


def _counting(
    db: Session, submissions: Collection[int], at: datetime | None, opened: Mapping[int, int]
) -> Iterator[ColumnElement[bool]]:
    """Which answers are looked at: of these returns, by that moment, and no drafts of a return that is mended."""
    yield among(db, Answer.submission_id, submissions)
    if at:
        yield Answer.said_at <= at
    if opened:
        yield Answer.id.not_in(_drafts(opened))


def _tags(db: Session, submissions: Collection[int]) -> dict[int, list[TagRow]]:
    tag = Tag.metadata.tables[Tag.__tablename__].c
    answer = Answer.metadata.tables[Answer.__tablename__].c
    wanted = select(tag.answer_id, *(tag[name] for name in TagRow._fields)).join_from(
        Tag.metadata.tables[Tag.__tablename__], Answer.metadata.tables[Answer.__tablename__], answer.id == tag.answer_id
    )
    found = defaultdict[int, list[TagRow]](list)
    whose = among(db, Answer.submission_id, submissions)
    rows = db.connection().execute(wanted.where(whose))  # ordered there, SQLite would go through all tags
    for row in rows.yield_per(AT_ONCE):
        found[row[0]].append(TagRow(*row[1:]))
    for own in found.values():
        if len(own) > 1:
            own.sort(key=lambda each: (each.start, each.theme))
    return found


def _files(db: Session, submissions: Collection[int]) -> dict[int, list[EvidenceRow]]:
    wanted = select(Answer.id, *(getattr(Evidence, name) for name in EvidenceRow._fields)).join(Answer.evidence)
    found = defaultdict(list)
    whose = among(db, Answer.submission_id, submissions)
    for answer, *row in db.execute(wanted.where(whose)):
        found[answer].append(EvidenceRow(*row))
    for own in found.values():
        own.sort(key=lambda each: each.sha256)
    return found


def _opened(db: Session, mended: Sequence[Submission]) -> dict[int, int]:
    """The entry of the trail that opened each of these returns again, by submission."""
    if not mended:
        return {}
    of_old = Event.submission_id.is_(None), Event.audit_id == Submission.audit_id, Event.about == Agency.abbr
    wanted = (
        select(Submission.id, Event.number, Event.action)
        .join(Agency, Agency.id == Submission.agency_id)
        .join(Event, or_(Event.submission_id == Submission.id, and_(*of_old)))
        .where(among(db, Submission.id, [each.id for each in mended]), Event.action.in_((REOPENED, SUBMITTED)))
        .order_by(Event.number)
    )
    found: dict[int, int] = {}
    for submission, number, action in db.execute(wanted):
        if action == SUBMITTED:
            found.pop(submission, None)
        else:  # opened once more for another reason it goes on from where it was opened first
            found.setdefault(submission, number)
    return found


def _drafts(opened: Mapping[int, int]) -> Select[int]:
    """What agencies said of these returns since they were opened again (ids of answers)."""
    since = [and_(Answer.submission_id == each, Event.number > number) for each, number in opened.items()]
    return select(Answer.id).join(Event, Event.answer_id == Answer.id).where(Answer.by == "agency", or_(*since))


def _of_one() -> Select[Any]:
    """All that was said in one return with its files; each prompt's latest comes last."""
    answer, file = Answer.metadata.tables[Answer.__tablename__], Evidence.metadata.tables[Evidence.__tablename__]
    pairs = answer.outerjoin(answer_evidence, answer_evidence.c.answers_id == answer.c.id)
    both = pairs.outerjoin(file, file.c.id == answer_evidence.c.evidence_id)
    columns = (answer.c[name] for name in AnswerRow._fields[:_WIDTH])
    wanted = select(*columns, *(file.c[name] for name in EvidenceRow._fields)).select_from(both)
    order = (answer.c[name] for name in ("by", "question", "prompt", "said_at", "id"))
    return wanted.where(answer.c.submission_id == bindparam("submission")).order_by(*order, file.c.sha256)


_WIDTH = len(AnswerRow._fields) - 2
_OF_ONE = _of_one()  # said once: to put a statement together takes longer than to carry it out
