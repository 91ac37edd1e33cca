"""What letters say of all questions at once, and a YES to what a letter of ours offered."""

import io
import tomllib
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from intake.forms import Offer, SentForm
from intake.letters import Form, Letter
from intake.letters.mime import BodyPart, read_letter
from intake.letters.pipeline import read_form
from intake.returns import Given
from tests.intake.letters.test_own_ways import rated
from tests.intake.letters.test_replies import TEMPLATES, behind_label, sent
from tests.intake.letters.test_replies import read as read_replies

LETTERS = tomllib.loads((Path(__file__).parent / "of_all.toml").read_text(encoding="utf-8"))
TEMPLATE = TEMPLATES["wandsworth-2022"]
FORM = sent(TEMPLATE)
OFFERED = (Given("3.1", "rating", "2"), Given("3.2", "rating", "2")), (Given("4.1", "rating", "0"),)


def read(says: str, form: SentForm = FORM, subject: str = "Re: Section 11 audit") -> Form:
    quoted = "\n".join(f"> {line}" for line in form.text.split("\n"))
    headers = (("from", "Jo Bloggs <jo@surgery.example.org>"), ("subject", subject))
    body = (BodyPart("plain", f"{says}\n\n{quoted}"),)
    return read_form(Letter(headers=headers, plain=body, html=body), form, TEMPLATE, "health")


def ratings(form: Form) -> dict[str, str]:
    return {each.question: each.value for each in form.answers if each.prompt == "rating"}


def offered(form: Form) -> set[str]:
    return {each.value for puzzle in form.not_understood for each in puzzle.offered}


@pytest.mark.parametrize("told", LETTERS["rates"], ids=lambda told: told["says"])
def test_a_plain_statement_of_all_rates_each_question(told: dict[str, Any]) -> None:
    meant = dict.fromkeys(rated(TEMPLATE) if told["of"] else (), told["of"]) | told.get("but", {})
    assert ratings(read(told["says"])) == {ref: value for ref, value in meant.items() if value}


@pytest.mark.parametrize("says", LETTERS["offers"])
def test_what_may_be_said_of_all_is_offered_where_nothing_else_is_said(says: str) -> None:
    form = read(says)
    said, offers = ratings(form), [each for puzzle in form.not_understood for each in puzzle.offered]
    assert [each.question for each in offers] == [ref for ref in rated(TEMPLATE) if ref not in said]


@pytest.mark.parametrize(
    ("says", "own"),
    [
        ("All questions are Green with three exceptions: 3.1 is Amber and 4.1 is Red.", {}),
        ("All questions are Green with three exceptions:\n3.1 Amber\n4.1 Red", {"3.1": "1", "4.1": "0"}),
    ],
)
def test_exceptions_that_are_miscounted_leave_the_others_offered(says: str, own: dict[str, str]) -> None:
    form = read(says)
    offers = {each.question for puzzle in form.not_understood for each in puzzle.offered}
    assert (ratings(form), offers) == (own, set(rated(TEMPLATE)) - {"3.1", "4.1"})


@pytest.mark.parametrize("says", LETTERS["none"])
def test_what_is_no_plain_statement_of_now_rates_and_offers_nothing(says: str) -> None:
    form = read(says)
    assert (ratings(form), offered(form)) == ({}, set())


@pytest.mark.parametrize(
    ("plain", "page", "but"),
    [
        ("All questions: *Green*", "<p>All questions: <b>Green</b></p>", {}),
        (
            "All Green except:\n\n  * 4.2 Amber\n  * 5.1 Red",
            "<p>All Green except:</p><ul><li>4.2 Amber</li><li>5.1 Red</li></ul>",
            {"4.2": "1", "5.1": "0"},
        ),
        ("All Green\napart from 4.2.", "<div>All Green<br>apart from 4.2.</div>", {"4.2": ""}),
    ],
)
def test_both_wordings_of_a_letter_say_the_same_of_all(plain: str, page: str, but: dict[str, str]) -> None:
    letter = Letter(plain=(BodyPart("plain", plain),), html=(BodyPart("html", page),))
    meant = dict.fromkeys(rated(TEMPLATE), "2") | but
    form = read_form(letter, FORM, TEMPLATE, "health")
    assert ratings(form) == {ref: value for ref, value in meant.items() if value}


def test_two_wordings_that_differ_rate_nothing() -> None:
    plain, page = BodyPart("plain", "All questions: Green"), BodyPart("html", "<p>All questions: Amber</p>")
    form = read_form(Letter(plain=(plain,), html=(page,)), FORM, TEMPLATE, "health")
    assert (ratings(form), offered(form)) == ({}, set())


def test_a_subject_rates_nothing() -> None:
    assert ratings(read("Thank you.", subject="All questions: Green")) == {}


@pytest.mark.parametrize("words", ["All Green.", "All questions: Green"])
def test_in_a_box_it_is_of_its_own_question_alone(words: str) -> None:
    form = read_replies(TEMPLATE, FORM, behind_label(words, "3.1", FORM.text))
    assert set(ratings(form)) <= {"3.1"}


