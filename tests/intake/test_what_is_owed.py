"""What a letter says that an agency still owes: true of the excused, of who has submitted, and after the last day."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from config.partnerships import Manager
from intake.audits import manage as decisions
from intake.letters import Reader
from tests.post import ANN, LETTERS, MANAGER, Post, postroom
from tests.rounds import NOON, Round, jo


@pytest.fixture
def post(round_of_small: Round, tmp_path: Path, reader: Reader) -> Post:
    return postroom(round_of_small, tmp_path, reader)


def becomes(post: Post, state: str) -> None:
    """A manager decides, or the last day passes."""
    with post.round.database.write.begin() as db:
        submission, stationery = post.round.submission(db, "CSC"), post.room.stationery
        submission.invited_at = NOON
        if state == "excused":
            decisions.excuse(db, submission, jo(), "It joined the council.", stationery)
        elif state == "submitted":
            decisions.sign_off(db, submission, jo(), "Agreed by telephone.", stationery, as_it_stands=True)
        elif state == "past":
            submission.audit.due = date(2026, 2, 27)
        elif state == "extended":
            decisions.extend(db, submission, jo(), date(2026, 7, 14), stationery)


ANSWERED = {
    "asked": "STILL TO ANSWER, BY TUESDAY 30 JUNE 2026",
    "extended": "STILL TO ANSWER, BY TUESDAY 14 JULY 2026",
    "past": "The last day was Friday 27 February 2026. What you answer counts until the audit is closed.",
    "excused": "Children's Social Care does not need to answer this audit. You may all the same:",
    "submitted": "It has no answer to 4 of its questions: 1.2, 1.3, 2.1, 2.4. You may still answer:",
}
ASKED = {
    "asked": "Until you hear from us, your answers are due by Tuesday 30 June 2026.",
    "past": "The last day was Friday 27 February 2026. What you answer counts until the audit is closed.",
    "excused": "Children's Social Care does not need to answer this audit. You may all the same.",
    "submitted": "The return of Children's Social Care is submitted, and it counts as it stands.",
}
CLAIMS = (
    "are still to answer",
    "STILL TO ANSWER, BY",
    "are due by",
    "The last day was",
    "does not need to answer",
    "no answer to",
)


def claims(told: str) -> list[str]:
    return [each for each in CLAIMS if each in told]


@pytest.mark.parametrize(("state", "told"), ANSWERED.items(), ids=ANSWERED)
def test_an_acknowledgement_says_what_is_owed(post: Post, state: str, told: str) -> None:
    token = post.form()
    post.comes("1.1: Good\n", token=token)
    becomes(post, state)
    post.comes("1.1: Poor\n", token=token)
    letter = post.messages(ANN)[-1]
    assert told in letter.body
    open_ = ["are still to answer"] if state in ("asked", "extended", "past") else []
    assert claims(letter.body) == [*open_, *claims(told)]
    assert post.comes("1.2: Yes\n", token=letter.token).outcome == "answered"


@pytest.mark.parametrize(("state", "told"), ASKED.items(), ids=ASKED)
def test_a_letter_that_was_passed_on_says_what_is_owed(post: Post, state: str, told: str) -> None:
    token = post.form()
    post.comes("1.1: Good\n", token=token)
    becomes(post, state)
    post.comes("Our building burnt down last week.\n", token=token)
    letter = post.messages(ANN)[-1]
    assert told in letter.body
    assert claims(letter.body) == claims(told)


NO_DAY = {"excused": "They are excused.", "submitted": "Their return is submitted."}


@pytest.mark.parametrize(("state", "told"), NO_DAY.items(), ids=NO_DAY)
def test_no_day_is_offered_to_who_owes_nothing(post: Post, state: str, told: str) -> None:
    token = post.form()
    post.comes("1.1: Good\n", token=token)
    becomes(post, state)
    post.comes("MORE TIME until 14 July\n", token=token)
    asked = post.messages(MANAGER)[-1].body
    assert f"asks for more time. {told}" in asked
    assert "YES gives them" not in asked
    assert "No later day can be given while" in asked


def test_the_words_that_are_passed_on_are_shown_once(post: Post) -> None:
    post.comes("MORE TIME until 14 July\n\n1.1: Good\n", token=post.form())
    told = post.messages(ANN)[-1].body
    assert told.count("MORE TIME until 14 July") == 1
    assert "WORDS THAT ANSWER NO QUESTION" not in told


def test_a_late_letter_after_the_due_moment_is_told_the_day_that_passed(post: Post) -> None:
    token = post.form()
    post.clock[0] = datetime(2026, 7, 1, 0, 30, tzinfo=UTC)
    post.comes("1.1: Good\n", token=token)
    assert "The last day was Tuesday 30 June 2026." in post.messages(ANN)[-1].body


def test_whom_to_ask_is_a_list_as_people_write_it() -> None:
    three = [Manager(name=each, email=f"{each[:2].lower()}@west.example") for each in ("Mo Ray", "Di Orr", "Al Fox")]
    facts = {"managers": three, "at_risk": "Call 999.", "partnership": "The West"}
    listed = "Ask Mo Ray (mo@west.example), Di Orr (di@west.example) or Al Fox (al@west.example)."
    assert listed in LETTERS.render("_closing", **facts)
    assert listed in LETTERS.render("_closing.html", **facts)
