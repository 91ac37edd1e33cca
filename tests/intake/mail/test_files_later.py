"""Files that come after the answers, and what is said of those that came: each at its question, or asked about."""

from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

import pytest

from intake.letters import Reader
from intake.mail.inward import LetterOutcome
from tests.post import ANN, Post, postroom
from tests.rounds import Round

FIRST = "1.1: Good\n1.1 - staff have the guide\n2.1: Fewer children wait, see attached\n"


@pytest.fixture
def post(round_of_small: Round, tmp_path: Path, reader: Reader) -> Post:
    return postroom(round_of_small, tmp_path, reader)


def writes(post: Post, words: str, *names: str, subject: str = "Re: Section 11", below: bool = True) -> LetterOutcome:
    """A letter above our last one, with files of these names."""
    before = post.messages(ANN)
    token = before[-1].token if before and before[-1].token else post.form(text=post.printed())
    letter = EmailMessage(policy=SMTP)
    letter["From"], letter["To"], letter["Subject"] = f"Ann Lee <{ANN}>", f"audit+{token}@example.org", subject
    head = ("From: Audit <audit@example.org>", "Sent: 1 June 2030 09:14", f"To: Ann Lee <{ANN}>", "Subject: Section 11")
    quoted = "\n\n" + "\n".join(head) + "\n\n"
    letter.set_content(words + (quoted + before[-1].body if before and below else "\n"))
    for name in names:
        letter.add_attachment(b"%PDF-1.6 " + name.encode(), "application", "pdf", filename=name)
    post.wait(minutes=10)
    return post.room.receive(letter.as_bytes())


def at(post: Post) -> dict[str, str]:
    found: dict[str, list[str]] = {}
    for each in post.round.files("CSC"):
        found.setdefault(each.name, []).append(each.question)
    return {name: ",".join(sorted(refs)) for name, refs in found.items()}


def told(post: Post) -> str:
    return " ".join(post.messages(ANN)[-1].body.split())


@pytest.mark.parametrize(
    ("words", "name", "place"),
    [
        ("1.2 see attached", "g.pdf", "1.2"),
        ("1.2", "g.pdf", "1.2"),
        ("For 1.1 and 1.2.", "g.pdf", "1.1,1.2"),
        ("Here's the guide I mentioned.", "guide.pdf", "1.1"),
        ("This replaces the file for 1.1. Rating stays Good.", "g.pdf", "1.1"),
        ("Forgot to attach this. Sorry!", "g.pdf", "2.1"),
        ("As promised.", "evidence for 1.2.pdf", "1.2"),
    ],
)
def test_a_file_sent_later_goes_where_it_belongs_and_is_never_told_that_its_answers_were_not_read(
    post: Post, words: str, name: str, place: str
) -> None:
    writes(post, FIRST)
    assert writes(post, words, name).outcome == "answered"
    assert at(post) == {name: place}, told(post)
    assert "not read" not in told(post)
    assert "kept with question" in told(post)


def test_forgotten_files_are_asked_for_by_question_and_find_their_place_together(post: Post) -> None:
    writes(post, "1.1: Good, our policy is attached\n1.2: yes, see attached")
    assert "You write of a file for 1.1 and 1.2, but none came with your letter." in told(post)
    writes(post, "Sorry! The policy and the chart.", "CP policy.pdf", "chart.pdf")
    assert at(post) == {"CP policy.pdf": "1.1", "chart.pdf": "1.2"}, told(post)


def test_the_subject_says_it_where_the_words_do_not(post: Post) -> None:
    writes(post, FIRST)
    writes(post, "Attached, thanks.", "g.pdf", subject="Evidence for 1.2")
    assert at(post) == {"g.pdf": "1.2"}


def test_where_no_question_is_plain_the_letter_back_asks_and_the_answer_is_heard(post: Post) -> None:
    writes(post, FIRST)
    writes(post, "Two more for you.", "rota.pdf", "minutes.pdf")
    assert at(post) == {"rota.pdf": "", "minutes.pdf": ""}
    assert "To which question do rota.pdf and minutes.pdf belong?" in told(post)
    writes(post, "rota.pdf is for 1.2.\nThe minutes are for 1.1 and 2.1.")
    assert at(post) == {"rota.pdf": "1.2", "minutes.pdf": "1.1,2.1"}, told(post)
    assert "rota.pdf: kept now with question 1.2." in told(post)
    assert "ANSWER NO QUESTION" not in told(post)


@pytest.mark.parametrize(
    ("words", "left"),
    [
        ("Please ignore guide.pdf, wrong file.", {}),
        ("ignore that file, wrong one", {}),
        ("guide.pdf is not for 1.1 but for 2.1.", {"guide.pdf": "2.1"}),
        ("Please don't ignore guide.pdf.", {"guide.pdf": "1.1"}),
        ("You can't ignore guide.pdf, it is our best evidence.", {"guide.pdf": "1.1"}),
        ("rota.pdf: please delete. guide.pdf: keep.", {"guide.pdf": "1.1"}),
        ("Ignore rota.pdf and guide.pdf is for 2.1", {"guide.pdf": "1.1,2.1"}),
        ("Do not move guide.pdf to 2.1, Ben was wrong.", {"guide.pdf": "1.1"}),
        ("Should I remove guide.pdf?", {"guide.pdf": "1.1"}),
        ("Sorry to forget the attachment, it comes tomorrow.", {"guide.pdf": "1.1"}),
        ("Please ignore 1.1, the file shows otherwise.", {"guide.pdf": "1.1"}),
        ("Sorry, wrong file. The right one comes tomorrow.", {}),
    ],
)
def test_a_file_that_its_sender_takes_back_or_puts_elsewhere(post: Post, words: str, left: dict[str, str]) -> None:
    writes(post, FIRST, "guide.pdf")
    assert at(post) == {"guide.pdf": "1.1"}
    before = post.round.cell("CSC", "1.1")
    writes(post, words)
    assert at(post) == left, told(post)
    assert post.round.cell("CSC", "1.1").rating == before.rating


def test_what_is_said_of_a_file_below_an_answer_is_no_evidence_of_it(post: Post) -> None:
    writes(post, FIRST)
    writes(post, "One more for the file.", "policy March 2024.pdf", "rota.pdf")
    before = post.round.cell("CSC", "1.1").words
    writes(post, "1.2: yes\nThe policy is policy March 2024.pdf (1.2), dated March 2024.")
    assert at(post) == {"policy March 2024.pdf": "1.2", "rota.pdf": ""}, told(post)
    assert (post.round.cell("CSC", "1.1").words, post.round.cell("CSC", "1.2").words) == (before, {})
    assert "Recorded of policy March 2024.pdf: dated March 2024." in told(post)
