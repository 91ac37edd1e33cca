"""Movement as it stands in figures.json."""

from collections.abc import Iterable
from typing import Any

from reports.movement.compare import Moved, Movement


def movement_json(movement: Movement | None) -> dict[str, Any] | None:
    """Counts of both rounds beside each other; None where there is no round before."""
    if movement is None:
        return None
    return {
        "after": movement.after,
        "title": movement.title,
        "agencies": list(movement.agencies),
        "only_now": list(movement.only_now),
        "only_before": list(movement.only_before),
        "questions": {"compared": len(movement.compared), "new": list(movement.new), "gone": list(movement.gone)},
        "scale_changed": movement.scale_changed,
        "in_all": _moved(movement.in_all),
        "by_question": {each.name: {"was": each.was, **_moved(each)} for each in movement.by_question},
        "by_standard": _each(movement.by_standard),
        "by_agency": _each(movement.by_agency),
        "by_sector": _each(movement.by_sector),
        "sectors_left_out": list(movement.sectors_left_out),
        "kept": {abbr: {"answers": each.part, "of_answers": each.of} for abbr, each in movement.kept.items()},
        "by_theme": {
            each.name: {
                "before": {"agencies": each.before.part, "of_agencies": each.before.of},
                "now": {"agencies": each.now.part, "of_agencies": each.now.of},
            }
            for each in movement.by_theme
        },
    }


def _each(moved: Iterable[Moved]) -> dict[str, Any]:
    return {each.name: _moved(each) for each in moved}


def _moved(each: Moved) -> dict[str, Any]:
    sides = {"before": each.before, "now": each.now}
    return {name: {"met": side.part, "rated": side.of} for name, side in sides.items()}
