"""A business manager's questionnaire in Excel becomes an audit file, and a word on every row that did not. Pure."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from config.questionnaire import Prompt
from intake.audits.csv_table import FaultyTable, TableFault
from intake.audits.workbooks.boxes import LONGEST_CHOICE, OURS, of_columns, of_question
from intake.audits.workbooks.headings import ColumnRole
from intake.audits.workbooks.refs import number_questions, number_standards
from intake.audits.workbooks.rows import Draft, DraftQuestion, DraftStandard, Fate, RowFate, SheetReader, standard_named
from intake.audits.workbooks.scale import (
    DraftScale,
    is_not_applicable,
    is_scale_sheet,
    scale_of_choices,
    scale_of_rows,
    scale_rows,
)
from intake.audits.workbooks.sheets import LONGEST_CELL, Sheet, column_letter, read_sheets
from intake.audits.workbooks.toml import fields, of_prompts, of_scale, quoted, remark

_YEAR = re.compile(r"20\d\d(?:\s?[-/\u2013]\s?(?:20)?\d\d)?")
_PLAIN_NAME = re.compile(r"(sheet|tabelle|feuil)\s?\d*", re.IGNORECASE)
LONGEST_KEY = 40  # of one that we make: people type it
_EVERYBODY = {"", "all", "everyone", "everybody", "all_agencies"}
Standards = list[tuple[DraftStandard, list[DraftQuestion]]]


@dataclass
class DraftAudit:
    """An audit file written from a workbook, and what became of every row of it."""

    key: str
    title: str
    year: str
    scale: DraftScale
    standards: Standards
    fates: list[RowFate]
    prompts: tuple[Prompt, ...]
    columns: dict[str, dict[str, str]]
    hidden: list[str]
    source: str = ""
    notes: list[str] = field(default_factory=list)

    @property
    def to_look_at(self) -> list[RowFate]:
        """Rows that were read with a guess."""
        return [each for each in self.fates if each.told and each.fate not in (Fate.UNREAD, Fate.WHO)]

    @property
    def unread(self) -> list[RowFate]:
        """What is not in the file."""
        return [each for each in self.fates if each.fate is Fate.UNREAD]


def read_questionnaire(data: bytes, stem: str, key: str = "", title: str = "", year: str = "") -> DraftAudit:
    """The audit file of a workbook or CSV file named `stem`; raises FaultyTable where it holds no question."""
    sheets = read_sheets(data)
    draft = _read(sheets)
    if not draft.questions:
        told = "No question was found. Put the words Number and Question above their columns."
        raise FaultyTable([TableFault(1, "", "", told)])
    title = title or draft.title or stem.replace("-", " ").replace("_", " ").strip()
    choices = {sheet.name: sheet.choices for sheet in sheets}
    usual = Counter(of_columns(each.columns, choices[each.sheet]) for each in draft.questions).most_common(1)[0][0]
    standards = number_standards(draft.questions, title)
    draft.fates += number_questions(standards)
    audit = DraftAudit(
        key=key or _slug(title),
        title=title[:4_000],
        year=year or _year(title, stem),
        scale=_with_not_applicable(draft.scale or _scale(draft, choices), draft, choices),
        standards=standards,
        fates=draft.fates,
        prompts=usual or OURS,
        columns={name: _columns(draft, name) for name in draft.heads},
        hidden=[sheet.name for sheet in sheets if sheet.is_hidden],
    )
    audit.source = _written(audit, draft, choices)
    order = {sheet.name: at for at, sheet in enumerate(sheets)}
    audit.fates.sort(key=lambda each: (order[each.sheet], each.row, each.column))
    return audit


def _read(sheets: Sequence[Sheet]) -> Draft:
    draft = Draft()
    for sheet in sorted(sheets, key=lambda each: not is_scale_sheet(each)):  # the scale first: lines may repeat it
        if is_scale_sheet(sheet):
            _read_scale(sheet, draft)
        else:
            SheetReader(sheet, draft).read()
    asked = {each.sheet for each in draft.questions}
    named_inside = any(each.standard for each in draft.questions)
    for question in draft.questions:
        if question.standard is None and (named_inside or len(asked) > 1) and not _PLAIN_NAME.fullmatch(question.sheet):
            question.standard = DraftStandard(*standard_named(question.sheet))
    _empty_banners(sheets, draft)
    return draft


def _empty_banners(sheets: Sequence[Sheet], draft: Draft) -> None:
    """A heading with nothing under it: the title where it is the workbook's first line, not understood otherwise."""
    asking = {id(each.standard) for each in draft.questions}
    first = next((sheet.rows[0].number for sheet in sheets[:1] if sheet.rows), 0)
    for standard, name, row, column in draft.banners:
        if id(standard) in asking:
            continue
        if not draft.title and name == sheets[0].name and row == first:
            draft.title = standard.title
            draft.fates.append(RowFate(name, row, Fate.TITLE))
        else:
            told = "A heading with no question under it."
            draft.fates.append(RowFate(name, row, Fate.UNREAD, column, standard.title, told))


