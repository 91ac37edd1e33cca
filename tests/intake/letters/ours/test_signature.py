"""Who our letter greets may close the reply with any of these names."""

from datetime import date

import pytest

from config.letters import open_letters
from intake.forms import SentForm, asks
from intake.letters import Letter, lines_of_text
from intake.letters.ours import known_of
from intake.letters.wordings import LETTER, read_reply
from intake.mail.outward.invitation import Invitee, invitation
from tests.intake.letters.given import AUDITS

TEMPLATE = AUDITS["section-11"]


@pytest.mark.parametrize(
    ("name", "signed"),
    [
        ("Bo Ní Dhomhnaill", "Bo"),
        ("Dr Bo Ní Dhomhnaill", "Bo"),
        ("Det. Insp. Bo Dale", "Bo"),
        ("Insp. B. Dale", "B Dale"),
        ("Insp. B. Dale", "Insp. B. Dale"),
    ],
)
def test_a_name_alone_closes_the_reply_to_a_letter_that_opens_with_whose_it_is(name: str, signed: str) -> None:
    whom = Invitee(name, "The Trust", "health", "The West", date(2026, 6, 30), "Call 999.")
    letter = Letter(headers=(("from", "bo@trust.example.org"),))
    sent = invitation(open_letters(), TEMPLATE, whom, "s11-abcdefghjkmnpqra").sent
    known = known_of(letter, sent, TEMPLATE, "health", ())
    reply = read_reply("the letter", lines_of_text(f"1.1: 2\n\n{signed}"), known, LETTER).form
    assert ([each.value for each in reply.answers], reply.leftovers) == (["2"], ())


def answers(words: str) -> list[str]:
    """What Jane Doe's own words answer."""
    letter = Letter(headers=(("from", "Jane Doe <jane@surgery.example.org>"),))
    sent = SentForm("s11-abcdefgh", TEMPLATE.key, "", asks(TEMPLATE, "health"))
    known = known_of(letter, sent, TEMPLATE, "health", ())
    return [each.value for each in read_reply("the letter", lines_of_text(words), known, LETTER).form.answers]


@pytest.mark.parametrize(
    "signature",
    [
        "J. Doe",
        "J Doe",
        "J. Doe\nPractice Manager\nExample Surgery, 14 Mill Lane, Anytown AN1 2ZZ\nwww.surgery.example.org",
        "Jane Doe, Practice Manager",
        "Jane Doe | Practice Manager | 01632 960 447",
        "Jane Doe - Practice Manager\nExample Surgery\n14 Mill Lane",
        "Jane Doe (she/her)\nHead of Quality\nDirect line: 01632 960 118",
        "Dr S. Roe\nGP Partner\nExample Surgery",
        "DOE, Jane",
    ],
)
def test_a_signature_without_a_greeting_is_no_part_of_the_answer_above_it(signature: str) -> None:
    said = answers(f"1.1 Strong: a director leads.\n2.1 In place\n\n{signature}\n")
    assert said == ["3", "a director leads.", "2"]


def test_a_name_and_a_job_may_be_the_words_of_an_answer() -> None:
    said = answers("1.1 Strong\nS. Roe\nPractice Manager\n\n2.1 In place\nJane Doe, practice manager, keeps it.\n")
    assert said == ["3", "S. Roe\nPractice Manager", "2", "Jane Doe, practice manager, keeps it."]
