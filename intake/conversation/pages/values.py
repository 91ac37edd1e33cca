"""An answer as people read it, and what can be chosen in its place. Pure."""

import re
from datetime import date

from config.dates import uk_date
from config.questionnaire import Kind, Rating
from intake.conversation.pages.page import Choice
from intake.conversation.state import Here, Key, Step, last_of, step_at
from intake.returns import REASON

_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]")  # a terminal would obey them


def choices(here: Here, step: Step) -> tuple[Choice, ...]:
    """What can be chosen at a prompt, best first; none where words, a number or a date are asked for."""
    scale = here.template.scale
    aside = (Choice("N/A", "Not applicable", "It does not apply to you. You say why."),) if scale.not_applicable else ()
    match step.prompt.kind:
        case Kind.RATING:
            return tuple(_rating(each) for each in scale.given) + aside
        case Kind.YES_NO:
            return (Choice("Yes", "Yes"), Choice("No", "No"), *aside)
        case Kind.CHOICE:
            return tuple(Choice(each, each) for each in step.prompt.choices)
        case _:
            return ()


def _rating(rating: Rating) -> Choice:
    return Choice(rating.code, rating.name, rating.meaning, rating.colour)


def value_shown(here: Here, key: Key) -> str:
    """An answer as people read it: a rating by its name, a date in words."""
    cell = here.cell(key.question)
    if cell.not_applicable:
        return "Not applicable" + (f": {_drawn(cell.words[REASON])}" if REASON in cell.words else "")
    if cell.missing and cell.rating is not None:
        return here.template.scale.by_code[cell.rating].name
    return value_kept(here, key)


def value_kept(here: Here, key: Key) -> str:
    """An answer as people read it, also where its question is set aside."""
    standing = here.standing.get(key)
    if standing is None or standing.not_applicable:  # an N/A that a later yes or no has lifted
        return ""
    return value_given(here, step_at(here, key), standing.value)


def value_given(here: Here, step: Step | None, value: str) -> str:
    """A value of this step as people read it."""
    kind = step.prompt.kind if step else Kind.TEXT
    if kind is Kind.RATING:
        return here.template.scale.by_code[value].name
    if kind is Kind.YES_NO:
        return value.capitalize()
    if kind is Kind.DATE:
        return uk_date(date.fromisoformat(value))
    return _drawn(value)


def last_shown(here: Here, step: Step) -> str:
    """What was said last time, as far as it fits this prompt."""
    last = last_of(here, step.question.ref)
    said = last.at(step.prompt.key) if last else None
    return value_given(here, step, said.value) if said else ""


def _drawn(words: str) -> str:
    return _CONTROLS.sub("\ufffd", words)
