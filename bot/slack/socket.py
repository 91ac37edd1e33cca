"""Whether Slack is heard: Socket Mode over several connections, and a watch that leaves when all of them are dead."""

import json
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

from slack_bolt.adapter.socket_mode.builtin import SocketModeHandler
from slack_sdk.errors import SlackClientError

from bot.slack.api import failure
from bot.slack.app import CannotStart, SlackBot, log, refused, web_client

CONNECTIONS = 2  # so that one may be renewed while the other listens
PING_INTERVAL = 10.0  # seconds
LINK_DISABLED = "link_disabled"  # why Slack disconnects: the app's Socket Mode was switched off
SWITCHED_OFF = (
    "Socket Mode was switched off for the app, so Slack cannot be heard. "
    "Switch it on again on the app's page in Slack. What people sent before is kept."
)
MISSED = 6  # pings unanswered, after which a connection is taken for dead


class Vigil(NamedTuple):
    """How Slack is watched, in seconds: how often its connections are looked at, and the token tried.

    `patience` is how long there may be no live connection before the supervisor is to start us anew.
    """

    check_every: float = 5.0
    patience: float = 60.0
    ask_every: float = 300.0


VIGIL = Vigil()


class SlackLink(SocketModeHandler):
    """One connection, which notes when Slack says that Socket Mode was switched off: none is opened anew then."""

    def __init__(self, bot: SlackBot, ping_interval: float) -> None:
        client = web_client(bot.reach.app_token, bot.reach.api_url)
        super().__init__(bot.app, bot.reach.app_token, web_client=client, logger=log, ping_interval=ping_interval)
        self.switched_off = threading.Event()
        self.client.on_message_listeners.append(self._heard)

    def _heard(self, raw: str) -> None:
        if LINK_DISABLED in raw:
            said = json.loads(raw)
            if said.get("type") == "disconnect" and said.get("reason") == LINK_DISABLED:
                self.switched_off.set()


def connect(bot: SlackBot, connections: int = CONNECTIONS, ping_interval: float = PING_INTERVAL) -> list[SlackLink]:
    """Socket Mode over several connections; raises CannotStart."""
    if not bot.reach.app_token:
        raise CannotStart("Socket Mode needs the app token. Set S11_SLACK_APP_TOKEN.")
    handlers: list[SlackLink] = []
    for _ in range(connections):
        handler = SlackLink(bot, ping_interval)
        handlers.append(handler)
        try:
            handler.client.connect()
        except (SlackClientError, OSError) as error:
            leave(handlers)
            raise CannotStart(f"Socket Mode does not open. {failure(error)}") from None
    return handlers


def watch(bot: SlackBot, handlers: Sequence[SlackLink], stopped: threading.Event, vigil: Vigil = VIGIL) -> str | None:
    """Wait until stopped, or until Slack cannot be heard: then the sentence to leave with, for the supervisor.

    Without handlers, in HTTP mode, it is the token alone that is tried.
    """
    alive = asked = time.monotonic()
    seen: dict[str, float] = {}
    while not stopped.wait(vigil.check_every):
        now = time.monotonic()
        if any(each.switched_off.is_set() for each in handlers):
            return SWITCHED_OFF
        if not handlers or any([is_alive(each, seen) for each in handlers]):
            alive = now
        elif now - alive > vigil.patience:
            return f"No connection to Slack is alive since {vigil.patience:g} seconds. Leaving, to be started anew."
        if now - asked > vigil.ask_every:
            asked = now
            if (gone := refused(bot.posting.client)) is not None:
                return gone
    return None


def leave(handlers: Sequence[SocketModeHandler]) -> None:
    """Close the connections, all at once: each may take seconds."""
    if handlers:
        with ThreadPoolExecutor(len(handlers)) as pool:
            list(pool.map(_leave, handlers))


def _leave(handler: SocketModeHandler) -> None:
    try:
        handler.client.close()
    except AttributeError:  # its reader closed the socket at this very moment; the rest is still to be ended
        handler.client.close()


def is_alive(handler: SocketModeHandler, seen: dict[str, float]) -> bool:
    """Whether a connection is open and its last ping was answered; a dead one may look open.

    `seen` holds when each session was met first: one that never answered a ping is measured from there.
    """
    client = handler.client
    session = client.current_session
    if session is None or not client.is_connected():
        return False
    met = seen.setdefault(session.session_id, time.time())
    return time.time() - (session.last_ping_pong_time or met) < client.ping_interval * MISSED
