"""The chapter on what is to be done, and the actions on an agency's page; nobody's words but the partnership's own."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from config.dates import uk_date
from reports.actions import Afterwards, PriorityRow, Recommended, TrackedAction, by_area
from reports.figures import count, of
from reports.paper.parts import Grid, PaperHeading, PaperPart, Prose
from reports.paper.source import PaperSource, some

MOST_REFS, MOST_NAMES = 12, 8


def to_do(source: PaperSource) -> Iterator[PaperPart]:
    """Findings beside the priorities, recommendations with who and by when, and the actions agreed."""
    after = source.after
    if not after.is_there:
        return
    yield PaperHeading("What is to be done", 1, on_new_page=True)
    if after.priorities:
        yield PaperHeading("Findings beside the priorities", 2)
        yield Prose("What the answers that speak of each priority add up to, and who rated one of them not met.")
        yield priority_grid(source, after.priorities)
    if after.recommendations:
        yield PaperHeading("Recommendations", 2)
        yield recommendation_grid(source, after.recommendations, after.actions)
    if after.actions:
        yield from _agreed(source, after)
    if told := source.document.get("meetings"):
        yield PaperHeading("Meetings about the returns", 2)
        yield meeting_grid(source, told)


def _agreed(source: PaperSource, after: Afterwards) -> Iterator[PaperPart]:
    """Shared actions in the partnership's own words, those of agencies without theirs, and who is to report."""
    yield PaperHeading("Actions agreed", 2)
    yield Prose(f"{count(len(after.actions), 'action')}: {after.states}.")
    if plans := _plans(source):
        yield Prose(plans)
    for day, asked in _reports(after.actions).items():
        names = some((source.agency(each.agency) for each in asked), MOST_NAMES)
        yield Prose(f"{count(len(asked), 'assurance report')} on actions asked for by {day}: {names}.")
    shared = [each for each in after.actions if not each.agency]
    own = [each for each in after.actions if each.agency and not each.is_assurance]
    if shared:
        yield PaperHeading("Shared actions", 3)
        rows = [
            [str(each.number), each.what, each.owner, _refs(each.refs), each.timescale or "none", each.state]
            for each in shared
        ]
        head = ["No.", "What is to be done", "Owning group", "Rests on", "By when", "State"]
        yield Grid("Shared actions", head, rows, [0.06, 0.36, 0.18, 0.12, 0.16, 0.12])
    if own:
        yield PaperHeading("Actions of agencies", 3)
        yield action_grid(source, "Actions of agencies", own, whose=True)


def meeting_grid(source: PaperSource, told: Sequence[Mapping[str, Any]]) -> Grid:
    """A meeting a row: with whom, when, and how much came of it; its notes are nobody's but those who were there."""
    numbers = [", ".join(map(str, each["actions"])) or "none" for each in told]
    rows = [
        [str(each["number"]), source.agency(each["agency"]) if each["agency"] else "several agencies",
         uk_date(date.fromisoformat(each["day"])), str(each["outcomes"]), came_of_it]
        for each, came_of_it in zip(told, numbers, strict=True)
    ]  # fmt: skip
    head = ["No.", "With", "On", "Outcomes", "Actions agreed there"]
    return Grid("Meetings about the returns", head, rows, [0.07, 0.36, 0.27, 0.12, 0.18])


def _plans(source: PaperSource) -> str:
    """How the plans are rated, which were revised, and which have no last day, as figures.json lists them."""
    told = [each for each in source.document.get("actions", {}).get("all", ()) if each["agency"]]
    rated, given = Counter(each["rated"] for each in told if each["rated"]), source.template.scale.given
    if not told:
        return ""
    said = [f"{each.name} {of(rated[each.code], rated.total())}" for each in given if rated[each.code]]
    counts = [("revised", "revised"), ("with an update", "update_received")]
    each_ = [f"{words} {of(sum(bool(one[key]) for one in told), len(told))}" for words, key in counts]
    open_ended = sum(not each["by_when"] for each in told)
    parts = [f"Plans of agencies rated {'; '.join(said)}." if said else "", f"Of their actions: {'; '.join(each_)}."]
    parts += [f"Without a last day: {of(open_ended, len(told))}."] if open_ended else []
    return " ".join(filter(None, parts))


