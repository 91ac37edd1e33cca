"""What a lead asks of a manager in our messages: more time, or that somebody else is asked. Kept as a letter's is."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.slack.leads import TurnOutcome, came_to
from intake.conversation import Came, Desk, say_beside
from intake.letters import wish_alone
from intake.mail.outward import Pleading, plead
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
            talker, saying = turn.talker, turn.saying
            by = Pleading(talker.submission, talker.contact, saying.speaker, saying.source)
            passed = plead(talker.db, self.stationery(), by, [asked], saying.speaker.at)
            reply = say_beside(talker, saying, [each.told for each in passed], f"asked for {asked.wish}")
            return came_to(turn, reply)
