"""What is held on somebody, as files that a person can read: they have a right to see it."""

import csv
import io
from collections.abc import Iterator, Sequence
from datetime import datetime

from config.dates import uk_moment
from intake.rights.find import KeptFile, NamedPlace
from intake.rights.sought import Sought
from storage.evidence import EvidenceStore

COLUMNS = ("where", "which", "part", "times", "audit", "agency", "at", "words")
NOTE = """Other people may be named in these words. Whoever hands them on takes their names out first."""


def export_files(
    sought: Sought, mentions: Sequence[NamedPlace], kept: Sequence[KeptFile], store: EvidenceStore, at: datetime
) -> Iterator[tuple[str, bytes]]:
    """Each file by its name: what is held, in words and as a table, and every kept letter and file as it is."""
    yield "read-me.txt", _told(sought, mentions, at).encode()
    yield "mentions.csv", _table(mentions).encode("utf-8-sig")
    for each in kept:
        if each.look.times:
            folder, ending = ("letters", ".eml") if each.role.startswith("letter") else ("files", "")
            yield f"{folder}/{each.key[:16]}{ending}", _content(store, each)


def _content(store: EvidenceStore, kept: KeptFile) -> bytes:
    if kept.trashed is not None:
        return store.trash.read(kept.trashed)
    with store.open(kept.key) as file:
        return file.read()


def _told(sought: Sought, mentions: Sequence[NamedPlace], at: datetime) -> str:
    lines = [f"What is held on {', '.join(sought.words)}, on {uk_moment(at)}", "", NOTE, ""]
    for each in mentions:
        when = f", {uk_moment(each.at)}" if each.at else ""
        lines += [
            f"{each.where}: {each.which} ({each.part}){when}",
            *(f"    {line}" for line in each.words.split("\n")),
        ]
        lines.append("")
    return "\n".join(lines)


def _table(mentions: Sequence[NamedPlace]) -> str:
    target = io.StringIO()
    table = csv.writer(target)
    table.writerow(COLUMNS)
    for each in mentions:
        told = each.document() | {"words": each.words}
        table.writerow([_cell(told[name]) for name in COLUMNS])
    return target.getvalue()


def _cell(value: object) -> str:
    """No spreadsheet takes it for a formula."""
    words = "" if value is None else str(value)
    return f"'{words}" if words[:1] in ("=", "+", "-", "@", "\t", "\r") else words
