"""Letters as they come: each from somebody, most on a form of ours; some are held, and are let in or not."""

import contextlib
import re
from dataclasses import dataclass, field, replace
from email.message import EmailMessage
from email.policy import SMTP
from typing import NoReturn

import sqlalchemy as sa

from cli import post, wiring
from intake.ledger import Refused
from intake.letters import Reader
from intake.mail.inward import LetterOutcome, Postroom, Trust, decide, held_letter, reply_address
from intake.mail.inward.collect import resume
from storage.nouns import Contact, Message, Sent
from storage.record import Database, held_letters, open_database
from tests.round_machine.home import Home
from tests.round_machine.people import DAEMON, MAIL, US

LETTERS = (
    "writes", "is let in with", "writes unread", "writes anew", "passes it on", "is away", "bounces", "refuses letters",
    "reports",
)  # fmt: skip
ATTACHED = re.compile(r"\[file (\S+): ([^\]]*)\]")  # a file of the letter: its name, and what is in it


class Cut(Reader):
    """The process ends while a letter is read."""

    def letter(self, raw: bytes) -> NoReturn:
        raise InterruptedError


@dataclass
class Letters(Home):
    """The audit's mailbox, and those who write to it."""

    reader: Reader = field(kw_only=True)
    refused: set[str] = field(default_factory=set)
    outcome: LetterOutcome | None = None
    speaker: str = ""  # the address or account from which the last line came; empty for commands
    said: str = ""  # what the last line was answered with
    count: int = 0
    on_form: str = ""  # the token of the form that the last letter answered

    def __post_init__(self) -> None:
        super().__post_init__()
        self.record: Database = open_database(f"sqlite:///{self.home / 's11.db'}")

    def restart(self) -> None:
        """Another process: nothing but the record is remembered."""
        self.record.engine.dispose()

    def by_letter(self, name: str, does: str, words: str) -> None:
        match does:
            case "bounces":
                self.outcome = self.room().receive(DAEMON.format(number=self.count, address=MAIL[name]).encode())
            case "refuses letters":
                self.refused.add(MAIL[name])
            case "is let in with":
                self.letter(MAIL[name], words, self.form_of(MAIL[name]))
                if self.said == "held":
                    self.release(max(self.held()))
            case "writes unread":
                self.letter(MAIL[name], words, self.form_of(MAIL[name]), is_cut=True)
            case "reports":
                self.letter(MAIL[name], words, self.action_to(MAIL[name]))
            case "passes it on":
                self.letter("stranger@elsewhere.example", words, self.form_of(MAIL[name]))
            case _:
                token = "" if does == "writes anew" else self.form_of(MAIL[name])
                self.letter(MAIL[name], words, token, "auto-replied" if does == "is away" else "")

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
        asks = sa.or_(
            *(Message.key.startswith(each) for each in ("held:", "plea:", "answered-back:", "met:", "action-late:"))
        )
        with self.record.read() as db:
            wanted = sa.select(Message.token).where(Message.recipient == address, asks)
            return db.scalar(wanted.order_by(Message.id.desc()).limit(1)) or ""

    def action_to(self, address: str) -> str:
        """The token of our newest letter that asks this contact about an action."""
        asks = sa.or_(*(Message.key.startswith(each) for each in ("action-late:", "assurance:")))
        with self.record.read() as db:
            wanted = sa.select(Message.token).where(Message.recipient == address, asks)
            return db.scalar(wanted.order_by(Message.id.desc()).limit(1)) or ""

    def letter(self, sender: str, words: str, token: str, auto: str = "", *, is_cut: bool = False) -> None:
        """A letter comes; with `is_cut` the process ends when it is kept, and another takes it up."""
        self.speaker, self.on_form, made = sender, token, EmailMessage(policy=SMTP)
        made["From"], made["To"] = sender, reply_address(US, token) if token else US
        made["Subject"], made["Message-ID"] = "Re: Section 11 audit", f"<letter-{self.count}@letters.example>"
        made["Date"] = self.now
        if auto:
            made["Auto-Submitted"] = auto
        made.set_content(ATTACHED.sub("", words) + "\n")
        for file in ATTACHED.finditer(words):
            made.add_attachment(file[2].encode(), maintype="text", subtype="plain", filename=file[1])
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
        faults = [each for each in self.outcome.faults if "is held again" not in each]  # nothing broke: it cannot count
        assert not faults, faults

    def held(self) -> list[int]:
        with self.record.read() as db:
            return [each.id for each in held_letters(db)]

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
