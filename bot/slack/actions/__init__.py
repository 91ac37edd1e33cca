"""Actions in Slack: their owners say how far they are, and managers end those that are late or said to be done."""

from bot.slack.actions.home import late_actions, own_actions
from bot.slack.actions.listen import Following
from bot.slack.actions.owner import OwnersDesk

__all__ = ["Following", "OwnersDesk", "late_actions", "own_actions"]
