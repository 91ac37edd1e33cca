"""What a line puts right, sentence by sentence: the changes, why they are made, and what else it says."""

import re
from collections.abc import Callable, Sequence

from config.notation import LatePattern
from intake.letters.questions.named.said import NamedWords
from intake.letters.questions.sentences import Amending, Anew, Edits, Numbering, Pair, Plain
from intake.letters.questions.starts import Markers
from intake.ratings import Spoken, cue, levelled

_WHY = LatePattern(  # behind a change: no words for its box, and shown to whoever wrote them
    r"(?:[,;(]\s?|\s)(?:because|since (?:we|the|our)|as (?:we|the|our|it|they)|due to|(?:the )?(?:new )?evidence\b)"
    r".{4,}\Z",
    re.IGNORECASE | re.DOTALL,
)
_MORE = LatePattern(
    r"[,;]\s(?!(?:and not|but not|not|instead|rather|please|pls|which|thanks)\b)[^,;]{12,}\Z", re.IGNORECASE
)
_OUGHT = re.compile(r"\b(?:ought\sto|must|has\sto|needs\sto)\sbe\b", re.IGNORECASE)
_YOU_HAVE = LatePattern(r"\b(?:you have|it says|yours says|you've got|you recorded|we wrote|i wrote|we said|i said)\b")
_MEANT = LatePattern(r"\W*(?:but )?(?:we|i) (?:meant|mean)\b|\W*(?:it|this|that) should (?:be|read|say|have been)\b")


class Changes:
    """The questions of one audit, as a line may put right what was said of them."""

    def __init__(
        self,
        numbering: Numbering,
        spoken: Spoken,
        recorded: frozenset[tuple[str, str]],
        markers: Markers,
        rated: Callable[[str], list[NamedWords]],
        plain: Plain,
    ) -> None:
        self.numbering, self.spoken, self.recorded = numbering, spoken, recorded
        self.edits = Edits(numbering, spoken, recorded)
        self._amending, self._anew = Amending(numbering, spoken), Anew(numbering, spoken)
        self._markers, self._rated, self._plain = markers, rated, plain

    def told(self, text: str) -> list[NamedWords]:
        """The sentences of a line that puts something right; those that change nothing stand outside all questions."""
        if moved := self.edits.moved(text):
            return [NamedWords(each.ref, each.words, "change") for each in moved]
        sentences = self._with_what_is_meant(re.split(r"(?<=[.!?;])\s+(?=[A-Z(\[\d])", text))
        sentences = self._joined(sentences)
        is_plain = self._plain.is_whole(text) or (
            not self._is_answer(text) and any(self._plain.told(each) for each in sentences)
        )
        told = [self._changed(each) for each in sentences]
        sentences, found = self._anew.paired(sentences, told)
        if not any(found) or not (is_plain or self._markers.amends(text)):
            return []
        said: list[NamedWords] = []
        for at, (sentence, changes) in enumerate(zip(sentences, found, strict=True)):
            if changes and self._is_so_now(sentences[at + 1 :]):  # "4.1 should be Green. At present Red."
                changes = [each._replace(words="") for each in changes]
            said.extend(
                NamedWords(each.ref, each.words or sentence, "change" if each.words else "unclear change")
                for each in changes
            )
            if not changes:
                said.extend(self._rated(sentence) or [NamedWords("", sentence)])
            elif all(each.words for each in changes) and (why := self._why(sentence)):
                said.append(NamedWords("", why))
        return _without_answered(said)

    def _is_answer(self, text: str) -> bool:
        """Whether a line opens as any answer does, so that all its words are the question's: "2.3 Met: we checked"."""
        marked = self._markers.named(text, freely=True)
        return marked is not None and self.spoken.head(text[marked.start :]).is_clear

    def _joined(self, sentences: Sequence[str]) -> list[str]:
        """ "I put Green for 3.1. It is Amber.": two sentences that put a rating right together, as one."""
        out: list[str] = []
        for each in sentences:
            is_open = bool(out) and not self.numbering.alone.search(levelled(each)) and not self._plain.told(out[-1])
            if is_open and self._plain.told(f"{out[-1]} {each}"):
                out[-1] = f"{out[-1]} {each}"
            else:
                out.append(each)
        return out

    def _changed(self, sentence: str) -> list[Pair]:
        """What one sentence puts right; without words where it says anything beside that and why."""
        if plain := self._plain.told(sentence):
            return [plain]
        changes = self._amending.changes(self._as_change(sentence))
        is_unsure = any(each.words for each in changes) and self._plain.is_unsure(sentence)
        return [each._replace(words="") for each in changes] if is_unsure else changes

    def _as_change(self, sentence: str) -> str:
        """ "1.1 must be Amber" puts right what we showed of it; of any other question nobody has decided it."""
        named = {self.numbering.refs[each["ref"]] for each in self.numbering.alone.finditer(levelled(sentence))}
        is_shown = bool(named) and named <= {ref for ref, _ in self.recorded}
        return _OUGHT.sub("should be", sentence) if is_shown else sentence

    def _why(self, sentence: str) -> str:
        """The words behind a change that say why, or what else is so: "change 4.2 to Amber, the visits are late"."""
        if why := _WHY.search(sentence):
            return sentence[why.start() :].lstrip(" ,;:-")
        more = _MORE.search(sentence)
        is_free = more and not self.spoken.spelled(more[0]) and not self.numbering.alone.search(levelled(more[0]))
        return more[0].lstrip(" ,;") if more and is_free else ""

    def _with_what_is_meant(self, sentences: Sequence[str]) -> list[str]:
        """ "1.2, where you have 3. | We meant 2.": the second sentence puts right what the first one names."""
        out: list[str] = []
        for each in sentences:
            joins = _MEANT.match(levelled(each)) and not self.numbering.alone.search(levelled(each.partition(" ")[2]))
            if out and joins and _YOU_HAVE.search(levelled(out[-1])):
                out[-1] = f"{out[-1].rstrip('. ')}; {each}"
            else:
                out.append(each)
        return out

    def _is_so_now(self, rest: Sequence[str]) -> bool:
        """Whether the next sentence says what is so now, which the one before it then does not."""
        now = cue("now.before", lead=r"\W*").match(levelled(rest[0])) if rest else None
        return now is not None and bool(self.spoken.spelled(rest[0][now.end() :]))


def _without_answered(said: Sequence[NamedWords]) -> list[NamedWords]:
    """Without asking what a later sentence of the line answers: "The Amber was for 5.1, not 4.1. 4.1 is Green."."""
    out: list[NamedWords] = []
    for at, each in enumerate(said):
        later = {one.ref for one in said[at + 1 :] if one.role != "unclear change"}
        out.append(NamedWords("", each.words) if each.role == "unclear change" and each.ref in later else each)
    return out
