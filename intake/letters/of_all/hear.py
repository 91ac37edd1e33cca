"""Sentences of a letter's own that rate all of its questions, taken out of the words that answer none. Pure.

Only at the top of what somebody writes: below a question they are its answer, below a thread's header another letter.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from intake.letters.lines import BREAK, Line
from intake.letters.of_all.beside import Beside
from intake.letters.of_all.phrases import ONLY_EXCEPTIONS
from intake.letters.of_all.sentence import BEHIND_BUT, LONGEST, WaysOfAll, ways_of_all
from intake.letters.ours import Known, greets
from intake.letters.questions import Piece, Pieces, is_outside
from intake.letters.reading import OfAll
from intake.ratings import levelled

_MAY = re.compile(
    r"\b(?:all|every\w*|each|throughout|board|lot|rest|others?|remaind?\w*|except\w*|bar|apart|aside)\b", re.IGNORECASE
)
BEHIND_AN_ANSWER = "behind an answer"
_MOST_SAID = 20  # such sentences: nobody writes more
_MOST_LINES = 12  # of a paragraph that is read as one
_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_PART = re.compile(r"(?<=[.!?;])\s+| \u2026 ")
_GOES_ON = (",", ":", " and", " except", "\u2013", "-", "(", " bar", " from", " than")


class _Said(NamedTuple):
    """One sentence in the parts that its lines broke it into, and the line of each."""

    parts: tuple[str, ...]
    lines: tuple[int, ...]

    @property
    def text(self) -> str:
        return " ".join(self.parts)


def hear_of_all(reply: Pieces, known: Known) -> Pieces:
    """The pieces without the sentences that rate all questions, and what these say."""
    begins = _begins(reply)
    if not (any(_MAY.search(reply.lines[number].text) for number in begins) or reply.of_all):
        return reply
    ways = ways_of_all(known.refs, known.template.scale)
    each_told = (each for said in _sentences(reply.lines, begins) if (each := _told(said, ways, reply)))
    told = list(islice(each_told, _MOST_SAID))
    flat = [_flat(said.text) for said, _ in told]
    kept = [left for each in reply.pieces if (left := _left_of(each, told)) is not None]
    mentioned = tuple(each for each in reply.mentioned if not _is_in(each[1], flat))
    of_all = tuple(each for each in reply.of_all if not all(_is_in(part, flat) for part in _PART.split(each)))
    beside = Beside(kept, reply.lines)
    heard = [_in_doubt(found, beside.hedge(said.lines), beside.doubt()) for said, found in told]
    loose = {each: found for each in of_all if (found := _loose(each, ways, reply, beside))}
    return reply._replace(
        pieces=kept,
        mentioned=mentioned,
        of_all=tuple(each for each in of_all if each not in loose),
        rated_all=tuple(dict.fromkeys((*heard, *loose.values()))),
    )


def _begins(reply: Pieces) -> dict[int, bool]:
    """The lines that begin in the letter's own words, at no question before them; False where only these may be so."""
    found: dict[int, bool] = {}
    before, over = "", _over(reply.lines)
    for number, first in _first_on_lines(reply.pieces).items():
        if _is_own(first, reply.lines, over):
            found[number] = True
        elif _is_at_top(first, reply.lines, over) and first.named and first.question != before:
            found[number] = False
        before = first.question or before
    return found


def _in_doubt(said: OfAll, hedge: str, doubt: str) -> OfAll:
    """Where a word beside it hedges it, it is not offered either."""
    if hedge:
        return said._replace(doubt=hedge, is_offered=False)
    return said._replace(doubt=said.doubt or doubt)


def _loose(text: str, ways: WaysOfAll, reply: Pieces, beside: Beside) -> OfAll | None:
    """What words mean that stand behind an answer: "3.1 Amber. The rest are Green."."""
    over = _over(reply.lines)
    own = next((each for each in reply.pieces if each.text == text and _is_at_top(each, reply.lines, over)), None)
    found = ways.told(text) if own else None
    if own is None or found is None:
        return None
    found = found._replace(doubt=found.doubt or BEHIND_AN_ANSWER)
    return _in_doubt(found, beside.hedge([own.line], text), "")


def _told(said: _Said, ways: WaysOfAll, reply: Pieces) -> tuple[_Said, OfAll] | None:
    """What a sentence says of all questions; without its last lines where these are another one."""
    for end in range(len(said.parts), 0, -1):
        part = _Said(said.parts[:end], said.lines[:end])
        if _MAY.search(part.text) and (found := ways.told(part.text)):
            return part, found
    below = dict.fromkeys(each.question for each in reply.pieces if each.named and each.line > said.lines[0])
    found = ways.before_list(said.parts[0], list(filter(None, below)))
    return (said._replace(parts=said.parts[:1]), found) if found else None


