"""What the plain words do with a colleague's question: hand over, take back, hand back. Pure."""

from config.questionnaire import Unclear
from intake.conversation.actions.answer import hand
from intake.conversation.actions.take_back import withdraw
from intake.conversation.intents import Command, Do, find_colleague, find_questions
from intake.conversation.state import Asks, Hand, Here, Move, Place, at, first_of, named, refuse_unless_open


def ask_hand(here: Here, place: Place, command: Command) -> Move:
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


def take_back(here: Here, place: Place, command: Command) -> Move:
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
