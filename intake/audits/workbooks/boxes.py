"""What each question asks for: the boxes that a sheet leaves for agencies, or the kind that its row names. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from config.questionnaire import Kind, Prompt
from intake.audits.workbooks.headings import BOXES, ColumnHeads, ColumnRole, plain_words
from intake.audits.workbooks.rows import DraftQuestion, Fate, RowFate

OURS = (
    Prompt("rating", Kind.RATING, "Your rating", required=True),
    Prompt("text", Kind.TEXT, "What do you do, and how do you know it works?"),
)
_KIND_OF = {
    ColumnRole.RATING_BOX: Kind.RATING,
    ColumnRole.YES_NO_BOX: Kind.YES_NO,
    ColumnRole.DATE_BOX: Kind.DATE,
    ColumnRole.CHOICE_BOX: Kind.CHOICE,
    ColumnRole.TEXT_BOX: Kind.TEXT,
    ColumnRole.EVIDENCE_BOX: Kind.TEXT,
}
_KINDS = (
    (Kind.YES_NO, r"\b(yes|y n)\b", "Yes or no?"),
    (Kind.RATING, r"\b(rating|rated|rate|rag|score|scored|grade|scale|judgement)\b", "Your rating"),
    (Kind.CHOICE, r"\b(choice|choose|multiple|drop ?down|list|options?|select|tick)\b", "Choose one"),
    (Kind.NUMBER, r"\b(number|numeric|count|how many|integer|percentage|amount)\b", "How many?"),
    (Kind.DATE, r"\b(date|when|day)\b", "Which day?"),
    (Kind.FILES, r"\b(files?|uploads?|attach\w*|documents?|evidence)\b", "Your evidence"),
    (
        Kind.TEXT,
        r"\b(text|words?|narrative|comments?|open|describe|description|free|written|answer|paragraph)\b",
        "Your answer",
    ),
)
MOST_CHOICES, LONGEST_CHOICE = 50, 100
_YES = re.compile(r"y(es)?|x|true|required|mandatory|compulsory|must|\u2713|\u2714", re.IGNORECASE)


def of_columns(heads: ColumnHeads, choices: dict[int, tuple[str, ...]]) -> tuple[Prompt, ...]:
    """The prompts that the empty columns of a sheet are, in order; none where it leaves none."""
    prompts: list[Prompt] = []
    for column, role in sorted(heads.roles.items()):
        if role not in BOXES:
            continue
        kind = _KIND_OF[role]
        if kind in (Kind.RATING, Kind.YES_NO) and any(each.kind is kind for each in prompts):
            kind = Kind.TEXT
        listed = tuple(each[:LONGEST_CHOICE] for each in choices.get(column, ())) if kind is Kind.CHOICE else ()
        if kind is Kind.CHOICE and not 1 < len(listed) <= MOST_CHOICES:
            kind, listed = Kind.TEXT, ()
        words = heads.words.get(column, "").strip() or "Your answer"
        key = kind.value if kind in (Kind.RATING, Kind.YES_NO) else _key(words, {each.key for each in prompts})
        prompts.append(Prompt(key, kind, words, good="yes" if kind is Kind.YES_NO else None, choices=listed))
    return _first_required(prompts)


def of_question(question: DraftQuestion, usual: Sequence[Prompt]) -> tuple[tuple[Prompt, ...], list[RowFate]]:
    """The prompts of a question whose row names its kind, choices or need; the usual ones where it names none."""
    said, told = question.words(ColumnRole.KIND), []
    listed = [part for each in re.split(r"[;,\n/|]", question.words(ColumnRole.CHOICES)) if (part := each.strip())]
    choices = tuple(each for each in listed if len(each) <= LONGEST_CHOICE)[:MOST_CHOICES]
    if len(choices) < len(listed):
        told.append(_tell(question, ColumnRole.CHOICES, "; ".join(listed), "Too many or too long: some are left out."))
    prompts = list(usual)
    if said:
        kinds = list(_kinds(plain_words(said)))
        if kinds:
            prompts = list(_first_required([_of_kind(kind, words) for kind, words in kinds]))
        else:
            told.append(
                _tell(question, ColumnRole.KIND, said, "This kind is not known: the usual boxes are asked here.")
            )
    if choices and not any(each.kind is Kind.CHOICE for each in prompts) and not said:
        prompts = [Prompt("choice", Kind.CHOICE, "Choose one", required=True)]
    prompts = [replace(each, choices=choices) if each.kind is Kind.CHOICE and choices else each for each in prompts]
    if any(each.kind is Kind.CHOICE and len(each.choices) < 2 for each in prompts):
        told.append(
            _tell(question, ColumnRole.KIND, said, "A choice needs two choices at least: words are asked here.")
        )
        prompts = [
            Prompt(each.key, Kind.TEXT, "Your answer", each.required)
            if each.kind is Kind.CHOICE and len(each.choices) < 2
            else each
            for each in prompts
        ]
    need = question.words(ColumnRole.REQUIRED)
    if need:
        must = _YES.fullmatch(need.strip()) is not None
        prompts = [replace(each, required=must and (each.required or at == 0)) for at, each in enumerate(prompts)]
    return tuple(prompts), told


def _kinds(words: str) -> Iterator[tuple[Kind, str]]:
    left = words
    for kind, pattern, text in _KINDS:
        if re.search(pattern, left):
            yield kind, text
            left = re.sub(pattern, " ", left)


def _of_kind(kind: Kind, text: str) -> Prompt:
    return Prompt(kind.value, kind, text, good="yes" if kind is Kind.YES_NO else None)


def _first_required(prompts: Sequence[Prompt]) -> tuple[Prompt, ...]:
    """A rating and a yes/no must be given; where there is neither, the first box."""
    strong = [each for each in prompts if each.kind in (Kind.RATING, Kind.YES_NO)] or list(prompts[:1])
    return tuple(replace(each, required=each in strong) for each in prompts)


def _key(words: str, taken: set[str]) -> str:
    stem = re.sub(r"[^a-z0-9]+", "_", plain_words(words)).strip("_")[:36].strip("_")
    stem = stem if re.match(r"[a-z]", stem) and stem not in ("rating", "yes_no") else f"box_{stem}".strip("_")
    return next(key for key in (stem, *(f"{stem}_{number}" for number in range(2, 99))) if key not in taken)


def _tell(question: DraftQuestion, role: ColumnRole, said: str, told: str) -> RowFate:
    return RowFate(question.sheet, question.row, Fate.QUESTION, question.columns.column(role), said, told)
