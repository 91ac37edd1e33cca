"""What was read from a letter."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from config.questionnaire import RATING, YES_NO
from intake.forms import Offer
from intake.letters.mime import Attachment
from intake.returns import Given

OTHERS = "somebody else's letter"  # the cue of a puzzle about words that the sender only quotes


OF_ALL = "of all"  # an answer that a sentence gives to every question of a form
YES = "yes"  # an answer that we offered, and a reply of YES records


class ReadAnswer(NamedTuple):
    """One answer read from a letter, in its stored form, with the words it was read from."""

    question: str
    prompt: str
    value: str
    not_applicable: bool = False
    words: str = ""
    by: str = ""  # OF_ALL or YES, where no word of the letter names its question
    adds: bool = False  # words that come behind those its writer gave before, and take the place of none

    @property
    def given(self) -> Given:
        return Given(self.question, self.prompt, self.value, self.not_applicable)


class Puzzle(NamedTuple):
    """Words about a question (empty: about the whole) that are no clear answer, and what to write instead."""

    question: str
    text: str
    why: str
    cue: str = ""  # what decided that it is not clear, for whoever looks into a reading
    prompt: str = ""  # the one box it stands in: a day that is not clear says nothing against the rating above it
    whose: str = ""  # who wrote the words, where they are somebody else's
    offered: tuple[ReadAnswer, ...] = ()  # what the words would record, if their writer says so

    @property
    def doubts_choice(self) -> bool:
        """Whether the rating and the yes or no of its question are in doubt too."""
        return self.prompt in ("", RATING, YES_NO)


class OfAll(NamedTuple):
    """One sentence that rates all questions of a letter, or all but a few."""

    words: str
    value: str  # the rating's code, or "yes" or "no"
    excepted: tuple[tuple[str, str], ...] = ()  # the questions it leaves out, each with its own rating or none
    many: tuple[int, str] = (0, "")  # how many it says there are, and of what
    doubt: str = ""  # why nothing is recorded before its writer says so; empty where it is plain
    fits: bool = True  # False where it names a question that we do not ask
    is_offered: bool = True  # what it may mean, where it is in doubt

    @property
    def comes_to(self) -> tuple[object, ...]:
        """The same whatever marks and lists a mailer made of its words."""
        return self.value, frozenset(ref for ref, _ in self.excepted), self.many, self.doubt, self.fits

    @property
    def is_plain(self) -> bool:
        return not self.doubt and self.fits


class Filed(NamedTuple):
    """A file of a letter, and the question it is evidence for; None: for the return as a whole."""

    attachment: Attachment
    question: str | None
    is_form: bool = False  # one of our own forms, filled: its answers were read
    unread: str = ""  # what it is, where it may hold answers that could not be read: "a PDF"
    also: tuple[str, ...] = ()  # the other questions it is evidence for

    @property
    def questions(self) -> tuple[str, ...]:
        """All questions it is evidence for."""
        return (self.question, *self.also) if self.question else ()

    def at(self, refs: Sequence[str]) -> "Filed":
        """The file as evidence for these questions."""
        return self._replace(question=refs[0] if refs else None, also=tuple(refs[1:]))


@dataclass(frozen=True)
class Form:
    """What a letter says. `leftovers` are sentences that match nothing we asked; `signature` is what closes it."""

    answers: tuple[ReadAnswer, ...] = ()
    not_understood: tuple[Puzzle, ...] = ()
    leftovers: tuple[str, ...] = ()
    files: tuple[Filed, ...] = ()
    submits: str | None = None
    signature: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()  # the questions whose answer of last time is kept
    dropped: tuple[str, ...] = ()  # those where it is let go
    quoted: tuple[Given, ...] = ()  # answers in what it quotes, whoever gave them
    of_all: tuple[OfAll, ...] = ()  # what it says of all questions at once
    accepted: tuple[Offer, ...] = ()  # what we offered and it says YES to


class PdfWords(NamedTuple):
    """The words of a PDF, in each way that they can be read, and whether no others can stand in it."""

    readings: tuple[str, ...]
    is_whole: bool
