"""What the plain words do to walk through the questions: back, skip, next, go to. Pure."""

from dataclasses import replace

from config.questionnaire import Kind, Unclear
from intake.conversation.actions.answer import answer
from intake.conversation.actions.change import change
from intake.conversation.actions.last_time import keep_last
from intake.conversation.intents import Command, find_questions
from intake.conversation.state import (
    Asks,
    Here,
    Move,
    Place,
    Skip,
    Step,
    any_open,
    at,
    before,
    first_of,
    is_answered,
    next_step,
    onward,
    prompts,
    step_at,
)
from intake.returns import Given


def back(here: Here, place: Place, _command: Command) -> Move:
    step = step_at(here, place.key)
    if place.asks is Asks.PROMPT and step is not None:
        earlier = before(here, place.key)
        if earlier is None:
            return Move(go=place, notes=("This is the first question.",))
        return Move(go=at(here, earlier, place.then))
    if step is not None:
        return Move(go=at(here, step, place.then))
    if place.asks in (Asks.NAME, Asks.SCOPE) and not here.state.submitted_at:
        return Move(go=Place(Asks.REVIEW))
    return go_on(here, place, _command)


def skip(here: Here, place: Place, command: Command) -> Move:
    step = step_at(here, place.key)
    if place.asks is Asks.CLASH:
        return keep(here, place, command)
    if step is None or place.asks is not Asks.PROMPT:
        return go_on(here, place, command)
    if place.then or is_answered(here, step):
        return Move(after=place)
    if not step.prompt.required or step.prompt.kind is Kind.FILES:
        return Move((Skip(step.key),), after=replace(place, held=""))
    last = prompts(here, step.question)[-1]
    told = f"Question {step.question.ref} is left for now. It comes round again at the end."
    return Move((Skip(step.key),), after=Place(Asks.PROMPT, step.question.ref, last.key), notes=(told,))


def keep(here: Here, place: Place, command: Command) -> Move:
    if place.asks is Asks.CLASH:
        return Move(after=replace(place, held=""))
    if kept := keep_last(here, place, command):
        return kept
    step = step_at(here, place.key)
    if place.asks is Asks.PROMPT and place.held and step is not None and step.prompt.kind is Kind.TEXT:
        held = Given(*place.key, place.held)
        return answer(here, Place(place.asks, *place.key, place.shown, place.then), held)
    if place.asks is Asks.PROMPT and step is not None and step.prompt.required and not is_answered(here, step):
        raise Unclear("There is no answer here to keep. Type one, or skip.")
    return skip(here, place, command)


def go_on(here: Here, place: Place, _command: Command) -> Move:
    if here.state.submitted_at or here.state.is_closed:
        return Move(go=Place())
    step = step_at(here, place.key) if place.asks is Asks.PROMPT else None
    if step is not None:
        if is_answered(here, step) or place.then or not step.prompt.required:
            return skip(here, place, _command)
        return Move(go=onward(here, place))
    wanted = next_step(here) or any_open(here)
    return Move(go=at(here, wanted) if wanted else Place(Asks.REVIEW))


def agree(here: Here, place: Place, command: Command) -> Move:
    """An "ok" goes on, and answers nothing: where an answer is needed it is asked for again."""
    step = step_at(here, place.key) if place.asks is Asks.PROMPT else None
    is_over = here.state.submitted_at is not None or here.state.is_closed
    if step is None or is_over or place.then or is_answered(here, step) or not step.prompt.required:
        return go_on(here, place, command)
    return Move(go=place)


def jump(here: Here, place: Place, command: Command) -> Move:
    found = find_questions(here, command.about)
    if here.state.submitted_at or here.state.is_closed:
        return change(here, place, command)
    open_ = next((step for each in found if (step := _first_open(here, each.ref))), None)
    step = open_ or first_of(here, found[0].ref)
    return Move(go=at(here, step) if step else place, is_new=True)


def _first_open(here: Here, ref: str) -> Step | None:
    first = first_of(here, ref)
    return first if first and not is_answered(here, first) else None


def repeat(_here: Here, place: Place, _command: Command) -> Move:
    return Move(go=place, is_new=True)
