"""The agencies and contacts of a workbook, as the rows of an agencies.csv; its heads may be a person's own words."""

import re
from collections.abc import Sequence

from config.words import listing
from intake.audits.csv_table import FaultyTable, TableFault
from intake.audits.workbooks.headings import plain_words
from intake.audits.workbooks.sheets import Sheet, SheetRow, column_letter, read_sheets

# What people write above a column, and the heading of agencies.csv that it is.
MEANT = {
    "abbr": r"abbr|abbreviation|short name|code|agency code|acronym",
    "name": r"name|agency|organisation|organization|(agency|organisation|organization|full|service|school) name",
    "sector": r"sector|agency type|type of (agency|organisation)|organisation type",
    "partnerships": r"partnerships?|area|areas|lscp|board",
    "contact_name": r"contact|lead|contact name|lead name|name of (contact|lead)|safeguarding lead|named person",
    "contact_email": r"e ?mail|(contact|lead|work)? ?e ?mail( address)?|contact_email",
    "slack_user": r"slack_user|slack( user| id)?",
    "role": r"role|contact role|lead or deputy",
    "phone": r"(tele)?phone( number| no)?|tel( no| number)?|mobile( number)?|contact (number|phone)",
}
SMALL = {"the", "and", "of", "for", "in"}
_UK_PHONE = re.compile(r"[127]\d{9}")


def rows_of_agencies(data: bytes, known: Sequence[str]) -> list[list[str]]:
    """ColumnHeads and rows as agencies.csv has them, each at its number in the sheet; raises FaultyTable."""
    found = [(sheet, row) for sheet in read_sheets(data) for row in sheet.rows if _is_head(row, known)][:50]
    sheets = {sheet.name for sheet, _ in found}
    if not found:
        told = f"No sheet has the headings of agencies.csv: {', '.join(known)}. Put them in the first row of one."
        raise FaultyTable([TableFault(1, "", "", told)])
    if len(sheets) > 1:
        told = f"More than one sheet names agencies: {', '.join(sorted(sheets))}. Put them all on one."
        raise FaultyTable([TableFault(1, "", "", told)])
    sheet, head = found[0]
    return _table(sheet, head, known)


def said_of_heads(data: bytes, known: Sequence[str]) -> list[str]:
    """What to tell of a workbook's columns: which were not read, and that abbreviations were made."""
    found = [row for sheet in read_sheets(data) for row in sheet.rows if _is_head(row, known)]
    heads = found[0].own.values() if found else ()
    left = [" ".join(each.split()) for each in heads if _meant(each, known) not in known]
    told = [f"Not read of the workbook: {listing(left)}."] if left else []
    if found and "abbr" not in {_meant(each, known) for each in heads}:
        told.append("Abbreviations were made of the names. A column Abbreviation would say others.")
    return told


def _is_head(row: SheetRow, known: Sequence[str]) -> bool:
    meant = {_meant(said, known) for said in row.own.values()}
    return "name" in meant and len(meant & set(known)) >= 3


def _meant(head: str, known: Sequence[str]) -> str:
    """The heading of agencies.csv that these words are; the words themselves where they are none."""
    said = head.strip().casefold()
    words = plain_words(head)
    return said if said in known else next((name for name in known if re.fullmatch(MEANT[name], words)), said)


def _table(sheet: Sheet, head: SheetRow, known: Sequence[str]) -> list[list[str]]:
    columns = sorted(column for column, said in head.own.items() if _meant(said, known) in known)
    heads = [_meant(head.own[column], known) for column in columns]
    faults = [_fault(row.number, column, why) for row in sheet.rows for column, why in row.lost]
    rows: dict[int, list[str]] = {}
    for row in sheet.rows:
        if row.number <= head.number:
            continue
        beside = [column for column in row.own if column not in head.own]
        faults += [TableFault(row.number, "", row.own[at], "No heading stands above this cell.") for at in beside]
        rows[row.number] = [_cell(name, row.cells.get(column, "")) for name, column in zip(heads, columns, strict=True)]
    if faults:
        raise FaultyTable(faults)
    last = max(rows, default=head.number)
    blank = [""] * len(columns)
    made = [heads, *(rows.get(number, blank) for number in range(2, last + 1))]
    return made if "abbr" in heads else _with_abbreviations(made, heads.index("name"))


def _with_abbreviations(rows: list[list[str]], name: int) -> list[list[str]]:
    """The rows with an abbreviation made of each name alone, so that it is the same in next week's file."""
    made = [["abbr", *rows[0]], *([abbreviation(row[name]) if row[name] else "", *row] for row in rows[1:])]
    whose: dict[str, str] = {}
    faults = []
    for number, row in enumerate(made[1:], start=2):
        if row[0] and whose.setdefault(row[0], row[name + 1]) != row[name + 1]:
            told = f"{whose[row[0]]} would be {row[0]} too. Add a column Abbreviation that tells them apart."
            faults.append(TableFault(number, "name", row[name + 1], told))
    if faults:
        raise FaultyTable(faults)
    return made


def abbreviation(name: str) -> str:
    """Three letters of its first word and one of each other: Anytown Foundation Trust is ANYFT."""
    bare = ("".join(filter(str.isalnum, each)) for each in name.split())
    words = [each for each in bare if each and each.casefold() not in SMALL]
    first, *rest = words or [name]
    return (first[:3] + "".join(word[0] for word in rest)).upper()[:20]


def _fault(row: int, column: int, why: str) -> TableFault:
    return TableFault(row, column_letter(column), "", why)


def _cell(name: str, said: str) -> str:
    """A cell on one line; a telephone number that Excel took for a number gets its 0 back."""
    words = " ".join(said.split())
    return f"0{words}" if name == "phone" and _UK_PHONE.fullmatch(words) else words
