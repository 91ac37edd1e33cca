"""Cards that still ask what has been answered elsewhere: in words, or by a colleague. They are drawn anew."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.slack.api import Card, Posted
from bot.slack.views import CardDrawing
from config.questionnaire import Kind
from intake.conversation import OpenTurn, ShownRow, newest_shown
from intake.conversation.pages import Reply, checked_at, value_shown
from intake.conversation.state import Asks, Here, Key, Place, step_at

CHOSEN = (Kind.RATING, Kind.YES_NO)


def echoed(turn: OpenTurn, reply: Reply) -> Reply:
    """The reply, with the rating or the yes or no that was typed and recorded: a typing slip is seen at once."""
    here = turn.then
    said = [value_shown(here, each) for each in _once(turn.recorded) if _is_choice(here, each)]
    if not said or any(each.startswith("Saved:") for each in reply.notes):
        return reply
    return replace(reply, notes=(f"Saved: {', '.join(said)}.", *reply.notes))


def redrawn(turn: OpenTurn, drawing: CardDrawing, said: Sequence[Key]) -> Iterator[tuple[Posted, Card]]:
    """The newest message of each colleague that asks what this turn answered, as what stands now."""
    keys = _once(said)
    if not keys:
        return
    me = turn.talker.contact
    for shown, key in _asking(turn, keys):
        if shown.contact_id != me.id:
            yield _answered(turn, drawing, shown, key, me.name)


def own_redrawn(turn: OpenTurn, drawing: CardDrawing) -> Iterator[tuple[Posted, Card]]:
    """Our newest message to this person, where its choices were answered in words."""
    here, me = turn.then, turn.talker.contact
    keys = [each for each in _once(turn.recorded) if _is_choice(here, each)]
    for shown, key in _asking(turn, keys) if keys else ():
        if shown.contact_id == me.id:
            yield _answered(turn, drawing, shown, key)


def _once(said: Sequence[Key]) -> list[Key]:
    return list(dict.fromkeys(said))


def _is_choice(here: Here, key: Key) -> bool:
    step = step_at(here, key)
    return step is not None and step.prompt.kind in CHOSEN


def _asking(turn: OpenTurn, keys: list[Key]) -> Iterator[tuple[ShownRow, Key]]:
    for shown in newest_shown(turn.talker):
        place = Place.read(shown.place)
        if place.asks is Asks.PROMPT and place.key in keys:
            yield shown, place.key


def _answered(turn: OpenTurn, drawing: CardDrawing, shown: ShownRow, key: Key, by: str = "") -> tuple[Posted, Card]:
    asked = turn.talker.template.by_ref[key.question]
    place = Place(Asks.PROMPT, key.question)
    card = drawing.answered(checked_at(turn.then, asked), place, is_open=bool(by), by=by)
    return Posted(shown.channel, shown.ts), card
