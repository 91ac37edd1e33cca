"""Columns of names in a table of somebody's own: "Amber" below "First name" is a person, and rates nothing. Pure."""

import re
from collections.abc import Collection, Iterator, Sequence

from config.notation import LatePattern
from config.questionnaire import Kind
from intake.forms import prompts
from intake.letters.lines import Line, Wording, by_row
from intake.letters.ours import CODE, Known, words_of
from intake.letters.tables.headings import labels_of

_ROLE = r"(?:staff|team|lead|person|contact|colleague|manager|owner|their|his|her|our|your)"
_DONE = r"(?:completed|answered|filled in|written|done|checked|signed|entered|prepared|submitted|led|owned)"
_NAMED = LatePattern(
    rf"(?:(?:first|last|given|christian|family|middle|full|preferred|known|{_ROLE}) ?(?:s )?)?names?"
    r"|names? of (?:the )?\w+(?: \w+)?|fore ?names?|sur ?names?|known as|initials|enw"
    r"|(?:(?:the|our|named|responsible|contact|lead) )?(?:person|people|contacts?|colleagues?|leads?|owners?)"
    r"|(?:person |lead |staff )?responsible|staff members?|members? of staff|respondents?|who(?: answered| leads)?"
    rf"|(?:{_DONE} )?by(?: whom)?"
)


def set_people_aside(wording: Wording, known: Known) -> Wording:
    """Without the names that stand beside a question which takes more than words; a person reads them."""
    labels = labels_of(known.template)
    rows = by_row(wording.lines)
    heads: dict[int, tuple[int, dict[int, str]]] = {}  # by table: its first row, and the headings over people
    asked: dict[tuple[int, int], str] = {}
    for (table, row), cells in rows.items():
        asked[table, row] = _asked(cells, known)
        if table not in heads:
            is_head = len(cells) > 1 and not asked[table, row]
            heads[table] = (row, dict(_people(cells, labels.keys()) if is_head else ()))
    kept: list[Line] = []
    aside: list[str] = []
    for line in wording.lines:
        row, names = heads[line.cell.table] if line.cell else (0, {})
        name = names.get(line.cell.column, "") if line.cell else ""
        is_below = line.cell is not None and line.cell.row > row
        if not line.cell or not name or (is_below and not _takes_more(asked[line.cell.table, line.cell.row], known)):
            kept.append(line)
        elif is_below:
            aside.append(f"{name}: {line.text}")
    return wording._replace(lines=kept, aside=(*wording.aside, *aside))


def _people(cells: Sequence[Line], labels: Collection[str]) -> Iterator[tuple[int, str]]:
    """The columns that a heading row gives to people, where no prompt of ours asks for them."""
    for line in cells:
        words = " ".join(words_of(re.sub(r"\([^()]*\)", " ", line.text)))
        if line.cell and _NAMED.fullmatch(words) and words not in labels:
            yield line.cell.column, line.text


def _asked(cells: Sequence[Line], known: Known) -> str:
    """The question that a row names in a cell of its own."""
    for line in cells:
        code = CODE.match(line.text)
        ref = code[1] if code else re.sub(r"^\W*(?:q(?:uestion)?\.?\s*)?|\W+$", "", line.text.strip().lower())
        if ref in known.refs:
            return ref
    return ""


def _takes_more(ref: str, known: Known) -> bool:
    """Whether a question takes a rating, a yes, a number or a choice, for which a name may be taken."""
    question = known.template.by_ref.get(ref)
    return question is not None and any(each.kind is not Kind.TEXT for each in prompts(known.template, question))
