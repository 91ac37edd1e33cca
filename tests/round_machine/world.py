"""A whole audit in a home of its own: everything anybody can do to it is one line, such as a transcript holds."""

import contextlib
import io
import json
import random
import re
import shlex
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import NoReturn

import sqlalchemy as sa

from bot.channels import DeliveryError
from bot.outbox import Outbox
from bot.slack.digest import drawn
from bot.slack.managers import ManagerDesk, Office
from cli import nudge, post, wiring
from cli.papers import AuditPapers
from config.ways import SLACK
from intake.conversation import Came, Desk, Talk, WhichReturn, give_file, hello, speak
from intake.ledger import Refused, enter_file, look
from intake.letters import Reader
from intake.mail.inward import LetterOutcome, Postroom, Trust, decide, held, held_letter, reply_address
from intake.mail.inward.collect import resume
from storage.nouns import Answer, Contact, Message, Sent, Submission, Tag
from storage.record import Database, Faults, open_database
from tests.conftest import AUDITS
from tests.round_machine import slack
from tests.round_machine.home import Home
from tests.round_machine.people import AGENCIES, DAEMON, IN_SLACK, KEY, LATER, MAIL, MANAGERS, OF, SECOND, US, asking

SCREEN = ("presses", "presses of old", "opens", "fills")
LETTERS = ("writes", "writes unread", "writes anew", "passes it on", "is away", "bounces", "refuses letters")


class Cut(Reader):
    """The process ends while a letter is read."""

    def letter(self, raw: bytes) -> NoReturn:
        raise InterruptedError


@dataclass
class Carrier:
    """A way out that keeps what left, with the moment; letters to those who `refuse` come back at once."""

    via: str
    world: "World"

    def deliver(self, message: Message) -> None:
        self.world.left.append((self.world.now, message))
        if message.facts and message.key.startswith("digest:"):
            first, rest = drawn(message.facts, message.subject)
            assert first.blocks and rest
        if message.recipient in self.world.refused:
            raise DeliveryError("550 5.1.1 user unknown", permanent=True, unreachable=True)