def _first_on_lines(pieces: Sequence[Piece]) -> dict[int, Piece]:
    """What each line begins with."""
    found: dict[int, Piece] = {}
    for each in pieces:
        if each.text or each.file is not None:
            found.setdefault(each.line, each)
    return found


def _is_own(first: Piece, lines: Sequence[Line], over: int) -> bool:
    """Whether a line begins with words of the letter's own, at no question and above all that it quotes."""
    is_said = first.role == "words" or first.role == "closing"  # "Thanks for your patience. All questions are Green."
    return is_said and not first.question and is_outside(first.place) and _is_at_top(first, lines, over)


def _is_at_top(piece: Piece, lines: Sequence[Line], over: int) -> bool:
    """Whether the words stand in no cell, and above all that the letter quotes."""
    line = lines[piece.line]
    return not (piece.depth or line.author) and line.cell is None and piece.line < over


def _over(lines: Sequence[Line]) -> int:
    """Where the letter's own words are over: the header of a thread."""
    return next((number for number, line in enumerate(lines) if line.label == BREAK), len(lines))


def _sentences(lines: Sequence[Line], begins: Mapping[int, bool]) -> Iterator[_Said]:
    """The sentences that begin on these lines, each with the exceptions that follow it."""
    done = -1
    for number in sorted(begins):
        if number > done:
            block = list(_block(lines, number, begins))
            done = block[-1]
            yield from _joined(lines, block, begins)


def _block(lines: Sequence[Line], start: int, begins: Mapping[int, bool]) -> Iterator[int]:
    """The lines of the paragraph from here on, as far as they begin such sentences or go on with one."""
    yield start
    is_list = lines[start].text.endswith(":")
    for number in range(start + 1, min(start + _MOST_LINES, len(lines))):
        line = lines[number]
        if not line.text or line.depth or line.cell or line.file is not None or line.label == BREAK:
            return
        if not (is_list or number in begins or _goes_on(lines[number - 1].text, line.text)):
            return
        is_list = is_list or line.text.endswith(":")
        yield number


def _goes_on(before: str, text: str) -> bool:
    """Whether a line goes on with the sentence of the one before it."""
    is_broken = len(before) > 50 and not before.endswith((".", "!", "?"))
    is_listed = before.rstrip().lower().endswith(_GOES_ON)
    return is_broken or is_listed or text[:1].islower() or _is_exception(text)


def _is_exception(text: str) -> bool:
    """Whether a sentence only says what the one before it leaves out."""
    return any(way.match(levelled(f". {text}")) for way in (ONLY_EXCEPTIONS, BEHIND_BUT))


def _joined(lines: Sequence[Line], block: Sequence[int], begins: Mapping[int, bool]) -> Iterator[_Said]:
    """The sentences of a paragraph, mended where a mailer broke them."""
    found: list[_Said] = []
    is_list = False
    for number in block:
        text = lines[number].text.strip()
        if greets(text):
            continue
        goes_on = bool(found) and (is_list or _goes_on(lines[number - 1].text, text))
        for place, part in enumerate(_SENTENCE.split(text)):
            if found and (goes_on if place == 0 else _is_exception(part)) and len(found[-1].text) < LONGEST:
                last = found.pop()
                found.append(_Said((*last.parts, part), (*last.lines, number)))
            elif place and not begins.get(number, True):
                break  # behind an answer
            else:
                found.append(_Said((part,), (number,)))
        is_list = (is_list and not text.endswith((".", "!"))) or text.endswith(":")
    return iter(found)


def _left_of(piece: Piece, told: Sequence[tuple[_Said, OfAll]]) -> Piece | None:
    """A loose piece without the sentences that stand on its line; None where nothing is left."""
    flat = [_flat(said.text) for said, _ in told if piece.line in said.lines]
    if not flat or piece.question or piece.role not in ("words", "closing") or not piece.text:
        return piece
    left = [part for part in _PART.split(piece.text) if not _is_in(part, flat)]
    return piece._replace(text=" ".join(left)) if left else None


def _flat(text: str) -> str:
    return " ".join(levelled(text).split()).rstrip(" .,;:!")


def _is_in(part: str, flat: Sequence[str]) -> bool:
    said = _flat(part)
    return bool(said) and any(said in each for each in flat)
