"""SUBMIT and a name: how a return is handed in by letter."""

import re
from collections.abc import Sequence

from config.notation import LatePattern
from intake.letters.lines import BREAK, Line, Wording
from intake.letters.ours.courtesy import greets, signs_off
from intake.letters.ours.known import Known
from intake.letters.ours.texts import Ours
from intake.letters.ours.threads import without_threads
from intake.letters.ours.withheld import withheld_by
from intake.returns import is_house, name_in

_SUBMIT = LatePattern(
    r"[\s*_\"'“>-]{0,4}(?:(?:please|i|we|i hereby|i would like to|yes,?|ok,?|confirmed:?)\s+)?"
    r"(?P<word>submit(?:ted)?)\b[\"'”*_]{0,3}(?P<rest>.*)",
    re.IGNORECASE,
)
_AFTER = LatePattern(  # "Form attached. SUBMIT", "We are happy for this to go in. SUBMIT Kim Fay"
    r"[^\n]{1,100}[.!?;]\s+[*_\"'“]{0,3}SUBMIT(?:[\s:,–—-]{1,3}[A-Z][\w'’.-]{0,30}){0,4}\W{0,4}"
)
_NOT_NOW = frozenset(("when", "later", "not", "yet", "tomorrow", "once", "after", "until", "before", "soon"))
_NOT_NOW |= {"will", "file", "files", "evidence", "form"}
_WISHES = LatePattern(  # to hand it in, in words that may still be talk: they are told what to write
    r"\W{0,4}(?:that's everything(?: from us)?[,.]? )?(?:(?:so|and|yes|ok)[,.]? )?"
    r"(?:(?:i'm|i am|we're|we are|all) )?(?:please )?(?:i can confirm )?"
    r"(?:(?:happy|ready|content|glad) (?:for (?:it|this|that|our (?:return|form)) )?to (?:be )?submit(?:ted)?"
    r"|submit(?: (?:it|this|that))?(?: (?:please|now|on our behalf|for us))"
    r"|(?:treat|take|accept|regard) (?:this|it|these|the above) as (?:our|the) (?:final )?(?:submission|return)"
    r"|(?:this|it) (?:can|may) (?:now )?(?:go in|be submitted|be sent in))\b",
    re.IGNORECASE,
)
_TAIL = LatePattern(
    r"[\s:,;.–—-]*+(?:(?:the|this|our|my) (?:return|audit|form|answers)\b)?[\s:,;.–—-]*+(?:(?:please|now)\b)?"
    r"[\s:,;.–—-]*+(?:by\s+|from\s+|signed\s+)?"
)


def read_signature(wording: Wording, known: Known) -> Wording:
    """The name under which the letter's own words submit the return, wherever they stand."""
    own = [line for line in wording.lines if line.depth == 0]
    name, withheld = handed_in(own, known.ours, known.names)
    if withheld:  # an older letter that its mailer marked by a header alone takes nothing back
        newest = without_threads(wording.lines, known.ours.begins, known.subject)
        told = handed_in([each for each in newest if each.depth == 0 or each.label == BREAK], known.ours, known.names)
        name, withheld = told if told[0] else (name, withheld)
    return wording._replace(submits=None if withheld else name, withheld=withheld if name else "")


def set_submit_aside(wording: Wording, known: Known) -> Wording:
    """SUBMIT on a line of its own is no answer to the question it stands below."""
    said = [line for line in wording.lines if line.depth == 0 and submits_alone(line.text, known)]
    kept = [line for line in wording.lines if line not in said]
    return wording._replace(lines=kept, aside=(*wording.aside, *(line.text for line in said)))


def submits_alone(text: str, known: Known) -> bool:
    """SUBMIT in capitals on a line of its own, in words that are not ours."""
    return stands_alone(text) and not known.ours.begins(text)


def signed(lines: Sequence[Line], known: Ours) -> str | None:
    """The name under which the letter submits the return; None where it does not say SUBMIT, or takes it back."""
    name, withheld = handed_in(lines, known)
    return None if withheld else name


def handed_in(lines: Sequence[Line], known: Ours, names: frozenset[str] = frozenset()) -> tuple[str | None, str]:
    """The name beside SUBMIT, if any, and what else the letter says that keeps the return from being handed in.

    `names`: how its sender may sign, who may be called as a house is.
    """
    every = [line.text for line in lines]
    said = [(number, text) for number, text in enumerate(every) if text]
    for at, (number, text) in enumerate(said):
        found = _SUBMIT.fullmatch(text[text.rindex("SUBMIT") :] if ends_in_submit(text) else text)
        if found is None or len(text) > 120 or known.begins(text):
            continue
        name = _name(found, [each for _, each in said[at + 1 : at + 5]], names)
        if name is None and re.search(r"\w", _behind(found)):
            continue
        ends = next((n for n in range(number + 1, len(every)) if lines[n].label == BREAK), len(every))
        below = [each for each in every[number + 1 : ends] if not known.begins(each)]
        above = [each.text for each in lines[:number] if each.text and not each.cell and not known.begins(each.text)]
        return name, withheld_by(above, found["rest"], below)
    return None, ""


def _behind(found: re.Match[str]) -> str:
    """What stands on the line behind SUBMIT and the words for what is submitted."""
    tail = _TAIL.match(found["rest"])
    return found["rest"][tail.end() :] if tail else found["rest"]


def _name(found: re.Match[str], below: Sequence[str], names: frozenset[str]) -> str | None:
    """A person's name behind SUBMIT, or where it stands alone in the lines below."""
    behind = _behind(found).lstrip("?! ")
    told = [name_in(behind, shouted=found["word"] == "SUBMIT")]
    told += [] if told[0] is None and re.search(r"\w", behind) else [_below(each) for each in below]
    return next((each for each in told if each and (each.lower() in names or not is_house(each))), None)


def ends_in_submit(text: str) -> bool:
    """Whether a line says something else and then SUBMIT in capitals, as a sentence of its own."""
    return "SUBMIT" in text and any(map(_AFTER.fullmatch, text.splitlines()))


def says_submit(text: str) -> bool:
    """Whether the words are nothing but SUBMIT and a name."""
    return all(_SUBMIT.fullmatch(line) or name_in(line) for line in text.split("\n"))


def asks_to_submit(text: str) -> bool:
    """Whether the words do nothing but ask for the return to be submitted now, in whoever's name or in none."""
    text = text.strip()
    if len(text) > 120 or (found := _WISHES.match(text) or _SUBMIT.fullmatch(text)) is None:
        return False
    rest = found["rest"] if found.re is _SUBMIT.compiled else text[found.end() :]
    tail = _TAIL.match(rest)
    left = re.findall(r"\w+", rest[tail.end() if tail else 0 :])
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
