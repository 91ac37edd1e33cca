"""Ratings by letters of which a letter says what they mean: "Key: M = Met, PM = Partially met". Pure."""

import re
from collections.abc import Callable, Mapping, Sequence

from config.notation import LatePattern

_LEAD = LatePattern(
    r"\W*(?:(?:our|the|my)\s)?(?:key|legend|codes?|abbreviations?|where|scale)\s?[:,-]?\s?", re.IGNORECASE
)
_UNIT = LatePattern(
    r"\W{0,3}(?P<short>[^\W\d_]{1,3})\s{0,3}(?:=|:|[-\u2013\u2014]|\bmeans\b|\bis\b|\bfor\b)\s{0,3}"
    r"(?P<label>[^\W\d_](?:[^,;=|/()\n]{0,40}[^\W_])?)\s?(?:[,;|/.)]\s?(?:and\s)?|\Z)"
)
_CODE = r"\W{0,4}(?:question\s|q\.?\s?|item\s)?\[?\d{1,2}(?:\.\d{1,2})?\]?[\s:.)=\u2013\u2014-]{1,4}"
_LONGEST = 200  # characters of a line that explains its letters


def spelled_out(lines: Sequence[str], own: Sequence[str], rating_of: Callable[[str], str | None]) -> list[str]:
    """The lines, with the label for each letter at the head of an answer, where the letter's own lines have a key."""
    key = _key(own, rating_of)
    if not key:
        return list(lines)
    short = "|".join(sorted(map(re.escape, key), key=len, reverse=True))
    way = re.compile(rf"(?P<code>(?:{_CODE})?)(?P<short>{short})(?=\s*(?:\Z|[:.,;(\u2013\u2014-])|\s{{2,}})")
    return [line if _units(line) else _written(line, way, key) for line in lines]


def _written(line: str, way: re.Pattern[str], key: Mapping[str, str]) -> str:
    found = way.match(line)
    return f"{found['code']}{key[found['short']]}{line[found.end() :]}" if found else line


def _key(lines: Sequence[str], rating_of: Callable[[str], str | None]) -> dict[str, str]:
    """The label of each letter; none where two have one rating, or a letter is not the label's own."""
    told = dict.fromkeys(unit for line in lines for unit in _units(line) if _is_short_for(*unit))
    codes = {unit: code for unit in told if (code := rating_of(unit[1]))}
    is_plain = len(set(codes.values())) == len(codes) == len({short for short, _ in codes}) > 1
    return {short: label for short, label in codes} if is_plain else {}


def _units(line: str) -> list[tuple[str, str]]:
    """The letters and labels of a line that is nothing else."""
    lead = _LEAD.match(line) if len(line) <= _LONGEST and not line[:1].isdigit() else None
    at, found = lead.end() if lead else 0, list[tuple[str, str]]()
    while at < len(line) <= _LONGEST:
        unit = _UNIT.match(line, at)
        if unit is None:
            return []
        found.append((unit["short"], unit["label"]))
        at = unit.end()
    return found


def _is_short_for(short: str, label: str) -> bool:
    initials = "".join(word[0] for word in label.split())
    return short.lower() in (initials.lower(), label[: len(short)].lower())
