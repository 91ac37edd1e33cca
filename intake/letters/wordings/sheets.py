"""What a file of somebody's own is that rates our numbers: its answers, evidence, or in doubt. Pure.

A log, a risk register and a supervision record number their rows as we number our questions, and rate them.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from config.notation import LatePattern
from config.questionnaire import RATING, YES_NO
from intake.letters.lines import Line, by_row
from intake.letters.ours import Known
from intake.letters.reading import Filed, Form, Puzzle
from intake.ratings import levelled

ANSWERS, EVIDENCE, DOUBT = "answers", "evidence", "doubt"
_MANY = 5  # questions rated by a file that is no list of something else, where they are half of ours or more
_HALF = 2
_LONGEST = 240  # characters of a line that says what a file is
_ROWS = LatePattern(  # of what a first column's numbers are, where they are none of our questions
    r"\b(?:risks?|hazards?|milestones?|kpis?|contracts?|clauses?|objectives?|aims?|goals?|targets?|sessions?|actions?"
    r"|tasks?|steps?|activit(?:y|ies)|incidents?|cases?|files?|child|events?|courses?|modules?|lessons?|chapters?|visits?"
    r"|meetings?|agenda|recommendations?|findings?|issues?|polic(?:y|ies)|procedures?|documents?|versions?|weeks?|months?"
    r"|quarters?|priorit(?:y|ies)|projects?|programmes?|work ?streams?|deliverables?|outputs?|invoices?|wards?|rooms?"
    r"|sites?|teams?|staff|posts?|roles?|suppliers?|complaints?|controls?|checks?|samples?|dimensions?|regulations?"
    r"|licences?|appendix)\b"
)
_QUESTIONS = LatePattern(r"\b(?:questions?|qu?|standards?|s ?11|section 11|requirements?)\b")
_BROUGHT = (  # what files hold that prove an answer
    r"evidence|proof|logs?|trackers?|dashboards?|matri(?:x|ces)|registers?|rotas?|minutes|surveys?|samples?|schedules?"
    r"|(?:action|improvement|training|work|business) plans?|risk assessments?|(?:audit|survey|test) results?"
    r"|case audits?|supervision|training|figures|statistics|stats|kpis?|risks?|reports?|polic(?:y|ies)|guides?|charts?"
    r"|certificates?"
)
_NAMED_EVIDENCE = LatePattern(rf"\b(?:{_BROUGHT}|case|audit of)\b")
_SAID_EVIDENCE = LatePattern(
    rf"\b(?:{_BROUGHT})\b.{{0,60}}\b(?:attached|enclosed|below|here)\b"
    rf"|\b(?:attach(?:ed|ing)?|enclos(?:ed?|ing)|see|find|here|sending|copy of)\b.{{0,60}}\b(?:{_BROUGHT})\b"
    r"|\A\W*(?:more |further |supporting )?(?:evidence|proof)\b"
)
_PROOF = LatePattern(r"\b(?:evidence|proof)\b")
_NOT_OURS = LatePattern(
    r"\b(?:for (?:your )?(?:information|interest|reference)|fyi|as an example|examples? of|how (?:they|others|it was)"
    r"|our colleagues|colleagues'|sister (?:school|practice|site|service)|neighbouring"
    r"|another (?:school|practice|agency))\b"
)
_ANSWERING = r"answers?|responses?|returns?|ratings?|scores?|self[ -]?(?:assess\w*|rat\w*|audit|evaluation)|submission"
_NAMED_ANSWERS = LatePattern(rf"\b(?:{_ANSWERING}|s ?11|section 11|questionnaires?|forms?|completed|filled)\b")
_SAID_ANSWERS = LatePattern(
    rf"\b(?:{_ANSWERING}|(?:the|our|your|audit|completed|filled) (?:audit |attached |in )?(?:form|questionnaire)"
    r"|the (?:rest|others?|remaining|remainder)|all others"
    r"|in (?:the|our|my) (?:attached |enclosed )?(?:sheet|spreadsheet|table|workbook|document|grid|file|excel|word))\b"
)
_TRACKED = LatePattern(r"\b(?:due|owners?|deadline|target date|by when|by whom|responsible|completed on|progress)\b")
_SAID_MORE = LatePattern(
    r"\b(?:evidence|comments?|narrative|notes|rationale|reason|why|how|question|standard|answers?)\b"
)
_WHY = (
    "This file gives ratings to numbers that are also those of our questions ({}). If it is evidence, or a list of "
    "something else, there is nothing to do; it is kept."
)


class CoverNote(NamedTuple):
    """What a letter says itself beside the files that it brings: the questions it answers, and its own lines."""

    answered: Collection[str]
    own: Sequence[str]
    files: int = 1  # how many it brings


def what_it_is(file: Filed, coded: Sequence[Line], read: Form, cover: CoverNote, known: Known) -> str:
    """Whether a file of somebody's own that rates our numbers answers us. `coded`: its lines, ours in brackets."""
    name = levelled(re.sub(r"[\W_]+", " ", file.attachment.name.rpartition(".")[0]))
    rated = {each.question for each in read.answers}
    if file.question and not file.attachment.inline and not (rated <= {file.question} or _NAMED_ANSWERS.search(name)):
        return EVIDENCE
    is_named_evidence = _NAMED_EVIDENCE.search(name) is not None and not _NAMED_ANSWERS.search(name)
    if is_named_evidence and cover.files > 1:
        return EVIDENCE  # what the letter says of its answers is of another
    said = [levelled(line[:_LONGEST]) for line in cover.own]
    is_announced = _NAMED_ANSWERS.search(name) is not None or any(_SAID_ANSWERS.search(line) for line in said)
    is_other = any(_NOT_OURS.search(line) for line in said)
    if not cover.answered:
        is_meant = is_announced or _covers(rated, known)
        is_doubted = _counts_other(coded) or _is_tracker(coded, known) or any(map(_PROOF.search, said))
        return DOUBT if is_other or (is_doubted and not is_meant) else ANSWERS
    if is_other or _counts_other(coded):
        return EVIDENCE
    if is_announced or _asks_ours(coded, known) or _covers(rated, known):
        return ANSWERS
    is_evidence = is_named_evidence or _is_said_evidence(said) or _is_tracker(coded, known)
    return EVIDENCE if is_evidence else DOUBT


