"""The scale that a workbook names: on a sheet of its own, in a line, or in a list to choose from. Pure."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from config.questionnaire import spelling
from intake.audits.workbooks.headings import plain_words
from intake.audits.workbooks.sheets import Sheet, SheetRow

LONGEST_LABEL = 60
_KIND = r"rag|ratings?|grades?|grading|scores?"
_NAMES = rf"(?:(?:{_KIND}|judgements?) ?)*(?:{_KIND}|scale|key|legend)"
SHEET = re.compile("(?:the )?" + _NAMES + r"(?: (?:key|scale|definitions?|descriptors?|guide))?")
_LINE = re.compile(rf"(?:our |the )?{_NAMES}(?: key)?\s*(?:[:=\u2013-]|\()\s*(.+)", re.IGNORECASE | re.DOTALL)
_CODE = re.compile(r"[A-Za-z0-9]{1,2}|[A-Z0-9]{3}")
_CODE_FIRST = re.compile(r"\(?(\d{1,2}|[A-Z]{1,2})\)?\s*(?:[=:.)\u2013-]\s*|\s)(.+)", re.DOTALL)
_CODE_LAST = re.compile(r"(.*\S)\s*\((\d{1,2}|[A-Z]{1,2})\)", re.DOTALL)
_MEANS = re.compile(r"\s[\u2013-]\s|[=:]")
_NOT_MET = re.compile(
    r"\b(?:not|no|non|never|partly|partial(?:ly)?|part|some|amber|yellow|orange|red|requires?|needs?|inadequate|poor|weak"
    r"|developing|emerging|towards|limited|below|basic|unmet|progress|improvement|gaps?)\b"
)
_MET = re.compile(
    r"\b(?:met|full(?:y)?|outstanding|excellent|good|green|blue|in place|compliant|yes|achieved|embedded|strong"
    r"|effective|established|always|secure|exceed(?:s|ed)?)\b"
)
_MISSING = re.compile(r"\b(?:missing|not (?:sent|submitted|returned|received))\b")
_COLOURS = {
    "blue": "#1d4f91",
    "green": "#00703c",
    "amber": "#ffbf00",
    "yellow": "#ffbf00",
    "orange": "#f47738",
    "red": "#b10e1e",
}
_RAMPS = {
    2: ("green", "red"),
    3: ("green", "amber", "red"),
    4: ("blue", "green", "orange", "red"),
    5: ("blue", "green", "amber", "orange", "red"),
}
_INITIALS = {"r": "R = Red", "a": "A = Amber", "g": "G = Green"}
CountsAs = Literal["met", "not_met", "missing"]


@dataclass(frozen=True)
class DraftRating:
    """One step of a scale as a workbook names it; `counts_as` is "" where its words do not tell."""

    code: str
    label: str
    meaning: str = ""
    counts_as: CountsAs | Literal[""] = ""
    colour: str = ""


@dataclass(frozen=True)
class DraftScale:
    """The scale found, best first, where it stands, and the steps of which we guessed whether they count as met."""

    ratings: tuple[DraftRating, ...]
    where: str
    not_applicable: bool = False
    guessed: tuple[str, ...] = ()
    is_ours: bool = False

    @property
    def prints_colours(self) -> bool:
        return any(_colour_named(each.label) for each in self.ratings)


def is_scale_sheet(sheet: Sheet) -> bool:
    """Whether a sheet is named for the scale."""
    return SHEET.fullmatch(plain_words(sheet.name)) is not None


def is_not_applicable(said: str) -> bool:
    return spelling(said) in ("n/a", "na", "not applicable")


def scale_rows(sheet: Sheet) -> list[SheetRow]:
    """The rows of a scale's sheet that are ratings: as code, label and meaning, or some of them."""
    ratings = [row for row in sheet.rows if row.own and _of_row(row) is not None]
    full = [row for row in ratings if len(row.own) > 1]
    return full if 2 * len(full) > len(ratings) else ratings


def scale_of_rows(rows: Iterable[SheetRow], where: str) -> DraftScale | None:
    """The scale of rows that are ratings."""
    return scale_of([rating for row in rows if (rating := _of_row(row))], where)


def scale_line(said: str, where: str) -> DraftScale | None:
    """The scale in words such as "Scale: 2 = in place, 1 = partly, 0 = not in place"."""
    found = _LINE.fullmatch(said.strip())
    if found is None:
        return None
    words = found[1].removesuffix(")") if found[1].count(")") > found[1].count("(") else found[1]
    mark = next((mark for mark in ("\n", ";", ",", "|", "/") if len(_split(words, mark)) > 1), None)
    return scale_of([rating for each in _split(words, mark) if (rating := _of_words(each))], where) if mark else None


def scale_block(rows: Sequence[SheetRow]) -> list[SheetRow]:
    """The rows of a scale that stands under its name, if the first of these is that: the name and its ratings."""
    first = list(rows[0].own.values()) if rows else []
    if not first or SHEET.fullmatch(plain_words(first[0])) is None or len(first) > 3:
        return []
    block = [rows[0]]
    for row in rows[1:]:
        if (
            row.number != block[-1].number + 1
            or _of_row(row) is None
            or any(len(each) > 300 for each in row.own.values())
        ):
            break
        block.append(row)
    return block if len(block) > 2 else []


