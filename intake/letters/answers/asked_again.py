"""A letter that says a rating and nothing else, where ours asked one question again: "Amber please". Pure."""

from collections.abc import Sequence

from config.notation import LatePattern
from intake.letters.ours import Known, greets
from intake.letters.questions import Piece, Pieces
from intake.ratings import levelled

_MOST = 2  # lines
_MAY_BE_POLITE = LatePattern(
    r"\W*(?:it's |that's |all )?(?:good|strong|fair|outstanding)\b.*\b(?:thanks|thank|cheers|ta)\b"
)


def at_asked_again(reply: Pieces, known: Known) -> Pieces:
    """The pieces, a rating that stands alone in them at the question that was asked again."""
    said = _of_a_letter(reply.pieces)
    first = said[0] if said else None
    if not known.asks_again or first is None or len(said) > _MOST or not _is_rating(first.text, known):
        return reply
    return reply._replace(
        pieces=[each._replace(question=known.asks_again, named=True) if each in said else each for each in reply.pieces]
    )


def _of_a_letter(pieces: Sequence[Piece]) -> list[Piece]:
    """What its writer says, where nothing of it is said of any question."""
    if any(each.question and each.text for each in pieces):
        return []
    return [each for each in pieces if each.role == "words" and each.text.strip() and not greets(each.text)]


def _is_rating(words: str, known: Known) -> bool:
    flat = levelled(words)
    return known.spoken.rating_of(words) is not None and not _MAY_BE_POLITE.match(flat) and "?" not in words
