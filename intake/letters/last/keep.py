"""KEEP and DROP under a question whose answer of last time we showed."""

from typing import NamedTuple

from config.questionnaire import spelling
from intake.letters.ours import Known
from intake.letters.questions import Piece, Pieces, current

KEEP = frozenset(
    (
        *("keep", "keep it", "keep this", "keep that", "keep as is", "keep as it is", "keep as it was"),
        *("keep as last time", "keep last time's", "keep last time's answer", "keep last year's answer"),
        *("as last time", "as last year", "same as last time", "same as last year", "no change since last time"),
    )
)
DROP = frozenset(("drop", "drop it", "drop this", "drop that", "drop last time's answer", "drop last year's answer"))
BOTH = "Write KEEP or DROP below this question, and not both."


class SaidOfLast(NamedTuple):
    """What a letter says of last time's answers: the questions kept, those dropped, and those with both words."""

    kept: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()
    both: tuple[str, ...] = ()


def hear_last(reply: Pieces, known: Known) -> tuple[Pieces, SaidOfLast]:
    """The pieces without those words, and what they say; only of questions whose answer of last time we showed."""
    shown = {ref for ref, _ in known.last}
    if not shown:
        return reply, SaidOfLast()
    said: dict[str, set[str]] = {}
    for ref in known.refs:
        mine = [each for each in reply.pieces if each.question == ref and _word(each)]
        newest = current([each for each in reply.pieces if each.question == ref and each.text], reply.form_depth)
        if ref in shown and mine:
            said[ref] = {_word(each) for each in mine if each in newest} - {""}
    left = [each for each in reply.pieces if not (each.question in said and _word(each))]
    both = tuple(ref for ref, words in said.items() if len(words) > 1)
    kept = tuple(ref for ref, words in said.items() if words == {"keep"})
    dropped = tuple(ref for ref, words in said.items() if words == {"drop"})
    return reply._replace(pieces=left), SaidOfLast(kept, dropped, both)


def _word(piece: Piece) -> str:
    if piece.role not in ("words", "change"):
        return ""
    said = spelling(piece.text.replace("’", "'")).strip(" .!*_\"'“”→>-")
    return "keep" if said in KEEP else "drop" if said in DROP else ""
