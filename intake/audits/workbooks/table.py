"""A table somewhere in a workbook, as the rows of the CSV file it stands for; its heads may be a person's own words."""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from config.words import listing
from intake.audits.csv_table import FaultyTable, TableFault
from intake.audits.workbooks.headings import plain_words
from intake.audits.workbooks.sheets import Sheet, SheetRow, column_letter, read_sheets

_UK_PHONE = re.compile(r"[127]\d{9}")


class KnownTable(NamedTuple):
    """A table that is looked for: what its heads are called by people, the one it must have, and with how many others.

    `tells` is what its rows are, and `file` what it is called as a CSV file.
    """

    meant: Mapping[str, str]
    must: str
    least: int
    tells: str
    file: str

    def rows(self, data: bytes, known: Sequence[str]) -> list[list[str]]:
        """Heads and rows as the CSV file has them, each at its number in the sheet; raises FaultyTable."""
        found = [(sheet, row) for sheet in read_sheets(data) for row in sheet.rows if self._is_head(row, known)][:50]
        sheets = {sheet.name for sheet, _ in found}
        if not found:
            told = f"No sheet has the headings of {self.file}: {', '.join(known)}. Put them in the first row of one."
            raise FaultyTable([TableFault(1, "", "", told)])
        if len(sheets) > 1:
            told = f"More than one sheet names {self.tells}: {', '.join(sorted(sheets))}. Put them all on one."
            raise FaultyTable([TableFault(1, "", "", told)])
        sheet, head = found[0]
        return self._table(sheet, head, known)

    def heads(self, data: bytes, known: Sequence[str]) -> dict[str, str]:
        """What stands above each column, and the heading that it is; itself where it is none."""
        found = [row for sheet in read_sheets(data) for row in sheet.rows if self._is_head(row, known)]
        return {each: self.head(each, known) for each in (found[0].own.values() if found else ())}

    def left(self, data: bytes, known: Sequence[str]) -> list[str]:
        """What to tell of the columns that were not read."""
        left = [" ".join(each.split()) for each, head in self.heads(data, known).items() if head not in known]
        return [f"Not read of the workbook: {listing(left)}."] if left else []

    def head(self, said: str, known: Sequence[str]) -> str:
        """The heading that these words are; the words themselves where they are none."""
        own, words = said.strip().casefold(), plain_words(said)
        return own if own in known else next((name for name in known if re.fullmatch(self.meant[name], words)), own)

    def _is_head(self, row: SheetRow, known: Sequence[str]) -> bool:
        meant = {self.head(said, known) for said in row.own.values()}
        return self.must in meant and len(meant & set(known)) >= self.least

    def _table(self, sheet: Sheet, head: SheetRow, known: Sequence[str]) -> list[list[str]]:
        columns = sorted(column for column, said in head.own.items() if self.head(said, known) in known)
        heads = [self.head(head.own[column], known) for column in columns]
        faults = [_fault(row.number, column, why) for row in sheet.rows for column, why in row.lost]
        rows: dict[int, list[str]] = {}
        for row in sheet.rows:
            if row.number <= head.number:
                continue
            beside = [column for column in row.own if column not in head.own]
            faults += [TableFault(row.number, "", row.own[at], "No heading stands above this cell.") for at in beside]
            rows[row.number] = [_cell(name, row.cells.get(at, "")) for name, at in zip(heads, columns, strict=True)]
        if faults:
            raise FaultyTable(faults)
        last = max(rows, default=head.number)
        blank = [""] * len(columns)
        return [heads, *(rows.get(number, blank) for number in range(2, last + 1))]


def _fault(row: int, column: int, why: str) -> TableFault:
    return TableFault(row, column_letter(column), "", why)


def _cell(name: str, said: str) -> str:
    """A cell on one line; a telephone number that Excel took for a number gets its 0 back."""
    words = " ".join(said.split())
    return f"0{words}" if name == "phone" and _UK_PHONE.fullmatch(words) else words
