"""Sectors as agencies.csv spells them: a slip in one would leave an agency without its questions. Pure."""

from collections.abc import Collection, Iterable, Iterator

from intake.audits.agencies_csv import AgencyRow
from intake.audits.csv_table import TableFault

MOST_SLIPS = 2  # letters by which a slip differs from the word that was meant
LETTERS_A_SLIP = 3  # of so many letters one may be wrong; in a shorter word it makes another word


def misspelt(rows: Iterable[AgencyRow], known: Collection[str]) -> Iterator[TableFault]:
    """A fault for each sector that is not known and very like one that is."""
    for row in rows:
        if (meant := meant_by(row.sector, known)) is not None:
            told = f"No agency has this sector and no question names it. Did you mean {meant}?"
            yield TableFault(row.number, "sector", row.sector, told)


def meant_by(sector: str, known: Collection[str]) -> str | None:
    """The known sector that was meant by one that is not known; None where it is a word of its own."""
    if sector in known:
        return None
    near = sorted((slips(sector.casefold(), each.casefold()), each) for each in known)
    return next((each for count, each in near if _is_slip(count, max(len(sector), len(each)))), None)


def slips(said: str, meant: str) -> int:
    """How many letters have to be put in, left out or changed to make one word of the other."""
    row = list(range(len(meant) + 1))
    for number, letter in enumerate(said, start=1):
        before, row[0] = row[0], number
        for at, other in enumerate(meant, start=1):
            before, row[at] = row[at], min(row[at] + 1, row[at - 1] + 1, before + (letter != other))
    return row[-1]


def _is_slip(count: int, letters: int) -> bool:
    return count <= min(MOST_SLIPS, letters // LETTERS_A_SLIP)