def _read_scale(sheet: Sheet, draft: Draft) -> None:
    rows = scale_rows(sheet)
    scale = scale_of_rows(rows, f"sheet {sheet.name}")
    for row in sheet.rows:
        column, said = min((row.own or {0: ""}).items())
        if scale is not None and (row in rows or row.number < rows[0].number):
            draft.fates.append(RowFate(sheet.name, row.number, Fate.SCALE))
        else:
            draft.fates.append(
                RowFate(sheet.name, row.number, Fate.UNREAD, column, said, "It is no rating of the scale.")
            )
    draft.scale = draft.scale or scale


def _scale(draft: Draft, choices: dict[str, dict[int, tuple[str, ...]]]) -> DraftScale:
    """The scale that a column's list or its heading tells; ours where none does."""
    for sheet, heads in draft.heads.items():
        for column, role in heads.roles.items():
            if role is not ColumnRole.RATING_BOX:
                continue
            where = f"column {column_letter(column)}" + (f" of sheet {sheet}" if sheet else "")
            head = heads.words.get(column, "")
            inside = re.search(r"\(([^)]*[/,][^)]*)\)", head) or re.fullmatch(r"([^/]+(?:/[^/]+)+)", head)
            said = choices[sheet].get(column, ()) or tuple(re.split(r"\s*[/,]\s*", inside[1]) if inside else ())
            if not said and re.search(r"\brag\b", head, re.IGNORECASE):
                said = ("Green", "Amber", "Red")
            if found := scale_of_choices(said, where):
                return found
    ours = scale_of_choices(("Met", "Partly met", "Not met"), "us, because the workbook names none")
    assert ours is not None
    return DraftScale(ours.ratings, ours.where, is_ours=True)


def _with_not_applicable(
    scale: DraftScale, draft: Draft, choices: dict[str, dict[int, tuple[str, ...]]]
) -> DraftScale:  # fmt: skip
    """The scale with N/A where a list to rate by offers it: the rows that explain the ratings mostly leave it out."""
    offered = [
        each
        for sheet, heads in draft.heads.items()
        for column, role in heads.roles.items()
        if role is ColumnRole.RATING_BOX
        for each in choices[sheet].get(column, ())
    ]
    return replace(scale, not_applicable=scale.not_applicable or any(map(is_not_applicable, offered)))


def _columns(draft: Draft, sheet: str) -> dict[str, str]:
    heads = draft.heads[sheet]
    return {
        f"{column_letter(column)} {heads.words.get(column, '')}".strip(): role.value
        for column, role in sorted(heads.roles.items())
    }


def _slug(title: str) -> str:
    words = re.sub(r"[^a-z0-9]+", "-", title.casefold()).strip("-")
    short = words if len(words) <= LONGEST_KEY else words[: LONGEST_KEY + 1].rpartition("-")[0] or words[:LONGEST_KEY]
    return short or "our-audit"


