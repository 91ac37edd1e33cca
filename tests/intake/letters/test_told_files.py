"""What a letter says of its files: each goes where it is said to, and the words are evidence of no question."""

from email.message import EmailMessage
from email.policy import SMTP

import pytest

from config.questionnaire import RATING
from intake.letters import Form
from intake.letters.mime import read_letter
from intake.letters.pipeline import read_form
from tests.intake.letters.given import AUDITS
from tests.intake.letters.test_replies import sent

ANSWERS = {"3.1": "staff have the guide", "3.2": "two out of date"}
GUIDE, AGREEMENTS = "guide.pdf", "agreements.pdf"


def read(words: str, names: list[str], audit: str = "wandsworth-2022", subject: str = "Re: Section 11") -> Form:
    letter = EmailMessage(policy=SMTP)
    letter["From"], letter["Subject"] = "Jane Doe <jane@surgery.example.org>", subject
    form = sent(AUDITS[audit])
    quoted = "".join(f"> {line}\n" for line in form.text.splitlines())
    letter.set_content(f"{words}\n\nOn Mon, 2 Mar 2026 at 10:00, Audit <audit@anytown.example> wrote:\n{quoted}")
    for name in names:
        letter.add_attachment(b"%PDF-1.6 " + name.encode(), "application", "pdf", filename=name)
    return read_form(read_letter(letter.as_bytes()), form, AUDITS[audit], "health")


def places(form: Form) -> list[str]:
    return [",".join(each.questions) for each in form.files]


@pytest.mark.parametrize(
    ("line", "names", "at"),
    [
        ("The guide is attached for 3.1.", [GUIDE], ["3.1"]),
        ("Attachments: guide (3.1), agreements (3.2).", [GUIDE, AGREEMENTS], ["3.1", "3.2"]),
        ("I also attach the rota, which shows who is on call.", ["rota.pdf"], [""]),
        ("Guide for 3.1 will follow, attached is the rota.", ["rota.pdf"], [""]),
        ("First file is for 3.1, second for 3.2.", ["a.pdf", "b.pdf"], ["3.1", "3.2"]),
        ("guide.pdf goes with both.", [GUIDE], ["3.1,3.2"]),
        ("guide.pdf is not for 3.1 but for 3.2.", [GUIDE], ["3.2"]),
        ("The attached proves both.", ["a.pdf"], ["3.1,3.2"]),
        ("3.1: guide.pdf; 3.2: agreements.pdf", [GUIDE, AGREEMENTS], ["3.1", "3.2"]),
        ("Please ignore guide.pdf, wrong file.", [GUIDE], [""]),
        ("Both files are for 3.2.", ["a.pdf", "b.pdf"], ["3.2", "3.2"]),
        ("The guide and the agreements are for 3.1 and 3.2 respectively.", [GUIDE, AGREEMENTS], ["3.1", "3.2"]),
        ("The guide and the agreements are for 3.1 and 3.2.", [GUIDE, AGREEMENTS], ["3.1", ""]),
        ("The attached handbook is the evidence for 3.1, 3.2 and 4.1.", ["Staff handbook.pdf"], ["3.1,3.2,4.1"]),
        ("The handbook is attached for 3.1 to 4.1.", ["Staff handbook.pdf"], ["3.1,3.2,4.1"]),
        ("Re 3.1: file attached this time. It's been one of those days.", ["a.pdf"], ["3.1"]),
        ("The chart for 3.2 is attached too.", ["chart.png.pdf"], ["3.2"]),
        ("Evidence attached and numbered.", ["3.1 guide.pdf", "rota.pdf"], ["3.1", ""]),
        ("The files are named after the questions.", ["3.1 guide.pdf"], ["3.1"]),
        ("The numbers are in the workbook.", ["dbs numbers.xlsx"], [""]),
        ("", ["evidence for 3.2.pdf", "guide 3.1 and 3.2.pdf"], ["3.2", "3.1,3.2"]),
    ],
)
def test_what_is_said_of_files_places_them_and_is_no_evidence(line: str, names: list[str], at: list[str]) -> None:
    form = read(f"3.1 Green - staff have the guide\n3.2 Amber - two out of date\n\n{line}", names)
    assert places(form) == at
    assert {each.question: each.value for each in form.answers if each.prompt != RATING} == ANSWERS
    assert {each.question: each.value for each in form.answers if each.prompt == RATING} == {"3.1": "2", "3.2": "1"}
    assert not form.not_understood


@pytest.mark.parametrize(
    ("words", "names", "at"),
    [
        ("I forgot the attachment for 4.1, here it is.", ["a.pdf"], ["4.1"]),
        ("And this goes with 4.1.", ["a.pdf"], ["4.1"]),
        ("For 3.1:", ["a.pdf"], ["3.1"]),
        ("What does 3.1 mean? The minutes are attached.", ["minutes.pdf"], [""]),
        ("Nothing to attach for 3.1 yet. Here are the minutes.", ["minutes.pdf"], [""]),
        ("Two more for you.", ["3.1 guide.pdf", "minutes.pdf"], ["3.1", ""]),
        ("3.1 Green, see attached guide\n3.2 Amber", [GUIDE], ["3.1"]),
        ("3.1 Green\n3.2 Amber - photo of the board attached", ["IMG_4471.pdf"], ["3.2"]),
        ("3.1 Green - see guide.pdf\n3.2 Amber - see guide.pdf", [GUIDE], ["3.1,3.2"]),
    ],
)
def test_a_file_is_put_where_the_words_say_and_nowhere_else(words: str, names: list[str], at: list[str]) -> None:
    assert places(read(words, names)) == at


@pytest.mark.parametrize(
    ("words", "at"),
    [("Sorry! This is the file for 15.", "15"), ("Signed by 15 staff, see the file.", ""), ("File for 15 staff.", "")],
)
def test_a_bare_number_is_a_question_only_where_it_can_be_no_count(words: str, at: str) -> None:
    assert places(read(words, ["a.pdf"], "south-glos-2019")) == [at]


def test_words_that_tell_what_is_so_stay_evidence_though_they_bring_a_file() -> None:
    line = "For 4.1 we attach the guide, which every new starter reads and signs in the first week."
    form = read(f"3.1 Green - a poster\n\n{line}", [GUIDE])
    assert places(form) == ["4.1"]
    assert any("every new starter reads" in each.value for each in form.answers if each.question == "4.1")


@pytest.mark.parametrize(
    ("words", "ratings"),
    [
        ("3.1 Green - ignore the old guide.pdf on the website\n3.2 Amber", {"3.1": "2", "3.2": "1"}),
        ("3.1 Green\n3.2 Amber\n\nHere are our ratings for 4.1 and 5.1: Green and Red.", {"3.1": "2", "3.2": "1"}),
        ("3.1 Green\n\nThis is for 4.1: we audit ten files a month. Amber.", {"3.1": "2", "4.1": "1"}),
    ],
)
def test_a_line_that_rates_is_no_talk_of_files_and_places_none(words: str, ratings: dict[str, str]) -> None:
    form = read(words, ["a.pdf"])
    assert {each.question: each.value for each in form.answers if each.prompt == RATING} == ratings
    assert "Green" not in "".join(each for each in form.leftovers if "a month" in each)


def test_the_subject_places_the_only_file() -> None:
    assert places(read("Attached.", ["a.pdf"], subject="RE: evidence for 3.1")) == ["3.1"]
    assert places(read("Attached.", ["a.pdf"], subject="RE: Section 11 audit 2.0")) == [""]
