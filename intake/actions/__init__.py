"""What is to be done after a round: agreed, followed to its last day, closed when it is done and accepted."""

from intake.actions.assurance import ask_assurance, hand_to
from intake.actions.course import Followed, close_action, follow, open_action
from intake.actions.done import says_done, says_not_done
from intake.actions.hints import hints
from intake.actions.make import NewAction, action_at, add_action
from intake.actions.meeting import ABOUT_MEETING, Minutes, keep_minutes, meeting_at, set_meeting
from intake.actions.minutes import HOW, read_minutes
from intake.actions.recommend import NewRecommendation, add_recommendation
from intake.actions.sheet import add_by_sheet

__all__ = [
    "ABOUT_MEETING",
    "HOW",
    "Followed",
    "Minutes",
    "NewAction",
    "NewRecommendation",
    "action_at",
    "add_action",
    "add_by_sheet",
    "add_recommendation",
    "ask_assurance",
    "close_action",
    "follow",
    "hand_to",
    "hints",
    "keep_minutes",
    "meeting_at",
    "open_action",
    "read_minutes",
    "says_done",
    "says_not_done",
    "set_meeting",
]
