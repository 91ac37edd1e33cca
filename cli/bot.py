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

from sqlalchemy.orm import Session

from bot.outbox import Outbox
from bot.slack.app import PATH, CannotStart, Reach, SlackBot, make_bot, wsgi
from bot.slack.channel import SlackChannel
from bot.slack.digest import DigestPost
from bot.slack.socket import connect, leave, watch
from cli import nudge, wiring
from cli.papers import AuditPapers
from cli.rounds import Keeper, awaited
from cli.serve import serving
from config.partnerships import sound_partnerships
from config.questionnaire import Faulty
from config.settings import Settings
from config.ways import Way
from config.words import count
from intake.conversation import Talk
from intake.ledger import Refused
from intake.letters import Reader
from intake.notices import tell_shut
from reports.nudges import Chaser
from storage.inbox import open_inbox
from storage.nouns import Contact
from storage.record import Database, Faults

THREADS = 16
ROUND = 2.0  # seconds between two looks at the outbox
SWEEP = 20.0  # seconds between two looks at the inbox: what was left is taken up within a minute
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
    awaited(lambda: wiring.open_record(using), threading.Event(), wiring.err().print).__exit__()
    with running(using) as at_work:
        for each in (signal.SIGTERM, signal.SIGINT):
            signal.signal(each, lambda *_: at_work.stopped.set())
        told = _socket(at_work) if using.slack_app_token else _http(at_work, using)
    if told is not None:
        wiring.attention(told)


def keep_listening(using: Settings, keeper: Keeper) -> None:
    """Talk in Slack as one part of s11 run, until told to stop; events by HTTP come in through the web part.

    Raises NotReady where Slack does not take the settings; once it took them, what it says later may pass.
    """
    took = threading.Event()

    def listen() -> float:
        try:
            with running(using, keeper.stop) as at_work:
                took.set()
                told = _socket(at_work) if using.slack_app_token else watch(at_work.bot, (), keeper.stop)
        except wiring.Unreached:
            raise
        except wiring.NotReady as unready:
            raise (wiring.Unreached if took.is_set() else wiring.NotReady)(str(unready)) from None
        if told is not None:
            raise (wiring.Unreached if took.is_set() else wiring.NotReady)(told)
        return 0.0

    keeper.keep_on("Slack", listen)


@contextmanager
def running(using: Settings, stopped: threading.Event | None = None) -> Iterator[Running]:
    """The app with its outbox; raises NotReady where a setting is missing or Slack refuses it."""
    with wiring.open_record(using) as record, Reader() as reader:
        try:
            made = slack_bot(using, record, reader)
        except CannotStart as cannot:
            raise wiring.NotReady(str(cannot)) from None
        stopped = stopped or threading.Event()
        once = made.posting.once()  # the outbox has its own tries
        digests = DigestPost(once, record, wiring.evidence(using))
        channel, chance = SlackChannel(once, digests), random.SystemRandom()
        outbox = Outbox(record, channel, lambda: datetime.now(UTC), chance, tell=_telling(using))
        over = threading.Event()  # of this app alone: the process may go on without it
        keeper = Keeper.of(using, record, over)
        posting = threading.Thread(target=_post, args=(outbox, keeper), name="outbox", daemon=True)
        sweeping = threading.Thread(target=_sweep, args=(made, keeper), name="inbox", daemon=True)
        posting.start()
        sweeping.start()
        try:
            yield Running(made, record, stopped)
        finally:
            over.set()
            posting.join(timeout=30)
            sweeping.join(timeout=30)
            made.close()


def _telling(using: Settings) -> Callable[[Session, Contact, Way, datetime], None]:
    """Tells managers that a way of a contact is shut, by the partnerships as they stand then."""

    def tell(db: Session, contact: Contact, by: Way, at: datetime) -> None:
        try:
            stationery = nudge.chaser(using, Faults(is_logged=False)).stationery
        except Faulty:  # a file that cannot be read costs the managers' letter, and not the message's own
            return
        tell_shut(db, stationery, contact, by, at)

    return tell


def slack_bot(using: Settings, record: Database, reader: Reader) -> SlackBot:
    """The app of a deployment; raises CannotStart."""
    talk = Talk(sound_partnerships(using.config_folder / "partnerships.toml"), ways=wiring.ways(using))

    def chaser() -> Chaser:
        try:
            return nudge.chaser(using, Faults(is_logged=False))
        except Faulty:
            raise Refused(
                "partnerships.toml cannot be read, so nobody is known as a manager. Run s11 doctor."
            ) from None

    store = wiring.evidence(using)
    papers = AuditPapers(using)
    inbox = open_inbox(record, using.home, lambda: datetime.now(UTC))
    return make_bot(
        reach(using),
        record,
        store,
        inbox,
        talk,
        lambda: datetime.now(UTC),
        using.clamd,
        chaser,
        reader.describe,
        papers,
    )


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
        return wsgi(slack_bot(using, record, Reader()))  # its child starts with the first file and ends with us
    except CannotStart as cannot:
        raise wiring.NotReady(str(cannot)) from None


def _socket(at_work: Running) -> str | None:
    try:
        handlers = connect(at_work.bot)
    except CannotStart as cannot:
        return str(cannot)
    wiring.say(f"Listening to Slack over {count(len(handlers), 'connection')}. Stop with Ctrl+C.")
    told = watch(at_work.bot, handlers, at_work.stopped)
    leave(handlers)
    return told


def _http(at_work: Running, using: Settings) -> str | None:
    try:
        application = http_application(at_work.bot)
    except CannotStart as cannot:
        return str(cannot)
    with serving(application, wiring.web_bind(using), threads=THREADS):
        wiring.say(f"Listening for Slack at http://{using.web_bind}{PATH}. Stop with Ctrl+C.")
        return watch(at_work.bot, (), at_work.stopped)


def _post(outbox: Outbox, keeper: Keeper) -> None:
    """Send what waits in the outbox for Slack."""

    def post() -> float:
        outbox.deliver_due(keeper.stop.is_set)
        return ROUND

    keeper.keep_on("The outbox slack", post)


def _sweep(made: SlackBot, keeper: Keeper) -> None:
    """Take up what Slack delivered and nobody has answered, however long the outbox takes meanwhile."""

    def sweep() -> float:
        made.tray.sweep()
        return SWEEP

    keeper.keep_on("The inbox slack", sweep)
