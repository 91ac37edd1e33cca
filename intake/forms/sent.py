"""The form we sent and the form that came back."""

import json
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from intake.returns import Given

ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"  # none that people or scanners take for another


class Asked(NamedTuple):
    """One question of a form and the prompts it asked."""

    question: str
    prompts: tuple[str, ...]


class Offer(NamedTuple):
    """What a letter of ours offers to record, for a reply of YES."""

    said: str  # the words that may mean it
    answers: tuple[Given, ...]
    over: tuple[Given, ...] = ()  # what stood there when it was offered, and YES replaces
    number: int = 0  # that must follow YES; 0 where YES alone says it
    whose: str = ""  # who wrote it, where it is somebody else's


@dataclass(frozen=True)
class SentForm:
    """The exact letter a contact was sent: its text as they saw it, and what it asked. What `Sent.form` keeps."""

    token: str
    template: str  # the template's key
    text: str
    asked: tuple[Asked, ...]
    shows: tuple[Given, ...] = ()  # answers that stand in it for its reader to see
    last: tuple[tuple[str, str], ...] = ()  # by question, the lines that show what was said last time
    offers: tuple[Offer, ...] = ()  # in the order of their numbers

    def as_stored(self) -> str:
        kept = {name: value for name, value in vars(self).items() if name not in ("last", "offers") or value}
        return json.dumps(kept, ensure_ascii=False, sort_keys=True)

    @classmethod
    def from_stored(cls, stored: str) -> "SentForm":
        """Raises ValueError, KeyError or TypeError on anything else than what `as_stored` gave."""
        kept = json.loads(stored)
        asked = tuple(Asked(question, tuple(prompts)) for question, prompts in kept["asked"])
        shows = tuple(Given(*each) for each in kept.get("shows", ()))
        last = tuple((ref, line) for ref, line in kept.get("last", ()))
        return cls(kept["token"], kept["template"], kept["text"], asked, shows, last, _offers(kept.get("offers", ())))


def _offers(kept: Iterable[Iterable[Any]]) -> tuple[Offer, ...]:
    return tuple(
        Offer(said, tuple(Given(*each) for each in answers), tuple(Given(*each) for each in over), *rest)
        for said, answers, over, *rest in kept
    )


def new_token() -> str:
    """A word that nobody guesses and that survives being typed, folded and put in capitals."""
    return "s11-" + "".join(secrets.choice(ALPHABET) for _ in range(16))
