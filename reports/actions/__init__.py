"""What is to be done after a round as it is told: actions with their last days, recommendations, priorities."""

from reports.actions.afterwards import NOTHING, Afterwards, after_json, afterwards_of
from reports.actions.go_on import goes_on
from reports.actions.meeting import MEETINGS, KeptMeeting, kept_meetings, meeting_rows, meetings_json
from reports.actions.priorities import PriorityRow, beside_priorities, low_refs, priorities_of
from reports.actions.recommendation import Recommended, by_area, recommended, recommended_json
from reports.actions.sheet_rows import ACTIONS, PRIORITIES, action_rows, priority_rows
from reports.actions.track import DONE, OVERDUE_STATE, TrackedAction, tracked, tracked_json

__all__ = [
    "ACTIONS",
    "DONE",
    "MEETINGS",
    "NOTHING",
    "OVERDUE_STATE",
    "PRIORITIES",
    "Afterwards",
    "KeptMeeting",
    "PriorityRow",
    "Recommended",
    "TrackedAction",
    "action_rows",
    "after_json",
    "afterwards_of",
    "beside_priorities",
    "by_area",
    "goes_on",
    "kept_meetings",
    "low_refs",
    "meeting_rows",
    "meetings_json",
    "priorities_of",
    "priority_rows",
    "recommended",
    "recommended_json",
    "tracked",
    "tracked_json",
]
