"""What the plain words change of answers that stand: change, replace, reopen, N/A. Pure."""

from dataclasses import replace

from config.questionnaire import RATING, Kind, Unclear
from intake import returns
from intake.conversation.actions.answer import answer, ask_why_reopen, reopen
from intake.conversation.actions.last_time import change_last
from intake.conversation.intents import Command, Do, find_questions, is_question
from intake.conversation.state import (
    CLOSED,
    Asks,
    Here,
    Move,
    Overrule,
    Place,
    at,
    first_of,
    is_answered,
    questions,
    step_at,
    whom,
)
from intake.returns import Given, both


def replace_with(here: Here, place: Place, command: Command) -> Move:
    stands = here.standing.get(place.key)
    step = step_at(here, place.key)
    if place.asks is not Asks.CLASH or step is None or stands is None:
        raise Unclear("There is nothing to choose between here. Type your answer.")
    is_text = step.prompt.kind is Kind.TEXT
    if command.do is Do.BOTH and not is_text:
        raise Unclear("Only one of the two can stand. Type keep or replace.")
    value = both(stands.value, place.held) if command.do is Do.BOTH else place.held
    if stands.id != place.shown and stands.said_by != here.me.name:  # it moved once more in the meantime
        return Move(go=Place(Asks.CLASH, *place.key, stands.id, place.then, place.held))
    given = Given(*place.key, value)
    if step.prompt.kind is Kind.RATING:  # it may be N/A
        given = returns.understand(here.template, step.question, RATING, value)
    return Move((Overrule(given, stands),), after=replace(place, held=""))


def change(here: Here, place: Place, command: Command) -> Move:
    if command.who:
        return _at_once(here, place, command)
    if not command.about and place.asks in (Asks.LAST, Asks.LAST_OF_STANDARD):
        return change_last(here, place)
    ref = find_questions(here, command.about)[0].ref if command.about else place.question
    if here.state.is_closed:
        raise Unclear(f"{CLOSED} {whom(here)}")
    if here.state.submitted_at is not None:
        return ask_why_reopen(ref)
    step = first_of(here, ref) if ref else None
    if step is None:
        raise Unclear("Say which answer: type change and its number.")
    return Move(go=at(here, step, "review" if place.asks in (Asks.REVIEW, Asks.NAME) else "next"), is_new=True)


def _at_once(here: Here, place: Place, command: Command) -> Move:
    """ "change 3.1 to good" is done at once; "change my answer to 3" may be the question 3 or the rating 3."""
    wanted = command.about or (place.question if place.asks is Asks.PROMPT else "")
    step = first_of(here, find_questions(here, wanted)[0].ref) if wanted else None
    asked = step_at(here, place.key) if not command.about and place.asks is Asks.PROMPT else None
    step = asked or step
    if step is not None and (command.about or is_answered(here, step)) and step.prompt.kind is not Kind.TEXT:
        try:
            given = returns.understand(here.template, step.question, step.prompt.key, command.who)
        except Unclear:
            given = None
        if given is not None and here.state.submitted_at is None and not here.state.is_closed:
            then = "review" if place.asks is Asks.REVIEW else "next"
            return answer(here, at(here, step, then), given)
    if command.about:
        return change(here, place, Command(Do.CHANGE, command.about))
    if is_question(here, command.who) and not here.template.scale.spells(command.who):
        return change(here, place, Command(Do.CHANGE, command.who))
    rated = [each.ref for each in questions(here) if each.is_rated] or [questions(here)[0].ref]
    ref = place.question if place.question in rated else rated[0]
    raise Unclear(f"Say which question, such as: change {ref} to {command.who[:40]}.")


def open_again(here: Here, _place: Place, command: Command) -> Move:
    if here.state.is_closed:
        raise Unclear(f"{CLOSED} {whom(here)}")
    if here.state.submitted_at is None:
        raise Unclear("Your return is not submitted, so it is open already. Type change and a number.")
    return reopen(here, "", command.about) if command.about else ask_why_reopen()


def set_aside(here: Here, place: Place, _command: Command) -> Move:
    question = here.template.by_ref.get(place.question)
    if question is None or here.state.submitted_at or here.state.is_closed:
        raise Unclear("Say which question first: type go to and its number.")
    return answer(here, place, returns.not_applicable(here.template, question))
