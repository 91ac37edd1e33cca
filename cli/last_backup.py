"""When the last backup was made from this home, so that s11 doctor tells when backups stop."""

from datetime import datetime, timedelta

from cli.checks import Check
from cli.copies import BACKUP, copies_made
from config.dates import LONDON, uk_date
from config.settings import Settings

LONGEST = timedelta(days=8)  # a weekly backup, and a day


def backup_check(using: Settings, now: datetime) -> Check:
    """None yet is a warning, for backups may be made in another way; one that has no successor is a fault."""
    made_at = max((each.at for each in copies_made(using) if each.what == BACKUP), default=None)
    if made_at is None:
        told = "None was made from this home."
        return Check("backup", "warn", told, "Run s11 backup, every night if you can; docs/server.md has a timer.")
    local = made_at.astimezone(LONDON)
    told = f"The last was made on {uk_date(local.date())} at {local:%H:%M}."
    if now - made_at > LONGEST:
        return Check("backup", "fail", told, "See why s11 backup does not run, and run it now.")
    return Check("backup", "ok", told)
