"""A letter that may speak for a return: whose it is, who speaks, and what it came to."""

from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy.orm import Session

from config.partnerships import Manager
from config.questionnaire import Template
from intake.forms import Offer
from intake.ledger import Brought
from intake.letters import Filed, Header, OfAll, Puzzle, ReadAnswer
from intake.returns import Cells, Given, cells, still_open
from storage.nouns import Answer, Contact, Receipt, Submission
from storage.record import standing_rows
from storage.record.trail import Speaker

VIA = "email"
CarriedFile = tuple[Filed, Brought | None]  # a file of the letter as it was brought in; None for a form of ours


class Matter(NamedTuple):
    """A letter that may speak for a return: whose it is, who speaks, and how sure we are of that."""

    receipt: Receipt
    header: Header
    submission: Submission
    contact: Contact
    authenticated: bool
    vouched: str
    template: Template

    @property
    def speaker(self) -> Speaker:
        """The registered sender by name; for a letter a person let in, the address it came from and who did so."""
        known = self.receipt.sender == self.contact.email
        name = self.contact.name if known else f"{self.receipt.sender} (released by {self.vouched})"
        return Speaker(name, VIA, self.receipt.received_at)

    def note_whose(self) -> None:
        """Note on the receipt whose letter it is, together with what became of it: one row is written once."""
        self.receipt.submission_id, self.receipt.contact_id = self.submission.id, self.contact.id

    def named_voucher(self, managers: Iterable[Manager]) -> str:
        """Who let the letter in: by name, where it is one of these."""
        return next((each.name for each in managers if each.email.lower() == self.vouched.lower()), self.vouched)


class Clash(NamedTuple):
    """An answer of a letter that met a colleague's. `why` it takes its place; empty where the colleague's stands."""

    heard: ReadAnswer
    stands: Answer
    why: str = ""


class Recorded(NamedTuple):
    """What a letter came to."""

    answers: tuple[ReadAnswer, ...]
    not_understood: tuple[Puzzle, ...]
    evidence: tuple[tuple[str, str, str | None], ...]  # name, SHA-256, question
    remarks: tuple[str, ...]
    submitted: bool
    clashes: tuple[Clash, ...] = ()
    added: tuple[tuple[str, str], ...] = ()  # question, and whose words stand before the letter's
    kept: tuple[ReadAnswer, ...] = ()  # what was said last time and is kept
    dropped: tuple[str, ...] = ()  # questions whose answer of last time was let go
    stands: tuple[str, ...] = ()  # those of them that hold an answer of now all the same
    dated: tuple[str, ...] = ()  # what is told of how old the files are
    moved: tuple[str, ...] = ()  # what is told of files of before that it puts elsewhere or takes back
    of_all: tuple[OfAll, ...] = ()  # what it says of all questions at once
    over: tuple[Given, ...] = ()  # what stood where that would rate a question otherwise, and stays
    signed: tuple[str, ...] = ()  # what closes it
    accepted: tuple[Offer, ...] = ()  # what we had offered and it says YES to
    told: frozenset[str] = frozenset()  # of the colleagues whose answers it met, who is written to


def standing(db: Session, matter: Matter) -> Cells:
    """What the return holds."""
    db.flush()
    return cells(matter.template, standing_rows(db, matter.submission.id))


def unanswered(db: Session, matter: Matter) -> list[str]:
    """The questions of the return that still ask for something, by ref."""
    return still_open(matter.template, matter.submission.sector, standing(db, matter))
