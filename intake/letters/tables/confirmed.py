"""A column that says of each rating whether it is agreed or checked: it is no answer, and its no asks. Pure."""

from collections.abc import Iterator, Mapping, Sequence

from config.notation import LatePattern
from intake.letters.lines import Line, Wording, by_row
from intake.letters.ours import Known
from intake.ratings import levelled

_CONFIRMS = LatePattern(
    r"\W*(?:(?:is|are|has|have|it|this|been|all|rating|ratings|score|rag|answer) ){0,4}"
    r"(?:agreed|approved|confirmed|checked|verified|validated|moderated|signed[ -]off|sign[ -]off|finali[sz]ed"
    r"|final|ok|okay|correct|accepted|ratified|quality assured|qa'?d)(?: (?:by|with|at) [\w' ]{1,40})?\W*"
)
_NO = LatePattern(
    r"\W*(?:(?:no(?! (?:issues?|changes?|comments?|concerns?|problems?|need)\b)|not|n|nope|never|pending|tb[ca]"
    r"|awaiting|waiting|to be|to do|disagrees?d?|disputed|query|queried|unsure|don't|too (?:high|low|generous|harsh)"
    r"|partly|partially|maybe|in (?:part|progress|dispute)|draft|rejected|challenged|outstanding)(?![\w/])|[✗✘☐❌]|\?)"
)
Cells = Mapping[tuple[int, int], Sequence[Line]]


def ask_unconfirmed(wording: Wording, known: Known) -> Wording:
    """Tables of answers without such a column; where it says no, the rating of its row is asked about."""
    rows = by_row(wording.lines)
    heads = dict(_heads(rows))
    if not heads:
        return wording
    out: set[Line] = set()
    aside: list[str] = []
    doubted: list[tuple[str, str, str]] = []
    for (table, _), cells in rows.items():
        ref = next((line.text[1:].partition("]")[0] for line in cells if line.text.startswith("[")), "")
        told = [line for line in cells if line.cell and (table, line.cell.column) in heads] if ref else []
        rated = [each for each in cells if each not in told and known.spoken.head(each.text).is_clear]
        for line in (each for each in told if rated and known.spoken.rating_of(each.text) is None):
            head = heads[table, line.cell.column if line.cell else 0]
            out.add(line)
            if _NO.match(levelled(line.text)):
                out.update(rated)
                doubted += [(ref, f"{head}: {line.text}", each.text) for each in rated[:1]]
            else:
                aside.append(f"{head}: {line.text}")
    lines = [line for line in wording.lines if line not in out]
    return wording._replace(lines=lines, aside=(*wording.aside, *aside), doubted=(*wording.doubted, *doubted))


def _heads(rows: Cells) -> Iterator[tuple[tuple[int, int], str]]:
    """The columns by table that are headed so, above the first row with one of our numbers."""
    begun = {table for (table, _), cells in rows.items() if any(line.text.startswith("[") for line in cells)}
    for (table, _), cells in rows.items():
        if table not in begun:
            continue
        if any(line.text.startswith("[") for line in cells):
            begun.discard(table)
        elif len(cells) > 1:
            yield from (
                ((table, line.cell.column), line.text.strip(" ?:"))
                for line in cells
                if line.cell and _CONFIRMS.fullmatch(levelled(line.text))
            )
