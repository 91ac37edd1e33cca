"""Several answers that run on in one line, each behind its code: "3.1 Met, in ten files. 3.2 Not Met". Pure."""

import re
from collections.abc import Callable, Sequence
from itertools import pairwise

from config.notation import LatePattern, compiled_once
from intake.letters.questions.sentences.leads import ANNOUNCES, SAYING
from intake.letters.questions.sentences.ranges import JOINED
from intake.letters.questions.sentences.refs import UNITS, Numbering, Pair
from intake.letters.questions.sentences.turns import InTurn
from intake.ratings import Spoken, levelled, of_another

_LEAD = re.compile(
    r"[\W_]*(?:(?:hi|hello|dear|hey)(?:\s[\w.'-]+){0,3}[\W_]*)?"
    r"(?:(?:(?:(?:please)|find|see|here|are|is|below|the|our|my|for|this|week|month|year|so|far|to|add|also|correction|and|first)\s+){0,8}"
    r"(?:answers?|ratings?|scores?|add|also|correction|update|follows?|ps)(?:\s+(?:for|this|week|month|year|so|far|below|as|follows?))"
    r"{0,5}\s*[:\u2013-]\s*)?"
)
_MINE = re.compile(r"(?:[^.;:\n]{0,80},\s)?(?:and\s)?(?:mine|ours)(?:\s(?:are|is))?\s?:?\s")
_AND_ON = re.compile(r"(?<![\s,;])[\s,;]*+(?:\band\b\s*+)?$")
_LEADS_ON = re.compile(  # "as we said under 1.2"
    r"\b(?:see|in|on|under|to|with|for|than|and|or|as|of|from|at|like|per|by|not"
    r"|is|are|was|were|if|until|that|except|against|unlike|both|the|an?)\s*$"
)
_SPANS = LatePattern(rf"{JOINED}\[?\d{{1,2}}\.\d")
_MEASURES = LatePattern(rf"\s(?:{'|'.join(sorted(UNITS))})\b")
_CALL = LatePattern(r"\W*(?!not|no|never|draft|wait|nearly|almost|maybe)[a-z]+(?:\s[a-z]+)?!+\s*")  # "Surfaced!"
_BEGINS = re.compile(r"(?:\A|[.;!]\s{1,3})\W*\Z")
_ENDED = LatePattern(r"[.;!?]\s")
_SAYING_ALONE = LatePattern(rf"{SAYING}\Z")
_SHORT = 4  # words that stand in the place of a rating: "2.1 part. 3.3 met"
_MANY = 3  # answers in a line, of which none needs a mark behind its rating


