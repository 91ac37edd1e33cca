"""s11 bot: the Slack app, over Socket Mode or behind HTTP, as the settings say."""

import logging
import random
import signal
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, NamedTuple

from bot.outbox import Outbox
from bot.slack.app import PATH, CannotStart, Reach, SlackBot, make_bot, wsgi
from bot.slack.channel import SlackChannel
from bot.slack.digest import DigestPost
from bot.slack.hearing import connect, leave, watch
from cli import nudging, wiring
from cli.serving import serving
from config.loading import Faulty
from config.partnerships import load_partnerships
from config.settings import Settings
from intake.answers import Refused
from intake.talker import Talk
from reports.nudges import Chaser
from storage.database import Database

THREADS = 16
LONGEST_REQUEST = 1 << 20  # bytes; Slack's own are far smaller
ROUND = 2.0  # seconds between two looks at the outbox
Answer = Callable[[dict[str, Any], Any], Iterable[bytes]]


class Running(NamedTuple):
    """The app at work, and the record behind it."""

    bot: SlackBot
    record: Database
    stopped: threading.Event


def bot() -> None:
    """Talk with agencies in Slack until stopped; leaves with 1 when Slack cannot be heard, to be started anew."""
    using = wiring.settings()
    if using.now:
        raise wiring.NotReady("The clock stands still, so nothing could be said in its time. Unset S11_NOW.")
    logging.basicConfig(level=logging.INFO, stream=sys.stderr, format="%(asctime)s %(levelname)s %(message)s")
    with running(using) as at_work:
        for each in (signal.SIGTERM, signal.SIGINT):
            signal.signal(each, lambda *_: at_work.stopped.set())
        told = _socket(at_work) if using.slack_app_token else _http(at_work, using)
    if told is not None:
        wiring.attention(told)


def listen(using: Settings, stopped: threading.Event) -> None:
    """Talk in Slack as one part of s11 run, until told to stop; events by HTTP come in through the web part.

    Raises NotReady when Slack cannot be reached or is heard no longer.
    """
    with running(using, stopped) as at_work:
        told = _socket(at_work) if using.slack_app_token else watch(at_work.bot, (), stopped)
    if told is not None:
        raise wiring.NotReady(told)


@contextmanager
def running(using: Settings, stopped: threading.Event | None = None) -> Iterator[Running]:
    """The app with its outbox; raises NotReady where a setting is missing or Slack refuses it."""
    with wiring.open_record(using) as record:
        try:
            made = slack_bot(using, record)
        except CannotStart as cannot:
            raise wiring.NotReady(str(cannot)) from None
        stopped = stopped or threading.Event()
        digests = DigestPost(made.posting, record, wiring.evidence(using))
        outbox = Outbox(record, SlackChannel(made.posting, digests), lambda: datetime.now(UTC), random.SystemRandom())
        posting = threading.Thread(target=_post, args=(outbox, made, stopped), name="outbox", daemon=True)
        posting.start()
        try:
            yield Running(made, record, stopped)
        finally:
            stopped.set()
            posting.join(timeout=30)
            made.close()


def slack_bot(using: Settings, record: Database) -> SlackBot:
    """The app of a deployment; raises CannotStart."""
    talk = Talk(load_partnerships(using.config_folder / "partnerships.toml"))

    def chaser() -> Chaser:
        try:
            return nudging.chaser(using)
        except Faulty:
            raise Refused(
                "partnerships.toml cannot be read, so nobody is known as a manager. Run s11 doctor."
            ) from None

    store = wiring.evidence(using)
    return make_bot(reach(using), record, store, talk, lambda: datetime.now(UTC), using.clamd, chaser)


def reach(using: Settings) -> Reach:
    tokens = (using.slack_bot_token, using.slack_app_token, using.slack_signing_secret)
    token, app_token, secret = (each.get_secret_value() if each else "" for each in tokens)
    return Reach(token, using.slack_api_url, app_token, secret)


def http_application(made: SlackBot) -> Answer:
    """POST /slack/events, and GET /healthz for whoever watches."""
    slack = wsgi(made)

    def answer(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        if environ.get("PATH_INFO") == PATH:
            return slack(environ, start)
        is_health = environ.get("PATH_INFO") == "/healthz" and environ["REQUEST_METHOD"] == "GET"
        start("200 OK" if is_health else "404 Not Found", [("Content-Type", "text/plain; charset=utf-8")])
        return [b"ok\n" if is_health else b"There is nothing here.\n"]

    return answer


def events(using: Settings, record: Database) -> Answer | None:
    """What answers Slack's events in HTTP mode, for the web process to mount; None in Socket Mode or without Slack."""
    if using.slack_bot_token is None or using.slack_signing_secret is None or using.slack_app_token is not None:
        return None
    try:
        return wsgi(slack_bot(using, record))
    except CannotStart as cannot:
        raise wiring.NotReady(str(cannot)) from None


def _socket(at_work: Running) -> str | None:
    try:
        handlers = connect(at_work.bot)
    except CannotStart as cannot:
        return str(cannot)
    wiring.say(f"Listening to Slack over {len(handlers)} connections. Stop with Ctrl+C.")
    told = watch(at_work.bot, handlers, at_work.stopped)
    leave(handlers)
    return told


def _http(at_work: Running, using: Settings) -> str | None:
    try:
        application = http_application(at_work.bot)
    except CannotStart as cannot:
        return str(cannot)
    with serving(application, wiring.web_bind(using), threads=THREADS, max_request_body_size=LONGEST_REQUEST):
        wiring.say(f"Listening for Slack at http://{using.web_bind}{PATH}. Stop with Ctrl+C.")
        return watch(at_work.bot, (), at_work.stopped)


def _post(outbox: Outbox, made: SlackBot, stopped: threading.Event) -> None:
    """Send what waits in the outbox for Slack, and fetch files that a process which ended had taken on."""
    while not stopped.is_set():
        try:
            made.filing.resume()
            outbox.deliver_due(stopped.is_set)
        except wiring.UNOPENED as error:  # a database that is started anew must not end it for good
            wiring.err().print(f"A round failed: {wiring.reason(error)}. It is tried again.")
        stopped.wait(ROUND)
