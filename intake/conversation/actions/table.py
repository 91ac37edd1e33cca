"""Which move each of the plain words makes; here, those that look over, send, or show a page. Pure."""

from collections.abc import Callable

from config.questionnaire import Unclear
from config.words import count
from intake.conversation.actions.answer import speak_for
from intake.conversation.actions.change import change, open_again, replace_with, set_aside
from intake.conversation.actions.file_dates import date_file
from intake.conversation.actions.hand_over import ask_hand, take_back
from intake.conversation.actions.last_time import drop_last
from intake.conversation.actions.move import agree, back, go_on, jump, keep, repeat, skip
from intake.conversation.actions.take_back import withdraw
from intake.conversation.intents import Command, Do
from intake.conversation.state import (
    CLOSED,
    Asks,
    Here,
    Move,
    Place,
    Show,
    files_needed,
    needed,
    refuse_unless_open,
    whom,
)


def _review(here: Here, _place: Place, _command: Command) -> Move:
    return Move(go=Place() if here.state.submitted_at or here.state.is_closed else Place(Asks.REVIEW))


def _submit(here: Here, place: Place, command: Command) -> Move:
    if here.state.is_closed:
        raise Unclear(f"{CLOSED} {whom(here)}")
    if here.state.submitted_at is not None:
        return Move(go=Place(), notes=("Your return is submitted already.",))
    if needed(here) and place.asks is Asks.REVIEW:  # they have it before them
        refs = tuple(dict.fromkeys(step.question.ref for step in needed(here)))
        many = f"question {', '.join(refs)}" if len(refs) < 9 else count(len(refs), "question")
        raise Unclear(f"Your return cannot go yet. Still needed: {many}. Type continue to answer.")
    if needed(here):
        return Move(go=Place(Asks.REVIEW), notes=("Your return cannot go yet: some answers are missing.",))
    if files_needed(here) and command.do is not Do.SUBMIT_WITHOUT:
        told = "A file is still missing. Attach it, or type submit without to send your return as it is."
        return Move(go=Place(Asks.REVIEW), notes=(told,))
    if place.asks not in (Asks.REVIEW, Asks.NAME) and command.do is not Do.SUBMIT_WITHOUT:
        return Move(go=Place(Asks.REVIEW), notes=("Look your answers over first, then type submit.",))
    return Move(go=Place(Asks.NAME))


def _scope(here: Here, place: Place, command: Command) -> Move:
    refuse_unless_open(here)
    if command.about:
        return speak_for(here, command.about, place)
    return Move(go=Place(Asks.SCOPE, *place.key, then=place.then))


def _showing(show: Show) -> Callable[[Here, Place, Command], Move]:
    def move(here: Here, place: Place, _command: Command) -> Move:
        is_asking = place.asks is Asks.PROMPT and (here.state.submitted_at is not None or here.state.is_closed)
        return Move(go=Place() if is_asking and show is not Show.WHY else place, show=show)  # no question goes on then

    return move


COMMANDS: dict[Do, Callable[[Here, Place, Command], Move]] = {
    Do.BACK: back,
    Do.SKIP: skip,
    Do.NEXT: go_on,
    Do.AGREE: agree,
    Do.STATUS: _showing(Show.STATUS),
    Do.REPEAT: repeat,
    Do.OPEN: _showing(Show.OPEN),
    Do.HELP: _showing(Show.HELP),
    Do.WHY: _showing(Show.WHY),
    Do.COPY: _showing(Show.COPY),
    Do.PAUSE: _showing(Show.PAUSED),
    Do.AGENCY: _showing(Show.AGENCIES),
    Do.REVIEW: _review,
    Do.SUBMIT: _submit,
    Do.SUBMIT_WITHOUT: _submit,
    Do.CHANGE: change,
    Do.JUMP: jump,
    Do.HAND: ask_hand,
    Do.TAKE_BACK: take_back,
    Do.RETURN: take_back,
    Do.WITHDRAW: withdraw,
    Do.KEEP: keep,
    Do.DROP: drop_last,
    Do.REPLACE: replace_with,
    Do.BOTH: replace_with,
    Do.SCOPE: _scope,
    Do.REOPEN: open_again,
    Do.NOT_APPLICABLE: set_aside,
    Do.DATE_FILE: date_file,
}
