"""What a reply to one prompt says, or the sentence that tells its writer what to write instead. Pure."""

import re
from datetime import date
from typing import NamedTuple

from config.dates import read_date, read_timescale
from config.notation import LatePattern
from config.questionnaire import PLAN_WHEN, RATING, YES_NO, Kind, Prompt, Question, Template, Unclear, spelling
from intake.ratings import ear, levelled, said

FILE = "file:"  # and the SHA-256: the prompt of a file given for a question, whose value is the file's name
_NUMBER = LatePattern(r"-?([0-9]{1,15}|[0-9]{1,3}(,[0-9]{3}){1,4})(\.[0-9]{1,6})?")
WHEN = "Write a day (31 March 2030), a month (March 2030) or a year."
_ANY_DAY = date(2028, 1, 1)  # on which words without a year can be read as some day, or never
_UNSTORABLE = LatePattern("[\x00\ud800-\udfff]")
_NOT_APPLICABLE = LatePattern(
    rf"{said('aside.said')}(?: to us| here)?\.?(?:(?:\s*[:,;-]\s*|\s+)(?:because\s+)?(?P<reason>\S.*))?", re.DOTALL
)
_YES_NO = {"yes": "yes", "y": "yes", "no": "no", "n": "no"}


class Given(NamedTuple):
    """One answer as understood: a value in its stored form; the reason, if any, where it is not applicable."""

    question: str
    prompt: str
    value: str
    not_applicable: bool = False


def understand(template: Template, question: Question, key: str, words: str) -> Given:
    """Read the words as the answer to a prompt of a question; raises Unclear where they are no answer to it."""
    prompt = question.prompt(key)
    reason = _reason(words)
    if reason is not None and _sets_aside(template, question, prompt):
        heard = ear(template.scale).head(words, yes_no=False)
        if heard.unsure or heard.ratings:  # "N/A last year", "N/A or 2", "not applicable to most teams"
            raise Unclear(_what_fits(template, question))
        return not_applicable(template, question, reason)
    if key == RATING:
        return Given(question.ref, RATING, _rating(template, question, words))
    if prompt is None:
        known = ", ".join(each.key for each in question.prompts)
        raise Unclear(f"Question {question.ref} has no prompt {key}. Choose one of: {known}.")
    return Given(question.ref, key, as_stored(prompt, words))


def not_applicable(template: Template, question: Question, reason: str = "") -> Given:
    """The whole question set aside; raises Unclear where the audit does not allow that."""
    if not template.scale.not_applicable:
        raise Unclear(f"N/A is not used in this audit. {_what_fits(template, question)}")
    if template.scale.spells(reason):  # "N/A - G" is one or the other
        raise Unclear(_what_fits(template, question))
    return Given(question.ref, RATING, storable(reason), not_applicable=True)


def reason_of(words: str) -> str:
    """The reason in "N/A because we have none", and words that are one already; empty where only N/A is said."""
    reason = _reason(words)
    return words.strip() if reason is None else reason


def _reason(words: str) -> str | None:
    """What follows an N/A, empty where nothing does; None where the words do not begin with one."""
    words = words.strip()
    found = _NOT_APPLICABLE.fullmatch(levelled(words))
    return None if found is None else words[found.start("reason") :].strip() if found["reason"] else ""


def is_file(prompt: str) -> bool:
    return prompt.startswith(FILE)


def storable(words: str) -> str:
    """The words as any database can keep them: PostgreSQL takes no NUL, UTF-8 no lone surrogate."""
    return _UNSTORABLE.sub("\ufffd", words)


def understand_cell(template: Template, question: Question, words: str) -> list[Given]:
    """Read one cell of a table of ratings: "G", "Yes", "N/A", or "Yes - G" where both are asked; empty says nothing."""
    words = words.strip()
    if not words:
        return []
    yes_no = question.yes_no
    if yes_no and spelling(words) in _YES_NO:
        return [Given(question.ref, YES_NO, as_stored(yes_no, words))]
    both = re.fullmatch(r"(yes|no)\b[\s\-–—:,/;.(]*(.+?)\)?", words, re.IGNORECASE | re.DOTALL)
    if yes_no and both and question.is_rated:
        rating = template.scale.spells(both[2])
        if rating is None or rating.counts_as == "missing":  # which sets the question aside: it is yes or that
            raise Unclear(_what_fits(template, question))
        return [Given(question.ref, YES_NO, both[1].lower()), understand(template, question, RATING, both[2])]
    if _reason(words) is None and not template.scale.spells(words):
        raise Unclear(_what_fits(template, question))
    return [understand(template, question, RATING, words)]


def _sets_aside(template: Template, question: Question, prompt: Prompt | None) -> bool:
    """Whether N/A at this prompt is said of the question; among a rated question's words it is just words."""
    if prompt is None or prompt.kind is not Kind.TEXT:
        return True
    return template.scale.not_applicable and not question.is_rated and question.yes_no is None


def _rating(template: Template, question: Question, words: str) -> str:
    spelled = None if question.is_rated else template.scale.spells(words)
    if not question.is_rated and (spelled is None or spelled.counts_as != "missing"):
        has_none = f"Question {question.ref} has no rating. " if question.yes_no else ""
        raise Unclear(has_none + _what_fits(template, question))
    rating = template.scale.read(words)
    if question.fixed_rating not in (None, rating.code) and rating.counts_as != "missing":
        raise Unclear(f"Question {question.ref} is fixed at {question.fixed_rating}. Write that or leave it empty.")
    return rating.code


def _what_fits(template: Template, question: Question) -> str:
    scale = template.scale
    aside = [scale.missing.name] if scale.missing else []
    aside += ["N/A"] if scale.not_applicable else []
    ratings = [rating.name for rating in scale.given] if question.is_rated else []
    if question.yes_no:
        choices = ["Yes", "No", *ratings, *aside]
        both = f', or both together ("Yes - {scale.given[0].code}")' if ratings else ""
        return f"Choose one of: {', '.join(choices)}{both}."
    if ratings:
        return f"Choose one of: {', '.join(ratings + aside)}."
    other = f" Only {' or '.join(aside)} can stand here." if aside else ""
    return f"Question {question.ref} takes words, not a rating.{other}"


def as_stored(prompt: Prompt, words: str) -> str:
    """The words as this prompt's answers are kept: yes, no, a plain number, an ISO date; raises Unclear on others."""
    words = words.strip()
    match prompt.kind:
        case Kind.YES_NO:
            return _one_of(_YES_NO, words, "Answer yes or no.")
        case Kind.NUMBER:
            if not _NUMBER.fullmatch(words):
                raise Unclear("Write a number in figures, such as 12.")
            return words.replace(",", "")
        case Kind.DATE:
            if (day := read_date(words)) is None:
                raise Unclear("Write a day with its month and year, such as 14 March 2025.")
            return day.isoformat()
        case Kind.CHOICE:
            choices = {spelling(choice).rstrip("."): choice for choice in prompt.choices}
            return _one_of(choices, words, f"Choose one of: {', '.join(prompt.choices).rstrip('.')}.")
        case Kind.FILES:
            raise Unclear("Attach a file here; words go with another prompt of the question.")
        case _:
            if prompt.is_plan and prompt.key == PLAN_WHEN and words and read_timescale(words, _ANY_DAY) is None:
                raise Unclear(f"Write a last day that is clear. {WHEN}")
            return storable(words)


def _one_of(choices: dict[str, str], words: str, otherwise: str) -> str:
    found = choices.get(spelling(words).rstrip("."))
    if found is None:
        raise Unclear(otherwise)
    return found
