"""An owner sees their actions at Home and says how far they are; a manager ends those that are late."""

from datetime import timedelta

import pytest

from intake.actions import NewAction, action_at, add_action
from intake.audits import close
from intake.ledger import Saying
from tests.bot.slack.leads.test_owed_files import dying, goes_on
from tests.bot.slack.workspace import Workspace, texts
from tests.rounds import NOON, STATIONERY, jo


@pytest.fixture
def agreed(workspace: Workspace) -> Workspace:
    """Two actions, of the council and of all; the days of both are past, and the audit is closed."""
    told = workspace.round
    with told.database.write.begin() as db:
        new = NewAction("Date the policy.", told.submission(db, "CSC"), "Ann Lee", "2026-04")
        add_action(db, told.audit(db), told.template, new, Saying(jo(3), "action:3", "partnership"))
        shared = NewAction("Train every governor.", owner="Training group", by_when="2026-03", partnership="east")
        add_action(db, told.audit(db), told.template, shared, Saying(jo(4), "action:4", "partnership"))
    with told.database.write.begin() as db:
        close(db, told.audit(db), jo(5), STATIONERY)
    workspace.clock.at = NOON + timedelta(days=80)
    return workspace


def home(workspace: Workspace, user: str) -> str:
    return "\n".join(texts(workspace.person(user).opens_home()["blocks"]))


def entries(workspace: Workspace, number: int = 1) -> list[tuple[str, ...]]:
    with workspace.round.database.read() as db:
        action = action_at(db, workspace.round.audit(db), number)
        return [(each.kind, each.words, each.value, each.said_by, each.via) for each in action.entries]


def test_an_action_from_its_owner_to_its_manager(agreed: Workspace) -> None:
    ann, jo_ = agreed.person("U1ANN"), agreed.person("U9JO")
    assert "*Action 1* by April 2026, past its last day\nDate the policy." in home(agreed, "U1ANN")
    ann.presses_in("Say how far it is", ann.home)
    assert "1. Date the policy." in "\n".join(texts(ann.form["blocks"]))
    assert "Say in a few words" in str(ann.saves({"far": "It is still being done"}))
    ann.saves({"far": "It is still being done", "said": "Half of it is dated."})
    assert ann.last["text"] == "Thank you. What you wrote about the action is kept."
    assert "Actions that wait for you (2)" in home(agreed, "U9JO")
    assert "CSC, Ann Lee (south-glos-2019): *Action 1*" in home(agreed, "U9JO")
    decide(agreed, "CSC")
    assert "Half of it is dated." in "\n".join(texts(jo_.form["blocks"]))
    assert "Choose another last day" in str(jo_.saves({"far": "It gets another last day"}))
    jo_.saves({"far": "It gets another last day", "day": "2026-06-30"})
    assert "CSC, Ann Lee" not in home(agreed, "U9JO")
    ann.opens_home()
    ann.presses_in("Say how far it is", ann.home)
    ann.saves({"far": "It is done", "said": "It is on our website."})
    assert "You said that it is done." in "\n".join(texts(ann.home["blocks"]))
    jo_.types("actions")
    own = [each for each in jo_.last["blocks"] if "CSC, Ann Lee" in str(each)]
    jo_.presses("Decide", {"blocks": own})
    jo_.saves({"far": "It is done, and accepted"})
    assert "Action 1" not in home(agreed, "U1ANN")
    assert entries(agreed) == [
        ("update", "Half of it is dated.", "", "Ann Lee", "slack"),
        ("moved", "", "2026-06-30", "Jo Bloggs", "slack"),
        ("done", "It is on our website.", "", "Ann Lee", "slack"),
        ("closed", "", "", "Jo Bloggs", "slack"),
    ]
    assert agreed.round.first_bad_entry() is None


def decide(workspace: Workspace, whose: str) -> None:
    """Press Decide beside this action in the manager's home."""
    jo_ = workspace.person("U9JO")
    row = next(each for each in jo_.home["blocks"] if "accessory" in each and whose in each["text"]["text"])
    jo_.presses_in("Decide", {**jo_.home, "blocks": [row]})


def test_nobody_closes_a_shared_one_without_a_reason(agreed: Workspace) -> None:
    home(agreed, "U9JO")
    decide(agreed, "shared, Training group")
    jo_ = agreed.person("U9JO")
    assert "Write why it is closed." in str(jo_.saves({"far": "It is done, and accepted"}))
    jo_.saves({"far": "Nobody follows it any more", "said": "The group has ended."})
    assert entries(agreed, 2) == [("closed", "The group has ended.", "", "Jo Bloggs", "slack")]


def test_whoever_writes_of_a_child_in_danger_reads_first_whom_to_call(agreed: Workspace) -> None:
    ann = agreed.person("U1ANN")
    ann.opens_home()
    ann.presses_in("Say how far it is", ann.home)
    ann.saves({"far": "It is still being done", "said": "A child told us today that her father beats her."})
    assert ann.last["text"].startswith("If a child is at risk of harm now, call 999.")


