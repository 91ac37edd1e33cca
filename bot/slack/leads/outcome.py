"""What one turn comes to in Slack: the reply, its messages, and what happens to the message that asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from bot.slack.api import JSON, Card, Posted
from bot.slack.leads.open_cards import redrawn
from bot.slack.views import CardDrawing
from intake.conversation import OpenTurn, Talker, named
from intake.conversation.pages import Reply, Wanted, page_lines
from intake.conversation.state import Key


class HandedFile(NamedTuple):
    """A file for a person, and what is said with it."""

    name: str
    data: bytes
    said: str


@dataclass(frozen=True)
class TurnOutcome:
    """What a turn comes to in Slack. `reply` is None where this source was heard before, or nothing is to be said."""

    submission: int = 0
    contact: int = 0
    reply: Reply | None = None
    cards: tuple[Card, ...] = ()
    answered: Card | None = None  # what the message that was pressed becomes
    about: str = ""  # the question whose message is to be drawn anew once the reply is out
    is_open: bool = False  # whether the form of that question is open
    view: JSON | None = None  # a form to show
    instead: bool = False  # whether it stands in place of the next message
    whose: str = ""  # the agency and its audit, for a person who has several returns open
    is_kept: bool = False  # whether the record holds something that it did not hold before
    redrawn: tuple[tuple[Posted, Card], ...] = ()  # messages that asked what is answered now
    files: tuple[HandedFile, ...] = ()  # to hand over


def drawing(talker: Talker) -> CardDrawing:
    submission = talker.submission
    is_open = submission.audit.closed_at is None
    return CardDrawing(submission.id, is_open and submission.submitted_at is None, named(talker))


def came_to(turn: OpenTurn, reply: Reply | None, said: Sequence[Key] | None = None) -> TurnOutcome:
    """What is shown of a reply; `said` is what the turn recorded, where it was looked up before."""
    draws = drawing(turn.talker)
    cards, said = tuple(draws.reply(reply)) if reply else (), turn.recorded if said is None else said
    again = tuple(redrawn(turn, draws, said))
    ours = (turn.talker.submission.id, turn.talker.contact.id)
    return TurnOutcome(*ours, reply, cards, is_kept=bool(said), redrawn=again, whose=draws.whose)


GO_ON = "Close this, and go on in our messages."


def became_of(outcome: TurnOutcome) -> str:
    """What a view says where there is no form: what was recorded, or that nothing was, and what stands instead."""
    if outcome.is_kept:
        return f"That is saved{f' for {outcome.whose}' if outcome.whose else ''}. {GO_ON}"
    if outcome.reply is None:
        return f"That was done before. {GO_ON}"
    asked = [line for page in outcome.reply.pages if isinstance(page, Wanted) for line in page_lines(page)]
    return "\n".join(
        [*([outcome.whose] if outcome.whose else []), "Nothing was recorded.", *outcome.reply.notes, *asked, GO_ON]
    )