class RunOn:
    """The questions of one audit, as a line may answer one after another."""

    def __init__(
        self, numbering: Numbering, spoken: Spoken, turns: InTurn, is_topic: Callable[[str | None], bool]
    ) -> None:
        self._refs, self._order, self._alone = numbering.refs, numbering.order, numbering.alone
        self._spoken, self._said, self.turns = spoken, compiled_once(spoken.pattern), turns
        self._is_topic = is_topic  # whether a name is that of a standard

    def told(self, text: str) -> list[Pair]:
        """ "Our answers: 3.1 Met, in ten files. 3.2 Not Met": two questions or more, going up, each with its rating."""
        flat = levelled(text[:2000])
        said = [each for each in self.turns.unit.finditer(flat) if "." in each[1] or each[0].lstrip()[:1] == "["]
        refs = [self._refs[each[1]] for each in said]
        order = [self._order[ref] for ref in refs]
        if len(said) < 2 or order != sorted(set(order)) or not _leads(flat[: said[0].start()]):
            return []
        gaps = [flat[before.end() : after.start()] for before, after in pairwise(said)]
        parts = [gap for gap in gaps if gap.strip(" ,;") not in ("and", "&")]
        if any(_LEADS_ON.search(gap) or (gap.rstrip()[-1:] == ":" and of_another(gap.rstrip(": "))) for gap in parts):
            return []
        if not all(map(self._may_name, gaps)) or any(self._begun(gap) for gap in gaps):
            return []
        ends = [*(each.start() for each in said[1:]), len(text)]
        found = [
            Pair(ref, _AND_ON.sub("", text[each.start(2) : end]))
            for ref, each, end in zip(refs, said, ends, strict=True)
        ]
        is_run = len(found) >= _MANY and not re.search(r"\w", flat[: said[0].start()])
        if is_run:
            found = [self._with_stop(pair, each[2]) for pair, each in zip(found, said, strict=True)]
        is_clear = is_run or all(self._spoken.head(each.words).is_clear for each in found)
        before = re.split(r"(?<=[.!?])\s+", text[: said[0].start()])[:-1]
        lead = [Pair("", " ".join(before))] if before else []
        return [*lead, *found] if is_clear and not self._says_otherwise(found) else []

    def _may_name(self, before: str) -> bool:
        """Whether a question may be named behind these words: "Our plan's item 4.1 is Red" numbers something else."""
        sentence = _ENDED.split(before)[-1].strip() if _ENDED.search(before) else ""
        led = _SAYING_ALONE.match(f"{sentence} ") if sentence else None
        return not sentence or (led is not None and self._is_topic(led["topic"]))

    def _with_stop(self, pair: Pair, rating: str) -> Pair:
        """ "3.1 Green 3.2 Amber two are old 4.1 Blue": a mark where the rating is over and its words begin."""
        if self._spoken.rating_of(rating) is None and (label := self._said.match(rating)):
            rating = label[0]  # "Amber two", of which two are old
        rest = pair.words[len(rating) :].strip()
        is_over = not rest or self._spoken.head(pair.words).is_clear
        return pair if is_over else Pair(pair.ref, f"{pair.words[: len(rating)]}, {rest}")

    def _begun(self, flat: str) -> list[re.Match[str]]:
        """The codes with which sentences begin: "2.1 part. 3.3 met", and not "1.2 of our leads"."""
        return [
            each
            for each in self._alone.finditer(flat)
            if "." in each["ref"] and _BEGINS.search(flat[: each.start()]) and not _MEASURES.match(flat, each.end())
        ]

    def by_code(self, text: str, *, is_open: bool = False) -> list[Pair]:
        """Sentences that each begin with a code and speak of a rating: each is its own question's, plain or not.

        `is_open`: only where a few words stand in the place of the rating of one.
        """
        flat = levelled(text[:2000])
        starts = self._begun(flat)
        refs = [self._refs[each["ref"]] for each in starts]
        order = [self._order[ref] for ref in refs]
        if len(starts) < 2 or order != sorted(set(order)) or re.search(r"\w", flat[: starts[0].start()]):
            return []
        ends = [*(each.start() for each in starts[1:]), len(text)]
        found = [
            Pair(ref, text[each.end() : end].strip(" :=-")) for ref, each, end in zip(refs, starts, ends, strict=True)
        ]
        if any(_SPANS.match(levelled(pair.words)) for pair in found):
            return []  # "1.1 to 1.3: Met for all of them. 1.2 is …" says it of three
        rated = [self._said.sub("", levelled(pair.words)) != levelled(pair.words) for pair in found]
        short = [pair for pair, is_rated in zip(found, rated, strict=True) if not is_rated]
        are_short = all(0 < len(pair.words.split()) <= _SHORT for pair in short)
        return found if (are_short and len(short) < sum(rated) if short else not is_open) else []

    def _says_otherwise(self, found: Sequence[Pair]) -> bool:
        """Whether the words of one speak of another, or of a question without a rating here, and give it another."""
        given = {each.ref: self._spoken.head(each.words).ratings for each in found}
        for each in found:
            rest = each.words[self._spoken.head(each.words).end :]
            for sentence in re.split(r"(?<=[.!?;])\s+", rest):
                named = [
                    self._refs[ref["ref"]] for ref in self._alone.finditer(levelled(sentence)) if "." in ref["ref"]
                ]
                bare = self._alone.sub(" ", levelled(sentence)) if named else ""
                spelled = {self._spoken.rating_of(said[0]) for said in self._said.finditer(bare)} - {None}
                if spelled and any(ref not in given or not spelled <= given[ref] for ref in named):
                    return True
        return False


def _leads(words: str) -> bool:
    """Whether several answers may follow these words."""
    last = re.split(r"(?<=[.!?])\s+", words)[-1]
    is_announced = bool(last) and ANNOUNCES.fullmatch(last) is not None
    return is_announced or any(way.fullmatch(words) for way in (_LEAD, _MINE, _CALL))
