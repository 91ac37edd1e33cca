"""Sentences that end with their question and its rating in brackets: "The chart is new (4, Good).". Pure."""

from collections.abc import Collection

from config.notation import LatePattern, compiled_once
from intake.letters.questions.named.said import NamedWords
from intake.letters.questions.sentences import PREFIX, Numbering
from intake.ratings import Spoken, cue, levelled, of_another

_SENTENCE = LatePattern(r"(?<=[\])])[.;]?\s{1,3}(?=\S)")
_LONGEST = 2_000  # characters of such a line
_MARK = LatePattern(r"\w\s?[,;:=-]|\sis\s")
_COUNTED = LatePattern(r"\b(?:one|two|three|four|five)\b|\b\d{1,4}\b(?=\s[a-z])")  # "on one page" counts pages
_TIMES = ("an example", "asks back", "past", "later")
_LEAST = 2  # words of a sentence: "Good (4, Good)" says nothing of its own


class Brackets:
    """The questions of one audit, as sentences may end by naming them with their ratings."""

    def __init__(self, rated: Collection[str], numbering: Numbering, spoken: Spoken) -> None:
        self._refs, self._rated, self._spoken = numbering.refs, frozenset(rated), spoken
        called = rf"(?:{PREFIX}\.?\s?)?{numbering.bare}"
        link = r"\s?(?:[,;:=-]|\bis\b|(?<=\s))\s?"
        self._end = compiled_once(
            rf"(?<=\w)[.,]?\s{{1,3}}[\[(]\s?(?:(?P<ref>{called}){link}(?P<said>{spoken.pattern})"
            rf"|(?P<first>{spoken.pattern}){link}(?P<last>{called}))\s?[\])][.;!]?\Z"
        )
        self._ref = compiled_once(numbering.bare)
        self._any = numbering.alone

    def told(self, text: str) -> list[NamedWords]:
        """The words of each sentence, behind its rating; none where a sentence names nothing, or two the same."""
        if len(text) > _LONGEST or not text.rstrip(" .;!").endswith((")", "]")):
            return []
        found: list[NamedWords] = []
        for sentence in _SENTENCE.split(text.strip()):
            end = self._end.search(levelled(sentence))
            words = sentence[: end.start()].rstrip(" ,") if end else ""
            if end is None or len(words.split()) < _LEAST or self._says_otherwise(words):
                return []
            said, called = end["said"] or end["first"], end["ref"] or end["last"]
            ref = self._ref.search(called)
            if ref is None or (called.isdigit() and (said.isdecimal() or not _MARK.search(end[0]))):
                return []  # "(4, 2)" may be figures, and "(12 good)" a count
            found.append(NamedWords(self._refs[ref[0]], f"{said}. {words}"))
        refs = {each.ref for each in found}
        is_clear = all(self._spoken.head(each.words).is_clear for each in found)
        return found if is_clear and len(refs) == len(found) and refs <= self._rated else []

    def _says_otherwise(self, words: str) -> bool:
        """Whether the words rate, name a question themselves, or tell of others or another time."""
        named = [each for each in self._any.finditer(levelled(words)) if "." in each["ref"] or each["named"]]
        is_other = bool(named) or self._spoken.stands(_COUNTED.sub(" ", words)) or _is_of_another(words)
        return is_other or any(each in words for each in "()[]")


def _is_of_another(words: str) -> bool:
    """Whether another time is told of, or others who rate: "The trustees checked it" says only who was there."""
    is_said = cue("theirs.says").search(levelled(words)) is not None
    return bool(of_another(words) if is_said else of_another(words, kinds=_TIMES))
