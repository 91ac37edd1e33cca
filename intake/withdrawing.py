"""Taking words back: they stop counting at once, and what the record still holds is said. Pure."""

from dataclasses import replace

from config.audit import RATING, Kind, Unclear
from intake.given import Given
from intake.here import Asks, Here, Key, Place
from intake.moves import Move, Record, at, refuse_unless_open, whom
from intake.steps import Step, first_of, is_answered, step_at
from intake.words import Command

NOTHING = "There are no words here to take back. To change a rating, type change and its number."


def withdraw(here: Here, place: Place, _command: Command) -> Move:
    """Take back what is shown here, else what this person said last, wherever it was."""
    refuse_unless_open(here)
    if place.held:
        told = "The words you wrote are dropped. They were not an answer yet."
        return Move(go=replace(place, held=""), notes=(told, _still(here)))
    step = step_at(here, place.key) if place.asks in (Asks.PROMPT, Asks.REASON) else None
    target = step if step and _holds_words(here, step) else _last(here)
    if target is None:
        raise Unclear(NOTHING)
    then = "review" if place.asks is Asks.REVIEW else place.then if step else ""
    if here.cell(target.question.ref).not_applicable:
        given = Given(target.question.ref, RATING, "", not_applicable=True)
        go = Place(Asks.REASON, *target.key, then=then)
        told = f"Your reason on question {target.question.ref} is taken back. It no longer counts."
    else:
        given, go = Given(*target.key, ""), at(here, target, then)
        told = f"Your words on question {target.question.ref} are taken back. They no longer count."
    return Move((Record(given),), go=go, notes=(told, _still(here)))


def _still(here: Here) -> str:
    if here.ask_whom:
        return f"The record holds them until they are erased. To have that done, write to {here.ask_whom[0]}."
    return f"The record holds them until they are erased. {whom(here)}"


def _holds_words(here: Here, step: Step) -> bool:
    """Whether words stand here: an answer in words, or the reason of an N/A."""
    standing = here.standing.get(step.key)
    if here.cell(step.question.ref).not_applicable:
        aside = here.standing.get(Key(step.question.ref, RATING))
        return aside is not None and bool(aside.value)
    return standing is not None and step.prompt.kind is Kind.TEXT and is_answered(here, step)


def _last(here: Here) -> Step | None:
    """Where this person said the last thing that stands, if it was words."""
    mine = [(standing.id, key) for key, standing in here.standing.items() if standing.said_by == here.me.name]
    if not mine:
        return None
    _, key = max(mine)
    is_aside = here.standing[key].not_applicable
    step = step_at(here, key) or (first_of(here, key.question) if is_aside else None)
    return step if step and _holds_words(here, step) else None
