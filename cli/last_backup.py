"""When the last backup was made from this home, so that s11 doctor tells when backups stop."""

from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from cli.checks import Check
from config.dates import uk_date
from config.settings import LONDON

NOTE = "last_backup"  # in the home; no part of a backup
LONGEST = timedelta(days=8)  # a weekly backup, and a day


def note_backup(home: Path, at: datetime) -> None:
    """Once it is whole. Raises OSError."""
    (home / NOTE).write_text(at.isoformat() + "\n", encoding="utf-8")


def backup_check(home: Path, now: datetime) -> Check:
    """None yet is a warning, for backups may be made in another way; one that has no successor is a fault."""
    made_at = None
    with suppress(OSError, ValueError):
        made_at = datetime.fromisoformat((home / NOTE).read_text(encoding="utf-8").strip())
    if made_at is None:
        told = "None was made from this home."
        return Check("backup", "warn", told, "Run s11 backup, every night if you can; docs/server.md has a timer.")
    local = made_at.astimezone(LONDON)
    told = f"The last was made on {uk_date(local.date())} at {local:%H:%M}."
    if now - made_at > LONGEST:
        return Check("backup", "fail", told, "See why s11 backup does not run, and run it now.")
    return Check("backup", "ok", told)
