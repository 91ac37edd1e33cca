"""s11 clock: what happens by itself. One round tags, chases, reports and says that it is alive."""

import threading
import urllib.request
from collections.abc import Callable
from datetime import datetime
from typing import Annotated
from urllib.error import URLError

import typer

from cli import nudging, wiring
from cli.tagging import tag_first
from config.settings import Settings
from reports.calls import phone_lists
from reports.chasing import due_now, open_audits
from reports.nudges import nudges
from storage.database import Database

EVERY = 60.0  # seconds between rounds
LATEST = 10  # seconds the heartbeat may take


def clock(once: Annotated[bool, typer.Option("--once", help="One round, then stop.")] = False) -> None:
    """Tag answers, queue the nudges, phone lists and digests that are due, every minute, until stopped.

    It queues; s11 mail, s11 bot or s11 outbox deliver sends. With S11_HEARTBEAT_URL set, each good round calls it.
    """
    using = wiring.settings()
    if once:
        with wiring.open_record(using) as record:
            wiring.say(one_round(using, record))
        return
    wiring.refuse_frozen(using)
    stop = wiring.stopped_by_signals()
    with wiring.open_record(using) as record:
        keep_time(using, record, stop, wiring.err().print)


def keep_time(using: Settings, record: Database, stop: threading.Event, tell: Callable[[str], object]) -> None:
    """Round after round until told to stop; a round that fails is told and tried again."""
    while not stop.is_set():
        try:
            told = one_round(using, record)
        except wiring.UNOPENED as error:
            tell(f"A round failed: {wiring.reason(error)}. It is tried again in a minute.")
        else:
            if told != QUIET:
                tell(told)
        stop.wait(EVERY)


QUIET = "Nothing was due."


def one_round(using: Settings, record: Database) -> str:
    """Do what is due at this moment, and say what it was."""
    now = wiring.now(using)
    with record.read() as db:
        keys = [audit.key for audit, _ in open_audits(db)]
    for key in keys:
        tag_first(using, key)
    chased, lists = _chase(using, record, now)
    told = [f"{chased} nudges" if chased else "", f"{lists} phone lists" if lists else ""]
    beat(using)
    done = ", ".join(filter(None, told))
    return f"Queued {done}." if done else QUIET


def _chase(using: Settings, record: Database, now: datetime) -> tuple[int, int]:
    chaser = nudging.chaser(using)
    chased = lists = 0
    with record.read() as db:
        waiting = [
            (audit.key, template)
            for audit, template in open_audits(db)
            if any(
                each.stage.window.is_open(now)
                for each in due_now(db, audit, template.nudges, chaser.stationery.partnerships, now)
            )
        ]
    for key, template in waiting:
        with record.write.begin() as db:
            audit, _ = wiring.audit_of(db, key)
            chased += len(nudges(db, audit, template, chaser, now, only_open=True))
    with record.write.begin() as db:
        for audit, template in open_audits(db):
            lists += len(phone_lists(db, audit, template, chaser, now))
    return chased, lists


def beat(using: Settings) -> None:
    """Call S11_HEARTBEAT_URL, so that silence is noticed elsewhere; a call that fails is not this round's fault."""
    url = using.heartbeat_url
    if not url or not url.startswith(("http://", "https://")):
        return
    try:
        with urllib.request.urlopen(url, timeout=LATEST):  # noqa: S310  (the scheme was looked at)
            pass
    except (URLError, TimeoutError, OSError) as error:
        wiring.err().print(f"The heartbeat could not be sent: {getattr(error, 'reason', error)}.")
