"""The form we sent and the form that came back."""

import json
from dataclasses import asdict, dataclass
from typing import NamedTuple

from intake.letters.mime.letter import Attachment
from intake.returns.answer import Given


class Asked(NamedTuple):
    """One question of a form and the prompts it asked."""

    question: str
    prompts: tuple[str, ...]


@dataclass(frozen=True)
class SentForm:
    """The exact letter a contact was sent: its text as they saw it, and what it asked. What `Sent.form` keeps."""

    token: str
    template: str  # the template's key
    text: str
    asked: tuple[Asked, ...]
    shows: tuple[Given, ...] = ()  # answers that stand in it for its reader to see

    def as_stored(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)

    @classmethod
    def from_stored(cls, stored: str) -> "SentForm":
        """Raises ValueError, KeyError or TypeError on anything else than what `as_stored` gave."""
        kept = json.loads(stored)
        asked = tuple(Asked(question, tuple(prompts)) for question, prompts in kept["asked"])
        shows = tuple(Given(*each) for each in kept.get("shows", ()))
        return cls(token=kept["token"], template=kept["template"], text=kept["text"], asked=asked, shows=shows)


class Heard(NamedTuple):
    """One answer read from a letter, in its stored form, with the words it was read from."""

    question: str
    prompt: str
    value: str
    not_applicable: bool = False
    words: str = ""

    @property
    def given(self) -> Given:
        return Given(self.question, self.prompt, self.value, self.not_applicable)


class Puzzle(NamedTuple):
    """Words about a question (empty: about the whole) that are no clear answer, and what to write instead."""

    question: str
    text: str
    why: str


class Filed(NamedTuple):
    """A file of a letter, and the question it is evidence for; None: for the return as a whole."""

    attachment: Attachment
    question: str | None
    is_form: bool = False  # one of our own forms, filled: its answers were read


@dataclass(frozen=True)
class Form:
    """What a letter says. `leftovers` are sentences that match nothing we asked; `signature` is what closes it."""

    answers: tuple[Heard, ...] = ()
    not_understood: tuple[Puzzle, ...] = ()
    leftovers: tuple[str, ...] = ()
    files: tuple[Filed, ...] = ()
    submits: str | None = None
    signature: tuple[str, ...] = ()
    quoted: tuple[Given, ...] = ()  # answers in what it quotes, whoever gave them
