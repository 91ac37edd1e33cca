"""The rating that ends an answer, behind its reason: "2 overdue, so Met", "… (Good)", "… We rate this 1." Pure."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from config.notation import LatePattern
from intake.ratings.cues import cue
from intake.ratings.verdict import LOOK, Head, Spoken
from intake.ratings.vocabulary import levelled

_SENTENCE = LatePattern(r"(?<=[.!?;])\s+")
_SO = LatePattern(
    r"(?:(?<=[,;:])\s?|(?<=\s[-\u2013\u2014])\s)(?=(?:and\s)?(?:so|hence|therefore|thus|(?:which|that) makes)\s)"
)
_MARKED = LatePattern(r"(?:[(\[]|\s[-\u2013\u2014=]|:)\s?(?P<said>[^()\[\]:=\u2013\u2014-]{1,40})\Z")
_CLAUSE = LatePattern(r"[.;,]\s")
_YEAR = LatePattern(r"\W*(?:in )?20\d\d(?:[-/]\d\d)?\W*")
_MOST_WORDS = 4  # of a label behind a mark


_OURS = LatePattern(r"\b(?:we|i)(?:'d| would)? (?:say|rate|rated|score|think|feel|put)\b|\bour\b|\brating\b")
_CUES = {
    "an example": ("question.example",),
    "past": ("past.named",),
    "later": ("later.named",),
    "somebody else's": ("theirs.people", "theirs.says"),
}


class _Ending(NamedTuple):
    """Where the words begin that may be the rating, and the clause that leads to them where only a mark does."""

    start: int
    lead: str = ""
    is_marked: bool = False


def concluded(spoken: Spoken, words: str) -> Head:
    """The rating these words end with; unsure where it is a bare number, another's, or one of another time."""
    words = words[-LOOK:].rstrip(" .!*_)]\n")
    for ending in _endings(words):
        said = words[ending.start :]
        head = spoken.head(said, yes_no=False)
        if not head.ratings or head.not_applicable or re.search(r"\w", said[head.end :]):
            continue
        doubt = _doubt(spoken, words[: ending.start], said, head, ending)
        return head._replace(unsure=True, cue=doubt) if doubt else head
    return Head()


def _endings(words: str) -> Iterator[_Ending]:
    """The ways in which the words may end in a rating, the plainest first."""
    begun = [each.end() for each in _SENTENCE.finditer(words)]
    if begun:
        yield _Ending(begun[-1], words[begun[-2] if len(begun) > 1 else 0 : begun[-1]].rstrip(" .!?;"))
    for so in list(_SO.finditer(words))[-1:]:
        yield _Ending(so.end())
    if marked := _MARKED.search(words, max(0, len(words) - 60)):
        yield _Ending(marked.start("said"), words[begun[-1] if begun else 0 : marked.start()], is_marked=True)


def _doubt(spoken: Spoken, before: str, said: str, head: Head, ending: _Ending) -> str:
    """What leaves it in doubt; empty where nothing does."""
    if head.unsure or len(head.ratings) > 1:
        return head.cue or "asks back: two that differ"
    theirs = "" if ending.is_marked else of_another(ending.lead, kinds=("somebody else's",))
    is_ours = _OURS.search(levelled(said)) is not None
    if spoken.spelled(before) - head.ratings and not (theirs and is_ours):
        return "asks back: another stands before it"
    is_bare = re.search(r"[^\W\d_]{2}", said) is None
    if is_bare or (ending.is_marked and len(said.split()) > _MOST_WORDS):
        return f"asks back: {said.strip()} alone"
    if ending.is_marked:
        return of_another(ending.lead)
    return "" if is_ours else theirs  # "Ofsted came in May. Good."


def of_another(lead: str, *, kinds: Iterable[str] = tuple(_CUES)) -> str:
    """What in the clause before a mark makes the rating another's, or one of another time: "Last year: Good"."""
    clause = _CLAUSE.split(levelled(lead))[-1]
    told = ((kind, cue(row).search(clause)) for kind in kinds for row in _CUES[kind])
    doubt = next((f"{kind}: {found[0]}" for kind, found in told if found), "")
    return doubt or (f"past: {clause.strip()}" if _YEAR.fullmatch(clause) else "")
