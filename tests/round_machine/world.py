"""A whole audit in a home of its own: everything anybody can do to it is one line, such as a transcript holds."""

import contextlib
import io
import json
import os
import random
import re
import shlex
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import NamedTuple

import sqlalchemy as sa

from bot.channels import DeliveryError
from bot.outbox import Outbox
from bot.slack.digest import drawn
from cli import post, wiring
from cli.main import main
from config.settings import Settings
from config.ways import SLACK
from intake.conversation import Came, Desk, Talk, WhichReturn, give_file, hello, speak
from intake.ledger import Refused, enter_file, look
from intake.letters import Reader
from intake.mail.inward import LetterOutcome, Postroom, Trust, decide, held, held_letter, reply_address
from storage.nouns import Contact, Message, Sent, Submission, Tag
from storage.record import Database, open_database
from tests.conftest import AUDITS

KEY, US = "small", "audit@anytown.example"
BEGINS = datetime(2026, 3, 2, 10, tzinfo=UTC)
AGENCIES = """\
abbr,name,sector,partnerships,contact_name,contact_email,slack_user,role
CSC,Children's Social Care,council,east;west,Ann Lee,ann@csc.example,UANN,lead
CSC,Children's Social Care,council,east;west,Cy Moss,cy@csc.example,,deputy
SCH,High School,school,west,Bo Day,bo@sch.example,,lead
GPS,Hill Surgery,primary_care,north,Di Fox,di@gps.example,UDI,lead
GPS,Hill Surgery,primary_care,north,Ed Ray,ed@gps.example,,senior lead
YOT,Youth Justice,justice,north;east,Fay Orr,fay@both.example,UFAY,lead
TRU,Care Trust,council,east,Fay Orr,fay@both.example,UFAY,lead
"""
LATER = """\
abbr,name,sector,partnerships,contact_name,contact_email,slack_user,role
NEW,New Start,voluntary,north,Gil Poe,gil@new.example,,lead
"""
ASKING = """\
[[partnership]]
key = "{key}"
name = "The {name} Partnership"
digest = {{ every = "week", to = ["board@{key}.example"]{channel} }}
[[partnership.managers]]
name = "{manager}"
email = "{email}"
slack_user = "{user}"
"""
MANAGERS = {"mo": ("Mo Shah", "mo@east.example", "UMO"), "pat": ("Pat Low", "pat@west.example", "UPAT")}
MANAGERS["una"] = ("Una Oak", "una@north.example", "UUNA")
OF = {"east": "mo", "west": "pat", "north": "una"}
IN_SLACK = {"ann": "UANN", "di": "UDI", "fay": "UFAY"}
MAIL = {row.split(",")[4].split()[0].lower(): row.split(",")[5] for row in (AGENCIES + LATER).splitlines()} | {
    "hal": "hal@csc.example"
}
LETTERS = ("writes", "writes anew", "passes it on", "is away", "bounces", "refuses letters")
DAEMON = """\
From: MAILER-DAEMON@mx.example
To: audit@anytown.example
Subject: Undelivered Mail Returned to Sender
Message-ID: <bounce-{number}@mx.example>
Return-Path: <>

The address could not be reached. <{address}>: 550 5.1.1 user unknown
"""


