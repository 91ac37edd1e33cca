"""What the plain words do: back, skip, change, hand over, submit and the others. Pure."""

from collections.abc import Callable
from dataclasses import replace

from config.audit import RATING, Kind, Unclear
from intake import given as reading
from intake.answering import answer, ask_why_reopen, hand, reopen, speak_for
from intake.commands import Command, Do
from intake.finding import find_colleague, find_questions, is_question
from intake.given import Given
from intake.here import Asks, Here, Place
from intake.moves import CLOSED, Hand, Move, Overrule, Show, Skip, at, named, onward, refuse_unless_open, whom
from intake.steps import (
    Step,
    any_open,
    before,
    files_needed,
    first_of,
    is_answered,
    needed,
    next_step,
    prompts,
    questions,
    step_at,
)
from intake.withdrawing import withdraw


def _back(here: Here, place: Place, _command: Command) -> Move:
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
    return _go_on(here, place, _command)


def _skip(here: Here, place: Place, command: Command) -> Move:
    step = step_at(here, place.key)
    if place.asks is Asks.CLASH:
        return _keep(here, place, command)
    if step is None or place.asks is not Asks.PROMPT:
        return _go_on(here, place, command)
    if place.then or is_answered(here, step):
        return Move(after=place)
    if not step.prompt.required or step.prompt.kind is Kind.FILES:
        return Move((Skip(step.key),), after=replace(place, held=""))
    last = prompts(here, step.question)[-1]
    told = f"Question {step.question.ref} is left for now. It comes round again at the end."
    return Move((Skip(step.key),), after=Place(Asks.PROMPT, step.question.ref, last.key), notes=(told,))


def _keep(here: Here, place: Place, command: Command) -> Move:
    if place.asks is Asks.CLASH:
        return Move(after=replace(place, held=""))
    step = step_at(here, place.key)
    if place.asks is Asks.PROMPT and place.held and step is not None and step.prompt.kind is Kind.TEXT:
        held = Given(*place.key, place.held)
        return answer(here, Place(place.asks, *place.key, place.shown, place.then), held)
    if place.asks is Asks.PROMPT and step is not None and step.prompt.required and not is_answered(here, step):
        raise Unclear("There is no answer here to keep. Type one, or skip.")
    return _skip(here, place, command)


def _replace(here: Here, place: Place, command: Command) -> Move:
    stands = here.standing.get(place.key)
    step = step_at(here, place.key)
    if place.asks is not Asks.CLASH or step is None or stands is None:
        raise Unclear("There is nothing to choose between here. Type your answer.")
    is_text = step.prompt.kind is Kind.TEXT
    if command.do is Do.BOTH and not is_text:
        raise Unclear("Only one of the two can stand. Type keep or replace.")
    value = f"{stands.value}\n{place.held}" if command.do is Do.BOTH else place.held
    if stands.id != place.shown and stands.said_by != here.me.name:  # it moved once more in the meantime
        return Move(go=Place(Asks.CLASH, *place.key, stands.id, place.then, place.held))
    given = Given(*place.key, value)
    if step.prompt.kind is Kind.RATING:  # it may be N/A
        given = reading.understand(here.template, step.question, RATING, value)
    return Move((Overrule(given, stands),), after=replace(place, held=""))


def _go_on(here: Here, place: Place, _command: Command) -> Move:
    if here.state.submitted_at or here.state.is_closed:
        return Move(go=Place())
    step = step_at(here, place.key) if place.asks is Asks.PROMPT else None
    if step is not None:
        if is_answered(here, step) or place.then or not step.prompt.required:
            return _skip(here, place, _command)
        return Move(go=onward(here, place))
    wanted = next_step(here) or any_open(here)
    return Move(go=at(here, wanted) if wanted else Place(Asks.REVIEW))


def _jump(here: Here, place: Place, command: Command) -> Move:
    found = find_questions(here, command.about)
    if here.state.submitted_at or here.state.is_closed:
        return _change(here, place, command)
    open_ = next((step for each in found if (step := _first_open(here, each.ref))), None)
    step = open_ or first_of(here, found[0].ref)
    return Move(go=at(here, step) if step else place, is_new=True)


def _first_open(here: Here, ref: str) -> Step | None:
    first = first_of(here, ref)
    return first if first and not is_answered(here, first) else None


def _change(here: Here, place: Place, command: Command) -> Move:
    if command.who:
        return _change_to(here, place, command)
    ref = find_questions(here, command.about)[0].ref if command.about else place.question
    if here.state.is_closed:
        raise Unclear(f"{CLOSED} {whom(here)}")
    if here.state.submitted_at is not None:
        return ask_why_reopen(ref)
    step = first_of(here, ref) if ref else None
    if step is None:
        raise Unclear("Say which answer: type change and its number.")
    return Move(go=at(here, step, "review" if place.asks in (Asks.REVIEW, Asks.NAME) else "next"), is_new=True)


def _change_to(here: Here, place: Place, command: Command) -> Move:
    """ "change 3.1 to good" is done at once; "change my answer to 3" may be the question 3 or the rating 3."""
    wanted = command.about or (place.question if place.asks is Asks.PROMPT else "")
    step = first_of(here, find_questions(here, wanted)[0].ref) if wanted else None
    asked = step_at(here, place.key) if not command.about and place.asks is Asks.PROMPT else None
    step = asked or step
    if step is not None and (command.about or is_answered(here, step)) and step.prompt.kind is not Kind.TEXT:
        try:
            given = reading.understand(here.template, step.question, step.prompt.key, command.who)
        except Unclear:
            given = None
        if given is not None and here.state.submitted_at is None and not here.state.is_closed:
            then = "review" if place.asks is Asks.REVIEW else "next"
            return answer(here, at(here, step, then), given)
    if command.about:
        return _change(here, place, Command(Do.CHANGE, command.about))
    if is_question(here, command.who) and not here.template.scale.spells(command.who):
        return _change(here, place, Command(Do.CHANGE, command.who))
    rated = [each.ref for each in questions(here) if each.is_rated] or [questions(here)[0].ref]
    ref = place.question if place.question in rated else rated[0]
    raise Unclear(f"Say which question, such as: change {ref} to {command.who[:40]}.")


