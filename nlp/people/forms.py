"""Names where a letter or a note has its people: who was present, who signs, whom it is to."""

import re
from collections.abc import Iterator

from config.notation import LatePattern
from nlp.people.wordlists import NameWord, cues, lists, tokens_of

LINE = LatePattern(
    r"^[ \t*•>-]{0,4}(?:present|apologies(?: from| for absence)?|attendees|in attendance|attended by|also present"
    r"|participants|panel|attending|invited|invitees|cc|circulation|distribution|authors?|written by|completed by"
    r"|prepared by|reviewed by|approved by|signed(?: off)?(?: by)?|chaired by|chair|minutes(?: by)?|minute taker"
    r"|supervised by|supervisor|allocated to|social worker|key ?worker|sw|lead|dsl|name of child|child'?s name|child"
    r"|young person|pupil|student|patient|name|surname|siblings?|mother|father|mum|dad|parents?|carers?"
    r"|lead practitioner|assessor|advocate)"
    r"[ \t]?(?:[:=]|[–—-](?= ))[ \t]?(?P<people>[^\n]{2,200})",
    re.IGNORECASE | re.MULTILINE,
)
CLOSE = LatePattern(
    r"\b(?:regards|wishes|many thanks|thanks|thank you|cheers|yours (?:sincerely|faithfully|truly|ever)|sincerely|love"
    r"|best|bw|kr)(?: again| so much| from)?(?:[,.!]?[ \t]*\r?\n\s{0,4}|, )"
    r"(?P<people>[A-Z][\w'’.-]{0,20}(?: [A-Z][\w'’.-]{0,20}){0,3})[.!]?[ \t]*(?:\r?\n|$|\()",
    re.IGNORECASE,
)
CLOSED_BY = (
    "egards",
    "ishes",
    "hank",
    "heers",
    "incerely",
    "thfully",
    "ruly",
    "ours ever",
    "ove",
    "est,",
    "est\n",
    "bw",
    "kr",
)
SHOUTED = LatePattern(r"^(?P<people>[A-Z]{4,15}(?: [A-Z'’-]{2,15}){0,2}) ?(?:[–—:]|-(?= ))", re.MULTILINE)
APART = LatePattern(r"[,;/|]|\band\b|&|\(|\)|[–—]| - |(?<!\b[A-Z])(?<!\bMr)(?<!Mrs)(?<!\bDr)\.(?=\s|$)")
MOST = 4  # words of a name


def forms(text: str) -> Iterator[tuple[int, int]]:
    """Where such names stand, as (start, end)."""
    if ":" in text or " – " in text or " - " in text or "=" in text:
        for found in LINE.finditer(text):
            yield from _listed(text, *found.span("people"))
        for found in SHOUTED.finditer(text):
            if _is_shouted(found["people"].split()[0].lower()):
                yield from _listed(text, *found.span("people"))
    for found in CLOSE.finditer(text) if any(part in text for part in CLOSED_BY) else ():
        if text[found.start("people")].isupper():
            yield from _listed(text, *found.span("people"))


def _is_shouted(low: str) -> bool:
    """Whether a heading in capitals begins with a given name: "MASON – missing x3", not "AMBER: needs a plan"."""
    known = lists()
    if low not in known.given or low in known.sector or low in known.places:
        return False
    return not any(low in each for each in (cues().colours, cues().abstract, cues().months, cues().seldom))


def _listed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The names among what is listed, each between its commas."""
    place = start
    for gap in (*APART.finditer(text, start, end), None):
        last = gap.start() if gap is not None else end
        yield from _name(text, place, last)
        place = gap.end() if gap is not None else end


def _name(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    words = list(tokens_of(text[start:end]))
    titled = bool(words) and words[0].low in cues().sure_titles
    said = words[1:] if titled else words
    if 0 < len(said) <= MOST and all(_may_be(each) for each in said) and (titled or any(map(_is_name, said))):
        yield start + words[0].start, start + words[-1].name_end


def _may_be(word: NameWord) -> bool:
    known = lists()
    if not word.is_capital or (word.text.isupper() and len(word.text) > 1 and word.low not in known.names):
        return word.low in cues().inside
    if word.low in known.names:
        return True
    return word.low not in known.sector and word.low not in known.places and word.low not in cues().things


def _is_name(word: NameWord) -> bool:
    known = lists()
    return word.low in known.names or (word.low not in known.words and not word.is_initial and len(word.low) > 1)
