"""Taking words and files back: they stop counting at once, and what the record still holds is said. Pure."""

from dataclasses import replace

from config.questionnaire import RATING, Kind, Unclear
from intake.conversation.intents import Command, files_named
from intake.conversation.state import (
    Asks,
    Detach,
    Here,
    Key,
    Move,
    Place,
    Record,
    Step,
    at,
    first_of,
    is_answered,
    refuse_unless_open,
    step_at,
    whom,
)
from intake.returns import Given

NOTHING = "There are no words here to take back. To change a rating, type change and its number."


def withdraw(here: Here, place: Place, command: Command) -> Move:
    """Take back the file that is named, else what is shown here, else what this person said last, wherever it was."""
    refuse_unless_open(here)
    if command.about:
        return _detached(here, place, command.about)
    if place.held:
        told = "The words you wrote are dropped. They were not an answer yet."
        return Move(go=replace(place, held=""), notes=(told, _still(here)))
    if place.asks is Asks.REASON and (asked := step_at(here, place.key)) and not _holds_words(here, asked):
        return Move(go=at(here, asked, place.then))  # nothing was said yet: the N/A is let go of
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


def _detached(here: Here, place: Place, name: str) -> Move:
    """A file taken back by its name: from the question in hand, else from the one question it is with."""
    found = files_named(here, name)
    found = [each for each in found if each[0] == place.question] or found
    questions = list(dict.fromkeys(question for question, _ in found))
    if not found:
        raise Unclear(f"There is no file called {name[:60]} here. {_files_here(here)}")
    if len(questions) > 1:
        raise Unclear(f"That file is with questions {' and '.join(questions)}. Type go to and the number first.")
    question, file = found[-1]
    where = f"question {question}" if question else "your return"
    told = f"{file.name} is taken back from {where}. It no longer counts."
    return Move((Detach(question, file.sha256),), go=place, notes=(told, _still(here, "it")))


def _files_here(here: Here) -> str:
    names = [f"{file.name} (question {ref})" if ref else file.name for ref, own in here.files.items() for file in own]
    return f"These are: {', '.join(names)}." if names else "No file has been given yet."


def _still(here: Here, what: str = "them") -> str:
    kept = f"The record holds {what} until {'it is' if what == 'it' else 'they are'} erased."
    if here.ask_whom:
        return f"{kept} To have that done, write to {here.ask_whom[0]}."
    return f"{kept} {whom(here)}"


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
