"""How a line disowns answers, by the rows of ways.toml: one table and one reader for every line that may. Pure."""

import tomllib
from functools import cache
from pathlib import Path

from config.notation import LatePattern, phrases

_TABLE = tomllib.loads((Path(__file__).parent / "ways.toml").read_text(encoding="utf-8"))
_LEADS = (
    r"\A\W{0,3}(?:(?:hi|hello|ok|so|nb|note|all|these|this|they|it|just|only|is|are|answers"
    r"|ratings|scores)\b[\s,:.!-]{1,3}){0,3}"
)


def way_it_says(flat: str) -> str:
    """How a sentence, levelled, disowns the answers beside it: "held", "draft", "another"; empty where it does not."""
    if speaks_of_now(flat):
        return ""
    return next((way for way in _TABLE["says"] if _ways("says", way).search(flat)), "")


def way_it_heads(flat: str) -> str:
    """How a line above answers, or a title, disowns them."""
    if said := way_it_says(flat):
        return said
    if speaks_of_now(flat):
        return ""
    return next((way for way in _TABLE["heads"] if _ways("heads", way).match(flat)), "")


def speaks_of_now(flat: str) -> bool:
    """Whether a sentence says that what was a draft is none any more, or that another letter was."""
    return _ways("never", "again").search(flat) is not None


@cache
def _ways(place: str, way: str) -> LatePattern:
    lead = _LEADS if place == "heads" else r"(?<!\w)"
    return LatePattern(lead + phrases(_TABLE[place][way], _TABLE["list"]))
