"""The rating that ends an answer, behind its reason: "2 overdue, so Met", "… (Good)", "… We rate this 1." Pure."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from config.notation import LatePattern
from intake.ratings.cues import cue
from intake.ratings.head import Head
from intake.ratings.verdict import LOOK, Spoken
from intake.ratings.vocabulary import levelled

_SENTENCE = LatePattern(r"(?<=[.!?;])\s+")
_SO = LatePattern(
    r"(?:(?<=[,;:])\s?|(?<=\s[-\u2013\u2014])\s)(?=(?:and\s)?(?:so|hence|therefore|thus|(?:which|that) makes)\s)"
)
_MARKED = LatePattern(r"(?:[(\[]|\s[-\u2013\u2014=]|:)\s?(?P<said>[^()\[\]:=\u2013\u2014-]{1,40})\Z")
_CLAUSE = LatePattern(r"[.;,]\s")
_RATED = r"(?:(?:our|the|in|for|b?rag|rating|score|grade|return|audit|answer)\s+)"
_YEAR = LatePattern(rf"\W*{_RATED}{{0,4}}20\d\d(?:[-/](?:20)?\d\d)?(?:\s{_RATED.replace('+', '*')}{{0,3}})?\W*")
_REASONED = LatePattern(
    r"\W*(?:because|as|since|given|due to|with|although|while)\s[^.;!?\n]{8,300},\s(?=[^,\d]{2,30}\Z)"
)
_AGREED = LatePattern(
    r"[,;:.\u2013-]\s(?:and\s)?(?:(?:we|both|all|jointly|finally)\s)?(?:agreed|settled)"
    r"(?:\s(?:on|at|as))?[\s:=]{1,3}(?=[\w ]{1,25}\Z)"
)
_WE_SAY = LatePattern(
    r"(?<![\w])(?:we|i)(?:'d| would| have to| must| can only| will)? "
    r"(?:say|rate|score|call|judge|settle|think|consider|chose|choose|have chosen)\s"
    r"(?:(?:it|this|that|is|ourselves|us|on|as|at|a|to be)\s){0,3}(?=[^\d]{2,30}\Z)"
)
_ONE_WORD = cue("past.word", "later.word", lead=r"\W*", tail=r"\W*")  # "OLD: Green"
_NO_VERDICT = LatePattern(  # "all could tell me what it says", "nobody could give an example"
    r"\bcould(?: not)? (?=(?:tell|say|name|give|show|find|explain|describe|recall|remember|point|answer)\b)|"
    r"\b(?:what|who|where|how) (?:it|they|he|she|this|that) (?:says?|thinks?|feels?)\b"
    r"|\bg[ia]ves? (?:us |me |him |her |them )?(?:an?|any|no|one|their|its|the|more)"
    r" (?!ratings?\b|scores?\b|grades?\b)",
    re.IGNORECASE,
)
_WAITS = LatePattern(r"\W*(?:once|unless|until|till|subject to|pending|assuming|provided|should be)\b")
_SENTENCE_FROM = 5  # words before a mark that are a sentence: "Deputy - Green" may be the deputy's
_MOST_WORDS = 4  # of a label behind a mark
_LONGEST_SAID = 7  # words of a sentence that gives a rating alone: "We judge ourselves to be Partially met."


_OURS = LatePattern(r"\b(?:we|i)(?:'d| would)? (?:say|rate|rated|score|think|feel|put)\b|\bour\b|\brating\b")
_CUES = {
    "an example": ("question.example",),
    "asks back": ("asks_back.unsettled",),
    "past": ("past.named",),
    "later": ("later.named",),
    "somebody else's": ("theirs.people", "theirs.says"),
}


class _Ending(NamedTuple):
    """Where the words begin that may be the rating, and the clause that leads to them where only a mark does."""

    start: int
    lead: str = ""
    is_marked: bool = False
    is_agreed: bool = False  # of several that stand before it: "Jane 2, Tom 1, agreed 1"


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


def without_conclusion(spoken: Spoken, lines: list[str]) -> list[str]:
    """The lines without a last sentence that says nothing but their rating: it is no evidence."""
    last = next((number for number in reversed(range(len(lines))) if lines[number].strip()), None)
    if last is None:
        return lines
    begun = [0, *(each.end() for each in _SENTENCE.finditer(lines[last]))][-1]
    said = lines[last][begun:]
    if not concluded(spoken, f"It is so. {said}").is_clear or len(said.split()) > _LONGEST_SAID:
        return lines
    kept = lines[last][:begun].rstrip()
    return [*lines[:last], *([kept] if kept else [])]


def _endings(words: str) -> Iterator[_Ending]:
    """The ways in which the words may end in a rating, the plainest first."""
    begun = [each.end() for each in _SENTENCE.finditer(words)]
    for agreed in list(_AGREED.finditer(levelled(words)))[-1:]:
        yield _Ending(agreed.end(), is_agreed=True)
    if begun:
        yield _Ending(begun[-1], words[begun[-2] if len(begun) > 1 else 0 : begun[-1]].rstrip(" .!?;"))
    for so in list(_SO.finditer(words))[-1:]:
        yield _Ending(so.end())
    if reasoned := _REASONED.match(levelled(words), begun[-1] if begun else 0):  # "As the chart is old, Amber"
        yield _Ending(reasoned.end(), words[begun[-1] if begun else 0 : reasoned.end()].rstrip(" ,"))
    for said in list(_WE_SAY.finditer(levelled(words)))[-1:]:
        yield _Ending(said.end(), words[begun[-1] if begun else 0 : said.start()])
    if marked := _MARKED.search(words, max(0, len(words) - 60)):
        yield _Ending(marked.start("said"), words[begun[-1] if begun else 0 : marked.start()], is_marked=True)


def _doubt(spoken: Spoken, before: str, said: str, head: Head, ending: _Ending) -> str:
    """What leaves it in doubt; empty where nothing does."""
    if head.unsure or len(head.ratings) > 1:
        return head.cue or "asks back: two that differ"
    if ending.is_agreed:
        return ""
    theirs = "" if ending.is_marked else _of_others(_NO_VERDICT.sub(" ", ending.lead))
    is_ours = _OURS.search(levelled(said)) is not None
    if spoken.spelled(before) - head.ratings and not (theirs and is_ours):
        return "asks back: another stands before it"
    is_bare = re.search(r"[^\W\d_]{2}", said) is None
    if is_bare or (ending.is_marked and len(said.split()) > _MOST_WORDS):
        return f"asks back: {said.strip()} alone"
    if ending.is_marked:
        return _of_another_at_end(ending.lead)
    return "" if is_ours else theirs  # "Ofsted came in May. Good."


def _of_another_at_end(lead: str) -> str:
    """What makes a rating behind a mark none of ours of now; in a sentence a deputy and an example rate nothing."""
    if len(lead.split()) < _SENTENCE_FROM:
        return of_another(lead)
    lead = _NO_VERDICT.sub(" ", lead)
    kinds = [each for each in _CUES if each not in ("somebody else's", "an example")]
    clause = _CLAUSE.split(levelled(lead))[-1]
    begins = cue("question.example").match(clause.strip())
    waits = _WAITS.match(clause)
    told = f"an example: {begins[0]}" if begins else f"later: {waits[0].strip()}" if waits else ""
    return told or of_another(lead, kinds=kinds) or _of_others(lead)


def _of_others(lead: str) -> str:
    """Who else may have rated, by the sentence before: "Ofsted came in May", and not "The board has a plan"."""
    told = of_another(lead, kinds=("somebody else's",))
    clause = _CLAUSE.split(levelled(lead))[-1]
    rates = cue("theirs.inspects").search(clause) or any(
        each[0] != "assessment" for each in cue("theirs.says").finditer(clause)
    )
    return told if rates else ""


def of_another(lead: str, *, kinds: Iterable[str] = tuple(_CUES)) -> str:
    """What in the clause before a mark makes the rating another's, or one of another time: "Last year: Good"."""
    clause = _CLAUSE.split(levelled(lead))[-1]
    told = ((kind, cue(row).search(clause)) for kind in kinds for row in _CUES[kind])
    doubt = next((f"{kind}: {found[0]}" for kind, found in told if found), "")
    is_of_a_time = _YEAR.fullmatch(clause) or _ONE_WORD.fullmatch(clause)
    return doubt or (f"past: {clause.strip()}" if is_of_a_time else "")
