"""Rating and words on one line behind a code: read, or asked back with advice that can be followed."""

import pytest

from intake.letters import Form
from tests.intake.letters.test_replies import TEMPLATES, read, sent

TEMPLATE = TEMPLATES["section-11"]


def heard(letter: str) -> Form:
    return read(TEMPLATE, sent(TEMPLATE), letter)


@pytest.mark.parametrize("code", ["1.1 ", "[1.1] ", "1.1: ", "Question 1.1 "])
def test_a_rating_before_a_sentence_is_heard_however_its_question_is_named(code: str) -> None:
    form = heard(f"Dear team,\n\n{code}3 Chart in the wards.\n1.2 2 Named lead.\n")

    assert [(each.question, each.prompt, each.value) for each in form.answers] == [
        ("1.1", "rating", "3"),
        ("1.1", "text", "Chart in the wards."),
        ("1.2", "rating", "2"),
        ("1.2", "text", "Named lead."),
    ]


def test_what_may_be_a_count_is_asked_back_and_no_part_of_it_becomes_words() -> None:
    form = heard("1.1 2 Food banks visited\n")

    assert form.answers == ()
    assert "Write the rating alone on its line, and your words on the next." in form.not_understood[0].why


def test_the_advice_for_a_question_named_beside_a_rating_can_be_followed() -> None:
    asked = heard("Dear team,\n\nI hear that 1.1 might be Strong in the wards.\n").not_understood

    assert [each.why for each in asked] == ["Write “[1.1]” and the rating alone on a line, and your words on the next."]
    form = heard("[1.1] Strong\nIn the wards.\n")
    assert [(each.prompt, each.value) for each in form.answers] == [("rating", "3"), ("text", "In the wards.")]
