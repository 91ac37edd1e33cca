"""The record as a whole: out to a file, back from one, and proved unchanged."""

from enum import StrEnum
from itertools import islice
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy import select
from sqlalchemy.orm import Session

from cli import wiring
from cli.options import Key, Partnership
from cli.report import counted_of, report_workbook
from cli.tags import tag_first
from cli.witness import witness_file
from intake.audits import restore
from reports.figures import submissions_of
from reports.report import export_csv, export_json, for_spreadsheets
from storage.nouns import Audit
from storage.record import entries_of, first_bad_entry, is_witness, seal_faults, witness_faults

SHOWN = 20  # faults of rows that are told; one is enough to go by


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
    words = _witness(witness) if witness else ""
    own = witness_file(using)
    with wiring.reading(using) as db:
        faults = trail_faults(db)
        for said in (own.read_text(encoding="utf-8") if own.is_file() else "", words):
            faults += [each for each in witness_faults(db, said) if each not in faults]
    if faults:
        wiring.attention("\n".join(faults))


def _witness(given: str) -> str:
    """The words of a file, or the line itself; raises NotReady where they witness nothing."""
    words = Path(given).read_text("utf-8", "replace") if len(given) < 200 and Path(given).is_file() else given
    if not is_witness(words):
        raise wiring.NotReady(
            f"{given[:80]} is no witness. Name a file with the last line of a digest, or give the line."
        )
    return words


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
    return [*faults, *islice(seal_faults(db), SHOWN)]
