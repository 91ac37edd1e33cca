"""What of ours may come back in a reply: the questionnaire's words, and every line of the letters we sent."""

import re
from bisect import insort
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal, NamedTuple

from config.questionnaire import Prompt, Template
from intake.forms import SHEET_HEADINGS, SHEET_WORDS, SentForm, prompts
from intake.letters.ours.echoes import LetterLine, ShownValue, is_repeated, letter_lines
from intake.letters.ours.tokens import CODE, words_of
from intake.ratings import Spoken, ear, kept

Role = Literal["question", "prompt", "other", "turn", "echo"]  # an echo: what somebody wrote, shown back
SHORT = 4  # tokens: anything shorter must stand alone to be taken for ours


class Stretch(NamedTuple):
    """Some words of ours. `about`: the questions whose text it is, or in whose part of the letter alone it is ours."""

    words: tuple[str, ...]
    role: Role
    about: tuple[str, ...] = ()
    prompt: str = ""
    is_rating: bool = False  # begins like a rating, as lines of the scale do
    is_heading: bool = False  # below it we may show what somebody wrote


_Placed = tuple[int, int, Stretch]  # the longest first, and then as they came


@dataclass(eq=False)  # one of each is kept, and what begins as its lines do is asked often
class Ours:
    """Everything of ours that may come back, by its first words."""

    template: Template
    sector: str
    hints: dict[tuple[str, ...], None] = field(default_factory=dict)
    shown: set[str] = field(default_factory=set)  # questions whose answers we have shown
    ratings: set[tuple[str, ...]] = field(default_factory=set)  # lines of the scale
    _by_start: dict[tuple[str, ...], list[Stretch]] = field(default_factory=dict)
    _anywhere: dict[tuple[str, ...], list[_Placed]] = field(default_factory=dict)
    _there: dict[tuple[tuple[str, ...], str], list[_Placed]] = field(default_factory=dict)  # ours at one question alone
    _roles: dict[tuple[str, ...], set[Role]] = field(default_factory=dict)
    _known: set[tuple[object, ...]] = field(default_factory=set)
    _whole: set[tuple[str, ...]] = field(default_factory=set)

    def begins(self, text: str) -> bool:
        """Whether a line begins as a line of ours does; a code alone counts."""
        return _begins(self, text)

    def starting(self, words: Sequence[str]) -> Iterator[Stretch]:
        """Stretches that begin with these words, longest first."""
        yield from self._by_start.get(tuple(words[:2]), ())
        yield from self._by_start.get(tuple(words[:1]), ())

    def starting_at(self, about: str, words: Sequence[str]) -> Iterator[Stretch]:
        """Of these only what may be ours where that question is asked: all others have the same prompts."""
        for start in (tuple(words[:2]), tuple(words[:1])):
            found = self._anywhere.get(start, ())
            there = self._there.get((start, about))
            for each in sorted([*found, *there]) if there else found:
                yield each[2]

    def roles(self, words: tuple[str, ...]) -> Collection[Role]:
        """What these words, and no more, are to us."""
        return self._roles.get(words, ())

    def has(self, words: tuple[str, ...]) -> bool:
        """Whether these words, and no more, are a stretch of ours."""
        return words in self._whole

    def add(self, stretch: Stretch) -> None:
        if stretch.words and stretch[:4] not in self._known:
            self._known.add(stretch[:4])
            if stretch.role != "echo":
                self._whole.add(stretch.words)
            if stretch.is_rating and not stretch.about:
                self.ratings.add(stretch.words)
            self._roles.setdefault(stretch.words, set()).add(stretch.role)
            self._place(stretch)

    def _place(self, stretch: Stretch) -> None:
        key = stretch.words[:2] if len(stretch.words) > 1 else stretch.words
        insort(self._by_start.setdefault(key, []), stretch, key=_shorter)
        placed = (_shorter(stretch), len(self._known), stretch)
        if not stretch.about or stretch.role in ("question", "echo"):
            insort(self._anywhere.setdefault(key, []), placed)
            return
        for ref in stretch.about:
            insort(self._there.setdefault((key, ref), []), placed)

    def copy(self) -> "Ours":
        """The same, to which lines of letters may be added."""
        made = Ours(self.template, self.sector, dict(self.hints), set(self.shown), set(self.ratings))
        made._by_start = {start: list(each) for start, each in self._by_start.items()}
        made._anywhere = {start: list(each) for start, each in self._anywhere.items()}
        made._there = {place: list(each) for place, each in self._there.items()}
        made._roles = {words: set(each) for words, each in self._roles.items()}
        made._known, made._whole = set(self._known), set(self._whole)
        return made


def _shorter(stretch: Stretch) -> int:
    return -len(stretch.words)


@kept
def _begins(known: Ours, text: str) -> bool:
    code = CODE.match(text)
    if code and code[1] in known.template.by_ref:
        return True
    words = words_of(text)
    return any(
        stretch.words[: len(words)] == words[: len(stretch.words)]
        for stretch in known.starting(words)
        if stretch.role != "echo" and (len(stretch.words) >= SHORT or len(words) == len(stretch.words))
    )


