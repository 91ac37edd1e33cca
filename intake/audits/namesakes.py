"""One organisation under two abbreviations in agencies.csv, and two of two partnerships under one. Pure."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping

from config.branches import Circle
from config.words import listing
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


def taken(rows: Iterable[AgencyRow], known: Mapping[str, Collection[str]], circle: Circle) -> Iterator[TableFault]:
    """A fault for each row whose abbreviation is an agency's that only others ask, where partnerships are kept apart.

    `known` are the keys of who asks, by abbreviation in small letters: read as ours it would take their agency away.
    """
    for row in rows:
        others = set(known.get(row.abbr.lower(), ()))
        is_apart = not circle.apart.isdisjoint({*others, *row.partnerships})
        if is_apart and others and row.partnerships and others.isdisjoint(row.partnerships):
            told = (
                f"It is an agency of {listing(sorted(others))}, in an audit that is open. Write another abbreviation."
            )
            both = f"Where it is the same one, name both: {';'.join(sorted({*others, *row.partnerships}))}."
            yield TableFault(row.number, "abbr", row.abbr, f"{told} {both}")
