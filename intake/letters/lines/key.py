"""Ratings by letters of which a letter says what they mean: "Key: M = Met, PM = Partially met". Pure."""

import re
from collections.abc import Callable, Mapping, Sequence

from config.notation import LatePattern

_LEAD = LatePattern(
    r"\W*(?:(?:our|the|my)\s)?(?:key|legend|codes?|abbreviations?|where|scale)\s?[:,-]?\s?", re.IGNORECASE
)
_IS = r"\s{0,3}(?:=|:|[-\u2013\u2014]|\bmeans\b|\bis\b|\bfor\b)\s{0,3}"
_UNIT = (
    r"\W{{0,3}}(?P<short>[^\W\d_]{{1,3}}|\d){is_}"
    r"(?P<label>[^\W\d_](?:[^,;=|/()\n]{{0,40}}[^\W_])?)(?:\s?[,;|/.):]\s?(?:and\s)?|\sand\s|\s?\Z)"
)
_SIGNED = LatePattern(_UNIT.format(is_=_IS))
_UNSIGNED = LatePattern(_UNIT.format(is_=r"\s{1,3}"))  # "M met, PM partially met", where a word says that it is a key
_HEADED = LatePattern(r"\W*(?:(?:our|the|my)\s)?(?:key|legend|scale)\W*", re.IGNORECASE)
_EXPLAINS = LatePattern(  # without such a word "2 = Green" may answer question 2
    r"\W*(?:(?:our|the|my)\s)?(?:key|legend|scale|where)\b", re.IGNORECASE
)
_CODE = r"\W{0,4}(?:question\s|q\.?\s?|item\s)?\[?\d{1,2}(?:\.\d{1,2})?+\]?[\s:.)=\u2013\u2014-]{1,4}"
_LONGEST = 200  # characters of a line that explains its letters


def spelled_out(lines: Sequence[str], own: Sequence[str], rating_of: Callable[[str], str | None]) -> list[str]:
    """The lines, with the label for each letter at the head of an answer, where the letter's own lines have a key."""
    key = _key(own, rating_of)
    if not key:
        return list(lines)
    short = "|".join(sorted(map(re.escape, key), key=len, reverse=True))
    way = re.compile(rf"(?P<code>(?>{_CODE})|)(?P<short>{short})(?=\s*(?:\Z|[:.,;(\u2013\u2014-])|\s{{2,}})")
    return [line if _units(line) else _written(line, way, key) for line in lines]


def _written(line: str, way: re.Pattern[str], key: Mapping[str, str]) -> str:
    found = way.match(line)
    rest = line[found.end() :] if found else ""
    if found is None or (found["short"].isdigit() and not found["code"] and rest.strip()):
        return line  # "2.1: Met" begins with its question's number
    return f"{found['code']}{key[found['short']]}{rest}"


def _key(lines: Sequence[str], rating_of: Callable[[str], str | None]) -> dict[str, str]:
    """The label of each letter or figure; none where two have one rating, or nothing says that it is a key."""
    is_headed = any(_HEADED.fullmatch(line) for line in lines)
    told = dict.fromkeys(unit for line in lines for unit in _units(line) if _may_be(*unit, line, is_headed))
    codes = {unit: code for unit in told if (code := rating_of(unit[1]))}
    is_plain = len(set(codes.values())) == len(codes) == len({short for short, _ in codes}) > 1
    return {short: label for short, label in codes} if is_plain else {}


def _units(line: str) -> list[tuple[str, str]]:
    """The letters and labels of a line that is nothing else."""
    lead = _LEAD.match(line) if len(line) <= _LONGEST and not line[:1].isdigit() else None
    start = lead.end() if lead else 0
    return _in_units(line, start, _SIGNED) or (_in_units(line, start, _UNSIGNED) if lead else [])


def _in_units(line: str, at: int, way: LatePattern) -> list[tuple[str, str]]:
    found = list[tuple[str, str]]()
    while at < len(line) <= _LONGEST:
        unit = way.match(line, at)
        if unit is None:
            return []
        found.append((unit["short"], unit["label"]))
        at = unit.end()
    return found


def _may_be(short: str, label: str, line: str, is_headed: bool) -> bool:
    """Whether a line may give this meaning to a sign: a letter of the label's, or any that a key explains."""
    return is_headed or _EXPLAINS.match(line) is not None or (not short.isdigit() and _is_short_for(short, label))


def _is_short_for(short: str, label: str) -> bool:
    initials = "".join(word[0] for word in label.split())
    return short.lower() in (initials.lower(), label[: len(short)].lower())
