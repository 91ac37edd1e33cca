"""What people write before an answer, or at the head of a table's column, with the prompt it means."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from config.notation import LatePattern
from config.questionnaire import PLAN_WHAT, PLAN_WHEN, PLAN_WHO, RATING, YES_NO, Kind, Template
from intake.letters.lines import Line, Wording, by_row
from intake.letters.ours import Known, words_of
from intake.letters.tables.periods import is_measure, is_of_a_time
from intake.letters.tables.titles import SHORTENED, without_title
from intake.ratings import kept

ANSWER = "\0answer"  # the heading of a column that holds the answer to whatever the row asks
_OWN_LABEL = re.compile(
    r"[\s*_•·>–-]{0,4}([^\W\d_][\w/' ,?-]{0,40}?)[*_]{0,2}\s*(?:[:=]|\s[-–—]\s|\?\s*[:–-]?\s)[*_]{0,2}\s*"
)
_RATING_LABELS = (
    "rating",
    "our rating",
    "your rating",
    "self rating",
    "rag",
    "brag",
    "rag rating",
    "brag rating",
    "score",
    "our score",
    "self assessment",
    "grade",
    "judgement",
    "status",
    "self assessment rating",
    "rag status",
    "colour",
    "color",
    "rag colour",
    "traffic light",
    "grading",
    "overall rating",
)
ANSWERS = frozenset(["your answer", "answer", "answers", "response", "our answer", "our response", "reply"])
_ANSWER_LABELS = frozenset(["answer", "your answer", "our answer", "response", "our response", "reply"])
_TEXT_LABELS = (
    "comment",
    "comments",
    "evidence",
    "answer",
    "your answer",
    "notes",
    "text",
    "details",
    "detail",
    "narrative",
    "commentary",
    "explanation",
    "reason",
    "reasons",
    "why",
    "our evidence",
    "supporting evidence",
    "evidence and comments",
    "our answer",
    "response",
    "our response",
)


@lru_cache(maxsize=32)
def labels_of(template: Template) -> Mapping[str, str]:
    """What people write before an answer, with the prompt it means, where it can mean only one."""
    found: dict[str, str] = {label: RATING for label in _RATING_LABELS}
    found |= {label: YES_NO for label in ("yes no", "yes or no")}
    texts = {prompt.key for question in template.questions for prompt in question.prompts if prompt.kind is Kind.TEXT}
    if "text" in texts:
        found |= {label: "text" for label in _TEXT_LABELS}
    for question in template.questions:
        for prompt in question.prompts:
            found.setdefault(" ".join(words_of(prompt.text)), prompt.key)
            found.setdefault(prompt.key.replace("_", " "), prompt.key)
    shorter = {
        "working_well": (
            "working well",
            "what's working",
            "whats working well",
            "what works",
            "what works well",
            "strengths",
        ),
        "worried_about": (
            "worried about",
            "worries",
            "worried",
            "concerns",
            "what are we worried about",
            "our worries",
        ),
        "needs_to_happen": ("needs to happen", "what next", "next steps", "actions", "action", "to do"),
        "difference": ("difference", "impact", "what changed", "what has changed", "outcome", "outcomes", "so what"),
    }
    for key, labels in shorter.items():
        if key in texts:
            found |= {label: key for label in labels}
    if template.plan_below:
        found |= _PLAN_LABELS
    return found


_PLAN_LABELS = {
    **dict.fromkeys(("action", "actions", "plan", "action required", "actions required", "action needed"), PLAN_WHAT),
    **dict.fromkeys(("owner", "lead", "who", "by whom", "responsible"), PLAN_WHO),
    **dict.fromkeys(("when", "by when", "timescale", "deadline", "target date"), PLAN_WHEN),
}


_ASIDE = "\0aside"  # the heading of a column that is no answer to anything we ask
_OWN_HEADINGS = (
    "action",
    "actions",
    "action required",
    "actions required",
    "action needed",
    "actions needed",
    "by when",
)
_PLANS = LatePattern(  # "Owner and date", "Action / by whom / by when", "Improvement plan"
    r"(?:(?:next|further|agreed|planned|required|proposed|review|reviewed|start|end"
    r"|improvement|target|due|completion|our|any|the|to|be|and|or|of|for) )*"
    r"(?:actions?|owners?|steps?|plans?|dates?|deadlines?|timescales?|whom|who|when|responsible|responsibility|person"
    r"|lead|done|taken)"
    r"(?: (?:actions?|owners?|steps?|plans?|dates?|deadlines?|timescales?|by|whom|who|when|responsible"
    r"|person|lead|and|or|required|needed|agreed|planned|due|target|completion|taken|to|be|of|for|the|is))*"
)
_BESIDE = frozenset(  # words that a heading may have beside the one that says what stands below it
    words_of(
        "the our your we us of for to on in and or as a an is are was has have had it its this that any been do"
        " does did what how s children"
        " child young people families family lives their them children's childrens made make makes"
        " seen result achieved evidence"
    )
)
_DIFFERENCE = frozenset(
    words_of(
        "difference differences different changed change changes impact impacts outcome outcomes benefit benefits"
        " improved"
    )
)
_WORDS = frozenset(
    words_of(
        "evidence comment comments commentary narrative rationale justification explanation examples example"
        " information details detail description notes reason reasons know summary"
    )
)
_BESIDE_WORDS = _BESIDE - _DIFFERENCE | frozenset(
    words_of(
        "supporting support rating score rag self assessment compliance main brief additional max words you current"
    )
)
_PLACES = LatePattern(
    r"(?:(?:our|which|name of|the|your) )*(?:teams?|wards?|services?|departments?|dept"
    r"|directorate|division|units?|sites?|localit(?:y|ies)"
    r"|hubs?|groups?|houses?|homes?|rooms?|class(?:es)?|branch(?:es)?|areas?|settings?|locations?|buildings?|practices?|schools?)"
)
_QUESTION_HEADINGS = ("question", "questions", "standard", "item", "requirement", "standard question")


_MOST_WORDS = 8  # of a heading


class Label(NamedTuple):
    """A label of somebody's own before an answer: the prompt it means, whether it just says so, where it ends."""

    prompt: str
    is_plain: bool
    end: int


