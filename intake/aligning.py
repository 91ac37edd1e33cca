"""Which words of a reply are ours: every stretch of the letters we sent, found however it was wrapped or quoted."""

import difflib
import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal, NamedTuple

from config.audit import Prompt, Template
from intake.asking import SHEET_HEADINGS, SHEET_WORDS, prompts
from intake.forms import SentForm
from intake.lines import Line
from intake.spellings import levelled
from intake.spoken import PICTURE, Spoken

Role = Literal["question", "prompt", "other", "turn"]
_TOKEN = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_CODE = re.compile(
    rf"\W{{0,4}}\[\s*([A-Za-z0-9][A-Za-z0-9.-]{{0,19}})\s*\](?:(?!{PICTURE}|[-\u2012-\u2014\u2212]\d)\W){{0,3}}"
)
SHORT = 4  # tokens: anything shorter must stand alone to be taken for ours


class Token(NamedTuple):
    """One word of the letter: its plain form, the line it stands on, and where."""

    word: str
    line: int
    start: int
    end: int


class Stretch(NamedTuple):
    """Some words of ours. `about`: the questions whose text it is, or in whose part of the letter alone it is ours."""

    words: tuple[str, ...]
    role: Role
    about: tuple[str, ...] = ()
    prompt: str = ""
    is_rating: bool = False  # begins like a rating, as lines of the scale do


class Match(NamedTuple):
    """A stretch found again: the token after it, and lines inside it that are not ours."""

    stretch: Stretch
    end: int
    inside: tuple[int, ...] = ()


def tokens(text: str, line: int = 0) -> list[Token]:
    return [Token(word, line, start, end) for word, start, end in _places(text)]


@lru_cache(maxsize=8192)
def _places(text: str) -> tuple[tuple[str, int, int], ...]:
    return tuple((found[0], found.start(), found.end()) for found in _TOKEN.finditer(levelled(text)))


@lru_cache(maxsize=8192)  # the lines of our own letters come back in every reply
def words_of(text: str) -> tuple[str, ...]:
    return tuple(_TOKEN.findall(levelled(text)))


@dataclass
class Ours:
    """Everything of ours that may come back, by its first words."""

    template: Template
    sector: str
    hints: dict[tuple[str, ...], None] = field(default_factory=dict)
    _by_start: dict[tuple[str, ...], list[Stretch]] = field(default_factory=dict)
    _known: set[tuple[object, ...]] = field(default_factory=set)
    _whole: set[tuple[str, ...]] = field(default_factory=set)

    def begins(self, text: str) -> bool:
        """Whether a line begins as a line of ours does; a code alone counts."""
        code = _CODE.match(text)
        if code and code[1] in self.template.by_ref:
            return True
        words = words_of(text)
        return any(
            stretch.words[: len(words)] == words[: len(stretch.words)]
            for stretch in self.starting(words)
            if len(stretch.words) >= SHORT or len(words) == len(stretch.words)
        )

    def starting(self, words: Sequence[str]) -> Iterator[Stretch]:
        """Stretches that begin with these words, longest first."""
        yield from self._by_start.get(tuple(words[:2]), ())
        yield from self._by_start.get(tuple(words[:1]), ())

    def has(self, words: tuple[str, ...]) -> bool:
        """Whether these words, and no more, are a stretch of ours."""
        return words in self._whole

    def add(self, stretch: Stretch) -> None:
        if stretch.words and stretch[:4] not in self._known:
            self._known.add(stretch[:4])
            self._whole.add(stretch.words)
            key = stretch.words[:2] if len(stretch.words) > 1 else stretch.words
            self._by_start.setdefault(key, []).append(stretch)
            self._by_start[key].sort(key=lambda each: -len(each.words))


def ours(template: Template, sector: str, sent: Iterable[SentForm]) -> Ours:
    """What of ours may come back in a reply: the questionnaire's words, and every line of the letters sent."""
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
        for text in (question.guidance, question.evidence_text):
            known.add(Stretch(words_of(text), "other", (question.ref,)))
            known.add(Stretch(words_of(text), "other"))
    for text in (*SHEET_WORDS, " ".join(SHEET_HEADINGS)):
        known.add(Stretch(words_of(text), "other"))
    spoken = Spoken(template.scale)
    seen: set[str] = set()
    for form in sent:
        _add_letter(known, form, labels, spoken, seen)
    return known


def _add_letter(
    known: Ours, form: SentForm, labels: dict[str, dict[str, Prompt]], spoken: Spoken, seen: set[str]
) -> None:
    """The lines of one letter; one that stood in an earlier letter (`seen`) adds nothing, but may begin a question."""
    about, waits = "", False
    for line in form.text.split("\n"):
        code = _CODE.match(line) if "[" in line[:6] else None
        rest = line
        if code and code[1] in labels:
            about, waits = code[1], True
            rest = line[code.end() :]
        if line in seen:
            continue
        seen.add(line)
        words = words_of(rest)
        if not words or known.has(words):
            continue
        bracketed = _hint_of(rest, labels.get(about, {}).values()) if waits else None
        if bracketed is not None:
            known.hints[bracketed] = None
            continue
        is_rating = spoken.head(rest).says_something
        told = waits and any(_leads(words, prompt) for prompt in labels.get(about, {}).values())
        if told or (code and code[1] in labels):
            known.add(Stretch(words, "other", (about,), is_rating=is_rating))
            continue
        waits = False
        role: Role = "turn" if about else "other"
        known.add(Stretch(words, role, (), is_rating=is_rating))


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


