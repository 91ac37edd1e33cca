"""Leads in Slack who answered last time: keep, change and drop beside the question's card, pressed and typed."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from config.questionnaire import SHIPPED
from intake.audits import open_audit, read_agencies
from intake.returns import Given
from storage.record import Database
from tests.bot.slack.conftest import AGENCIES, EAST
from tests.bot.slack.fake import FakeSlack
from tests.bot.slack.workspace import Person, Workspace, texts
from tests.conftest import audit_file
from tests.rounds import DUE, Round, jo

BOARD = "A board meets & decides."
WORRY = "Turnover."


@pytest.fixture
def ann(database: Database, slack: FakeSlack, tmp_path: Path) -> Iterator[Person]:
    """At question 4, which her agency answered last time, as it did 5 and 6 of the same standard."""
    last = Round.opened(database, audit_file(SHIPPED / "south-glos-2019.toml"), AGENCIES, "last")
    for minutes, ref in enumerate(("4", "5", "6"), start=1):
        said = [Given(ref, "rating", "2"), Given(ref, "working_well", BOARD), Given(ref, "worried_about", WORRY)]
        last.say("CSC", *said, minutes=minutes)
    last.close()
    now = Round(database, last.template, last.template.key)
    with database.write.begin() as db:
        agencies = read_agencies(AGENCIES.encode())
        open_audit(db, now.template, now.key, (None, DUE), agencies, {"east": "The East"}, jo(), after="last")
    made = Workspace(now, slack, tmp_path / "evidence", {"east": EAST})
    person = made.person("U1ANN")
    person.types("hello")
    person.types("go to 4")
    yield person
    made.close()


def stands(ann: Person) -> list[tuple[str, str, str]]:
    """Question, prompt, and the round it was kept from."""
    round_ = ann.workspace.round
    with round_.database.read() as db:
        own = round_.submission(db, "CSC").id
    return [(row[3], row[4], row[11]) for row in round_.answers() if row[1] == own]


KEPT = [("4", "rating", "last"), ("4", "working_well", "last"), ("4", "worried_about", "last")]


def shown(ann: Person) -> str:
    return "\n".join(texts(ann.last["blocks"]))


def test_the_card_shows_what_was_said_last_time_and_keep_keeps_it_once(ann: Person) -> None:
    card = ann.last
    assert "Last time (South Gloucestershire section 11 audit 2019-20)" in shown(ann)
    assert "A board meets &amp; decides." in shown(ann)
    assert stands(ann) == []
    ann.presses("Keep")
    assert stands(ann) == KEPT
    assert "Last time's answer to question 4 is kept." in ann.last["text"]
    assert "5. Does your organisation have a senior lead" in ann.last["text"]
    ann.presses("Keep", card)
    assert stands(ann) == KEPT


def test_a_standard_is_shown_whole_by_one_press_and_kept_by_another(ann: Person) -> None:
    ann.presses("See this standard whole, to keep it")
    assert stands(ann) == []
    assert shown(ann).count("A board meets &amp; decides.") == 3
    ann.presses("Keep these")
    assert [each for each in stands(ann) if each[1] == "rating"] == [(ref, "rating", "last") for ref in "456"]


def test_change_asks_anew_with_last_times_words_in_sight(ann: Person) -> None:
    ann.presses("Change")
    assert "Last time:\n2 Good" in shown(ann)
    ann.presses("3 Outstanding")
    assert ann.workspace.round.cell("CSC", "4").rating == "3"
    form = "\n".join(texts(ann.form["blocks"]))
    assert "A board meets &amp; decides." in form
    assert ann.saves({"working_well": "Two boards meet."}) == {}
    assert stands(ann) == [("4", "rating", ""), ("4", "working_well", "")]


def test_typed_words_do_what_the_buttons_do_and_a_nod_does_nothing(ann: Person) -> None:
    ann.types("yes")
    ann.types("ok")
    assert stands(ann) == []
    ann.types("Keep.")
    assert stands(ann) == KEPT
    ann.types("drop")
    assert "Last time's answer to question 5 is dropped." in ann.last["text"]
    assert BOARD not in shown(ann)
    assert stands(ann) == KEPT


def test_a_standard_is_kept_once_all_of_it_was_shown(ann: Person) -> None:
    ann.types("3")
    ann.presses("Skip for now") if "Skip for now" in shown(ann) else ann.types("go to 5")
    ann.presses("Keep this standard")
    assert shown(ann).count("A board meets &amp; decides.") == 2
    assert stands(ann) == [("4", "rating", "")]
    ann.presses("Keep these")
    assert {(ref, kept) for ref, _, kept in stands(ann)} == {("4", ""), ("5", "last"), ("6", "last")}


def test_a_button_that_is_past_changes_nothing_and_says_so(ann: Person) -> None:
    """A colleague answers one question and drops another while Ann has both before her; then the return is sent."""
    fourth, bo = ann.last, ann.workspace.person("U2BO")
    ann.types("go to 5")
    fifth = ann.last
    for words in ("hello", "go to 4", "3", "go to 5", "drop"):
        bo.types(words)
    before = stands(ann)
    said = []
    for label, card in (("Keep", fourth), ("Drop", fourth), ("Keep", fifth), ("Drop", fifth)):
        ann.presses(label, card)
        said.append(ann.last["text"].split("\n")[0])
    assert said == [
        "Question 4 has been answered by Bo Day since. Nothing was changed.",
        "Question 4 has been answered by Bo Day since. Nothing was changed.",
        "Last time's answer to question 5 was dropped before. Nothing was changed.",
        "Last time's answer to question 5 was dropped before. Nothing was changed.",
    ]
    ann.workspace.round.submit("CSC")
    ann.presses("Keep", fifth)
    assert ann.last["text"].startswith("Nothing was changed.\nYour return is submitted.")
    assert stands(ann) == before == [("4", "rating", "")]


def test_of_a_standard_kept_twice_the_second_press_says_that_it_is_done(ann: Person) -> None:
    ann.presses("Keep this standard")
    these, kept = ann.last, 9
    ann.presses("Keep these")
    assert len(stands(ann)) == kept
    ann.presses("Keep these", these)
    assert "Nothing of last time waits in the standard of question 4 now. Nothing was changed." in ann.last["text"]
    assert len(stands(ann)) == kept


@pytest.mark.parametrize(("typed", "left"), [("KEEP 5", [("5", "rating", "last")]), ("drop question 5", [])])
def test_a_question_that_is_named_is_shown_before_it_is_kept_or_dropped(
    ann: Person, typed: str, left: list[tuple[str, str, str]]
) -> None:
    ann.types(typed)
    assert "This is last time's answer to question 5. Type keep or drop." in shown(ann)
    assert stands(ann) == []
    ann.types(typed)
    assert stands(ann)[:1] == left
