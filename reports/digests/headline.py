"""What a digest says first, in one line, and a bar for each standard. Pure."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date

from config.words import form, listing
from reports.digests.parts import Facts, StandardBar
from reports.figures import Figures, clip, count, extremes, percent

LONGEST_NAME = 80
LONGEST_TITLE = 120
MOST_WEAKEST = 2  # named in a line; more of them tell a reader nothing


def headline(now: Figures, facts: Facts, on: date) -> str:
    """ "6 of 12 have answered, 18 days left; weakest: Working together, 38%"."""
    if not now.invited:
        return "Every agency is excused" if now.excused else "No agency is asked"
    have = form(len(now.submitted), "has", "have")
    told = f"{len(now.submitted)} of {len(now.invited)} {have} answered{_left(now, facts, on)}"
    lowest = extremes(now.by_standard)[1]
    if not 0 < len(lowest) <= MOST_WEAKEST:
        return told
    own = now.by_standard[lowest[0]].own
    titles = {each.ref: each.title for each in now.template.standards}
    weakest = clip(listing(titles[ref] for ref in lowest), LONGEST_TITLE)
    return f"{told}; weakest: {weakest}, {percent(own.met, own.rated)}"


def _left(now: Figures, facts: Facts, on: date) -> str:
    days = (facts.due - on).days
    if facts.is_closed:
        return ", the audit is closed"
    if not now.not_submitted:
        return ""
    if days < 0:
        return f", {count(-days, 'day')} after the last day"
    return f", {count(days, 'day')} left" if days else ", today is the last day"


def bars(now: Figures) -> Iterator[StandardBar]:
    """The standards in the order of the audit; none of which nothing is rated."""
    for standard in now.template.standards:
        tally = now.by_standard.get(standard.ref)
        if tally is not None and tally.own.rated:
            yield StandardBar(clip(f"{standard.ref} {standard.title}", LONGEST_TITLE), tally.own.met, tally.own.rated)


def names_of(now: Figures) -> Mapping[str, str]:
    """The name of each agency by its abbreviation, which stands with it where others have the same name.

    A name in brackets is none: "(name not printed)" says that nobody knows it.
    """
    shared = Counter(now.names.values())
    return {
        abbr: abbr if name.startswith("(") else clip(name, LONGEST_NAME) + (f" ({abbr})" if shared[name] > 1 else "")
        for abbr, name in now.names.items()
    }


def named(names: Mapping[str, str], words: str) -> str:
    """An agency by its name where the words begin with its abbreviation: "GP1 (5.2)" is "Example Surgery (5.2)"."""
    abbr, bracket, rest = words.partition(" (")
    return f"{names.get(abbr, abbr)}{bracket}{rest}"
