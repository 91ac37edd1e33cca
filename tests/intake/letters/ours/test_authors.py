"""Whose words a letter is: what it quotes of somebody else counts for nobody, and is asked about by name."""

from email.message import EmailMessage
from email.policy import SMTP

import pytest

from intake.letters import Form
from intake.letters.mime import read_letter
from intake.letters.pipeline import read_form
from tests.intake.letters.test_replies import TEMPLATES, sent

TEMPLATE = TEMPLATES["wandsworth-2022"]
FORM = sent(TEMPLATE)
OURS = f"audit+{FORM.token}@anytown.example.org"
COLLEAGUES = {"pat@surgery.example.org": "Pat Green"}

OUTLOOK = "-----Original Message-----\nFrom: {}\nSent: 4 March 2030 10:00\nTo: Jo Bloggs\nSubject: Re: Section 11\n\n{}"
RULED = "________________________________\nFrom: {}\nSent: Monday, 4 March 2030\nTo: Jo Bloggs\nSubject: x\n\n{}"
GERMAN = "Von: {}\nGesendet: Montag, 4. März 2030 09:12\nAn: Jo Bloggs\nBetreff: Section 11\n\n{}"


def read(body: str) -> Form:
    letter = EmailMessage(policy=SMTP)
    letter["From"], letter["To"], letter["Subject"] = "Jo Bloggs <jo@surgery.example.org>", OURS, "Re: Section 11"
    letter.set_content(body)
    return read_form(read_letter(letter.as_bytes()), FORM, TEMPLATE, "health", (), COLLEAGUES)


def ratings(form: Form) -> dict[str, str]:
    return {each.question: each.value for each in form.answers if each.prompt == "rating"}


@pytest.mark.parametrize("way", [OUTLOOK, RULED, GERMAN], ids=["outlook", "ruled", "german"])
@pytest.mark.parametrize(
    ("author", "whose"),
    [
        ("Sam Reed <sam@yot.example.org>", "sam@yot.example.org"),
        ("sam@yot.example.org", "sam@yot.example.org"),
        ("Sam Reed [mailto:sam@yot.example.org]", "sam@yot.example.org"),
        ("Sam Reed", "Sam Reed"),
        ("Pat Green <pat@surgery.example.org>", "Pat Green"),
        ("Pat Green", "Pat Green"),
    ],
)
def test_a_quoted_letter_of_somebody_else_is_asked_about_and_names_whose_it_is(
    way: str, author: str, whose: str
) -> None:
    form = read("1.1: Green\n\nSee below for the rest.\n\n" + way.format(author, "1.2: 0\n2.1: Blue, the chart hangs"))
    assert ratings(form) == {"1.1": "2"}
    assert [each.question for each in form.not_understood] == ["1.2", "2.1"]
    why = f"{whose} wrote this, in a letter that yours quotes. Write your own answer to question 1.2."
    assert form.not_understood[0].why == why


def test_their_words_are_asked_about_behind_quote_marks_too() -> None:
    form = read("Agreed.\n\nOn 4 Mar 2030 at 10:00, Sam Reed <sam@yot.example.org> wrote:\n> [1.2] 0\n> [2.1] Blue\n")
    assert ratings(form) == {}
    assert [each.question for each in form.not_understood] == ["1.2", "2.1"]


@pytest.mark.parametrize(
    "author",
    [
        "Jo Bloggs <jo@surgery.example.org>",
        "Jo Bloggs <jo.bloggs@mail.example.org>",
        "Jo Bloggs",
        f"Section 11 audit <{OURS}>",
        "Section 11 audit <audit@anytown.example.org>",
    ],
)
def test_the_senders_own_letter_and_ours_are_read_as_they_were(author: str) -> None:
    below = FORM.text.replace("N/A):", "N/A):\nGreen", 1)
    assert ratings(read("Done.\n\n" + OUTLOOK.format(author, below))) == {"1.1": "2"}


def test_our_form_inside_a_colleagues_letter_is_the_senders_to_fill_in() -> None:
    below = FORM.text.replace("N/A):", "N/A):\nGreen", 1)
    asks = "Can you do this?\n\n" + OUTLOOK.format(f"Section 11 audit <{OURS}>", below)
    assert ratings(read("Done.\n\n" + OUTLOOK.format("Pat Green <pat@surgery.example.org>", asks))) == {"1.1": "2"}


def test_the_senders_own_answer_beside_theirs_counts_and_nothing_is_asked() -> None:
    form = read("1.2: Amber\n\n" + OUTLOOK.format("Sam Reed <sam@yot.example.org>", "1.2: 0"))
    assert (ratings(form), form.not_understood) == ({"1.2": "1"}, ())


def test_a_letter_of_theirs_inside_the_letter_is_theirs() -> None:
    inner = EmailMessage(policy=SMTP)
    inner["From"], inner["Subject"] = "Sam Reed <sam@yot.example.org>", "answers"
    inner.set_content("1.2: 0\n")
    letter = EmailMessage(policy=SMTP)
    letter["From"], letter["To"] = "Jo Bloggs <jo@surgery.example.org>", OURS
    letter.set_content("Please see below.\n")
    letter.add_attachment(inner)
    form = read_form(read_letter(letter.as_bytes()), FORM, TEMPLATE, "health", (), COLLEAGUES)
    assert ratings(form) == {}
    assert [each.question for each in form.not_understood] == ["1.2"]


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("Jo, can you take this over? I would say 1.2 Green, 2.1 Amber.", ["1.2", "2.1"]),
        ("All fine? 1.2 Green.", ["1.2"]),
        ("Jo, can you do 1.2 and 2.1 please?", []),
        ("The policy for 1.2 is on the drive.", []),
        ("There is a green light for 1.2 on Monday.", []),
    ],
)
def test_a_colleagues_answer_is_asked_about_in_whatever_sentence_it_stands(said: str, asked: list[str]) -> None:
    form = read("3.1 Green\n\n" + OUTLOOK.format("Pat Green <pat@surgery.example.org>", said))
    assert ratings(form) == {"3.1": "2"}
    assert [(each.question, each.whose) for each in form.not_understood] == [(ref, "Pat Green") for ref in asked]
