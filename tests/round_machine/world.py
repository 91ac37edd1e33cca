"""A whole audit in a home of its own: everything anybody can do to it is one line, such as a transcript holds."""

import json
import random
import re
import shlex
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import sqlalchemy as sa

from bot.channels import DeliveryError
from bot.outbox import Outbox
from bot.slack.digest import drawn
from cli.branches import senders
from config.branches import WHOLE
from intake.letters import Reader
from storage.nouns import Evidence, Message, Tag
from tests.conftest import AUDITS
from tests.round_machine.chat import Chat
from tests.round_machine.letters import LETTERS
from tests.round_machine.people import (
    AGENCIES,
    KEY,
    LAST,
    LATER,
    MAIL,
    MANAGERS,
    OF,
    QUESTIONNAIRE,
    SAID_LAST_YEAR,
    SECOND,
    UNSENT_LAST_YEAR,
    asking,
)  # fmt: skip


class Left(NamedTuple):
    """What left: when, and from whose address, where that is a partnership's own."""

    at: datetime
    message: Message
    sender: str


@dataclass
class Carrier:
    """A way out that keeps what left, with the moment; letters to those who `refuse` come back at once."""

    via: str
    world: "World"
    sender: str = ""

    def deliver(self, message: Message) -> None:
        self.world.left.append(Left(self.world.now, message, self.sender))
        if message.facts and message.key.startswith("digest:"):
            first, rest = drawn(message.facts, message.subject)
            assert first.blocks and rest
        if message.recipient in self.world.refused:
            raise DeliveryError("550 5.1.1 user unknown", permanent=True, unreachable=True)


@dataclass
class World(Chat):
    """One home, its record, its people, and the clock. What happened is kept as the lines of a transcript."""

    lines: list[str] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__post_init__()
        self.restart()

    @classmethod
    def opened(cls, folder: Path, migrated: Path, reader: Reader, of: str = "") -> "World":
        """A home where the small audit is open for five agencies; nobody is invited yet.

        `of` may say `planned` (it asks what will be done about a low rating), `after` (a round was before it), `quiet`
        (no digest leaves by itself), or several of them.
        """
        (folder / "home" / "config" / "audits").mkdir(parents=True)
        shutil.copy(migrated, folder / "home" / "s11.db")
        shape = "planned" if "planned" in of else KEY
        audit = (AUDITS / f"{shape}.toml").read_text()
        for key in (KEY, SECOND, LAST):
            after = f'after = "{LAST}"\n' if "after" in of and key != LAST else ""
            made = audit.replace(f'key = "{shape}"\n', f'key = "{key}"\n{after}', 1)
            (folder / "home" / "config" / "audits" / f"{key}.toml").write_text(made)
        (folder / "home" / "config" / "partnerships.toml").write_text(
            "\n".join(asking(key, "never" if "quiet" in of else "week") for key in OF)
        )
        (folder / "agencies.csv").write_text(AGENCIES)
        (folder / "later.csv").write_text(LATER)
        (folder / "questionnaire.csv").write_text(QUESTIONNAIRE)
        world = cls(folder, reader=reader)
        if "after" in of:
            world.last_year()
        assert world.s11("audit", "open", KEY, "--agencies", "agencies.csv", "--due", "2026-04-30").code == 0
        return world

    def last_year(self) -> None:
        """The round before: three agencies were in, one said something, and one nothing."""
        self.now -= timedelta(days=400)
        (self.folder / "last.csv").write_text(SAID_LAST_YEAR)
        (self.folder / "unsent.csv").write_text(UNSENT_LAST_YEAR)
        for line in (
            f"audit open {LAST} --agencies agencies.csv --due 2025-04-30",
            f"answers import {LAST} last.csv --submit",
            f"answers import {LAST} unsent.csv",
            f"audit close {LAST} --yes",
        ):
            told = self.s11(*line.split())
            assert told.code == 0, told.err
        self.now += timedelta(days=400)

    def copied(self, folder: Path) -> "World":
        """The same world in another folder, from where both go on apart."""
        self.record.engine.dispose()
        shutil.copytree(self.folder, folder)
        made = World(folder, self.now, reader=self.reader, count=self.count)
        made.lines, made.left = list(self.lines), list(self.left)
        return made

    def close(self) -> None:
        self.record.engine.dispose()

    def happen(self, line: str) -> None:
        """One line: `s11 words`, `later: 3 days`, `ann: words`, `ann writes: words`, `mo replies: YES`, and so on."""
        self.lines.append(line)
        self.count += 1
        self.now += timedelta(minutes=1)
        self.on_form, self.outcome, self.asks, self.said, self.replied, self.speaker = "", None, None, "", "", ""
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
            case (("restart" | "post"), ""):
                {"restart": self.restart, "post": self.carry}[name]()
            case "released", "":
                for number in [int(words)] if words else self.held()[-1:]:
                    self.release(number)
            case (("table" | "sheet"), ""):
                self.said = self.table(name, words)
            case (("quote" | "evidence"), ""):
                self.said = self.newest(name, words)
            case "again", "":
                self.comes_again()
            case _ if name in MANAGERS:
                self.by_manager(name, does, words)
            case _ if name in MAIL and does in LETTERS:
                self.by_letter(name, does, words)
            case _:
                self.talk(name, does, words)

    def table(self, what: str, words: str) -> str:
        """A table of answers, or a sheet with the partnership's ratings."""
        (self.folder / "table.csv").write_text(words + "\n")
        if what == "table":
            return self.s11("answers", "import", KEY, "table.csv").err
        return self.s11("review", KEY, "--sheet", "table.csv", "--because", "All were seen.").err

    def newest(self, what: str, words: str) -> str:
        """What is decided of the newest quotation, or told of the newest file."""
        if what == "quote":
            newest = self.quote_ids()[:1]
            return self.s11("quotes", KEY, f"--{words}", *newest, "--by", "Meg Vale").err if newest else ""
        with self.record.read() as db:
            found = db.scalar(sa.select(Evidence.sha256).order_by(Evidence.id.desc()).limit(1))
        return self.s11("evidence", "date", KEY, found, *words.split()).err if found else ""

    def carry(self) -> None:
        """Send what may leave now, by every way."""
        ways = [("email", each.circle) for each in senders(self.using)] + [("slack", WHOLE)]
        for via, circle in ways:
            carrier = Carrier(via, self, circle.key)
            Outbox(self.record, carrier, lambda: self.now, random.Random(1), circle=circle).deliver_due()

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
