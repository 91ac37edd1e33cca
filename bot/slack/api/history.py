"""What we said before, known again by the key in its metadata."""

from slack_sdk import WebClient
from slack_sdk.errors import SlackClientError

from bot.slack.api.blocks import JSON
from bot.slack.api.send import Posted

LOOK_BACK = 15  # messages
REPLY = "s11_reply"  # what the key of a reply is filed under


def marked(event: str, key: str) -> JSON:
    return {"event_type": event, "event_payload": {"key": key}}


def key_of(each: JSON) -> str:
    return str(((each.get("metadata") or {}).get("event_payload") or {}).get("key") or "")


def found_said(client: WebClient, channel: str, key: str, thread: str = "") -> Posted | None:
    """A message of ours with this key among the newest of a conversation; None where it is not seen."""
    try:
        if channel.startswith(("U", "W")):
            channel = str((client.conversations_open(users=channel).get("channel") or {}).get("id") or "")
        if thread:
            found = client.conversations_replies(channel=channel, ts=thread, limit=100, include_all_metadata=True)
        else:
            found = client.conversations_history(channel=channel, limit=LOOK_BACK, include_all_metadata=True)
    except (SlackClientError, OSError):
        return None
    mine = (each for each in found.get("messages") or [] if key_of(each) == key)
    return next((Posted(channel, str(each.get("ts") or "")) for each in mine), None)
