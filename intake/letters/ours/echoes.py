"""A letter of ours line by line: which of its lines ask something, and which show what somebody wrote to us. Pure."""

import re
from collections.abc import Collection, Iterator
from itertools import pairwise
from typing import NamedTuple

from intake.letters.ours.tokens import CODE

_WROTE = "You wrote: "
_SHOWN = re.compile(r"\(([A-Za-z0-9][A-Za-z0-9.-]{0,19})\)\s+\S")
_REPEATED = re.compile(r"[->]\s+\S")  # words that answer nothing, and words that were passed on


class LetterLine(NamedTuple):
    """One line without its code. `about`: the question asked there; `shows`: the one whose answer is shown there."""

    text: str
    about: str = ""
    is_coded: bool = False  # the code stands on this line
    shows: str | None = None  # "" for words that belong to no question
    is_heading: bool = False
    leads: bool = False  # to words that it repeats


class ShownValue(NamedTuple):
    """One answer, as far as the lines of a letter have shown it."""

    words: tuple[str, ...] = ()
    about: tuple[str, ...] = ()


def is_repeated(line: str) -> bool:
    """Whether a line repeats words that answer nothing, or words that were passed on."""
    return _REPEATED.match(line) is not None


def asks_again(text: str, refs: Collection[str]) -> tuple[frozenset[str], str]:
    """The questions whose ratings a letter asks again below what was written; and the one, where it asks no more."""
    lines = list(letter_lines(text, refs)) if _WROTE in text else []
    asked = {
        line.shows
        for line, below in pairwise(lines)
        if line.shows and line.text.startswith(_WROTE) and f"rating for question {line.shows}" in below.text
    }
    others = {line.shows for line in lines if line.shows and line.text.startswith(_WROTE)} - asked
    return frozenset(asked), next(iter(asked)) if len(asked) == 1 and not others else ""


def letter_lines(text: str, refs: Collection[str]) -> Iterator[LetterLine]:
    """Every line of the letter, in its order; codes in brackets ask, codes in parentheses show."""
    lines = list(_lines(text, refs))
    below: LetterLine | None = None
    for number in range(len(lines) - 1, -1, -1):
        line = lines[number]
        if line.shows is None and below is not None and below.shows == "" and not line.is_coded:
            lines[number] = line._replace(leads=bool(line.text))
        below = line if line.text.strip() else below
    yield from lines


def _lines(text: str, refs: Collection[str]) -> Iterator[LetterLine]:
    about, shows = "", None
    for line in text.split("\n"):
        code = CODE.match(line) if "[" in line[:6] else None
        shown = _SHOWN.match(line)
        if code and code[1] in refs:
            about, shows = code[1], None
            yield LetterLine(line[code.end() :], about, is_coded=True)
        elif shown and shown[1] in refs:
            about, shows = "", shown[1]
            yield LetterLine(line[shown.end() - 1 :], shows=shows, is_coded=True)
        elif _is_heading(line):
            shows = None
            yield LetterLine(line, about, is_heading=True)
        elif not shows and not about and is_repeated(line):
            shows = ""
            yield LetterLine(line, shows="")
        else:
            shows = None if shows == "" and not line.strip() else shows  # what is repeated ends at a blank line
            yield LetterLine(line, about, shows=shows)


def _is_heading(line: str) -> bool:
    return line.isupper() and len(line.split()) > 1
