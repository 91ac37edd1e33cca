"""What a writer says right behind a rating against it, and nothing else: "no", "my mistake, Amber". Pure.

No phrase is listed. The words are of a closed kind (they beg pardon, point, or turn round), so that a word of the
answer's own ("no concerns", "training not met") ends what they may say.
"""

import re
from functools import cached_property

from config.notation import LatePattern
from intake.ratings.cues import said
from intake.ratings.marks import PICTURES, ScaleSpelling

_APART = r"[\s,;:.\u2026!?()\[\]*_/\"'\u2018\u2019~|<>=+-]"
_EMPTY, _AGAINST, _NO = (rf"(?:{said(f'afterthought.{row}')})(?!')" for row in ("empty", "against", "no"))
_SCOFF = said("afterthought.scoff")
_OVER = r"(?:\Z|(?<=[.!?;\n])|(?<=[.!?;\n]\s))"
_MOST = 9  # words that tell nothing


def _denied(against: str) -> LatePattern:
    gap = rf"{_APART}{{0,4}}+"
    rest = rf"(?>(?:{_EMPTY}|{against}){gap})"
    return LatePattern(
        rf"{_APART}{{1,6}}+(?P<said>(?>(?!{_SCOFF}){_EMPTY}{gap}){{0,{_MOST}}}+(?:{_SCOFF}|{against}){gap}{rest}{{0,{_MOST}}}+){_OVER}"
    )


_DENIED, _DENIED_BUT_NO = _denied(rf"(?:{_AGAINST}|{_NO})"), _denied(_AGAINST)
_ASKS = LatePattern(
    rf"{_APART}{{1,6}}+(?P<said>(?>(?:{_EMPTY}|{said('afterthought.asks')})[\s,'-]{{0,3}}+){{1,{_MOST}}}+\?)"
)


class Afterthoughts:
    """The ways in which another rating of one scale takes the place of the first, or none does."""

    def __init__(self, spelling: ScaleSpelling) -> None:
        self._spelling = spelling
        self._codes = frozenset(spelling.codes.values())

    def against(self, text: str, end: int, code: str) -> str:
        """The words behind a rating that end here and go against it; empty where they tell anything else."""
        if found := self._another.match(text, end):
            spelled = " ".join(re.findall(r"[^\W_]+", found["said"]))
            then = self._spelling.codes.get(spelled) or self._spelling.picture(found["said"]) or "n/a"
            if then != code:
                return text[end : found.end()].strip(" ,;:.-([")
        if code not in self._codes:
            return ""  # an N/A, whose reason may be anything
        denied = _DENIED_BUT_NO if code == self._spelling.lowest else _DENIED  # "Not met. No."
        found = denied.match(text, end) or _ASKS.match(text, end)
        return found["said"].strip() if found else ""

    @cached_property
    def _another(self) -> re.Pattern[str]:
        """Up to the end of another rating, which must be all that its clause comes to."""
        rating = self._spelling.rating.pattern
        word = rf"(?>(?:not\s{{1,3}}(?:an?\s)?(?:{rating})|{_EMPTY}|{_AGAINST}|{_NO}){_APART}{{1,6}}+)"
        whole = (
            r"(?=\s*(?:\Z|[.,;:!?)\]*\n]|[\u2013-]\s)"
            r"|\s(?:because|as|since|for|really|then|instead|please|actually|sorry|i)\b)"
        )
        return re.compile(
            rf"{_APART}{{1,6}}+(?:{word}){{0,{_MOST}}}?"
            rf"(?P<said>{PICTURES}|(?!\d){rating}|{rating}(?=\W*\Z)|{said('aside.said')}){whole}"
        )