@pytest.mark.parametrize(("says", "of"), [("All questions: Green", "2"), ("Our form is attached.", "")])
def test_the_form_that_came_with_it_says_otherwise_and_its_free_cells_say_nothing(says: str, of: str) -> None:
    book, sheet = Workbook(), io.BytesIO()
    answers = book.create_sheet("Answers", 0)
    for row in (("All questions: Red",), ("Code", "Question", "Your answer"), ("[3.1]", "", "Amber")):
        answers.append(row)
    book.save(sheet)
    letter = EmailMessage()
    letter["From"] = "Jo Bloggs <jo@surgery.example.org>"
    letter.set_content(f"{says}\n")
    letter.add_attachment(sheet.getvalue(), maintype="application", subtype="octet-stream", filename="form.xlsx")
    form = read_form(read_letter(letter.as_bytes()), FORM, TEMPLATE, "health")
    assert ratings(form) == (dict.fromkeys(rated(TEMPLATE), of) if of else {}) | {"3.1": "1"}


YES = [(told["offers"], told["takes"], told.get("but", []), says) for told in LETTERS["yes"] for says in told["says"]]


@pytest.mark.parametrize(("offers", "takes", "but", "says"), YES, ids=[f"{says} ({many})" for many, *_, says in YES])
def test_a_yes_takes_what_was_offered(offers: int, takes: list[int], but: list[str], says: str) -> None:
    made = tuple(
        Offer("The rest are Green.", answers, number=number if offers > 1 else 0)
        for number, answers in enumerate(OFFERED[:offers], start=1)
    )
    form = read(says, replace(FORM, offers=made))
    assert {(each.question, each.value) for each in form.answers if each.by == "yes"} == {
        (each.question, each.value) for number in takes for each in OFFERED[number - 1] if each.question not in but
    }


@pytest.mark.parametrize(
    ("says", "has"),
    [
        ("YES. 2.1 Amber", {"2.1": "1", "3.1": "2", "3.2": "2"}),
        ("YES, and 2.1 is Amber", {"2.1": "1", "3.1": "2", "3.2": "2"}),
        ("Yes please, but 3.1 Amber.", {"3.1": "1", "3.2": "2"}),
        ("Yes please, but 3.1 is Amber, our deputy is away.", {"3.1": "1", "3.2": "2"}),
        ("YES\n\nbut 3.1 is Amber", {"3.1": "1", "3.2": "2"}),
        ("Yes to all except 3.1 (Amber)", {"3.1": "1", "3.2": "2"}),
    ],
)
def test_what_stands_beside_the_yes_on_its_line_is_read_too(says: str, has: dict[str, str]) -> None:
    assert ratings(read(says, replace(FORM, offers=(Offer("The rest are Green.", OFFERED[0]),)))) == has


def test_a_number_that_no_offer_has_is_told_which_there_is() -> None:
    form = read("YES 2", replace(FORM, offers=(Offer("The rest are Green.", OFFERED[0]),)))
    assert [each.why for each in form.not_understood] == ["Our letter offers one thing. To record it, reply YES."]


def test_a_number_is_that_of_its_offer_and_not_its_place() -> None:
    form = read("YES 2", replace(FORM, offers=(Offer("The rest are Green.", OFFERED[0], number=2),)))
    assert ratings(form) == {"3.1": "2", "3.2": "2"}


def test_what_the_same_letter_answers_itself_is_not_taken_from_an_offer() -> None:
    form = read("YES\n\n3.1 Amber", replace(FORM, offers=(Offer("The rest are Green.", OFFERED[0]),)))
    assert ratings(form) == {"3.1": "1", "3.2": "2"}


def test_where_yes_may_answer_a_question_of_ours_it_takes_no_offer() -> None:
    asked = tuple(each for each in FORM.asked if each.question == "3.1")
    form = read("YES", replace(FORM, asked=asked, offers=(Offer("The rest are Green.", OFFERED[0], number=1),)))
    assert ratings(form) == {}


@pytest.mark.parametrize("says", ["Correct", "Confirmed.", "I agree", "Please do.", "Agreed - record them"])
def test_agreement_without_the_word_is_told_what_to_write(says: str) -> None:
    form = read(says, replace(FORM, offers=(Offer("The rest are Green.", OFFERED[0]),)))
    assert [each.why for each in form.not_understood] == ["Our letter offers one thing. To record it, reply YES."]


@pytest.mark.parametrize("says", ["YES", "Yes please", "OK, thanks", "Noted, thank you"])
def test_a_nod_is_no_words_for_the_only_box_that_is_open(says: str) -> None:
    asked = tuple(each for each in FORM.asked if each.question == "8.2")
    form = read(says, replace(FORM, asked=asked))
    assert form.answers == ()
    assert [each.question for each in form.not_understood] == ["8.2"]
