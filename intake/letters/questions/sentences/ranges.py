"""Several questions named at once: "1.1, 1.2 and 2.1", "1.1-1.3", "4 up to 6", "1.1, 2.1 to 2.3". Pure."""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from config.notation import LatePattern, compiled_once
from intake.letters.questions.sentences.refs import PREFIX, Numbering

TO = r"(?:-|\b(?:up to|to|through|thru|until|till)\b)"
JOINED = rf"\s*(?:,\s*and\b|,\s*&|,|and\b|&|\+|{TO})\s*"
_JOINS = LatePattern(rf"\]?{JOINED}(?:both\s)?\[?")
SPACED = rf"(?:{JOINED}|\s{{1,3}}(?=\d))"  # "Green - 2.1 2.2 3.2", behind the rating


class Run(NamedTuple):
    """Questions that levelled words name in one breath, and where: "3.1-3.3 and 4.1"."""

    start: int
    end: int
    refs: Sequence[str]
    is_plain: bool  # and no range that goes nowhere


class Ranges:
    """The questions an agency is asked, as a list or a range may name them."""

    def __init__(self, numbering: Numbering) -> None:
        self._refs, self._order = numbering.refs, numbering.order
        self._ref = compiled_once(rf"(?:{PREFIX}\.?\s*)?(?P<ref>{numbering.bare})")

    def named_by(self, said: str) -> list[str]:
        """The questions of these levelled words, in the order said; none where a range goes nowhere."""
        found = list(self._ref.finditer(said))
        named = [self._refs[each["ref"]] for each in found[:1]]
        for before, after in pairwise(found):
            first, last = self._refs[before["ref"]], self._refs[after["ref"]]
            if not re.search(TO, said[before.end() : after.start()]):
                named.append(last)
                continue
            start, end = self._order[first], self._order[last]
            if start >= end:
                return []
            named += [ref for ref, place in self._order.items() if start < place <= end]
        return named

    def runs(self, found: Sequence[re.Match[str]], said: str) -> list[Run]:
        """The numbers found in levelled words, those that are joined together."""
        groups: list[list[re.Match[str]]] = []
        for each in found:
            if groups and _JOINS.fullmatch(said, groups[-1][-1].end(), each.start()):
                groups[-1].append(each)
            else:
                groups.append([each])
        return [self._run(group, said) for group in groups]

    def _run(self, group: Sequence[re.Match[str]], said: str) -> Run:
        start, end = group[0].start(), group[-1].end()
        named = self.named_by(said[start:end])
        return Run(start, end, named or [self._refs[each["ref"]] for each in group], is_plain=bool(named))
