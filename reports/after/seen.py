"""A return as a manager reviews it: each answer with its files, themes, both ratings, and what was asked about it."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from config.questionnaire import RATING, Question, Template, load_template, same_questions
from intake.after import in_words, lacking
from intake.ledger import File, files_of
from intake.returns import EMPTY, Cells, State, cells, is_ready, state
from storage.nouns import Audit, Review, Submission, Thread
from storage.record import counted_answers, current_answers, points_of, reasons_of, reviews_of, threads_of


@dataclass(frozen=True)
class ReviewedAnswer:
    """One answer in front of a manager."""

    question: Question
    stands: Sequence[str]  # what the agency said, line by line
    judged: str  # the partnership's rating, empty where it gave none
    reason: Review | None
    files: Sequence[File]
    themes: Sequence[str]
    last_time: str  # its rating in the round before, empty where none is known
    threads: Sequence[Thread]
    point: Review | None
    lacks: str = ""  # what is missing in it


@dataclass(frozen=True)
class ReviewedReturn:
    """A whole return in front of a manager."""

    submission: Submission
    template: Template
    stands: State
    answers: Sequence[ReviewedAnswer]
    threads: Sequence[Thread]  # about the return as a whole
    last_key: str = ""  # of the round before
    files: Sequence[File] = ()  # that are with the return and no question of it

    def of_standard(self, ref: str) -> list[ReviewedAnswer]:
        return [each for each in self.answers if each.question.standard == ref]


def seen_return(db: Session, template: Template, submission: Submission) -> ReviewedReturn:
    """Everything there is to look at before it is accepted."""
    current = counted_answers(db, [submission])
    said = cells(template, current)
    reviews = reviews_of(db, [submission.id]).get(submission.id, ())
    threads = threads_of(db, [submission.id]).get(submission.id, ())
    last_key, last = last_time(db, submission)
    owed_files, missing = lacking(db, template, submission)
    by_question: dict[str, list[File]] = defaultdict(list)
    for file in files_of(current):
        by_question[file.question].append(file)
    themes: dict[str, dict[str, None]] = defaultdict(dict)
    for answer in current:
        themes[answer.question] |= {tag.theme: None for tag in answer.tags if tag.decision != "rejected"}
    points, reasons = {each.question: each for each in points_of(reviews)}, reasons_of(reviews)
    answers = [
        ReviewedAnswer(
            question,
            in_words(template, question, said.get((question.ref, "agency"), EMPTY)._replace(files={})),
            judged_words(template, said, question.ref),
            reasons.get(question.ref),
            [each for each in by_question[question.ref] if each.is_latest],
            list(themes[question.ref]),
            last.get(question.ref, ""),
            [each for each in threads if each.question == question.ref],
            points.get(question.ref),
            "a file" if question.ref in owed_files else "an answer" if question.ref in missing else "",
        )
        for question in template.questions
        if question.asked_of(submission.sector)
    ]
    ready = is_ready(template, submission.sector, said)
    finer = state(submission, has_answers=bool(current), is_ready=ready)
    return ReviewedReturn(
        submission,
        template,
        finer,
        answers,
        [each for each in threads if not each.question],
        last_key,
        [each for each in by_question[""] if each.is_latest],
    )


def judged_words(template: Template, said: Cells, ref: str) -> str:
    """The partnership's rating of an answer by name; empty where it gave none."""
    cell = said.get((ref, "partnership"), EMPTY)
    if cell.not_applicable:
        return "Not applicable"
    return template.scale.by_code[cell.rating].name if cell.rating in template.scale.by_code else ""


def last_time(db: Session, submission: Submission) -> tuple[str, Mapping[str, str]]:
    """The round before that the agency signed and that asks the same questions: its key, and ratings by question."""
    before = (
        select(Submission)
        .join(Audit)
        .where(Submission.agency_id == submission.agency_id, Submission.audit_id != submission.audit_id)
        .where(Audit.due < submission.audit.due, Submission.signed_at.is_not(None))
        .order_by(Audit.due.desc())
    )
    now = load_template(submission.audit.template, "the questionnaire of the audit")
    for earlier in db.scalars(before):
        template = load_template(earlier.audit.template, "the questionnaire of the audit")
        is_named = earlier.audit.key == submission.audit.after
        if same := same_questions(now, template) if is_named else _same_words(now, template):
            said = current_answers(db, [earlier.id], tags=False)
            rated = [each for each in said if each.prompt == RATING and each.by == template.rated_by]
            return earlier.audit.key, {
                ref: "N/A" if each.not_applicable else template.scale.by_code[each.value].name
                for each in rated
                for ref, was in same.items()
                if each.question == was
            }
    return "", {}


def _same_words(now: Template, then: Template) -> dict[str, str]:
    """The questions of one number and the same words: what a `was` names is of the round before alone."""
    return {ref: ref for ref, each in then.by_ref.items() if ref in now.by_ref and now.by_ref[ref].text == each.text}


def in_lines(answer: ReviewedAnswer) -> Iterator[str]:
    """One answer in plain lines."""
    question = answer.question
    yield f"{question.ref}  {question.text}"
    yield from (f"     {line}" for line in answer.stands or ("Not answered.",))
    yield from _file_lines(answer.files)
    if answer.lacks:
        yield f"     Missing: {answer.lacks}."
    if answer.themes:
        yield f"     Themes: {', '.join(answer.themes)}"
    if answer.last_time:
        yield f"     Last time: {answer.last_time}"
    if answer.judged:
        why = f" – {answer.reason.because} ({answer.reason.said_by})" if answer.reason else ""
        yield f"     The partnership rates: {answer.judged}{why}"
    if answer.point:
        yield f"     To mend: {answer.point.because}"
    for thread in answer.threads:
        yield from thread_lines(thread)


def whole_lines(found: ReviewedReturn) -> Iterator[str]:
    """What is with the return as a whole, in plain lines: files, and what was asked back about all of it."""
    yield from _file_lines(found.files)
    for each in found.threads:
        yield from thread_lines(each)


def _file_lines(files: Sequence[File]) -> Iterator[str]:
    for file in files:
        yield f"     File: {file.name} ({file.scan})"


def thread_lines(thread: Thread) -> Iterator[str]:
    """What was asked back and said to it."""
    who = {"": "settled", "agency": "waits for the agency", "partnership": "waits for you"}[thread.waits_for]
    yield f"     Asked back, {who}:"
    for entry in thread.entries:
        yield f"       {entry.said_by}: {' '.join(entry.words.split())}"
