"""What the columns of a sheet hold, by the words above them; guessed from the cells where none stand. Pure."""

import re
import unicodedata
from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple

from config.notation import LatePattern
from intake.audits.workbooks.sheets import Sheet, SheetRow

LONGEST_HEAD = 120


class ColumnRole(StrEnum):
    """What a column holds; the last six are boxes that agencies fill."""

    NUMBER = "number"
    STANDARD_NUMBER = "standard number"
    STANDARD = "standard"
    QUESTION = "question"
    GUIDANCE = "guidance"
    EVIDENCE = "evidence"
    KIND = "kind"
    REQUIRED = "required"
    CHOICES = "choices"
    SECTORS = "sectors"
    UNKNOWN = "not known"
    RATING_BOX = "a rating to give"
    YES_NO_BOX = "a yes or no to give"
    DATE_BOX = "a date to give"
    CHOICE_BOX = "a choice to make"
    TEXT_BOX = "a box to write in"
    EVIDENCE_BOX = "a box to write in, with evidence asked"


BOXES = frozenset(role for role in ColumnRole if role.name.endswith("_BOX"))

# The first that fits decides. Words are compared in small letters, without marks, brackets and "section 11".
WORDS = (
    (ColumnRole.STANDARD_NUMBER, r"(standard|section|area|part|theme|domain) (no|number|ref|reference|id)"),
    (ColumnRole.NUMBER, r"(.* )?(no|nos|number|numbers|ref|refs|reference|id)|q|qn|item"),
    (ColumnRole.REQUIRED, r"(is it )?(required|mandatory|compulsory|must be answered|must answer)( y n| yes no)?"),
    (
        ColumnRole.KIND,
        r"(kind|type|format)( of (answer|question|response))?|(answer|question|response) (kind|type|format)",
    ),
    (ColumnRole.CHOICES, r"choices|options|(answer|response|drop ?down) (options|choices|list)"),
    (ColumnRole.SECTORS, r"applies to|asked of|who answers|sectors?|for whom|applicable to"),
    (ColumnRole.YES_NO_BOX, r".*\b(yes no|y n)\b.*"),
    (
        ColumnRole.QUESTION,
        r"(.* )?(questions?|requirements?|criteri(on|a)|indicators?|statements?|descriptors?|what we ask)",
    ),
    (
        ColumnRole.GUIDANCE,
        r".*\b(guidance|looks like|hints?|help|consider|explanation|prompts?|notes?|information)\b.*",
    ),
    (ColumnRole.EVIDENCE, r".*\b(evidence|evidenced|documents?|documentation|uploads?|attachments?)\b.*"),
    (ColumnRole.RATING_BOX, r".*\b(rag|ratings?|rated|scores?|grades?|judge?ment|level|complian(ce|t)|status)\b.*"),
    (ColumnRole.RATING_BOX, r"(fully )?met\b.*|.*\b(not met|amber)\b.*"),
    (ColumnRole.RATING_BOX, r"self assess(ed|ment)( .*)?"),
    (ColumnRole.DATE_BOX, r"(by )?when|.*\b(date|deadline)"),
    (
        ColumnRole.TEXT_BOX,
        r".*\b(comments?|responses?|answers?|actions?|whom?|lead|owner|working well|worried|happen|improvements?|gaps?"
        r"|impact|narrative|summary|progress|what do you|how do you|timescales?)\b.*",
    ),
    (ColumnRole.STANDARD, r".*\b(standards?|sections?|areas?|themes?|domains?|topics?|category|part)\b.*"),
)
_REF = LatePattern(
    r"(?:q(?:uestion)?\s?)?\d{1,3}(?:[.\-]\d{1,3}){0,3}[a-z]?\.?|[a-z]\d{1,3}(?:\.\d{1,3})*", re.IGNORECASE
)


class ColumnHeads(NamedTuple):
    """What each column holds, the words above it, and the row they stand in: 0 where the columns were guessed."""

    roles: dict[int, ColumnRole]
    words: dict[int, str]
    row: int = 0

    def column(self, role: ColumnRole) -> int:
        """The first column of this role; 0 where there is none."""
        return min((column for column, each in self.roles.items() if each is role), default=0)


