"""The numbers of our questions, however they are written: 4, 04, Q4, "question no. 4", 1.2. Pure."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from config.notation import compiled_once

PREFIX = (
    r"(?:(?:question|qn|q)\s+(?:no\.?|number)|no(?=\s+\d+\s*[:=])"
    r"|question|quest|qn|qu|q|answer to question|answer to q|answer to|answer|ans|item|number|no(?=\.)"
    r"|standard(?=\s+\d{1,2}\.\d)|s(?=\d{1,2}\.\d))"
)
ARROW = r"(?:[-=~]+>+|>{2,3}|[→⇒➔➜])"  # between a question and its answer: "Q 1.1 => Good"

UNITS = frozenset(
    ["million", "billion", "thousand", "hours", "days", "weeks", "months", "years", "per", "fte", "wte", "of", "and"]
)


class Pair(NamedTuple):
    """A question and what is said of it."""

    ref: str
    words: str


class Numbering:
    """The questions an agency is asked, in their order, and the patterns that find their numbers in levelled words."""

    def __init__(self, refs: Sequence[str]) -> None:
        self.order = {ref: number for number, ref in enumerate(refs)}
        self.refs = {ref.lower(): ref for ref in refs}
        self.refs |= {f"0{ref}": ref for ref in refs if ref.isdigit() and len(ref) == 1}
        self.any = "|".join(re.escape(each) for each in sorted(self.refs, key=len, reverse=True)) or "(?!)"
        self.bare = rf"(?:{self.any})(?![\w]|\.\w|/\d)"
        self.lead = rf"(?:(?<!\w)(?:{PREFIX})\.?\s*|(?<![\w.]))"
        self.called = self.lead + self.bare
        self.alone = compiled_once(rf"(?:(?<!\w)(?P<named>{PREFIX}\.?\s*)|(?<![\w.]))\[?(?P<ref>{self.bare})\]?")
        self._joined = compiled_once(rf"(?:\s?(?:,|and|&)\s?{self.called}){{1,6}}")
        self.begins = compiled_once(rf"\W{{0,3}}(?:{self.lead}\[?(?P<ref>{self.bare}))")

    def named_in(self, flat: str) -> bool:
        """Whether levelled words name a question past doubt: a bare number may count anything."""
        return any("." in each["ref"] or each["named"] for each in self.alone.finditer(flat))

    def past_joined(self, flat: str, at: int) -> int:
        """Past the numbers that are joined to the one that ends here: "1.2 and 2.2"."""
        joined = self._joined.match(flat, at)
        return joined.end() if joined else at


@lru_cache(maxsize=64)
def numbering_of(refs: tuple[str, ...]) -> Numbering:
    """The numbering of a form, made once for all letters that answer it."""
    return Numbering(refs)
