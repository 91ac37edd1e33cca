"""The partnership's rating beside the agency's own: who gave it and why, and never as the agency's words."""

from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy.orm import Session

from config.questionnaire import RATING, Question, Template
from intake.ledger import Refused, Saying, reason, record
from intake.returns import EMPTY, Given, cells, storable, understand, understand_cell
from storage.nouns import Review, Submission
from storage.record import RATED, current_answers, insert_new, reasons_of, reviews_of, trail

WHY = "Say why the answer is rated so."


class GivenRating(NamedTuple):
    """A rating the partnership gives to one answer, and why."""

    question: str
    rating: str  # as a person writes it
    because: str


def rate(db: Session, template: Template, submission: Submission, given: GivenRating, saying: Saying) -> bool:
    """Record the partnership's rating of one answer; whether that is news. Raises Refused, or Unclear for the rating.

    The agency's rating stays as it gave it. Which of the two counts is said by the audit (`rated_by`).
    """
    trail.hold_return(db, submission)
    refuse_unsent(template, submission)
    question = question_of(template, submission, given.question)
    why = storable(reason(given.because, WHY))
    read = understand_rating(template, question, given.rating)
    if all(_stands(db, template, submission, each, why) for each in read):
        return False
    said = record(db, template, submission, read, saying)
    insert_new(db, Review, [review(submission, saying, question.ref, RATED, why, value=rating_in(read))])
    return bool(said)


def understand_rating(template: Template, question: Question, words: str) -> list[Given]:
    """A rating as a clerk writes it: "G", "Yes" where no more is asked, or "Yes - G". Raises Unclear."""
    return understand_cell(template, question, words) or [understand(template, question, RATING, words)]


def rating_in(said: Iterable[Given]) -> str:
    """The rating among what was given, or N/A; none where only a yes or no was."""
    return next((each.value or "N/A" for each in said if each.prompt == RATING), "")


def review(
    submission: Submission, saying: Saying, question: str, verdict: str, because: str, value: str = ""
) -> dict[str, object]:
    """A row of reviews."""
    what = {"question": question, "verdict": verdict, "value": value, "because": because}
    return {"submission_id": submission.id} | what | saying.as_kept


def question_of(template: Template, submission: Submission, ref: str) -> Question:
    """The question of this number, where the agency is asked it; raises Refused."""
    question = next((each for each in template.questions if each.ref.casefold() == ref.strip().casefold()), None)
    if question is None:
        raise Refused(f"There is no question {ref.strip()} in {template.key}. Use a number from the questionnaire.")
    if not question.asked_of(submission.sector):
        raise Refused(f"Question {question.ref} is not asked of {submission.agency.abbr}.")
    return question


def refuse_unsent(template: Template, submission: Submission) -> None:
    """Nobody judges what is not in; where the partnership's ratings are those that count, it may rate as it goes."""
    abbr = submission.agency.abbr
    if submission.excused_at is not None:
        raise Refused(f"{abbr} is excused, so there is nothing to look at.")
    if submission.signed_at is None and template.rated_by == "agency":
        raise Refused(f"{abbr} has not submitted. Wait for its return.")


def _stands(db: Session, template: Template, submission: Submission, read: Given, why: str) -> bool:
    """Whether the very same was said last, for the same reason."""
    said = cells(template, current_answers(db, [submission.id], tags=False))
    cell = said.get((read.question, "partnership"), EMPTY)
    last = reasons_of(reviews_of(db, [submission.id]).get(submission.id, ())).get(read.question)
    return cell.has(*read[1:]) and last is not None and last.because == why
