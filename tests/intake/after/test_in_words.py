"""What stands of an answer, as a manager and the agency read it."""

import pytest

from config.questionnaire import Kind, Prompt, Question
from intake.after import in_words
from intake.returns import Cell
from tests.intake.letters.given import AUDITS

WHAT, DAY = Prompt("what", Kind.TEXT, "What happens?"), Prompt("day", Kind.DATE, "By when")
SAID = {"what": "Publish it.", "day": "2027-05-31"}
STANDS = {
    (WHAT, DAY): ["What happens? Publish it.", "By when: Monday 31 May 2027"],
    (WHAT,): ["Publish it."],
    (DAY,): ["Monday 31 May 2027"],
}


@pytest.mark.parametrize("boxes", STANDS)
def test_an_answer_stands_behind_what_its_box_asks_and_a_day_in_words(boxes: tuple[Prompt, ...]) -> None:
    words = {each.key: SAID[each.key] for each in boxes}
    question = Question("1.1", "1", "Is there a policy?", boxes)
    assert in_words(AUDITS["section-11"], question, Cell(words=words)) == STANDS[boxes]