def label_of(text: str, labels: Mapping[str, str]) -> Label | None:
    """The label that a line begins with, among those that `labels_of` gives."""
    found = _OWN_LABEL.match(text)
    words = " ".join(words_of(found[1])) if found else ""
    return Label(labels[words], words in _ANSWER_LABELS, found.end()) if found and words in labels else None


def under_headings(wording: Wording, known: Known) -> Wording:
    """Tables with a heading row: the row taken out, and each cell below told what its column asks."""
    labels = {
        **dict.fromkeys(_OWN_HEADINGS, _ASIDE),
        **dict.fromkeys((*_QUESTION_HEADINGS, *CODE_HEADINGS), SHORTENED),
        **labels_of(known.template),
        **dict.fromkeys(ANSWERS, ANSWER),
    }
    labels |= dict.fromkeys(("met", "is this met", "met or not", *map(_plain, _scale_listed(known))), RATING)
    cells = by_row(wording.lines)
    headed: dict[int, tuple[int, dict[int, str]]] = {}  # by table: the heading row, and its labels by column
    for (table, row), each in cells.items():
        if table in headed or len(each) < 2:
            continue
        named = [_heading(line.text, labels) for line in each]
        if RATING in named:  # beside it "Amber" below "Team" or "Ward" is a team or a ward
            places = [_PLACES.fullmatch(_plain(line.text)) is not None for line in each]
            named = [_ASIDE if place else name for name, place in zip(named, places, strict=True)]
        below = next((more for (same, at), more in cells.items() if same == table and at > row), [])
        if all(name is not None for name in named) or _heads_codes(each, named, below, known):
            columns = {line.cell.column: name for line, name in zip(each, named, strict=True) if line.cell and name}
            headed[table] = (row, columns)
    told = list(_under(wording.lines, headed))
    own = [line.text for line in told if line.label == _ASIDE]
    answered = [line for line in told if line.label not in ("", _ASIDE, SHORTENED)]
    asked = {line.cell.table for line in answered if line.cell}
    coded = {place for place, each in cells.items() if place[0] in asked and any(_is_code(line) for line in each)}
    kept = [without_title(line, coded, known) for line in told if line.label != _ASIDE]
    return wording._replace(lines=[line for line in kept if line is not None], aside=(*wording.aside, *own))