def _year(*named: str) -> str:
    found = next((year for words in named if (year := _YEAR.search(words))), None)
    return found[0] if found else ""


def _written(audit: DraftAudit, draft: Draft, choices: dict[str, dict[int, tuple[str, ...]]]) -> str:
    standards = list(_standards(audit, choices))  # first: it adds to what is to be looked at
    unread = [_place(each) + f": {each.said} ({each.told})" for each in audit.unread]
    heads = [remark("Written by s11 audit new from a workbook. Read it through, then: s11 audit check")]
    heads += [remark(line) for line in ("Not understood, and so not asked:", *unread) if unread]
    heads += [f"key = {quoted(audit.key)}", f"title = {quoted(audit.title)}", f"year = {quoted(audit.year)}"]
    heads += fields(about="\n".join(draft.about), wording="ours")
    return "\n".join([*heads, *of_scale(audit.scale), *of_prompts(audit.prompts, "prompt"), *standards, ""])


def _standards(audit: DraftAudit, choices: dict[str, dict[int, tuple[str, ...]]]) -> Iterator[str]:
    for standard, asked in audit.standards:
        yield from ("", "[[standard]]", f"ref = {quoted(standard.ref)}", f"title = {quoted(standard.title)}")
        for question in asked:
            yield from _question(audit, question, of_columns(question.columns, choices[question.sheet]))


def _question(audit: DraftAudit, question: DraftQuestion, boxes: tuple[Prompt, ...]) -> Iterator[str]:
    prompts, told = of_question(question, boxes or audit.prompts)
    audit.fates += told
    evidence = _fitting(audit, question, ColumnRole.EVIDENCE)
    asked = evidence or ColumnRole.EVIDENCE_BOX in question.columns.roles.values()
    yield from ("", remark(_place(RowFate(question.sheet, question.row, Fate.QUESTION))), "[[standard.question]]")
    yield from fields(
        ref=question.ref,
        text=question.text,
        guidance=_fitting(audit, question, ColumnRole.GUIDANCE),
        evidence="asked" if asked else "",
        evidence_text=evidence,
        applies_to=list(_sectors(audit, question)),
    )
    if prompts != audit.prompts:
        yield from of_prompts(prompts, "standard.question.prompt")


def _fitting(audit: DraftAudit, question: DraftQuestion, role: ColumnRole) -> str:
    """The words of these cells, as far as an audit file holds them; the rest is told."""
    words = question.words(role)
    if len(words) > LONGEST_CELL:
        told = f"Together this has more than {LONGEST_CELL} characters: the end is left out."
        column = question.columns.column(role)
        audit.fates.append(RowFate(question.sheet, question.row, Fate.UNREAD, column, words[LONGEST_CELL:], told))
    return words[:LONGEST_CELL]


def _sectors(audit: DraftAudit, question: DraftQuestion) -> Iterator[str]:
    for part in re.split(r"[;,\n/|]", question.words(ColumnRole.SECTORS)):
        sector = re.sub(r"\W+", "_", part.strip().casefold()).strip("_")
        if len(sector) > LONGEST_CHOICE:
            column = question.columns.column(ColumnRole.SECTORS)
            audit.fates.append(RowFate(question.sheet, question.row, Fate.UNREAD, column, part, "It is no sector."))
        elif sector not in _EVERYBODY:
            yield sector


def _place(fate: RowFate) -> str:
    """Where somebody finds it in Excel."""
    where = [f"Sheet {fate.sheet}"] if fate.sheet else []
    where += [f"row {fate.row}"] + ([f"column {column_letter(fate.column)}"] if fate.column else [])
    words = ", ".join(where)
    return words[:1].upper() + words[1:]


def told(fate: RowFate) -> str:
    """A row that a person should look at, in one line."""
    said = " ".join(fate.said.split())
    shown = f" {said[:70] + '…' if len(said) > 70 else said!r}." if said else ""
    return f"{_place(fate)}:{shown} {fate.told}"
