"""Answers are only ever added, once a source, and only where the questionnaire allows them."""

import threading
from collections.abc import Callable

import pytest
import sqlalchemy as sa

from config.questionnaire import Side, Template
from intake.ledger import Refused, Saying, record, submit
from intake.returns import Given
from storage.nouns import Answer, Submission
from storage.record import Database
from tests.conftest import AGENCIES
from tests.rounds import Round, jo

G1 = Given("1.1", "rating", "2")


def test_old_rows_are_never_touched(round_of_small: Round) -> None:
    round_of_small.say("CSC", G1, Given("1.1", "text", "Ann leads."), minutes=1)
    before = round_of_small.answers()
    round_of_small.say("CSC", Given("1.1", "rating", "0"), minutes=2)
    round_of_small.say("CSC", Given("1.1", "rating", "", not_applicable=True), minutes=3)
    after = round_of_small.answers()
    assert len(before) == 2
    assert after[:2] == before
    assert len(after) == 4


OPENING = (1, 2, 3, 4, 5)  # the audit's own: opened, an agency, its contact, another, its contact


def test_a_source_counts_once(round_of_small: Round) -> None:
    assert round_of_small.say("CSC", G1, source="slack:1") == 1
    assert round_of_small.say("CSC", G1, source="slack:1", minutes=9) == 0
    assert round_of_small.say("CSC", Given("1.1", "rating", "0"), source="slack:1", minutes=9) == 0
    assert round_of_small.say("CSC", G1, Given("1.4", "rating", "1"), source="slack:1") == 1
    assert round_of_small.say("SCH", G1, source="slack:1") == 1
    assert round_of_small.say("CSC", G1, source="slack:2") == 1
    assert [number for number, *_ in round_of_small.events()] == [*OPENING, 3, 4, 5, 5]
    assert round_of_small.first_bad_entry() is None


def test_the_same_press_twice_at_once_is_one_answer(round_of_small: Round) -> None:
    together, new = threading.Barrier(2), []

    def press() -> None:
        together.wait()
        new.append(round_of_small.say("CSC", G1, source="slack:1"))

    presses = [threading.Thread(target=press) for _ in range(2)]
    for each in presses:
        each.start()
    for each in presses:
        each.join()
    assert sorted(new) == [0, 1]
    assert len(round_of_small.answers()) == 1
    assert round_of_small.first_bad_entry() is None


def test_many_at_once_keep_one_trail_a_return(round_of_small: Round) -> None:
    """Six speak at the same time, five times each, about two agencies: thirty answers, and two trails that hold."""

    def speak(who: int) -> None:
        for turn in range(5):
            abbr = ("CSC", "SCH")[turn % 2]
            round_of_small.say(abbr, Given("1.1", "text", f"{who} says {turn}"), source=f"slack:{who}.{turn}")

    speakers = [threading.Thread(target=speak, args=(who,)) for who in range(6)]
    for each in speakers:
        each.start()
    for each in speakers:
        each.join()
    assert len(round_of_small.answers()) == 30
    told = [(about, number) for number, *_, action, about in round_of_small.events() if action == "answer recorded"]
    assert [number for about, number in told if about == "CSC 1.1"] == list(
        range(3, 21)
    )  # after entry 2, which added it
    assert [number for about, number in told if about == "SCH 1.1"] == list(range(5, 17))  # after entry 4
    assert round_of_small.first_bad_entry() is None


# who, side, what, and words of the sentence
REFUSALS: dict[str, tuple[str, Side, Given, str]] = {
    "an unknown question": ("CSC", "agency", Given("9.9", "rating", "2"), "There is no question 9.9 in small"),
    "not asked of this sector": ("CSC", "agency", Given("2.2", "rating", "2"), "2.2 is not asked of CSC"),
    "a rating of no scale": ("CSC", "agency", Given("1.1", "rating", "3"), "does not take the rating 3. Scale: 2 Good"),
    "a label for a code": ("CSC", "agency", Given("1.1", "rating", "Good"), "does not take the rating Good"),
    "a rating for words": ("CSC", "agency", Given("2.1", "rating", "2"), "2.1 does not take the rating 2"),
    "a rating where it is fixed": ("CSC", "agency", Given("1.4", "rating", "2"), "1.4 is fixed at 1"),
    "an unknown prompt": ("CSC", "agency", Given("1.1", "colour", "red"), "has no prompt colour"),
    "yes where none is asked": ("CSC", "agency", Given("1.1", "yes_no", "yes"), "has no prompt yes_no"),
    "neither yes nor no": ("CSC", "agency", Given("1.2", "yes_no", "maybe"), "Answer yes or no"),
    "yes in other letters": ("CSC", "agency", Given("1.2", "yes_no", "YES"), "does not take 'YES'"),
    "a choice not offered": ("CSC", "agency", Given("2.3", "how_often", "Often"), "Choose one of: Every year"),
    "no number": ("CSC", "agency", Given("2.3", "staff", "many"), "a number in figures"),
    "no date": ("CSC", "agency", Given("2.3", "checked", "soon"), "a day with its month and year"),
    "words for a file": ("CSC", "agency", Given("2.3", "proof", "attached"), "no prompt proof to answer in words"),
}


@pytest.mark.parametrize(("abbr", "by", "given", "told"), REFUSALS.values(), ids=REFUSALS.keys())
def test_what_the_questionnaire_forbids(round_of_small: Round, abbr: str, by: Side, given: Given, told: str) -> None:
    """The sentence is fit to be read, and the allowed answer beside the forbidden one is not added either."""
    before = round_of_small.events()
    with pytest.raises(Refused) as refused:
        round_of_small.say(abbr, Given("1.1", "text", "Allowed."), given, by=by)
    assert told in str(refused.value)
    assert round_of_small.answers() == []
    assert round_of_small.events() == before


