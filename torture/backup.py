"""Kill backups and restores at random moments, fill the disk under them, and make them while people answer."""

import hashlib
import io
import itertools
import json
import multiprocessing
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from datetime import UTC, datetime
from multiprocessing.context import ForkProcess
from multiprocessing.synchronize import Event as Flag
from pathlib import Path
from typing import IO, TextIO, cast

import sqlalchemy as sa

from cli.main import main as s11
from config.questionnaire import load_template
from intake.ledger import Saying, record
from intake.returns import understand_cell
from storage.backups import MARKER
from storage.evidence import open_evidence
from storage.nouns import Agency, Answer, Audit, Evidence, Submission
from storage.record import dump, open_database, record_tables
from storage.record.trail import Speaker
from torture.killed import IMPORT, KEY, OPEN

TIMES = 50
FORK = multiprocessing.get_context("fork")
SEED = 11


def database(home: Path) -> str:
    return f"sqlite:///{home / 's11.db'}"


def audited(home: Path, files: int, size: int, chance: random.Random) -> None:
    """A home with the demo's audit, and so many files of evidence tied to its answers."""
    run(home, *OPEN)
    run(home, *IMPORT)
    store = open_evidence(str(home / "evidence"))
    with open_database(database(home)) as opened, opened.write.begin() as db:
        answers = list(db.scalars(sa.select(Answer)))
        for number in range(files):
            kept = store.put(io.BytesIO(chance.randbytes(size)))
            file = Evidence(sha256=kept.sha256, name=f"policy {number}.pdf", size=size, media_type="application/pdf")
            answers[number % len(answers)].evidence.append(file)
    (home / "outbox").mkdir()
    for number in range(20):
        (home / "outbox" / f"{number}.eml").write_bytes(chance.randbytes(5_000))


def seal_of(home: Path) -> str:
    """One digest over every row of the record, every file of evidence and every letter."""
    digest = hashlib.sha256()
    with open_database(database(home)) as opened, opened.snapshot() as connection:
        for table in record_tables(connection):
            for part in dump(connection, table):
                digest.update(part.lines.encode())
    store = open_evidence(str(home / "evidence"))
    for each in store.stored():
        with store.open(each.key) as file:
            digest.update(file.read())
    for letter in sorted((home / "outbox").glob("*.eml")):
        digest.update(letter.name.encode() + letter.read_bytes())
    return digest.hexdigest()


def command(home: Path, words: tuple[str, ...], told: IO[str]) -> None:
    os.environ["S11_HOME"] = str(home)
    sys.argv = ["s11", *words]
    sys.stdout = sys.stderr = cast(TextIO, told)
    try:
        s11()
    finally:
        told.flush()


def start(home: Path, *words: str) -> tuple[ForkProcess, IO[str]]:
    """Begin a command in a copy of this process, which has all it needs in memory: the kills meet its work alone."""
    told = tempfile.TemporaryFile("w+")  # noqa: SIM115  (heard closes it)
    process = FORK.Process(target=command, args=(home, words, told))
    process.start()
    return process, told


def run(home: Path, *words: str, leaves_with: int = 0) -> str:
    """What a command says; it must leave with the code that is expected."""
    process, told = start(home, *words)
    process.join()
    said = heard(told)
    if process.exitcode != leaves_with:
        raise AssertionError(f"s11 {' '.join(words)} left with {process.exitcode}: {said}")
    return said


def heard(told: IO[str]) -> str:
    with told:
        told.seek(0)
        return told.read()


def begun(sign: Path, process: ForkProcess) -> float:
    """The moment of the first sign of work."""
    while not sign.exists() and process.is_alive():
        time.sleep(0.0002)
    return time.monotonic()


def killed_at_work(home: Path, sign: Path, delay: float, *words: str) -> bool:
    """Start a command and kill it `delay` seconds after the first sign of work; whether it was still at work then."""
    process, told = start(home, *words)
    begun(sign, process)
    time.sleep(delay)
    process.kill()
    process.join()
    told.close()
    return process.exitcode == -signal.SIGKILL


