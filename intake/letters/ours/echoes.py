"""A letter of ours line by line: which of its lines ask something, and which show what somebody wrote to us. Pure."""

import re
from collections.abc import Collection, Iterator
from typing import NamedTuple

from intake.letters.ours.tokens import CODE

_SHOWN = re.compile(r"\(([A-Za-z0-9][A-Za-z0-9.-]{0,19})\)\s+\S")
_REPEATED = re.compile(r"[->]\s+\S")  # words that answer nothing, and words that were passed on


class LetterLine(NamedTuple):
    """One line without its code. `about`: the question asked there; `shows`: the one whose answer is shown there."""

    text: str
    about: str = ""
    is_coded: bool = False  # the code stands on this line
    shows: str | None = None  # "" for words that belong to no question
    is_heading: bool = False


def letter_lines(text: str, refs: Collection[str]) -> Iterator[LetterLine]:
    """Every line of the letter, in its order; codes in brackets ask, codes in parentheses show."""
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
        elif shows is None and not about and _REPEATED.match(line):
            yield LetterLine(line, shows="")
        else:
            yield LetterLine(line, about, shows=shows)


def _is_heading(line: str) -> bool:
    return line.isupper() and len(line.split()) > 1
