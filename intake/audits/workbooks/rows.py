"""What became of each row of a workbook: a standard, a question, more of one, the scale, or not understood. Pure.

Every row that holds something gets a fate, so that none is lost without a word.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from config.notation import LatePattern
from intake.audits.workbooks.headings import (
    BOXES,
    ColumnHeads,
    ColumnRole,
    guessed,
    heads_of,
    is_ref,
    plain_words,
    settle,
)
from intake.audits.workbooks.scale import DraftScale, scale_block, scale_line, scale_of_rows
from intake.audits.workbooks.sheets import Sheet, SheetRow

NO_ROW = 10**9
LONGEST_ABOUT, LONGEST_TITLE = 3_500, 120
_AUDIT = LatePattern(r"\b(?:section 11|s11|self[ -]?assessment|audit|questionnaire|return)\b", re.IGNORECASE)
_STANDARD = LatePattern(r"(?:standard|section|area|part|theme|domain)\s+(?!11\b)[\w.]{1,5}\b", re.IGNORECASE)
_TITLED = LatePattern(
    r"(?:(?:standard|section|area|part|theme|domain)\s*)?([A-Z]|\d{1,2})\s*(?:[:.)\u2013-]\s*|\s)\s*(.+)",
    re.IGNORECASE | re.DOTALL,
)
_NUMBERED = LatePattern(
    r"((?:Q(?:uestion)?\s?)?\d{1,3}(?:\.\d{1,3}){0,3}[a-z]?)[.):]*\s+(.+)", re.IGNORECASE | re.DOTALL
)
_WHO = LatePattern(
    r"(?:name|name of .*|organisation|organization|agency|service|completed by|job title|role|position|telephone|phone"
    r"|email|e-mail|contact|contact details|signed|signature|date|date completed|author)\s*:?",
    re.IGNORECASE,
)


_OF_A_QUESTION = (ColumnRole.GUIDANCE, ColumnRole.EVIDENCE, ColumnRole.CHOICES)
_LISTS = LatePattern(r"(?:drop ?down )?(?:lists?|lookups?|drop ?downs?|data|validation|choices|options)(?: lists?)?")


class Fate(StrEnum):
    """What a row was read as."""

    TITLE = "title"
    ABOUT = "introduction"
    HEADS = "headings"
    STANDARD = "standard"
    QUESTION = "question"
    MORE = "more of a question"
    SCALE = "scale"
    LIST = "lists to choose from"
    WHO = "who answers"
    UNREAD = "not understood"


class RowFate(NamedTuple):
    """A row and what it was read as; `told` is what a person should look at, `said` the words in question."""

    sheet: str
    row: int
    fate: Fate
    column: int = 0
    said: str = ""
    told: str = ""


@dataclass
class DraftStandard:
    """A standard as the workbook names it; its number may be missing."""

    ref: str
    title: str


@dataclass
class DraftQuestion:
    """A question as it stands in the workbook, with the words of its other columns by their role."""

    sheet: str
    row: int
    ref: str
    text: str
    standard: DraftStandard | None
    columns: ColumnHeads
    is_date: bool = False
    more: dict[ColumnRole, list[str]] = field(default_factory=dict)

    def words(self, role: ColumnRole) -> str:
        return "\n".join(self.more.get(role, []))


@dataclass
class Draft:
    """All that the sheets hold."""

    title: str = ""
    about: list[str] = field(default_factory=list)
    questions: list[DraftQuestion] = field(default_factory=list)
    scale: DraftScale | None = None
    fates: list[RowFate] = field(default_factory=list)
    heads: dict[str, ColumnHeads] = field(default_factory=dict)
    banners: list[tuple[DraftStandard, str, int, int]] = field(default_factory=list)  # where each stands


class SheetReader:
    """Reads one sheet of questions into a draft, row by row."""

    def __init__(self, sheet: Sheet, draft: Draft) -> None:
        self.sheet = sheet
        self.draft = draft
        self.heads = ColumnHeads({}, {})
        self.standard: DraftStandard | None = None
        self.last: DraftQuestion | None = None
        self.has_numbers = self.has_dots = False

    def read(self) -> None:
        """Every row of the sheet, each with its fate."""
        rows = self.sheet.rows
        starts = [(at, heads) for at, row in enumerate(rows) if (heads := heads_of(row)) is not None]
        bands = {at for at, _ in starts} & {at - 1 for at, _ in starts}  # "Your answer" over the columns it spans
        starts = [(at, heads) for at, heads in starts if at not in bands]
        if not starts and (found := guessed(rows)) is not None:
            self._begin(found, NO_ROW)
        ends = [*(heads.row for _, heads in starts[1:]), NO_ROW]
        begins = {at: (heads, end) for (at, heads), end in zip(starts, ends, strict=False)}
        scale_until = -1
        for at, row in enumerate(rows):
            self._lost(row)
            if at <= scale_until or not row.own:
                continue
            if at in begins or at in bands:
                if at in begins:
                    self._begin(*begins[at])
                self._fate(row, Fate.HEADS)
            elif block := scale_block(rows[at:]):
                self._scale(scale_of_rows(block[1:], self._where(row)), block)
                scale_until = at + len(block) - 1
            elif self._names_scale(row):
                continue
            elif self.heads.roles:
                self._row(row)
            else:
                self._above(row)

    def _begin(self, heads: ColumnHeads, until: int) -> None:
        self.heads = settle(self.sheet, heads, until)
        self.draft.heads.setdefault(self.sheet.name, self.heads)
        number, question = self.heads.column(ColumnRole.NUMBER), self.heads.column(ColumnRole.QUESTION)
        rows = [row for row in self.sheet.rows if heads.row < row.number < until and question in row.own]
        refs = [ref for row in rows if (ref := row.own.get(number, "") or _parted(row.own[question])[0])]
        self.has_numbers = len(refs) * 2 >= len(rows) > 0
        self.has_dots = any("." in ref.strip(".") for ref in refs)

    def _lost(self, row: SheetRow) -> None:
        for column, why in row.lost:
            self._fate(row, Fate.UNREAD, column, "", why)

    def _where(self, row: SheetRow) -> str:
        return f"{f'sheet {self.sheet.name}, ' if self.sheet.name else ''}row {row.number}"

    def _fate(self, row: SheetRow, fate: Fate, column: int = 0, said: str = "", told: str = "") -> None:
        self.draft.fates.append(RowFate(self.sheet.name, row.number, fate, column, said, told))

    def _scale(self, scale: DraftScale | None, rows: Sequence[SheetRow]) -> None:
        for row in rows:
            column, said = min(row.own.items())
            if scale is None:
                self._fate(
                    row, Fate.UNREAD, column, said, "It looks like a scale, and two ratings at least are needed."
                )
            elif self.draft.scale is None or self.draft.scale == scale:
                self._fate(row, Fate.SCALE)
            else:
                told = f"Another scale was read before ({self.draft.scale.where}). Only one is used."
                self._fate(row, Fate.UNREAD, column, said, told)
        self.draft.scale = self.draft.scale or scale

    def _names_scale(self, row: SheetRow) -> bool:
        """A line such as "Scale: 2 = in place, 1 = partly, 0 = not in place", alone in its row."""
        if len(row.own) != 1:
            return False
        scale = scale_line(next(iter(row.own.values())), self._where(row))
        if scale is not None:
            self._scale(scale, [row])
        return scale is not None

    def _above(self, row: SheetRow) -> None:
        """A row before the heads: the title, then what is said to begin with."""
        column, said = min(row.own.items())
        if _LISTS.fullmatch(plain_words(self.sheet.name)):
            self._fate(row, Fate.LIST)
        elif _WHO.fullmatch(said):
            self._who(row)
        elif _STANDARD.match(said) and len(row.own) == 1:
            self.standard = DraftStandard(*standard_named(said))
            self._fate(row, Fate.STANDARD)
        elif not self.draft.title:
            self.draft.title = said
            self._fate(row, Fate.TITLE)
            self._others(row, column)
        elif len(row.own) == 1 and _is_title(said, self.draft.title):
            self._fate(row, Fate.TITLE)
            if not said.casefold().startswith(self.draft.title.casefold()):
                self.draft.about.insert(0, self.draft.title)  # whose it is stood above what it is
                self.draft.title = said
        else:
            words = " ".join(words for _, words in sorted(row.own.items()))
            if sum(map(len, self.draft.about)) + len(words) > LONGEST_ABOUT:
                self._fate(row, Fate.UNREAD, column, words, "The introduction is too long for one audit file.")
                return
            self.draft.about.append(words)
            self._fate(row, Fate.ABOUT)

    def _who(self, row: SheetRow) -> None:
        column, said = min(row.own.items())
        self._fate(row, Fate.WHO, column, said, "It is not asked: s11 knows who answers.")
        self._others(row, column)

    def _others(self, row: SheetRow, but: int) -> None:
        for column, said in sorted(row.own.items()):
            if column != but:
                self._fate(row, Fate.UNREAD, column, said, "It stands beside what was read of this row.")

    def _row(self, row: SheetRow) -> None:
        self._standard_beside(row)
        question = self.heads.column(ColumnRole.QUESTION)
        number = self.heads.column(ColumnRole.NUMBER)
        column, said = min(row.own.items())
        if _WHO.fullmatch(said) and len(row.own) <= 2:
            self._who(row)
        elif title := self._banner(row):
            self.standard, self.last = title, None
            self.draft.banners.append((title, self.sheet.name, row.number, column))
            self._fate(row, Fate.STANDARD)
        elif question in row.own:
            self._question(row, number, question)
        elif self.last is not None and self._adds(row):
            self._take(self.last, row, Fate.MORE)
        elif set(row.own) <= {self.heads.column(ColumnRole.STANDARD), self.heads.column(ColumnRole.STANDARD_NUMBER)}:
            self._fate(row, Fate.STANDARD)
        else:
            told = "A number without a question." if set(row.own) == {number} else "No question stands in this row."
            self._fate(row, Fate.UNREAD, column, said, told)
            self._others(row, column)

    def _standard_beside(self, row: SheetRow) -> None:
        """The standard that a column names, in each of its rows or in the first."""
        column = self.heads.column(ColumnRole.STANDARD)
        said = row.cells.get(column, "") if column else ""
        number = row.cells.get(self.heads.column(ColumnRole.STANDARD_NUMBER), "")
        if said or number:
            ref, title = standard_named(said or number)
            wanted = DraftStandard(number or ref, title)
            if self.standard is None or (wanted.ref, wanted.title) != (self.standard.ref, self.standard.title):
                self.standard = wanted

    def _banner(self, row: SheetRow) -> DraftStandard | None:
        """The standard that this row is the heading of, if it is one: alone in its row, with its number at most."""
        number_column = self.heads.column(ColumnRole.NUMBER)
        number = row.own.get(number_column, "")
        others = {column: said for column, said in row.own.items() if column != number_column}
        if not others and number and not is_ref(number):
            others, number, number_column = {number_column: number}, "", 0
        if len(others) != 1 or self._lost_number(row) or self.heads.column(ColumnRole.STANDARD) in others:
            return None
        column, said = next(iter(others.items()))
        if column > self.heads.column(ColumnRole.QUESTION) and column not in row.wide:
            return None  # beside the questions: it is of one
        if number:
            is_head = not is_ref(number) or (self.has_dots and "." not in number.strip("."))
            return DraftStandard(standard_number(number), said) if is_head else None
        ref, title = standard_named(said)
        if _STANDARD.match(said) or (self.has_dots and ref and "." not in _parted(said)[0]):
            return DraftStandard(ref, title)
        if _parted(said)[0] or said.endswith(("?", ".")) or len(said) > 100 or said[:1] in "-\u2022*\u00b7":
            return None
        is_plain = self.has_numbers or column != self.heads.column(ColumnRole.QUESTION)
        return DraftStandard(ref, title) if row.wide or is_plain else None

    def _question(self, row: SheetRow, number: int, question: int) -> None:
        printed, said = row.own.get(number, "") if number else "", row.own[question]
        ref, text = (printed, said) if printed else _parted(said)
        if not ref and self.has_numbers and self.last is not None and not self._lost_number(row):
            self.last.more.setdefault(ColumnRole.GUIDANCE, []).append(said)
            told = f"It has no number: taken as guidance of {self.last.ref or 'the question above'}."
            self._fate(row, Fate.MORE, question, said, told)
            self._take(self.last, row, None, but=question)
            return
        self.last = DraftQuestion(self.sheet.name, row.number, ref, text, self.standard, self.heads)
        self.last.is_date = number in row.dates
        self.draft.questions.append(self.last)
        self._fate(row, Fate.QUESTION)
        self._take(self.last, row, None)

    def _lost_number(self, row: SheetRow) -> bool:
        """Whether a number stands here that cannot be read: the row is a question, and its number ours to make."""
        return self.heads.column(ColumnRole.NUMBER) in {column for column, _ in row.lost}

    def _adds(self, row: SheetRow) -> bool:
        return any(self.heads.roles.get(column) in _OF_A_QUESTION for column in row.own)

    def _take(self, question: DraftQuestion, row: SheetRow, fate: Fate | None, but: int = 0) -> None:
        """What the other columns of a row say of a question; a cell that cannot be taken over is told."""
        own = {ColumnRole.NUMBER, ColumnRole.STANDARD, ColumnRole.STANDARD_NUMBER, ColumnRole.QUESTION}
        for column, said in sorted(row.cells.items()):
            role = self.heads.roles.get(column, ColumnRole.UNKNOWN)
            if role in own or column == but:
                continue
            if role in BOXES:
                self._fate(row, Fate.UNREAD, column, said, "It stands in a box that agencies fill, and is no question.")
            elif role is ColumnRole.UNKNOWN:
                self._fate(row, Fate.UNREAD, column, said, "Its column has no heading that is known.")
            elif column not in row.above:
                question.more.setdefault(role, []).append(said)
        if fate is not None:
            self._fate(row, fate)


def _is_title(said: str, title: str) -> bool:
    """Whether a line says the title once more, or names the audit where the line above it names who asks."""
    if len(said) > LONGEST_TITLE or said.endswith("."):
        return False
    return said.casefold().startswith(title.casefold()) or (
        _AUDIT.search(said) is not None and _AUDIT.search(title) is None
    )


def standard_named(said: str) -> tuple[str, str]:
    """Number and title of a standard: "Standard 2: Leadership" and "2. Leadership" are 2 and Leadership."""
    found = _TITLED.fullmatch(said.strip())
    if found is not None and (found[1].isdigit() or _STANDARD.match(said) or re.match(r"[A-Z]\s*[.:)\u2013-]", said)):
        return found[1], found[2].strip()
    return "", said.strip()


def standard_number(said: str) -> str:
    """The number in "Standard 2" or "2."."""
    words = plain_words(said).split()
    return words[-1].upper() if words else ""


def _parted(said: str) -> tuple[str, str]:
    """The number before a question's words and the words: "1.2 Do staff …" is 1.2 and "Do staff …"."""
    found = _NUMBERED.fullmatch(said.strip())
    return (found[1], found[2].strip()) if found else ("", said.strip())


def unread(fates: Sequence[RowFate]) -> Iterator[RowFate]:
    """What was left out, in the order of the file."""
    return (each for each in fates if each.fate is Fate.UNREAD)
