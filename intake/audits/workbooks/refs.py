"""Numbers of standards and questions: as printed, mended where Excel lost something, made where none stand."""

import re
from collections.abc import Iterator, Sequence

from intake.audits.workbooks.headings import ColumnRole
from intake.audits.workbooks.rows import DraftQuestion, DraftStandard, Fate, RowFate

_REF = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]{0,19}")


def number_standards(
    questions: Sequence[DraftQuestion], otherwise: str
) -> list[tuple[DraftStandard, list[DraftQuestion]]]:
    """The standards in order, each with its questions; one of this title where the workbook names none."""
    found: dict[tuple[str, str], tuple[DraftStandard, list[DraftQuestion]]] = {}
    for question in questions:
        named = question.standard or DraftStandard("", otherwise)
        at = (named.ref, named.title.casefold())
        found.setdefault(at, (DraftStandard(named.ref, named.title), []))[1].append(question)
    taken: set[str] = set()
    for number, (standard, asked) in enumerate(found.values(), start=1):
        stem = {first for each in asked if (first := clean(each.ref).partition(".")[0]) and "." in each.ref.strip(".")}
        wished = [clean(standard.ref), stem.pop() if len(stem) == 1 else "", str(number)]
        wished += [f"{wished[0] or number}-{more}" for more in range(2, 100)]
        standard.ref = next(each for each in wished if each and each.casefold() not in taken)
        taken.add(standard.ref.casefold())
    return list(found.values())


def number_questions(standards: Sequence[tuple[DraftStandard, list[DraftQuestion]]]) -> Iterator[RowFate]:
    """Gives each question a number of its own; yields what is to be looked at."""
    restarts = _restarts(standards)
    taken: set[str] = set()
    for standard, asked in standards:
        before = ""
        for place, question in enumerate(asked, start=1):
            printed = "" if question.is_date else clean(question.ref)
            wished = f"{standard.ref}.{printed}" if restarts and printed else printed
            ref, told = _free(wished, before, f"{standard.ref}.{place}", taken)
            if question.is_date:
                told = f"Excel made a date of its number. It is {ref} here: write the right one."
            elif question.ref and not printed:
                told = f"{question.ref!r} cannot be a number here: it is {ref}."
            if told:
                column = question.columns.column(ColumnRole.NUMBER) or question.columns.column(ColumnRole.QUESTION)
                yield RowFate(question.sheet, question.row, Fate.QUESTION, column, question.ref, told)
            taken.add(ref.casefold())
            question.ref = before = ref


def clean(printed: str) -> str:
    """The number as an audit file can hold it: "Q1.", "1(a)" and "Question 3" are 1, 1a and 3; "" where it cannot."""
    words = re.sub(r"^q(?:uestion)?\s*(?=\d)", "", printed.strip(), flags=re.IGNORECASE)
    words = re.sub(r"[()\s]", "", words).strip(".:")
    return words if _REF.fullmatch(words) else ""


def _restarts(standards: Sequence[tuple[DraftStandard, list[DraftQuestion]]]) -> bool:
    """Whether the numbers begin anew in each standard, so that they tell apart only with the standard's."""
    if len(standards) < 2:
        return False
    firsts = [clean(asked[0].ref) for _, asked in standards if asked]
    return all(firsts) and len(set(firsts)) == 1


def _free(wished: str, before: str, otherwise: str, taken: set[str]) -> tuple[str, str]:
    """A number nobody has yet, and what to say where it is another than was wished."""
    if wished and wished.casefold() not in taken:
        return wished, ""
    if wished and (tenth := _tenth(before)) and tenth.startswith(wished) and tenth.casefold() not in taken:
        return tenth, f"Excel shows {tenth} as {wished}: it is {tenth} here."
    made = wished or otherwise
    ref = next(each for each in _others(made) if each.casefold() not in taken)
    return (
        ref,
        f"The number {wished} stands twice: this one is {ref}." if wished else f"It has no number: it is {ref} here.",
    )


def _tenth(before: str) -> str:
    """The number that comes after 1.9 or 1.19: 1.10 or 1.20, which a sheet of numbers cannot tell from 1.1 or 1.2."""
    stem, dot, last = before.rpartition(".")
    return f"{stem}.{int(last) + 1}" if dot and last.isdigit() and last.endswith("9") else ""


def _others(ref: str) -> Iterator[str]:
    yield ref
    yield from (f"{ref[:16]}-{number}" for number in range(2, 3_001))
