"""What an answer, or free words given for a reason, a name or a department, come to. Pure."""

from dataclasses import replace

from config.questionnaire import RATING, Kind, Unclear, spelling
from intake import returns
from intake.conversation.intents import Both, Command, Do, box_for, find_colleague, find_questions, refuse_unless_reason
from intake.conversation.state import (
    Asks,
    Hand,
    Here,
    Key,
    Move,
    Place,
    Record,
    Reopen,
    SpeakFor,
    Submit,
    at,
    first_of,
    named,
    refuse_unless_open,
    step_at,
)
from intake.returns import Given, is_full_name


def answer(here: Here, place: Place, given: Given) -> Move:
    if given.not_applicable and not given.value and place.asks is Asks.PROMPT:
        return Move(go=Place(Asks.REASON, *place.key, place.shown, place.then))
    stands = here.standing.get(Key(given.question, given.prompt))
    is_new_to_me = stands is not None and stands.said_by != here.me.name and stands.id != place.shown
    if stands is not None and is_new_to_me and place.key == (given.question, given.prompt):
        if (stands.value, stands.not_applicable) != (given.value, given.not_applicable):
            mine = f"N/A: {given.value}" if given.not_applicable else given.value
            return Move(go=Place(Asks.CLASH, *place.key, stands.id, place.then, mine))
        told = f"{stands.said_by} has just given the same answer."
        return Move(after=place, notes=(told,))
    prompt = here.template.by_ref[given.question].prompt(given.prompt)
    is_text = prompt is not None and prompt.kind is Kind.TEXT
    return Move((Record(given),), after=replace(place, held="") if is_text else place)


def several(here: Here, place: Place, both: Both) -> Move:
    """An answer that said more than was asked: all of it is kept, where it is plain to which box it belongs."""
    first = answer(here, place, both.given[0])
    if not first.effects:  # a colleague was quicker: that is settled first
        return first
    last = Key(*both.given[-1][:2])
    more = [each for each in both.given[1:] if Key(each.question, each.prompt) not in here.standing]
    effects = (*first.effects, *map(Record, more))
    at_last = last if len(more) == len(both.given) - 1 else place.key
    after = Place(Asks.PROMPT, *at_last, then=place.then, held=place.held)
    if not both.words:
        return Move(effects, after=after)
    step = step_at(here, place.key)
    box = box_for(here, step) if step else None
    if box is None or box.key in here.standing or after.key != last:
        told = (saved(here, both.given[: len(more) + 1]), "Your words are kept for the next box.")
        return Move(effects, after=replace(after, held=_joined(place.held, both.words)), notes=told)
    words = _joined(place.held, both.words)
    told = (saved(here, both.given), f"Your words are saved under “{box.prompt.text}”.")
    return Move(
        (*effects, Record(Given(*box.key, words))), after=Place(Asks.PROMPT, *box.key, then=place.then), notes=told
    )


def saved(here: Here, given: tuple[Given, ...]) -> str:
    """The sentence that tells which rating, yes or no was understood."""
    scale = here.template.scale
    said = [scale.by_code[each.value].name if each.prompt == RATING else each.value.capitalize() for each in given]
    return f"Saved: {', '.join(said)}."


def _joined(held: str, words: str) -> str:
    return words if not held or held == words else f"{held}\n{words}"


def free_words(here: Here, place: Place, words: str) -> Move:
    match place.asks:
        case Asks.REASON:
            given = returns.not_applicable(here.template, here.template.by_ref[place.question], _reason(here, words))
            return answer(here, Place(Asks.PROMPT, place.question, RATING, place.shown, place.then), given)
        case Asks.NAME:
            return _sign(here, words)
        case Asks.REOPEN:
            return reopen(here, place.question, words)
        case Asks.HAND:
            return hand(here, place, Command(Do.HAND, place.question, words))
        case _:
            return speak_for(here, words, place)


def _reason(here: Here, words: str) -> str:
    """The reason alone, where N/A is said once more before it; raises Unclear where none is given."""
    reason = returns.reason_of(words)
    if not any(mark.isalnum() for mark in reason) or spelling(reason) in ("none", "no reason", "no", "yes"):
        raise Unclear("Say why in a few words, such as: we do not pay others for this.")
    _refuse_rating(here, reason, "Say why it does not apply, or type back to answer it after all.")
    return reason


def _refuse_rating(here: Here, words: str, otherwise: str) -> None:
    """Raises Unclear for words that are no reason, and for a rating or a number: those answer a question."""
    ratings = {spelling(each) for rating in here.template.scale.ratings for each in (rating.label, rating.name)}
    if not any(mark.isalpha() for mark in words) or spelling(words).rstrip(".!") in ratings:
        raise Unclear(otherwise)
    refuse_unless_reason(words, otherwise)


def _sign(here: Here, name: str) -> Move:
    """Whoever types anything but a name at this place wants something else: nothing is sent by a stray word."""
    known = {spelling(each.name) for each in (here.me, *here.colleagues)}
    if spelling(name) not in known and not is_full_name(name):
        told = "Nothing is sent yet. To sign, type your full name, with capitals"
        raise Unclear(f"{told}, such as {here.me.name}. To go back, type back.")
    return Move((Submit(" ".join(name.split())),), go=Place())


def reopen(here: Here, question: str, because: str) -> Move:
    _refuse_rating(here, because, "Your return stays as it is. To change it, say why. To leave it, type back.")
    step = first_of(here, question) if question else None
    return Move(
        (Reopen(because),),
        go=at(here, step, "review") if step else Place(Asks.REVIEW),
        notes=("Your return is open again. Submit it once more when you have changed it.",),
    )


def ask_why_reopen(question: str = "") -> Move:
    return Move(go=Place(Asks.REOPEN, question))


def speak_for(here: Here, words: str, place: Place) -> Move:
    is_whole = spelling(words).rstrip(".") in WHOLE
    if not is_whole:
        _refuse_rating(here, words, "Name the departments, or type all. To leave it as it is, type back.")
    return Move((SpeakFor("" if is_whole else words[:500]),), go=_return_to(here, place))


WHOLE = ("all", "everything", "the whole agency", "whole agency", "all of it", "all departments", "everyone", "whole")


def _return_to(here: Here, place: Place) -> Place:
    """Back to the question that was open before an aside, else the review."""
    step = step_at(here, place.key)
    if step is not None:
        return at(here, step, place.then)
    return Place() if here.state.submitted_at else Place(Asks.REVIEW)


def hand(here: Here, place: Place, command: Command) -> Move:
    refuse_unless_open(here)
    refs = tuple(each.ref for each in find_questions(here, command.about or place.question))
    to = find_colleague(here, command.who)
    one = "it" if len(refs) == 1 else "one of them"
    told = f"{named(refs)} now with {to.name}, who is told. To get {one} back, type take back {refs[0]}."
    return Move((Hand(refs, to),), go=_where_else(place, refs), notes=(told,))


def _where_else(place: Place, handed: tuple[str, ...]) -> Place | None:
    """Stay, unless the question that was open has just been handed on."""
    return None if place.question in handed or place.asks is Asks.HAND else place
