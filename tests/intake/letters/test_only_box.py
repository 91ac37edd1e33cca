"""What a letter that names no question says to us is no answer of the only box that is open."""

import pytest

from config.questionnaire import SHIPPED, load_folder
from intake.letters.answers.only_box import meant
from intake.letters.ours import Known, Ours
from intake.letters.reading import ReadAnswer
from intake.ratings import Spoken

AUDIT = load_folder(SHIPPED)["wandsworth-2022"]
REF = "8.2"
KEY = next(iter(AUDIT.by_ref[REF].prompts)).key
KNOWN = Known(AUDIT, (REF,), Ours(AUDIT, "health"), Spoken(AUDIT.scale, frozenset()))


def kept(words: str) -> str:
    left, _ = meant(ReadAnswer(REF, KEY, words), KNOWN)
    return left.value if left else ""


@pytest.mark.parametrize(
    "words",
    [
        "I'll do the last one on Friday.",
        "Ben will answer the last one.",
        "I don't know what to put for this.",
        "Can you call me?",
        "Please disregard my last email.",
        "Actually not all of these are right.",
        "I will SUBMIT tomorrow",
        "Don't submit yet.",
        "PS 3.1 is wrong",
        "Out of office: I am away until 9 March.",
    ],
)
def test_what_speaks_to_us_is_no_answer(words: str) -> None:
    assert kept(words) == ""


@pytest.mark.parametrize(
    "words",
    [
        "Children told us they feel safer.",
        "We ask children in a yearly survey and act on it.",
        "Children said “you listen to us” in the May survey.",
        "Fewer referrals, quicker support.",
    ],
)
def test_a_plain_answer_is_taken(words: str) -> None:
    assert kept(words) == words


def test_an_answer_above_a_question_to_us_is_taken() -> None:
    assert kept("Children feel safer.\nCan you call me?") == "Children feel safer."
