"""The agencies and contacts of a workbook, as the rows of an agencies.csv; its heads may be a person's own words."""

from collections.abc import Sequence

from intake.audits.csv_table import FaultyTable, TableFault
from intake.audits.workbooks.table import KnownTable

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
AGENCIES = KnownTable(MEANT, "name", 3, "agencies", "agencies.csv")
SMALL = {"the", "and", "of", "for", "in"}


def rows_of_agencies(data: bytes, known: Sequence[str]) -> list[list[str]]:
    """Heads and rows as agencies.csv has them, each at its number in the sheet; raises FaultyTable."""
    made = AGENCIES.rows(data, known)
    return made if "abbr" in made[0] else _with_abbreviations(made, made[0].index("name"))


def said_of_heads(data: bytes, known: Sequence[str]) -> list[str]:
    """What to tell of a workbook's columns: which were not read, and that abbreviations were made."""
    told, heads = AGENCIES.left(data, known), AGENCIES.heads(data, known)
    if heads and "abbr" not in heads.values():
        told.append("Abbreviations were made of the names. A column Abbreviation would say others.")
    return told


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