class Reply:
    """A reply's lines as one run of words, in which stretches of ours are looked for."""

    def __init__(self, lines: Sequence[Line], known: Ours) -> None:
        self.lines = lines
        self.known = known
        self.texts = [line.text for line in lines]
        self.all: list[Token] = []
        self.first: list[int] = []  # by line, its first token
        for number, line in enumerate(lines):
            self.first.append(len(self.all))
            self.all.extend(tokens(line.text, number))
        self.first.append(len(self.all))
        self._words = [token.word for token in self.all]
        self.legend = self._legend()

    def token_at(self, line: int, place: int) -> int:
        """The first token of the line at or after the place."""
        at = self.first[line]
        while at < self.first[line + 1] and self.all[at].start < place:
            at += 1
        return at

    def find(self, at: int, about: str, *, fresh: bool, after_other: bool) -> Match | None:
        """The longest stretch of ours that begins at this token, in the part of the letter about that question."""
        best: Match | None = None
        for stretch in self.known.starting(self._words[at : at + 2]):
            if best is not None and len(stretch.words) <= len(best.stretch.words):
                continue
            if not self._may_stand(stretch, about, after_other, self.all[at].line):
                continue
            match = self._walk(at, stretch, may_break=fresh)
            if match and (best is None or match.end > best.end):
                best = match
        return best

    def _legend(self) -> frozenset[int]:
        """Lines of the scale quoted back: one alone is somebody's answer, two together are ours."""
        said = [number for number in range(len(self.lines)) if self._is_legend(number)]
        near = itertools.pairwise(said)
        return frozenset(number for pair in near if pair[1] - pair[0] <= 2 for number in pair)

    def _is_legend(self, number: int) -> bool:
        words = tuple(self._words[self.first[number] : self.first[number + 1]])
        return any(each.is_rating and not each.about and each.words == words for each in self.known.starting(words))

    def _may_stand(self, stretch: Stretch, about: str, after_other: bool, line: int) -> bool:
        if stretch.role == "question":
            return True
        if stretch.about:
            return about in stretch.about
        if stretch.is_rating:
            return not about or line in self.legend
        return stretch.role == "turn" or len(stretch.words) >= SHORT or not about or after_other

    def _walk(self, at: int, stretch: Stretch, *, may_break: bool) -> Match | None:
        words, here, place, slips = stretch.words, at, 0, 0
        inside: list[int] = []
        while place < len(words):
            if here < len(self._words) and self._words[here] == words[place]:
                here, place = here + 1, place + 1
                continue
            step = self._slip(here, words, place)
            if step and slips < 1 + len(words) // 8 and len(words) > 5:
                here, place, slips = here + step[0], place + step[1], slips + 1
                continue
            skipped = self._resumes(here, words, place)
            if skipped is None:
                break
            inside.extend(skipped[1])
            here = skipped[0]
        if place == len(words):
            return Match(stretch, here, tuple(inside)) if self._ends_well(stretch, here) else None
        is_cut = may_break and stretch.role == "question" and place >= max(5, len(words) // 2)
        return Match(stretch, here) if is_cut and not inside else None

    def _slip(self, here: int, words: tuple[str, ...], place: int) -> tuple[int, int] | None:
        """A word respelt or dropped; how many words to pass in the reply and in ours."""
        said = self._words[here : here + 3]
        if not said or place == 0:
            return None
        after = words[place + 1 : place + 3]
        if after and tuple(said[: len(after)]) == after and len(after) == 2:
            return 0, 1
        is_like = len(said[0]) > 4 and difflib.SequenceMatcher(None, said[0], words[place]).ratio() >= 0.75
        return (1, 1) if is_like else None

    def _resumes(self, here: int, words: tuple[str, ...], place: int) -> tuple[int, list[int]] | None:
        """Where our words go on after lines put in between: a question wrapped by a mailer, answered in its middle."""
        if here >= len(self.all) or place < 2 or here != self.first[self.all[here].line]:
            return None
        start = self.all[here].line
        needed = words[place : place + 4]
        if len(needed) < 2:
            return None
        for line in range(start + 1, min(start + 4, len(self.lines))):
            at = self.first[line]
            if tuple(self._words[at : at + len(needed)]) == needed:
                return at, list(range(start, line))
        return None

    def _ends_well(self, stretch: Stretch, end: int) -> bool:
        """A short stretch must end where a label ends: at a mark, the end of the line, or before a bracket."""
        if len(stretch.words) >= SHORT and stretch.role != "prompt":
            return True
        last = self.all[end - 1]
        rest = self.texts[last.line][last.end :]
        if stretch.role == "prompt":
            return (
                len(stretch.words) >= SHORT or not rest.strip() or re.match(r"[\s*_)\]]*[:?=(\-–—.|]", rest) is not None
            )
        return not re.search(r"\w", rest)

    def past(self, match: Match) -> tuple[int, int]:
        """The line and place after a match and its closing marks, and after the choices in brackets behind a prompt."""
        end = match.end
        if match.stretch.role == "prompt":
            for words in self.known.hints:
                if tuple(self._words[end : end + len(words)]) == words:
                    end += len(words)
                    break
        last = self.all[end - 1]
        rest = self.texts[last.line][last.end :]
        marks = re.match(r"[\s*_?:.,;!)\]’'\"”…]*", rest)
        return last.line, last.end + (marks.end() if marks else 0)
