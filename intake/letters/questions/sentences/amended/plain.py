"""A sentence that puts one rating right and says nothing else, so that it is plain: "3.1 should be Amber, not Green".

No way to say it is listed. Its words are of a closed kind, beside the question and the ratings; a word of its own may
only tell why, behind what parts a reason ("since two left") or before it ("Having checked, …"). Pure.
"""

import re
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from config.notation import LatePattern, compiled_once
from intake.letters.questions.sentences.refs import Numbering, Pair
from intake.ratings import Spoken, cue, levelled, said

_LONGEST = 300  # characters of such a sentence
_WORD = rf"(?:(?:{said('amend.phrases')}|{said('amend.words')})(?!'))"
_REASON = LatePattern(rf"[,;:(\u2013\u2014-]|(?<!\w){said('amend.reasons')}")
_LEADS = LatePattern(rf"\W{{0,3}}(?:{said('amend.leads')}|{said('ours.agreed')})")
_LED = LatePattern(r"[,;:.!\u2013-]|\bso\b")
_OF_PART = LatePattern(r"\W{0,3}(?:at|in|for|by|per|under|within|from|only)\b(?!\sfact|\struth)")
_UNSURE = cue("amend.unsure")
_SAID_BY = LatePattern(
    r"\b(?:says|said)\b|\([^\W\d_]+\)|\b[^\W\d_]+'s (?:view|opinion|guess|rating)\b"
)  # "…, says Ben"
_IN_WORDS = LatePattern(r"(?:one|two|three|four|five|none|zero|nil)\Z")  # of a reason: "since two left"
_THINKS = LatePattern(r"\b(?:think|feel|believe)\b")
_OLD = LatePattern(  # right before the rating that goes
    r"\b(?:not|rather than|instead of|opposed to|isn't|wasn't|aren't|weren't|no longer|was|were|from|previously"
    r"|originally|(?:i|we|you|it|letter|form)(?:'d|'ve|\shave|\shad)?\s(?:have|had|got|put|says?|said|wrote|gave|typed"
    r"|ticked|entered|marked|rated|answered|recorded|chose|picked|show))"
    r"\s(?:(?:it|this|that|us|down|as|an?|at|for|on|be|been|to|really|rated)\s){0,4}\Z"
)


class _Token(NamedTuple):
    start: int
    end: int
    kind: str  # question | rating | plain | own
    meant: str = ""  # the question or the rating's code


class Plain:
    """The questions of one audit, as a sentence may put the rating of one right."""

    def __init__(self, numbering: Numbering, spoken: Spoken, recorded: Mapping[str, str]) -> None:
        self._numbering, self._spoken, self._recorded = numbering, spoken, recorded

    @cached_property
    def _tokens(self) -> re.Pattern[str]:
        return compiled_once(
            rf"(?P<question>{self._numbering.alone.pattern})"
            rf"|(?P<and_not>(?:(?<=and )|(?<=but )|(?<=, ))not|(?<!\w)isn't)(?=\s{self._spoken.pattern})"
            rf"|(?<!\w)(?P<rating>{self._spoken.pattern})(?!\w)"
            rf"|(?<!\w)(?P<plain>{_WORD})|(?P<own>\w(?:[\w'.]*\w)?)"
        )

    @cached_property
    def _negated(self) -> re.Pattern[str]:
        """ "Please do not change 3.1 to Amber", and not "3.1 is not Green but Amber"."""
        return compiled_once(
            r"(?:\b(?:not|never|cannot)|n't)\b(?!\s(?:right|correct|true)\b)"
            rf"(?!\s(?:(?:be|been|an?|really|at|longer)\s){{0,2}}{self._spoken.pattern})"
        )

    def told(self, sentence: str) -> Pair | None:
        """The one rating that we have and the one that it makes of it; None where it says anything else."""
        if not self._recorded or len(sentence) > _LONGEST or "?" in sentence:
            return None
        flat = levelled(sentence)
        tokens, core = self._read(flat)
        refs = {each.meant for each in core if each.kind == "question"}
        if len(refs) != 1 or not refs <= set(self._recorded) or self._says_more(flat, tokens, core):
            return None
        if any(each.kind == "own" and core[0].start < each.start < core[-1].start for each in tokens):
            return None
        if self._negated.search(flat[: core[-1].end]):
            return None
        (ref,) = refs
        old, new = self._parted(flat, core)
        is_thought = _THINKS.search(flat) is not None and not old
        is_plain = len(new) == 1 and {each.meant for each in old} <= {self._recorded[ref]} and not is_thought
        return Pair(ref, flat[new[0].start : new[0].end]) if is_plain else None

    def is_whole(self, text: str) -> bool:
        """Whether a line has no word of its own, so that none of it is evidence: "1.1: Blue (I had put Green)"."""
        return self.told(text) is not None and all(each.kind != "own" for each in self._read(levelled(text))[0])

    def is_unsure(self, sentence: str) -> bool:
        """Whether a sentence that puts ratings right says more than why: of a part, for another, on a condition."""
        flat = levelled(sentence)
        return len(flat) > _LONGEST or self._says_more(flat, *self._read(flat))

    def _says_more(self, flat: str, tokens: Sequence[_Token], core: Sequence[_Token]) -> bool:
        if not core:
            return False
        lead, middle, tail = (
            flat[: core[0].start],
            flat[core[0].end : core[-1].start].replace(" but ", " "),
            flat[core[-1].end :],
        )
        phrases = compiled_once(rf"(?<!\w){said('amend.phrases')}")
        if any(_UNSURE.search(phrases.sub(" ", each)) for each in (lead, middle, tail)) or _SAID_BY.search(tail):
            return True
        own = [each for each in tokens if each.kind == "own"]
        before = [each for each in own if each.start < core[0].start]
        behind = [each for each in own if each.start > core[-1].start]
        if before and (_OF_PART.match(lead) or not (_LEADS.match(lead) or _LED.search(lead, before[-1].end))):
            return True
        return bool(behind) and _REASON.search(tail[: behind[0].end - core[-1].end]) is None

    def _read(self, flat: str) -> tuple[list[_Token], list[_Token]]:
        """Its words, and of these the questions and ratings up to where a reason begins."""
        tokens = [self._token(found) for found in self._tokens.finditer(flat)]
        core: list[_Token] = []
        for each in tokens:
            named = any(one.kind == "question" for one in core)
            if each.kind == "own" and named and self._parted(flat, core)[1]:
                break
            core += [each] if each.kind in ("question", "rating") else []
        return tokens, core

    def _token(self, found: re.Match[str]) -> _Token:
        code = None if found["named"] or _IN_WORDS.match(found[0]) else self._spoken.rating_of(found[0])
        kind, meant = "plain" if found["plain"] or found["and_not"] or found[0] == "one" else "own", ""
        if found["question"]:
            is_rating = code is not None and "." not in found["ref"]
            kind, meant = ("rating", code or "") if is_rating else ("question", self._numbering.refs[found["ref"]])
        elif found["rating"]:
            kind, meant = ("rating", code) if code else (kind, "")
        return _Token(found.start(), found.end(), kind, meant)

    def _parted(self, flat: str, core: Sequence[_Token]) -> tuple[list[_Token], list[_Token]]:
        """The ratings that go, and those that take their place."""
        old: list[_Token] = []
        new: list[_Token] = []
        before, at = "", 0
        for each in core:
            before += flat[at : each.start]
            at = each.end
            if each.kind == "question":
                before += "it "
                continue
            (old if _OLD.search(re.sub(r"[\s,;:-]+", " ", before)) else new).append(each)
            before = ""
        return old, new
