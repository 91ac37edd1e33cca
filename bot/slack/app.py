"""The app: its client, its listeners, and the two ways Slack reaches it. Requests are always verified."""

import io
import logging
import secrets
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from slack_bolt import App
from slack_bolt.adapter.wsgi import SlackRequestHandler
from slack_bolt.error import BoltError
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.http_retry.builtin_handlers import (
    ConnectionErrorRetryHandler,
    RateLimitErrorRetryHandler,
    ServerErrorRetryHandler,
)

from bot.slack.api import DOWN, JSON, ChannelPace, Files, Lanes, Posting
from bot.slack.home import Home
from bot.slack.leads import Filing, Listeners, Screen
from bot.slack.managers import ManagerDesk, Managing, Office, Papers
from config.ways import SLACK
from intake.conversation import Desk, Talk
from reports.nudges import Chaser
from storage.evidence import EvidenceStore
from storage.evidence.look.describe import Describe, describe
from storage.record import Database

WORKERS = 48
PATH = "/slack/events"
RETRIES = 5
log = logging.getLogger("s11.slack")


Application = Callable[[JSON, Any], Iterable[bytes]]


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
    """A client that tries again what Slack's servers drop, and waits as long as Slack asks."""
    handlers = [
        ConnectionErrorRetryHandler(),
        ServerErrorRetryHandler(),
        RateLimitErrorRetryHandler(max_retry_count=RETRIES),
    ]
    return WebClient(token=token, base_url=api_url, timeout=30, retry_handlers=handlers)


def posting(reach: Reach) -> Posting:
    return Posting(web_client(reach.bot_token, reach.api_url), ChannelPace(time.monotonic, time.sleep))


def make_bot(
    reach: Reach,
    database: Database,
    store: EvidenceStore,
    talk: Talk,
    now: Callable[[], datetime],
    scanner: str | None = None,
    chaser: Callable[[], Chaser] | None = None,
    describe: Describe = describe,
    papers: Papers | None = None,
) -> SlackBot:
    """The app, with its token tried; raises CannotStart where it cannot work.

    `chaser` is asked at every press of a manager, so that who is one is read anew; without it nobody is. `papers` are
    what managers read of an audit, as the commands make it. `describe` looks into files.
    """
    if not reach.bot_token:
        raise CannotStart("There is no bot token. Set S11_SLACK_BOT_TOKEN.")
    said = posting(reach)
    app = _app(reach, said.client)
    desk = Desk(database, talk, now, SLACK)
    lanes = Lanes(ThreadPoolExecutor(WORKERS, thread_name_prefix="slack"), log)
    stage = Screen(desk, said, lanes)
    filing = Filing(stage, Files(said.client, store, reach.api_url, reach.bot_token, scanner, describe))
    office = Office(desk, chaser, lambda file: store.put(io.BytesIO(file)).sha256) if chaser else None
    home = Home(desk, office)
    desk_of_managers = ManagerDesk(office, papers) if office is not None and papers is not None else None
    Listeners(stage, filing, home.view, desk_of_managers).register(app)
    if office is not None:
        Managing(stage, office, home.view).register(app)
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
            name="s11",  # left to itself, bolt reads the source of every frame to find one
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
