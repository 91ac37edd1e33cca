"""Tags kept beside the answers: made anew when patterns or model change, while what people decided stays."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from config.questionnaire import Template
from nlp.themes import ThemeTag as Found
from reports.figures import Mention, Wrote, is_words
from storage.nouns import Answer, Submission, Tag, Tagged
from storage.record import counted_answers, current_answers

AT_ONCE = 200  # answers tagged between two writes


class Tags(Protocol):
    """What finds themes; nlp.tagger.Tagger is one."""

    @property
    def version(self) -> str: ...

    def tag_all(self, texts: Iterable[str]) -> Iterator[list[Found]]: ...


def untagged(db: Session, template: Template, submissions: Sequence[Submission], version: str) -> list[Answer]:
    """What stands in words and was not yet looked at with this version of patterns and model."""
    words = [each for each in current_answers(db, [one.id for one in submissions]) if is_words(template, each)]
    ids = [submission.id for submission in submissions]
    seen = select(Tagged.answer_id).join(Answer, Answer.id == Tagged.answer_id)
    done = set(db.scalars(seen.where(Answer.submission_id.in_(ids), Tagged.version == version)))
    return [each for each in words if each.id not in done]


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
    names = {each.id: each.agency.abbr for each in submissions}
    current = counted_answers(db, submissions)
    return [_wrote(names[each.submission_id], each) for each in current if is_words(template, each)]


def decide(db: Session, tag: int, decision: str, by: str) -> Tag | None:
    """Note what a person decided of a tag, by its number; None where there is no such tag."""
    found = db.get(Tag, tag)
    if found is not None:
        found.decision, found.decided_by = decision, by
        db.flush()
    return found


def _wrote(agency: str, answer: Answer) -> Wrote:
    mentions = [
        Mention(tag.theme, sentence_of(answer, tag), tag.words, tag.why, tag.score, tag.decision, tag.id)
        for tag in answer.tags
    ]
    return Wrote(agency, answer.question, answer.prompt, mentions)


def sentence_of(answer: Answer, tag: Tag) -> str:
    return answer.value[tag.sentence_start : tag.sentence_end] or answer.value[tag.start : tag.end]


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
