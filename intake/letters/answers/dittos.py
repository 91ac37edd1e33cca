"""Answers that are only said to be another's, whose rating they have: "1.2 ditto", "12 same as 11". Pure."""

from collections.abc import Iterator, Mapping, Sequence

from config.questionnaire import RATING
from intake.letters.answers.question import Hearing
from intake.letters.questions import Piece, numbering_of
from intake.letters.reading import Puzzle, ReadAnswer
from intake.returns import Given


def settle_dittos(hearings: Sequence[Hearing], pieces: Sequence[Piece]) -> None:
    """Give each of them the rating it points to; one that points to none, or to what is in doubt, is asked back."""
    by_ref = {each.question.ref: each for each in hearings}
    numbers = numbering_of(tuple(by_ref)).refs
    for ref, before in _in_order(pieces, by_ref):
        hearing = by_ref[ref]
        if not hearing.ratings.pointer:
            continue
        pointer, hearing.ratings.pointer = hearing.ratings.pointer, ""
        number = hearing.spoken.pointed_to(pointer)
        same = by_ref.get(numbers.get(number, "") if number else before)
        rating = None if same is None else _rating(same)
        if rating is None:
            hearing.puzzles.append(Puzzle(ref, pointer, hearing.ratings.choose(RATING)))
        else:
            hearing.heard.insert(0, ReadAnswer(*Given(ref, RATING, rating), words=pointer))


def _in_order(pieces: Sequence[Piece], by_ref: Mapping[str, Hearing]) -> Iterator[tuple[str, str]]:
    """The questions as the letter answers them, each with the one right before it."""
    told = dict.fromkeys(
        each.question for each in pieces if each.text and each.role != "file" and each.question in by_ref
    )
    before = ""
    for ref in told:
        yield ref, before
        before = ref


def _rating(hearing: Hearing) -> str | None:
    """The rating of a question, where it is past doubt."""
    said = [each.value for each in hearing.heard if each.prompt == RATING and not each.not_applicable]
    return said[0] if len(said) == 1 and not hearing.puzzles else None
