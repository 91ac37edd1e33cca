"""The app: its client, its listeners, and the two ways Slack reaches it. Requests are always verified."""

import logging
import secrets
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from slack_bolt import App
from slack_bolt.adapter.socket_mode.builtin import SocketModeHandler
from slack_bolt.adapter.wsgi import SlackRequestHandler
from slack_bolt.error import BoltError
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.http_retry.builtin_handlers import ConnectionErrorRetryHandler, RateLimitErrorRetryHandler

from bot.slack.blocks import JSON
from bot.slack.desk import Desk
from bot.slack.files import Files
from bot.slack.filing import Filing
from bot.slack.home import Home
from bot.slack.lanes import Lanes
from bot.slack.listeners import Listeners
from bot.slack.managing import Managing
from bot.slack.office import Office
from bot.slack.posting import DOWN, Pace, Posting, failure
from bot.slack.stage import Stage
from intake.talk import Talk
from reports.nudges import Chaser
from storage.database import Database
from storage.evidence import EvidenceStore

WORKERS = 48
CONNECTIONS = 2  # so that one may be renewed while the other listens
PATH = "/slack/events"
PING_INTERVAL = 10.0  # seconds
MISSED = 6  # pings unanswered, after which a connection is taken for dead
RETRIES = 5
log = logging.getLogger("s11.slack")


Application = Callable[[JSON, Any], Iterable[bytes]]


class Vigil(NamedTuple):
    """How Slack is watched, in seconds: how often its connections are looked at, and the token tried.

    `patience` is how long there may be no live connection before the supervisor is to start us anew.
    """

    check_every: float = 5.0
    patience: float = 60.0
    ask_every: float = 300.0


VIGIL = Vigil()


class CannotStart(Exception):
    """The app cannot be started; the message says what to set."""


@dataclass(frozen=True)
class Reach:
    """How to reach Slack: tokens, the signing secret, and the base of the Web API."""

    bot_token: str
    api_url: str = "https://slack.com/api/"
    app_token: str = ""
    signing_secret: str = ""


@dataclass(frozen=True)
class SlackBot:
    """The app with everything it works with."""

    app: App
    posting: Posting
    lanes: Lanes
    reach: Reach
    filing: Filing

    def close(self) -> None:
        self.lanes.close()


def web_client(token: str, api_url: str) -> WebClient:
    """A client that waits as long as Slack asks when it is told to slow down."""
    handlers = [ConnectionErrorRetryHandler(), RateLimitErrorRetryHandler(max_retry_count=RETRIES)]
    return WebClient(token=token, base_url=api_url, timeout=30, retry_handlers=handlers)


def posting(reach: Reach) -> Posting:
    return Posting(web_client(reach.bot_token, reach.api_url), Pace(time.monotonic, time.sleep))


def make_bot(
    reach: Reach,
    database: Database,
    store: EvidenceStore,
    talk: Talk,
    now: Callable[[], datetime],
    scanner: str | None = None,
    chaser: Callable[[], Chaser] | None = None,
) -> SlackBot:
    """The app, with its token tried; raises CannotStart where it cannot work.

    `chaser` is asked at every press of a manager, so that who is one is read anew; without it nobody is.
    """
    if not reach.bot_token:
        raise CannotStart("There is no bot token. Set S11_SLACK_BOT_TOKEN.")
    said = posting(reach)
    app = _app(reach, said.client)
    desk = Desk(database, talk, now)
    lanes = Lanes(ThreadPoolExecutor(WORKERS, thread_name_prefix="slack"), log)
    stage = Stage(desk, said, lanes)
    filing = Filing(stage, Files(said.client, store, reach.api_url, reach.bot_token, scanner))
    office = Office(desk, chaser) if chaser else None
    home = Home(desk, office)
    Listeners(stage, filing, home).register(app)
    if office is not None:
        Managing(stage, office, home).register(app)
    return SlackBot(app, said, lanes, reach, filing)


def wsgi(bot: SlackBot) -> "Application":
    """The app behind a WSGI server: POST /slack/events, signed by Slack within the last five minutes."""
    if not bot.reach.signing_secret:
        raise CannotStart("HTTP mode needs the signing secret. Set S11_SLACK_SIGNING_SECRET.")
    handler = SlackRequestHandler(bot.app, path=PATH)

    def answer(environ: JSON, start: Any) -> Iterable[bytes]:
        if not (_moment(environ).isascii() and _moment(environ).isdecimal()):
            start("401 Unauthorized", [("Content-Type", "text/plain; charset=utf-8")])
            return [b"This is not signed by Slack.\n"]
        return handler(environ, start)

    return answer


def _moment(environ: JSON) -> str:
    """When Slack says it signed the request; what is no number its checker cannot read."""
    return str(environ.get("HTTP_X_SLACK_REQUEST_TIMESTAMP") or "0")[:20]


def connect(
    bot: SlackBot, connections: int = CONNECTIONS, ping_interval: float = PING_INTERVAL
) -> list[SocketModeHandler]:
    """Socket Mode over several connections; raises CannotStart."""
    if not bot.reach.app_token:
        raise CannotStart("Socket Mode needs the app token. Set S11_SLACK_APP_TOKEN.")
    handlers = []
    for _ in range(connections):
        client = web_client(bot.reach.app_token, bot.reach.api_url)
        handler = SocketModeHandler(
            bot.app, bot.reach.app_token, web_client=client, logger=log, ping_interval=ping_interval
        )
        try:
            handler.client.connect()
        except (SlackClientError, OSError) as error:
            raise CannotStart(f"Socket Mode does not open. {failure(error)}") from None
        handlers.append(handler)
    return handlers


def watch(
    bot: SlackBot, handlers: Sequence[SocketModeHandler], stopped: threading.Event, vigil: Vigil = VIGIL
) -> str | None:
    """Wait until stopped, or until Slack cannot be heard: then the sentence to leave with, for the supervisor.

    Without handlers, in HTTP mode, it is the token alone that is tried.
    """
    alive = asked = time.monotonic()
    seen: dict[str, float] = {}
    while not stopped.wait(vigil.check_every):
        now = time.monotonic()
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


def refused(client: WebClient) -> str | None:
    """Why the token works no longer; None while it does, or while Slack does not answer."""
    try:
        client.auth_test()
    except SlackApiError as error:
        code = str(error.response.get("error"))
        return f"{code}: {DOWN[code]}" if code in DOWN else None
    except (SlackClientError, OSError):
        return None
    return None


def _app(reach: Reach, client: WebClient) -> App:
    # An empty secret would be a key that everybody knows: without one a random key stands in, and nobody's fits.
    secret = reach.signing_secret or secrets.token_hex(32)
    try:
        return App(
            client=client,
            signing_secret=secret,
            token_verification_enabled=True,
            process_before_response=True,
            request_verification_enabled=True,
            ssl_check_enabled=False,
            raise_error_for_unhandled_request=False,
            logger=log,
        )
    except (BoltError, SlackClientError, OSError) as error:
        raise CannotStart(f"Slack does not take the bot token. {refused(client) or error}") from None
