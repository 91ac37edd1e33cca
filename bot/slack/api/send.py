"""Everything we say in Slack: one message a second a channel, its refusals told apart, blocks given up before words."""

import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.channels import DeliveryError
from bot.slack import NOT_SET_UP
from bot.slack.api.blocks import JSON, Card
from config.words import count

GAP = 1.0  # seconds between two messages to a channel
MOST_PACES = 10_000
NEVER = {
    "not_in_channel": "The app is not in that channel. Invite it there with /invite.",
    "channel_not_found": "There is no such channel or person. Check the Slack ID.",
    "user_not_found": "There is no such person in Slack. Check the Slack ID.",
    "users_not_found": "There is no such person in Slack. Check the Slack ID.",
    "is_archived": "That channel is archived. Name another.",
    "cannot_dm_bot": "That Slack ID is a bot's. Name a person.",
    "user_disabled": "That person's Slack account is switched off. Name another contact.",
    "messages_tab_disabled": "The app's Messages tab is off. Switch it on under App Home.",
    "restricted_action": "The workspace does not let the app post there. Ask its administrator.",
}
GONE = {"user_disabled", "user_not_found", "users_not_found", "channel_not_found"}  # for one person alone
DOWN = {
    "account_inactive": "The app was removed from the workspace. Install it again.",
    "token_revoked": "The bot token was revoked. Install the app again.",
    "token_expired": "The bot token has run out. Install the app again.",
    "invalid_auth": "Slack does not know the bot token. Check S11_SLACK_BOT_TOKEN.",
    "not_authed": NOT_SET_UP,
    "missing_scope": "The app lacks a scope. Install it again from the manifest.",
}
PASSING = {"internal_error", "fatal_error", "service_unavailable", "request_timeout", "team_added_to_org"}
WAITS = (1.0, 3.0, 10.0)  # seconds between tries of a call that Slack could not take just then
BLOCK_FAULTS = {"invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long", "msg_too_long", "invalid_attachments"}


class Posted(NamedTuple):
    """Where a message stands."""

    channel: str
    ts: str


@dataclass
class ChannelPace:
    """Keeps a second between two messages to one channel."""

    clock: Callable[[], float]
    sleep: Callable[[float], None]
    free: dict[str, float] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def wait(self, channel: str) -> None:
        with self.lock:
            now = self.clock()
            at = max(now, self.free.get(channel, now))
            self.free[channel] = at + GAP
            if len(self.free) > MOST_PACES:
                self.free = {key: until for key, until in self.free.items() if until > now}
        if at > now:
            self.sleep(at - now)


