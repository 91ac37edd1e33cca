"""s11 retention: what partnerships.toml keeps no longer goes; by the clock too, once a day."""

from collections.abc import Iterable
from contextlib import suppress
from typing import Annotated

import typer
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from cli import wiring
from cli.options import By
from config.dates import today, uk_date
from config.partnerships import load_partnerships
from config.settings import Settings
from intake.mail.inward import message_id
from intake.rights import MESSAGE, Overdue, let_go_of, opened_pdfs, overdue, retire
from reports.figures import count
from storage.nouns import Message
from storage.record import Database
from storage.record.trail import Speaker


def retention(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="List what is due; change nothing.")] = False,
    by: By = "",
) -> None:
    """Let go of letters, messages, words and leavers kept as long as partnerships.toml says; --dry-run lists them.

    s11 retention --dry-run
    """
    using = wiring.settings()
    with wiring.open_record(using) as record:
        due = _carry_out(using, record, wiring.speaker(using, by, "command line"), dry_run=dry_run)
    for each in due:
        wiring.say(f"{each.what} of {uk_date(each.since)}: {each.named}")
    if not due:
        wiring.say("Nothing is due to go.")
    elif dry_run:
        wiring.err().print(f"{count(len(due), 'thing')} would go. Run it without --dry-run.")
    else:
        wiring.err().print(f"{count(len(due), 'thing')} went. Backups and copies made before still have them.")


def retire_daily(using: Settings, record: Database) -> None:
    """Once a day, where a partnership says how long it keeps anything."""
    tables = load_partnerships(using.config_folder / "partnerships.toml")
    if not any(each.keeps_for_a_time for each in tables.values()):
        return
    now, last = wiring.now(using), using.home / "retention"
    day = today(now).isoformat()
    with suppress(FileNotFoundError):
        if last.read_text("utf-8") == day:
            return
    _carry_out(using, record, Speaker("s11", "clock", now), dry_run=False)
    last.write_text(day, "utf-8")


def _carry_out(using: Settings, record: Database, speaker: Speaker, *, dry_run: bool) -> list[Overdue]:
    tables, store = load_partnerships(using.config_folder / "partnerships.toml"), wiring.evidence(using)
    with record.read() as db, opened_pdfs() as pdf:
        due = list(overdue(db, store, tables, speaker.at, pdf))
    if due and not dry_run:
        with record.read() as db:
            _delete_copies(using, db, due)  # first: stopped half-way, the rows are still due
        with record.write.begin() as db:
            files = retire(db, due, speaker)
        with record.read() as db:
            let_go_of(db, store, files)
        with suppress(OperationalError):  # others are reading: the next time does it
            record.forget()
    return due


def _delete_copies(using: Settings, db: Session, due: Iterable[Overdue]) -> None:
    """Where no server is set, a letter of ours is a file in the home as well."""
    for each in due:
        if each.what == MESSAGE:
            message = db.get_one(Message, each.row)
            name = message_id(message.key, message.token, "").strip("<").partition("@")[0]
            (using.home / "outbox" / f"{name}.eml").unlink(missing_ok=True)
