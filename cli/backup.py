"""Keeping all of it safe elsewhere: a sealed backup, and its restore into an empty home."""

import os
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Annotated, BinaryIO

import typer
from rich import progress

from bot.work import make_queue
from cli import wiring
from cli.copies import BACKUP, note_copy
from cli.record import trail_faults
from cli.witness import witness_restored
from config.dates import uk_moment
from config.settings import Settings
from config.words import count
from storage.backups import BackupSource, Contents, Opening, back_up, look_through, refuse_unless_empty, restore
from storage.backups.seal import Keys, new_key, read_keys
from storage.evidence import Damaged, Missing, Unavailable, prove
from storage.record import Database, known_keys

SINCE = (
    "Whoever was erased since the backup was made is named here again: repeat s11 person erase. "
    "Messages that left since then leave again: look at s11 outbox list before you start s11."
)
NO_KEY = """There is no backup key. Make one, and keep it away from this machine:
  s11 backup --make-key s11-backup.key
Then name it with --key s11-backup.key."""

KeyFile = Annotated[
    Path | None, typer.Option("--key", help="The file of the key that seals backups; S11_BACKUP_KEY when not given.")
]


def backup(
    file: Annotated[Path, typer.Argument(help="The backup to write; it must not exist yet.")],
    key: KeyFile = None,
    make_key: Annotated[bool, typer.Option("--make-key", help="Write a new key to FILE instead of a backup.")] = False,
) -> None:
    """Write record, evidence, outbox and your own folder to one file that only the backup key opens.

    Anyone may go on answering meanwhile. Ends with 1 if evidence was missing or damaged; the rest is in the backup.

      s11 backup --make-key s11-backup.key

      s11 backup s11-2026-11-21.backup --key s11-backup.key
    """
    if make_key:
        _make_key(file)
        return
    using = wiring.settings()
    keys, at = _keys(using, key), wiring.now(using)
    with told("The backup cannot be written. Nothing is left of it"), wiring.open_record(using) as record:
        contents = back_up(_home(using, record), keys, file, at, _tracked)
    note_copy(using, BACKUP, file)
    wiring.say(f"{file}: {_summary(contents)}.")
    if contents.unsound:
        named = ", ".join(key[:12] for key in contents.unsound)
        wiring.attention(f"Missing or damaged in the evidence store, so not in the backup: {named}.")


def restore_(
    file: Annotated[Path, typer.Argument(help="A file that s11 backup wrote.")],
    key: KeyFile = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Read the whole backup and look at the home; restore nothing.")
    ] = False,
    drill: Annotated[
        bool, typer.Option("--drill", help="Restore into a new folder under TMPDIR, prove it, and delete the folder.")
    ] = False,
) -> None:
    """Restore a backup into an empty home, then prove the record and every file.

    Stopped half-way, run it again. A drill touches nothing of this home, whatever the settings name.

      s11 restore s11-2026-11-21.backup --key s11-backup.key

      s11 restore s11-2026-11-21.backup --key s11-backup.key --drill
    """
    using = wiring.settings()
    keys = _keys(using, key)
    if not drill:
        _restore(using, keys, file, dry_run=dry_run)
        if not dry_run:
            wiring.err().print(SINCE)
        return
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="s11-drill-") as folder:
        _restore(_apart(using, Path(folder)), keys, file, dry_run=dry_run)
    wiring.say(f"The drill took {time.monotonic() - started:.0f} s. Its folder is deleted.")


def _apart(using: Settings, folder: Path) -> Settings:
    """The same deployment with everything it keeps in one folder: no server, bucket or home of the live one."""
    return using.model_copy(
        update={"home": folder, "config": None, "database_url": None, "database_direct_url": None, "evidence_url": None}
    )


def _restore(using: Settings, keys: Keys, file: Path, *, dry_run: bool) -> None:
    reading = _reading(file)
    with told(f"The restore stopped. Mend this and run s11 restore {file} again"):
        with reading("Checking") as source:
            contents = look_through(source, keys)
        made = uk_moment(datetime.fromisoformat(contents.made_at))
        wiring.say(f"{file} of {made}: {_summary(contents)}.")
        with wiring.unopened(using) as record:
            home = _home(using, record)
            refuse_unless_empty(home, contents)
            if dry_run:
                wiring.say("It can be restored here.")
                return
            restore(home, reading, keys, contents)
            make_queue(record)  # which no backup holds: what waits in it is known from the record
            faults = [*_trail_faults(record), *_evidence_faults(home)]
            witness_restored(using, record, wiring.now(using))
    if faults:
        wiring.attention("\n".join(faults))
    wiring.say("Restored and verified.")


def _make_key(file: Path) -> None:
    private, public = new_key()
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise wiring.NotReady(f"The key cannot be written to {file}: {error.strerror}. Name a new file.") from None
    with os.fdopen(descriptor, "w") as target:
        target.write(private)
    wiring.say(public)
    wiring.err().print(
        f"{file} opens your backups. Keep it somewhere else than this machine: without it no backup can be read. "
        "The line above is its public half. S11_BACKUP_KEY may hold that one, which makes backups and opens none."
    )


def _keys(using: Settings, file: Path | None) -> Keys:
    if file is not None:
        return read_keys(wiring.read_file(file).decode("utf-8", "replace"))
    if using.backup_key is None:
        raise wiring.NotReady(NO_KEY)
    return read_keys(using.backup_key.get_secret_value())


def _home(using: Settings, record: Database) -> BackupSource:
    store = wiring.evidence(using, as_it_is=True)
    return BackupSource(using.home, record, store, using.home / "outbox", using.config_folder)


@contextmanager
def told(what: str) -> Iterator[None]:
    """Turn what a disk, server or store may raise into a sentence."""
    try:
        yield
    except Unavailable as error:
        raise wiring.NotReady(f"{what}. {error}") from None
    except OSError as error:
        raise wiring.NotReady(f"{what}: {wiring.reason(error)}.") from None
    except wiring.UNOPENED as error:
        raise wiring.NotReady(f"{what}: {wiring.reason(error)}.") from None


def _reading(file: Path) -> Opening:
    """Opens the backup, with a bar that shows how much of it has been read."""
    if not wiring.is_there(file, a_file=True):
        raise wiring.NotReady(f"There is no backup {file}. Check its name.")

    def opening(what: str) -> AbstractContextManager[BinaryIO]:
        console = wiring.err()
        return progress.open(file, "rb", description=what, console=console, disable=not console.is_terminal)

    return opening


def _tracked(keys: Sequence[str]) -> Iterable[str]:
    console = wiring.err()
    return progress.track(keys, description="Evidence", console=console, disable=not console.is_terminal)


def _summary(contents: Contents) -> str:
    audits, answers = contents.rows.get("audits", 0), contents.rows.get("answers", 0)
    return (
        f"audits {audits}, answers {answers}, files of evidence {contents.evidence} ({count(contents.size, 'byte')}), "
        f"letters and settings {len(contents.files)}"
    )


def _trail_faults(record: Database) -> list[str]:
    with record.read() as db:
        return trail_faults(db)


def _evidence_faults(home: BackupSource) -> Iterator[str]:
    with home.record.read() as db:
        keys = sorted(known_keys(db))
    for key in _tracked(keys):
        try:
            prove(home.evidence, key)
        except (Missing, Damaged) as told:
            yield str(told)
    wiring.say(f"{count(len(keys), 'file')} read.")
