"""The words of an answer, and no more: without initials and brackets around them, and without what asks us. Pure."""

import re
from collections.abc import Collection

from config.notation import LatePattern

_SENTENCE = LatePattern(r"(?<=[.!?])\s+")
_ASKS = LatePattern(  # a question, and not one that the next sentence answers: "Do they know? We asked ten."
    r"\W*(?:(?:also|and|but|sorry|so|by\sthe\sway),?\s)?"
    r"(?:what|which|who|when|where|why|how|can|could|would|will|shall|should"
    r"|may|do|does|did|is|are|please)\b"
    r"(?:\s(?:we|i)\s(?:have|get|send|skip|leave|use)\b|[^?]{0,200}\b(?:you|your|\d{1,2}\.\d{1,2})\b)[^?]{0,200}\?",
    re.IGNORECASE,
)
_BRACKETED = re.compile(r"\(([^()]{3,})\)[.;,]?")
_INITIALS = re.compile(r"([A-Z]{2,3})\s?[:>]\s{1,3}(?=\S)")


def bare(words: str, names: Collection[str]) -> str:
    """The words without brackets around all of them, and without the initials of their writer before them."""
    said = words.strip()
    if (led := _INITIALS.match(said)) and led[1].lower() in initials(names):
        return said[led.end() :]
    bracketed = _BRACKETED.fullmatch(said)
    return bracketed[1] if bracketed else words


def initials(names: Collection[str]) -> set[str]:
    """How people with these names may sign in short: "jd"."""
    return {"".join(part[0] for part in name.split()) for name in names if " " in name}


def first_letters(names: Collection[str]) -> set[str]:
    """How people with these names may sign in one letter: "j"."""
    return {name[0] for name in names if " " in name}


def without_asked(lines: list[str]) -> tuple[list[str], list[str]]:
    """The lines up to a sentence that asks whoever reads them, and what is left from there on."""
    for number, line in enumerate(lines):
        starts = [0, *(each.end() for each in _SENTENCE.finditer(line))]
        at = next((start for start in starts if _ASKS.match(line, start)), None)
        if at is not None:
            kept = [*lines[:number], *([line[:at].rstrip()] if line[:at].strip() else [])]
            return kept, [line[at:], *(each for each in lines[number + 1 :] if each.strip())]
    return lines, []
