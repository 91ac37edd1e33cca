"""What the returns add up to: counts, shares, themes; nothing is told here."""

from reports.figures.evidence import Exhibit, action_files, exhibits
from reports.figures.levels import level_of, levels, most_of, rolled_up
from reports.figures.quotes import About, Quotation, approve, approved, candidates, in_turn, withdraw
from reports.figures.remarks import (
    Aside,
    Differing,
    beside,
    differing,
    who_is_asked,
)
from reports.figures.returns import UnknownPartnership, figures_of, figures_with_words, returns_at, submissions_of
from reports.figures.rolled import NOT_APPLICABLE, rule
from reports.figures.rows import asked, outstanding, parts, yes_no
from reports.figures.summary import Figures, Return, figures
from reports.figures.tally import FEWEST, SIX, AnswerState, Standing, Tally, ends, extremes, ranked, share
from reports.figures.themes import Mention, Rate, ThemeFigures, Wrote, is_words, theme_figures, themes_json
from reports.figures.values import Values, values
from reports.figures.words import (
    NOT_ASKED,
    UNANSWERED,
    UNRATED,
    cell_words,
    clip,
    count,
    level,
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
    "SIX",
    "UNANSWERED",
    "UNRATED",
    "About",
    "AnswerState",
    "Aside",
    "Differing",
    "Exhibit",
    "Figures",
    "Mention",
    "Quotation",
    "Rate",
    "Return",
    "Standing",
    "Tally",
    "ThemeFigures",
    "UnknownPartnership",
    "Values",
    "Wrote",
    "action_files",
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
    "in_turn",
    "is_words",
    "level",
    "level_of",
    "levels",
    "met_words",
    "most_of",
    "of",
    "outstanding",
    "parts",
    "percent",
    "plain",
    "ranked",
    "returns_at",
    "rolled_up",
    "rule",
    "share",
    "shown",
    "submissions_of",
    "theme_figures",
    "themes_json",
    "values",
    "who_is_asked",
    "withdraw",
    "yes_no",
]
