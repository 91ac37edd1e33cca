"""The record as a whole: out to a file, back from one, and proved unchanged."""

import sys
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum
from functools import partial
from pathlib import Path
from tempfile import TemporaryFile
from typing import Annotated

import typer
from sqlalchemy import select
from sqlalchemy.orm import Session

from cli import wiring
from cli.copies import note_copy
from cli.options import Key, Partnership
from cli.report import counted_of, report_workbook
from cli.tags import tag_first
from cli.witness import witnessed
from config.dates import uk_moment
from config.settings import Settings
from config.words import visible
from reports.figures import count, submissions_of
from reports.report import export_csv, export_parts, for_spreadsheets
from storage.nouns import Audit
from storage.record import (
    compared_with,
    entries_of,
    erasures,
    first_bad_entry,
    is_witness,
    missing_audits,
    newest,
    seal_faults,
    witness_faults,
)

SAID_AT_ONCE = 2**16  # characters
SHOWN = 20  # faults that are told; one is enough to go by
GIVE = "Give one with --witness."


class Format(StrEnum):
    """What an export may be written as."""

    JSON = "json"
    CSV = "csv"
    XLSX = "xlsx"


def export(
    key: Key,
    partnership: Partnership = None,
    format_: Annotated[
        Format, typer.Option("--format", help="json restores; csv and xlsx are for reading.")
    ] = Format.JSON,
    out: Annotated[Path | None, typer.Option(help="Write here instead of to stdout.")] = None,
) -> None:
    """Write an audit's whole record: every answer, who said it, when, and the trail."""
    using = wiring.settings()
    if format_ is Format.XLSX and out is None:
        raise wiring.NotReady("A workbook is not text. Say where to write it with --out FILE.xlsx.")
    tag_first(using, key)
    if out is None:
        _say(using, key, partnership, format_)
        return
    with wiring.snapshot(using) as db:
        if format_ is Format.XLSX:
            wiring.write_file(out, report_workbook(counted_of(db, using, key, partnership)))
        elif format_ is Format.CSV:
            wiring.write_file(out, for_spreadsheets(_csv(db, key, partnership)))
        else:
            wiring.write_parts(out, (part.encode() for part in _json(db, key, partnership)))
    note_copy(using, "export", out)


def _say(using: Settings, key: str, partnership: str | None, format_: Format) -> None:
    """On stdout, once all of it was read: whoever takes it slowly holds nothing up, and nobody takes half of it."""
    with TemporaryFile("w+", encoding="utf-8", newline="") as kept:
        with wiring.snapshot(using) as db:
            is_table = format_ is Format.CSV
            kept.writelines([_csv(db, key, partnership)] if is_table else _json(db, key, partnership))
        kept.seek(0)
        for some in iter(partial(kept.read, SAID_AT_ONCE), ""):
            sys.stdout.write(visible(some))


def _json(db: Session, key: str, partnership: str | None) -> Iterator[str]:
    audit, template = wiring.audit_of(db, key)
    submissions = submissions_of(db, audit, partnership)
    return export_parts(db, template, audit, submissions, whole=partnership is None)


def _csv(db: Session, key: str, partnership: str | None) -> str:
    audit, template = wiring.audit_of(db, key)
    return export_csv(db, template, submissions_of(db, audit, partnership))


def verify(
    witness: Annotated[
        str | None, typer.Option(metavar="FILE", help="Lines of the witness, or the last line of a digest.")
    ] = None,
) -> None:
    """Check every audit's trail and every seal against the record; name what does not hold.

    The home's own witness is compared too. One from elsewhere, such as a digest's last line, shows that nobody cut the
    record, or wrote and sealed it anew.

      s11 verify --witness digest.txt
    """
    using = wiring.settings()
    given = _witness(witness) if witness else ""
    with wiring.snapshot(using) as db:  # who answers meanwhile is no fault
        told, faults = _compared(db, using, given)
        faults = [*_record_faults(db), *faults]
        if faults:
            wiring.say(f"{count(len(faults), 'fault')} found.\n{told}")
            _say_sound(db)
            more = len(faults) - SHOWN
            wiring.attention("\n".join(faults[:SHOWN] + ([f"And {more} more."] if more > 0 else [])))
        wiring.say(told)
        _say_whole(db)


def _compared(db: Session, using: Settings, given: str) -> tuple[str, list[str]]:
    """What the record was compared with, and what is wrong with that or by it."""
    own, unread = witnessed(using)
    faults = [unread] if unread else []
    for words in filter(None, (own, given)):
        faults += [each for each in witness_faults(db, words) if each not in faults]
    told = [compared_with(db, words) for words in (own, given) if words]
    if not told and not unread and newest(db) is not None and db.scalar(select(Audit.id).limit(1)) is not None:
        faults.append("The record is sealed, and its witness is gone.")
    none = "The record was compared with no witness." if unread else f"No witness was found beside the record. {GIVE}"
    return "\n".join(told) or none, faults


def _witness(given: str) -> str:
    """The words of a file, or the line itself; raises NotReady where they witness nothing."""
    words = Path(given).read_text("utf-8", "replace") if len(given) < 200 and Path(given).is_file() else given
    if not is_witness(words):
        raise wiring.NotReady(
            f"{given[:80]} is no witness. Name a file with the last line of a digest, or give the line."
        )
    return words


def trail_faults(db: Session) -> list[str]:
    """Say of each audit that its trail holds, where all of the record does; else what does not."""
    faults = _record_faults(db)
    if not faults:
        _say_whole(db)
    return faults


def _record_faults(db: Session) -> list[str]:
    """The first entry of each audit that does not hold, and whatever is not as it was sealed."""
    first = (first_bad_entry(db, audit) for audit in db.scalars(select(Audit).order_by(Audit.key)))
    faults = [*filter(None, first), *seal_faults(db)]
    return faults or list(filter(None, [missing_audits(db)]))


def _say_sound(db: Session) -> None:
    """Which audits' trails hold in a record with faults; that their rows are as they were sealed is not said."""
    for audit in db.scalars(select(Audit).order_by(Audit.key)):
        if first_bad_entry(db, audit) is None:
            wiring.say(f"{audit.key}: its trail of {count(entries_of(db, audit), 'entry', 'entries')} holds.")


def _say_whole(db: Session) -> None:
    audits = db.scalars(select(Audit).order_by(Audit.key)).all()
    if not audits:
        wiring.say("There is no audit yet, so there is nothing to verify.")
    for audit in audits:
        wiring.say(f"{audit.key}: {count(entries_of(db, audit), 'entry', 'entries')}, all as written.")
    _say_erased(db)


def _say_erased(db: Session) -> None:
    """What is not as it was written, by right: each erasure once, over all trails it stands in."""
    things: Counter[tuple[datetime, str, str]] = Counter()
    for each in erasures(db):
        things[each.at, each.by, each.because] += each.things
    for (at, by, because), number in things.items():
        wiring.say(f"Words were erased by right on {uk_moment(at)}, by {by}, from {count(number, 'place')}: {because}")
