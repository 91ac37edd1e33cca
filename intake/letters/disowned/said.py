"""What a letter says outside its answers, of all of them, that makes them none: “Don't use these yet”. Pure."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from config.notation import LatePattern
from intake.letters.disowned.ways import speaks_of_now, way_it_says
from intake.letters.disowned.words import NEVER, OF_FILE, WAYS
from intake.letters.lines import Line
from intake.letters.ours import Known
from intake.letters.questions import numbering_of
from intake.ratings import levelled

_LONGEST = 240  # characters of a line that says so
_WRAPPED = 55  # of a line that a mailer may have broken
_WORD = LatePattern(r"\w+")
_SENTENCE = LatePattern(r"(?<=[.!?;])\s+")
_NUMBERED = LatePattern(r"\W{0,3}(?:[A-Za-z]{1,8}\W{0,3})?\d")
_AUDIT = LatePattern(r"\bs(?:ection|\.)? ?11\b")
_DISCLAIMS = LatePattern(r"\b(?:intended recipient|confidential|privileged|addressee|virus|unauthori[sz]ed)")


class Disowned(NamedTuple):
    """The sentence that disowns, how, and whether it speaks of what is attached."""

    words: str
    kind: str
    of_file: bool


def outside(lines: Sequence[Line], left: Iterable[str], known: Known) -> list[str]:
    """The writer's own lines outside all answers and tables, and as paragraphs where a mailer broke them.

    `left`: the words of the letter that answer nothing. What heads a list is said of that list alone.
    """
    over = f" {' '.join(map(_bare, left))} "
    blocks: list[list[str]] = [[]]
    for line, below in zip(lines, _below(lines), strict=True):
        is_own = not (line.depth or line.cell or known.ours.begins(line.text) or _heads(line.text, below))
        if is_own and (said := _bare(line.text)) and f" {said} " in over:
            blocks[-1].append(line.text)
        elif blocks[-1]:
            blocks.append([])
    told = [block for block in blocks if not _DISCLAIMS.search(levelled(" ".join(block)))]
    return [text for block in told for text in (*block, *_joined(block))]


def _below(lines: Sequence[Line]) -> list[str]:
    """Of each line, the next that says anything."""
    below, found = [], ""
    for line in reversed(lines):
        below.append(found)
        found = line.text if line.text.strip() else found
    return below[::-1]


def _heads(text: str, below: str) -> bool:
    return text.rstrip().endswith((":", "-", "\u2013")) and _NUMBERED.match(below) is not None


def _bare(text: str) -> str:
    return " ".join(_WORD.findall(text.lower()))


def _joined(block: Sequence[str]) -> Iterator[str]:
    if len(block) > 1 and len(block[0]) >= _WRAPPED:
        yield " ".join(block)


def disowned(texts: Iterable[str], known: Known) -> Disowned | None:
    """The first sentence that disowns all the answers it points at."""
    return next((said for text in texts for said in _sentences(text, known)), None)


def _sentences(text: str, known: Known) -> Iterator[Disowned]:
    alone = numbering_of(known.refs).alone
    for sentence in _SENTENCE.split(text.strip()):
        flat = _AUDIT.sub("audit", levelled(sentence[:_LONGEST]))
        if any(found["named"] or "." in found["ref"] for found in alone.finditer(flat)):
            return  # what follows is of that question
        if NEVER.search(flat) or speaks_of_now(flat):
            continue
        kind = next((kind for kind, way in WAYS.items() if way.search(flat)), "") or way_it_says(flat)
        if kind:
            yield Disowned(re.sub(r"\s+", " ", sentence).strip(), kind, OF_FILE.search(flat) is not None)
