"""What an agency says it will do about a low rating becomes its action when the return is signed."""

from pathlib import Path

import pytest

from config.questionnaire import PLAN_WHAT, PLAN_WHEN, PLAN_WHO
from intake.actions import Followed, action_at, close_action, follow
from intake.ledger import Saying
from intake.returns import Given
from storage.record import Database, actions_of
from tests.bot.slack.conftest import EAST
from tests.bot.slack.fake import FakeSlack, fake_slack
from tests.bot.slack.workspace import Workspace
from tests.conftest import AUDITS, audit_file
from tests.rounds import Round, jo

AGENCIES = """\
abbr,name,sector,partnerships,contact_name,contact_email,slack_user,role
CSC,Children's Social Care,council,east,Ann Lee,ann@csc.example,U1ANN,lead
"""
PLAN = (Given("1.1", PLAN_WHAT, "Name a lead."), Given("1.1", PLAN_WHO, "Jan Holt"))
MAY = Given("1.1", PLAN_WHEN, "end of May 2026")


@pytest.fixture
def planned(database: Database) -> Round:
    return Round.opened(database, audit_file(AUDITS / "planned.toml"), AGENCIES)


def actions(told: Round) -> list[tuple[str, ...]]:
    with told.database.read() as db:
        return [(each.what, each.owner, each.timescale, each.refs) for each in actions_of(db, told.audit(db))]


@pytest.mark.parametrize(
    ("rating", "kept"),
    [("2", []), ("1", [("Name a lead.", "Jan Holt", "2026-05", "1.1")]), ("X", []), ("N/A", [])],
)
def test_only_a_low_rating_makes_an_action(planned: Round, rating: str, kept: list[tuple[str, ...]]) -> None:
    aside = rating == "N/A"
    planned.say("CSC", Given("1.1", "rating", "" if aside else rating, not_applicable=aside), *PLAN, MAY)
    assert actions(planned) == []  # a draft is nobody's action yet
    planned.submit("CSC")
    assert actions(planned) == kept
    planned.seal()
    assert (planned.first_bad_entry(), planned.seal_faults()) == (None, [])


def test_words_without_a_year_are_of_the_time_after_they_were_said(planned: Round) -> None:
    planned.say("CSC", Given("1.1", "rating", "1"), *PLAN, MAY._replace(value="end of Feb"))  # on 2 March
    planned.submit("CSC")
    assert actions(planned) == [("Name a lead.", "Jan Holt", "2027-02", "1.1")]


def test_what_is_planned_anew_is_told_of_the_same_action(planned: Round) -> None:
    def signed_again(*given: Given, minutes: int) -> None:
        planned.reopen("CSC", "The plan has moved.", minutes)
        planned.say("CSC", *given, minutes=minutes + 1)
        planned.submit("CSC", minutes + 2)

    planned.say("CSC", Given("1.1", "rating", "1"), *PLAN, MAY)
    planned.submit("CSC")
    with planned.database.write.begin() as db:
        audit, saying = planned.audit(db), Saying(jo(9), "action:9", "partnership")
        follow(db, audit, action_at(db, audit, 1), Followed(by_when="2026-07"), saying)
    signed_again(Given("1.1", "text", "We advertise."), minutes=10)
    assert actions(planned) == [("Name a lead.", "Jan Holt", "2026-07", "1.1")]  # a manager's day stands
    signed_again(Given("1.1", PLAN_WHEN, "June 2026"), Given("1.1", PLAN_WHO, "Bo Day"), minutes=20)
    assert actions(planned) == [("Name a lead.", "Jan Holt", "2026-06", "1.1")]
    signed_again(Given("1.1", "rating", "2"), minutes=30)
    with planned.database.write.begin() as db:
        audit = planned.audit(db)
        (action,) = actions_of(db, audit)
        assert [each.words for each in action.entries if each.kind == "update"] == ["Name a lead. (Bo Day)"]
        close_action(db, audit, action, "It is in place.", Saying(jo(33), "action:33", "partnership"))
    signed_again(Given("1.1", "rating", "0"), Given("1.1", PLAN_WHAT, "Name a deputy."), minutes=40)
    assert len(actions(planned)) == 1  # it was closed: a manager opens it again


def test_a_plan_is_none_of_the_words_that_themes_are_counted_in(planned: Round) -> None:
    planned.say("CSC", Given("1.1", "rating", "1"), *PLAN)
    assert ("1.1", "text") in planned.template.in_words
    assert ("1.1", PLAN_WHAT) not in planned.template.in_words


def test_the_form_in_slack_asks_what_is_planned_once_the_rating_is_low(planned: Round, tmp_path: Path) -> None:
    with fake_slack() as slack:
        _fills_in(planned, slack, tmp_path)
    planned.submit("CSC")
    assert actions(planned) == [("Name a lead.", "Jan Holt", "2026-05", "1.1")]


def _fills_in(planned: Round, slack: FakeSlack, folder: Path) -> None:
    workspace = Workspace(planned, slack, folder / "evidence", {"east": EAST})
    try:
        ann = workspace.person("U1ANN")
        ann.types("go to 1.1")
        ann.presses("Answer in a form")
        ann.saves({"rating": "1 Fair", "text": "No lead yet."})
        assert "If it is below Good: what will be done about it?" in ann.last["text"]
        ann.types("Name a lead.")
        ann.presses("Write in a form")
        told = ann.saves({PLAN_WHO: "Jan Holt", PLAN_WHEN: "soon"})
        assert "last day that is clear" in str(told)
        ann.saves({PLAN_WHO: "Jan Holt", PLAN_WHEN: "May 2026"})
    finally:
        workspace.close()
