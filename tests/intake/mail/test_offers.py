"""What a letter says of all questions at once, what we offer where that is not plain, and the YES that records it."""

from pathlib import Path

import pytest

from intake.letters import Reader
from intake.mail.inward import LetterOutcome
from storage.nouns import Contact
from tests.post import ANN, Post, postroom
from tests.rounds import Round

DEE = "dee@csc.example"
THEIRS = "\n-----Original Message-----\nFrom: Dee Holt\nSent: 2 March 2026\nTo: Ann\nSubject: Re\n\n"


@pytest.fixture
def post(round_of_small: Round, tmp_path: Path, reader: Reader) -> Post:
    made = postroom(round_of_small, tmp_path, reader)
    with round_of_small.database.write.begin() as db:
        asked = round_of_small.submission(db, "CSC")
        asked.agency.contacts.append(Contact(name="Dee Holt", email=DEE))
    return made


def comes(post: Post, words: str, token: str = "", sender: str = ANN) -> dict[str, str]:
    """The ratings that the letter came to; a reply to our last one, quoted below, where it names no other."""
    last = None if token else post.messages(sender)[-1]
    post.wait(minutes=5)
    body = f"{words}{post.quoted(last.body)}" if last else words
    return ratings(post.comes(body, token=token or (last.token if last else ""), sender=sender))


def ratings(outcome: LetterOutcome) -> dict[str, str]:
    return {each.question: each.value for each in outcome.answers if each.prompt == "rating"}


def told(post: Post, sender: str = ANN) -> str:
    return post.messages(sender)[-1].body


def test_a_plain_statement_rates_what_nobody_answered_and_what_stood_is_offered_and_replaced_by_yes(post: Post) -> None:
    token = post.form(text=post.printed())
    assert comes(post, "1.1: Fair\n", token) == {"1.1": "1"}
    assert comes(post, "All questions: Good\n", token) == {"1.2": "2", "2.4": "2"}
    assert (
        "You wrote: All questions: Good\n"
        "We took this as 2 Good for 2 questions, which stand below.\n"
        "Is it not so of one? Write its number and its rating, such as “1.2: Poor”.\n"
    ) in told(post)
    assert (
        "You wrote: All questions: Good\n"
        "This holds another answer, which stays: 1.1 (1 Fair).\n"
        "To record 2 Good in its place, reply YES 1.\n"
    ) in told(post)
    assert "“All questions: Good” was taken as 2 Good for 2 questions." in post.receipts()[-1].reason
    assert comes(post, "YES 1\n\nAnn\n") == {"1.1": "2"}
    assert post.receipts()[-1].reason.endswith("YES recorded 1 answer that we had offered.")


def test_the_rest_is_offered_and_a_yes_does_not_replace_what_was_said_meanwhile(post: Post) -> None:
    assert comes(post, "1.1: Fair\n\nKind regards\n", post.form(text=post.printed())) == {"1.1": "1"}
    assert comes(post, "1.1: Fair, our deputy is away. The rest are Good.\n") == {"1.1": "1"}
    assert (
        "You wrote: The rest are Good.\n"
        "No other rating was changed: each needs its question's number. Write them in lines such as “1.2: Good”.\n"
        "It may mean 2 Good for 2 questions: 1.2, 2.4.\n"
        "To record this, reply YES 1.\n"
    ) in told(post)
    offer = post.messages(ANN)[-1].token
    assert comes(post, "2.4: Poor\n") == {"2.4": "0"}
    assert comes(post, "Yes 1 please\n", offer) == {"1.2": "2"}
    assert "Question 2.4 was answered 0 Poor after we offered this, and that stays." in told(post)


def test_a_yes_alone_is_enough_where_no_question_may_be_answered_by_it(post: Post) -> None:
    comes(post, "1.2 yes, Good\n1.3 no\n2.1 More of them came.\n", post.form(text=post.printed()))
    comes(post, "Everything is Fair\n")
    assert "It may mean 1 Fair for 2 questions: 1.1, 2.4.\nTo record this, reply YES.\n" in told(post)
    assert comes(post, "Yes, please\n") == {"1.1": "1", "2.4": "1"}
    assert comes(post, "YES\n") == {}


def test_a_colleague_s_answer_stands_until_the_yes_of_whoever_was_shown_it(post: Post) -> None:
    comes(post, "1.1: Poor\n", post.form(DEE, text=post.printed()), DEE)
    assert comes(post, "All questions are Good except 2.4.\n", post.form(text=post.printed())) == {"1.2": "2"}
    assert "This holds another answer, which stays: 1.1 (0 Poor)." in told(post)
    assert comes(post, "YES 1\n") == {"1.1": "2"}
    assert post.receipts()[-1].reason.endswith("YES recorded 1 answer that we had offered.")


def test_several_answers_of_a_colleague_in_a_letter_are_recorded_by_a_yes(post: Post) -> None:
    token = post.form(text=post.printed())
    assert comes(post, f"Here are our answers.\n{THEIRS}1.1: 0. Nobody leads.\n1.2: 1\n", token) == {}
    assert "To record them all, reply YES 1. Or copy those that are to the top of your reply." in told(post)
    assert comes(post, "YES 1\n") == {"1.1": "0", "1.2": "1"}


def test_an_offer_is_repeated_while_it_is_open_and_a_yes_to_the_later_letter_takes_what_is_left(post: Post) -> None:
    assert comes(post, "1.1: Fair. The rest are Good.\n", post.form(text=post.printed())) == {"1.1": "1"}
    assert comes(post, "Many thanks, will do.\n") == {}
    assert "You wrote before: The rest are Good.\nIt may mean 2 Good for 2 questions: 1.2, 2.4.\n" in told(post)
    assert comes(post, "2.4: Poor\n") == {"2.4": "0"}
    assert (
        "STILL OPEN FROM BEFORE\n\nYou wrote before: The rest are Good.\n"
        "It may mean 2 Good for 1 question: 1.2.\nTo record this, reply YES 1.\n"
    ) in told(post)
    assert comes(post, "YES 1\n") == {"1.2": "2"}
    assert "STILL OPEN" not in told(post)


def test_an_offer_keeps_its_number_beside_a_newer_one(post: Post) -> None:
    comes(post, "1.1: Fair. The rest are Good.\n", post.form(text=post.printed()))
    comes(post, f"Dee sent this.\n{THEIRS}1.3: no\n2.4: 1\n")
    assert "To record them all, reply YES 2." in told(post)
    assert "It may mean 2 Good for 1 question: 1.2.\nTo record this, reply YES 1.\n" in told(post)
    assert comes(post, "YES 2\n") == {"2.4": "1"}
    assert comes(post, "Yes please\n") == {"1.2": "2"}


def test_thanks_alone_are_answered_in_short(post: Post) -> None:
    comes(post, "1.1: Fair\n", post.form(text=post.printed()))
    comes(post, "Many thanks, will do.\n\nAnn\n")
    assert "There is no answer in it to record.\n" in told(post)
    assert "[1.2]" not in told(post)
    assert comes(post, "2.4: Poor\n") == {"2.4": "0"}