@pytest.mark.parametrize("said", ["update action 7: a child told us today that her father beats her", "by a manager"])
def test_whom_to_call_is_read_whatever_comes_of_the_words(agreed: Workspace, said: str) -> None:
    ann, jo_ = agreed.person("U1ANN"), agreed.person("U9JO")
    if said == "by a manager":
        home(agreed, "U9JO")
        decide(agreed, "CSC")
        jo_.saves({"far": "It gets another last day", "said": "A child told us today that her father beats her."})
    else:
        ann.types(said)
    (last,) = [each["text"] for each in (*ann.seen(), *jo_.seen())][-1:]
    assert last.startswith("If a child is at risk of harm now, call 999.")
    assert entries(agreed) == []


def test_a_stranger_sees_and_changes_none(agreed: Workspace) -> None:
    ann, cy = agreed.person("U1ANN"), agreed.person("U3CY")
    assert "Action 1" not in home(agreed, "U3CY")
    ann.opens_home()
    ann.presses_in("Say how far it is", ann.home)
    form = ann.form
    cy.saves({"far": "It is done", "said": "It is done."}, form)
    cy.presses_in("Say how far it is", ann.home)
    home(agreed, "U9JO")
    jo_ = agreed.person("U9JO")
    decide(agreed, "CSC")
    assert "Jo" not in cy.saves({"far": "Nobody follows it any more", "said": "No."}, jo_.form)
    assert entries(agreed) == []


@pytest.mark.parametrize("by", ["its owner", "a manager"])
def test_a_form_that_was_acknowledged_is_kept_whichever_process_ends(agreed: Workspace, by: str) -> None:
    ann, jo_ = agreed.person("U1ANN"), agreed.person("U9JO")
    home(agreed, "U1ANN")
    home(agreed, "U9JO")
    if by == "its owner":
        ann.presses_in("Say how far it is", ann.home)
        filled, kept = ann.saving({"far": "It is done", "said": "It is up."}), ("done", "It is up.", "Ann Lee")
    else:
        decide(agreed, "CSC")
        filled = jo_.saving({"far": "Nobody follows it any more", "said": "The site has closed."})
        kept = ("closed", "The site has closed.", "Jo Bloggs")
    status, _ = agreed.interact(filled, dying(agreed))
    assert (status, entries(agreed)) == (200, [])
    for _ in range(2):
        goes_on(agreed)
        assert [(kind, words, name) for kind, words, _, name, _ in entries(agreed)] == [kept]
    assert [each["text"] for each in ann.seen() if "noted that the action is done" in each["text"]] == (
        ["Thank you. It is noted that the action is done. Your partnership looks at it."] if by == "its owner" else []
    )


@pytest.mark.parametrize(
    ("said", "told", "kept"),
    [
        ("update action 1: half of it", "What you wrote about the action is kept.", ("update", "half of it")),
        ("Action 1 is done. It is up.", "It is noted that the action is done.", ("done", "It is up.")),
        ("Action 1 is done when it is up.", "What you wrote about", ("update", "Action 1 is done when it is up.")),
        ("action 1 done", "It is noted that the action is done.", ("done", "")),
        ("Action 1 is not done yet.", "What you wrote about", ("update", "Action 1 is not done yet.")),
        ("NOT DONE", "Or: action 3 is done (or is not done).", None),
        ("DONE", "1. Date the policy. (by April 2026)", None),
        ("update action 1", "Say in a few words how far it is.", None),
        ("update action 7: all of it", "You have no open action 7. To see yours, type my actions.", None),
        ("my actions", "1. Date the policy. (by April 2026)", None),
    ],
)
def test_words_about_an_action(agreed: Workspace, said: str, told: str, kept: tuple[str, str] | None) -> None:
    ann = agreed.person("U1ANN")
    ann.types(said)
    assert told in ann.last["text"]
    assert [each[:2] for each in entries(agreed)] == ([kept] if kept else [])


def test_what_was_said_to_be_done_and_is_not_is_followed_again(agreed: Workspace) -> None:
    ann = agreed.person("U1ANN")
    ann.types("action 1 is done")
    ann.types("Action 1 is not done: the site is down.")
    assert ann.last["text"] == "Thank you. It is noted that the action is not done."
    said = "Action 1 is not done: the site is down."
    assert [each[:2] for each in entries(agreed)] == [("done", ""), ("update", said), ("opened", said)]


def test_words_of_an_answer_that_begin_like_it_stay_an_answer(workspace: Workspace) -> None:
    ann = workspace.person("U1ANN")
    for said in ("hello", "go to 4", "2", "Action 1 of our plan is to train all."):
        ann.types(said)
    assert workspace.round.cell("CSC", "4").words == {"working_well": "Action 1 of our plan is to train all."}
