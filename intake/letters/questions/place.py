"""Where the reader of a reply stands: in our form or out of it, at a question, between two, or past the signature."""

from dataclasses import dataclass, replace

UNSURE = "?"  # a code said one question and the words below it another


@dataclass(frozen=True)
class Outside:
    """In the writer's own words, at no question."""


@dataclass(frozen=True)
class Between:
    """In our form, at none of its questions; empty above the first of them and below a heading."""

    question: str = ""  # the one before


@dataclass(frozen=True)
class InForm:
    """At a question of ours, by its code or its words."""

    question: str
    prompt: str = ""
    is_coded: bool = False  # by its code
    seen_text: bool = False
    within: bool = True  # False for a code in the writer's own words


@dataclass(frozen=True)
class Named:
    """At a question its writer named."""

    question: str
    prompt: str = ""
    seen_text: bool = False
    within: bool = False  # our form goes on around it
    is_implied: bool = False  # nobody named it: the letter asked no other


@dataclass(frozen=True)
class Signed:
    """Past the signature, or whatever else closes a letter."""

    within: bool


AtQuestion = InForm | Named
ReadingPlace = Outside | Between | AtQuestion | Signed


def is_within(place: ReadingPlace) -> bool:
    """Whether our form is around it."""
    return not isinstance(place, Outside) and (isinstance(place, Between) or place.within)


def question_of(place: ReadingPlace) -> str:
    return place.question if isinstance(place, AtQuestion) else ""


def is_outside(place: ReadingPlace) -> bool:
    """Whether it is in the writer's own words, at no question."""
    return isinstance(place, Outside)


def is_implied(place: ReadingPlace) -> bool:
    """Whether its question is meant only because the letter asked no other."""
    return isinstance(place, Named) and place.is_implied


def left(place: ReadingPlace) -> ReadingPlace:
    """Past a question."""
    if isinstance(place, AtQuestion):
        return Between(place.question) if place.within else Outside()
    return Between() if isinstance(place, Between) else place


def turned(place: ReadingPlace) -> ReadingPlace:
    """Past a heading of our letter: it ends a question, unless people named theirs beneath it."""
    if isinstance(place, Signed):
        return Signed(within=True)
    if isinstance(place, AtQuestion) and place.within:
        return Between(place.question)
    return Outside() if isinstance(place, Named) else Between()


def out_of_form(place: ReadingPlace) -> ReadingPlace:
    """The same in its writer's own words."""
    if isinstance(place, Signed):
        return Signed(within=False)
    return replace(place, within=False) if isinstance(place, AtQuestion) else Outside()
