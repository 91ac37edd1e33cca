"""One organisation under two abbreviations in agencies.csv: it would be asked twice. Pure."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping

from intake.audits.agencies_csv import AgencyRow
from intake.audits.csv_table import TableFault

_MARKS = re.compile(r"[^\w\s]|_")
_NO_NAME = re.compile(r"\(.*\)|\[.*\]")  # a remark in its place: (name not printed)
_SAID_OR_NOT = re.compile(r"\b(?:the|and|nhs|trust|foundation trust|ft|ltd|limited|cic|plc)\b")


def alike(name: str) -> str:
    """What two ways to write one organisation's name have in common."""
    plain = unicodedata.normalize("NFKD", name).casefold()
    plain = "".join(mark for mark in plain if not unicodedata.combining(mark) and mark not in "'’`.")
    plain = _MARKS.sub(" ", plain)
    return " ".join(_SAID_OR_NOT.sub(" ", plain).split()) or " ".join(plain.split())


def namesakes(
    rows: Iterable[AgencyRow], asked: Mapping[str, str], distinct: Collection[str] = ()
) -> Iterator[TableFault]:
    """A fault for each agency that bears the name of an earlier one, of the file or already `asked` (names by abbr).

    `distinct` are abbreviations that a person looked at: organisations of their own.
    """
    own = {abbr.casefold() for abbr in distinct}
    known = {alike(name): (abbr, "is asked already") for abbr, name in asked.items()}
    for row in rows:
        name = alike(row.name)
        if _NO_NAME.fullmatch(row.name):
            continue
        abbr, where = known.setdefault(name, (row.abbr, f"stands in row {row.number}"))
        if abbr.casefold() != row.abbr.casefold() and not own & {abbr.casefold(), row.abbr.casefold()}:
            told = f"The same organisation {where} as {abbr}. Keep one, or say that they differ: --distinct {row.abbr}."
            yield TableFault(row.number, "name", row.name, told)
