"""What is asked: a template of standards, questions and prompts, and the scale they are rated on."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Literal

from config.questionnaire.plan import NudgePlan

Side = Literal["agency", "partnership"]
NoneMet = Literal["middle", "worst"]
RATING = "rating"
YES_NO = "yes_no"
_INNER_DASH = re.compile(r"(?<=\w)\s*[-_\u2010-\u2014\u2212]\s*(?=\w)")
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufe0f\ufeff\u20e3]")  # joiners, and what frames a digit as a key
MISSING_FILL = "#505a5f"
NOT_APPLICABLE_SPELLINGS = ("n/a", "na", "n.a.", "not applicable")


class Unclear(Exception):
    """The reply was not understood; the message is fit to show to its writer."""


class Kind(StrEnum):
    """What sort of answer a prompt takes."""

    RATING = "rating"
    YES_NO = "yes_no"
    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    CHOICE = "choice"
    FILES = "files"


def spelling(words: str) -> str:
    """The words with case, width, spaces, and dashes between words made alike, for comparing what people type."""
    seen = unicodedata.normalize("NFKC", _UNSEEN.sub("", words))
    return " ".join(_INNER_DASH.sub(" ", seen).casefold().split())


@dataclass(frozen=True)
class Rating:
    """One step of a scale; `points` and `action` only where the audit gives them."""

    code: str
    label: str
    counts_as: Literal["met", "not_met", "missing"]
    meaning: str = ""
    points: int | None = None
    colour: str = MISSING_FILL
    action: str = ""
    aliases: tuple[str, ...] = ()

    @cached_property
    def name(self) -> str:
        """Code and label as people read them; the label alone where the code is the same word, or its beginning."""
        code, label = spelling(self.code), spelling(self.label)
        return (
            self.label if code == label or (len(code) > 2 and label.startswith(code)) else f"{self.code} {self.label}"
        )

    @cached_property
    def spellings(self) -> frozenset[str]:
        """Everything that means this rating and nothing else."""
        said = {self.code, self.label, f"{self.code} {self.label}", f"{self.label} {self.code}", *self.aliases}
        return frozenset(spelling(each) for each in said)


@dataclass(frozen=True)
class Scale:
    """Ratings from best to worst, and whether a question may be not applicable."""

    ratings: tuple[Rating, ...]
    not_applicable: bool = False
    prints_colours: bool = False  # so that "green" is one of its ratings, as it is where the labels are colours

    def __str__(self) -> str:
        names = [rating.name for rating in self.ratings] + (["N/A"] if self.not_applicable else [])
        return ", ".join(names)

    @cached_property
    def by_code(self) -> dict[str, Rating]:
        return {rating.code: rating for rating in self.ratings}

    @cached_property
    def given(self) -> tuple[Rating, ...]:
        """The ratings somebody can give; a rating that counts as missing says that nothing was given."""
        return tuple(rating for rating in self.ratings if rating.counts_as != "missing")

    @cached_property
    def missing(self) -> Rating | None:
        """The rating that says nothing was given, where the scale has one."""
        return next((rating for rating in self.ratings if rating.counts_as == "missing"), None)

    @cached_property
    def _by_spelling(self) -> dict[str, Rating]:
        return {each: rating for rating in reversed(self.ratings) for each in rating.spellings}

    def spells(self, words: str) -> Rating | None:
        """The one rating these words spell, if they spell one."""
        return self._by_spelling.get(spelling(words))

    def read(self, words: str) -> Rating:
        """As `spells`; raises Unclear, with the choices, when the words spell none."""
        rating = self.spells(words)
        if rating is None:
            raise Unclear(f"Choose one of: {self}.")
        return rating


@dataclass(frozen=True)
class Prompt:
    """One thing asked within a question. `good` is which of yes and no is good news, for a yes/no."""

    key: str
    kind: Kind
    text: str
    required: bool = False
    good: Literal["yes", "no", "neither"] | None = None
    choices: tuple[str, ...] = ()
    is_plan: bool = False  # what is to be done about a low rating: asked where `plan_below` says so


@dataclass(frozen=True)
class Question:
    """One question of a standard, with the prompts that make up its answer."""

    ref: str
    standard: str
    text: str
    prompts: tuple[Prompt, ...]
    guidance: str = ""
    evidence: Literal["none", "asked", "required"] = "none"
    evidence_text: str = ""
    applies_to: frozenset[str] = frozenset()
    reported: bool = True
    fixed_rating: str | None = None
    wording: Literal["printed", "ours"] = "printed"
    was: str = ""  # its ref in the round before, where that was another one or its words have changed

    @cached_property
    def _by_key(self) -> dict[str, Prompt]:
        return {prompt.key: prompt for prompt in reversed(self.prompts)}

    def prompt(self, key: str) -> Prompt | None:
        return self._by_key.get(key)

    @cached_property
    def yes_no(self) -> Prompt | None:
        return self.prompt(YES_NO)

    @cached_property
    def is_rated(self) -> bool:
        return self.prompt(RATING) is not None

    @cached_property
    def attach(self) -> str:
        """What a form says of the files asked for; empty where none is."""
        if text := self.evidence_text:
            is_word = text[1:2].islower() or text[1:2] == " "
            return f"Attach {text[0].lower() if is_word else text[0]}{text[1:]}"
        told = {"required": "Attach a file that shows it.", "asked": "Attach a file that shows it, if you have one."}
        return told.get(self.evidence, "")

    def asked_of(self, sector: str) -> bool:
        """Whether an agency of this sector is asked; a question that names no sectors is for everybody."""
        return not self.applies_to or sector in self.applies_to


def _is_fixed(question: Question, prompt: Prompt) -> bool:
    return prompt.key == RATING and question.fixed_rating is not None


@dataclass(frozen=True)
class Standard:
    ref: str
    title: str


@dataclass(frozen=True)
class Template:
    """A whole questionnaire. Thresholds are shares of an agency's rated answers (or applicable standards), 0 to 1.

    `none_met`: what a standard is of which no item is met, but one is partly; a file that does not say means "worst".
    """

    key: str
    title: str
    year: str
    scale: Scale
    standards: tuple[Standard, ...]
    questions: tuple[Question, ...]
    rated_by: Side = "agency"
    roll_up: Literal["items", "standards"] = "items"
    none_met: NoneMet | None = None
    support_below: float | None = None
    meets_at: float | None = None
    about: str = ""
    file_months: int = 24  # how old a file of the round before may be that is kept
    after: str = ""  # the key of the round before, with which this one is compared
    plan_below: str = ""  # a rating's code: where an agency rates worse, it is asked what it will do
    nudges: NudgePlan = field(default_factory=NudgePlan)
    source: bytes = field(default=b"", repr=False, compare=False)

    def __hash__(self) -> int:
        """Of what tells one questionnaire from another: to hash every word takes as long as to read a short letter."""
        return hash((self.key, self.year, len(self.questions)))

    @cached_property
    def by_ref(self) -> dict[str, Question]:
        return {question.ref: question for question in self.questions}

    @cached_property
    def reported(self) -> tuple[Question, ...]:
        return tuple(question for question in self.questions if question.reported)

    @cached_property
    def required(self) -> tuple[tuple[Question, tuple[Prompt, ...]], ...]:
        """Each question with the prompts that an agency must answer where it is asked; a fixed rating is not."""
        return tuple(
            (
                question,
                tuple(
                    each for each in self.said_by(question, "agency") if each.required and not _is_fixed(question, each)
                ),
            )
            for question in self.questions
        )

    @cached_property
    def in_words(self) -> frozenset[tuple[str, str]]:
        """Where words are asked for, by question and prompt. A plan is none: it tells of what is not there yet."""
        return frozenset(
            (each.ref, prompt.key)
            for each in self.questions
            for prompt in each.prompts
            if prompt.kind is Kind.TEXT and not prompt.is_plan
        )

    def wants_plan(self, code: str | None) -> bool:
        """Whether a rating is so low that its agency is asked what it will do about it."""
        codes = [each.code for each in self.scale.given]
        return self.plan_below in codes and code in codes[codes.index(self.plan_below) + 1 :]

    def of_standard(self, ref: str) -> tuple[Question, ...]:
        return tuple(question for question in self.questions if question.standard == ref)

    def said_by(self, question: Question, side: Side) -> Iterator[Prompt]:
        """The prompts that side answers: where the partnership rates, the rating is not the agency's to give."""
        for prompt in question.prompts:
            if prompt.kind is not Kind.RATING or side == self.rated_by:
                yield prompt
