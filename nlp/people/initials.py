"""People told by their initials, "JS" and "K.B.": letters that do what people do, and are no body's short name."""

import re
from collections.abc import Iterator

from config.notation import LatePattern
from nlp.people.wordlists import cues

SHAPE = LatePattern(r"(?<![\w.&/-])(?:[A-Z]\.[A-Z]\.?(?:[A-Z]\.)?|[A-Z]\. [A-Z]\.|[A-Z]{2})(?![\w&/]|\.\w|-\w)")
NEXT = LatePattern(r"(?:['’]s)?(?:,| \(|:)? ?[\"“]?([a-z']+)(?: ([a-z']+))?(?: ([a-z']+))?")
AGED = LatePattern(r",? \(?(?:aged? )?\d{1,2}\b(?! (?:per|of)|[/.:%-]\d)")
LAST = LatePattern(r"(?<![A-Za-z'])(?:([A-Za-z']++)[ ,]++)?([A-Za-z']++)[ :]++$")
JOINED = LatePattern(r",? (?:and|&) ")
OF_ONE = LatePattern(r" (?:(?:what|that|if|how|why|whether) (?:he|she|his|her)|feels|felt|lives|lived|loves|misses)\b")
NOTED = LatePattern(r"\b([a-z]+)\b[^.;:]{0,20} (?:for|about|of|with|from) $")
BESIDE = LatePattern(r",? (?:and|or|&) $|, $")


def initials(text: str) -> Iterator[tuple[int, int]]:
    """Where people are named by initials, as (start, end); a full stop that ends the sentence is left."""
    last = -1
    for found in SHAPE.finditer(text):
        beside = last >= 0 and BESIDE.fullmatch(text[last : found.start()]) is not None
        joined = JOINED.match(text, found.end())
        if beside or _is_one(text, *found.span()) or (joined and _joins_one(text, joined.end())):
            yield found.span()
            last = found.end()


def _is_one(text: str, start: int, end: int) -> bool:
    written = text[start:end]
    letters = re.sub("[^A-Z]", "", written).lower()
    if "." in written:
        return letters not in cues().dotted or _is_person(text, start, end)
    if letters in cues().short_names:
        return AGED.match(text[end : end + 12]) is not None or OF_ONE.match(text, end) is not None
    return _is_person(text, start, end)


def _joins_one(text: str, start: int) -> bool:
    """Whether initials that stand after "and" are those of a person: "HG and TG live with"."""
    other = SHAPE.match(text, start)
    return other is not None and _is_one(text, *other.span())


def _is_person(text: str, start: int, end: int) -> bool:
    if AGED.match(text[end : end + 12]):
        return True
    before = LAST.search(text[max(0, start - 40) : start])
    if before and _announces((before[1] or "").lower(), before[2].lower()):
        return True
    noted = NOTED.search(text[max(0, start - 45) : start])
    if noted and any(word in cues().about for word in re.findall("[a-z]+", noted[0])):
        return True
    after = NEXT.match(text[end : end + 50])
    if after is None:
        return False
    if text[end : end + 2] in ("'s", "’s"):
        return any(word in cues().belongings or word in cues().people for word in after.groups() if word)
    return does(*(word or "" for word in after.groups()))


def _announces(earlier: str, word: str) -> bool:
    """Whether what is said before speaks of a person: "visited", "child", "the views of"."""
    if word in cues().meeting or word in cues().people or word in cues().child:
        return True
    return word in ("for", "about", "of", "with", "to") and (
        earlier in cues().meeting or earlier in cues().people or earlier in cues().about
    )


def does(word: str, second: str, third: str) -> bool:
    """Whether the words after a name are what only people do or have done to them: "told", "was interviewed"."""
    if word in cues().doing:
        return (word, second) != ("lived", "experience")
    if word in ("was", "is", "were", "are"):
        return (second if second not in ("not", "then", "also", "now", "again") else third) in cues().done_to
    if word in ("has", "had", "have"):
        rest = third if second in ("not", "also", "now", "been", "since", "already") else second
        return rest in cues().doing or (second == "been" and rest in (*cues().done_to, "in"))
    return word in ("does", "did", "will", "would", "could", "can") and second in ("not", "like", "want", "feel")
