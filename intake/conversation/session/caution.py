"""What is said of words just typed: whom to call for a child in danger, and a gentle word where they tell who it is."""

from collections.abc import Iterator

from config.questionnaire import Kind
from intake.conversation.session.talker import Talker
from intake.conversation.state import Here, Move, Overrule, Place, Record, Reopen, SpeakFor
from nlp.danger import tells_of_danger

TAKE_BACK = "To take your words back, type remove."
NAME_TELLS = "Its name seems to tell who a child is."
ERASE = "To have it erased, ask your partnership."


def alarmed(now: Here, typed: str, move: Move, was: Place) -> tuple[str, ...]:
    """Whom to call, where what was typed or given in a form may be of a child in danger, whatever came of the words."""
    said = (typed, *_words_in(now, move, was), *_reasons_in(move))
    return now.at_risk if any(tells_of_danger(each) for each in said) else ()


def noticed(talker: Talker, now: Here, move: Move, was: Place) -> tuple[str, ...]:
    """A gentle word where what was just said tells who a child is, and how to take it back."""
    kept, other = list(_words_in(now, move, was)), list(_reasons_in(move))
    for words in (kept, other):
        for said in words:
            told = talker.talk.notice(said, people(now))
            if told:
                return (*told, TAKE_BACK if words is kept else ERASE)
    return ()


def _words_in(now: Here, move: Move, was: Place) -> Iterator[str]:
    """Free words of this turn that `remove` takes back; figures, dates and choices are looked at by nobody."""
    for effect in move.effects:
        if isinstance(effect, Record | Overrule):
            prompt = now.template.by_ref[effect.given.question].prompt(effect.given.prompt)
            if effect.given.not_applicable or (prompt is not None and prompt.kind is Kind.TEXT):
                yield effect.given.value
    for going in (move.go, move.after):
        if going is not None and going.held and going.held != was.held:
            yield going.held


def _reasons_in(move: Move) -> Iterator[str]:
    for effect in move.effects:
        if isinstance(effect, Reopen | SpeakFor):
            yield effect.because if isinstance(effect, Reopen) else effect.scope


def people(now: Here) -> tuple[str, ...]:
    """The names and addresses of those who take part: no secret in their own return."""
    everybody = (now.me, *now.colleagues)
    return (
        *(each.name for each in everybody),
        *(each.email for each in everybody),
        *", ".join(now.ask_whom).split(", "),
    )
