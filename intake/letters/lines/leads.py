"""What stands before a question's code and belongs to no answer: "Ref: 4.1", "Q. [2.2] …", "JD: 1.2 …". Pure."""

import re
from collections.abc import Collection

from config.notation import LatePattern
from intake.ratings import cue

_CALLED = LatePattern(
    r"\W{0,3}(?:ref(?:erence)?|question|standard|item|q)(?:\s?(?:no|number))?\.?\s?[:.]?\s{0,3}(?=[\[(\d])"
)
_ASKS = re.compile(r"\W{0,3}q(?:uestion)?\s?[.:)]\s", re.IGNORECASE)
_ANSWERS = re.compile(r"\W{0,3}(?:a|ans(?:wer)?)\s?[.:)]\s{1,3}(?=\S)", re.IGNORECASE)
_INITIALS = re.compile(r"[\s*_\[(]{0,4}(?P<said>[A-Z]{2,3})[\])]?\s?[:>]\s{1,3}(?=\S)")
_NOBODY = frozenset(["PS", "NB", "RE", "FW", "FYI", "OK", "EG", "IE", "LY", "PY", "NY", "PPS"])
_LEAST = 2  # lines that begin with initials, where others do not


def without_leads(texts: list[str], refs: Collection[str]) -> list[str]:
    """The texts with their codes in front, and their answers without the "A." that stands below a "Q."."""
    said = _without_initials(texts, refs)
    return _in_turn([_without_call(text, refs) for text in said])


def _in_turn(texts: list[str]) -> list[str]:
    """Without "Q." and the "A." that follows it; an "A." alone may be the first of a list."""
    told, is_asked = [], False
    for text in texts:
        asks, answers = _ASKS.match(text), _ANSWERS.match(text) if is_asked else None
        is_asked = (is_asked and answers is None) or asks is not None
        told.append(text[answers.end() :] if answers else text)
    return [
        text[found.end() :] if (found := _ASKS.match(text)) and "[" in text[: found.end() + 1] else text
        for text in told
    ]


def _without_call(text: str, refs: Collection[str]) -> str:
    found = _CALLED.match(text.lower())
    rest = text[found.end() :] if found else ""
    return rest if ":" in text[: len(text) - len(rest)] and _code_of(rest, refs) else text


def _without_initials(texts: list[str], refs: Collection[str]) -> list[str]:
    """Without the initials of who answers, where all lines that answer have them, or several do."""
    led = {number: found.end() for number, text in enumerate(texts) if (found := _initials(text, refs))}
    coded = sum(bool(_code_of(text, refs)) for text in texts)
    if len(led) < _LEAST and coded:
        return texts
    return [text[led[number] :] if number in led else text for number, text in enumerate(texts)]


def _initials(text: str, refs: Collection[str]) -> re.Match[str] | None:
    """Initials before a code: not those of an inspector ("CQC: 1.2 …"), of another year or of a postscript."""
    found = _INITIALS.match(text)
    if found is None or found["said"] in _NOBODY or not _code_of(text[found.end() :], refs):
        return None
    is_other = cue("theirs.people", "past.word", "later.word", "place.figure", lead="").fullmatch(found["said"].lower())
    return None if is_other else found


def _code_of(text: str, refs: Collection[str]) -> str:
    """The code of ours that a text begins with; a number without a dot is one only alone on its line."""
    found = re.match(r"[\[(]?(\d{1,2}(?:\.\d{1,2})?)(?![\d.]*\d)[\])]?", text)
    is_code = found is not None and found[1] in refs and ("." in found[1] or not text[found.end() :].strip(" .:"))
    return found[1] if found and is_code else ""
