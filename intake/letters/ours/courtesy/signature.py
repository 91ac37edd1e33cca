"""How a letter is signed without a greeting: a name, and below it a job, a telephone or an address. Pure."""

import re
from collections.abc import Iterable, Sequence
from itertools import takewhile

from config.notation import LatePattern
from config.words import untitled
from intake.letters.lines import BREAK, Line
from intake.letters.ours.courtesy.closings import is_disclaimer, signs_off

MOST_LINES, LONGEST = 7, 70
_WORD = re.compile(r"[^\W\d_]+")
_NAME = LatePattern(
    r"(?:(?:Mr|Mrs|Ms|Miss|Dr|Prof|Rev|Cllr|Supt|DCI|DI|PC)\.? )?"
    r"[A-Z](?:\.|[\w'’-]*)(?: [A-Z][\w'’.-]*){0,3}(?: ?\([^()]{1,30}\))?"
)
_PARTED = LatePattern(  # "Jane Doe, Practice Manager"
    r"(?P<name>\w[^,|–—]{1,40}?)(?: ?[,|–—]| -) ?(?P<rest>[A-Z].*)"
)
_SIGNED = LatePattern(  # "DI Jane Doe 4412", "Jane Doe | Head of Quality | 01632 960155 | she/her"
    r"(?:(?:[A-Z][A-Za-z/]{0,5}\.?|Sister|Matron|Nurse|Canon|Father|Imam) )?(?P<name>[^\W\d_][^|,\d()]{2,40}?)"
    r"(?: ?\([^()]{1,30}\))?(?: [A-Z]{0,3}\d{2,7})?(?:\s?[|•·]\s?\S.*)?"
)
_RANKED = LatePattern(
    r"(?:PC|PS|Sgt|DC|DS|DI|DCI|Insp|CI|Supt|DSupt|PCSO)\.? (?:\d{2,6} )?[A-Z](?:\.|\w+)(?: [A-Z][\w'-]+){0,2}"
)
_JOB = LatePattern(
    r"\b(?:head|lead|manager|officer|director|nurse|practitioner|teacher|coordinator|co-ordinator|gp|chief|deputy|assistant"
    r"|adviser|advisor|consultant|doctor|governor|clerk|secretary|superintendent|inspector|sergeant|administrator"
    r"|commissioner|midwife|visitor|trustee|chair|principal|headteacher|dsl|specialist|worker|partner|owner)\b",
    re.IGNORECASE,
)
_REACHED = LatePattern(r"\+44|\b0\d{2,4}[\d ()-]{5,12}\d\b|\S@\S+\.\S|\bwww\.|https?://", re.IGNORECASE)
_GREETED = LatePattern(r"(?:dear|hello|hi|annwyl)\s+(?P<name>[^,:\n]{2,80}?)\s*[,:]?\s*", re.IGNORECASE)


def names_greeted(texts: Iterable[str]) -> frozenset[str]:
    """How those may sign whom our letters greet: the whole name, and its first and last word."""
    found: set[str] = set()
    for text in texts:
        first = text.partition("\n[")[0].splitlines()  # a letter opens with whose it is; the greeting stands below
        greeted = next((said for line in first if (said := _GREETED.fullmatch(line.strip()))), None)
        found |= ways_to_sign(greeted["name"]) if greeted else set()
    return frozenset(found)


def ways_to_sign(name: str) -> set[str]:
    """The whole name, its first word and its last, the last behind an initial; "Doe, Jane" is Jane Doe.

    Whoever has a title may leave it out.
    """
    own = untitled(name)
    last, comma, first = own.partition(",")
    words = _WORD.findall((f"{first} {last}" if comma else own).lower())
    if not words:
        return set()
    ways = {
        " ".join(words),
        words[0],
        words[-1],
        " ".join((words[-1], *words[:-1])),
        " ".join(_WORD.findall(name.lower())),
    }
    return ways | ({f"{words[0][0]} {words[-1]}"} if len(words) > 1 else set())