def test_na_where_the_audit_has_none(database: Database, small: Template) -> None:
    from config.questionnaire import load_template

    without = load_template(small.source.replace(b"not_applicable = true", b"not_applicable = false"), "without.toml")
    strict = Round.opened(database, without, AGENCIES)
    with pytest.raises(Refused, match="N/A is not used in small"):
        strict.say("CSC", Given("1.1", "rating", "", not_applicable=True))


def test_a_closed_audit_takes_nothing(round_of_small: Round) -> None:
    round_of_small.submit("SCH")
    round_of_small.close()
    late: list[Callable[[], object]] = [
        lambda: round_of_small.say("CSC", G1),
        lambda: round_of_small.submit("CSC"),
        lambda: round_of_small.reopen("SCH", "A change."),
    ]
    for each in late:
        with pytest.raises(Refused, match="The audit small is closed"):
            each()
    assert round_of_small.answers() == []


WORDS = {
    "NUL": ("be\x00fore", "be\ufffdfore"),
    "a lone surrogate": ("be\ud800fore\udfff", "be\ufffdfore\ufffd"),
    "quotes and a semicolon": ("'; DROP TABLE answers; --", None),
    "a union": ('" UNION SELECT * FROM contacts --', None),
    "a percent": ("100% %s %(x)s :name ? $1 \\", None),
    "a million letters": ("ab c" * 250_000, None),
    "a face": ("Well done 👩‍👧‍👦 🏴󠁧󠁢󠁥󠁮󠁧󠁿", None),
    "accents apart and together": ("e\u0301 é", None),
    "right to left": ("ילדים أطفال", None),
    "every line end": ("a\r\nb\rc\nd\u2028e\tf\x0b\x1b[31m\x7f", None),
    "white space": ("  \n ", None),
    "nothing": ("", None),
    "a formula": ("=HYPERLINK(1)", None),
    "JSON": ('{"a": null}', None),
}  # fmt: skip


@pytest.mark.parametrize(("words", "kept"), WORDS.values(), ids=WORDS.keys())
def test_words_are_kept_as_they_are(round_of_small: Round, words: str, kept: str | None) -> None:
    """T13; what no database can keep becomes the replacement character."""
    assert round_of_small.say("CSC", Given("1.1", "text", words)) == 1
    assert round_of_small.rows(sa.select(Answer.value)) == [(kept if kept is not None else words,)]
    assert round_of_small.first_bad_entry() is None


def test_an_answer_says_who_how_and_when(round_of_small: Round) -> None:
    round_of_small.say("CSC", G1, source="slack:1", minutes=3)
    wanted = sa.select(Answer.by, Answer.said_by, Answer.via, Answer.said_at, Answer.source)
    assert round_of_small.rows(wanted) == [("agency", "Jo Park", "import", jo(3).at, "slack:1")]


def state(round: Round) -> tuple[object, ...]:
    wanted = (Submission.submitted_at, Submission.submitted_by, Submission.reopened_at, Submission.reopened_because)
    return round.rows(sa.select(*wanted).order_by(Submission.id))[0]


def test_submitting_and_reopening(round_of_small: Round) -> None:
    round_of_small.submit("CSC", minutes=5)
    assert state(round_of_small) == (jo(5).at, "Jo Park", None, "")
    round_of_small.submit("CSC", minutes=6)
    assert state(round_of_small)[0] == jo(5).at
    with pytest.raises(Refused, match="Say why"):
        round_of_small.reopen("CSC", "  ")
    round_of_small.reopen("CSC", " A file was missing. ", minutes=7)
    assert state(round_of_small) == (None, "", jo(7).at, "A file was missing.")
    round_of_small.reopen("CSC", "A file was missing.", minutes=8)
    assert state(round_of_small)[2] == jo(7).at
    round_of_small.reopen("CSC", "A date was wrong too.", minutes=8)
    assert state(round_of_small) == (None, "", jo(8).at, "A date was wrong too.")
    round_of_small.submit("CSC", minutes=9)
    assert state(round_of_small)[:2] == (jo(9).at, "Jo Park")
    assert [action for *_, action, about in round_of_small.events() if about == "CSC"] == [
        "agency added",
        "return submitted",
        "return reopened",
        "return reopened",
        "return submitted",
    ]
    assert round_of_small.first_bad_entry() is None


def test_two_who_submit_at_once_submit_once(round_of_small: Round) -> None:
    """Both have looked at the return before either submits it."""
    looked = threading.Barrier(2)
    is_sqlite = round_of_small.database.engine.dialect.name == "sqlite"  # where only one writer looks at a time

    def press(minutes: int) -> None:
        with round_of_small.database.write.begin() as db:
            submission = round_of_small.submission(db, "CSC")
            if not is_sqlite:
                looked.wait()
            submit(db, submission, jo(minutes))

    presses = [threading.Thread(target=press, args=(minutes,)) for minutes in (5, 6)]
    for each in presses:
        each.start()
    for each in presses:
        each.join()
    assert [action for *_, action, about in round_of_small.events() if action == "return submitted"] == [
        "return submitted"
    ]
    assert round_of_small.first_bad_entry() is None


def test_a_transaction_rolled_back_leaves_nothing(round_of_small: Round) -> None:
    before = round_of_small.events()
    with round_of_small.database.write() as db:
        record(db, round_of_small.template, round_of_small.submission(db, "CSC"), [G1], Saying(jo(), "test"))
        db.rollback()
    assert round_of_small.answers() == []
    assert round_of_small.events() == before
    assert round_of_small.first_bad_entry() is None
