"""Two colleagues' answers to one question: which cannot both stand, and what the words of both add up to. Pure."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple, Protocol, TypeVar

from config.questionnaire import RATING, YES_NO, Kind, Question, Template
from config.ways import SPOKEN
from intake.returns.answer import Given, storable
from intake.returns.standing import EMPTY, Said, cells

Says = TypeVar("Says", bound=Said)


class Told(Said, Protocol):
    """An answer with its teller; the record's Answer is one."""

    @property
    def said_by(self) -> str: ...
    @property
    def via(self) -> str: ...


def met(template: Template, question: Question, given: Given, said: Mapping[str, Says]) -> tuple[Says, ...]:
    """The answers among those that stand (by prompt) which cannot stand beside this one."""
    cell = cells(template, said.values()).get((question.ref, "agency"), EMPTY)
    aside = said.get(RATING) if cell.is_set_aside else None
    is_judged = question.is_rated or question.yes_no is not None
    if sets_aside(template, given):
        if aside is None:
            return tuple(said[key] for key in ((RATING, YES_NO) if is_judged else said) if key in said)
        is_same = aside.not_applicable if given.not_applicable else aside.value == given.value
        return () if is_same else (aside,)
    if aside is not None:
        return (aside,) if given.prompt in (RATING, YES_NO) or not is_judged else ()
    own = said.get(given.prompt)
    if own is None or own.not_applicable or own.value == storable(given.value) or is_text(question, given.prompt):
        return ()
    return (own,)


def sets_aside(template: Template, given: Given) -> bool:
    rating = template.scale.by_code.get(given.value) if given.prompt == RATING else None
    return given.not_applicable or (rating is not None and rating.counts_as == "missing")


def is_text(question: Question, key: str) -> bool:
    prompt = question.prompt(key)
    return prompt is not None and prompt.kind is Kind.TEXT


def adds_up(question: Question, given: Given) -> bool:
    """Whether this is words, which stand beside a colleague's: free words, or the reason for N/A."""
    return given.not_applicable or is_text(question, given.prompt)


def both(theirs: str, mine: str) -> str:
    """The words of two people as one answer, the earlier first; what one of them says already is not said twice."""
    if not theirs or theirs in mine:
        return mine
    return theirs if mine in theirs else f"{theirs}\n{mine}"


class TwoWords(NamedTuple):
    """The words that stand at a prompt: what others say, and what somebody says, or a table said for them."""

    others: str
    own: str


def words_of(history: Iterable[Told], mine: Iterable[str]) -> TwoWords:
    """Who says what in the words that stand; `history` is one prompt's answers, oldest first.

    Whoever writes again takes the place of their own words alone. Words put in the place of all others are alone.
    """
    parts: dict[str, str] = {}
    own = {*mine, ""}
    for each in history:
        name = each.said_by if each.via in SPOKEN else ""
        others = _joined(words for who, words in parts.items() if who != name)
        if name and others and each.value.startswith(f"{others}\n"):
            parts.pop(name, None)
            parts[name] = each.value[len(others) + 1 :]
        elif name and each.value and each.value == others:
            parts = {who: words for who, words in parts.items() if who != name}
        else:
            parts = {name: each.value}
    return TwoWords(
        _joined(words for who, words in parts.items() if who not in own),
        _joined(words for who, words in parts.items() if who in own),
    )


def _joined(parts: Iterable[str]) -> str:
    return "\n".join(words for words in parts if words)


class SeenAnswer(NamedTuple):
    """An answer as somebody may have seen it; the reason for N/A is left out, for it may be broken over lines."""

    question: str
    prompt: str
    value: str
    not_applicable: bool

    @classmethod
    def of(cls, said: Given | Said) -> "SeenAnswer":
        return cls(said.question, said.prompt, "" if said.not_applicable else said.value, said.not_applicable)