def working_time(home: Path, sign: Path, *words: str) -> float:
    """How long a command takes from its first sign of work to its end."""
    process, told = start(home, *words)
    began = begun(sign, process)
    process.join()
    if process.exitcode:
        raise AssertionError(heard(told))
    return time.monotonic() - began


def backup_killed(folder: Path, chance: random.Random) -> Counter[str]:
    """Kill a backup; under its name there is nothing or a whole backup, and the next one succeeds."""
    home, key = folder / "home", folder / "key"
    audited(home, 300, 50_000, chance)
    run(home, "backup", "--make-key", str(key))
    took = working_time(home, folder / ".measure.part", "backup", str(folder / "measure"), "--key", str(key))
    found: Counter[str] = Counter()
    numbers = itertools.count()
    while found["killed at work"] < TIMES:
        number = next(numbers)
        file, part = folder / f"{number}.backup", folder / f".{number}.backup.part"
        delay = chance.uniform(0, 1.0) * took
        found["killed at work"] += killed_at_work(home, part, delay, "backup", str(file), "--key", str(key))
        found["left half a file beside"] += part.exists()
        if not file.exists():
            found["nothing under the name"] += 1
            run(home, "backup", str(file), "--key", str(key))
        else:
            found["all under the name"] += 1
        if part.exists():
            raise AssertionError("The next backup left the half file of the killed one.")
        run(folder / "empty", "restore", str(file), "--key", str(key), "--dry-run")
        file.unlink()
    return found


def restore_killed(folder: Path, chance: random.Random) -> Counter[str]:
    """Kill a restore; the home says so to others, and the same restore run again makes all of it equal."""
    home, key, file = folder / "home", folder / "key", folder / "all.backup"
    audited(home, 300, 50_000, chance)
    run(home, "backup", "--make-key", str(key))
    run(home, "backup", str(file), "--key", str(key))
    wanted, words = seal_of(home), ("restore", str(file), "--key", str(key))
    took = working_time(folder / "measure", folder / "measure" / MARKER, *words)
    found: Counter[str] = Counter()
    numbers = itertools.count()
    while found["killed at work"] < TIMES:
        number = next(numbers)
        new = folder / f"new-{number}"
        found["killed at work"] += killed_at_work(new, new / MARKER, chance.uniform(0, 1.0) * took, *words)
        if (new / MARKER).exists():
            found["half restored"] += 1
            if "did not finish" not in run(new, "verify", leaves_with=2):
                raise AssertionError("A half restored home was opened.")
            run(new, *words)
        else:
            found["all restored"] += 1
            run(new, "verify")
        if seal_of(new) != wanted:
            raise AssertionError("What was restored is not what was backed up.")
        shutil.rmtree(new)
    return found


