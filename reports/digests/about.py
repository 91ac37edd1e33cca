"""What agencies write about, question by question, and worry about where they do worst. Pure."""

from collections import Counter
from collections.abc import Sequence

from config.themes import Themes
from config.words import listing
from reports.figures import Figures, ThemeFigures, Wrote, count, ends
from reports.report import Mentions, mentions, under_prompts

WORRY = "worried_about"  # the key of the prompt that asks for it
QUESTIONS = 5  # told in a digest: those whose answers are most about the core themes
THEMES = 5  # told of one of them before "and 7 more"


def worries(found: Figures, wrote: Sequence[Wrote], themes: Themes) -> dict[str, str]:
    """For each of the lowest-rated questions, the theme most of its worries are about, with the count it is of."""
    submitted = {each.abbr for each in found.submitted}
    told = {}
    for ref in ends(found.by_question).bottom:
        said = [each for each in wrote if (each.question, each.prompt) == (ref, WORRY) and each.agency in submitted]
        named = Counter(theme for each in said for theme in each.themes)
        most = max(named.values(), default=0)
        if tops := sorted(themes.title(theme) for theme, number in named.items() if number == most):
            told[ref] = f"{listing(tops)} ({most} of {count(len(said), 'answer')})"
    return told


def mentions_in_words(found: Figures, themes: Sequence[ThemeFigures]) -> list[str]:
    """How often themes are mentioned, of how many answers: to the questions that most are about, under each prompt."""
    told = [each for each in mentions(found, themes) if not each.is_empty]
    most = sorted(told, key=_weight, reverse=True)[:QUESTIONS]
    chosen = [each for each in told if each in most]
    return [each.sentence(THEMES) for each in (*chosen, *under_prompts(found, themes)) if not each.is_empty]


def _weight(each: Mentions) -> tuple[int, int]:
    core = sum(rate.answers for theme, rate in each.rates if theme.core)
    return core, sum(rate.answers for _, rate in each.rates)
