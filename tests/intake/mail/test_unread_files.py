"""Files in which nobody could read answers: never thanked as if they had been read."""

import io
import re
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

import pytest
from openpyxl import Workbook

from intake.letters import Reader
from intake.mail.files import unread_in
from intake.mail.inward import LetterOutcome
from tests.post import ANN, MANAGER, Post, postroom
from tests.rounds import Round

UNREAD = [
    ("Section 11 form.odt", b"PK\x03\x04 a text", "an OpenDocument text"),
    ("Section 11 form.doc", b"\xd0\xcf\x11\xe0 a text", "an old Word document"),
    ("Section 11 form.rtf", b"{\\rtf1 a text}", "a rich text file"),
    ("Section 11 form.pdf", b"%PDF-1.6 a page", "a PDF"),
    ("Section 11 form.xls", b"\xd0\xcf\x11\xe0 a sheet", "an old Excel sheet"),
    ("Section 11 form.pages", b"PK\x03\x04 pages", "a Pages document"),
    ("Section 11 form.numbers", b"PK\x03\x04 sheets", "a Numbers sheet"),
    ("Scan_20300505.pdf", b"%PDF-1.4 a picture", "a PDF"),
]


ASKED = "Send it as .xlsx or .docx, or write your answers in a reply."
LOCKED = ("Section 11 form.xlsx", b"\xd0\xcf\x11\xe0 a locked sheet")
PHOTO = ("image001.jpg", b"\xff\xd8\xff\xe0" + bytes(200_000))


def sheet(*rows: tuple[str, ...]) -> bytes:
    book, out = Workbook(), io.BytesIO()
    for row in rows:
        book.worksheets[0].append(row)
    book.save(out)
    return out.getvalue()


OWN = sheet(("What we did", "Who"), ("All staff were trained", "HR"))
FORM = sheet(("Code", "Question", "What we ask", "Your answer"), ("[1.1]", "", "How well?", "Good"),
             ("[2.1]", "", "What changed for children?", "Fewer children wait, see attached"))  # fmt: skip


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
        kind = ("image", "jpeg") if name.endswith("jpg") else ("application", "octet-stream")
        letter.add_attachment(content, *kind, filename=name)
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
    assert line.endswith(f": kept, but its answers were not read: it is {what}. {ASKED}")
    assert "Thank you. This is what we have recorded" not in told


def test_a_locked_form_is_asked_for_without_its_password(post: Post) -> None:
    assert sends(post, "Our form is attached.\n", LOCKED).outcome == "held"
    told = "it is locked with a password. Send it once more without the password, or write your answers in a reply."
    assert told in post.messages(ANN)[-1].body


@pytest.mark.parametrize(
    ("words", "file", "outcome"),
    [
        pytest.param("Attached, thanks.\n", ("Scan_2030.pdf", b"%PDF-1.4"), "held", id="a scan and no word"),
        pytest.param("", PHOTO, "held", id="a photograph that a mailer named"),
        pytest.param("", ("IMG_4.HEIC", b"\0\0\0\x18ftypheic"), "held", id="a photograph of no declared kind"),
        pytest.param("Attached, thanks.\n", ("Escalation policy.pdf", b"%PDF-1.4"), "answered", id="a policy"),
        pytest.param(
            "Our completed form is attached.\n", ("Ours.xlsx", OWN), "held", id="a sheet with no question of ours"
        ),
        pytest.param("1.1: Good\n", ("Section 11 plan.xlsx", OWN), "answered", id="a plan beside an answer"),
    ],
)
def test_a_file_that_may_hold_the_answers_is_never_thanked_for_as_if_they_were_read(
    post: Post, words: str, file: tuple[str, bytes], outcome: str
) -> None:
    assert sends(post, words, file).outcome == outcome
    told = post.messages(ANN)[-1].body
    assert ("its answers were not read" in told) == (outcome == "held")


def test_every_file_has_its_line_and_what_was_recorded_comes_first(post: Post) -> None:
    files = (
        ("1.1 rota.pdf", b"%PDF-1.4"),
        ("minutes.pdf", b"%PDF-1.4 b"),
        ("form.xlsx", FORM),
        ("Section 11.doc", b"\xd0"),
    )
    sends(post, "Dear all,\n", *files)
    told = post.messages(ANN)[-1].body.splitlines()
    first = "We recorded 1 rating and 1 other answer, and kept 2 files. 1 file could not be read."
    assert told[2] == f"{first} 3 questions are still to answer."
    at = told.index("YOUR FILES")
    assert [re.sub(r", but.*|, \d.*?:", "", line) for line in told[at + 1 : at + 5]] == [
        "1.1 rota.pdf kept with question 1.1.",
        "minutes.pdf kept with the return as a whole.",
        "form.xlsx read as your form.",
        "Section 11.doc kept",
    ]


def test_a_box_that_was_just_recorded_is_not_asked_again(post: Post) -> None:
    sends(post, "1.2: yes\n")
    told = post.messages(ANN)[-1].body
    asked = told[told.index("STILL TO ANSWER") :]
    assert "Are they? Yes" in told
    assert "Are they? (Yes" not in asked
    assert "[1.2] Are staff trained, and how well?" in asked


