"""Files in which nobody could read answers: never thanked as if they had been read."""

from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

import pytest

from intake.letters import Reader
from intake.mail.inward import LetterOutcome
from tests.post import ANN, MANAGER, Post, postroom
from tests.rounds import Round

UNREAD = [
    ("Section 11 form.odt", b"PK\x03\x04 a text", "an OpenDocument text"),
    ("Section 11 form.doc", b"\xd0\xcf\x11\xe0 a text", "an old Word document"),
    ("Section 11 form.rtf", b"{\\rtf1 a text}", "a rich text file"),
    ("Section 11 form.pdf", b"%PDF-1.6 a page", "a PDF"),
    ("Section 11 form.xls", b"\xd0\xcf\x11\xe0 a sheet", "an old Excel sheet"),
    ("Section 11 form.xlsx", b"\xd0\xcf\x11\xe0 a locked sheet", "locked with a password"),
    ("Section 11 form.pages", b"PK\x03\x04 pages", "a Pages document"),
    ("Section 11 form.numbers", b"PK\x03\x04 sheets", "a Numbers sheet"),
    ("Scan_20300505.pdf", b"%PDF-1.4 a picture", "a PDF"),
]


@pytest.fixture
def post(round_of_small: Round, tmp_path: Path, reader: Reader) -> Post:
    return postroom(round_of_small, tmp_path, reader)


def sends(post: Post, words: str, *files: tuple[str, bytes]) -> LetterOutcome:
    token = post.form(text=post.printed())
    letter = EmailMessage(policy=SMTP)
    letter["From"], letter["To"] = f"Ann Lee <{ANN}>", f"audit+{token}@example.org"
    letter["Subject"] = "Re: Section 11"
    letter.set_content(words)
    for name, content in files:
        letter.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return post.room.receive(letter.as_bytes())


@pytest.mark.parametrize(("name", "content", "what"), UNREAD, ids=[name for name, _, _ in UNREAD])
def test_a_form_that_cannot_be_read_is_held_and_its_sender_told_what_to_send(
    post: Post, name: str, content: bytes, what: str
) -> None:
    outcome = sends(post, "Please find our completed form attached.\n", (name, content))
    assert outcome.outcome == "held"
    assert outcome.reason.endswith(f"The answers in {name} could not be read.")
    told = post.messages(ANN)[-1].body
    assert "We found no answer in it that we could record." in told
    (line,) = [each for each in told.splitlines() if each.startswith(f"{name}, ")]
    assert f"but its answers were not read: it is {what}. Send it as .xlsx or .docx" in line
    assert "Thank you. This is what we have recorded" not in told


def test_answers_beside_it_count_and_the_receipt_says_what_was_not_read(post: Post) -> None:
    outcome = sends(post, "1.1: Good\n", ("Section 11 form.pdf", b"%PDF-1.6 a page"))
    assert outcome.outcome == "answered"
    assert outcome.reason.endswith("The answers in Section 11 form.pdf could not be read.")
    assert "We recorded 1 rating." in post.messages(ANN)[-1].body


def test_a_policy_is_evidence_and_nobody_looks_for_answers_in_it(post: Post) -> None:
    outcome = sends(post, "1.1: Good\n", ("Escalation policy.pdf", b"%PDF-1.6 a page"))
    assert outcome.outcome == "answered"
    assert "not read" not in post.messages(ANN)[-1].body


def test_a_form_saved_as_csv_is_read(post: Post) -> None:
    sheet = b"Code,Question,What we ask,Your answer\n[1.1],Does a named person lead?,How well?,Good\n"
    outcome = sends(post, "Our form is attached.\n", ("form.csv", sheet))
    assert [(each.question, each.value) for each in outcome.answers] == [("1.1", "2")]


@pytest.mark.parametrize("words", ["1.1: Good. See attached.\n", "1.1: Good\nThe chart is attached\n"])
def test_a_file_that_was_forgotten_is_asked_for(post: Post, words: str) -> None:
    sends(post, words)
    assert "You write of a file, but none came with your letter." in post.messages(ANN)[-1].body


def test_a_nurse_attached_to_a_ward_is_no_file(post: Post) -> None:
    sends(post, "1.1: Good. Two nurses are attached to the ward.\n")
    assert "none came with your letter" not in post.messages(ANN)[-1].body


def test_a_manager_hears_of_a_letter_that_is_held_for_its_file(post: Post) -> None:
    sends(post, "Please find our completed form attached.\n", ("Section 11 form.pdf", b"%PDF-1.6 a page"))
    (told,) = post.messages(MANAGER)
    assert "The answers in Section 11 form.pdf could not be read." in told.body
    assert "Please find our completed form attached." in told.body
