"""SUBMIT and a name, and words about submitting that hand nothing in."""

import pytest

from config.questionnaire import SHIPPED, load_folder
from intake.letters.lines import Line
from intake.letters.ours import Ours
from intake.letters.ours.submit import signed

AUDIT = load_folder(SHIPPED)["wandsworth-2022"]


def name_in(letter: str) -> str | None:
    return signed([Line(text) for text in letter.split("\n")], Ours(AUDIT, "health"))


@pytest.mark.parametrize(
    ("letter", "name"),
    [
        ("SUBMIT Jo Bloggs", "Jo Bloggs"),
        ("Submit: Jo Bloggs", "Jo Bloggs"),
        ("Please submit the return, Jo Bloggs", "Jo Bloggs"),
        ("SUBMIT jo bloggs", "jo bloggs"),
        ("SUBMIT Will Smith", "Will Smith"),
        ("SUBMIT\nKind regards\nJo Bloggs", "Jo Bloggs"),
        ("submit\nJo Bloggs", "Jo Bloggs"),
        ("Form attached. SUBMIT\n\nJo Bloggs", "Jo Bloggs"),
    ],
)
def test_the_name_a_return_is_handed_in_under(letter: str, name: str) -> None:
    assert name_in(letter) == name


@pytest.mark.parametrize(
    "letter",
    [
        "submit data weekly",
        "Submit data weekly",
        "Submit monthly figures",
        "Submit referrals online",
        "SUBMIT data weekly",
        "We submit returns quarterly",
        "Submit policies",
        "submit when ready",
        "Form attached. SUBMIT",
        "Write when we should SUBMIT\nJo Bloggs",
        "Submit to the board",
        "Submit it once Jo has read it",
    ],
)
def test_words_about_submitting_hand_nothing_in(letter: str) -> None:
    assert name_in(letter) is None
