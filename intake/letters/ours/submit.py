"""SUBMIT and a name: how a return is handed in by letter."""

import re
from collections.abc import Sequence

from config.notation import LatePattern
from intake.letters.lines import Line, Wording
from intake.letters.ours.courtesy import greets, signs_off
from intake.letters.ours.known import Known
from intake.letters.ours.texts import Ours
from intake.returns import name_in

_SUBMIT = LatePattern(
    r"[\s*_\"'“>-]{0,4}(?:(?:please|i|we|i hereby|i would like to|yes,?|ok,?|confirmed:?)\s+)?"
    r"(?P<word>submit(?:ted)?)\b[\"'”*_]{0,3}(?P<rest>.*)",
    re.IGNORECASE,
)
_AFTER = LatePattern(r"[^\n]{1,100}[.!?;]\s+[*_\"'“]{0,3}SUBMIT\W{0,4}")  # Form attached. SUBMIT
_NOT_NOW = frozenset(("when", "later", "not", "yet", "tomorrow", "once", "after", "until", "before", "soon"))
_NOT_NOW |= {"will", "file", "files", "evidence", "form"}
_TAIL = LatePattern(
    r"[\s:,;.–—-]*+(?:(?:the|this|our|my) (?:return|audit|form|answers)\b)?[\s:,;.–—-]*+(?:by\s+|from\s+|signed\s+)?"
)


def read_signature(wording: Wording, known: Known) -> Wording:
    """The name under which the letter's own words submit the return, wherever they stand."""
    return wording._replace(submits=signed([line for line in wording.lines if line.depth == 0], known.ours))


def set_submit_aside(wording: Wording, known: Known) -> Wording:
    """SUBMIT on a line of its own is no answer to the question it stands below."""
    said = [line for line in wording.lines if line.depth == 0 and submits_alone(line.text, known)]
    kept = [line for line in wording.lines if line not in said]
    return wording._replace(lines=kept, aside=(*wording.aside, *(line.text for line in said)))


def submits_alone(text: str, known: Known) -> bool:
    """SUBMIT in capitals on a line of its own, in words that are not ours."""
    return stands_alone(text) and not known.ours.begins(text)


def signed(lines: Sequence[Line], known: Ours) -> str | None:
    """The name under which the letter submits the return; None where it does not say SUBMIT, or names nobody."""
    said = [line.text for line in lines if line.text]
    for number, text in enumerate(said):
        found = _SUBMIT.fullmatch("SUBMIT" if ends_in_submit(text) else text)
        if found is None or len(text) > 120 or known.begins(text):
            continue
        rest = found["rest"]
        tail = _TAIL.match(rest)
        name = name_in(rest[tail.end() :] if tail else rest, shouted=found["word"] == "SUBMIT")
        if name:
            return name
        if re.search(r"\w", rest[tail.end() :] if tail else rest):
            continue
        return next((name for each in said[number + 1 : number + 5] if (name := _below(each))), None)
    return None


def ends_in_submit(text: str) -> bool:
    """Whether a line says something else and then SUBMIT in capitals, as a sentence of its own."""
    return "SUBMIT" in text and any(map(_AFTER.fullmatch, text.splitlines()))


def says_submit(text: str) -> bool:
    """Whether the words are nothing but SUBMIT and a name."""
    return all(_SUBMIT.fullmatch(line) or name_in(line) for line in text.split("\n"))


def asks_to_submit(text: str) -> bool:
    """Whether the words do nothing but ask for the return to be submitted now, in whoever's name or in none."""
    found = _SUBMIT.fullmatch(text.strip())
    if found is None or len(text) > 120:
        return False
    tail = _TAIL.match(found["rest"])
    left = re.findall(r"\w+", found["rest"][tail.end() if tail else 0 :])
    if any(word.lower() in _NOT_NOW for word in left):
        return False
    return len(left) < 2 or all(word[0].isupper() or word in ("please", "now", "thank", "you") for word in left)


def stands_alone(text: str) -> bool:
    """SUBMIT in capitals on a line of its own: no answer to the question it stands below."""
    return "SUBMIT" in text and asks_to_submit(text)


def hands_in(text: str) -> bool:
    """Whether a line is SUBMIT in capitals, alone or with a name."""
    found = _SUBMIT.fullmatch(text) if "SUBMIT" in text else None
    if found is None or found["word"] != "SUBMIT":
        return False
    return not re.search(r"\w", found["rest"]) or name_in(found["rest"].lstrip(" :,;.–—-")) is not None


def _below(text: str) -> str | None:
    if greets(text):
        return None
    if signs_off(text, frozenset()):
        after = re.split(r"[,\n]", text, maxsplit=1)
        return name_in(after[1]) if len(after) > 1 else None
    return name_in(text)
