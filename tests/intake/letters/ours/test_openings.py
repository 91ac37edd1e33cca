"""What opens a line before it answers: a courtesy costs no answer, and what holds the answer back is none."""

import pytest

from intake.letters.ours.courtesy import without_greeting


@pytest.mark.parametrize(
    "opening",
    [
        "Hi Jo, ",
        "Surfaced! ",
        "Happy Monday! ",
        "Thanks for this. ",
        "Many apologies, we were all off sick. ",
        "Hope you are well. ",
        "Quick one. ",
        "Hi Mo, thanks for the nudge! ",
        "And ",
        "Finally, ",
    ],
)
@pytest.mark.parametrize("answer", ["5.1: Met, 5.2: Met", "[5.1] - Met", "5 = Good"])
def test_a_line_answers_behind_its_courtesy(opening: str, answer: str) -> None:
    assert without_greeting(opening + answer) == answer


@pytest.mark.parametrize(
    "line",
    [
        "Not agreed yet! 5.1: Met",
        "Still a draft. 5.1: Met",
        "Ben's view. 5.1: Met",
        "Sorry, this is a draft. 5.1: Met",
        "Thanks, but not agreed. 5.1: Met",
        "Last year. 5.1: Met",
        "See 4.2. 5.1: Met",
        "Thanks for 5.1 and 5.2",
        "And 5.1 million children",
    ],
)
def test_any_other_line_is_as_it_was_written(line: str) -> None:
    assert without_greeting(line) == line
