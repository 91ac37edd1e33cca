"""What one turn comes to in Slack: the reply, its messages, and what happens to the message that asked."""

from dataclasses import dataclass

from bot.slack.api import JSON, Card
from bot.slack.views import CardDrawing
from intake.conversation import OpenTurn, Talker
from intake.conversation.pages import Reply


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
    view: JSON | None = None  # a form to show in place of the next message
    copy: tuple[str, bytes] | None = None  # a file to hand over: name, bytes


def drawing(talker: Talker) -> CardDrawing:
    submission = talker.submission
    is_open = submission.audit.closed_at is None
    return CardDrawing(submission.id, may_fill=is_open and submission.submitted_at is None)


def came_to(turn: OpenTurn, reply: Reply | None) -> TurnOutcome:
    cards = tuple(drawing(turn.talker).reply(reply)) if reply else ()
    return TurnOutcome(turn.talker.submission.id, turn.talker.contact.id, reply, cards)
