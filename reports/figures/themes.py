"""Which themes the answers mention and which they do not, counted. Pure: SQL and the tagger have been before."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from config.questionnaire import Kind, Question, Template
from config.themes import Themes
from reports.figures.summary import Figures
from reports.figures.tally import share
from storage.nouns import Answer


class Mention(NamedTuple):
    """One theme in one answer, with its sentence and what it rests on."""

    theme: str
    sentence: str
    words: str
    why: str
    score: float
    decision: str = ""
    id: int = 0


class Wrote(NamedTuple):
    """One answer in words, and what it mentions; mentions that a person rejected are left out of every count."""

    agency: str
    question: str
    prompt: str
    mentions: Sequence[Mention]

    @property
    def themes(self) -> set[str]:
        return {each.theme for each in self.mentions if each.decision != "rejected"}


@dataclass
class Count:
    """Answers and agencies that mention a theme, of those that wrote anything."""

    answers: int = 0
    of_answers: int = 0
    agencies: set[str] = field(default_factory=set)
    of_agencies: set[str] = field(default_factory=set)

    def add(self, wrote: Wrote, *, mentioned: bool) -> None:
        self.of_answers += 1
        self.of_agencies.add(wrote.agency)
        if mentioned:
            self.answers += 1
            self.agencies.add(wrote.agency)


@dataclass
class ThemeFigures:
    """Everything counted of one theme. `expected`: the questions that are about it, though an answer may not be."""

    key: str
    title: str
    total: Count
    by_question: Mapping[str, Count]
    by_standard: Mapping[str, Count]
    by_prompt: Mapping[str, Count]
    expected: Sequence[str]
    not_met: int  # rated answers not met, where the answer mentions the theme
    rated: int
    not_met_elsewhere: int  # the same where it does not
    rated_elsewhere: int
    core: bool = False  # told even where nobody mentions it

    @property
    def silent(self) -> list[str]:
        """Agencies that wrote something and never mention it."""
        return sorted(self.total.of_agencies - self.total.agencies)


def theme_figures(found: Figures, wrote: Sequence[Wrote], themes: Themes) -> list[ThemeFigures]:
    """Count submitted returns on reported questions, theme by theme, in the order of the files."""
    submitted = {each.abbr for each in found.submitted}
    reported = {question.ref: question for question in found.template.reported}
    counted = [each for each in wrote if each.agency in submitted and each.question in reported]
    return [_counted(found, counted, reported, themes, key) for key in themes.by_key]


def _counted(
    found: Figures, wrote: Sequence[Wrote], reported: Mapping[str, Question], themes: Themes, key: str
) -> ThemeFigures:
    total = Count()
    groups = defaultdict[str, Count](Count), defaultdict[str, Count](Count), defaultdict[str, Count](Count)
    low = {True: [0, 0], False: [0, 0]}
    for each in wrote:
        mentioned = key in each.themes
        places = (each.question, reported[each.question].standard, each.prompt)
        for count in (total, *(group[name] for group, name in zip(groups, places, strict=True))):
            count.add(each, mentioned=mentioned)
    for cell in {(each.agency, each.question) for each in wrote}:
        met = _is_met(found, cell)
        if met is not None:
            mentioned = any(key in each.themes for each in wrote if (each.agency, each.question) == cell)
            low[mentioned][0] += not met
            low[mentioned][1] += 1
    words = themes.by_key[key].keywords
    expected = [ref for ref, question in reported.items() if _is_about(question, words)]
    return ThemeFigures(
        key,
        themes.title(key),
        total,
        *groups,
        expected,
        low[True][0],
        low[True][1],
        low[False][0],
        low[False][1],
        core=themes.by_key[key].core,
    )


def _is_met(found: Figures, cell: tuple[str, str]) -> bool | None:
    standing = found.standings.get(cell)
    if standing is None or standing.rating is None:
        return None
    return found.template.scale.by_code[standing.rating].counts_as == "met"


def _is_about(question: Question, keywords: Iterable[str]) -> bool:
    text = f" {question.text.lower()} "
    return any(word in text for word in keywords)


def themes_json(counted: Iterable[ThemeFigures]) -> dict[str, object]:
    """The figures of every theme for figures.json."""
    return {each.key: _json(each) for each in counted}


def _json(each: ThemeFigures) -> dict[str, object]:
    return {
        "core": each.core,
        **_count(each.total),
        "by_question": {ref: _count(count) for ref, count in each.by_question.items() if count.answers},
        "by_standard": {ref: _count(count) for ref, count in each.by_standard.items() if count.answers},
        "by_prompt": {name: _count(count) for name, count in sorted(each.by_prompt.items()) if count.answers},
        "not_mentioned_by": each.silent,
        "expected": {ref: _expected(each, ref) for ref in each.expected if ref in each.by_question},
        "low_ratings": {
            "not_met": each.not_met,
            "of_rated": each.rated,
            "share": share(each.not_met, each.rated),
            "elsewhere": {"not_met": each.not_met_elsewhere, "of_rated": each.rated_elsewhere},
        },
    }


def _count(count: Count) -> dict[str, object]:
    return {
        "agencies": len(count.agencies),
        "of_agencies": len(count.of_agencies),
        "answers": count.answers,
        "of_answers": count.of_answers,
    }


def _expected(each: ThemeFigures, ref: str) -> dict[str, object]:
    count = each.by_question[ref]
    return {
        "answers": count.answers,
        "of_answers": count.of_answers,
        "silent": sorted(count.of_agencies - count.agencies),
    }


def is_words(template: Template, answer: Answer) -> bool:
    """Whether an answer is something a person wrote: the words of a text prompt."""
    question = template.by_ref.get(answer.question)
    prompt = question.prompt(answer.prompt) if question else None
    return prompt is not None and prompt.kind is Kind.TEXT and not answer.not_applicable and bool(answer.value.strip())
