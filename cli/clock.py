"""s11 clock: what happens by itself. One round tags, chases, reports and says that it is alive."""

import urllib.request
from datetime import datetime
from typing import Annotated
from urllib.error import HTTPError, URLError

import typer

from cli import nudge, wiring
from cli.faults import leave, noted, partnerships_of
from cli.retention import retire_daily
from cli.rounds import Keeper, awaited
from cli.seats import own_seat, seated
from cli.witness import bear_witness, refuse_unreadable
from cli.work import TagsMade, digests_or_order, tag_or_order
from config.settings import Settings
from reports.digests import digests_due
from reports.figures import count
from reports.nudges import (
    Chaser,
    due_now,
    is_list_owed,
    nudges,
    open_audits,
    phone_lists,
)
from reports.overdue import (
    actions_late,
    ask_for_assurance,
    ask_what_came,
    assurance_due,
    audits_with_actions,
    audits_with_meetings,
    chase_actions,
    climb,
    meetings_held,
    overdue_now,
    remind_of_threads,
    sent_again,
    tell_sent_again,
    threads_due,
)
from storage.record import Database, Faults, apart

EVERY = 60.0  # seconds between rounds
LATEST = 10  # seconds the heartbeat may take


def clock(once: Annotated[bool, typer.Option("--once", help="One round, then stop.")] = False) -> None:
    """Tag answers, queue the nudges, phone lists and digests that are due, every minute, until stopped.

    It queues; s11 mail, s11 bot or s11 outbox deliver sends. With S11_HEARTBEAT_URL set, each good round calls it.
    What cannot be done is noted and told, and everything else is done; with --once it then leaves with 1.
    """
    using = wiring.settings()
    if once:
        with wiring.open_record(using) as record:
            told, faults = one_round(using, record)
        wiring.say(told)
        leave(faults)
        return
    wiring.refuse_frozen(using)
    stop = wiring.stopped_by_signals()
    with awaited(lambda: wiring.open_record(using), stop, wiring.err().print) as record:
        keep_time(using, record, Keeper.of(using, record, stop))


def keep_time(using: Settings, record: Database, keeper: Keeper) -> None:
    """Round after round until told to stop, while no other process keeps the clock."""

    made = TagsMade()

    def work() -> float:
        told, _ = one_round(using, record, made)
        if told != QUIET:
            keeper.tell(told)
        return EVERY

    with own_seat(record, "clock") as mine:
        keeper.keep_on("The clock", seated(mine, "clock", keeper, work))


QUIET = "Nothing was due."


def one_round(using: Settings, record: Database, made: TagsMade | None = None) -> tuple[str, Faults]:
    """Do what is due at this moment; what was done, and what could not be. `made` is of the rounds before."""
    now, faults = wiring.now(using), Faults()
    with record.read() as db:
        keys = open_audits(db)
    for key in keys:
        with apart(faults, f"the themes of {key}"):
            tag_or_order(using, record, key, faults, made)
    chased = lists = digests = 0
    after = 0
    with apart(faults, "all reminders"):
        chased, lists = _chase(using, record, keys, now, faults)
    with apart(faults, "all letters after the returns"):
        after = _after_returns(using, record, keys, now, faults)
    is_due = _is_digest_due(record, using, now)
    with apart(faults, "the witness of the trail"):
        bear_witness(using, record, now, all_of_it=is_due)
        refuse_unreadable(using)
    with apart(faults, "all digests"):
        if is_due:
            digests = digests_or_order(using, record, now, faults)
    told = [count(chased, "nudge") if chased else "", count(lists, "phone list") if lists else ""]
    told.append(count(after, "letter after the return", "letters after the returns") if after else "")
    told.append(count(digests, "digest message") if digests else "")
    with apart(faults, "what is kept no longer"):
        retire_daily(using, record)
    noted(using, record, faults)
    if not faults.found:
        beat(using)
    done = ", ".join(filter(None, told))
    return (f"Queued {done}." if done else "Nothing was queued." if faults.found else QUIET), faults


