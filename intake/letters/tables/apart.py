"""Where a table of answers ends: at its last row, and with its tab; what follows is no answer to it. Pure."""

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise

from config.notation import LatePattern
from intake.letters.lines import END, TAB, Line, Wording, by_row
from intake.letters.ours import Known, words_of
from intake.letters.tables.headings import label_in_words, label_of, labels_of
from intake.letters.tables.measures import is_of_others
from intake.letters.tables.years import years_of
from intake.ratings import cue, levelled

_PRIVATE = LatePattern(
    r"(?:(?:our|my|the|own|internal|private|rough|working) )*(?:notes?|jottings?|workings?|scratch|rough|drafts?"
    r"|internal|private|to ?do|questions? to ask|queries|guidance|instructions|how to|read ?me|lists?|look ?ups?"
    r"|drop ?downs?|key|targets?|goals?|ambitions?|templates?|blank|tests?)"
    r"(?: (?:only|list|page|sheet|tab|for us|do not send|not for sending))*"
)
_EXAMPLE = LatePattern(
    r"(?:(?:an?|the|our|your|worked|completed|filled|template|form|audit|section|s?11) )*"
    r"(?:examples?|samples?|specimens?|dummy|demos?|illustrations?)"
    r"(?: (?:answers?|ratings?|scores?|responses?|returns?|rows?|entry|entries|data|forms?|templates?"
    r"|tabs?|sheets?|pages?|sections?|only|do|not|fill|in|complete|delete|please|for|guidance|reference|\d{1,2}))*"
)
_SUMS = LatePattern(r"(?:(?:our|overall|score|rating) )?(?:summary|overview|dashboard|totals?|charts?|graphs?|scores)")
_SUM = LatePattern(
    r"(?:(?:grand|sub|our|the|overall) ?)?(?:totals?|averages?|mean|median|overall|sum)"
    r"(?: (?:rating|score|grade|rag|brag))?s?"
)
_ACTIONS = LatePattern(r"(?:our )?(?:actions?|action plans?|action log|action tracker|improvement plan)")
_NAMED = re.compile(
    r"(?:q(?:uestion)?\W{0,2})(?P<named>\d{1,2}(?:\.\d{1,2})?)|(?P<bare>\d{1,2}\.\d{1,2})(?:\.|[ -].{1,40})?",
    re.IGNORECASE,
)
_PART = re.compile(
    r"\(?(?:[a-z]|[ivx]{1,4}|\d{1,2}\.\d{1,2}[.)]?(?:[a-z]|\d{1,2}))[.)]?|\W{0,4}(?:cont\w{0,8}|ditto)?\W{0,4}",
    re.IGNORECASE,
)
_MOST_WORDS = 10  # of what names a standard or a sum
_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")


def each_tab_apart(wording: Wording, known: Known) -> Wording:
    """Each tab of a workbook ends the one before; of several, one for notes, actions or another year is not read.

    The name of a tab may be the number of the only question in it.
    """
    starts = [number for number, line in enumerate(wording.lines) if line.label == TAB]
    if not starts:
        return wording
    tabs = [wording.lines[start:end] for start, end in pairwise([*starts, len(wording.lines)])]
    unread = [tab for tab in tabs if is_left_out(tab[0].text, known) or _sums_up(tab, known)]
    if len(unread) == len(tabs):
        unread = []
    kept = [line for tab in tabs if tab not in unread for line in _begun(tab, known)]
    aside = (
        f"The tab “{tab[0].text}” was not read." for tab in unread if len(tab) > 1 and any(x.text for x in tab[1:])
    )
    return wording._replace(lines=[*wording.lines[: starts[0]], *kept], aside=(*wording.aside, *aside))


def is_left_out(name: str, known: Known) -> bool:
    """Whether a tab is called as people call what is no answer of now: "Notes", "Action plan", "2019", "CQC"."""
    said = levelled(re.sub(r"[\W_]+", " ", name)).strip()
    years = [int(year) for year in _YEAR.findall(said)]
    is_old = bool(years) and max(years) < min(years_of(known.template.year), default=0)
    is_plan = not known.template.plan_below and _ACTIONS.fullmatch(said) is not None
    if is_old or is_plan or is_of_others(said):
        return True
    return is_example(name) or _PRIVATE.fullmatch(said) is not None or cue("past.named").search(said) is not None


