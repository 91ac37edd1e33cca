"""What the sheets of a workbook say of actions and priorities, row by row."""

from collections.abc import Iterable, Iterator, Sequence

from reports.actions.priorities import PriorityRow
from reports.actions.track import TrackedAction

Value = str | int | float | None

ACTIONS = (
    "number", "agency", "owner", "what", "questions", "because", "known_by", "rated", "revised", "update_received",
    "last_update", "files", "by_when", "state"
)  # fmt: skip
PRIORITIES = ("priority", "name", "questions", "met", "rated", "share", "not_met_at", "recommendations", "open_actions")


def action_rows(found: Iterable[TrackedAction]) -> Iterator[Sequence[Value]]:
    """A row an action, as a tracking table has it."""
    for each in found:
        said = (", ".join(each.refs) or None, each.because or None, each.known_by or None, each.rated or None)
        followed = (_yes(each.is_revised), _yes(each.is_updated), each.last_word or None, ", ".join(each.files) or None)
        whose = (each.agency or None, each.owner or None)
        yield each.number, *whose, each.what, *said, *followed, each.timescale or None, each.state


def priority_rows(found: Iterable[PriorityRow]) -> Iterator[Sequence[Value]]:
    for each in found:
        counted = (each.met, each.rated, each.met / each.rated if each.rated else None)
        lists = (each.below, map(str, each.recommendations), map(str, each.actions))
        refs = ", ".join(each.refs) or None
        yield each.priority.key, each.priority.name, refs, *counted, *(", ".join(names) or None for names in lists)


def _yes(is_so: bool) -> str:
    return "yes" if is_so else "no"
