"""A letter that quotes somebody else: their words are on no record, and its sender is asked by name of theirs."""

from pathlib import Path

import pytest

from intake.letters import Reader
from storage.nouns import Contact
from tests.post import ANN, Post, postroom
from tests.rounds import Round

DEE = "dee@csc.example"
THEIRS = "See below.\n\n-----Original Message-----\nFrom: {}\nSent: 2 March 2026\nTo: Ann\nSubject: Re\n\n1.1: 0\n"


@pytest.fixture
def post(round_of_small: Round, tmp_path: Path, reader: Reader) -> Post:
    made = postroom(round_of_small, tmp_path, reader)
    with round_of_small.database.write.begin() as db:
        asked = round_of_small.submission(db, "CSC")
        asked.agency.contacts.append(Contact(name="Dee Holt", email=DEE))
    return made


@pytest.mark.parametrize(("author", "whose"), [("jo@surgery.example", "jo@surgery.example"), (DEE, "Dee Holt")])
def test_what_somebody_else_wrote_is_recorded_for_nobody_and_asked_by_name(post: Post, author: str, whose: str) -> None:
    outcome = post.comes(THEIRS.format(author), token=post.form(text=post.printed()))
    assert (outcome.answers, [each.question for each in outcome.not_understood]) == ((), ["1.1"])
    told = f"{whose} wrote this, in a letter that yours quotes. Write your own answer to question 1.1."
    assert told in post.messages(ANN)[-1].body


@pytest.mark.parametrize("day", ["Sent: 2 March 2026\n", ""], ids=["dated", "without a day"])
@pytest.mark.parametrize("above", ["-----Original Message-----\n", ""], ids=["below a line", "alone"])
def test_a_header_is_known_by_its_fields(post: Post, day: str, above: str) -> None:
    words = THEIRS.format(DEE).replace("Sent: 2 March 2026\n", day).replace("-----Original Message-----\n", above)
    assert post.comes(words, token=post.form(text=post.printed())).answers == ()


def test_a_question_that_has_its_answer_is_not_asked_again(post: Post) -> None:
    token = post.form(text=post.printed())
    post.comes("1.1: Good\n", token=token)
    outcome = post.comes(THEIRS.format(DEE), token=token)
    assert (outcome.answers, outcome.not_understood) == ((), ())


def test_several_answers_of_a_colleague_are_one_question_and_count_once_they_are_copied(post: Post) -> None:
    token = post.form(text=post.printed())
    outcome = post.comes(f"Here are our answers, from Dee.\n{THEIRS.format(DEE)}Nobody leads.\n1.2: 1\n", token=token)
    assert outcome.answers == ()
    told = post.messages(ANN)[-1]
    head, lines = "Dee Holt wrote them. They count for nobody yet.", "- 1.1: 0. Nobody leads.\n- 1.2: 1\n"
    assert (told.body.count(head), lines in told.body, "You wrote:" in told.body) == (1, True, False)
    untouched = post.comes(f"Thank you.\n{post.quoted(told.body)}", token=told.token)
    copied = post.comes(f"{lines.replace('- ', '')}\n{post.quoted(told.body)}", token=told.token)
    assert untouched.answers == ()
    assert [(each.question, each.value) for each in copied.answers] == [
        ("1.1", "0"),
        ("1.1", "Nobody leads."),
        ("1.2", "1"),
    ]
