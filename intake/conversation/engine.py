"""The conversation: from what the record holds, where a person is and what they said, to what happens next. Pure.

`decide` reads one reply. Its Move says what to write down (`effects`), where that leaves the person (`go`), and what
to tell them. `session` carries it out; each channel shows the `pages` in its own way.
"""

from dataclasses import replace

from config.questionnaire import RATING, Kind, Unclear, spelling
from intake import returns
from intake.conversation.actions import (
    COMMANDS,
    UNCHANGED,
    answer,
    ask_why_reopen,
    free_words,
    saved,
    several,
    too_late,
)
from intake.conversation.intents import (
    Both,
    Command,
    Do,
    FreeWords,
    Intent,
    asked_back,
    asks_us,
    command_in,
    is_aside,
    near,
    next_box,
    understand,
    visible,
)
from intake.conversation.state import (
    CLOSED,
    Asks,
    Here,
    Move,
    Place,
    at,
    is_answered,
    is_undecided,
    onward,
    step_at,
    whom,
)
from intake.returns import Given
from nlp.danger import tells_of_danger


def begin(here: Here, last: Place | None) -> Place:
    """Where a person takes up the conversation: where they left off, else at the first thing still open."""
    if here.state.submitted_at or here.state.is_closed:
        return Place()
    if last is not None and last.asks in (Asks.REASON, Asks.CLASH, Asks.NAME, Asks.REOPEN, Asks.SCOPE):
        return last
    if last is not None and last.asks is Asks.LAST and is_undecided(here, last.question):
        return last
    step = step_at(here, last.key) if last is not None and last.asks is Asks.PROMPT else None
    if last is not None and step is not None and (last.then or not is_answered(here, step)):
        return at(here, step, last.then, last.held)
    return onward(here)


def decide(here: Here, place: Place, reply: str) -> Move:
    """What a reply in words comes to. An unclear one changes nothing and is asked again."""
    try:
        return act(here, place, understand(here, place, reply))
    except Unclear as unclear:
        return ask_again(here, place, reply, str(unclear))


ONWARD = (
    Do.BACK,
    Do.SKIP,
    Do.NEXT,
    Do.AGREE,
    Do.KEEP,
    Do.DROP,
    Do.REPLACE,
    Do.BOTH,
)  # home, where there is nothing to go on with


def act(here: Here, place: Place, heard: Intent) -> Move:
    """What an answer, a command or free words come to, pressed or typed; raises Unclear where it cannot be done."""
    if place.asks is Asks.LAST and _passes_last(heard):
        place = replace(place, asks=Asks.PROMPT)
    if isinstance(heard, Command):
        is_over = here.state.is_closed or here.state.submitted_at is not None
        if is_over and heard.do in ONWARD:
            is_lost = place.asks in (Asks.LAST, Asks.LAST_OF_STANDARD) and heard.do in (Do.KEEP, Do.DROP)
            return Move(go=Place(), notes=(UNCHANGED,) if is_lost else ())
        past = too_late(here, place) if heard.do in (Do.KEEP, Do.DROP) and not heard.about else None
        return past or COMMANDS[heard.do](here, place, heard)
    if here.state.is_closed:
        raise Unclear(f"{CLOSED} {whom(here)}")
    if isinstance(heard, FreeWords):
        return free_words(here, place, heard.words)
    if here.state.submitted_at is not None:
        return ask_why_reopen(place.question)
    return several(here, place, heard) if isinstance(heard, Both) else answer(here, place, heard)


def _passes_last(heard: Intent) -> bool:
    """Whether this is about the question itself, and not about last time's answer to it."""
    return not isinstance(heard, Command) or heard.do in (Do.SKIP, Do.NEXT, Do.BACK, Do.HAND, Do.NOT_APPLICABLE)


def ask_again(here: Here, place: Place, reply: str, told: str) -> Move:
    """Ask again; words too long for a choice are held for the box that takes them."""
    if here.state.is_closed:
        return Move(go=Place(), notes=(f"{CLOSED} {whom(here)}",), is_unclear=True)
    step = step_at(here, place.key) if place.asks is Asks.PROMPT else None
    box = next_box(here, step) if step else None
    is_command = command_in(here, reply, free=False) is not None or asks_us(reply) or asked_back(here, box, reply)
    if step and box and len(reply.split()) > 4 and not is_command and step.prompt.kind not in (Kind.FILES, Kind.TEXT):
        words = returns.storable(reply.strip())
        held = words if not place.held or words in place.held else f"{place.held}\n{words}"
        hold = Place(place.asks, *place.key, place.shown, place.then, held)
        return Move(go=hold, notes=(told, f"Your words are kept for “{box.prompt.text}”."), is_unclear=True)
    return Move(go=place, notes=(told,), is_unclear=True)


def inferred(here: Here, reply: str, heard: Intent) -> str | None:
    """Which rating was understood, where the words are neither its code nor its name."""
    if not isinstance(heard, Given) or heard.prompt != RATING or heard.not_applicable:
        return None
    rating = here.template.scale.by_code[heard.value]
    exact = {spelling(each) for each in (rating.code, rating.label, rating.name)}
    return None if spelling(visible(reply).strip(".!\"'“”")) in exact else saved(here, (heard,))


NEVER_ANSWERS = (Do.BACK, Do.SKIP, Do.NEXT, Do.AGREE, Do.KEEP, Do.HELP, Do.WHY, Do.STATUS, Do.PAUSE, Do.WITHDRAW)


def literal_note(here: Here, place: Place, reply: str, heard: Intent) -> str | None:
    """How to say a command's word as an answer, where it may have been meant as one."""
    step = step_at(here, place.key) if place.asks is Asks.PROMPT else None
    if step is None or step.prompt.kind is not Kind.TEXT:
        return None
    said = reply.strip()
    if isinstance(heard, Command):
        is_word = " " not in said and heard.do not in NEVER_ANSWERS
        return f'If “{said}” is your answer, type it in quotes: "{said}".' if is_word else None
    if not isinstance(heard, Given):
        return None
    if tells_of_danger(said):
        return "Your words are saved as your answer. If they are not one, type remove."
    if close := near(reply):
        return f"“{said}” is saved as your answer. If you meant {close}, type back and {close}."
    if is_aside(reply):
        more = "To ask your partnership, type QUESTION and your words." if asks_us(said) else ""
        more = more or "Type help to see what you can say."
        return f"“{said}” is saved as your answer. If it is not one, type remove. {more}"
    return None
