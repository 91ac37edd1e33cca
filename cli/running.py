"""s11 run: every part of a deployment in one process, for one small server."""

import random
import threading
from collections.abc import Callable
from contextlib import ExitStack
from typing import NamedTuple

from bot.outbox import Outbox
from cli import post, wiring
from cli.bot import listen
from cli.clock import keep_time
from cli.sending import keep_sending
from cli.serving import serving
from cli.web import THREADS, application
from config.settings import Settings
from intake.collecting import watch
from storage.database import Database

LONGEST_STOP = 30.0  # seconds each part may take to finish what it has in hand


class Part(NamedTuple):
    """One part of the deployment, at work until told to stop."""

    name: str
    work: Callable[[threading.Event], object]


def run() -> None:
    """Everything in one process: letters in and out, Slack, the clock, the web. Stop with Ctrl-C or SIGTERM.

    Parts that are not set up are left out, and said. A part that fails stops all of them, with 1, for the supervisor.
    """
    using = wiring.settings()
    wiring.refuse_frozen(using)
    stop = wiring.stopped_by_signals()
    failed: list[str] = []
    with ExitStack() as opened:
        record = opened.enter_context(wiring.open_record(using))
        threads = [_started(part, stop, failed) for part in _parts(using, record, opened)]
        for thread in threads:
            while thread.is_alive():  # so that a signal is heard
                thread.join(timeout=1.0)
    if failed:
        wiring.attention("; ".join(failed))


def _parts(using: Settings, record: Database, opened: ExitStack) -> list[Part]:
    tell = wiring.err().print
    parts = [Part("clock", lambda stop: keep_time(using, record, stop, tell)), _web(using)]
    parts += [Part(f"outbox {out.channel.via}", _sending(out)) for out in post.outboxes(using, record)]
    if using.imap_url:
        room, box = opened.enter_context(post.postroom(using, record)), post.imap(using)
        chance = random.Random()  # noqa: S311  (it spreads retries; nothing rests on it)
        parts.append(Part("mailbox", lambda stop: watch(room, box, stop.is_set, tell, chance, stop.wait)))
    else:
        tell("No mailbox is set (S11_IMAP_URL): letters are read with s11 mail read.")
    if using.slack_bot_token:
        parts.append(Part("Slack", lambda stop: listen(using, stop)))
    else:
        tell("Slack is not set (S11_SLACK_BOT_TOKEN).")
    return parts


def _sending(out: Outbox) -> Callable[[threading.Event], object]:
    return lambda stop: keep_sending(out, stop)


def _web(using: Settings) -> Part:
    bind, answering = wiring.web_bind(using), application(using)

    def serve(stop: threading.Event) -> None:
        with serving(answering, bind, threads=THREADS):
            stop.wait()

    return Part(f"web on http://{bind}", serve)


def _started(part: Part, stop: threading.Event, failed: list[str]) -> threading.Thread:
    def work() -> None:
        try:
            part.work(stop)
        except BaseException as error:
            failed.append(f"The part {part.name} failed: {error or type(error).__name__}")
            raise
        finally:
            stop.set()

    wiring.err().print(f"Started: {part.name}.")
    thread = threading.Thread(target=work, name=part.name)
    thread.start()
    return thread
