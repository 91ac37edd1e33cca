"""The inbox: what Slack delivered, on disk before Slack hears that we have it."""

from storage.inbox.kept import kept_aside, own_inbox
from storage.inbox.rows import FILE, Inbox, KeptDelivery, TakenUp, open_inbox

__all__ = ["FILE", "Inbox", "KeptDelivery", "TakenUp", "kept_aside", "open_inbox", "own_inbox"]
