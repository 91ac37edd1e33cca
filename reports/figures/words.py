"""Figures as people read them: every percentage beside its n, no share of nothing."""

import unicodedata

from config.questionnaire import Template
from config.words import count as count
from config.words import plain as plain
from reports.figures.rolled import NOT_APPLICABLE
from reports.figures.tally import Standing

UNRATED, UNANSWERED, NOT_ASKED = "text", "blank", "–"
NO_RATINGS = "no ratings"


def clip(words: str, most: int) -> str:
    """The words on one line of `most` characters, cut between words if it can be; direction marks, which leak, go."""
    line = " ".join("".join(each for each in plain(words) if unicodedata.category(each) != "Cf").split())
    if len(line) <= most:
        return line
    cut = line[: most - 1]
    whole = cut.rpartition(" ")[0]
    return f"{(whole if len(whole) > most * 2 // 3 else cut).rstrip()}…"


def percent(part: int, whole: int, level: float | None = None) -> str:
    """A whole percentage that never rounds up to all, down to none, or up to a level the share is under."""
    rounded = (200 * part + whole) // (2 * whole)
    if level is not None and part / whole < level and rounded >= round(level * 100, 6):
        return f"just under {_number(level * 100)}%"
    if rounded == 100 and part < whole:
        return "over 99%"
    return "under 1%" if rounded == 0 and part else f"{rounded}%"


def of(part: int, whole: int, nothing: str = NO_RATINGS, level: float | None = None) -> str:
    """ "407 of 589 (69%)", or the words for nothing."""
    return f"{part} of {whole} ({percent(part, whole, level)})" if whole else nothing


def level(share: float) -> str:
    """A threshold as it was set: 0.65 is "65%"."""
    return f"{_number(share * 100)}%"


def met_words(template: Template) -> str:
    """Which ratings count as met, by name: "3 Outstanding or 2 Good"."""
    return " or ".join(rating.name for rating in template.scale.given if rating.counts_as == "met")


def cell_words(template: Template, standing: Standing | None) -> str:
    """A cell as `s11 answers import` reads it: "G", "Yes - G", "N/A", "IM"; empty where nothing is rated."""
    if standing is None or standing.state == "unanswered":
        return ""
    if standing.state == "not_applicable":
        return NOT_APPLICABLE
    if standing.state == "missing":
        missing = template.scale.missing
        return missing.code if missing else ""
    said = [standing.yes_no.capitalize()] if standing.yes_no else []
    return " - ".join([*said, standing.rating] if standing.rating else said)


def shown(template: Template, standing: Standing | None) -> str:
    """As `cell_words`, but for readers: what was not rated, not answered or not asked is written too."""
    if standing is None:
        return NOT_ASKED
    if standing.state == "unanswered":
        return UNANSWERED
    return cell_words(template, standing) or UNRATED


def _number(value: float) -> str:
    return f"{value:.6f}".rstrip("0").rstrip(".")
