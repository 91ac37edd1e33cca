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

    def take(self, other: "Count") -> None:
        """Add the answers and agencies of another part."""
        self.answers += other.answers
        self.of_answers += other.of_answers
        self.agencies |= other.agencies
        self.of_agencies |= other.of_agencies


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

    def __init__(self) -> None:
        self._whole = defaultdict[str, Count](Count)
        self._mentioned = defaultdict[tuple[str, str], Count](Count)

    def add(self, part: str, agency: str, themes: set[str]) -> None:
        """One answer of an agency."""
        whole = self._whole[part]
        whole.of_answers += 1
        whole.of_agencies.add(agency)
        for theme in themes:
            mentioned = self._mentioned[theme, part]
            mentioned.answers += 1
            mentioned.agencies.add(agency)

    def by(self, name: Callable[[str], str]) -> "_Division":
        """The same answers in larger parts: those whose names it makes one."""
        made = _Division()
        for part, there in self._whole.items():
            made._whole[name(part)].take(there)
        for (theme, part), there in self._mentioned.items():
            made._mentioned[theme, name(part)].take(there)
        return made

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
        self.rated += met is not None
        self.not_met += met is False
        for theme in themes:  # one by one: Counter.update takes ten times as long over one or two
            self.mentioned[theme] += 1
            self.rated_with[theme] += met is not None
            self.not_met_with[theme] += met is False

    def take(self, other: "_Whole") -> None:
        """Add what another place comes to, which has no answer of this one."""
        self.answers += other.answers
        self.rated += other.rated
        self.not_met += other.not_met
        self.mentioned += other.mentioned
        self.rated_with += other.rated_with
        self.not_met_with += other.not_met_with

    def of(self, theme: str) -> Rate:
        low, rated = self.not_met_with[theme], self.rated_with[theme]
        return Rate(self.mentioned[theme], self.answers, low, rated, self.not_met - low, self.rated - rated)


def _places(found: Figures, wrote: Iterable[tuple[Wrote, set[str]]]) -> dict[_Somewhere, _Whole]:
    """Every place where anybody wrote: each prompt of each question, each question, each prompt, and all."""
    said = defaultdict[_Somewhere, defaultdict[str, set[str]]](lambda: defaultdict(set))
    for each, themes in wrote:
        for prompt in (each.prompt, ""):
            said[each.question, prompt][each.agency] |= themes
    made = defaultdict[_Somewhere, _Whole](_Whole)
    for (ref, prompt), by_agency in said.items():
        here = made[ref, prompt]
        for agency, themes in by_agency.items():
            here.add(themes, _is_met(found, (agency, ref)))
        made["", prompt].take(here)
    return made


def theme_figures(found: Figures, wrote: Sequence[Wrote], themes: Themes) -> list[ThemeFigures]:
    """Count submitted returns on reported questions, each answer once, in the order of the files of themes."""
    submitted = {each.abbr for each in found.submitted}
    reported = {question.ref: question for question in found.template.reported}
    counted = [(each, each.themes) for each in wrote if each.agency in submitted and each.question in reported]
    order = {ref: at for at, ref in enumerate(reported)}
    counted.sort(key=lambda one: (order[one[0].question], one[0].prompt))  # not as the agencies come
    by_question, by_prompt = _Division(), _Division()
    for each, mentioned in counted:
        by_question.add(each.question, each.agency, mentioned)
        by_prompt.add(each.prompt, each.agency, mentioned)
    whole = by_question.by(lambda _: "")
    by_standard = by_question.by(lambda ref: reported[ref].standard)
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
