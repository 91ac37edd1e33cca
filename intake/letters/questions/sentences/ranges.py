"""Several questions named at once: "1.1, 1.2 and 2.1", "1.1-1.3", "4 up to 6", "1.1, 2.1 to 2.3". Pure."""

import re
from itertools import pairwise

from config.notation import compiled_once
from intake.letters.questions.sentences.refs import PREFIX, Numbering

TO = r"(?:-|\b(?:up to|to|through|thru|until|till)\b)"
JOINED = rf"\s*(?:,\s*and\b|,\s*&|,|and\b|&|\+|{TO})\s*"
SPACED = rf"(?:{JOINED}|\s{{1,3}}(?=\d))"  # "Green - 2.1 2.2 3.2", behind the rating


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
