"""What numbers, dates and choices come to: the answers that are neither ratings nor words. Pure."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from statistics import median, median_low

from config.questionnaire import Kind, Prompt, Question
from intake.returns import EMPTY
from reports.figures.summary import Figures, Return
from reports.figures.words import count, of

KINDS = (Kind.NUMBER, Kind.DATE, Kind.CHOICE)
Number = int | float


@dataclass(frozen=True)
class Values:
    """All answers to one such prompt, as they are recorded; `of` is how many returns were asked."""

    question: Question
    prompt: Prompt
    said: Sequence[str]
    of: int

    @property
    def n(self) -> int:
        return len(self.said)

    @property
    def total(self) -> Number | None:
        """The sum of the numbers; None of other kinds and of none."""
        return _plain(sum(map(Decimal, self.said))) if self.said and self.prompt.kind is Kind.NUMBER else None

    @property
    def middle(self) -> Number | date | None:
        """The median; of an even count of dates the earlier of the two in the middle."""
        found = self._ordered
        if not found:
            return None
        return _plain(median(map(Decimal, self.said))) if self.prompt.kind is Kind.NUMBER else median_low(found)

    @property
    def ends(self) -> tuple[Number | date, Number | date] | None:
        """The least and the most, or the earliest and the latest."""
        found = self._ordered
        return (found[0], found[-1]) if found else None

    @property
    def counts(self) -> Mapping[str, int]:
        """How often each choice was made, in the order they are offered."""
        made = Counter(self.said)
        return {choice: made[choice] for choice in self.prompt.choices}

    @property
    def _ordered(self) -> list[Number | date]:
        if self.prompt.kind is Kind.NUMBER:
            return [_plain(each) for each in sorted(map(Decimal, self.said))]
        return [*sorted(map(date.fromisoformat, self.said))] if self.prompt.kind is Kind.DATE else []

    def __str__(self) -> str:
        """What they come to, in words."""
        if not self.said:
            return "no answers"
        if self.prompt.kind is Kind.CHOICE:
            return "; ".join(f"{choice.rstrip('.')}: {of(number, self.n)}" for choice, number in self.counts.items())
        least, most = map(_shown, self.ends or ("", ""))
        told = f"from {least} to {most}, median {_shown(self.middle)}" if self.n > 1 else least
        return f"{count(self.n, 'answer')}: {told}" + (
            f"; {_shown(self.total)} in all" if self.total is not None else ""
        )


def values(found: Figures) -> list[Values]:
    """Every number, date and choice of the reported questions, over the returns submitted."""
    return [
        _values(found, question, prompt)
        for question in found.template.reported
        for prompt in question.prompts
        if prompt.kind in KINDS
    ]


def _values(found: Figures, question: Question, prompt: Prompt) -> Values:
    asked = [each for each in found.submitted if question.asked_of(each.sector)]
    said = (_said(each, question.ref, prompt.key) for each in asked)
    return Values(question, prompt, tuple(each for each in said if each), len(asked))


def _said(each: Return, ref: str, prompt: str) -> str:
    """The agency's answer, or else what the partnership entered for it; none on a question set aside."""
    sides = [each.said.get((ref, side), EMPTY) for side in ("agency", "partnership")]
    if any(side.is_set_aside for side in sides):
        return ""
    return next((side.words[prompt] for side in sides if side.words.get(prompt)), "")


def _plain(number: Decimal | int) -> Number:
    return int(number) if number == int(number) else float(number)


def _shown(value: object) -> str:
    if isinstance(value, date):
        return f"{value.day} {value:%B %Y}"
    return f"{value:,}" if isinstance(value, int | float) else str(value)