def test_answers_beside_it_count_and_the_receipt_says_what_was_not_read(post: Post) -> None:
    outcome = sends(post, "1.1: Good\n", ("Section 11 form.pdf", b"%PDF-1.6 a page"))
    assert outcome.outcome == "answered"
    assert outcome.reason.endswith("The answers in Section 11 form.pdf could not be read.")
    assert "We recorded 1 rating." in post.messages(ANN)[-1].body


def waiting(post: Post) -> list[str]:
    with post.round.database.read() as db:
        return [each.agency.abbr for each in unread_in(db, post.round.audit(db).submissions)]


def test_it_waits_for_a_person_until_the_sender_answers_again(post: Post) -> None:
    sends(post, "1.1: Good\n", ("Section 11 form.pdf", b"%PDF-1.6 a page"))
    post.comes("1.1: Good\n", sender="bo@sch.example", token=post.form("bo@sch.example", "SCH"))
    assert waiting(post) == ["CSC"]
    sends(post, "Many thanks for your help.\n")
    assert waiting(post) == ["CSC"]
    sends(post, "1.3: no\n")
    assert waiting(post) == []


def test_one_that_is_held_waits_as_a_held_letter_alone(post: Post) -> None:
    sends(post, "Please find our completed form attached.\n", ("Section 11 form.pdf", b"%PDF-1.6 a page"))
    assert waiting(post) == []


def test_a_policy_is_evidence_and_nobody_looks_for_answers_in_it(post: Post) -> None:
    outcome = sends(post, "1.1: Good\n", ("Escalation policy.pdf", b"%PDF-1.6 a page"))
    assert outcome.outcome == "answered"
    assert "not read" not in post.messages(ANN)[-1].body


def test_a_form_saved_as_csv_is_read(post: Post) -> None:
    sheet = b"Code,Question,What we ask,Your answer\n[1.1],Does a named person lead?,How well?,Good\n"
    outcome = sends(post, "Our form is attached.\n", ("form.csv", sheet))
    assert [(each.question, each.value) for each in outcome.answers] == [("1.1", "2")]


FORGOTTEN = "You write of a file for 1.1, but none came with your letter."


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("1.1: Good. See attached.\n", FORGOTTEN),
        ("1.1: Good\nThe chart is attached\n", FORGOTTEN),
        ("1.1: 2 or 1, see attached\n", FORGOTTEN),  # an answer that is asked back
        ("Please find attached our policy.\n", "You write of a file, but none came with your letter."),
        ("1.1: Good, see minutes.docx\n", "You write of minutes.docx, which has not come. Send it in a reply."),
        ("1.1: Good\nrota.pdf and log.xlsx: 1.3\n", "You write of rota.pdf and log.xlsx, which have not come."),
    ],
)
def test_a_file_that_was_forgotten_is_asked_for(post: Post, words: str, says: str) -> None:
    sends(post, words)
    assert says in post.messages(ANN)[-1].body
    assert post.messages(MANAGER) == []  # it is nothing that a person must answer


def test_a_file_that_came_before_or_is_a_page_is_not_missed(post: Post) -> None:
    sends(post, "1.1: Good\n", ("Minutes May.docx", b"PK\x03\x04 a text"))
    sends(post, "1.3: no, see minutes may.docx and www.example.org/rota.pdf\n")
    assert "You write of" not in post.messages(ANN)[-1].body


def test_a_file_that_could_do_harm_is_named_with_why_nobody_opened_it(post: Post) -> None:
    sends(post, "1.1: Good\n", ("1.1 rota.html", b"<html><script>run()</script>"))
    told = "kept with question 1.1. We did not open it: it holds parts that could run by themselves.\n"
    assert told in post.messages(ANN)[-1].body


def test_a_file_that_the_form_speaks_of_is_asked_for_where_only_the_form_came(post: Post) -> None:
    sends(post, "Our completed form is attached.\n", ("form.xlsx", FORM))
    told = post.messages(ANN)[-1].body
    assert "You write of a file for 2.1, but only the form came. Send it in a reply.\n" in told


def test_a_form_that_says_nothing_of_files_lacks_none(post: Post) -> None:
    answers = sheet(("Code", "Question", "What we ask", "Your answer"), ("[1.1]", "", "How well?", "Good"))
    sends(post, "Our completed form is attached.\n", ("form.xlsx", answers))
    assert "You write of a file" not in post.messages(ANN)[-1].body


def test_a_nurse_attached_to_a_ward_is_no_file(post: Post) -> None:
    sends(post, "1.1: Good. Two nurses are attached to the ward.\n")
    assert "none came with your letter" not in post.messages(ANN)[-1].body


def test_a_manager_hears_of_a_letter_that_is_held_for_its_file(post: Post) -> None:
    sends(post, "Please find our completed form attached.\n", ("Section 11 form.pdf", b"%PDF-1.6 a page"))
    (told,) = post.messages(MANAGER)
    assert "The answers in Section 11 form.pdf could not be read." in told.body
    assert "Please find our completed form attached." in told.body
    assert "Its writer was told what to send instead. RELEASE on the first line" in told.body
    assert "token" not in told.body  # a manager has never heard of one