def begins_signature(lines: Sequence[Line], at: int, names: frozenset[str], *, in_form: bool) -> bool:
    """Whether a name, and a job or how to reach somebody below it, close what was written at this depth.

    `names`: of the sender, behind which a job may stand on the same line. In our form only at the end of the letter:
    elsewhere whoever is named there may be the answer.
    """
    depth = lines[at].depth
    if not in_form and (_is_signed(lines, at, names) or _is_introduced(lines, at)):
        return True
    text = lines[at].text.strip()
    if not in_form and _RANKED.fullmatch(text) and at and not lines[at - 1].text:
        return _is_over(lines, at + 1, depth, in_form=in_form)  # "Sgt 2241 D. Lowe"
    head = _head(lines[at].text.strip(), names)
    if not _NAME.fullmatch(head[0]) or (at and lines[at - 1].text and lines[at - 1].depth == depth):
        return False
    block = list(head)
    here = at + 1
    while here < len(lines) and lines[here].text and lines[here].depth == depth and not lines[here].cell:
        block.append(lines[here].text)
        here += 1
    if len(block) < 2 or len(block) > MOST_LINES or any(len(text) > LONGEST for text in block):
        return False
    is_told = _JOB.search(block[1]) is not None or any(_REACHED.search(text) for text in block[1:])
    return is_told and _is_over(lines, here, depth, in_form=in_form)


def _is_signed(lines: Sequence[Line], at: int, names: frozenset[str]) -> bool:
    """Whether the sender's whole name heads the last lines of the letter, whatever stands behind and below it."""
    found = _SIGNED.fullmatch(lines[at].text.strip())
    said = " ".join(re.findall(r"[^\W\d_]+", found["name"].lower())) if found else ""
    if " " not in said or said not in names or lines[at].cell or (at and lines[at - 1].text):
        return False
    own = list(takewhile(lambda line: line.label != BREAK and line.depth <= lines[at].depth, lines[at + 1 :]))
    behind = [line.text for line in own if line.text]
    return len(behind) <= MOST_LINES + 3 and not any(
        re.match(r"\W{0,3}(?:[Qq]\w*\.?\s?)?\d{1,2}(?!\d)", each) for each in behind
    )


def _is_introduced(lines: Sequence[Line], at: int) -> bool:
    """Whether a colleague signs at the end whom the letter lets speak above: "Hi, Raj here from HR.", "Raj Patel"."""
    said = lines[at].text.strip(" *_-\u2013")
    if not _NAME.fullmatch(said) or lines[at].cell or (at and lines[at - 1].text):
        return False
    first = re.escape(said.split()[0])
    speaks = re.compile(
        rf"(?:\A|[\s,.!])(?:{first}(?: [A-Z]\w+)? here\b|(?:[Tt]his is|[Mm]y name is|I am|I'm) {first}\b)"
    )
    above = (line.text for line in lines[:at] if line.depth == lines[at].depth and len(line.text) <= 2 * LONGEST)
    return any(map(speaks.search, above)) and _is_over(lines, at + 1, lines[at].depth, in_form=False)


def _head(text: str, names: frozenset[str]) -> list[str]:
    """The first line of a signature, the sender's name apart from what stands behind it."""
    found = _PARTED.fullmatch(text)
    said = " ".join(_WORD.findall(found["name"].lower())) if found else ""
    return [found["name"], found["rest"]] if found and " " in said and said in names else [text]


def _is_over(lines: Sequence[Line], here: int, depth: int, *, in_form: bool) -> bool:
    """Whether nothing of its writer's own follows."""
    for line in lines[here:]:
        if line.label == BREAK or (line.depth > depth and not in_form):
            return True
        if line.text and not (
            is_disclaimer(line.text) or signs_off(line.text, frozenset()) or _REACHED.search(line.text)
        ):
            return False
    return True
