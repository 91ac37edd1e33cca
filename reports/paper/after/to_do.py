"""The chapter on what is to be done, and the actions on an agency's page; nobody's words but the partnership's own."""

from collections.abc import Iterator, Sequence

from reports.actions import PriorityRow, Recommended, TrackedAction
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
        yield recommendation_grid(after.recommendations, after.actions)
    if after.actions:
        yield PaperHeading("Actions agreed", 2)
        yield Prose(f"{count(len(after.actions), 'action')}: {after.states}.")
        yield action_grid(source, "Actions agreed", after.actions, whose=True)


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
    return Grid("Findings beside the priorities", head, rows, [0.22, 0.14, 0.14, 0.24, 0.14, 0.12])


def recommendation_grid(found: Sequence[Recommended], actions: Sequence[TrackedAction]) -> Grid:
    """A recommendation a row, as it was written, with the open actions under it."""
    rows = [
        [str(each.number), each.words, each.owner or "not named", _by_when(each, actions), _refs(each.refs)]
        for each in found
    ]
    head = ["No.", "Recommendation", "Owner", "Actions, and by when", "Rests on"]
    return Grid("Recommendations", head, rows, [0.06, 0.42, 0.16, 0.22, 0.14])


def _by_when(recommended: Recommended, actions: Sequence[TrackedAction]) -> str:
    """The open actions that rest on one of its questions, with their last days."""
    resting = [each for each in actions if each.is_open and not set(each.refs).isdisjoint(recommended.refs)]
    return some((f"{each.number} by {each.timescale or 'no day'}" for each in resting), 4) or "none yet"


def action_grid(source: PaperSource, name: str, found: Sequence[TrackedAction], *, whose: bool) -> Grid:
    """An action a row: whose it is where that is not plain, and how far it is."""
    rows = []
    for each in found:
        who = [source.agency(each.agency) if each.agency else "shared"] if whose else []
        said = [_refs(each.refs), each.rated or "not yet", "yes" if each.is_updated else "no"]
        rows.append([str(each.number), *who, *said, each.timescale or "none", each.state])
    head = ["No.", *(["Whose"] if whose else []), "Questions", "Plan rated", "Update", "By when", "State"]
    widths = [0.07, 0.27, 0.16, 0.13, 0.1, 0.13, 0.14] if whose else [0.08, 0.26, 0.18, 0.14, 0.16, 0.18]
    return Grid(name, head, rows, widths)


def _refs(refs: Sequence[str]) -> str:
    return some(refs, MOST_REFS) or "none"
