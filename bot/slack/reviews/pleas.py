"""What a lead asks of a manager in our messages: more time, or that somebody else is asked. Kept as a letter's is."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.slack.leads import TurnOutcome, came_to
from intake.conversation import Came, Desk
from intake.letters import wish_alone
from intake.mail.outward import plead_beside
from intake.notices import Stationery
from nlp.danger import tells_of_danger


@dataclass(frozen=True)
class PleasDesk:
    """Hears what leads ask of their managers."""

    desk: Desk
    stationery: Callable[[], Stationery]

    def heard(self, came: Came, said: str) -> TurnOutcome | None:
        """Told who decides; None for all other words, and for those that are a turn of the conversation.

        What may be of a child in danger is a turn: its writer is told whom to call.
        """
        asked = wish_alone(said)
        if asked is None or tells_of_danger(said):
            return None
        with self.desk.turn(came, thread=came.thread) as turn:
            return came_to(turn, plead_beside(turn.talker, turn.saying, self.stationery(), asked))
