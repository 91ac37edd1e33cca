"""What a paper is written from: the document of figures.json, and the names that figures.json leaves out."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from config.questionnaire import Question, Template
from config.words import listing
from reports.actions import NOTHING, Afterwards
from reports.figures import clip, of

SHORT = 110  # characters of a question in a sentence or a narrow column
SOME = 3  # named in a sentence of the summary


@dataclass(frozen=True)
class PaperSource:
    """The figures of an audit as one document; every number of the paper is read from there."""

    document: Mapping[str, Any]
    template: Template
    names: Mapping[str, str]  # of agencies, by abbreviation
    themes: Mapping[str, str]  # titles, by key
    partnership: str | None
    as_of: date
    due: date
    after: Afterwards = NOTHING

    @cached_property
    def titles(self) -> Mapping[str, str]:
        return {each.ref: each.title for each in self.template.standards}

    @property
    def submitted(self) -> Sequence[str]:
        return list(self.document["by_agency"])

    @property
    def standards(self) -> Sequence[str]:
        return list(self.document["by_standard"])

    def agency(self, abbr: str) -> str:
        """Its name, on one line; with its abbreviation where others have the same name."""
        name = clip(self.names.get(abbr, abbr), SHORT)
        return f"{name} ({abbr})" if self._shared[name] > 1 else name

    @cached_property
    def _shared(self) -> Counter[str]:
        return Counter(clip(each, SHORT) for each in self.names.values())

    def standard(self, ref: str) -> str:
        return clip(f"{ref} {self.titles.get(ref, '')}", SHORT)

    def question(self, ref: str, most: int = SHORT) -> str:
        return clip(f"{ref} {self.template.by_ref[ref].text}", most)

    def questions(self, standard: str) -> list[Question]:
        """Those of a standard that are counted."""
        return [each for each in self.template.of_standard(standard) if each.reported]

    def of_agency(self, abbr: str) -> tuple[int, int]:
        """What an agency's share is of: standards where standards are rated, else rated answers."""
        own = self.document["by_agency"][abbr]
        if "standards_met" in own:
            return own["standards_met"], own["standards_applicable"]
        return own["met"], own["rated"]

    def quotations(self, *, standard: str = "", question: str = "", agency: str = "") -> Iterator[Mapping[str, Any]]:
        """The approved ones of a standard, a question or an agency."""
        for each in self.document["quotations"]:
            place = self.template.by_ref.get(each["question"])
            if (
                (not standard or (place is not None and place.standard == standard))
                and question in ("", each["question"])
                and agency in ("", each["agency"])
            ):
                yield each


def met_of(tally: Mapping[str, Any]) -> str:
    """Such as "40 of 52 (77%)"."""
    return of(tally["met"], tally["rated"])


def some(names: Iterable[str], most: int = SOME) -> str:
    """The first of them, and how many more there are; names that hold commas are parted by semicolons."""
    listed = list(names)
    mark = "; " if any("," in each for each in listed) else ", "
    if len(listed) <= most + 1:
        return "; ".join(listed) if mark == "; " else listing(listed)
    return f"{mark.join(listed[:most])} and {len(listed) - most} more"


def with_share(words: str, share: str) -> str:
    """The words with their figure behind them: a question keeps its mark, and needs no comma."""
    return f"{words} {share}" if words.endswith("?") else f"{without_stop(words)}, {share}"


def without_stop(words: str) -> str:
    """The words with a figure to follow: without the full stop of a requirement."""
    return words.removesuffix(".")
