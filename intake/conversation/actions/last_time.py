"""What keep, change and drop do where last time's answer is shown. Pure."""

from dataclasses import replace

from config.questionnaire import Unclear
from config.words import listing
from intake.conversation.actions.answer import ask_why_reopen
from intake.conversation.intents import Command, find_questions
from intake.conversation.state import (
    Asks,
    Drop,
    Here,
    KeepLast,
    Move,
    Place,
    is_undecided,
    last_of,
    opening_prompt,
    questions,
    refuse_unless_open,
    undecided_with,
)
from intake.returns import LastAnswer

NEVER_ALL = "Last time's answers are kept as you see them: a question at a time, or type keep standard."
UNCHANGED = "Nothing was changed."
NOTHING_FITS = "Nothing of last time's answer fits this question now. Type change to answer it, or drop."


def keep_last(here: Here, place: Place, command: Command) -> Move | None:
    """Keeping what last time's page or prompt shows; None where keep means something else here."""
    if command.about[:1].isdigit() and (first := _shown_first(here, place, command.about)):
        return first
    if command.about and not command.about[:1].isdigit():
        return _keep_standard(here, place, command.about)
    if place.asks is Asks.LAST_OF_STANDARD:
        shown = undecided_with(here, place.question)
        refs = tuple(each.ref for each in shown if _can_be_kept(here, each.ref))
        rest = len(shown) - len(refs)
        if not refs:
            raise Unclear(NOTHING_FITS)
        told = () if not rest else (f"{rest} of them can only be changed or dropped.",)
        return Move((KeepLast(refs),), after=Place(Asks.PROMPT, refs[-1]), notes=(_kept(refs), *told))
    last = last_of(here, place.question)
    if last is None or not _offers(here, place, last):
        return None
    if not last.can_be_kept:
        raise Unclear(NOTHING_FITS)
    old = [f"{each.name} is from {each.of:%-d %B %Y}, so it is asked for again." for each in last.files if each.is_old]
    refs = (place.question,)
    return Move((KeepLast(refs),), after=Place(Asks.PROMPT, *place.key), notes=(_kept(refs), *old))


def too_late(here: Here, place: Place) -> Move | None:
    """What keep or drop comes to on a page of last time that is past: nothing; None where the page still holds."""
    ref = place.question
    if place.asks is Asks.LAST_OF_STANDARD:
        past = f"Nothing of last time waits in the standard of question {ref} now. {UNCHANGED}"
        return None if undecided_with(here, ref) else Move(after=Place(Asks.PROMPT, ref), notes=(past,))
    if place.asks is not Asks.LAST or is_undecided(here, ref):
        return None
    stands = [each for key, each in here.standing.items() if key.question == ref]
    if any(each.kept_from for each in stands):
        told = f"Last time's answer to question {ref} is kept already. {UNCHANGED}"
        return Move(after=Place(Asks.PROMPT, *place.key), notes=(told,))
    by = f" by {stands[0].said_by}" if stands else ""
    if last_of(here, ref) is None:
        told = f"Last time's answer to question {ref} was dropped before. {UNCHANGED}"
    else:
        told = f"Question {ref} has been answered{by} since. {UNCHANGED}"
    return Move(go=replace(place, asks=Asks.PROMPT), notes=(told,), is_new=True)


def _can_be_kept(here: Here, ref: str) -> bool:
    last = last_of(here, ref)
    return last is not None and last.can_be_kept


def _offers(here: Here, place: Place, last: LastAnswer) -> bool:
    """Whether last time's answer stands before the person, and nothing of now in its stead."""
    if place.asks is Asks.LAST:
        return True
    is_bare = place.asks is Asks.PROMPT and not place.held and place.key not in here.standing
    return is_bare and last.at(place.prompt) is not None


def _shown_first(here: Here, place: Place, about: str) -> Move | None:
    """Last time's answer to the question named: nothing is kept or dropped unseen. None where it is in sight."""
    refuse_unless_open(here)
    asked = find_questions(here, about)[0]
    if last_of(here, asked.ref) is None or not is_undecided(here, asked.ref):
        raise Unclear(f"No answer of last time waits at question {asked.ref}. Type change {asked.ref} to look at it.")
    if place.question == asked.ref and place.asks is Asks.LAST:
        return None
    told = f"This is last time's answer to question {asked.ref}. Type keep or drop."
    return Move(go=Place(Asks.LAST, asked.ref, opening_prompt(here, asked)), notes=(told,), is_new=True)


def _keep_standard(here: Here, place: Place, about: str) -> Move:
    """Show what would be kept; keep there keeps it."""
    refuse_unless_open(here)
    if not about.casefold().startswith("standard"):
        raise Unclear(NEVER_ALL)
    named = about[len("standard") :].strip()
    asked = [each for each in questions(here) if not named or each.standard.casefold() == named.casefold()]
    own = next((each.standard for each in asked if each.ref == place.question), "")
    if not named:
        asked = [each for each in asked if not own or each.standard == own]
    first = next((each for each in asked if is_undecided(here, each.ref)), None)
    if first is None:
        raise Unclear("No answer of last time waits there. Type next to go on.")
    return Move(go=Place(Asks.LAST_OF_STANDARD, first.ref))


def _kept(refs: tuple[str, ...]) -> str:
    if len(refs) == 1:
        return f"Last time's answer to question {refs[0]} is kept."
    return f"Last time's answers to questions {listing(refs)} are kept."


def change_last(here: Here, place: Place) -> Move:
    """Answer anew; last time's words stay in sight at each prompt."""
    if here.state.submitted_at is not None and not here.state.is_closed:
        return ask_why_reopen(place.question)
    refuse_unless_open(here)
    if place.asks is Asks.LAST_OF_STANDARD:
        return Move(go=Place(Asks.LAST, place.question, opening_prompt(here, here.template.by_ref[place.question])))
    return Move(go=Place(Asks.PROMPT, *place.key, then=place.then), is_new=True)


def drop_last(here: Here, place: Place, command: Command) -> Move:
    """Let it go: the question is asked as if it were new."""
    refuse_unless_open(here)
    if command.about and (first := _shown_first(here, place, command.about)):
        return first
    if place.asks not in (Asks.LAST, Asks.PROMPT) or last_of(here, place.question) is None:
        raise Unclear("There is no answer of last time here to drop. Type help to see what you can say.")
    told = f"Last time's answer to question {place.question} is dropped. It stays in that round."
    stays = Place(Asks.PROMPT, *place.key, shown=place.shown, then=place.then, held=place.held)
    return Move((Drop(place.question),), go=stays, notes=(told,), is_new=True)
