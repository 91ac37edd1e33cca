"""s11 talk: answer an audit in the terminal, typed or from a pipe."""

import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy import select
from sqlalchemy.orm import Session as DbSession

from bot.terminal import Terminal, unquoted
from cli import post, wiring
from cli.options import Key
from cli.screen import PeopleConsole
from config import dates
from config.files import open_file
from config.partnerships import sound_partnerships
from config.questionnaire import Template, Unclear
from config.settings import Settings
from intake.conversation import BesideFile, Talk, Talker, chosen, give_file, hello, returns_of_contact, speak, which
from intake.conversation.pages import Reply
from intake.conversation.pages.copy import as_docx, as_text, copy_of
from intake.conversation.state import Place, Show
from intake.ledger import Refused, Saying, bring, enter_file
from intake.letters import Reader as LetterReader
from intake.letters import wish_alone
from intake.mail.outward import plead_beside
from intake.returns import said_alone
from nlp.danger import tells_of_danger
from storage.evidence import Unavailable
from storage.nouns import Contact
from storage.record import Database, Faults, trail

VIA = "terminal"


@dataclass
class TerminalSession:
    """One person at one terminal, speaking for one return; every turn is a transaction of its own."""

    using: Settings
    record: Database
    template: Template
    email: str
    submission_id: int
    talk: Talk
    copies: Path
    name: str = field(default_factory=lambda: secrets.token_hex(6))
    turns: Iterator[int] = field(default_factory=lambda: count(1))

    def hello(self) -> Reply:
        with self._turn() as (talker, saying):
            return hello(talker, saying)

    def speak(self, words: str, about: Place) -> Reply:
        asked = wish_alone(words) if not tells_of_danger(words) else None
        with self._turn() as (talker, saying):
            if asked is not None:
                return plead_beside(talker, saying, post.stationery(self.using, Faults()), asked)
            return speak(talker, words, saying, about)

    def attach(self, path: str, about: Place) -> Reply | None:
        file, said = _file(path), ""
        if file is None and (beside := said_alone(path)) and beside.file:
            file, said = _file(unquoted(beside.file)), path
        if file is None:
            return None
        try:
            with open_file(file) as stream, LetterReader() as reader:
                store = wiring.evidence(self.using)
                brought = bring(store, stream, file.name, self.using.clamd, reader.describe)
        except Unavailable as unavailable:
            raise Unclear(f"{file.name} is not saved. {unavailable} {UNHARMED}") from None
        except OSError as error:
            raise Unclear(f"{file.name} cannot be read: {error.strerror}. Check that you may open it.") from None
        with self._turn() as (talker, saying):
            evidence = enter_file(talker.db, brought, saying.speaker.at)
            return give_file(talker, evidence, saying, about, BesideFile(said, brought.first_page))

    def copy(self) -> list[Path]:
        with self._turn() as (talker, saying):
            made = copy_of(talker.db, talker.look(), talker.submission, saying.speaker.at)
        written: dict[str, str | bytes] = {f"{made.name}.docx": as_docx(made), f"{made.name}.txt": as_text(made)}
        for name, content in written.items():
            wiring.write_file(self.copies / name, content)
        return [self.copies / name for name in written]

    @contextmanager
    def _turn(self) -> Iterator[tuple[Talker, Saying]]:
        with self.record.write.begin() as db:
            contact = contact_of(db, self.email)
            submission = trail.held_return(db, self.submission_id)
            if submission is None:
                raise Refused("That return is no longer in the record. Start s11 talk again.")
            speaker = trail.Speaker(contact.name, VIA, wiring.now(self.using))
            saying = Saying(speaker, f"{VIA}:{self.name}.{next(self.turns)}")
            day = dates.today(speaker.at)
            yield Talker(db, self.template, submission, contact, self.talk, today=day), saying


def talk(
    key: Key,
    email: Annotated[str, typer.Option("--as", help="Your address, as the partnership knows it.")],
    agency: Annotated[str | None, typer.Option(help="Which agency, where you serve several.")] = None,
    copies: Annotated[Path | None, typer.Option(help="Where copies go; $S11_HOME/copies when not given.")] = None,
) -> None:
    """Answer an audit here, one question at a time; every answer is kept before the next is asked.

    Type help at any time. Lines from a pipe are read in the same way.
    """
    using = wiring.settings()
    is_typed = sys.stdin.isatty() and sys.stdout.isatty()
    terminal = Terminal(wiring.out(), keyboard(is_typed), is_typed)
    talk_ = Talk(sound_partnerships(using.config_folder / "partnerships.toml"), ways=wiring.ways(using))
    with wiring.open_record(using) as record:
        with record.read() as db:
            _, template = wiring.audit_of(db, key)
        while True:
            submission_id = _which(record, terminal, key, email, agency)
            if submission_id is None:
                return
            folder = copies or using.home / "copies"
            session = TerminalSession(using, record, template, email, submission_id, talk_, folder)
            if terminal.converse(session) is not Show.AGENCIES:
                return
            agency = None


UNHARMED = "Your answers are safe. Try the file again later, or type skip."


def _file(path: str) -> Path | None:
    """The file of this path; None where there is none. Raises Unclear where it is a folder or may not be looked at."""
    try:
        file = Path(path).expanduser()
        if file.is_dir():
            raise Unclear(f"{path[:200]} is a folder. Attach the files in it one by one.")
        if file.is_file() and file.stat().st_size == 0:
            raise Unclear(f"{file.name} is empty, so it shows nothing. Check it, and attach it once more.")
        return file if file.is_file() else None
    except OSError as error:
        raise Unclear(f"{path[:200]} cannot be read: {error.strerror}. Check that you may open it.") from None
    except (ValueError, RuntimeError):
        return None


def contact_of(db: DbSession, email: str) -> Contact:
    contact = db.scalar(select(Contact).where(Contact.email == email.strip().lower()))
    if contact is None:
        raise Refused(f"Nobody with the address {email} is in the record. Check it, or ask your partnership to add it.")
    return contact


def _which(record: Database, terminal: Terminal, key: str, email: str, agency: str | None) -> int | None:
    """The return to speak for, asked for where there are several; None where the lines end."""
    with record.read() as db:
        returns = returns_of_contact(db, contact_of(db, email), key)
        if not returns:
            raise Refused(f"{email} is not named for any agency in {key}. Ask your partnership to add the address.")
        if agency is not None:
            with suppress(Unclear):
                return chosen(returns, agency).id
            raise Refused(f"{email} does not speak for {agency} in {key}.")
        if len(returns) == 1:
            return returns[0].id
        picked = terminal.choose(which(returns), lambda words: chosen(returns, words))
        return picked.id if picked else None


def keyboard(is_typed: bool) -> "Keyboard":
    """Where lines come from: a keyboard with its history, or a pipe."""
    if is_typed:
        with suppress(ImportError):
            import readline  # editing and history come with it

            readline.parse_and_bind("set enable-bracketed-paste on")  # pasted paragraphs are one answer
    return Keyboard(is_typed, PeopleConsole(stderr=True))


@dataclass
class Keyboard:
    """The next line of a keyboard or a pipe; None at its end, and when the person presses Ctrl-C."""

    is_typed: bool
    console: PeopleConsole

    def __call__(self, prompt: str) -> str | None:
        try:
            if self.is_typed:
                return input(prompt)
            line = sys.stdin.readline()
        except (EOFError, KeyboardInterrupt):
            return None
        except UnicodeDecodeError:
            return "\ufffd"
        return line.rstrip("\r\n") if line else None