def _repeat(_here: Here, place: Place, _command: Command) -> Move:
    return Move(go=place, is_new=True)


def _ask_hand(here: Here, place: Place, command: Command) -> Move:
    if command.who:
        return hand(here, place, command)
    if not place.question:
        raise Unclear("Say what goes to whom, such as: hand 4 to Bo.")
    _refuse_alone(here)
    return Move(go=Place(Asks.HAND, place.question, place.prompt, place.shown, place.then))


def _refuse_alone(here: Here) -> None:
    """Raises Unclear where the agency has nobody else to hand a question to."""
    if not here.colleagues:
        find_colleague(here, "")


def _take_back(here: Here, place: Place, command: Command) -> Move:
    refuse_unless_open(here)
    named_ = command.about or place.question
    if not named_ or (not command.about and named_ not in here.holders):
        if place.asks is Asks.PROMPT and not command.about:
            return withdraw(here, place, command)
        raise Unclear("Say which question: type take back and its number.")
    refs = tuple(each.ref for each in find_questions(here, named_) if each.ref in here.holders)
    if not refs:
        raise Unclear(f"Question {named_[:20]} is not with anybody. You can answer it: type go to {named_[:20]}.")
    step = first_of(here, refs[0])
    told = f"{named(refs)} back with you." if command.do is Do.TAKE_BACK else f"{named(refs)} handed back."
    go = at(here, step) if step and command.do is Do.TAKE_BACK else None
    return Move((Hand(refs, None),), go=go, notes=(told,))


def _review(here: Here, _place: Place, _command: Command) -> Move:
    return Move(go=Place() if here.state.submitted_at or here.state.is_closed else Place(Asks.REVIEW))


def _submit(here: Here, place: Place, command: Command) -> Move:
    if here.state.is_closed:
        raise Unclear(f"{CLOSED} {whom(here)}")
    if here.state.submitted_at is not None:
        return Move(go=Place(), notes=("Your return is submitted already.",))
    if needed(here) and place.asks is Asks.REVIEW:  # they have it before them
        refs = tuple(dict.fromkeys(step.question.ref for step in needed(here)))
        many = f"question {', '.join(refs)}" if len(refs) < 9 else f"{len(refs)} questions"
        raise Unclear(f"Your return cannot go yet. Still needed: {many}. Type continue to answer.")
    if needed(here):
        return Move(go=Place(Asks.REVIEW), notes=("Your return cannot go yet: some answers are missing.",))
    if files_needed(here) and command.do is not Do.SUBMIT_WITHOUT:
        told = "A file is still missing. Attach it, or type submit without to send your return as it is."
        return Move(go=Place(Asks.REVIEW), notes=(told,))
    if place.asks is not Asks.REVIEW and command.do is not Do.SUBMIT_WITHOUT:
        return Move(go=Place(Asks.REVIEW), notes=("Look your answers over first, then type submit.",))
    return Move(go=Place(Asks.NAME))


def _scope(here: Here, place: Place, command: Command) -> Move:
    refuse_unless_open(here)
    if command.about:
        return speak_for(here, command.about, place)
    return Move(go=Place(Asks.SCOPE, *place.key, then=place.then))


def _reopen_command(here: Here, _place: Place, command: Command) -> Move:
    if here.state.is_closed:
        raise Unclear(f"{CLOSED} {whom(here)}")
    if here.state.submitted_at is None:
        raise Unclear("Your return is not submitted, so it is open already. Type change and a number.")
    return reopen(here, "", command.about) if command.about else ask_why_reopen()


def _not_applicable(here: Here, place: Place, _command: Command) -> Move:
    question = here.template.by_ref.get(place.question)
    if question is None or here.state.submitted_at or here.state.is_closed:
        raise Unclear("Say which question first: type go to and its number.")
    return answer(here, place, reading.not_applicable(here.template, question))


def _showing(show: Show) -> Callable[[Here, Place, Command], Move]:
    def move(_here: Here, place: Place, _command: Command) -> Move:
        return Move(go=place, show=show)

    return move


COMMANDS: dict[Do, Callable[[Here, Place, Command], Move]] = {
    Do.BACK: _back,
    Do.SKIP: _skip,
    Do.NEXT: _go_on,
    Do.STATUS: _showing(Show.STATUS),
    Do.REPEAT: _repeat,
    Do.OPEN: _showing(Show.OPEN),
    Do.HELP: _showing(Show.HELP),
    Do.WHY: _showing(Show.WHY),
    Do.COPY: _showing(Show.COPY),
    Do.PAUSE: _showing(Show.PAUSED),
    Do.AGENCY: _showing(Show.AGENCIES),
    Do.REVIEW: _review,
    Do.SUBMIT: _submit,
    Do.SUBMIT_WITHOUT: _submit,
    Do.CHANGE: _change,
    Do.JUMP: _jump,
    Do.HAND: _ask_hand,
    Do.TAKE_BACK: _take_back,
    Do.RETURN: _take_back,
    Do.WITHDRAW: withdraw,
    Do.KEEP: _keep,
    Do.REPLACE: _replace,
    Do.BOTH: _replace,
    Do.SCOPE: _scope,
    Do.REOPEN: _reopen_command,
    Do.NOT_APPLICABLE: _not_applicable,
}
