"""Whether a line above answers names a house that is not the writer's own: "Mill Road Surgery", "our sister school".

A surgery, a school or a clinic within a sentence is where its writer works ("ten minutes between clinics, so:"); it is
another's where it is a name, stands alone, or is called another.
"""

import re
from itertools import takewhile

from config.notation import LatePattern
from intake.letters.disowned.words import PLACE
from intake.letters.ours import Known

_KIND = LatePattern(rf"\b(?:{PLACE}|road|street|lane|avenue)(?!\w)")
_OTHER = LatePattern(  # what stands right before a house that is another's
    r"\b(?:an?other|other|different|sister|neighbouring|neighbour'?s?|partner|twin|rival|nearby|next|their|his|her)"
    r" (?:[a-z'-]{1,20} )?\Z"
)
_ELSEWHERE = LatePattern(
    r"\W{0,3}(?:next door|(?:across|down|up|over|along) the|opposite|around the corner"
    r"|in (?:our|the) (?:network|group))\b"
)
_RATES_US = LatePattern(r" (?:put|gave|give|has|have|had|scored?|rated?|marked|judged) (?:\w+ )?(?:for |to )?us\b")
_BESIDE = LatePattern(  # with whom the writer worked: "Done with Mill Road Surgery"
    r"(?<!compared )\b(?:with|thanks to|alongside|after|following|since)(?: [\w.'-]{1,20}){0,4} \Z"
)
_SMALL = LatePattern(  # words of a sentence, which name nothing
    r"(?:a|about|after|all|an|and|answers|are|as|at|back|because|been|before|"
    r"behind|below|between|but|by|did|do|done|during|dr|for|from|good|had|"
    r"happy|has|have|hello|here|hi|how|i|i'm|i've|if|in|is|it|it's|just|"
    r"like|me|more|mr|mrs|ms|my|no|not|of|off|on|only|or|our|ours|out|"
    r"over|please|quick|quickly|re|so|sorry|thank|thanks|that|the|then|there|"
    r"these|this|to|today|too|until|us|was|we|we're|we've|were|what|when|where"
    r"|while|with|yes|you|your)"
)
_OWNER = frozenset(["our", "my", "this"])
_ALIKE = (  # words for one house: an Elm House Surgery is "the practice"
    frozenset(["surgery", "practice", "clinic", "pharmacy", "dental"]),
    frozenset(["school", "academy", "college", "nursery"]),
    frozenset(["charity", "club", "organisation", "agency"]),
    frozenset(["trust", "hospital", "hospice"]),
)
_ANYONES = frozenset(["organisation", "agency"])
_MOST_ALONE = 5  # words of a line that is a name and no more


def names_another_house(line: str, flat: str, known: Known) -> bool:
    """Whether the line names a house other than the agency asked; `flat` is the line levelled, mark for mark."""
    return any(_is_another(line, flat, kind, known) for kind in _KIND.finditer(flat))


def is_own_kind(kind: str, owner: str, known: Known) -> bool:
    """Whether "our school", or "the practice" of a surgery, is the agency that was asked."""
    if owner in _OWNER or kind in known.addressed | _ANYONES:
        return True
    return owner == "the" and any(kind in alike and alike & known.addressed for alike in _ALIKE)


def _is_another(line: str, flat: str, kind: re.Match[str], known: Known) -> bool:
    before, behind = flat[: kind.start()], flat[kind.end() :]
    if _OTHER.search(before) or _ELSEWHERE.match(behind):
        return True
    if _RATES_US.match(behind):
        return kind[0] not in known.addressed
    if name := _name_before(line, before):
        return name[0] not in known.addressed and _BESIDE.search(before) is None
    return kind[0] not in known.addressed and _stands_alone(before, kind[0], behind, known)


def _name_before(line: str, before: str) -> list[str]:
    """The words written large right before a house, which name it: "Mill Road" of "Mill Road Surgery"."""
    start = max(before.rfind(mark) for mark in ",:;(") + 1
    words, shown = before[start:].split()[::-1], line[start : len(before)].split()[::-1]
    large = [word for word, _ in takewhile(lambda each: each[1][0].isupper(), zip(words, shown, strict=True))]
    kind = line[len(before) :]
    if len(large) == len(before.split()) == 1 and kind[:1].islower() and " " in kind.strip():
        return []  # "Morning surgery has overrun": a line begins with a capital
    return [word for word in large[::-1] if not _SMALL.fullmatch(word)]


def _stands_alone(before: str, kind: str, behind: str, known: Known) -> bool:
    """Whether the line is a name without capitals, or a house alone: "nursery", "the hospital", "mill road surgery"."""
    words = re.findall(r"[\w'-]+", before)
    if len(words) >= _MOST_ALONE or re.search(r"\w", behind):
        return False
    if not [word for word in words if word not in ("the", "from", "by", "for", "at")]:
        return not (words and is_own_kind(kind, words[-1], known))
    return not known.addressed & set(words) and not any(map(_SMALL.fullmatch, words))
