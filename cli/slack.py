"""The Slack apps of this installation at work: over Socket Mode or behind HTTP, as the settings say."""

import random
import signal
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, nullcontext
from datetime import UTC, datetime
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from bot.outbox import Outbox
from bot.slack.app import PATH, CannotStart, Reach, SlackBot, make_bot, wsgi
from bot.slack.channel import SlackChannel
from bot.slack.digest import DigestPost
from bot.slack.socket import connect, leave, watch
from cli import nudge, wiring
from cli.branches import Branch, workspaces
from cli.ordered import keep_making, paper_bench
from cli.papers import AuditPapers
from cli.rounds import Keeper
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
    branch: Branch


def hear_all(spaces: Iterable[Branch], using: Settings) -> list[str]:
    """Listen in every workspace until told to stop; what Slack said where one of them could not be heard any more."""
    stopped = threading.Event()
    with ExitStack() as opened:
        at_work = [opened.enter_context(running(each, stopped)) for each in spaces]
        for each in (signal.SIGTERM, signal.SIGINT):
            signal.signal(each, lambda *_: stopped.set())
        return _all_heard(at_work, using, stopped)


def _all_heard(at_work: Sequence[Running], using: Settings, stopped: threading.Event) -> list[str]:
    told: list[str] = []
    by_http = [each for each in at_work if not each.bot.reach.app_token]

    def hear(each: Running) -> None:
        try:
            found = watch(each.bot, (), stopped) if each in by_http else _socket(each)
        finally:
            stopped.set()
        told.extend([found] if found else [])

    others = [threading.Thread(target=hear, args=(each,)) for each in at_work[1:]]
    try:
        with _http(by_http, using) if by_http else nullcontext():
            for thread in others:
                thread.start()
            hear(at_work[0])
            for thread in others:
                thread.join()
    except CannotStart as cannot:
        return [str(cannot)]
    return told


def keep_listening(branch: Branch, keeper: Keeper) -> None:
    """Talk in one Slack workspace as a part of s11 run, until told to stop; events by HTTP come in by the web part.

    Raises NotReady where Slack does not take the settings; once it took them, what it says later may pass.
    """
    took = threading.Event()

    def listen() -> float:
        try:
            with running(branch, keeper.stop) as at_work:
                took.set()
                told = _socket(at_work) if branch.using.slack_app_token else watch(at_work.bot, (), keeper.stop)
        except wiring.Unreached:
            raise
        except wiring.NotReady as unready:
            raise (wiring.Unreached if took.is_set() else wiring.NotReady)(str(unready)) from None
        if told is not None:
            raise (wiring.Unreached if took.is_set() else wiring.NotReady)(told)
        return 0.0

    keeper.keep_on(f"Slack{branch.of}", listen)


@contextmanager
def running(branch: Branch, stopped: threading.Event) -> Iterator[Running]:
    """The app with its outbox; raises NotReady where a setting is missing or Slack refuses it."""
    using = branch.using
    with wiring.open_record(using) as record, Reader() as reader:
        try:
            made = slack_bot(branch, record, reader)
        except CannotStart as cannot:
            raise wiring.NotReady(str(cannot)) from None
        once = made.posting.once()  # the outbox has its own tries
        digests = DigestPost(once, record, wiring.evidence(using))
        channel, chance = SlackChannel(once, digests), random.SystemRandom()
        outbox = Outbox(record, channel, lambda: datetime.now(UTC), chance, tell=_telling(using), circle=branch.circle)
        over = threading.Event()  # of this app alone: the process may go on without it
        keeper = Keeper.of(using, record, over)
        posting = threading.Thread(target=_post, args=(outbox, keeper), name="outbox", daemon=True)
        sweeping = threading.Thread(target=_sweep, args=(made, keeper), name="inbox", daemon=True)
        making = threading.Thread(
            target=keep_making, args=(paper_bench(using, record), keeper), name="papers", daemon=True
        )
        own = (posting, sweeping, making)
        for each in own:
            each.start()
        try:
            yield Running(made, record, stopped, branch)
        finally:
            over.set()
            for each in own:
                each.join(timeout=30)
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


def slack_bot(branch: Branch, record: Database, reader: Reader) -> SlackBot:
    """The app of one workspace; raises CannotStart."""
    using = branch.using
    talk = Talk(sound_partnerships(using.config_folder / "partnerships.toml"), ways=wiring.ways(using))

    def chaser() -> Chaser:
        try:
            return nudge.chaser(using, Faults(is_logged=False))
        except Faulty:
            raise Refused(
                "partnerships.toml cannot be read, so nobody is known as a manager. Run s11 doctor."
            ) from None

    store = wiring.evidence(using)
    papers = AuditPapers(using, paper_bench(using, record))
    inbox = open_inbox(record, using.home, lambda: datetime.now(UTC), branch.circle.key)
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
        branch.circle,
    )


def reach(using: Settings) -> Reach:
    tokens = (using.slack_bot_token, using.slack_app_token, using.slack_signing_secret)
    token, app_token, secret = (each.get_secret_value() if each else "" for each in tokens)
    return Reach(token, using.slack_api_url, app_token, secret)


def http_application(made: Mapping[str, SlackBot]) -> Answer:
    """POST to the path of each app, and GET /healthz for whoever watches."""
    slack = {path: wsgi(each, path) for path, each in made.items()}

    def answer(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        if (found := slack.get(environ.get("PATH_INFO", ""))) is not None:
            return found(environ, start)
        is_health = environ.get("PATH_INFO") == "/healthz" and environ["REQUEST_METHOD"] == "GET"
        start("200 OK" if is_health else "404 Not Found", [("Content-Type", "text/plain; charset=utf-8")])
        return [b"ok\n" if is_health else b"There is nothing here.\n"]

    return answer


def path_of(branch: Branch) -> str:
    """Where Slack reaches the app of this workspace by HTTP."""
    return f"{PATH}/{branch.circle.key}" if branch.circle.key else PATH


def events(using: Settings, record: Database, keeper: Keeper) -> Mapping[str, Answer]:
    """What answers Slack's events in HTTP mode, by path, for the web process to mount.

    What a process took in and did not end is taken up here too, until the keeper stops.
    """
    own = [each for each in workspaces(using) if each.using.slack_signing_secret and not each.using.slack_app_token]
    try:  # a reader's child starts with the first file and ends with us
        made = {path_of(each): slack_bot(each, record, Reader()) for each in own}
    except CannotStart as cannot:
        raise wiring.NotReady(str(cannot)) from None
    for each in made.values():
        threading.Thread(target=_sweep_and_close, args=(each, keeper), name="inbox").start()
    return {path: wsgi(each, path) for path, each in made.items()}


def _sweep_and_close(made: SlackBot, keeper: Keeper) -> None:
    try:
        _sweep(made, keeper)
    finally:
        made.close()


def _socket(at_work: Running) -> str | None:
    try:
        handlers = connect(at_work.bot)
    except CannotStart as cannot:
        return str(cannot)
    wiring.say(f"Listening to Slack over {count(len(handlers), 'connection')}. Stop with Ctrl+C.")
    told = watch(at_work.bot, handlers, at_work.stopped)
    leave(handlers)
    return told


@contextmanager
def _http(at_work: Sequence[Running], using: Settings) -> Iterator[None]:
    application = http_application({path_of(each.branch): each.bot for each in at_work})
    with serving(application, wiring.web_bind(using), threads=THREADS):
        for each in at_work:
            wiring.say(f"Listening for Slack at http://{using.web_bind}{path_of(each.branch)}. Stop with Ctrl+C.")
        yield


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
