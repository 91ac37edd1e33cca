"""Tags kept beside the answers: made anew when patterns or model change, while what people decided stays."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

from sqlalchemy import ColumnElement, delete, exists, select, tuple_
from sqlalchemy.orm import Session, aliased, selectinload

from config.questionnaire import Kind, Template
from nlp.themes import ThemeTag as Found
from reports.figures import Wrote, figures_with_words, is_words
from storage.nouns import Answer, Audit, Submission, Tag, Tagged
from storage.record import among

AT_ONCE = 200  # answers tagged between two writes


class Tags(Protocol):
    """What finds themes; nlp.tagger.Tagger is one."""

    @property
    def version(self) -> str: ...

    def tag_all(self, texts: Iterable[str]) -> Iterator[list[Found]]: ...


def untagged(db: Session, template: Template, submissions: Sequence[Submission], version: str) -> list[Answer]:
    """What stands in words and was not yet looked at with this version of patterns and model."""
    own = among(db, Answer.submission_id, [one.id for one in submissions])
    ids = _unseen(db, template, own, version)
    order = (Answer.submission_id, Answer.question, Answer.by, Answer.prompt)
    wanted = select(Answer).where(among(db, Answer.id, ids)).order_by(*order).options(selectinload(Answer.tags))
    return list(db.scalars(wanted)) if ids else []


def is_any_untagged(db: Session, template: Template, audit: Audit, version: str) -> bool:
    """Whether a whole audit has words that were not yet looked at so."""
    asked = select(Submission.id).where(Submission.audit_id == audit.id)
    return bool(_unseen(db, template, Answer.submission_id.in_(asked), version))


def _unseen(db: Session, template: Template, whose: ColumnElement[bool], version: str) -> list[int]:
    """The same as ids: the record is asked for those that wait alone, for mostly none does."""
    prompts = {each.key for question in template.questions for each in question.prompts if each.kind is Kind.TEXT}
    later = aliased(Answer)
    same = [getattr(later, name) == getattr(Answer, name) for name in ("submission_id", "by", "question", "prompt")]
    is_later = tuple_(later.said_at, later.id) > tuple_(Answer.said_at, Answer.id)
    wanted = select(Answer.id, Answer.question, Answer.prompt, Answer.value, Answer.not_applicable).where(
        whose,
        Answer.prompt.in_(sorted(prompts)),
        ~exists().where(Tagged.answer_id == Answer.id, Tagged.version == version),
        ~exists().where(*same, is_later),
    )
    return [row.id for row in db.execute(wanted) if is_words(template, row)]


def tag_answers(db: Session, answers: Sequence[Answer], tagger: Tags) -> int:
    """Tag these answers and say how many there were; a tag that a person confirmed or rejected is left alone."""
    for first in range(0, len(answers), AT_ONCE):
        batch = answers[first : first + AT_ONCE]
        for answer, found in zip(batch, tagger.tag_all(each.value for each in batch), strict=True):
            _renew(db, answer, found, tagger.version)
        db.flush()
    return len(answers)


def wrote_of(db: Session, template: Template, submissions: Sequence[Submission]) -> list[Wrote]:
    """Everything that stands in words, with what it mentions."""
    return figures_with_words(db, template, submissions)[1]


def decide(db: Session, tag: int, decision: str, by: str) -> Tag | None:
    """Note what a person decided of a tag, by its number; None where there is no such tag."""
    found = db.get(Tag, tag)
    if found is not None:
        found.decision, found.decided_by = decision, by
        db.flush()
    return found


def _renew(db: Session, answer: Answer, found: Iterable[Found], version: str) -> None:
    decided = [tag for tag in answer.tags if tag.decision]
    db.execute(delete(Tag).where(Tag.answer_id == answer.id, Tag.decision == ""))
    db.expire(answer, ["tags"])
    answer.tags.extend(_tag(each, version) for each in found if not _is_decided(each, decided))
    db.merge(Tagged(answer_id=answer.id, version=version))


def _is_decided(found: Found, decided: Iterable[Tag]) -> bool:
    return any(tag.theme == found.theme and tag.start < found.end and found.start < tag.end for tag in decided)


def _tag(found: Found, version: str) -> Tag:
    return Tag(
        theme=found.theme,
        start=found.start,
        end=found.end,
        version=version,
        score=found.score,
        why=found.why,
        words=found.words,
        sentence_start=found.sentence[0],
        sentence_end=found.sentence[1],
    )