def _reports(found: Sequence[TrackedAction]) -> Mapping[str, Sequence[TrackedAction]]:
    """The assurance reports that were asked for, by the day they are due."""
    by_day: dict[str, list[TrackedAction]] = {}
    for each in found:
        if each.is_assurance:
            by_day.setdefault(each.timescale, []).append(each)
    return by_day


def actions_of_agency(source: PaperSource, abbr: str) -> Iterator[PaperPart]:
    """The actions of one agency, by number."""
    own = [each for each in source.after.actions if each.agency == abbr]
    if own:
        yield PaperHeading("Its actions", 3)
        yield action_grid(source, f"Actions of {source.agency(abbr)}", own, whose=False)


def priority_grid(source: PaperSource, found: Sequence[PriorityRow]) -> Grid:
    """A priority a row: its answers, who rated one of them not met, and what serves it."""
    counted = {each["key"]: each for each in source.document.get("priorities", ())}
    rows = []
    for each in found:
        now = counted.get(each.priority.key, {"met": each.met, "rated": each.rated})
        below = some((source.agency(abbr) for abbr in each.below), MOST_NAMES) or "nobody"
        numbers = ", ".join(map(str, each.recommendations)) or "none"
        actions = ", ".join(map(str, each.actions)) or "none"
        rows.append([each.priority.name, _refs(each.refs), of(now["met"], now["rated"]), below, numbers, actions])
    head = ["Priority", "Questions", "Met", "Not met at", "Recommended", "Open actions"]
    return Grid("Findings beside the priorities", head, rows, [0.17, 0.1, 0.12, 0.34, 0.16, 0.11])


def recommendation_grid(source: PaperSource, found: Sequence[Recommended], actions: Sequence[TrackedAction]) -> Grid:
    """A recommendation a row, by area, which is the standard whose answers it rests on."""
    rows = [
        [str(each.number), area or "several", each.words, each.owner or "not named", _by_when(each, actions),
         _refs(each.refs)]
        for area, own in by_area(found, source.template)
        for each in own
    ]  # fmt: skip
    head = ["No.", "Area", "Recommendation", "Owner", "Actions, and by when", "Rests on"]
    return Grid("Recommendations", head, rows, [0.06, 0.2, 0.32, 0.14, 0.16, 0.12])


def _by_when(recommended: Recommended, actions: Sequence[TrackedAction]) -> str:
    """The open actions that rest on one of its questions, with their last days."""
    open_ = [each for each in actions if each.is_open and not each.is_assurance]
    resting = [each for each in open_ if not set(each.refs).isdisjoint(recommended.refs)]
    return some((f"{each.number} by {each.timescale or 'no day'}" for each in resting), 4) or "none yet"


def action_grid(source: PaperSource, name: str, found: Sequence[TrackedAction], *, whose: bool) -> Grid:
    """An action a row: whose it is where that is not plain, and how far it is."""
    rows, is_rated = [], any(each.rated for each in found)
    for each in found:
        who = [source.agency(each.agency) if each.agency else "shared"] if whose else []
        said = [_refs(each.refs), *([each.rated or "not yet"] if is_rated else []), "yes" if each.is_updated else "no"]
        rows.append([str(each.number), *who, *said, each.timescale or "none", each.state])
    head = ["No.", *(["Whose"] if whose else []), "Questions", *(["Plan rated"] if is_rated else [])]
    head += ["Update", "By when", "State"]
    widths = [0.07, *([0.25] if whose else []), 0.16, *([0.12] if is_rated else []), 0.1, 0.16, 0.14]
    return Grid(name, head, rows, [each / sum(widths) for each in widths])


def _refs(refs: Sequence[str]) -> str:
    return some(refs, MOST_REFS) or "none"