def full_disk(folder: Path, chance: random.Random) -> Counter[str]:
    """Back up to, and restore onto, a disk of 1 MB: a sentence, nothing half under a name, and all of it with space."""
    home, key, file = folder / "home", folder / "key", folder / "all.backup"
    audited(home, 40, 50_000, chance)
    run(home, "backup", "--make-key", str(key))
    run(home, "backup", str(file), "--key", str(key))
    disk = folder / "disk"
    disk.mkdir()
    subprocess.run(["/bin/mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(disk)], check=True)
    found: Counter[str] = Counter()
    try:
        for words, at in (
            (("backup", str(disk / "small.backup"), "--key", str(key)), home),
            (("restore", str(file), "--key", str(key)), disk / "new"),
        ):
            sys.stdout.write(f"  {words[0]} on a full disk: {run(at, *words, leaves_with=2)}")
            if list(disk.glob("*backup*")) + list(disk.glob(".*part")):
                raise AssertionError("Something was left of the backup.")
            found["refused in words"] += 1
        subprocess.run(["/bin/mount", "-o", "remount,size=32m", str(disk)], check=True)
        run(disk / "new", "restore", str(file), "--key", str(key))
        found["mended with space"] += seal_of(disk / "new") == seal_of(home)
        run(home, "backup", str(disk / "small.backup"), "--key", str(key))
        found["mended with space"] += 1
    finally:
        subprocess.run(["/bin/umount", str(disk)], check=True)
    return found


def answering(home: Path, stop: Flag, acknowledged: Path) -> None:
    """Somebody who answers without a pause; each acknowledged answer is noted with its moment."""
    with open_database(database(home)) as opened, acknowledged.open("w", buffering=1) as noted:
        number = 0
        while not stop.is_set():
            number += 1
            source, at = f"busy:{number}", datetime.now(UTC)
            with opened.write.begin() as db:
                audit = db.scalars(sa.select(Audit)).one()
                template = load_template(audit.template, KEY)
                open_questions = [each for each in template.questions if not each.fixed_rating]
                submission = db.scalars(sa.select(Submission).join(Agency).where(Agency.abbr == "ASC")).one()
                given = understand_cell(template, open_questions[number % 5], "G")
                record(db, template, submission, given, Saying(Speaker("Ann", "test", at), source, template.rated_by))
            noted.write(f"{time.monotonic()} {source}\n")


def busy(folder: Path, chance: random.Random) -> Counter[str]:
    """Back up 5,000 files while answers are written; what was acknowledged before is in it, and no answer waited."""
    home, key, noted = folder / "home", folder / "key", folder / "acknowledged"
    audited(home, 5_000, 20_000, chance)
    run(home, "backup", "--make-key", str(key))
    stop = FORK.Event()
    process = FORK.Process(target=answering, args=(home, stop, noted))
    process.start()
    try:
        while process.is_alive() and not (noted.exists() and len(noted.read_text().splitlines()) >= 20):
            time.sleep(0.05)
        began = time.monotonic()
        run(home, "backup", str(folder / "busy.backup"), "--key", str(key))
        ended = time.monotonic()
    finally:
        stop.set()
        process.join()
    moments = [(float(line.split()[0]), line.split()[1]) for line in noted.read_text().splitlines()]
    told = run(folder / "new", "restore", str(folder / "busy.backup"), "--key", str(key))
    sys.stdout.write("".join(f"  {line}\n" for line in told.splitlines()))
    with open_database(database(folder / "new")) as opened, opened.read() as db:
        there = set(db.scalars(sa.select(Answer.source).where(Answer.source.startswith("busy:"))))
    before = {source for at, source in moments if at < began}
    order = [source for _, source in moments]
    if not before <= there or there != set(order[: len(there)]):
        raise AssertionError("The backup is not of one moment, or an acknowledged answer is not in it.")
    during = [at for at, _ in moments if began <= at <= ended]
    longest = max(later - earlier for earlier, later in itertools.pairwise(during))
    run(folder / "new", "verify")
    run(home, "backup", str(folder / "quiet.backup"), "--key", str(key))
    run(folder / "again", "restore", str(folder / "quiet.backup"), "--key", str(key))
    if run(folder / "again", "export", KEY) != run(home, "export", KEY):
        raise AssertionError("The export after the restore is another one.")
    sys.stdout.write(
        f"  the longest an answer waited meanwhile: {longest:.2f} s; the backup took {ended - began:.1f} s\n"
    )
    found = {"answers before": len(before), "answers meanwhile": len(during), "answers in it": len(there)}
    return Counter({**found, "equal exports": 1})


CAMPAIGNS = {"backup": backup_killed, "restore": restore_killed, "full-disk": full_disk, "busy": busy}


def main() -> None:
    wanted = sys.argv[1:] or list(CAMPAIGNS)
    for name in wanted:
        chance = random.Random(SEED)
        with tempfile.TemporaryDirectory() as folder:
            found = CAMPAIGNS[name](Path(folder) / name, chance)
        sys.stdout.write(f"{name}: seed {SEED}: {json.dumps(found)}. Nothing lost, nothing half there.\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
