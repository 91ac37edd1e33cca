"""Which themes the answers mention and which they do not, counted. Pure: SQL and the tagger have been before."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from config.questionnaire import Question, Template
from config.themes import Themes
from intake.returns import Said
from reports.figures.summary import Figures
from reports.figures.tally import share


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


_NOBODY = Count()


class Rate(NamedTuple):
    """Of the answers at a place those that mention a theme, and how they and the others were rated.

    An answer is here all that one agency wrote there to one question.
    """

    answers: int = 0
    of_answers: int = 0
    not_met: int = 0
    rated: int = 0
    others_not_met: int = 0
    others_rated: int = 0


_Somewhere = tuple[str, str]  # a question and a prompt of it; empty stands for all


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
    rates: Mapping[_Somewhere, Rate]  # at every place where anybody wrote
    core: bool = False  # told even where nobody mentions it

    @property
    def silent(self) -> list[str]:
        """Agencies that wrote something and never mention it."""
        return sorted(self.total.of_agencies - self.total.agencies)

    @property
    def low(self) -> Rate:
        """The rate over all questions."""
        return self.rates.get(("", ""), Rate())

    @property
    def others(self) -> tuple[int, int]:
        """Not met, of rated: the answers that do not mention it, to the questions where another does."""
        rates = [each for (ref, prompt), each in self.rates.items() if ref and not prompt and each.answers]
        return sum(each.others_not_met for each in rates), sum(each.others_rated for each in rates)


class _Division:
    """The answers parted by a name, each theme under each name counted in one pass."""

    def __init__(self, wrote: Iterable[tuple[Wrote, set[str]]], name: Callable[[Wrote], str]) -> None:
        self._whole = defaultdict[str, Count](Count)
        self._mentioned = defaultdict[tuple[str, str], Count](Count)
        for each, themes in wrote:
            part = name(each)
            whole = self._whole[part]
            whole.of_answers += 1
            whole.of_agencies.add(each.agency)
            for theme in themes:
                mentioned = self._mentioned[theme, part]
                mentioned.answers += 1
                mentioned.agencies.add(each.agency)

    def of(self, theme: str) -> dict[str, Count]:
        """By name, in the order the names first came, with those under which nobody mentions it."""
        made = {}
        for part, whole in self._whole.items():
            mentioned = self._mentioned.get((theme, part), _NOBODY)
            made[part] = Count(mentioned.answers, whole.of_answers, mentioned.agencies, whole.of_agencies)
        return made


@dataclass
class _Whole:
    """The answers at a place, and of each theme those that mention it."""

    answers: int = 0
    rated: int = 0
    not_met: int = 0
    mentioned: Counter[str] = field(default_factory=Counter)
    rated_with: Counter[str] = field(default_factory=Counter)
    not_met_with: Counter[str] = field(default_factory=Counter)

    def add(self, themes: set[str], met: bool | None) -> None:
        self.answers += 1
        self.mentioned.update(themes)
        if met is not None:
            self.rated += 1
            self.rated_with.update(themes)
        if met is False:
            self.not_met += 1
            self.not_met_with.update(themes)

    def of(self, theme: str) -> Rate:
        low, rated = self.not_met_with[theme], self.rated_with[theme]
        return Rate(self.mentioned[theme], self.answers, low, rated, self.not_met - low, self.rated - rated)


def _places(found: Figures, wrote: Iterable[tuple[Wrote, set[str]]]) -> dict[_Somewhere, _Whole]:
    """Every place where anybody wrote: each prompt of each question, each question, each prompt, and all."""
    cells = defaultdict[_Somewhere, defaultdict[tuple[str, str], set[str]]](lambda: defaultdict(set))
    for each, themes in wrote:
        for place in ((each.question, each.prompt), (each.question, ""), ("", each.prompt), ("", "")):
            cells[place][each.agency, each.question] |= themes
    met = {cell: _is_met(found, cell) for cell in cells["", ""]}
    made = defaultdict[_Somewhere, _Whole](_Whole)
    for place, said in cells.items():
        for cell, themes in said.items():
            made[place].add(themes, met[cell])
    return made


def theme_figures(found: Figures, wrote: Sequence[Wrote], themes: Themes) -> list[ThemeFigures]:
    """Count submitted returns on reported questions, each answer once, in the order of the files of themes."""
    submitted = {each.abbr for each in found.submitted}
    reported = {question.ref: question for question in found.template.reported}
    counted = [(each, each.themes) for each in wrote if each.agency in submitted and each.question in reported]
    whole = _Division(counted, lambda _: "")
    by_question = _Division(counted, lambda each: each.question)
    by_standard = _Division(counted, lambda each: reported[each.question].standard)
    by_prompt = _Division(counted, lambda each: each.prompt)
    places = _places(found, counted)
    return [
        ThemeFigures(
            key,
            themes.title(key),
            whole.of(key).get("", Count()),
            by_question.of(key),
            by_standard.of(key),
            by_prompt.of(key),
            [ref for ref, question in reported.items() if _is_about(question, themes.by_key[key].keywords)],
            {place: there.of(key) for place, there in places.items()},
            core=themes.by_key[key].core,
        )
        for key in themes.by_key
    ]


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
        "low_ratings": _low(each),
    }


def _low(each: ThemeFigures) -> dict[str, object]:
    low, (not_met, rated) = each.low, each.others
    return {
        "not_met": low.not_met,
        "of_rated": low.rated,
        "share": share(low.not_met, low.rated),
        "elsewhere": {"not_met": low.others_not_met, "of_rated": low.others_rated},
        "others_of_the_same_questions": {"not_met": not_met, "of_rated": rated, "share": share(not_met, rated)},
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


def is_words(template: Template, answer: Said) -> bool:
    """Whether an answer is something a person wrote: the words of a text prompt."""
    if (answer.question, answer.prompt) not in template.in_words or answer.not_applicable:
        return False
    return bool(answer.value) and not answer.value.isspace()