def _chase(using: Settings, record: Database, keys: list[str], now: datetime, faults: Faults) -> tuple[int, int]:
    chaser = nudge.chaser(using, faults)
    chased = lists = 0
    for key in keys:
        with apart(faults, f"the reminders of {key}"):
            if _is_any_due(record, key, chaser, now):
                with record.write.begin() as db:
                    audit, template = wiring.audit_of(db, key)
                    chased += len(nudges(db, audit, template, chaser, now, only_open=True, faults=faults))
        with apart(faults, f"the telephone lists of {key}"):
            if _is_list_owed(record, key, chaser, now):
                with record.write.begin() as db:
                    audit, template = wiring.audit_of(db, key)
                    lists += len(phone_lists(db, audit, template, chaser, now, faults))
    return chased, lists


def _after_returns(using: Settings, record: Database, keys: list[str], now: datetime, faults: Faults) -> int:
    """What was asked back and waits, returns sent again, and those that are overdue; a look costs no write lock."""
    chaser, told = nudge.chaser(using, faults), 0
    for key in keys:
        with apart(faults, f"the letters after the returns of {key}"):
            with record.read() as db:
                audit, _ = wiring.audit_of(db, key)
                is_due = threads_due(db, audit, now) or sent_again(db, audit) or overdue_now(db, audit, now)
            if is_due:
                with record.write.begin() as db:
                    audit, template = wiring.audit_of(db, key)
                    for write in (remind_of_threads, tell_sent_again, climb):
                        told += write(db, audit, template, chaser, now)
    return told + _after_actions(record, chaser, now, faults)


def _after_actions(record: Database, chaser: Chaser, now: datetime, faults: Faults) -> int:
    """Actions past their last day, assurance reports and meetings that were held, also of audits that are closed."""
    told = 0
    with record.read() as db:
        keys = sorted({*audits_with_actions(db), *audits_with_meetings(db)})
    for key in keys:
        with apart(faults, f"the letters on the actions of {key}"):
            with record.read() as db:
                audit, _ = wiring.audit_of(db, key)
                is_due = actions_late(db, audit, now) or assurance_due(db, audit, now) or meetings_held(db, audit, now)
            if is_due:
                with record.write.begin() as db:
                    for write in (chase_actions, ask_for_assurance, ask_what_came):
                        told += write(db, *wiring.audit_of(db, key), chaser, now)
    return told


def _is_any_due(record: Database, key: str, chaser: Chaser, now: datetime) -> bool:
    """A look costs no write lock; what is faulty is due, and told where it is written."""
    looked = Faults(is_logged=False)
    with record.read() as db:
        audit, template = wiring.audit_of(db, key)
        found = due_now(db, audit, chaser.chase(template, now, looked), only_open=True)
        return bool(looked.found) or bool(found)


def _is_list_owed(record: Database, key: str, chaser: Chaser, now: datetime) -> bool:
    with record.read() as db:
        return is_list_owed(db, *wiring.audit_of(db, key), chaser, now)


def _is_digest_due(record: Database, using: Settings, now: datetime) -> bool:
    """Each digest witnesses what was sealed before it, so all of it is. What is faulty is told by the digests."""
    looked = Faults(is_logged=False)
    with apart(looked, "whether a digest is due"), record.read() as db:
        return bool(digests_due(db, partnerships_of(using, looked), now))
    return True


def beat(using: Settings) -> None:
    """Call S11_HEARTBEAT_URL, so that silence is noticed elsewhere; a call that fails is not this round's fault."""
    url = using.heartbeat_url
    if not url or not url.startswith(("http://", "https://")):
        return
    try:
        with urllib.request.urlopen(url, timeout=LATEST):  # noqa: S310  (the scheme was looked at)
            pass
    except (URLError, TimeoutError, OSError) as error:
        if isinstance(error, HTTPError):
            error.close()  # it holds the connection
        wiring.err().print(f"The heartbeat could not be sent: {getattr(error, 'reason', error)}.")