def scale_of_choices(choices: Iterable[str], where: str) -> DraftScale | None:
    """The scale of a list to choose from."""
    said = list(choices)
    if {plain_words(each) for each in said} <= {"r", "a", "g", "n a"}:
        said = [_INITIALS.get(plain_words(each), each) for each in said]
    return scale_of([rating for each in choices if (rating := _of_words(each))], where)


def scale_of(found: Sequence[DraftRating], where: str) -> DraftScale | None:
    """The ratings in order, best first, each counted and coloured; None where there are fewer than two."""
    applicable = [each for each in found if not is_not_applicable(each.label)]
    own = list({spelling(each.label): each for each in applicable}.values())
    own = [_said_apart(each) for each in own]
    codes = [spelling(each.code) for each in own]
    own = [
        replace(each, code=f"r{at}") if codes.count(spelling(each.code)) > 1 else each for at, each in enumerate(own, 1)
    ]
    counted = [replace(each, counts_as=each.counts_as or _counts_as(each)) for each in own]
    if len(counted) < 2:
        return None
    known = [each for each in counted if each.counts_as in ("met", "not_met")]
    if _is_worst_first(counted, known):
        counted.reverse()
    open_points = tuple(each.label for each in counted if not each.counts_as)
    met_too = not any(each.counts_as == "met" for each in counted)
    half = (len(counted) + 1) // 2
    ready = [
        replace(each, counts_as=each.counts_as or ("met" if at < half else "not_met"))
        for at, each in enumerate(counted)
    ]
    if met_too and not any(each.counts_as == "met" for each in ready):
        ready[0], open_points = replace(ready[0], counts_as="met"), (ready[0].label, *open_points)
    return DraftScale(_coloured(ready), where, len(applicable) < len(found), open_points)


def _said_apart(rating: DraftRating) -> DraftRating:
    """A rating that is called Yes or No by a name of its own: these words answer a yes/no."""
    label = {"yes": "Met (yes)", "y": "Met (yes)", "no": "Not met (no)", "n": "Not met (no)"}.get(
        spelling(rating.label)
    )
    named = replace(rating, label=label, code=_code(label)) if label else rating
    return replace(named, code=f"r-{named.code}") if spelling(named.code) in ("yes", "y", "no", "n", "na") else named


def _is_worst_first(counted: Sequence[DraftRating], known: Sequence[DraftRating]) -> bool:
    if known and known[0].counts_as != known[-1].counts_as:
        return known[0].counts_as == "not_met"
    first, last = counted[0].code, counted[-1].code
    return first.isdigit() and last.isdigit() and int(first) < int(last)


def _counts_as(rating: DraftRating) -> CountsAs | Literal[""]:
    for words in (rating.label, rating.meaning):
        said = plain_words(words)
        if _MISSING.search(said):
            return "missing"
        if _NOT_MET.search(said):
            return "not_met"
        if _MET.search(said):
            return "met"
    return ""


def _coloured(ratings: Sequence[DraftRating]) -> tuple[DraftRating, ...]:
    ramp = _RAMPS.get(len(ratings), ())
    return tuple(
        replace(each, colour=_colour_named(each.label) or (_COLOURS[ramp[at]] if ramp else ""))
        for at, each in enumerate(ratings)
    )


def _colour_named(label: str) -> str:
    return next((_COLOURS[word] for word in plain_words(label).split() if word in _COLOURS), "")


def _of_row(row: SheetRow) -> DraftRating | None:
    cells = [said for _, said in sorted(row.own.items())]
    name = plain_words(cells[0])
    if name in ("code", "label", "colour", "level", "number", "meaning") or SHEET.fullmatch(name):
        return None  # the heads of the block
    if len(cells) == 1:
        return _of_words(cells[0])
    if _CODE.fullmatch(cells[0]) and len(cells[1]) <= LONGEST_LABEL:
        return DraftRating(_code(cells[0]), cells[1], " ".join(cells[2:]))
    if len(cells[0]) > LONGEST_LABEL:
        return None
    return DraftRating(_code(cells[0]), cells[0], " ".join(cells[1:]))


def _of_words(said: str) -> DraftRating | None:
    """A rating in words: "2 = In place", "In place (2)", "Green - all of it is in place", "Met"."""
    words = said.strip(" .\n")
    if found := _CODE_FIRST.fullmatch(words):
        label, meaning = _means(found[2])
        return DraftRating(found[1], label, meaning) if len(label) <= LONGEST_LABEL else None
    if found := _CODE_LAST.fullmatch(words):
        return DraftRating(found[2], found[1], "") if len(found[1]) <= LONGEST_LABEL else None
    label, meaning = _means(words)
    return DraftRating(_code(label), label, meaning) if label and len(label) <= LONGEST_LABEL else None


def _means(said: str) -> tuple[str, str]:
    words = said.strip()
    found = _MEANS.search(words, 1)
    label, meaning = (words[: found.start()].strip(), words[found.end() :].strip()) if found else (words, "")
    return (label, meaning) if meaning else (words, "")


def _code(label: str) -> str:
    if _CODE.fullmatch(label):
        return label
    return re.sub(r"[^a-z0-9]+", "-", plain_words(label)).strip("-")[:20].strip("-") or "other"


def _split(words: str, mark: str | None) -> list[str]:
    return [each for part in words.split(mark) if (each := part.strip())] if mark else []
