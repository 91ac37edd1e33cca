"""Some words of a reply at their question and prompt, and what all of them together tell of how it was answered."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from config.questionnaire import RATING, YES_NO
from intake.letters.lines import Line, paragraphs
from intake.letters.questions.place import Outside, ReadingPlace
from intake.letters.reading import OfAll
from intake.ratings import Spoken


class Piece(NamedTuple):
    """Some words of one line. Without a question they stand outside all of them."""

    question: str
    prompt: str
    text: str
    depth: int
    line: int
    role: str = "words"  # words | change | unclear change | closing | between | file
    named: bool = False  # its writer named the question; otherwise it stands in our form
    file: int | str | None = None
    place: ReadingPlace = Outside()  # where the reader stood


class Pieces(NamedTuple):
    """All of a reply in pieces, with its lines and what no question was asked for."""

    pieces: Sequence[Piece]
    lines: Sequence[Line]
    form_depth: int | None = None  # how deep our form is quoted; None where it is not
    mentioned: Sequence[tuple[str, str]] = ()  # questions and the sentences that speak of them beside a rating
    aside: tuple[str, ...] = ()
    submits: str | None = None
    withheld: str = ""
    of_all: tuple[str, ...] = ()  # words that rate every question, where it is not plain that they do
    rated_all: tuple[OfAll, ...] = ()  # what it says plainly of all questions
    adds: frozenset[str] = frozenset()  # the questions to whose earlier words it brings more
    others: Sequence[Piece] = ()  # what somebody else wrote, in a letter that this one quotes

    @property
    def files(self) -> list[Piece]:
        return [piece for piece in self.pieces if piece.role == "file"]

    @property
    def loose(self) -> list[Piece]:
        return loose(self.pieces)


def loose(pieces: Sequence[Piece]) -> list[Piece]:
    """Their words that stand outside all questions."""
    return [piece for piece in pieces if not piece.question and piece.role == "words"]


def is_list_of_one_each(pieces: Sequence[Piece]) -> bool:
    """Whether two questions or more are answered so far, each in one paragraph of its own."""
    last: dict[str, int] = {}
    for piece in pieces:
        if piece.question and piece.text and piece.role == "words":
            if piece.line - last.get(piece.question, piece.line) > 1:
                return False
            last[piece.question] = piece.line
    return len(last) > 1


def is_line_each(pieces: Sequence[Piece]) -> bool:
    """Whether two questions or more are answered so far, each in a single line."""
    lines = {(each.question, each.line) for each in pieces if each.question and each.text and each.role == "words"}
    return len(lines) > 1 and len({question for question, _ in lines}) == len(lines)


def current(pieces: Sequence[Piece], form_depth: int | None = None) -> list[Piece]:
    """What was said last: a change before everything, and new words before those of an older letter quoted below.

    A change that stands in an older letter is as old as that.
    """
    newest = min((piece.depth for piece in pieces if piece.text), default=0)
    changes = [piece for piece in pieces if piece.role == "change" and piece.depth == newest]
    pieces = [piece for piece in pieces if piece.role != "change" or piece in changes]
    if changes:
        return changes
    older = (form_depth or 0) - 1
    new = [piece for piece in pieces if piece.depth < older and piece.text]
    return new if older > 0 and new else _not_of_others(pieces)


def _not_of_others(pieces: Sequence[Piece]) -> list[Piece]:
    """Without a quoted letter that names the question too: somebody else's words, or older ones."""
    first = min((piece.depth for piece in pieces if piece.named and piece.text), default=0)
    return [piece for piece in pieces if not piece.named or piece.depth == first]


def answered_whole(pieces: Sequence[Piece]) -> int:
    """How many questions have all their words below the last of our prompts; 0 where most have ratings at their own."""
    said = [piece for piece in pieces if piece.role == "words" and piece.text and not piece.named and piece.question]
    prompts: dict[str, set[str]] = {}
    for piece in said:
        prompts.setdefault(piece.question, set()).add(piece.prompt)
    boxed = sum(bool(each & {RATING, YES_NO}) for each in prompts.values())
    whole = sum(len(each) == 1 and not each & {RATING, YES_NO} for each in prompts.values())
    return whole if whole > 2 * boxed else 0


def answers_above(pieces: Sequence[Piece], spoken: Spoken, refs: Sequence[str]) -> bool:
    """Whether a bare rating stands before the first question and none after the last: answers above their questions."""
    in_form = [piece for piece in pieces if not piece.named and piece.text and piece.role == "words"]
    first = next((number for number, piece in enumerate(in_form) if piece.question), None)
    if not first:
        return False
    head = spoken.head(in_form[first - 1].text)
    is_bare = head.is_clear and not re.search(r"\w", in_form[first - 1].text[head.end :])
    is_above = is_bare or (answered_whole(pieces) > 0 and _ends_rated(in_form[:first], spoken))
    return is_above and not any(piece.question == refs[-1] for piece in in_form)


def _ends_rated(before: Sequence[Piece], spoken: Spoken) -> bool:
    """Whether the last words that stand together here begin a line of theirs with a rating: "Met - Dr Khan leads"."""
    line = before[-1].line
    for piece in reversed(before):
        if line - piece.line > 1:
            return False
        head = spoken.head(piece.text, yes_no=False)
        if head.is_clear and head.ratings:
            return True
        line = piece.line
    return False


def stand_above(pieces: Sequence[Piece], lines: Sequence[Line]) -> bool:
    """Whether answers below the last of our prompts have a space above and the next question's code right below."""
    if not answered_whole(pieces):
        return False
    last: dict[str, int] = {}
    first: dict[str, int] = {}
    for piece in pieces:
        if piece.role == "words" and piece.text and not piece.named and piece.question:
            last[piece.question] = piece.line
            first.setdefault(piece.question, piece.line)
    above = below = 0
    for question, number in last.items():
        before = lines[first[question] - 1] if first[question] else None
        after = lines[number + 1] if number + 1 < len(lines) else None
        if before is None or after is None or before.cell or after.cell or before.depth != lines[number].depth:
            continue  # in a quoted form whoever answers below a question leaves a quoted space above it
        above += not before.text and re.match(r"\W*\[[\w.]+\]", after.text) is not None
        below += bool(before.text) or not after.text
    return above > below


def grouped(pieces: Sequence[Piece]) -> list[str]:
    """Lines that stood together, as one text."""
    blocks: list[list[Piece]] = []
    for piece in pieces:
        if not piece.text:
            continue
        if blocks and piece.line - blocks[-1][-1].line <= 1:
            blocks[-1].append(piece)
        else:
            blocks.append([piece])
    return [paragraphs([piece.text for piece in block]) for block in blocks]