def in_doubt(name: str, read: Form, cover: CoverNote) -> Form:
    """What such a file says, offered where the letter says nothing of it, and nothing of it recorded."""
    offered = tuple(each for each in read.answers if each.question not in cover.answered)
    if not any(each.prompt in (RATING, YES_NO) for each in offered):
        return Form()
    refs = ", ".join(dict.fromkeys(each.question for each in offered))
    return Form(not_understood=(Puzzle("", name, _WHY.format(refs), "own file", offered=offered),))


def _is_said_evidence(said: Sequence[str]) -> bool:
    return any(_SAID_EVIDENCE.search(line) and not _SAID_ANSWERS.search(line) for line in said)


def _covers(rated: Collection[str], known: Known) -> bool:
    return len(rated) >= _MANY and _HALF * len(rated) >= len(known.refs)


def _asks_ours(coded: Sequence[Line], known: Known) -> bool:
    """Whether it says our questions in their own words, or calls its numbers those of questions."""
    return any(line.cell and not line.text.startswith("[") and known.ours.begins(line.text) for line in coded)


def _counts_other(coded: Sequence[Line]) -> bool:
    """Whether all columns that hold our numbers are headed as something else's: "Risk", "Session", "KPI"."""
    said = [levelled(head) for head, _ in heads_of(coded).values()]
    return bool(said) and all(map(counts_other, said))


def counts_other(head: str) -> bool:
    """Whether the head of a column of numbers says that they count something of their own."""
    return _ROWS.search(levelled(head)) is not None and not _QUESTIONS.search(levelled(head))


def _is_tracker(coded: Sequence[Line], known: Known) -> bool:
    """Whether its columns are those of what is to be done: "No | Status | Due", and none is for words of an answer."""
    rows = [levelled(" | ".join(row)) for _, row in heads_of(coded).values()]
    is_tracked = any(_TRACKED.search(row) for row in rows) and not any(_SAID_MORE.search(row) for row in rows)
    return is_tracked and not known.template.plan_below


def heads_of(coded: Sequence[Line]) -> Mapping[int, tuple[str, Sequence[str]]]:
    """By table with our numbers, the head of the column in which they stand, and the whole heading row."""
    return dict(_heads(coded))


def _heads(coded: Sequence[Line]) -> Iterator[tuple[int, tuple[str, Sequence[str]]]]:
    rows = by_row(coded)
    first: dict[int, tuple[int, int]] = {}
    for (table, row), cells in rows.items():
        column = next((line.cell.column for line in cells if line.cell and line.text.startswith("[")), None)
        if column is not None:
            first.setdefault(table, (row, column))
    for table, (row, column) in first.items():
        above = [cells for (same, at), cells in rows.items() if same == table and at < row and len(cells) > 1]
        if above:
            head = next((line.text for line in above[-1] if line.cell and line.cell.column == column), "")
            yield table, (head, [line.text for line in above[-1]])


def without_other_rows(lines: Sequence[Line], coded: Sequence[Line]) -> tuple[list[Line], tuple[str, ...]]:
    """The lines without the tables whose numbers count something else, where others count questions; their heads."""
    heads = heads_of(coded)
    tables = {line.cell.table for line in coded if line.cell and line.text.startswith("[")}
    others = {table: head for table, (head, _) in heads.items() if counts_other(head)}
    if not others or set(others) >= tables:
        return list(lines), ()
    return [line for line in lines if not line.cell or line.cell.table not in others], tuple(others.values())
