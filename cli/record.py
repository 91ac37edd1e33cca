"""The record as a whole: out to a file, back from one, and proved unchanged."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy import select
from sqlalchemy.orm import Session

from cli import wiring
from cli.options import Key, Partnership
from cli.report import counted_of, report_workbook
from cli.tags import tag_first
from intake.audits import restore
from reports.figures import submissions_of
from reports.report import export_csv, export_json, for_spreadsheets
from storage.nouns import Audit
from storage.record import entries_of, first_bad_entry


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
    with wiring.reading(using) as db:
        audit, template = wiring.audit_of(db, key)
        submissions = submissions_of(db, audit, partnership)
        content: str | bytes
        if format_ is Format.JSON:
            content = export_json(db, template, audit, submissions, whole=partnership is None)
        elif format_ is Format.CSV:
            content = export_csv(db, template, submissions)
        else:
            content = report_workbook(counted_of(db, using, key, partnership))
    if out is None:
        wiring.say(str(content))
    else:
        is_table = format_ is Format.CSV
        wiring.write_file(out, for_spreadsheets(str(content)) if is_table else content)


def import_(file: Annotated[Path, typer.Argument(help="A file that s11 export wrote.")]) -> None:
    """Restore an exported audit, byte for byte, into a record that does not have it."""
    using = wiring.settings()
    data = wiring.read_file(file)
    with wiring.writing(using) as db:
        audit = restore(db, data, wiring.speaker(using, "operator", "command line"))
        told = f"Restored {audit.key}: {len(audit.submissions)} agencies, {entries_of(db, audit)} entries in its trail."
    wiring.say(told)


def verify() -> None:
    """Check every audit's trail against the record; name the first entry that does not hold."""
    with wiring.reading(wiring.settings()) as db:
        faults = trail_faults(db)
    if faults:
        wiring.attention("\n".join(faults))


def trail_faults(db: Session) -> list[str]:
    """Say of each audit that its trail holds; the first entry that does not, of each where it does not."""
    faults: list[str] = []
    audits = db.scalars(select(Audit).order_by(Audit.key)).all()
    if not audits:
        wiring.say("There is no audit yet, so there is nothing to verify.")
    for audit in audits:
        if (fault := first_bad_entry(db, audit)) is not None:
            faults.append(fault)
        else:
            wiring.say(f"{audit.key}: {entries_of(db, audit)} entries, all as written.")
    return faults
