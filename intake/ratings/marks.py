"""One rating, yes, no or N/A as it stands at some place: by its code, its label, a colour, a picture, or with slips."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from config.notation import LatePattern
from config.questionnaire import Scale
from intake.ratings.cues import said
from intake.ratings.typos import Slips
from intake.ratings.vocabulary import COLOURS, initials, labels_of_scale, levelled, spellings, squeezed

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
_MEANT = "\U0001f44e\U0001f6ab\U0001f937"  # thumbs down, no entry and a shrug say something
DECORATION = LatePattern(  # faces, hands and flags, which rate nothing: "1.1 Met 👍, 1.2 Met 🎉"
    rf"(?![{''.join(_COLOURED)}{_MEANT}])[\U0001f300-\U0001f5f3\U0001f600-\U0001faff][\U0001f3fb-\U0001f3ff\ufe0f]?"
)
_INITIAL = re.compile(r"[\s*_(\[\"']*([A-Z])(?=[\s*_)\]\"'.!]*$|\s[-\u2013\u2014]\s|\s?\(|\s+because\b)")
_NUMBERS = ("zero", "one", "two", "three", "four", "five")
_ASIDE = LatePattern(rf"(?<![\w/]){said('aside.said')}(?!/)")
_YES_NO = re.compile(r"(?<![\w/])(?:yes|yep|yeah|nope|no|y|n)(?![\w'])")


class Mark(NamedTuple):
    """A rating, yes, no or N/A as it stands in a text, or a cue beside it: its kind, its value and its place."""

    kind: str  # rating | yes_no | aside, or the kind of a cue
    value: str
    start: int
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
    near: re.Pattern[str] = field(init=False)  # alone, what is about a rating and tells none
    lowest: str = field(init=False)
    initials: dict[str, str] = field(init=False)  # "G" for Green, where the ratings are colours
    top: str = field(init=False)  # the highest number; empty where ratings are words

    def __post_init__(self) -> None:
        self.lowest = self.scale.given[-1].code
        self.initials = initials(self.scale)
        labels = [levelled(each.label) for each in self.scale.given]
        self.near = _near(labels, self.initials or {_acronym(each): "" for each in labels})
        self.codes = spellings(self.scale)
        self.rating = _pattern(self.codes, [levelled(each.label) for each in self.scale.ratings])
        self.slips = Slips(labels_of_scale(self.scale))
        numbers = [rating.code for rating in self.scale.ratings if rating.code.isdigit()]
        self.top = max(numbers, key=int, default="")

    @property
    def pattern(self) -> str:
        return rf"(?:{self.rating.pattern}|{_ASIDE.pattern}|{_YES_NO.pattern})"

    @property
    def plurals(self) -> str:
        """A regular expression for several of one rating: "greens", "3s", "N/As"."""
        each = "|".join(sorted(map(re.escape, filter(str.isalnum, self.codes)), key=len, reverse=True))
        return rf"(?<![^\W_])(?:{each or '(?!)'}|n/a)'?s(?![^\W_])"

    def code(self, words: str) -> str:
        """The code of what `rating` found."""
        return self.codes[squeezed(words)]

    def at(self, text: str, at: int, yes_no: bool, rating: bool) -> Mark | None:
        """What is spelt from this place on, of the kinds asked for."""
        if aside := _ASIDE.match(text, at):
            return Mark("aside", _NOT_APPLICABLE, at, aside.end())
        if rating and (found := self.rating.match(text, at)):
            spelled = squeezed(found[0])
            is_number = spelled[-1].isdigit() or spelled in _NUMBERS
            return Mark("rating", self.codes[spelled], at, found.end(), is_number)
        if rating and (code := self.picture(text[at : at + 1])):
            return Mark("rating", code, at, at + 1, is_picture=True)
        if rating and (slip := self.slips.meant(text, at)):
            return Mark("rating", slip.code, at, slip.end)
        if yes_no and (answered := _YES_NO.match(text, at)):
            return Mark("yes_no", "yes" if answered[0][0] == "y" else "no", at, answered.end())
        return None

    def said_at(self, text: str) -> bool:
        """Whether a rating or N/A stands at the beginning."""
        return (self.rating.match(text) or _ASIDE.match(text)) is not None

    def initial(self, words: str) -> Mark | None:
        """A colour's first letter, a capital that stands alone: "G", "A - plans are being rewritten"."""
        found = _INITIAL.match(words) if self.initials else None
        code = self.initials.get(found[1]) if found else None
        return Mark("rating", code, found.start(1), found.end(1)) if found and code else None

    def picture(self, mark: str) -> str | None:
        colour = _COLOURED.get(mark, "")
        ways = ("amber", "yellow", "orange") if colour == "amber" else (colour,)
        return next((code for way in ways if (code := self.codes.get(way))), None)

    def beside(self, text: str, at: int, before: Mark) -> Mark | None:
        """A label with slips in it, beside the code it belongs to, or beside another."""
        like = self.slips.like(text, at)
        slip = next((each for each in like if each.code == before.value), next(iter(like), None))
        return Mark("rating", slip.code, at, slip.end, is_picture=True) if slip else None


def _pattern(codes: Iterable[str], labels: Iterable[str]) -> re.Pattern[str]:
    """Longest first; a number never as part of a larger number, a date, a time or a share."""
    each = [r"(?:\s{1,3}|[-_])".join(_spelt(word) for word in said.split()) for said in codes]
    each += [r"\s*".join(re.escape(word) for word in label.split()) for label in labels if " - " in label]
    body = "|".join(sorted(each, key=len, reverse=True))
    return re.compile(rf"(?<![^\W_])(?<![.£$#])(?:{body})(?![^\W_]|[%£]|'\w|\.\d|,\d\d|:\d|/\d{{1,2}}/\d\d)")


def _spelt(word: str) -> str:
    """ "isn't" with its mark or without."""
    return rf"{word[:-1]}'?t" if word in ("isnt", "arent") else re.escape(word)


def _near(labels: Iterable[str], initials: Iterable[str]) -> re.Pattern[str]:
    """A colour, what is nearly a label ("Greenish", "G/A", "PM"), and what labels begin with before their dash."""
    shared = [label.partition(" - ")[0] for label in labels]
    shared += ["part"] if any(each.startswith("part") for each in shared) else []
    ways = [rf"{re.escape(each)}(?:-?\s?ish)?" for each in {*shared, *COLOURS}]
    short = "|".join(re.escape(each.lower()) for each in initials)
    ways += [rf"(?:{short})(?:\s?[/-]\s?(?:{short}))?(?!\w)"] if short else []
    return re.compile(rf"(?:{'|'.join(sorted(ways, key=len, reverse=True))})(?=\W*$)")


def _acronym(label: str) -> str:
    return "".join(word[0] for word in re.findall(r"[^\W\d_]+", label))


def is_not_applicable(words: str) -> bool:
    """Whether the words are N/A and nothing else."""
    return _ASIDE.fullmatch(levelled(words.strip()).rstrip(".")) is not None
