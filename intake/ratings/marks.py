"""One rating, yes, no or N/A as it stands at some place: by its code, its label, a colour, a picture, or with slips."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from config.questionnaire import Scale
from intake.ratings.typos import Slips
from intake.ratings.vocabulary import labels_of_scale, levelled, spellings, squeezed

_NOT_APPLICABLE = "n/a"
PICTURE = "[\u2600-\u260f\u2614-\u27bf\u2b50-\u2bff\U0001f300-\U0001f5f3\U0001f600-\U0001faff]"
_COLOURED = (
    {mark: "green" for mark in "🟢🟩💚"}
    | {mark: "red" for mark in "🔴🟥"}
    | {mark: "amber" for mark in "🟠🟧🧡🟡🟨💛"}
    | {mark: "blue" for mark in "🔵🟦💙"}
    | {mark: "purple" for mark in "🟣🟪💜"}
)
PICTURES = f"[{''.join(_COLOURED)}]"
_NUMBERS = ("zero", "one", "two", "three", "four", "five")
_ASIDE = re.compile(
    r"(?<![\w/])(?:n\s?/\s?a|n\.\s?a\.?|na|not[\s-]applicable|(?:this )?does(?: not|n't) apply)(?![\w/])"
)
_YES_NO = re.compile(r"(?<![\w/])(?:yes|yep|yeah|nope|no|y|n)(?![\w'])")


class Spelt(NamedTuple):
    """What stands there, and where it ends."""

    kind: str  # rating | yes_no | aside
    value: str
    end: int
    is_number: bool = False
    is_picture: bool = False  # or a label with slips: it belongs to whatever rating it stands beside


@dataclass
class ScaleSpelling:
    """The spellings of one audit's scale, ready to be looked for."""

    scale: Scale
    codes: dict[str, str] = field(init=False)
    rating: re.Pattern[str] = field(init=False)
    slips: Slips = field(init=False)
    top: str = field(init=False)  # the highest number; empty where ratings are words

    def __post_init__(self) -> None:
        self.codes = spellings(self.scale)
        self.rating = _pattern(self.codes, [levelled(each.label) for each in self.scale.ratings])
        self.slips = Slips(labels_of_scale(self.scale))
        numbers = [rating.code for rating in self.scale.ratings if rating.code.isdigit()]
        self.top = max(numbers, key=int, default="")

    @property
    def pattern(self) -> str:
        return rf"(?:{self.rating.pattern}|{_ASIDE.pattern}|{_YES_NO.pattern})"

    def code(self, said: str) -> str:
        """The code of what `rating` found."""
        return self.codes[squeezed(said)]

    def at(self, text: str, at: int, yes_no: bool, rating: bool) -> Spelt | None:
        """What is spelt from this place on, of the kinds asked for."""
        if aside := _ASIDE.match(text, at):
            return Spelt("aside", _NOT_APPLICABLE, aside.end())
        if rating and (said := self.rating.match(text, at)):
            spelled = squeezed(said[0])
            is_number = spelled[-1].isdigit() or spelled in _NUMBERS
            return Spelt("rating", self.codes[spelled], said.end(), is_number)
        if rating and (code := self.picture(text[at : at + 1])):
            return Spelt("rating", code, at + 1, is_picture=True)
        if rating and (slip := self.slips.meant(text, at)):
            return Spelt("rating", slip.code, slip.end)
        if yes_no and (answered := _YES_NO.match(text, at)):
            return Spelt("yes_no", "yes" if answered[0][0] == "y" else "no", answered.end())
        return None

    def picture(self, mark: str) -> str | None:
        colour = _COLOURED.get(mark, "")
        ways = ("amber", "yellow", "orange") if colour == "amber" else (colour,)
        return next((code for way in ways if (code := self.codes.get(way))), None)

    def beside(self, text: str, at: int, before: Spelt) -> Spelt | None:
        """A label with slips in it, beside the code it belongs to, or beside another."""
        like = self.slips.like(text, at)
        slip = next((each for each in like if each.code == before.value), next(iter(like), None))
        return Spelt("rating", slip.code, slip.end, is_picture=True) if slip else None


def _pattern(codes: Iterable[str], labels: Iterable[str]) -> re.Pattern[str]:
    """Longest first; a number never as part of a larger number, a date, a time or a share."""
    each = [r"(?:\s{1,3}|[-_])".join(re.escape(word) for word in said.split()) for said in codes]
    each += [r"\s*".join(re.escape(word) for word in label.split()) for label in labels if " - " in label]
    body = "|".join(sorted(each, key=len, reverse=True))
    return re.compile(rf"(?<![^\W_])(?<![.£$#])(?:{body})(?![^\W_]|[%£]|'\w|\.\d|,\d\d|:\d|/\d{{1,2}}/\d\d)")
