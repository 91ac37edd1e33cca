"""Tags kept beside the answers: made anew when patterns or model change, while what people decided stays."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from operator import attrgetter
from typing import Literal, NamedTuple, Protocol

from sqlalchemy import Exists, and_, delete, exists, insert, or_, select, update
from sqlalchemy.orm import Session, aliased

from config.questionnaire import Kind, Template
from intake.ledger import Refused
from nlp.themes import ThemeTag as Found
from reports.figures import Wrote, figures_with_words, is_words
from storage.nouns import Agency, Answer, Audit, Submission, Tag, Tagged
from storage.record import Database, Faults, among, apart, insert_into, trail

Judged = Literal["confirmed", "rejected"]
AT_ONCE = 200  # answers tagged between two writes
BLOCK = 2_000  # numbers of answers in what one worker tags, while others tag the next


class Tags(Protocol):
    """What finds themes; nlp.tagger.Tagger is one."""

    @property
    def version(self) -> str: ...

    def tag_all(self, texts: Iterable[str]) -> Iterator[list[Found]]: ...


class Untagged(NamedTuple):
    """An answer in words that was not yet looked at: its number, whose it is, and the words."""

    number: int
    agency: str
    words: str

    @property
    def block(self) -> int:
        return self.number // BLOCK


def untagged(db: Session, audit: Audit, template: Template, version: str, block: int | None = None) -> list[Untagged]:
    """What stands or counts in words and was not yet looked at with this version of patterns and model, or one block
    of it."""
    new = _not_looked_at(db, audit, template, version, block)
    if not new:
        return []
    is_mended = and_(Submission.signed_at.is_not(None), Submission.submitted_at.is_(None))
    wanted = (
        select(Answer, Agency.abbr)
        .join(Submission, Submission.id == Answer.submission_id)
        .join(Agency, Agency.id == Submission.agency_id)
        .where(among(db, Answer.id, new), Answer.value != "")
        .where(or_(~_is_superseded(), is_mended))  # what was signed counts while a draft stands over it
        .order_by(Agency.abbr, Answer.id)
    )
    return [Untagged(each.id, abbr, each.value) for each, abbr in db.execute(wanted) if is_words(template, each)]


def _not_looked_at(db: Session, audit: Audit, template: Template, version: str, block: int | None) -> Sequence[int]:
    """By numbers and indexes alone: every minute the clock asks of all answers, and mostly there is none."""
    keys = {each.key for question in template.questions for each in question.prompts if each.kind is Kind.TEXT}
    is_tagged = and_(Tagged.answer_id == Answer.id, Tagged.version == version)
    wanted = select(Answer.id).join(Submission, Submission.id == Answer.submission_id).outerjoin(Tagged, is_tagged)
    whose = [Submission.audit_id == audit.id, Answer.prompt.in_(keys)]
    if block is not None:
        whose.append(Answer.id.between(block * BLOCK, (block + 1) * BLOCK - 1))
    return db.scalars(wanted.where(*whose, Tagged.answer_id.is_(None))).all()


def tag_answers(
    record: Database, waiting: Sequence[Untagged], tagger: Tags, faults: Faults | None = None, about: str = "themes"
) -> int:
    """Tag these answers and say how many were new; a tag that a person confirmed or rejected is left alone.

    Words are looked at while nothing is locked, and what was found is written a batch at a time: others write between.
    A return whose words cannot be looked at costs no other, and is told in `faults`.
    """
    done = 0
    for first in range(0, len(waiting), AT_ONCE):
        batch = waiting[first : first + AT_ONCE]
        found = _looked_at(batch, tagger, faults, about)
        with record.write.begin() as db:
            done += _keep(db, [each for each in batch if each.number in found], found, tagger.version)
    return done


def wrote_of(db: Session, template: Template, submissions: Sequence[Submission]) -> list[Wrote]:
    """Everything that stands in words, with what it mentions."""
    return figures_with_words(db, template, submissions)[1]


def decide(db: Session, tag: int, decision: str, by: str) -> Tag | None:
    """Note what a person decided of a tag, by its number; None where there is no such tag."""
    found = db.get(Tag, tag, with_for_update=True)  # tagged anew at this moment, it may be gone
    if found is not None:
        found.decision, found.decided_by = decision, by
        db.flush()
    return found


def judge(
    db: Session, audit: Audit, own: Collection[int], tags: Iterable[int], decision: Judged, by: trail.Speaker
) -> None:
    """Note what a person decided of these tags (numbers) in an audit's returns (`own`, ids), all of them or none.

    Raises Refused where one is not there.
    """
    trail.hold(db, audit)
    for number in tags:
        before = db.get(Tag, number)
        stands = before is not None and (before.decision, before.decided_by) == (decision, by.name)
        found = decide(db, number, decision, by.name)
        answer = db.get(Answer, found.answer_id) if found else None
        submission = db.get(Submission, answer.submission_id) if answer else None
        if found is None or answer is None or submission is None or submission.id not in own:
            raise Refused(f"There is no tag {number} in {audit.key}. s11 themes review {audit.key} lists them.")
        if stands:
            continue
        about = f"{submission.agency.abbr} {answer.question}"
        facts = {"theme": found.theme, "start": found.start, "end": found.end}
        trail.note(db, audit, by, f"theme {decision}", about, facts)


def _is_superseded() -> Exists:
    later = aliased(Answer)
    is_same = [getattr(later, each) == getattr(Answer, each) for each in ("submission_id", "by", "question", "prompt")]
    is_later = or_(later.said_at > Answer.said_at, and_(later.said_at == Answer.said_at, later.id > Answer.id))
    return exists().where(*is_same, is_later)


def _looked_at(
    batch: Sequence[Untagged], tagger: Tags, faults: Faults | None, about: str
) -> Mapping[int, Sequence[Found]]:
    """What is found in these answers, by number: at once, or where that breaks return by return."""
    with apart(Faults(is_logged=False), about):
        return _found(batch, tagger)
    found: dict[int, Sequence[Found]] = {}
    for agency, own in groupby(batch, attrgetter("agency")):
        with apart(faults, f"{about}: {agency}"):
            found |= _found(list(own), tagger)
    return found


def _found(batch: Sequence[Untagged], tagger: Tags) -> dict[int, Sequence[Found]]:
    each_found = tagger.tag_all(each.words for each in batch)
    return {each.number: found for each, found in zip(batch, each_found, strict=True)}


def _keep(db: Session, batch: Sequence[Untagged], found: Mapping[int, Sequence[Found]], version: str) -> int:
    """Write what was found, except of answers that are gone or say something else, or that another tagger did first."""
    numbers = [each.number for each in batch]
    standing = select(Answer.id, Answer.value).where(Answer.id.in_(numbers)).order_by(Answer.id)
    words = {number: value for number, value in db.execute(standing.with_for_update(key_share=True))}
    mine = _claimed(db, [each.number for each in batch if words.get(each.number) == each.words], version)
    before = defaultdict[int, list[Tag]](list)
    for tag in db.scalars(select(Tag).where(Tag.answer_id.in_(mine)).order_by(Tag.id)):
        before[tag.answer_id].append(tag)
    rows = [
        {"answer_id": number, "version": version} | row
        for number in mine
        for row in _rows(found[number], before[number])
    ]
    _write(db, rows, [tag.id for own in before.values() for tag in own if not tag.decision])
    return len(mine)


def _rows(found: Iterable[Found], before: Sequence[Tag]) -> Iterator[dict[str, object]]:
    """What is to be written of an answer: with its number where it is found again, so that a list that was read before
    names the same sentences."""
    decided = [tag for tag in before if tag.decision]
    numbers = defaultdict[tuple[str, int], list[int]](list)
    for tag in before:
        if not tag.decision:
            numbers[tag.theme, tag.sentence_start].append(tag.id)
    for each in found:
        if not _is_decided(each, decided):
            own = numbers[each.theme, each.sentence[0]]
            yield _columns(each) | ({"id": own.pop(0)} if own else {})


def _write(db: Session, rows: Sequence[dict[str, object]], undecided: Collection[int]) -> None:
    """New ones before others go: SQLite gives the number of the last one anew once it is gone."""
    again = [row for row in rows if "id" in row]
    if again:
        db.execute(update(Tag), again)
    if len(rows) > len(again):
        db.execute(insert(Tag), [row for row in rows if "id" not in row])
    gone = set(undecided) - {row["id"] for row in again}
    if gone:
        whose = delete(Tag).where(among(db, Tag.id, gone), Tag.decision == "")
        db.execute(whose.execution_options(synchronize_session=False))


def _claimed(db: Session, numbers: Sequence[int], version: str) -> list[int]:
    """Those of the answers that nobody has tagged with this version: two taggers at once share them out."""
    if not numbers:
        return []
    new = insert_into(db, Tagged).values([{"answer_id": each, "version": version} for each in numbers])
    is_other = Tagged.version != new.excluded.version
    claim = new.on_conflict_do_update(index_elements=["answer_id"], set_={"version": version}, where=is_other)
    return sorted(db.scalars(claim.returning(Tagged.answer_id)))


def _is_decided(found: Found, decided: Iterable[Tag]) -> bool:
    return any(tag.theme == found.theme and tag.start < found.end and found.start < tag.end for tag in decided)


def _columns(found: Found) -> dict[str, object]:
    told = found._asdict()
    start, end = told.pop("sentence")
    return told | {"sentence_start": start, "sentence_end": end}