def _scale_listed(known: Known) -> Iterator[str]:
    """How a heading may list the ratings: "Met / Partially met / Not met", with N/A or without."""
    said = [rating.label for rating in known.template.scale.given]
    codes = [rating.code for rating in known.template.scale.given]
    for ways in (said, said[::-1], codes, codes[::-1]):
        for more in ([], ["N/A"]):
            yield " ".join([*ways, *more])
            yield " ".join([*ways[:-1], "or", ways[-1], *more])


def _plain(words: str) -> str:
    return " ".join(words_of(words))


def _heads_codes(row: Sequence[Line], named: Sequence[str | None], below: Sequence[Line], known: Known) -> bool:
    """Whether a row heads a table of codes though some of its columns are their own: "Ref | Rating | Meeting"."""
    if sum(known.spoken.head(line.text).is_clear and not is_code_heading(line.text) for line in row) > 1:
        return False  # a column a rating; "Met?" alone heads them all, and "No." the codes
    is_short = all(len(line.text.split()) <= _MOST_WORDS and not line.text[3:].endswith(".") for line in row)  # "No."
    is_coded = bool(below) and _is_code(below[0]) and not any(_is_code(line) for line in row)
    return is_short and is_coded and named[0] is not None and any(named)


def _is_code(line: Line) -> bool:
    return line.text.startswith("[")


def _in_other_words(words: str, keys: Collection[str]) -> str | None:
    """The box that a heading means which says it in words of its own: "What changed for children"."""
    said = frozenset(word for word in words.split() if not word.isdigit())
    if "difference" in keys and said & _DIFFERENCE and said <= _BESIDE | _DIFFERENCE:
        return "difference"
    return "text" if "text" in keys and said & _WORDS and said <= _BESIDE_WORDS | _WORDS else None


def _heading(text: str, labels: Mapping[str, str]) -> str | None:
    """The prompt a heading stands for; "" for a heading that asks nothing, None for what is no heading."""
    words = _out_of_brackets(text)
    if words not in labels and (meant := _in_other_words(words, labels.values())):
        return meant
    if words not in labels and (_PLANS.fullmatch(words) or is_measure(words)):
        return _ASIDE
    return labels.get(words, "" if words in _OTHER_HEADINGS or is_of_a_time(words) else None)


@kept
def _out_of_brackets(text: str) -> str:
    return _plain(re.sub(r"\([^()]*\)", " ", text))


def is_label(text: str, known: Known) -> bool:
    """Whether a cell says what is answered beside it, such as "Score"."""
    return bool(_heading(text, labels_of(known.template)))


def is_place(text: str) -> bool:
    """Whether a heading is of a part of the agency, or of one of several: "Team", "Ward B"."""
    return _PLACES.fullmatch(re.sub(r" (?:[a-z]|\d{1,2})$", "", _out_of_brackets(text))) is not None


def is_code_heading(text: str) -> bool:
    return _out_of_brackets(text) in CODE_HEADINGS


def label_in_words(text: str, known: Known) -> str:
    """The prompt that a cell means which says what is answered beside it; empty where it means none of ours."""
    labels = {**labels_of(known.template), **dict.fromkeys(ANSWERS, "")}
    said = _heading(text, labels)
    return said if said and said != _ASIDE else ""


def _under(lines: Sequence[Line], headed: dict[int, tuple[int, dict[int, str]]]) -> Iterator[Line]:
    for line in lines:
        row, columns = headed.get(line.cell.table, (-1, {})) if line.cell else (-1, {})
        if line.cell is None or line.cell.row < row or not columns:
            yield line
        elif line.cell.row > row:
            yield line._replace(label=columns.get(line.cell.column, ""))


CODE_HEADINGS = frozenset(
    [
        "code",
        "question",
        "questions",
        "ref",
        "reference",
        "no",
        "number",
        "q",
        "standard",
        "item",
        "question no",
        "standard no",
        "standard number",
        "item no",
        "item number",
        "ref no",
        "question number",
        "qu",
        "q no",
        "q number",
        "question ref",
        "standard ref",
        "requirement",
        "standard question",
        "",  # "#"
    ]
)
_OTHER_HEADINGS = CODE_HEADINGS | {"guidance", "what we ask", "we ask", "prompt", "name", "date", "lead", "owner"}
