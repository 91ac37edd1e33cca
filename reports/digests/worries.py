"""What agencies are most worried about where they do worst. Pure."""

from collections import Counter
from collections.abc import Sequence

from config.themes import Themes
from config.words import listing
from reports.figures import Figures, Wrote, count, ends

WORRY = "worried_about"  # the key of the prompt that asks for it


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
