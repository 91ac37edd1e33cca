"""A directory of leads, to print: who speaks for which agency."""

import csv
import html
import io
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from config.dates import uk_date
from intake.audits import guarded
from intake.ledger import Refused
from reports.report import for_spreadsheets
from storage.nouns import Audit

COLUMNS = ("Agency", "Name", "Role", "Address", "Telephone")
_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{title}</title>
<style>body {{ font: 11pt/1.4 sans-serif; margin: 2em }} table {{ border-collapse: collapse; width: 100% }}
th, td {{ border-bottom: 1px solid #888; padding: .3em .8em .3em 0; text-align: left; vertical-align: top }}
tr {{ break-inside: avoid }} thead {{ display: table-header-group }}</style></head>
<body><h1>{title}</h1><p>{day}</p><table><thead><tr>{head}</tr></thead><tbody>
{rows}
</tbody></table></body></html>
"""


class DirectoryEntry(NamedTuple):
    """One person of one agency."""

    agency: str
    name: str
    role: str
    address: str
    telephone: str


def entries_of(audit: Audit, on: date) -> list[DirectoryEntry]:
    """Everybody who speaks for an agency of the audit that day, by agency and name."""
    return sorted(
        DirectoryEntry(each.agency.name, contact.name, contact.role, contact.email, contact.phone)
        for each in audit.submissions
        for contact in each.agency.contacts
        if not contact.has_left(on)
    )


def directory_file(path: Path, title: str, entries: Sequence[DirectoryEntry], on: date) -> str | bytes:
    """The file as its name asks for it; raises Refused for a kind that is not written."""
    match path.suffix.casefold():
        case ".csv":
            target = io.StringIO()
            csv.writer(target, lineterminator="\n").writerows([COLUMNS, *(map(guarded, each) for each in entries)])
            return for_spreadsheets(target.getvalue())
        case ".html":
            return _page(title, entries, on)
    raise Refused(f"{path}: Write FILE.html to print it, or FILE.csv for a spreadsheet.")


def _page(title: str, entries: Sequence[DirectoryEntry], on: date) -> str:
    head = "".join(f"<th>{each}</th>" for each in COLUMNS)
    rows = "\n".join("<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in each) + "</tr>" for each in entries)
    named = html.escape(f"Who speaks for each agency: {title}")
    return _PAGE.format(title=named, day=uk_date(on), head=head, rows=rows)
