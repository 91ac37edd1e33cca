"""One sentence takes back the rating we have, the next one says which it is: "You have 2.1 as Met. It is not." Pure."""

import re
from collections.abc import Sequence

from config.notation import LatePattern
from intake.letters.questions.sentences.refs import Numbering, Pair
from intake.ratings import Spoken, levelled

_UNDONE = LatePattern(  # what its writer says of a rating we have, before they say which it is
    r"\b(?:you have|you've|it says|down as|any ?more|any longer|no longer|was wrong|is wrong|not right"
    r"|too (?:generous|harsh|high|low|kind|strict|optimistic|pessimistic|hard|lenient|strong|modest|good|bad)"
    r"|incorrect|scrap|forget|ignore|disregard|withdraw|take back|my last"
    r"|last (?:letter|e-?mail|form|return) (?:said|had|gave))\b"
)
_ANEW = LatePattern(
    r"\W*(?:(?:please|pls|so|but|and|now|instead|actually|really|can\syou|could\syou)\W{1,3}){0,3}"
    r"(?:(?:it|this|that|which)(?:'s|\sis|\swas)\s(?:not(?:\s(?:right|correct|true|so))?|wrong|incorrect|(?:a\s)?mistake)"
    r"[\s,;:.\u2013-]{1,4}(?:(?:and|but|please|pls)\s)?)?"
    r"(?:(?:make|put|call)\s(?:it|this|that)(?:\sdown)?(?:\s(?:to|as|at))?"
    r"|(?:change|amend|correct|update|move|set|lower|raise)\s(?:it|this|that)(?:\s(?:up|down))?\s(?:to|as)"
    r"|(?:it|this|that)\s(?:should|ought\sto)(?:\snow)?\s(?:be|read|say|have\sbeen)"
    r"|(?:it|this|that|we)(?:'s|'re|\sis|\sare)(?:\s(?:now|really|actually|back\sto|only|at))?)?\W{0,3}"
)


class Anew:
    """The questions of one audit, as two sentences in a row may put one of them right."""

    def __init__(self, numbering: Numbering, spoken: Spoken) -> None:
        self._refs, self._alone = numbering.refs, numbering.alone
        self._spoken = spoken

    def paired(self, sentences: Sequence[str], found: Sequence[list[Pair]]) -> tuple[list[str], list[list[Pair]]]:
        """The sentences with what each puts right; of two that do it together the second is the change."""
        told: list[str] = []
        out: list[list[Pair]] = []
        for sentence, changes in zip(sentences, found, strict=True):
            is_open = bool(told) and not changes and not any(each.words for each in out[-1])
            if is_open and (pair := self._told(told[-1], sentence)):
                told[-1:], out[-1:] = self._reason(told[-1]), [[] for _ in self._reason(told[-1])]
                changes = [pair]
            told.append(sentence)
            out.append(changes)
        return told, out

    def _reason(self, first: str) -> list[str]:
        """What the first sentence says besides: "2.1 isn't Met any more, | Dr Lee left on Friday." """
        behind = first.partition(", ")[2]
        flat = levelled(behind)
        is_free = not self._spoken.spelled(behind) and not any(
            self._is_named(each, flat) for each in self._alone.finditer(flat)
        )
        return [behind] if behind and is_free else []

    def _told(self, first: str, second: str) -> Pair | None:
        flat = levelled(first)
        refs = {self._refs[each["ref"]] for each in self._alone.finditer(flat) if self._is_named(each, flat)}
        if len(refs) != 1 or len(flat) > 400 or _UNDONE.search(flat) is None or "?" in flat + second:
            return None
        behind = levelled(second)
        if any(self._is_named(each, behind) for each in self._alone.finditer(behind)):
            return None
        lead = _ANEW.match(behind)
        at = lead.end() if lead else 0
        head = self._spoken.head(second[at:], yes_no=False)
        is_told = re.search(r"[^\W\d_]", second[: at + head.end]) is not None
        return Pair(refs.pop(), second[at : at + head.end]) if head.is_clear and head.ratings and is_told else None

    def _is_named(self, found: re.Match[str], flat: str) -> bool:
        return bool("." in found["ref"] or found["named"] or not re.search(r"\w", flat[: found.start()]))
