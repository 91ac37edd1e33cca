"""Kill, fill and fault the evidence store: no acknowledged file is missing, none is half there, and it recovers.

python -m torture.evidence [TIMES [CAMPAIGN …]]     needs root for full_disk, and fiu-run (apt fiu-utils) for faults
"""

import io
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path

from config.questionnaire import SHIPPED, load_template
from intake.audits import open_audit, read_agencies
from intake.ledger import Saying, attach, files_of
from intake.ledger.evidence import keep
from storage.evidence import Unavailable, open_evidence, prove
from storage.nouns import Audit, Evidence
from storage.record import current_answers, first_bad_entry, open_database
from storage.record.trail import Speaker

SEED = 11
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
TEMPLATE = load_template((SHIPPED / "section-11.toml").read_bytes(), "section-11")


def put(home: str, seed: str) -> None:
    """Store files without end and say which are stored."""
    store, chance = open_evidence(f"{home}/evidence"), random.Random(int(seed))
    while True:
        data = chance.randbytes(chance.choice((10, 5_000, 3_000_000)))
        try:
            said = store.put(io.BytesIO(data)).sha256
        except Unavailable:
            said = "refused"
        say(said)


def say(word: str) -> None:
    """In one write, again until it is out: the faults are meant for the store and meet these words too."""
    while True:
        with suppress(OSError):
            os.write(1, f"{word}\n".encode())
            return


def give(home: str, seed: str) -> None:
    """Attach files without end and say which are attached."""
    store, chance = open_evidence(f"{home}/evidence"), random.Random(int(seed))
    with open_database(f"sqlite:///{home}/s11.db") as record:
        for number in range(1_000_000):
            data = chance.randbytes(chance.choice((10, 200_000)))
            with record.write.begin() as db:
                evidence = keep(db, store, io.BytesIO(data), f"{number}.pdf", at=NOON)
                audit = db.query(Audit).one()
                speaker = Speaker("torture", "test", NOON)
                saying = Saying(speaker, f"{seed}:{number}")
                attach(db, TEMPLATE, audit.submissions[0], "1.1", evidence, saying)
                sha256 = evidence.sha256
            say(sha256)


def killed(what: str, home: Path, seed: int, delay: float, *before: str) -> list[str]:
    """Run until `delay` seconds after the first word, kill, and return what was said."""
    command = [*before, sys.executable, "-m", "torture.evidence", what, str(home), str(seed)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True)
    assert process.stdout is not None
    first = process.stdout.readline()
    time.sleep(delay)
    os.killpg(process.pid, signal.SIGKILL)
    rest = process.communicate()[0]
    return (first + rest).split("\n")[:-1]


def sound(home: Path, said: list[str]) -> Counter[str]:
    """Every acknowledged file is whole, and whatever lies under a real key is; the store takes files again."""
    store, acknowledged = open_evidence(str(home / "evidence")), [word for word in said if word != "refused"]
    for sha256 in {*acknowledged, *(each.key for each in store.stored())}:
        prove(store, sha256)
    store.put(io.BytesIO(b"after"))
    left = list((home / "evidence" / ".parts").iterdir())
    if left:
        raise AssertionError(f"{left} was not swept.")
    return Counter({"acknowledged": len(acknowledged), "refused": len(said) - len(acknowledged)})


def put_killed(folder: Path, times: int, chance: random.Random) -> Counter[str]:
    found: Counter[str] = Counter()
    for number in range(times):
        found += sound(folder / "put", killed("put", folder / "put", number, chance.uniform(0, 0.2)))
    return found


def attach_killed(folder: Path, times: int, chance: random.Random) -> Counter[str]:
    home, found = folder / "attach", Counter[str]()
    rows = read_agencies(b"abbr,name,sector\nGP1,Surgery,primary_care\n")
    with open_database(f"sqlite:///{home}/s11.db") as record:
        record.migrate()
        with record.write.begin() as db:
            open_audit(db, TEMPLATE, "section-11", (None, date(2026, 6, 30)), rows, {}, Speaker("t", "test", NOON))
        for number in range(times):
            given = killed("give", home, number, chance.uniform(0, 0.2))
            found += sound(home, given)
            with record.read() as db:
                audit = db.query(Audit).one()
                there = {each.sha256 for each in files_of(current_answers(db, [audit.submissions[0].id]))}
                if (fault := first_bad_entry(db, audit)) or set(given) - there:
                    raise AssertionError(fault or "An acknowledged file is not attached.")
                rows_there = {each.sha256 for each in db.query(Evidence)}
            kept = {each.key for each in open_evidence(str(home / "evidence")).stored()}
            if rows_there - kept:
                raise AssertionError("The record names a file that is not stored.")
    return found


def full_disk(folder: Path, times: int, chance: random.Random) -> Counter[str]:
    home, found = folder / "full", Counter[str]()
    home.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(home)], check=True)
    try:
        store, kept = open_evidence(str(home / "evidence")), list[str]()
        for _ in range(times):
            data = chance.randbytes(chance.choice((10, 70_000, 300_000)))
            try:
                kept.append(store.put(io.BytesIO(data)).sha256)
                found["acknowledged"] += 1
            except Unavailable:
                found["refused, disk full"] += 1
                for sha256 in kept:
                    prove(store, sha256)
                while shutil.disk_usage(home).free < 2 * len(data):
                    store.delete(kept.pop(0))
                kept.append(store.put(io.BytesIO(data)).sha256)
                found["the same file taken when space returned"] += 1
        sound(home, kept)
    finally:
        subprocess.run(["umount", str(home)], check=True)
    return found


def faults(folder: Path, times: int, _chance: random.Random) -> Counter[str]:
    found: Counter[str] = Counter()
    for call, error in (("posix/io/rw/write", 28), ("posix/io/sync/fsync", 5), ("posix/io/dir/rename", 5)):
        fault = ("fiu-run", "-x", "-c", f"enable_random name={call},probability=0.05,failinfo={error}")
        name = call.rpartition("/")[2]
        for number in range(max(1, times // 10)):
            counts = sound(folder / name, killed("put", folder / name, number, 0.5, *fault))
            found += Counter({f"{name}: {what}": count for what, count in counts.items()})
    return found


CAMPAIGNS = {each.__name__: each for each in (put_killed, attach_killed, full_disk, faults)}


def main() -> None:
    words = sys.argv[1:]
    if words and words[0] in ("put", "give"):
        (put if words[0] == "put" else give)(*words[1:])
        return
    times, chance = int(words[0]) if words else 50, random.Random(SEED)
    with tempfile.TemporaryDirectory() as folder:
        for name in words[1:] or CAMPAIGNS:
            found = CAMPAIGNS[name](Path(folder), times, chance)
            sys.stdout.write(f"{name}: {times} times, seed {SEED}: {dict(found)}. Nothing lost, nothing half there.\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
