"""How old a file is by itself, said in a letter: under its question or beside its name, never assumed, and told."""

from pathlib import Path

import pytest

from intake.letters import Reader
from storage.nouns import Evidence, Remark
from tests.intake.mail.test_unread_files import sends
from tests.post import ANN, Post, postroom
from tests.rounds import Round
from tests.storage import files

POLICY = "Safeguarding policy v3 March 2024.docx"
STAFF = "1.2 training.docx"
RECORDED = f"Recorded of {POLICY}: dated March 2024, to be reviewed by September 2026."
OFFERED = f"{POLICY} tells how old it is. If this is right, reply: {POLICY}, dated March 2024"
BOTH = ("2024-03-01", "2026-09-30")
NEITHER = ("None", "None")


@pytest.fixture
def post(round_of_small: Round, tmp_path: Path, reader: Reader) -> Post:
    return postroom(round_of_small, tmp_path, reader)


def docx(words: str) -> bytes:
    return files.docx(document="".join(f"<w:p><w:t>{line}</w:t></w:p>" for line in words.splitlines()))


def days(post: Post, name: str) -> tuple[str, str]:
    with post.round.database.read() as db:
        (file,) = db.query(Evidence).filter_by(name=name)
        return str(file.dated), str(file.review_by)


def told(post: Post) -> str:
    return " ".join(post.messages(ANN)[-1].body.split())


@pytest.mark.parametrize(
    ("words", "recorded", "says"),
    [
        pytest.param(f"1.1: Good\nSee {POLICY}, dated March 2024, review by Sept 2026.", BOTH,
                     RECORDED, id="beside its name"),
        pytest.param("1.1: Good\nSee the policy attached.\nDated March 2024, review by Sept 2026.", BOTH,
                     RECORDED, id="under the question"),
        pytest.param(f"1.1: Good, see {POLICY}", NEITHER,
                     OFFERED, id="offered"),
        pytest.param(f"1.1: Good\nWe review by Sept 2026 what {POLICY} asks.", NEITHER, OFFERED, id="no day of it"),
        pytest.param(f"1.1: Good\n{POLICY}, dated March 2034", NEITHER,
                     f"{POLICY}: March 2034 is still to come.", id="still to come"),
        pytest.param(f"1.1: Good\n\n{POLICY}, dated January 2022.", ("2022-01-01", "None"),
                     "dated January 2022. It has grown old by that. Send a newer one.", id="grown old"),
    ],
)  # fmt: skip
def test_what_a_letter_says_of_its_file_is_recorded_and_told(
    post: Post, words: str, recorded: tuple[str, str], says: str
) -> None:
    sends(post, words, (POLICY, docx("Our policy")))
    assert (days(post, POLICY), says in told(post)) == (recorded, True), told(post)


def test_what_was_offered_is_recorded_once_a_reply_says_so_and_answers_no_question(post: Post) -> None:
    sends(post, "1.1: Good\n1.2: yes, Fair", (STAFF, docx("Training\nReview date: September 2026")))
    offered = f"{STAFF}, to be reviewed by September 2026"
    assert f"If this is right, reply: {offered}" in told(post)
    before = post.round.cell("CSC", "1.2")
    post.comes(post.quoted(post.messages(ANN)[-1].body), token=post.messages(ANN)[-1].token)
    assert days(post, STAFF) == NEITHER
    post.comes(offered + "\n" + post.quoted(post.messages(ANN)[-1].body), token=post.messages(ANN)[-1].token)
    assert days(post, STAFF) == ("None", "2026-09-30")
    assert f"Recorded of {STAFF}: to be reviewed by September 2026." in told(post)
    assert post.messages(ANN)[-1].body.splitlines()[2] == "3 questions are still to answer."  # as a headline
    assert post.round.cell("CSC", "1.2") == before
    with post.round.database.read() as db:
        assert not db.query(Remark).all()


def test_days_beside_two_files_are_asked_about(post: Post) -> None:
    sends(post, "1.1: Good\n\nDated March 2024.", ("policy.docx", docx("One")), ("plan.docx", docx("Two")))
    assert "Which file is dated March 2024? Reply with its name before it" in told(post)
    assert (days(post, "policy.docx"), days(post, "plan.docx")) == (NEITHER, NEITHER)
