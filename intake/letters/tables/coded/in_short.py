"""Tables without numbers, whose first column says each question in short: "Information sharing | Green". Pure."""

from collections.abc import Mapping, Sequence

from intake.letters.lines import Line, Wording, by_row
from intake.letters.ours import Known, words_of

_LEAST = 2  # rows, and words of a question that say something
_MOST = 14  # words
_STEM = 5  # letters
_LONG = 4  # letters of a word that says something


def code_in_short(wording: Wording, known: Known) -> Wording:
    """The code in place of the words, where each of two rows or more can only mean one question, and these go on."""
    tables: dict[int, list[tuple[int, Sequence[Line]]]] = {}
    for (table, row), cells in by_row(wording.lines).items():
        tables.setdefault(table, []).append((row, cells))
    coded: dict[Line, str] = {}
    for rows in tables.values():
        coded |= _coded([cells for _, cells in rows], known)
    if not coded:
        return wording
    return wording._replace(
        lines=[line._replace(text=f"[{coded[line]}]") if line in coded else line for line in wording.lines]
    )


def _coded(rows: Sequence[Sequence[Line]], known: Known) -> Mapping[Line, str]:
    """The first cells that stand for a question, where most rows below the head have one and a rating beside it."""
    if len(rows) < _LEAST or any(row[0].text.startswith("[") for row in rows):
        return {}
    rated = [row for row in rows if any(known.spoken.head(line.text).is_clear for line in row[1:])]
    found = {row[0]: ref for row in rated if (ref := _only(row[0].text, known))}
    order = [known.refs.index(ref) for ref in found.values()]
    goes_on = len(order) >= _LEAST and order == sorted(set(order))
    return found if goes_on and 2 * len(order) > len(rated) else {}


def _only(text: str, known: Known) -> str:
    """The one question that has these words in this order; empty where none has them, or several."""
    said = [word[:_STEM] for word in words_of(text)]
    if len(said) > _MOST or sum(len(word) >= _LONG for word in said) < _LEAST:
        return ""
    fits = [ref for ref in known.refs if _within(said, [w[:_STEM] for w in words_of(known.template.by_ref[ref].text)])]
    return fits[0] if len(fits) == 1 else ""


def _within(said: Sequence[str], asked: Sequence[str]) -> bool:
    left = iter(asked)
    return all(word in left for word in said)
