"""The charts of the slides, read off figures.json."""

from collections.abc import Mapping, Sequence
from typing import Any

from reports.figures import clip, of
from reports.paper.slides.parts import SlideBars, SlideSeries
from reports.paper.source import PaperSource, met_of

LABEL = 58  # characters beside a bar
MOST_THEMES, MOST_SAID = 12, 8
IN, OUT, THEN = "#1d4f91", "#b1b4b6", "#8a8f94"


def sent_by_sector(document: Mapping[str, Any]) -> SlideBars:
    """Who sent its return and who did not, sector by sector."""
    found = {name.replace("_", " ") or "no sector": each for name, each in document["by_sector"].items()}
    sent = [each["submitted"] for each in found.values()]
    owed = [each["invited"] - each["submitted"] for each in found.values()]
    said = [f"{name} {of(each['submitted'], each['invited'])}" for name, each in found.items()]
    series = [SlideSeries("Sent", IN, sent), *([SlideSeries("Not sent", OUT, owed)] if any(owed) else [])]
    return SlideBars(list(found), series, _says("Returns by sector", said), "counts")


def ratings_of_rows(source: PaperSource, rows: Sequence[tuple[str, Mapping[str, Any]]]) -> SlideBars:
    """How often each rating was given, row by row; rows without a rating are left out."""
    rated = [(clip(name, LABEL), tally) for name, tally in rows if tally["rated"]]
    series = [
        SlideSeries(each.name, each.colour, [tally["ratings"].get(each.code, 0) for _, tally in rated])
        for each in source.template.scale.given
    ]
    said = [f"{name}: {met_of(tally)} met" for name, tally in rated]
    given = [each for each in series if any(each.numbers)]
    return SlideBars([name for name, _ in rated], given, _says("Ratings", said), "shares")


def theme_bars(found: Mapping[str, Any], named: Mapping[str, str]) -> SlideBars:
    """How many agencies write of each theme, the most first."""
    order = sorted((key for key in found if found[key]["answers"]), key=lambda key: -found[key]["agencies"])
    keys = order[:MOST_THEMES]
    said = [f"{named[key]}: {of(found[key]['agencies'], found[key]['of_agencies'])}" for key in keys]
    mention = [found[key]["agencies"] for key in keys]
    do_not = [found[key]["of_agencies"] - found[key]["agencies"] for key in keys]
    series = [SlideSeries("Mention it", IN, mention), *([SlideSeries("Do not", OUT, do_not)] if any(do_not) else [])]
    return SlideBars([named[key] for key in keys], series, _says("Agencies that write of each theme", said), "counts")


def then_and_now(source: PaperSource, found: Mapping[str, Any]) -> SlideBars:
    """The share met of each standard in both rounds, in whole percent, with its n on both sides."""
    both = {ref: each for ref, each in found.items() if each["before"]["rated"] and each["now"]["rated"]}
    rows, said = [], []
    for ref, each in both.items():
        before, now = (met_of(each[side]) for side in ("before", "now"))
        rows.append(f"{clip(source.standard(ref), LABEL)} (n {each['before']['rated']}, {each['now']['rated']})")
        said.append(f"{source.standard(ref)}: from {before} to {now}")
    shares = {
        side: [_whole(each[side]["met"], each[side]["rated"]) for each in both.values()] for side in ("before", "now")
    }
    series = [SlideSeries("Met then, %", THEN, shares["before"]), SlideSeries("Met now, %", IN, shares["now"])]
    return SlideBars(rows, series, _says("Met then and now", said), "beside")


def _whole(part: int, whole: int) -> int:
    """A whole percentage, rounded as everywhere: 62.5 is 63."""
    return (200 * part + whole) // (2 * whole)


def _says(name: str, said: Sequence[str]) -> str:
    more = f"; and {len(said) - MOST_SAID} more" if len(said) > MOST_SAID else ""
    return clip(f"{name}, a bar each. {'; '.join(said[:MOST_SAID])}{more}. The notes have every figure.", 1500)
