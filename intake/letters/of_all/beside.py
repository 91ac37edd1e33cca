"""What else a letter says beside its sentences of all, and whether that leaves them in doubt. Pure."""

import re
from collections.abc import Sequence

from config.notation import LatePattern
from intake.letters.lines import Line
from intake.letters.ours import bids_farewell
from intake.letters.questions import Piece
from intake.letters.reading import OfAll
from intake.ratings import cue, levelled

_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_HEDGES = LatePattern(  # beside it: it may be no plain word of now, or not of all
    r"(?<!\w)(?:but|however|except|excepting|exceptions?|apart|although|though|unless|until|till|once|if|when|will|would|could"
    r"|should|might|hope\w*|plan\w*|aim\w*|target\w*|expect\w*|maybe|perhaps|probably|possibly|mostly|nearly|almost"
    r"|not|no|never|cannot|can't|n't|was|were|been|said|says|told|asked|last|previous\w*|other|only|some|few)(?!\w)|n't(?!\w)|\?"
)
_FAR_HEDGES = LatePattern(  # wherever the letter says so
    r"(?<!\w)(?:drafts?|provisional\w*|tentative\w*|indicative|unconfirmed|tbc|tbd|subject to|pending|ignore|disregard"
    r"|to be (?:confirmed|agreed|approved)|not (?:yet )?(?:be )?(?:final\w*|agreed|confirmed|approved|signed|recorded?"
    r"|counted)|withdraw|examples?|hypothetical\w*|jok\w+|kidding|targets?|(?:do not|don't) (?:record|count|use)"
    r"|(?:last|previous|prior) (?:year|time|round|audit|submission|return)\w*)(?!\w)"
)
_DOUBTS = LatePattern(  # in a paragraph of its own: of one of them, or of all, it may not be so
    r"(?<!\w)(?:isn't|aren't|hasn't|haven't|don't|doesn't|won't|(?:is|are|has|have|do|does) not"
    r"|not (?:yet|sure|certain|quite)|unsure|less sure|yet to|unless|apart from|except\w*|waiting for"
    r"|needs? (?:work|attention|a look|looking|improv\w+|updat\w+)|may (?:drop|change|fall|slip)"
    r"|(?:the|a|our|their|his|her|its|my) (?:summary|view|opinion|assessment|scores?) (?:from|of|by))(?!\w)"
)
_IDLE = LatePattern(  # of the letter itself: "I haven't attached the policy", "sorry I have not replied sooner"
    r"(?<!\w)(?:attach\w*|enclos\w*|hesitate|repl\w+|respon\w+|sooner|earlier|hear|receiv\w+|worry|files?|form|box\w*"
    r"|link|let me know)(?!\w)"
)
_NUMBERED = re.compile(r"\d")  # of one question, which is asked about alone
_TO_COME = LatePattern(  # "We will send the rota next week."
    r"\W*(?:we|i)(?:'ll|\s(?:will|shall))\s(?:also\s)?(?:send|forward|attach|e-?mail|post|bring|upload)\s(?:you\s)?"
    r"(?:the|our|a|an|it|them|some|more|copies|evidence|files?)(?!\w)(?!.*\b(?:but|not|except|rating|answer)).*"
)


def beside_of_all(line: Line, said: Sequence[OfAll]) -> Line:
    """The line without what it says of all questions, which takes nothing back."""
    text = line.text
    for each in said if text and not line.depth else ():
        text = "" if text.strip() in each.words else text.replace(each.words, "").strip()
    return line if text == line.text else line._replace(text=text)


def hedged(text: str) -> str:
    """The word in which it may be no plain statement of now, or not of all; empty where there is none."""
    for each in _SENTENCE.split(text):
        flat = levelled(each)
        if bids_farewell(each) or _TO_COME.fullmatch(flat):
            continue
        if found := _HEDGES.search(flat) or cue("theirs.people", tail=r"(?!\w)").search(flat):
            return found[0]
    return _hedged_from_afar(text)


def is_idle(text: str) -> bool:
    """Whether words say no more than that they close a letter, or that something will come."""
    return all(bids_farewell(each) or _TO_COME.fullmatch(levelled(each)) for each in _SENTENCE.split(text))


def doubts(text: str) -> str:
    """The words in which another paragraph may doubt it: "Supervision isn't, to be honest."; empty for none."""
    for each in _SENTENCE.split(text):
        flat = levelled(each)
        if not bids_farewell(each) and not _IDLE.search(flat) and (found := _DOUBTS.search(flat)):
            return found[0]
    return ""


def _hedged_from_afar(text: str) -> str:
    found = _FAR_HEDGES.search(levelled(text))
    return found[0] if found else ""


class Beside:
    """What else a letter says beside its sentences of all, where it answers no question."""

    def __init__(self, pieces: Sequence[Piece], lines: Sequence[Line]) -> None:
        self._lines = lines
        self._loose = [each for each in pieces if not each.question and each.text and each.role == "words"]

    def hedge(self, on: Sequence[int], itself: str = "") -> str:
        """The word that leaves in doubt what stands on these lines, as `itself`; empty where none does."""
        first, last = self._paragraph(on)
        near = [each for each in self._loose if first <= each.line <= last and each.text != itself]
        above = [each for each in self._loose if each.line < first][-1:]
        near += [each for each in above if each.text.rstrip().endswith((":", "-", "\u2013"))]
        found = next((word for each in near if (word := hedged(each.text))), "")
        return found or next((word for each in self._loose if (word := _hedged_from_afar(each.text))), "")

    def doubt(self, itself: str = "") -> str:
        """The words of another paragraph that may speak against it; empty for none."""
        others = (each.text for each in self._loose if each.text != itself and not _NUMBERED.search(each.text))
        return next(filter(None, map(doubts, others)), "")

    def _paragraph(self, on: Sequence[int]) -> tuple[int, int]:
        first, last = on[0], on[-1]
        while first and self._lines[first - 1].text and not self._lines[first - 1].depth:
            first -= 1
        while last + 1 < len(self._lines) and self._lines[last + 1].text and not self._lines[last + 1].depth:
            last += 1
        return first, last