@dataclass
class Posting:
    """One app's way to speak. Raises DeliveryError where Slack does not take a message."""

    client: WebClient
    pace: ChannelPace
    waits: Sequence[float] = WAITS
    pause: Callable[[float], object] = time.sleep

    def once(self) -> "Posting":
        """The same, for who tries again by themselves."""
        return replace(self, waits=())

    def say(self, channel: str, card: Card, thread: str = "", metadata: JSON | None = None) -> Posted:
        """Post a message to a channel or a person."""
        self.pace.wait(channel)
        said: JSON = {"channel": channel, "unfurl_links": False, "unfurl_media": False, "link_names": False}
        said |= {"parse": "none"}
        said |= {"thread_ts": thread} if thread else {}
        said |= {"metadata": metadata} if metadata else {}
        made = self._with_blocks(self.client.chat_postMessage, card, said)
        return Posted(str(made.get("channel") or channel), str(made.get("ts") or ""))

    def update(self, at: Posted, card: Card) -> None:
        """Draw a message anew; one that is gone or too old is left alone."""
        with suppress(DeliveryError):
            self._with_blocks(self.client.chat_update, card, {"channel": at.channel, "ts": at.ts, "parse": "none"})

    def whisper(self, channel: str, user: str, card: Card) -> None:
        """Say something to one person alone; in our own messages where the channel does not take it."""
        try:
            said = {"channel": channel, "user": user, "parse": "none", "link_names": False}
            self._with_blocks(self.client.chat_postEphemeral, card, said)
        except DeliveryError:
            self.say(user, card)

    def open_view(self, trigger: str, view: JSON, *, on_top: bool = False) -> str | None:
        """Open a view, over the one that is open with `on_top`; None where the trigger had run out."""
        call = self.client.views_push if on_top else self.client.views_open
        try:
            made = self._patiently(call, self.waits[:1], trigger_id=trigger, view=view)  # it lives three seconds
        except (SlackClientError, OSError):
            return None
        return str((made.get("view") or {}).get("id") or "") or None

    def update_view(self, view_id: str, view: JSON) -> bool:
        """Draw a view anew; False where it was closed meanwhile."""
        try:
            self._patiently(self.client.views_update, self.waits, view_id=view_id, view=view)
        except (SlackClientError, OSError):
            return False
        return True

    def publish(self, user: str, view: JSON) -> None:
        with suppress(SlackClientError, OSError):
            self._patiently(self.client.views_publish, self.waits, user_id=user, view=view)

    def hand_over(self, channel: str, name: str, data: bytes, said: str) -> None:
        """Give a person a file."""
        try:
            made = {"channel": channel, "filename": name, "content": data, "initial_comment": said}
            self._patiently(self.client.files_upload_v2, self.waits, **made)
        except (SlackClientError, OSError) as error:
            raise failure(error) from None

    def _with_blocks(self, call: Callable[..., Any], card: Card, said: JSON) -> Any:
        try:
            return self._patiently(call, self.waits, **said, text=card.text, blocks=list(card.blocks) or None)
        except SlackApiError as error:
            if _code(error) not in BLOCK_FAULTS:
                raise failure(error) from None
        except (SlackClientError, OSError) as error:
            raise failure(error) from None
        try:
            return self._patiently(call, self.waits, **said, text=card.text)
        except (SlackClientError, OSError) as error:
            raise failure(error) from None

    def _patiently(self, call: Callable[..., Any], waits: Sequence[float], **said: Any) -> Any:
        """What a call comes to, tried again where Slack could not take it just then: that costs a delay and no more."""
        for wait in waits:
            try:
                return call(**said)
            except (SlackClientError, OSError) as error:
                if not _passes(error):
                    raise
            self.pause(wait)
        return call(**said)


def _passes(error: Exception) -> bool:
    """Whether another try in a moment may do: a fault of Slack's own, or of the way there."""
    if not isinstance(error, SlackApiError):
        return True
    return _code(error) in PASSING or _code(error).startswith("HTTP 5")


def slack_code(error: Exception) -> str:
    """How Slack names its refusal; empty where it gave no answer."""
    return _code(error) if isinstance(error, SlackApiError) else ""


def failure(error: Exception) -> DeliveryError:
    """What Slack's refusal means: for good, for everybody just now, or worth another try."""
    code = _code(error) if isinstance(error, SlackApiError) else ""
    if code in NEVER:
        return DeliveryError(f"{code}: {NEVER[code]}", permanent=True, unreachable=code in GONE)
    if code in DOWN:
        return DeliveryError(f"{code}: {DOWN[code]}", down=True, elsewhere=True)
    if code == "ratelimited" and isinstance(error, SlackApiError):
        after = (getattr(error.response, "headers", None) or {}).get("Retry-After", "a few")
        return DeliveryError(f"ratelimited: Slack takes no more for {count(after, 'second')}.", down=True)
    if code:
        return DeliveryError(f"Slack answered {code}.")
    return DeliveryError(f"Slack cannot be reached: {error}.", down=True)


def _code(error: SlackApiError) -> str:
    response = error.response
    status = getattr(response, "status_code", 200)
    said = response.get("error") if hasattr(response, "get") else None
    if status == 429:
        return "ratelimited"
    return f"HTTP {status}" if status >= 500 or not said else str(said)  # a server that is down answers in HTML
