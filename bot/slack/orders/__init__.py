"""What managers order in words, carried out as the commands do it."""

from bot.slack.orders.desk import ManagerDesk, Papers

__all__ = ["ManagerDesk", "Papers"]
