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


@pytest.mark.parametrize(
    "below",
    [
        "",
        "Safeguarding lead",
        "\nThanks for your patience",
        "\nSent from my iPhone",
        "\nHope this is right. Any questions, let me know.",
        "\nSorry for the delay.",
        "\nMany thanks\nJane",
        "\nCould you confirm receipt?",
        "\nIs there anything else you need?",
        "\nI work Monday to Wednesday.",
        "Designated Safeguarding Lead and First Aid Lead\nElm House, 4 High Street\n01632 960001",
        "\nThis e-mail is confidential. If you are not\nthe recipient, please do not read it.",
        "\nDo not hesitate to contact me",
        "\n3.1 Green",
    ],
)
@pytest.mark.parametrize("said", ["SUBMIT\nJane Doe", "Submit. Jane Doe, safeguarding lead", "SUBMIT JANE DOE"])
def test_a_signature_and_courtesy_below_hand_it_in(said: str, below: str) -> None:
    assert (name_in(f"{said}\n{below}") or "").casefold() == "jane doe"


@pytest.mark.parametrize(
    "letter",
    [
        "Submit?\nJane Doe",
        "SUBMIT? Jane Doe",
        "SUBMIT Jane Doe?",
        "SUBMIT Jane Doe (draft)",
        "SUBMIT\n\nNo, wait.\nJane Doe",
        "SUBMIT\nJane Doe\n\nBen needs to see it first though.",
        "SUBMIT JANE DOE\n\nPS 3.1 is wrong",
        "SUBMIT\n\nJane Doe\nSafeguarding lead\n\nIgnore this, wrong thread",
        "SUBMIT\nJane Doe\nDRAFT",
        "SUBMIT\nJane Doe\n\nOnce Ben has approved it.",
        "SUBMIT\nJane Doe\n\nPlease don’t send it on yet.",
        "SUBMIT\nJane Doe\n\nThanks, but 3.1 should be Amber.",
        "SUBMIT\nJane Doe\n\nOr is it too early?",
        "SUBMIT\nJane Doe\n\nI will change 3.1 tomorrow.",
        "SUBMIT\nJane Doe\n\nSubject to the board.",
        "SUBMIT\nJane Doe\n\nActually not.",
        "This is only a draft.\n\nSUBMIT\nJane Doe",
        "Don't submit yet.\nSUBMIT Jane Doe",
        "Hold off, please.\n\nSUBMIT Jane Doe",
        "Draft for Ben\n\nSUBMIT Jane Doe",
        "Submit\nElm House",
        "SUBMIT Elm House",
        "SUBMIT Safeguarding Team",
        "SUBMIT\nThe Surgery",
    ],
)
def test_what_takes_it_back_and_the_name_of_a_house_hand_nothing_in(letter: str) -> None:
    assert name_in(letter) is None


def test_a_person_below_the_house_hands_it_in() -> None:
    assert name_in("SUBMIT\nElm House\nJane Doe") == "Jane Doe"
