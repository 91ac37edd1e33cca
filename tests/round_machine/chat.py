"""Slack as it comes: what leads type, press and fill in, and what managers decide, order and judge there."""

import io
from dataclasses import dataclass, field
from typing import NamedTuple

import sqlalchemy as sa

from bot.slack.actions import OwnersDesk
from bot.slack.managers import Office
from bot.slack.orders import ManagerDesk
from cli import nudge, post, wiring
from cli.ordered import paper_bench
from cli.papers import AuditPapers
from config.ways import SLACK
from intake.conversation import Came, Desk, Talk, WhichReturn, give_file, hello, speak
from intake.conversation.state import Asks
from intake.ledger import Refused, enter_file, look
from storage.nouns import Answer, Submission
from storage.record import Faults
from tests.round_machine import slack
from tests.round_machine.letters import Letters
from tests.round_machine.people import IN_SLACK, KEY, MANAGERS
from tests.round_machine.reviews import Reviews

SCREEN = ("tells", "presses", "presses of old", "opens", "fills", "answers back")


class Put(NamedTuple):
    """The prompt that a lead is asked next, and of which return."""

    submission: int
    question: str
    prompt: str


@dataclass
class Chat(Letters):
    """The workspace, and those who are in it."""

    replied: str = ""  # what the last line was answered with, where it is words for a person
    desk: Desk = field(init=False)
    screens: slack.Screens = field(default_factory=slack.Screens)
    asks: Put | None = None  # what the last line was answered with, where nobody had asked for it
    again: tuple[str, str, str, str] = ("", "", "", "")  # what came last in Slack: its source, who, how, words

    def restart(self) -> None:
        super().restart()
        talk = Talk(post.stationery(self.using).partnerships, ways=wiring.ways(self.using))
        self.desk = Desk(self.record, talk, lambda: self.now, SLACK)
        self.screens.desk = self.desk  # what stood on people's screens stands there still

    def by_manager(self, name: str, does: str, words: str) -> None:
        _, email, user = MANAGERS[name]
        match does:
            case "replies":
                self.letter(email, words, self.question_to(email))
            case "decides":
                abbr, what, *said = words.split(maxsplit=2)
                number = self.submission(abbr)
                assert number is not None
                self.said = slack.decide(self.office, user, number, what, "".join(said))
            case "judges" | "looks" | "ends":
                abbr, _, rest = words.partition(" ")
                if (number := self.submission(abbr)) is not None:
                    self.said = self.replied = getattr(self.reviews, does)(user, f"slack:{self.count}", number, rest)
            case "settles":
                action, _, rest = words.partition(" ")
                self.said = self.replied = self.reviews.settles(user, f"slack:{self.count}", int(action), rest)
            case _:
                desk = ManagerDesk(self.office, AuditPapers(self.using, paper_bench(self.using, self.record)))
                self.said = self.replied = slack.order(desk, user, words)

    def comes_again(self) -> None:
        """What Slack delivered last is taken up once more by another process: it is recorded once."""
        source, who, does, words = self.again
        if source:
            before = self.answers()
            self.restart()
            self.talk(who, does, words, source)
            assert self.answers() == before, f"{who}: {words} is recorded twice"

    def answers(self) -> int:
        with self.record.read() as db:
            return db.scalar(sa.select(sa.func.count(Answer.id))) or 0

    def talk(self, name: str, does: str, words: str, source: str = "") -> None:
        """In Slack; for another of their agencies with `fay for TRU: words`."""
        source = source or f"slack:{self.count}"
        self.again, self.speaker = (source, name, does, words), IN_SLACK[name]
        does, _, abbr = does.partition("for ")
        of = self.submission(abbr) if abbr else None
        came, does = Came(IN_SLACK[name], source, f"D{name}"), does.strip()
        try:
            self.said = self._on_screen(came, of, does, words) if does in SCREEN else self._turn(came, of, does, words)
        except (Refused, WhichReturn) as told:
            self.said = str(told)
        self.replied = self.said

    def _turn(self, came: Came, of: int | None, does: str, words: str) -> str:
        with self.desk.turn(came, of) as turn:
            if does == "attaches":
                kept = enter_file(turn.talker.db, look(io.BytesIO(words.encode()), words), self.now)
                reply = give_file(turn.talker, kept, turn.saying)
            else:
                reply = speak(turn.talker, words, turn.saying) if words else hello(turn.talker, turn.saying)
                if reply.did == "answered" and reply.place.asks is Asks.PROMPT:
                    self.asks = Put(turn.talker.submission.id, reply.place.question, reply.place.prompt)
        return "\n".join(reply.notes)

    def _on_screen(self, came: Came, of: int | None, does: str, words: str) -> str:
        """What is pressed or filled in tells itself of which return it is."""
        if does == "tells":
            told = OwnersDesk(self.desk).heard(came, words)
            return slack.drawn(told.cards) if told else ""
        if of is None:
            with self.record.read() as db:
                of = next((each.id for each in self.desk.returns(db, self.desk.contact(db, came.user))), None)
        if of is None:
            return ""
        match does:
            case "opens":
                return self.screens.opens(came, of, words)
            case "answers back":
                return self.reviews.answers(came, of, words)
            case "fills":
                return self.screens.fills(came, of, words)
            case _:
                return self.screens.presses(came, of, words, is_old=does != "presses")

    @property
    def office(self) -> Office:
        return Office(self.desk, lambda: nudge.chaser(self.using, Faults()), lambda _: "0" * 64)

    @property
    def reviews(self) -> Reviews:
        return Reviews(self.desk, self.office)

    def submission(self, abbr: str) -> int | None:
        own = sa.select(Submission.id).where(Submission.agency.has(abbr=abbr), Submission.audit.has(key=KEY))
        with self.record.read() as db:
            return db.scalar(own)
