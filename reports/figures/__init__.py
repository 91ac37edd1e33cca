"""What the returns add up to: counts, shares, themes; nothing is told here."""

from reports.figures.evidence import Exhibit, exhibits, size_words
from reports.figures.levels import level_of, levels, most_of, rolled_up
from reports.figures.quotes import SHOWN, Quotation, approve, approved, candidates, withdraw
from reports.figures.remarks import Aside, beside, differing, handovers_of, pleas_of, remarks_of
from reports.figures.returns import UnknownPartnership, figures_of, figures_with_words, returns_at, submissions_of
from reports.figures.rolled import NOT_APPLICABLE, rule
from reports.figures.rows import asked, outstanding, parts, yes_no
from reports.figures.summary import Figures, Return, figures
from reports.figures.tally import FEWEST, SIX, AnswerState, Standing, Tally, ends, extremes, ranked
from reports.figures.themes import Mention, ThemeFigures, Wrote, is_words, theme_figures, themes_json
from reports.figures.values import Values, values
from reports.figures.words import (
    NOT_ASKED,
    UNANSWERED,
    UNRATED,
    cell_words,
    clip,
    count,
    level,
    listing,
    met_words,
    of,
    percent,
    plain,
    shown,
)

__all__ = [
    "FEWEST",
    "NOT_APPLICABLE",
    "NOT_ASKED",
    "SHOWN",
    "SIX",
    "UNANSWERED",
    "UNRATED",
    "AnswerState",
    "Aside",
    "Exhibit",
    "Figures",
    "Mention",
    "Quotation",
    "Return",
    "Standing",
    "Tally",
    "ThemeFigures",
    "UnknownPartnership",
    "Values",
    "Wrote",
    "approve",
    "approved",
    "asked",
    "beside",
    "candidates",
    "cell_words",
    "clip",
    "count",
    "differing",
    "ends",
    "exhibits",
    "extremes",
    "figures",
    "figures_of",
    "figures_with_words",
    "handovers_of",
    "is_words",
    "level",
    "level_of",
    "levels",
    "listing",
    "met_words",
    "most_of",
    "of",
    "outstanding",
    "parts",
    "percent",
    "plain",
    "pleas_of",
    "ranked",
    "remarks_of",
    "returns_at",
    "rolled_up",
    "rule",
    "shown",
    "size_words",
    "submissions_of",
    "theme_figures",
    "themes_json",
    "values",
    "withdraw",
    "yes_no",
]
