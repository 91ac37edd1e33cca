"""Actions in Slack: their owners say how far they are, managers end those that are late, and write of meetings."""

from bot.slack.actions.home import late_actions, own_actions
from bot.slack.actions.listen import Following
from bot.slack.actions.meetings import NONE, keep_note, meetings_told, set_day
from bot.slack.actions.owner import OwnersDesk

__all__ = [
    "NONE",
    "Following",
    "OwnersDesk",
    "keep_note",
    "late_actions",
    "meetings_told",
    "own_actions",
    "set_day",
]
