"""KEEP and DROP under a question whose answer of last time we showed."""

import re
from typing import NamedTuple

from config.notation import compiled_once
from config.questionnaire import spelling
from intake.letters.lines import Line, Wording
from intake.letters.ours import Known
from intake.letters.questions import JOINED, Piece, Pieces, Ranges, current, numbering_of
from intake.ratings import levelled

KEEP = frozenset(
    (
        *("keep", "keep it", "keep this", "keep that", "keep as is", "keep as it is", "keep as it was"),
        *("keep as last time", "keep last time's", "keep last time's answer", "keep last year's answer"),
        *("as last time", "as last year", "same as last time", "same as last year", "no change since last time"),
    )
)
DROP = frozenset(("drop", "drop it", "drop this", "drop that", "drop last time's answer", "drop last year's answer"))
LONGEST = 300  # characters of a line that keeps or drops the questions it lists
BOTH = "Write KEEP or DROP below this question, and not both."


class SaidOfLast(NamedTuple):
    """What a letter says of last time's answers: the questions kept, those dropped, and those with both words."""

    kept: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()
    both: tuple[str, ...] = ()


_PARTS = re.compile(r"[;.]\s+(?=\S)|,\s+(?=(?:keep|drop)\b)|(?<=keep|drop),\s+", re.IGNORECASE)
_LEADS = r"(?:(?:last|time'?s?|year'?s?|the|our|answers?|for|to|at|on|in|questions?)\s+){0,6}"

_AS_IS = r"(?:as\s+(?:is|they\s+are|it\s+is|it\s+was|they\s+were|before|sent|last\s+(?:time|year)))"


def name_kept(wording: Wording, known: Known) -> Wording:
    """With "KEEP 1.1, 1.2" above a form as a line each, behind the question it is said of."""
    if not known.last:
        return wording
    ref = "|".join(re.escape(each) for each in sorted(known.refs, key=len, reverse=True))
    one = rf"\[?(?:{ref})\]?(?!\w|[.]\d)"
    some = rf"{one}(?:(?:{JOINED}|\s{{1,3}}){one})*"
    ranges = Ranges(numbering_of(known.refs))
    said = compiled_once(
        rf"\W*(?:please\s+)?(?P<word>keep|drop)[\s:-]+{_LEADS}(?P<refs>{some})(?:\s+{_AS_IS})?[^\w?]*"
        rf"|\W*(?P<behind>{some})\s*:?\s*(?P<last>keep|drop)[^\w?]*",
        re.IGNORECASE,
    )
    lines: list[Line] = []
    for line in wording.lines:
        parts = _PARTS.split(line.text) if not line.cell and len(line.text) < LONGEST else []
        found = [said.fullmatch(levelled(each)) for each in parts]
        if not found or not all(found) or not all(_named(ranges, each) for each in found if each):
            lines.append(line)
            continue
        for each in filter(None, found):
            word = (each["word"] or each["last"]).upper()
            lines.extend(line._replace(text=f"Question {one}: {word}") for one in _named(ranges, each))
    return wording._replace(lines=lines)


def _named(ranges: Ranges, said: re.Match[str]) -> list[str]:
    """The questions that are kept or dropped; none where a range goes nowhere."""
    return ranges.named_by(levelled(said["refs"] or said["behind"]))


def hear_last(reply: Pieces, known: Known) -> tuple[Pieces, SaidOfLast]:
    """The pieces without those words, and what they say; only of questions whose answer of last time we showed."""
    shown = {ref for ref, _ in known.last}
    if not shown:
        return reply, SaidOfLast()
    said: dict[str, set[str]] = {}
    older: list[Piece] = []
    for ref in known.refs:
        mine = [each for each in reply.pieces if each.question == ref and _word(each)]
        newest = current([each for each in reply.pieces if each.question == ref and each.text], reply.form_depth)
        if ref in shown and mine:
            said[ref] = {_word(each) for each in mine if each in newest} - {""}
            words = [each for each in reply.pieces if each.question == ref and each.role == "words" and each.text]
            older.extend(each for each in words if each not in newest)
    left = [each for each in reply.pieces if not (each.question in said and (_word(each) or each in older))]
    both = tuple(ref for ref, words in said.items() if len(words) > 1)
    kept = tuple(ref for ref, words in said.items() if words == {"keep"})
    dropped = tuple(ref for ref, words in said.items() if words == {"drop"})
    return reply._replace(pieces=left), SaidOfLast(kept, dropped, both)


def _word(piece: Piece) -> str:
    if piece.role not in ("words", "change"):
        return ""
    said = spelling(piece.text.replace("’", "'")).strip(" .!*_\"'“”→>-")
    return "keep" if said in KEEP else "drop" if said in DROP else ""
