"""Whose words: with several returns open, each is named, and a doubt is asked."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from config.questionnaire import SHIPPED
from storage.nouns import Message, Submission
from storage.record import Database
from tests.bot.slack.conftest import EAST
from tests.bot.slack.fake import FakeSlack
from tests.bot.slack.workspace import Person, Workspace, texts
from tests.conftest import audit_file
from tests.rounds import Round

LONG = "Northshire and Southshire and Westshire Integrated Care Board for Every Community"
AGENCY = f"""\
abbr,name,sector,partnerships,contact_name,contact_email,slack_user,role
ICB,{LONG},health,east,Ann Lee,ann@icb.example,U1ANN,lead
"""
ONE, TWO = "section-11", "south-glos-2019"


@pytest.fixture
def two_audits(database: Database, slack: FakeSlack, tmp_path: Path) -> Iterator[Workspace]:
    """One agency with a long name, in two audits."""
    for key in (ONE, TWO):
        round_ = Round.opened(database, audit_file(SHIPPED / f"{key}.toml"), AGENCY)
    made = Workspace(round_, slack, tmp_path / "evidence", {"east": EAST})
    yield made
    made.close()


def titles() -> list[str]:
    return [audit_file(SHIPPED / f"{key}.toml").title for key in (ONE, TWO)]


def labels(person: Person) -> list[str]:
    return [each["text"]["text"] for block in person.last["blocks"] for each in block.get("elements", [])]


def begun(workspace: Workspace, key: str) -> Person:
    ann = workspace.person("U1ANN")
    ann.types("hello")
    ann.presses(f"{key}: ")
    return ann


def test_the_audit_is_asked_for_where_the_agency_is_one(two_audits: Workspace) -> None:
    ann = two_audits.person("U1ANN")
    ann.types("hello")
    assert ann.last["text"].startswith("Which audit are you answering?")
    assert labels(ann) == [f"{key}: {title}" for key, title in zip((ONE, TWO), titles(), strict=True)]


@pytest.mark.parametrize(
    ("types", "asked"),
    [
        (TWO, TWO),
        ("the South Gloucestershire section 11 audit 2019-20", TWO),
        ("For section-11", ONE),
        ("2", None),  # it may be a rating
        ("we train everybody", None),
    ],
)
def test_what_can_be_pressed_can_be_typed(two_audits: Workspace, types: str, asked: str | None) -> None:
    ann = two_audits.person("U1ANN")
    ann.types("hello")
    ann.types(types)
    named = [f"{LONG}: {title}" for key, title in zip((ONE, TWO), titles(), strict=True) if key == asked]
    assert ann.last["text"].startswith(named[0] if named else "Which audit are you answering?")


@pytest.mark.parametrize("types", ["go to 4", "2", "status"])
def test_every_reply_names_agency_and_audit(two_audits: Workspace, types: str) -> None:
    ann = begun(two_audits, TWO)
    ann.types("go to 4")
    ann.types(types)
    whose = f"{LONG}: {titles()[1]}"
    assert (ann.last["text"].split("\n")[0], texts(ann.last["blocks"])[0]) == (whose, whose)


def test_a_form_names_agency_and_audit(two_audits: Workspace) -> None:
    ann = begun(two_audits, TWO)
    ann.types("go to 4")
    ann.presses("Answer in a form")
    assert texts(ann.form["blocks"])[0] == f"{LONG}: {titles()[1]}"


def test_somebody_of_one_return_reads_no_name_at_each_turn(workspace: Workspace) -> None:
    ann = workspace.person("U1ANN")
    ann.types("hello")
    ann.types("go to 4")
    assert ann.last["text"].startswith("Question 1 of 19")


def reminded(workspace: Workspace, key: str) -> None:
    """A message about the return in that audit has come to Ann."""
    with workspace.round.database.write.begin() as db:
        of = next(each.id for each in db.query(Submission) if each.audit.key == key)
        about: dict[str, Any] = {"subject": "Seven are left", "body": "Seven questions are left.", "submission_id": of}
        db.add(Message(key="m1", via="slack", recipient="U1ANN", sent_at=workspace.clock(), **about))


def test_words_after_a_message_about_another_return_are_asked_about(two_audits: Workspace) -> None:
    ann = begun(two_audits, TWO)
    ann.types("go to 4")
    reminded(two_audits, ONE)
    ann.types("2")
    assert two_audits.round.answers() == []
    assert "You have just read of another return, so nothing was recorded." in ann.last["text"]


def test_words_after_a_message_about_the_same_return_are_recorded(two_audits: Workspace) -> None:
    ann = begun(two_audits, TWO)
    ann.types("go to 4")
    reminded(two_audits, TWO)
    ann.types("2")
    assert two_audits.round.cell("ICB", "4").rating == "2"


def test_once_chosen_there_is_no_doubt(two_audits: Workspace) -> None:
    ann = begun(two_audits, TWO)
    reminded(two_audits, ONE)
    ann.types("2")
    ann.presses(f"{TWO}: ")
    ann.types("go to 4")
    ann.types("2")
    assert two_audits.round.cell("ICB", "4").rating == "2"


TWO_AGENCIES = f"""\
{AGENCY}SCH,High School,school,east,Ann Lee,ann@icb.example,U1ANN,lead
"""


@pytest.fixture
def two_agencies(database: Database, slack: FakeSlack, tmp_path: Path) -> Iterator[Workspace]:
    """One audit, in which one person answers for two agencies."""
    round_ = Round.opened(database, audit_file(SHIPPED / f"{TWO}.toml"), TWO_AGENCIES)
    made = Workspace(round_, slack, tmp_path / "evidence", {"east": EAST})
    yield made
    made.close()


def test_after_asking_for_another_agency_the_next_words_are_the_choice(two_agencies: Workspace) -> None:
    """Typed names were recorded as answers of the agency that was being left."""
    ann = two_agencies.person("U1ANN")
    for words in ("hello", "ICB", "switch agency", "we all train", "2"):
        ann.types(words)
    assert "Nothing was recorded. Choose one of these, and say it again." in texts(ann.last["blocks"])
    for words in ("the school", "switch to ICB", "switch agency", "SCH"):
        ann.types(words)
    assert ann.last["text"].startswith("High School: ")
    assert two_agencies.round.answers() == []


def test_words_of_a_child_in_danger_are_answered_wherever_they_land(two_agencies: Workspace) -> None:
    ann, stranger = two_agencies.person("U1ANN"), two_agencies.person("U0WHO")
    ann.types("hello")
    for person in (ann, stranger):
        person.types("A girl told us today that her father beats her.")
        assert "call 999" in str([each["text"] for each in person.seen()[-2:]])