class Told(NamedTuple):
    """What a command answered."""

    code: int
    out: str
    err: str


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
class World:
    """One home, its record, its people, and the clock. What happened is kept as the lines of a transcript."""

    folder: Path
    reader: Reader
    now: datetime = BEGINS
    lines: list[str] = field(default_factory=list)
    left: list[tuple[datetime, Message]] = field(default_factory=list)
    refused: set[str] = field(default_factory=set)
    outcome: LetterOutcome | None = None
    said: str = ""  # what the last line was answered with
    count: int = 0
    desk: Desk = field(init=False)

    def __post_init__(self) -> None:
        self.home = self.folder / "home"
        self.record: Database = open_database(f"sqlite:///{self.home / 's11.db'}")
        self.restart()

    @classmethod
    def opened(cls, folder: Path, migrated: Path, reader: Reader) -> "World":
        """A home with the small audit open in it for five agencies of three partnerships; nobody is invited yet."""
        (folder / "home" / "config" / "audits").mkdir(parents=True)
        shutil.copy(migrated, folder / "home" / "s11.db")
        shutil.copy(AUDITS / "small.toml", folder / "home" / "config" / "audits" / "small.toml")
        (folder / "home" / "config" / "partnerships.toml").write_text("\n".join(map(_asking, OF)))
        (folder / "agencies.csv").write_text(AGENCIES)
        (folder / "later.csv").write_text(LATER)
        world = cls(folder, reader)
        assert world.s11("audit", "open", KEY, "--agencies", "agencies.csv", "--due", "2026-04-30").code == 0
        return world

    def restart(self) -> None:
        """Another process: nothing but the record is remembered."""
        self.record.engine.dispose()
        talk = Talk(post.stationery(self.using).partnerships, ways=wiring.ways(self.using))
        self.desk = Desk(self.record, talk, lambda: self.now, SLACK)

    def close(self) -> None:
        self.record.engine.dispose()

    @property
    def settings(self) -> dict[str, str]:
        return {
            "S11_HOME": str(self.home),
            "S11_NOW": self.now.strftime("%Y-%m-%dT%H:%M+00:00"),
            "S11_MAIL_FROM": US,
            "S11_SLACK_BOT_TOKEN": "xoxb-of-nobody",
            "COLUMNS": "200",
        }

    @property
    def using(self) -> Settings:
        return Settings.read(self.settings, Path("no.env"))

    def s11(self, *words: str) -> Told:
        """A command, in this process, at the world's moment and in its folder."""
        before, argv, here = dict(os.environ), sys.argv, Path.cwd()
        out, err, code = io.StringIO(), io.StringIO(), 0
        os.environ.update(self.settings)
        os.chdir(self.folder)
        sys.argv = ["s11", *words]
        try:
            with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
                main()
        except SystemExit as left:
            code = int(left.code or 0)
        finally:
            os.chdir(here)
            sys.argv = argv
            os.environ.clear()
            os.environ.update(before)
        return Told(code, out.getvalue(), err.getvalue())

    def happen(self, line: str) -> None:
        """One line: `s11 words`, `later: 3 days`, `ann: words`, `ann writes: words`, `mo replies: YES`, and so on."""
        self.lines.append(line)
        self.count += 1
        self.now += timedelta(minutes=1)
        self.outcome, self.said = None, ""
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
            case _, "replies":
                self.letter(MANAGERS[name][1], words, self.question_to(MANAGERS[name][1]))
            case _ if name in MAIL and does in LETTERS:
                self._by_letter(name, does, words)
            case _:
                self.talk(name, does, words)

    def _by_letter(self, name: str, does: str, words: str) -> None:
        match does:
            case "bounces":
                self.outcome = self.room().receive(DAEMON.format(number=self.count, address=MAIL[name]).encode())
            case "refuses letters":
                self.refused.add(MAIL[name])
            case "passes it on":
                self.letter("stranger@elsewhere.example", words, self.form_of(MAIL[name]))
            case _:
                token = "" if does == "writes anew" else self.form_of(MAIL[name])
                self.letter(MAIL[name], words, token, "auto-replied" if does == "is away" else "")

    def talk(self, name: str, does: str, words: str) -> None:
        """In Slack; for another of their agencies with `fay for TRU: words`."""
        of = self.submission(does.removeprefix("for ")) if does.startswith("for ") else None
        try:
            with self.desk.turn(Came(IN_SLACK[name], f"slack:{self.count}", f"D{name}"), of) as turn:
                if does == "attaches":
                    kept = enter_file(turn.talker.db, look(io.BytesIO(words.encode()), words), self.now)
                    reply = give_file(turn.talker, kept, turn.saying)
                else:
                    reply = speak(turn.talker, words, turn.saying) if words else hello(turn.talker, turn.saying)
            self.said = "\n".join(reply.notes)
        except (Refused, WhichReturn) as told:
            self.said = str(told)

    def submission(self, abbr: str) -> int | None:
        with self.record.read() as db:
            return db.scalar(sa.select(Submission.id).where(Submission.agency.has(abbr=abbr)))

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

    def letter(self, sender: str, words: str, token: str, auto: str = "") -> None:
        made = EmailMessage(policy=SMTP)
        made["From"], made["To"] = sender, reply_address(US, token) if token else US
        made["Subject"], made["Message-ID"] = "Re: Section 11 audit", f"<letter-{self.count}@letters.example>"
        made["Date"] = self.now
        if auto:
            made["Auto-Submitted"] = auto
        made.set_content(words + "\n")
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


def _asking(key: str) -> str:
    manager, email, user = MANAGERS[OF[key]]
    channel = ', slack_channel = "CEAST"' if key == "east" else ""
    return ASKING.format(key=key, name=key.title(), manager=manager, email=email, user=user, channel=channel)


def read_lines(path: Path) -> Iterator[str]:
    """The lines of a kept transcript; `#` begins what is for readers."""
    return (line for line in path.read_text().splitlines() if line.strip() and not re.match(r"\s*#", line))
