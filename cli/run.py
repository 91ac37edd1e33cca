"""s11 run: every part of a deployment in one process, for one small server."""

import threading
from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from typing import NamedTuple

from bot.outbox import Outbox
from bot.work import WorkQueue
from cli import post, wiring
from cli.branches import mailboxes, workspaces
from cli.clock import keep_time
from cli.mail import keep_collecting
from cli.ordered import keep_making, paper_bench
from cli.outbox import keep_sending
from cli.rounds import Keeper, awaited
from cli.serve import serving
from cli.slack import keep_listening
from cli.web import THREADS, application
from cli.work import LetterPorter
from config.settings import Settings
from storage.record import Database

LONGEST_STOP = 30.0  # seconds each part may take to finish what it has in hand


class Part(NamedTuple):
    """One part of the deployment, at work until told to stop."""

    name: str
    work: Callable[[], object]


def run() -> None:
    """Everything in one process: letters in and out, Slack, the clock, the web. Stop with Ctrl-C or SIGTERM.

    Parts that are not set up are left out, and said. Where something stands in a part's way it waits and tries again;
    one that cannot work as it is set up stops all of them, with 1. A database that is away at the start is waited for.
    """
    using = wiring.settings()
    wiring.refuse_frozen(using)
    stop = wiring.stopped_by_signals()
    failed: list[str] = []
    with ExitStack() as opened:
        record = opened.enter_context(awaited(lambda: wiring.open_record(using), stop, wiring.err().print))
        keeper = Keeper.of(using, record, stop)
        threads = [_started(part, keeper, failed) for part in parts_of(using, record, opened, keeper)]
        for thread in threads:
            while thread.is_alive():  # so that a signal is heard
                thread.join(timeout=1.0)
    if failed:
        wiring.attention("; ".join(failed))


def parts_of(using: Settings, record: Database, opened: ExitStack, keeper: Keeper) -> list[Part]:
    """Every part that is set up, not yet at work."""
    parts = [Part("clock", lambda: keep_time(using, record, keeper)), _web(using, record, keeper)]
    if not workspaces(using):  # whose apps make them beside themselves
        parts.append(Part("reports and papers", lambda: keep_making(paper_bench(using, record), keeper)))
    parts += [Part(_named(out), _sending(out, keeper)) for out in post.outboxes(using, record)]
    porter = LetterPorter(using, WorkQueue(record))
    for each in mailboxes(using):
        room = opened.enter_context(post.postroom(using, record, each.circle.key, porter))
        box = post.imap(each.using)
        parts.append(Part(f"mailbox{each.of}", partial(keep_collecting, room, box, keeper)))
    if not mailboxes(using):
        keeper.tell("No mailbox is set (S11_IMAP_URL): letters are read with s11 mail read.")
    parts += [Part(f"Slack{each.of}", partial(keep_listening, each, keeper)) for each in workspaces(using)]
    if not workspaces(using):
        keeper.tell("Slack is not set (S11_SLACK_BOT_TOKEN).")
    return parts


def _named(out: Outbox) -> str:
    return f"outbox {out.channel.via}" + (f" of {out.circle.key}" if out.circle.key else "")


def _sending(out: Outbox, keeper: Keeper) -> Callable[[], object]:
    return lambda: keep_sending(out, keeper)


def _web(using: Settings, record: Database, keeper: Keeper) -> Part:
    bind, answering = wiring.web_bind(using), application(using, record, keeper)

    def serve() -> None:
        with serving(answering, bind, threads=THREADS):
            keeper.stop.wait()

    return Part(f"web on http://{bind}", serve)


def _started(part: Part, keeper: Keeper, failed: list[str]) -> threading.Thread:
    def work() -> None:
        try:
            part.work()
        except BaseException as error:
            failed.append(f"The part {part.name} failed: {error or type(error).__name__}")
            raise
        finally:
            keeper.stop.set()

    wiring.err().print(f"Started: {part.name}.")
    thread = threading.Thread(target=work, name=part.name)
    thread.start()
    return thread