def heads_of(row: SheetRow) -> ColumnHeads | None:
    """The heads a row is, if it is one: two words at least name columns, and one the question or its number."""
    cells = {column: said for column, said in row.cells.items() if column not in row.above}
    if not cells or any(len(said) > LONGEST_HEAD or is_ref(said) for said in cells.values()):
        return None
    roles = {column: role_of(said) for column, said in cells.items()}
    known = [role for role in roles.values() if role is not ColumnRole.UNKNOWN]
    says = {ColumnRole.QUESTION, ColumnRole.NUMBER, ColumnRole.STANDARD} & set(known)
    if len(known) < 2 or not says or 2 * len(known) < len(roles):
        return None
    return ColumnHeads(roles, cells, row.number)


def role_of(head: str) -> ColumnRole:
    """What a column with these words above it holds."""
    if head.strip() in ("#", "№"):
        return ColumnRole.NUMBER
    if re.search(r"\by(es)?\s*/\s*n(o)?\b", head, re.IGNORECASE):
        return ColumnRole.YES_NO_BOX
    words = plain_words(re.sub(r"\([^)]*\)", " ", head)) or plain_words(head)
    return next((role for role, pattern in WORDS if re.fullmatch(pattern, words)), ColumnRole.UNKNOWN)


def plain_words(said: str) -> str:
    """Small letters and digits with one space between words, without the name of the duty itself."""
    seen = unicodedata.normalize("NFKC", said).casefold()
    words = " ".join(re.sub(r"[^\w]+", " ", seen).split())
    return re.sub(r"\b(section 11|s11)\b ?", "", words).strip() or words


def is_ref(said: str) -> bool:
    """Whether a cell is a number such as 4, 1.10, Q3 or B2 and nothing else."""
    return _REF.fullmatch(said.strip()) is not None


def guessed(rows: Iterable[SheetRow]) -> ColumnHeads | None:
    """The columns of a sheet without heads: most numbers are the number, the longest words are the question."""
    cells: dict[int, list[str]] = {}
    for row in rows:
        for column, said in row.own.items():
            cells.setdefault(column, []).append(said)
    numbers = [column for column, said in cells.items() if len(said) > 1 and sum(map(is_ref, said)) * 2 > len(said)]
    words = {column: sum(map(len, said)) for column, said in cells.items() if column not in numbers}
    if not words or not numbers:
        return None
    question = max(words, key=lambda column: (words[column], -column))
    roles = dict.fromkeys(cells, ColumnRole.UNKNOWN) | {min(numbers): ColumnRole.NUMBER, question: ColumnRole.QUESTION}
    return ColumnHeads(roles, {})


def settle(sheet: Sheet, heads: ColumnHeads, until: int) -> ColumnHeads:
    """The heads with what the cells below them decide: a column to fill is a box, and some column is the question."""
    below = [row for row in sheet.rows if heads.row < row.number < until]
    filled = {column: [row.cells[column] for row in below if column in row.cells] for column in heads.roles}
    roles = {
        column: _settled(role, filled[column], sheet.choices.get(column, ())) for column, role in heads.roles.items()
    }
    for column in sheet.choices.keys() - roles.keys():
        roles[column] = _settled(ColumnRole.UNKNOWN, [], sheet.choices[column])
    if ColumnRole.QUESTION not in roles.values():
        plain = (ColumnRole.STANDARD, ColumnRole.UNKNOWN, ColumnRole.GUIDANCE)
        words = {column: sum(map(len, set(filled.get(column, ())))) for column, role in roles.items() if role in plain}
        if words:
            roles[max(words, key=lambda column: words[column])] = ColumnRole.QUESTION
    return heads._replace(roles=roles)


_IF_EMPTY = {
    ColumnRole.EVIDENCE: ColumnRole.EVIDENCE_BOX,
    ColumnRole.GUIDANCE: ColumnRole.TEXT_BOX,
    ColumnRole.UNKNOWN: ColumnRole.TEXT_BOX,
}


def _settled(role: ColumnRole, filled: list[str], choices: tuple[str, ...]) -> ColumnRole:
    if choices and role in (*BOXES, *_IF_EMPTY):
        said = {plain_words(each) for each in choices}
        if said <= {"yes", "no", "y", "n", "n a"}:
            return ColumnRole.YES_NO_BOX
        is_scale = role is ColumnRole.RATING_BOX and not said & {"yes", "no"}  # a rating of these names would be a yes
        return role if is_scale else ColumnRole.CHOICE_BOX
    if not filled:
        return _IF_EMPTY.get(role, role)
    return role
