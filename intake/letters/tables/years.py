"""Years as people write them beside a rating: "2022: Not met, 2023: Met", "2021-22". Pure."""

import re
from functools import lru_cache
from itertools import pairwise

from config.notation import compiled_once
from intake.ratings import levelled

_YEAR = r"20\d\d(?:\s?[-/]\s?(?:20)?\d\d)?(?!\d)"
_WRITTEN = re.compile(_YEAR)
_LEAD = re.compile(
    r"\W*+(?:(?:q|question|standard|item|our rating|rating)\W{0,3})?(?P<code>\d{1,2}(?:\.\d{1,2})?)?\W*+"
)
_GAP = re.compile(r"[\s,;/.|&-]{1,4}(?:(?:and|now|but)\s+)?")


def last_year(words: str) -> int:
    """The year in which a year of these words ends: 2023 for "2022-23"; 0 where they name none, or several."""
    written = _WRITTEN.findall(words)
    return 2000 + int(written[0][-2:]) if len(written) == 1 else 0


def years_of(audit: str) -> frozenset[int]:
    """The years by which people call an audit's round: 2022 and 2023 for "2022-23"."""
    return frozenset(range(int(audit[:4]), last_year(audit) + 1)) if last_year(audit) else frozenset()


def is_of_round(words: str, audit: str) -> bool:
    """Whether the one year in these words is the audit's: "2022-23" itself, or either of its years alone."""
    written = _WRITTEN.findall(words)
    is_span = len(written) == 1 and len(written[0]) > len("2022")
    return last_year(words) == last_year(audit) if is_span else last_year(words) in years_of(audit)


def without_past_years(text: str, year: str, rating: str) -> str:
    """The text with the rating of the audit's year alone, where a rating of an earlier year stands beside it."""
    if text.count("20") < 2:
        return text
    flat = levelled(text)
    found = list(_rated(rating).finditer(flat))
    years = [last_year(each["year"]) for each in found]
    joined = all(_GAP.fullmatch(flat[before.end() : after.start()]) for before, after in pairwise(found))
    if (
        len(found) < 2
        or not joined
        or len(set(years)) < len(years)
        or not is_of_round(found[years.index(max(years))]["year"], year)
    ):
        return text
    now = found[years.index(max(years))]
    if not _is_answer(flat[: found[0].start()], now["said"], flat[found[-1].end() :]):
        return text
    return text[: found[0].start()] + text[now.start("said") : now.end()] + text[found[-1].end() :]


def _is_answer(before: str, said: str, behind: str) -> bool:
    """Whether the ratings of the years are all that is said of a question; "Complaints 2022: 3, 2023: 2" counts."""
    lead = _LEAD.fullmatch(before)
    is_over = re.match(r"\s*(?:$|[.;,)])", behind) is not None
    return lead is not None and is_over and (not said.isdigit() or lead["code"] is not None)


@lru_cache(maxsize=64)
def _rated(rating: str) -> re.Pattern[str]:
    """A year with the rating it had."""
    return compiled_once(
        rf"(?<!\w)\(?(?:in\s)?(?P<year>{_YEAR})\)?\s{{0,2}}[:=-]?\s{{0,2}}(?:we were\s|was\s)?(?P<said>{rating})"
    )
