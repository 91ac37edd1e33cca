"""Lines that call a question by the writer's name for it, its code behind: "LADO (4.1): Met", "LEAD (1.4)". Pure."""

import re
from collections.abc import Mapping, Sequence

from config.notation import LatePattern, compiled_once
from intake.letters.lines import Line
from intake.letters.questions.sentences import PREFIX, Numbering
from intake.letters.questions.starts.line_starts import Marked
from intake.ratings import Spoken, levelled, of_another

_MOST = 6  # words of such a name
_WORD = re.compile(r"[^\W\d_]{3,}")
NOT_NOW = LatePattern(  # what a name may say besides what the question is of
    r"\b(?:drafts?|targets?|goals?|aims?|unsure|unclear|undecided|not sure|provisional|pending|previous\w*|last|old"
    r"|next|future|proposed|planned|expected|was|ignore|wrong|tbc|guess\w*|example|sample|risks?|actions?|except|without|priority)\b"
)
_STEM = 5  # letters of a word that are enough to know it again


class Titled:
    """The questions of one audit, as lines may call them so."""

    def __init__(self, asked: Mapping[str, str], numbering: Numbering, spoken: Spoken) -> None:
        self._refs, self._spoken = numbering.refs, spoken
        self._asked = {ref: stems(text) for ref, text in asked.items()}
        self._called = compiled_once(
            r"[\W_]{0,4}(?:(?:and|also|then|now|so|plus|lastly|finally)[,:]?\s)?(?P<title>[^\W\d_][^()\[\].:;!?\n]{1,60}?)\s?"
            rf"[(\[]\s?(?:{PREFIX}\.?\s?)?(?P<ref>{numbering.bare})\s?[)\]](?P<sep>\s?[:=]\s{{0,3}}|\s-\s{{0,3}}|\s*\Z)"
        )

    def of(self, lines: Sequence[Line]) -> dict[int, Marked]:
        """By line, the question it names and where its answer begins; none where its name says it is not of now."""
        told = {number: each for number, line in enumerate(lines) if (each := self._title(number, lines))}
        called = {number: each for number, each in told.items() if each[1].ref}
        titles = [levelled(title) for title, _ in called.values()]
        refs = [marked.ref for _, marked in called.values()]
        is_run = len(called) > 1 and len(set(titles)) == len(titles) and len(set(refs)) == len(refs)
        is_known = any(self._is_of(title, marked.ref) for title, marked in called.values())
        none = {number: marked for number, (_, marked) in told.items() if not marked.ref}
        return none | {
            at: marked
            for at, (title, marked) in called.items()
            if self._is_of(title, marked.ref) or (is_run and is_known) or (title.isupper() and "." in marked.ref)
        }

    def _title(self, number: int, lines: Sequence[Line]) -> tuple[str, Marked] | None:
        line = lines[number]
        found = self._called.match(levelled(line.text[:120])) if not (line.cell or line.depth) else None
        if found is None:
            return None
        title = line.text[found.start("title") : found.end("title")].strip()
        ref, rest = self._refs[found["ref"]], line.text[found.end() :]
        is_head = not rest.strip() and _stands_above(number, lines)
        is_rated = bool(found["sep"].strip()) and self._spoken.head(rest).says_something
        if len(title.split()) > _MOST or not (is_head or is_rated):
            return None
        if self._says_otherwise(title, ref):
            return (title, Marked("", 0)) if is_rated else None
        return title, Marked(ref, found.end())

    def _says_otherwise(self, title: str, ref: str) -> bool:
        """Whether the name makes the rating below it none of now: "Draft", "Last year", "CQC"."""
        if self._spoken.spelled(title) or NOT_NOW.search(levelled(title)):
            return True
        return bool(of_another(title)) and not self._is_of(title, ref)

    def _is_of(self, title: str, ref: str) -> bool:
        """Whether the name has a word of the question, or of its standard's title."""
        return bool(stems(title) & self._asked[ref])


def _stands_above(number: int, lines: Sequence[Line]) -> bool:
    """Whether a line heads a paragraph: nothing stands right above it, and something below."""
    is_first = number == 0 or not lines[number - 1].text.strip()
    return is_first and number + 1 < len(lines) and bool(lines[number + 1].text.strip()) and not lines[number + 1].depth


def stems(text: str) -> set[str]:
    """What its longer words begin with, and its abbreviations: enough to know them again."""
    words = [each for each in _WORD.findall(text) if len(each) > _STEM - 2 or each.isupper()]
    return {levelled(each)[:_STEM] for each in words}