@dataclass
class World(Home):
    """One home, its record, its people, and the clock. What happened is kept as the lines of a transcript."""

    reader: Reader = field(kw_only=True)
    lines: list[str] = field(default_factory=list)
    left: list[tuple[datetime, Message]] = field(default_factory=list)
    refused: set[str] = field(default_factory=set)
    outcome: LetterOutcome | None = None
    speaker: str = ""  # the address or account from which the last line came; empty for commands
    replied: str = ""  # the same, where it is words for a person
    said: str = ""  # what the last line was answered with
    count: int = 0
    desk: Desk = field(init=False)
    screens: slack.Screens = field(default_factory=slack.Screens)
    again: tuple[str, str, str, str] = ("", "", "", "")  # what came last in Slack: its source, who, how, words

    def __post_init__(self) -> None:
        super().__post_init__()
        self.record: Database = open_database(f"sqlite:///{self.home / 's11.db'}")
        self.restart()

    @classmethod
    def opened(cls, folder: Path, migrated: Path, reader: Reader, of: str = KEY) -> "World":
        """A home where the small audit, or one of its shape, is open for five agencies; nobody is invited yet."""
        (folder / "home" / "config" / "audits").mkdir(parents=True)
        shutil.copy(migrated, folder / "home" / "s11.db")
        audit = (AUDITS / f"{of}.toml").read_text()
        for key in (KEY, SECOND):
            made = audit.replace(f'key = "{of}"', f'key = "{key}"', 1)
            (folder / "home" / "config" / "audits" / f"{key}.toml").write_text(made)
        (folder / "home" / "config" / "partnerships.toml").write_text("\n".join(map(asking, OF)))
        (folder / "agencies.csv").write_text(AGENCIES)
        (folder / "later.csv").write_text(LATER)
        world = cls(folder, reader=reader)
        assert world.s11("audit", "open", KEY, "--agencies", "agencies.csv", "--due", "2026-04-30").code == 0
        return world

    def restart(self) -> None:
        """Another process: nothing but the record is remembered."""
        self.record.engine.dispose()
        talk = Talk(post.stationery(self.using).partnerships, ways=wiring.ways(self.using))
        self.desk = Desk(self.record, talk, lambda: self.now, SLACK)
        self.screens.desk = self.desk  # what stood on people's screens stands there still

    def close(self) -> None:
        self.record.engine.dispose()

    def happen(self, line: str) -> None:
        """One line: `s11 words`, `later: 3 days`, `ann: words`, `ann writes: words`, `mo replies: YES`, and so on."""
        self.lines.append(line)
        self.count += 1
        self.now += timedelta(minutes=1)
        self.outcome, self.said, self.replied, self.speaker = None, "", "", ""
        who, _, words = line.partition(":")
        if line.startswith("s11 "):
            told = self.s11(*shlex.split(line)[1:])
            self.said = told.out + told.err
            assert told.code in (0, 2), f"{line}: left with {told.code}.\n{self.said}"
            return
        name, *does = who.split()
        self._do(name, " ".join(does), words.strip().replace("\\n", "\n"))

    def _do(self, name: str, does: str, words: str) -> None:
        match name, does:
            case "later", "":
                amount, unit = words.split()
                self.now += timedelta(**{unit.rstrip("s") + "s": int(amount)})
            case "restart", "":
                self.restart()
            case "post", "":
                self.carry()
            case "released", "":
                self.release(int(words))
            case "table", "":
                (self.folder / "table.csv").write_text(words + "\n")
                self.said = self.s11("answers", "import", KEY, "table.csv").err
            case "again", "":
                self.comes_again()
            case _ if name in MANAGERS:
                self._by_manager(name, does, words)
            case _ if name in MAIL and does in LETTERS:
                self._by_letter(name, does, words)
            case _:
                self.talk(name, does, words)

    def _by_manager(self, name: str, does: str, words: str) -> None:
        _, email, user = MANAGERS[name]
        match does:
            case "replies":
                self.letter(email, words, self.question_to(email))
            case "decides":
                abbr, what, *rest = words.split(maxsplit=2)
                number = self.submission(abbr)
                assert number is not None
                self.said = slack.decide(self.office, user, number, what, "".join(rest))
            case _:
                desk = ManagerDesk(self.office, AuditPapers(self.using))
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

    def _by_letter(self, name: str, does: str, words: str) -> None:
        match does:
            case "bounces":
                self.outcome = self.room().receive(DAEMON.format(number=self.count, address=MAIL[name]).encode())
            case "refuses letters":
                self.refused.add(MAIL[name])
            case "writes unread":
                self.letter(MAIL[name], words, self.form_of(MAIL[name]), is_cut=True)
            case "passes it on":
                self.letter("stranger@elsewhere.example", words, self.form_of(MAIL[name]))
            case _:
                token = "" if does == "writes anew" else self.form_of(MAIL[name])
                self.letter(MAIL[name], words, token, "auto-replied" if does == "is away" else "")

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
        return "\n".join(reply.notes)

    def _on_screen(self, came: Came, of: int | None, does: str, words: str) -> str:
        """What is pressed or filled in tells itself of which return it is."""
        if of is None:
            with self.record.read() as db:
                of = next((each.id for each in self.desk.returns(db, self.desk.contact(db, came.user))), None)
        if of is None:
            return ""
        match does:
            case "opens":
                return self.screens.opens(came, of, words)
            case "fills":
                return self.screens.fills(came, of, words)
            case _:
                return self.screens.presses(came, of, words, is_old=does != "presses")

    @property
    def office(self) -> Office:
        return Office(self.desk, lambda: nudge.chaser(self.using, Faults()), lambda _: "0" * 64)

    def submission(self, abbr: str) -> int | None:
        own = sa.select(Submission.id).where(Submission.agency.has(abbr=abbr), Submission.audit.has(key=KEY))
        with self.record.read() as db:
            return db.scalar(own)

    def room(self) -> Postroom:
        using = self.using
        return Postroom(
            self.record,
            wiring.evidence(using),
            self.reader,
            post.stationery(using),
            Trust(US, None),
            lambda: self.now,
        )

    def form_of(self, address: str) -> str:
        """The token of the newest form that this contact has; empty where they have none."""
        with self.record.read() as db:
            wanted = sa.select(Sent.token).join(Contact, Contact.id == Sent.contact_id).where(Contact.email == address)
            return db.scalar(wanted.order_by(Sent.id.desc()).limit(1)) or ""

    def question_to(self, address: str) -> str:
        """The token of our newest letter that asks this manager for a decision."""
        asks = sa.or_(*(Message.key.startswith(each) for each in ("held:", "plea:", "answered-back:")))
        with self.record.read() as db:
            wanted = sa.select(Message.token).where(Message.recipient == address, asks)
            return db.scalar(wanted.order_by(Message.id.desc()).limit(1)) or ""

    def letter(self, sender: str, words: str, token: str, auto: str = "", *, is_cut: bool = False) -> None:
        """A letter comes; with `is_cut` the process ends when it is kept, and another takes it up."""
        self.speaker, made = sender, EmailMessage(policy=SMTP)
        made["From"], made["To"] = sender, reply_address(US, token) if token else US
        made["Subject"], made["Message-ID"] = "Re: Section 11 audit", f"<letter-{self.count}@letters.example>"
        made["Date"] = self.now
        if auto:
            made["Auto-Submitted"] = auto
        made.set_content(words + "\n")
        if is_cut:
            with contextlib.suppress(InterruptedError):
                replace(self.room(), reader=Cut()).receive(bytes(made))
            self.restart()
            (self.outcome,) = resume(self.room())
            again = self.room().receive(bytes(made))
            assert again.outcome == "duplicate", again
        else:
            self.outcome = self.room().receive(bytes(made))
        self.said = self.outcome.outcome
        assert not self.outcome.faults, self.outcome.faults

    def held(self) -> list[int]:
        with self.record.read() as db:
            return [each.id for each in held(db)]

    def release(self, number: int) -> None:
        """As `s11 held release` does, without a child process of its own."""
        try:
            with self.record.write.begin() as db:
                decide(db, held_letter(db, number), "release", "the operator", self.now)
        except Refused as told:
            self.said = str(told)
            return
        self.outcome = self.room().resume(number)
        assert not self.outcome.faults, self.outcome.faults

    def carry(self) -> None:
        """Send what may leave now, by every way."""
        for via in ("email", "slack"):
            Outbox(self.record, Carrier(via, self), lambda: self.now, random.Random(1)).deliver_due()

    def tag_numbers(self) -> list[int]:
        with self.record.read() as db:
            return list(db.scalars(sa.select(Tag.id).order_by(Tag.id.desc())))

    def quote_ids(self) -> list[str]:
        return [each["id"] for each in json.loads(self.s11("quotes", KEY, "--json").out or "[]")]

    def messages(self, after: int = 0) -> list[Message]:
        with self.record.read() as db:
            return list(db.scalars(sa.select(Message).where(Message.id > after).order_by(Message.id)))


def read_lines(path: Path) -> Iterator[str]:
    """The lines of a kept transcript; `#` begins what is for readers."""
    return (line for line in path.read_text().splitlines() if line.strip() and not re.match(r"\s*#", line))