@lru_cache(maxsize=32)  # nothing is added afterwards
def ours(template: Template, sector: str, sent: tuple[SentForm, ...]) -> Ours:
    """What of ours may come back in a reply: the questionnaire's words, and every line of the letters sent."""
    asked, labels = _asked(template, sector)
    known, seen = asked.copy(), set[str]()
    for form in sent:
        _add_letter(known, form, labels, ear(template.scale), seen)
    return known


@lru_cache(maxsize=32)  # every agency's letter is another, and all of a round ask the same
def _asked(template: Template, sector: str) -> tuple[Ours, dict[str, dict[str, Prompt]]]:
    """The questionnaire's words; and by question the prompts that an agency writes at."""
    known = Ours(template, sector)
    texts: dict[tuple[str, ...], list[str]] = {}
    labels: dict[str, dict[str, Prompt]] = {}
    for question in template.questions:
        if question.asked_of(sector):
            texts.setdefault(words_of(question.text), []).append(question.ref)
            labels[question.ref] = {prompt.key: prompt for prompt in prompts(template, question)}
    for words, refs in texts.items():
        known.add(Stretch(words, "question", tuple(refs)))
    for ref, each in labels.items():
        for prompt in each.values():
            known.add(Stretch(words_of(prompt.text), "prompt", (ref,), prompt.key))
    for question in template.questions:
        for text in (question.guidance, question.evidence_text, question.attach):
            known.add(Stretch(words_of(text), "other", (question.ref,)))
            known.add(Stretch(words_of(text), "other"))
    for text in (*SHEET_WORDS, " ".join(SHEET_HEADINGS)):
        known.add(Stretch(words_of(text), "other"))
    return known, labels


def _add_letter(
    known: Ours, form: SentForm, labels: dict[str, dict[str, Prompt]], spoken: Spoken, seen: set[str]
) -> None:
    """The lines of one letter; one that stood in an earlier letter (`seen`) adds nothing, but may begin a question."""
    waits, value = False, ShownValue()
    of_last_time = {line for _, line in form.last}  # which are nobody's stretch: they are taken out of a reply first
    for line in letter_lines(form.text, labels):
        if line.text in of_last_time:
            continue
        if line.shows is not None:
            value = _add_shown(known, line, labels, value)
            continue
        value = _end(known, value)
        about = line.about
        waits = waits or line.is_coded
        if line.text in seen and not line.is_coded:
            continue
        seen.add(line.text)
        words = words_of(line.text)
        if not words or known.has(words):
            continue
        bracketed = _hint_of(line.text, labels.get(about, {}).values()) if waits else None
        if bracketed is not None:
            known.hints[bracketed] = None
            continue
        is_rating = spoken.head(line.text).says_something
        told = waits and any(_leads(words, prompt) for prompt in labels.get(about, {}).values())
        if told or line.is_coded:
            known.add(Stretch(words, "other", (about,), is_rating=is_rating))
            continue
        waits = False
        is_heading = line.is_heading or line.leads
        role: Role = "turn" if about or is_heading else "other"
        known.add(Stretch(words, role, (), is_rating=is_rating, is_heading=is_heading))
    _end(known, value)


def _add_shown(
    known: Ours, line: LetterLine, labels: Mapping[str, Mapping[str, Prompt]], value: ShownValue
) -> ShownValue:
    """A line that shows what somebody wrote; the prompt before it is the questionnaire's, and never part of it.

    `value`: the answer shown in the lines before, which may go on here.
    """
    ref = line.shows or ""
    words = words_of(line.text)
    if line.is_coded:
        known.shown.add(ref)
        if not known.has(words):
            known.add(Stretch((*words_of(ref), *words), "other"))
        return _end(known, value)
    label = next((words_of(each.text) for each in labels.get(ref, {}).values() if _leads(words, each)), None)
    if not words or label is not None or (not ref and is_repeated(line.text)):
        value = _end(known, value, goes_on=not words)
    words, about = words[len(label or ()) :], (ref,) if ref else ()
    known.add(Stretch(words, "echo", about))
    return ShownValue((*value.words, *words), about)


def _end(known: Ours, value: ShownValue, *, goes_on: bool = False) -> ShownValue:
    """The whole of an answer shown, which HTML puts on one line; behind a blank line it may go on."""
    known.add(Stretch(value.words, "echo", value.about))
    return value if goes_on else ShownValue()


def _leads(words: tuple[str, ...], prompt: Prompt) -> bool:
    label = words_of(prompt.text)
    return words[: len(label)] == label


def _hint_of(line: str, prompts: Iterable[Prompt]) -> tuple[str, ...] | None:
    """The words in brackets after a prompt, where the line is a prompt of this question."""
    words = words_of(line)
    for prompt in prompts:
        label = words_of(prompt.text)
        if words[: len(label)] == label and re.search(r"\([^()]*\)\s*:?\s*$", line):
            return words[len(label) :]
    return None
