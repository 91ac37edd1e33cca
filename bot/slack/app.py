"""The app: its client, its listeners, and the two ways Slack reaches it. Requests are always verified."""

import io
import json
import logging
import secrets
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import parse_qs

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
from slack_sdk.signature import SignatureVerifier

from bot.slack import NOT_SET_UP
from bot.slack.actions import Following, OwnersDesk
from bot.slack.api import DOWN, JSON, ChannelPace, Files, Lanes, Posting, PostTray, is_in_reach
from bot.slack.home import Home
from bot.slack.leads import Filing, Listeners, Screen, WordsBeside, WorkOff
from bot.slack.managers import Managing, Office
from bot.slack.orders import ManagerDesk, Papers
from bot.slack.reviews import AskedBack, PleasDesk, Reviewing
from config.branches import WHOLE, Circle
from config.ways import SLACK
from intake.conversation import Desk, Talk
from reports.nudges import Chaser
from storage.evidence import EvidenceStore
from storage.evidence.look.describe import Describe, describe
from storage.inbox import Inbox
from storage.record import Database

WORKERS = 48
PATH = "/slack/events"
LONGEST_BODY = 1 << 20  # bytes; Slack's own are far smaller
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
    tray: PostTray

    def close(self) -> None:
        self.lanes.close()
        self.tray.close()


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
    inbox: Inbox,
    talk: Talk,
    now: Callable[[], datetime],
    scanner: str | None = None,
    chaser: Callable[[], Chaser] | None = None,
    describe: Describe = describe,
    papers: Papers | None = None,
    circle: Circle = WHOLE,
) -> SlackBot:
    """The app, with its token tried; raises CannotStart where it cannot work.

    `chaser` is asked at every press of a manager, so that who is one is read anew; without it nobody is. `papers` are
    what managers read of an audit, as the commands make it. `describe` looks into files. `circle` are the partnerships
    whose workspace it is.
    """
    if not reach.bot_token:
        raise CannotStart(NOT_SET_UP)
    said = posting(reach)
    app = _app(reach, said.client)
    desk = Desk(database, talk, now, SLACK, circle=circle)
    lanes = Lanes(ThreadPoolExecutor(WORKERS, thread_name_prefix="slack"), log)
    stage = Screen(desk, said, lanes)
    filing = Filing(stage, Files(said.client, store, reach.api_url, reach.bot_token, scanner, describe))
    office = Office(desk, chaser, lambda file: store.put(io.BytesIO(file)).sha256) if chaser else None
    home = Home(desk, office)
    desk_of_managers = ManagerDesk(office, papers) if office is not None and papers is not None else None
    tray = PostTray(inbox, lanes)
    beside: list[WordsBeside] = [OwnersDesk(desk)]
    if chaser is not None:
        beside.append(PleasDesk(desk, lambda: chaser().stationery))
    Listeners(tray, WorkOff(stage, filing, desk_of_managers, beside), home.view).register(app)
    if office is not None:
        Managing(tray, stage, office, home.view).register(app)
        Reviewing(tray, stage, office).register(app)
        Following(tray, stage, office, home.view).register(app)
    if chaser is not None:
        AskedBack(tray, stage, filing.files, lambda: chaser().stationery).register(app)
    tray.start()
    return SlackBot(app, said, lanes, reach, filing, tray)


def wsgi(bot: SlackBot, at: str = PATH) -> "Application":
    """The app behind a WSGI server: POST to its path, signed by Slack within the last five minutes."""
    if not bot.reach.signing_secret:
        raise CannotStart("HTTP mode needs the signing secret. Set S11_SLACK_SIGNING_SECRET.")
    handler, verifier = SlackRequestHandler(bot.app, path=at), SignatureVerifier(bot.reach.signing_secret)

    def answer(environ: JSON, start: Any) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] != "POST" or environ.get("PATH_INFO") != at:
            return handler(environ, start)
        body = _body(environ)
        if body is None:
            return _told(start, "413 Content Too Large", b"This is longer than anything Slack sends.\n")
        if not _is_signed(verifier, environ, body):
            return _told(start, "401 Unauthorized", b"This is not signed by Slack.\n")
        if not _is_readable(environ, body):
            return _told(start, "400 Bad Request", b"This cannot be read.\n")
        return handler({**environ, "wsgi.input": io.BytesIO(body), "CONTENT_LENGTH": str(len(body))}, start)

    return answer


def _told(start: Any, status: str, words: bytes) -> Iterable[bytes]:
    start(status, [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(words)))])
    return [words]


def _body(environ: JSON) -> bytes | None:
    """What was sent; None for more than Slack ever sends, and then nothing of it is read."""
    told = str(environ.get("CONTENT_LENGTH") or "0")
    length = int(told) if told.isascii() and told.isdecimal() and len(told) < 10 else LONGEST_BODY + 1
    return environ["wsgi.input"].read(length) if length <= LONGEST_BODY else None


def _is_signed(verifier: SignatureVerifier, environ: JSON, body: bytes) -> bool:
    """Looked at before anything of the body is parsed: whoever has no key reaches no parser of ours."""
    moment = _moment(environ)
    signature = str(environ.get("HTTP_X_SLACK_SIGNATURE") or "")
    if not (moment.isascii() and moment.isdecimal() and signature.isascii()):
        return False
    try:
        words = body.decode()  # bolt decodes it, and what is not UTF-8 it cannot
    except UnicodeDecodeError:
        return False
    return verifier.is_valid(words, moment, signature)


def _is_readable(environ: JSON, body: bytes) -> bool:
    """Whether it is a request of Slack's shape, and no number of it is larger than any of ours."""
    is_form = "json" not in str(environ.get("CONTENT_TYPE") or "")
    try:
        said = parse_qs(body.decode()).get("payload", ["{}"])[0] if is_form else body
        payload = json.loads(said)
    except (ValueError, RecursionError):
        return False
    return isinstance(payload, dict) and is_in_reach(payload)


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
