"""All that a report tells of what comes after: actions, recommendations, findings beside priorities, meetings."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from config.partnerships import Priority
from reports.actions.meeting import KeptMeeting, kept_meetings, meetings_json
from reports.actions.priorities import PriorityRow, beside_priorities
from reports.actions.recommendation import Recommended, recommended, recommended_json
from reports.actions.track import TrackedAction, tracked, tracked_json
from reports.figures import Figures
from storage.nouns import Audit, Submission


class Afterwards(NamedTuple):
    """What is to be done after an audit, whole or for a partnership, as it stood on a day."""

    actions: Sequence[TrackedAction] = ()
    recommendations: Sequence[Recommended] = ()
    priorities: Sequence[PriorityRow] = ()
    meetings: Sequence[KeptMeeting] = ()

    @property
    def is_there(self) -> bool:
        return any(self)

    @property
    def states(self) -> str:
        """How many actions are in which state: 4 overdue, 9 open."""
        counted = Counter(each.state for each in self.actions)
        return ", ".join(f"{number} {state}" for state, number in sorted(counted.items()))


NOTHING = Afterwards()


def afterwards_of(
    db: Session,
    audit: Audit,
    submissions: Sequence[Submission],
    partnership: str | None,
    found: Figures,
    priorities: Iterable[Priority],
    on: date,
) -> Afterwards:
    """All of it, whole or for a partnership (its key)."""
    actions = tracked(db, audit, submissions, partnership, on)
    told = recommended(db, audit, partnership)
    met = kept_meetings(db, audit, submissions, partnership)
    return Afterwards(actions, told, beside_priorities(found, priorities, told, actions), met)


def after_json(after: Afterwards) -> dict[str, Any]:
    """The same as figures, under their keys; no sentence of anybody's."""
    return {
        "actions": tracked_json(after.actions),
        "recommendations": recommended_json(after.recommendations),
        "meetings": meetings_json(after.meetings),
        "priorities": [
            {
                "key": each.priority.key,
                "questions": list(each.refs),
                "met": each.met,
                "rated": each.rated,
                "not_met_at": list(each.below),
                "recommendations": list(each.recommendations),
                "actions": list(each.actions),
            }
            for each in after.priorities
        ],
    }
