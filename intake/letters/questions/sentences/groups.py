"""One rating for several questions, and the rating first: "Greens are 1.1 and 1.2", "two reds (3.2 and 8.1)". Pure."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from config.notation import LatePattern, compiled_once
from intake.letters.questions.sentences.ranges import SPACED, Ranges
from intake.letters.questions.sentences.refs import Numbering, Pair
from intake.ratings import Spoken, levelled, said

_LEAD = LatePattern(rf"[\W_]*+(?:{said('group.lead')}[\s,]{{1,3}}){{0,8}}")
_GAP = LatePattern(r"[\s.;,|]*(?:(?:and|but|then)\s+)?")
_REST = LatePattern(
    r"(?:all\s+)?(?:the\s+)?(?:rest|others?|remainder|remaining|everything else|all else)(?!\w)[^.;\n]*\W*"
)
_REASON = LatePattern(r"(?:\s+(?:because|as|since|due to|given)\s|\s*,\s+(?=[^\W\d])|\s+-\s+)[^.;\n]*")
_OURS = LatePattern(r"(?<!\w)(?:our|my|the|all|scores?|rat(?:ed|ings?)|an?)\s")
_WE_ARE = LatePattern(r"(?<!\w)(?:we|i|they)\s(?:are|is)\s")
_ASKS = LatePattern(r"[\W_]*+(?:(?:and|so|then)\s)?(?:is|are|which)\s")
_LONGEST = 600  # characters of such a line


class _Clause(NamedTuple):
    """A rating, the questions it is for, the reason behind it and where it is over."""

    rating: str
    refs: list[str]
    reason: str
    end: int
    is_sure: bool
    is_bare: bool  # nothing stands between


class Groups:
    """The questions of one audit, as a line may gather them by rating."""

    def __init__(self, numbering: Numbering, spoken: Spoken) -> None:
        self._alone, self._ranges, self._numbering = numbering.alone, Ranges(numbering), numbering
        self._said = compiled_once(spoken.pattern)
        self._none = compiled_once(
            rf"(?:(?:there\s(?:are|is)|we\shave)\s)?no\s(?:{spoken.plurals}|{spoken.pattern})\W*"
        )
        called = numbering.called
        self._clause = compiled_once(
            rf"(?:(?P<many>{spoken.plurals})|(?P<said>{spoken.pattern}))(?P<noun>(?:\s+{said('group.noun')})?)"
            r"(?P<link>(?:\s+(?:are|is|for|on|at|goes to|go to)(?!\w)(?:\s+(?:all|each|both)(?:\s+of)?(?!\w))?)?"
            r"(?:\s*[:=(,]|\s+-(?=\s))?\s*)"
            rf"(?P<refs>{called}(?:{SPACED}{called})*)(?:\s*\))?(?![^\W_])"
        )
        self._why = compiled_once(rf"{numbering.lead}(?P<ref>{numbering.bare})\]?(?P<why>\s?\([^()\n]{{2,200}}\))")

    def told(self, text: str, *, at_question: bool) -> list[Pair]:
        """The pairs of a line that is nothing but ratings, each before its questions; none where a word is left."""
        flat = levelled(text).rstrip()
        if len(flat) > _LONGEST or flat.endswith("?") or not self._alone.search(flat):
            return []
        flat, why = self._apart(text, flat)
        found: list[_Clause] = []
        rest, at = "", 0
        while at < len(flat):
            if found and (_REST.fullmatch(flat, at) or self._none.fullmatch(flat, at)):
                rest, at = text[at:], len(flat)
                continue
            clause = self._next(text, flat, at, at_question=at_question)
            if clause is None:
                return []
            found.append(clause)
            at = clause.end
        return self._pairs(found, rest, why)

    def _apart(self, text: str, flat: str) -> tuple[str, dict[str, str]]:
        """The words with blanks for what stands in brackets behind a question, and by question what stood there.

        "N/A: 9.1 (we buy in no services), 9.2"; a rating or another question there may be its answer.
        """
        why: dict[str, str] = {}
        for each in self._why.finditer(flat):
            if not self._rated_in(each["why"]) and not self._numbering.named_in(each["why"]):
                why[self._numbering.refs[each["ref"]]] = text[each.start("why") : each.end()].strip(" ()")
                flat = f"{flat[: each.start('why')]}{' ' * len(each['why'])}{flat[each.end() :]}"
        return flat, why

    def _next(self, text: str, flat: str, at: int, *, at_question: bool) -> _Clause | None:
        lead = _LEAD.match(flat, at)
        begun = lead.end() if lead else at
        match = self._clause.match(flat, begun)
        if match is None or not _is_said(flat[at:begun], match, at_question=at_question):
            return None
        refs = self._ranges.named_by(match["refs"])
        is_sure = _are_named(match) or len(refs) > 1 or "one" in match["noun"] or _is_an(flat[at:begun], match)
        if not refs or not (is_sure or re.search(r"\b(?:for|on|at)\b", match["link"])):
            return None
        told_as = text[match.start() : match.end("many" if match["many"] else "said")]
        rating = re.sub(r"['\u2019]?s$", "", told_as) if match["many"] else told_as
        end, reason = match.end(), ""
        told = _REASON.match(flat, end)
        if told and not self._rated_in(told[0]) and not self._alone.search(told[0]) and not _REST.search(told[0]):
            stop = told.end() + (flat[told.end() : told.end() + 1] == ".")
            end, reason = stop, text[end:stop]
        gap = _GAP.match(flat, end)
        over = gap.end() if gap else end
        is_bare = not (match["link"].strip() or match["many"] or match["noun"])
        return _Clause(rating, refs, reason, over, is_sure, is_bare) if over > end or end == len(flat) else None

    def _rated_in(self, flat: str) -> bool:
        """Whether a rating stands in levelled words; "no" is a word of theirs: "no services"."""
        return any(each[0] not in ("no", "yes") for each in self._said.finditer(flat))

    def _pairs(self, found: list[_Clause], rest: str, why: Mapping[str, str]) -> list[Pair]:
        told = {ref: f" - {words}" for ref, words in why.items()}
        pairs = [Pair(ref, each.rating + each.reason + told.get(ref, "")) for each in found for ref in each.refs]
        refs = [pair.ref for pair in pairs]
        if len(set(refs)) < len(refs) or not any(each.is_sure for each in found):
            return []
        if any(each.is_bare for each in found) and len({each.rating for each in found}) < 2:
            return []
        return [*pairs, *([Pair("", rest)] if rest else [])]


def _is_said(lead: str, match: re.Match[str], *, at_question: bool) -> bool:
    """Whether the rating is said of what follows: "2 1.1" may be anything, and "Met (2.1)" shows where to look."""
    number = match["said"] or ""
    if number.isdecimal() and not (_OURS.search(lead) or match["noun"]):
        return False
    if _ASKS.match(lead):  # "Are the greens 1.1 and 1.2"
        return False
    if _WE_ARE.search(lead):  # "We are good on question 13" is a way to speak
        return False
    if at_question and match["link"].strip() == "(":
        return False
    if match["link"].strip() == "," and not match["many"]:
        return False  # "two Ambers, 2.1 and 2.2" names them
    is_told = bool(match["link"].strip() or match["many"] or match["noun"])
    return is_told or not at_question or _are_several(match)


def _are_several(match: re.Match[str]) -> bool:
    """ "Good 4-6, RI 10-11", "met 1.1 1.2": a label and its questions with nothing between."""
    return re.search(r"\d\s?(?:,|-|and|&|to|\s)\s?\d", match["refs"]) is not None


def _are_named(match: re.Match[str]) -> bool:
    """Whether its questions are named past doubt: a bare number may count what is Good."""
    return re.search(r"[.a-z]", match["refs"].replace("and", "").replace("to", "")) is not None


def _is_an(lead: str, match: re.Match[str]) -> bool:
    """ "A Good for 4": no count is said so."""
    return re.search(r"(?<!\w)an?\s+$", lead) is not None and "for" in match["link"]