def is_example(name: str) -> bool:
    """Whether a tab or a title is called as what only shows how to answer: "Template example", "Sample answers"."""
    return _EXAMPLE.fullmatch(levelled(re.sub(r"[\W_]+", " ", name)).strip()) is not None


def _sums_up(tab: Sequence[Line], known: Known) -> bool:
    """Whether a tab is called as one that sums up, and gives no question's number."""
    said = levelled(re.sub(r"[\W_]+", " ", tab[0].text)).strip()
    return _SUMS.fullmatch(said) is not None and not any(_names_one(line, known) for line in tab[1:])


def _begun(tab: Sequence[Line], known: Known) -> Iterator[Line]:
    named = _NAMED.fullmatch(tab[0].text.strip())
    ref = (named["named"] or named["bare"]) if named else ""
    yield Line("", label=END)
    if ref in known.refs and not any(_names_one(line, known) for line in tab[1:]):
        yield Line(f"[{ref}]")
    yield from tab[1:]


def _names_one(line: Line, known: Known) -> bool:
    return re.sub(r"^\W*(?:q(?:uestion)?\.?\s*)?|\W+$", "", line.text.strip().lower()) in known.refs


def each_table_apart(wording: Wording, known: Known) -> Wording:
    """An end behind each table that answers by codes, where more follows than its rows."""
    rows = by_row(wording.lines)
    answering = {table for (table, _), cells in rows.items() if _answers(cells, known)}
    columns = {
        (line.cell.table, line.cell.column)
        for cells in rows.values()
        for line in cells
        if line.cell and line.cell.table in answering and line.text.startswith("[")
    }
    ours = {table for (table, _), cells in rows.items() if table in answering and _is_of_form(cells, known)}
    printed = {
        (line.cell.table, line.cell.column)
        for cells in rows.values()
        for line in cells
        if line.cell and line.cell.table in ours and known.ours.begins(line.text)
    }
    begun = {
        cells[0]
        for (table, _), cells in rows.items()
        if _begins_anew(cells[0], columns | printed, known, is_ours=table in ours) or _is_sum(cells)
    }
    out: list[Line] = []
    last = 0
    for line in wording.lines:
        table = line.cell.table if line.cell else 0
        if last in answering and (line in begun or (table != last and line.text)):
            out.append(Line("", line.depth, label=END))
            last = 0
        out.append(line)
        last = table if line.cell else last
    return wording._replace(lines=out)


def _is_sum(cells: Sequence[Line]) -> bool:
    """Whether a row without a code sums up: "Total", "Average score"."""
    is_coded = any(line.text.startswith("[") for line in cells)
    return not is_coded and any(_SUM.fullmatch(levelled(line.text).strip(" :.")) for line in cells)


def _is_of_form(cells: Sequence[Line], known: Known) -> bool:
    """Whether a row is one of our sheet: its code, and what we ask beside it."""
    is_coded = any(line.text.startswith("[") for line in cells)
    return is_coded and any("prompt" in known.ours.roles(words_of(line.text)) for line in cells)


def _begins_anew(first: Line, columns: Collection[tuple[int, int]], known: Known, *, is_ours: bool) -> bool:
    """Whether a row has something else where the others have their code: a total, a heading, a standard's name.

    A sentence or a label of ours there goes on with the question above, but in our sheet, where each row has its code.
    """
    place = (first.cell.table, first.cell.column) if first.cell else (0, 0)
    text = first.text.strip()
    if place not in columns or text.startswith("[") or _PART.fullmatch(text):
        return False
    if label_in_words(text, known) or label_of(text, labels_of(known.template)) or known.ours.begins(text):
        return False
    return is_ours or (len(text.split()) <= _MOST_WORDS and not text.endswith((".", ";", ",")))


def _answers(cells: Sequence[Line], known: Known) -> bool:
    """Whether a row has a code, and beside it words that are not ours."""
    others = [line.text for line in cells if not line.text.startswith("[")]
    return len(others) < len(cells) and any(not known.ours.begins(text) for text in others)
