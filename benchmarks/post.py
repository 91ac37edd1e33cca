"""What a round sends: digests with their files for each partnership, and one run of reminders, written to the outbox.

CPU milliseconds each, and megabytes of memory beyond what was loaded. python -m benchmarks.post [ANSWERS...]

From 805,200 answers on each partnership has 61 agencies, below that as many as make 150 partnerships.
"""

import sys
import tempfile
from datetime import timedelta
from functools import partial
from pathlib import Path
from unittest import mock

import sqlalchemy as sa

from benchmarks import big_record
from benchmarks.backup import forget_peak, peak
from benchmarks.big_record import KEY, NIGHT, fill
from benchmarks.record import seconds, settings
from benchmarks.table import tell
from cli import wiring
from cli.digest import send_digests
from cli.nudge import chaser
from config.settings import Settings
from reports.nudges import nudges
from storage.nouns import Message, Partnership
from storage.record import Database, Faults, open_database

ANSWERS = 52_800  # of 600 agencies
DIGESTS = 150
MORNING = NIGHT + timedelta(days=1, hours=-10)  # ten o'clock of a Tuesday
MANAGED = '[[partnership]]\nkey = "{0}"\nname = "Partnership {0}"\n[[partnership.managers]]\nname = "Mo Ray"\n'


def main() -> None:
    first: dict[str, float] = {}
    for answers in [*map(int, sys.argv[1:])] or [ANSWERS]:
        with tempfile.TemporaryDirectory() as name:
            url = f"sqlite:///{name}/s11.db"
            using = settings(Path(name), url).model_copy(update={"now": MORNING})
            with open_database(url) as record:
                measure(using, record, answers, first)


def measure(using: Settings, record: Database, answers: int, first: dict[str, float]) -> None:
    record.migrate()
    agencies = -(-answers // len(big_record.steps(big_record.template())))
    with mock.patch.object(big_record, "AT_ONCE", min(big_record.AT_ONCE, -(-agencies // DIGESTS))):
        fill(record, answers)
    keys = _managed(record, using)[:DIGESTS]
    for what, work in (("reminder", reminders), ("digest with its files", digests)):
        forget_peak()
        before, queued, took = peak(), _queued(record), seconds(partial(work, using, record, keys))
        many = _queued(record) - queued
        each = 1000 * took / many
        told, grown = f"a {what}, {many:,} of a record of {answers:,} answers", each / first.setdefault(what, each)
        tell(told, each, unit=f"CPU ms; all of them {took:,.0f} s", growth=grown)
        tell(f"   memory of all {many:,}", peak() - before, unit="MB")


def _managed(record: Database, using: Settings) -> list[str]:
    """The partnerships, each with a manager who gets its digest."""
    with record.read() as db:
        keys = sorted(db.scalars(sa.select(Partnership.key)))
    using.config_folder.mkdir(parents=True, exist_ok=True)
    tables = (f'{MANAGED.format(each)}email = "mo@{each}.example"\n' for each in keys)
    (using.config_folder / "partnerships.toml").write_text("".join(tables))
    return keys


def _queued(record: Database) -> int:
    with record.read() as db:
        return db.scalar(sa.select(sa.func.count()).select_from(Message)) or 0


def digests(using: Settings, _record: Database, keys: list[str]) -> None:
    for key in keys:
        list(send_digests(using, KEY, key, None, Faults()))


def reminders(using: Settings, record: Database, _keys: list[str]) -> None:
    with record.write.begin() as db:
        nudges(db, *wiring.audit_of(db, KEY), chaser(using, Faults()), wiring.now(using), faults=Faults())


if __name__ == "__main__":
    main()
