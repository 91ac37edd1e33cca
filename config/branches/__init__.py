"""Several partnerships in one installation: which of them a mailbox, a sender and a Slack app serve."""

from config.branches.circle import WHOLE, Circle

__all__ = ["WHOLE", "Circle"]
