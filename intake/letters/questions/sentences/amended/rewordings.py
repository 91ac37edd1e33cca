"""Words for a question that take the place of those sent: "The evidence for 2.1 is wrong, it should say: …". Pure."""

from typing import NamedTuple

from config.notation import compiled_once
from intake.letters.questions.sentences.refs import Numbering, Pair
from intake.ratings import levelled

_WORDS = r"(?:evidence|words|wording|comments?|text|narrative|notes?|explanation|commentary)"
_ASKS = r"(?:(?:sorry|also|and|hi|hello|please|pls|can you|could you|kindly)\b[\s,.:-]{1,3}){0,4}"
_DO = r"(?:change|replace|amend|update|correct|swap|set)"
_BAD = (
    r"(?:wrong|incorrect|out of date|outdated|not right|not correct|a mistake|mistaken|old"
    r"|no longer (?:right|true|correct))"
)
LONGEST = 120  # marks of a sentence that says only that words are wrong
_SAY = r"(?:say|read|be|state)"


_LEADS = r"(?:(?:and|also|but|then|please|pls|kindly|can you|could you|i would like to|we would like to)\s+){0,4}"


class Addition(NamedTuple):
    """Words to add to those of a question, and where in its line their sentence begins."""

    start: int
    ref: str
    words: str


class Wrong(NamedTuple):
    """What is said to be wrong and not put right: a question's rating, or its words."""

    ref: str
    is_rating: bool


class Rewordings:
    """The questions of one audit, as a line may give one of them other words."""

    def __init__(self, numbering: Numbering) -> None:
        self._refs = numbering.refs
        one = rf"{_WORDS}\s(?:for|on|at|under|in|to|of)\s(?:{numbering.lead}\[?(?P<%s>{numbering.bare})\]?)"
        fault = r"(?:(?:is|was|are|were)\s[^.,;:\n]{1,40}[.,;:]\s{1,3})?(?:(?:and|but)\s)?(?:(?:it|they|this|that)\s)?"
        right = r"(?:new|right|correct|corrected|amended|revised)"
        self._another = compiled_once(
            rf"\b(?:for|on|at|under)\s(?:{numbering.lead}\[?(?:{numbering.bare})\]?)\s?(?::|should\b)"
        )
        what = rf"(?:(?:the|our|my)\s)?(?:{_WORDS}|(?P<rating>answer|rating|score))"
        said = rf"(?:what\s(?:we|i)\s(?:said|wrote|put|gave)|{what})"
        self._wrong = compiled_once(
            rf"\W{{0,4}}{_ASKS}{said}\s(?:for|on|at|under|in|to|of)\s(?:{numbering.lead}\[?(?P<ref>{numbering.bare})\]?)"
            rf"\s(?:is|are|was|were|looks)\s(?:(?:now|all|simply)\s)?{_BAD}(?:\s(?:now|too))?\W*"
        )
        of_words = rf"(?:(?:the|our|my)\s)?(?:{_WORDS}|answers?|box)\s(?:for|on|at|under|in|to|of)\s"
        one_more = rf"(?:{numbering.lead}\[?(?P<%s>{numbering.bare})\]?)"
        self._added = compiled_once(
            rf"(?:\A\W*|(?<=[.;!?])\s{{1,3}}|,\s{{1,3}}|\s(?=and\s)){_LEADS}"
            rf"(?:add\s(?:(?:this|the following|these words)\s)?(?:to|for|on|under|at)\s(?:{of_words})?{one_more % 'a'}"
            rf"\s?(?::|\s-|,)|(?:for|on|under|to|at)\s{one_more % 'b'},?\s(?:please\s)?add\s?:)\s{{0,3}}(?=\S)"
        )
        self._ways = tuple(
            compiled_once(rf"\W{{0,4}}{_ASKS}{way}\s{{0,3}}[:\u2013-]?\s{{0,3}}[\"'\u201c\u2018]?(?=\w)")
            for way in (
                rf"(?:(?:the|our|my)\s)?{one % 'a'}\s{fault}should\s(?:now\s)?{_SAY}",
                rf"{_DO}\s(?:the|our|my)\s{one % 'b'}\s(?:to|with|by)(?:\s{_SAY})?",
                rf"(?:the|our|my)\s(?:rating|score|answer)\s(?:for|on|at|of|to|in)\s(?:{numbering.lead}\[?(?P<d>{numbering.bare})\]?)"
                rf"\s(?:stays|stands|remains|is\s(?:right|fine|correct))[^.:;\n]{{0,30}}[,;]\s(?:but\s)?(?:(?:please|pls)\s)?{_DO}\s"
                rf"(?:the|our|my|its)\s{_WORDS}\s(?:to|with|by)(?:\s(?:this|the\sfollowing|{_SAY}))?",
                rf"(?:(?:the|our|my)\s)?{right}\s{one % 'c'}\s?(?:is|are|:)",
            )
        )

    def wrong(self, text: str) -> Wrong | None:
        """The question of which something is said to be wrong, where what is right is still to come."""
        found = self._wrong.fullmatch(levelled(text)) if len(text) < LONGEST else None
        return Wrong(self._refs[found["ref"]], is_rating=bool(found["rating"])) if found else None

    def added(self, text: str) -> list[Addition]:
        """What a line adds to the words of other questions: "…, and add to 2.1: the chart is new"."""
        found = list(self._added.finditer(levelled(text))) if "add" in text.lower() else []
        ends = (*(each.start() for each in found[1:]), len(text))
        return [
            Addition(each.start(), self._refs[each["a"] or each["b"]], text[each.end() : ends[at]].strip(" ,;"))
            for at, each in enumerate(found)
        ]

    def told(self, text: str) -> Pair | None:
        """The question and its new words."""
        flat = levelled(text)
        for way in self._ways:
            if found := way.match(flat):
                ref = next(each for each in found.groups() if each)
                if self._another.search(flat, found.end()):  # whose words end where is not plain
                    return Pair(self._refs[ref], "")
                return Pair(self._refs[ref], text[found.end() :].rstrip(" \"'\u201d\u2019"))
        return None
