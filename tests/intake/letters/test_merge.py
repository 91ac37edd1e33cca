"""A letter that is read in several wordings: what is in doubt, and what it leaves in peace."""

import pytest

from intake.letters.merge import agreed
from intake.letters.reading import Form, Puzzle, ReadAnswer
from tests.intake.letters.given import AUDITS

RATED = Form(answers=(ReadAnswer("1.1", "rating", "2", words="2"),))
DOUBTS = {
    "": [],  # of the whole question
    "rating": [],
    "by_when": [("1.1", "2")],
}


@pytest.mark.parametrize("prompt", DOUBTS)
@pytest.mark.parametrize("is_first", [True, False])
def test_a_day_that_is_not_clear_says_nothing_against_the_rating_beside_it(prompt: str, is_first: bool) -> None:
    doubt = Form(not_understood=(Puzzle("1.1", "March", "Write the day too.", prompt=prompt),))
    first, other = (doubt, RATED) if is_first else (RATED, doubt)
    read = agreed(first, [other], AUDITS["section-11"])
    assert [(each.question, each.value) for each in read.answers] == DOUBTS[prompt]
    assert [each.text for each in read.not_understood] == ["March"]
