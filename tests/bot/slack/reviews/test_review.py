"""A manager reviews a return in Slack: looks at it, judges an answer, sends it back, accepts it; nobody else can."""

from typing import Any

import sqlalchemy as sa

from intake.returns import Given
from storage.nouns import Message, Review, Submission, Thread, ThreadEntry
from tests.bot.slack.workspace import Person, Workspace, button_of, texts

MANAGER, LEAD = "U9JO", "U1ANN"


def signed(workspace: Workspace) -> Person:
    """The council rated question 4 a 2 and signed; its manager is in front of their home."""
    workspace.round.say("CSC", Given("4", "rating", "2"), minutes=1)
    workspace.round.submit("CSC", minutes=2)
    manager = workspace.person(MANAGER)
    manager.opens_home()
    return manager


def looks(manager: Person) -> str:
    """The first standard of the return that waits, in words."""
    manager.presses_in("Look at returns (1)", manager.home)
    manager.presses_in("Look", manager.form)
    return "\n".join(texts(manager.form["blocks"]))


def judges(manager: Person, ref: str, **said: object) -> dict[str, object]:
    """Fill in the form of an answer, wherever its standard stands."""
    while not any(
        f"review_judge:{ref}" == (each.get("accessory") or {}).get("action_id") for each in manager.form["blocks"]
    ):
        manager.presses_in("Next standard", manager.form)
    page = manager.form
    block = next(
        each for each in page["blocks"] if (each.get("accessory") or {}).get("action_id") == f"review_judge:{ref}"
    )
    manager.presses_in("Judge", page | {"blocks": [block]})
    return manager.saves(said)


def test_a_manager_judges_an_answer_and_accepts(workspace: Workspace) -> None:
    manager = signed(workspace)
    assert ", 1 of " in looks(manager)
    assert (
        judges(manager, "4", rating="1", because="No date.", ask="When was it reviewed?", mend="Name the lead.") == {}
    )
    wanted = sa.select(Review.question, Review.verdict, Review.value, Review.because, Review.said_by).order_by(
        Review.id
    )
    assert workspace.round.rows(wanted) == [
        ("4", "rated", "1", "No date.", "Jo Bloggs"),
        ("4", "to mend", "", "Name the lead.", "Jo Bloggs"),
    ]
    assert (workspace.round.cell("CSC", "4").rating, workspace.round.cell("CSC", "4", "partnership").rating) == (
        "2",
        "1",
    )
    assert workspace.round.rows(sa.select(ThreadEntry.words)) == [("When was it reviewed?",)]
    looks(manager)
    manager.presses_in("Accept", manager.form)
    assert "Still asked back: 4." in "".join(texts(manager.form["blocks"]))
    looks(manager)
    manager.presses_in("Send back its points", manager.form)
    assert "is open for its points" in "".join(texts(manager.form["blocks"]))
    has_point = Message.body.contains("Name the lead.")
    told = sa.select(sa.func.count()).where(Message.recipient == "U1ANN", has_point)
    assert workspace.round.rows(told) == [(1,)]
    assert workspace.round.first_bad_entry() is None


def last_page(manager: Person) -> dict[str, Any]:
    while "That is all of it." not in "".join(texts(manager.form["blocks"])):
        manager.presses_in("Next standard", manager.form)
    return manager.form


def shown(manager: Person) -> str:
    return "".join(texts(manager.form["blocks"]))


def test_what_was_asked_back_is_settled_at_its_box(workspace: Workspace) -> None:
    manager = signed(workspace)
    looks(manager)
    judges(manager, "4", ask="When was it reviewed?", mend="Name the lead.")
    looks(manager)
    judges(manager, "4", settled=["What was asked back", "It is mended"])
    assert workspace.round.rows(sa.select(Thread.closed_by)) == [("Jo Bloggs",)]
    looks(manager)
    manager.presses_in("Accept", manager.form)
    assert "The return of CSC is accepted. CSC was told." in shown(manager)


def test_a_return_is_accepted_all_the_same_where_something_is_asked_back(workspace: Workspace) -> None:
    manager = signed(workspace)
    looks(manager)
    judges(manager, "4", ask="When was it reviewed?")
    looks(manager)
    manager.presses_in("Accept", manager.form)
    assert workspace.round.rows(sa.select(Submission.accepted_at)) == [(None,), (None,)]
    manager.presses_in("Accept all the same", manager.form)
    assert "The return of CSC is accepted. CSC was told." in shown(manager)
    assert workspace.round.rows(sa.select(Thread.closed_by)) == [("Jo Bloggs",)]


def test_a_question_about_all_of_it_and_what_is_missing_are_asked_on_the_last_page(workspace: Workspace) -> None:
    manager = signed(workspace)
    looks(manager)
    manager.presses_in("Ask about all of it", last_page(manager))
    manager.saves({"ask": "Who wrote it?"})
    assert workspace.round.rows(sa.select(Thread.question, ThreadEntry.words).join(Thread.entries)) == [
        ("", "Who wrote it?")
    ]
    looks(manager)
    manager.presses_in("Ask for what is missing", last_page(manager))
    assert "Nothing is missing from CSC." in shown(manager)


def test_a_verdict_that_waits_in_the_inbox_is_given_by_the_next_process(workspace: Workspace) -> None:
    manager = signed(workspace)
    looks(manager)
    press = manager.pressing(
        button_of(manager.form["blocks"], "Accept"), {"type": "view"}, {"id": "V1", **manager.form}
    )
    workspace.bot.tray.inbox.keep("slack:press:x", MANAGER, "verdict", {"body": press, "action": press["actions"][0]})
    other = workspace.start()
    other.tray.sweep()
    workspace.settle(other)
    other.close()
    assert workspace.round.rows(sa.select(Submission.accepted_at.is_not(None)).order_by(Submission.id))[0] == (True,)


def test_a_rating_without_a_reason_is_told_at_its_box_and_nothing_is_kept(workspace: Workspace) -> None:
    manager = signed(workspace)
    looks(manager)
    said = judges(manager, "4", rating="1", ask="When?")
    assert said["errors"] == {"because": "Say why the answer is rated so."}
    assert workspace.round.rows(sa.select(ThreadEntry.words)) == []


def test_a_lead_cannot_accept_their_own_return(workspace: Workspace) -> None:
    manager = signed(workspace)
    looks(manager)
    workspace.person(LEAD).presses_in("Accept", manager.form)
    assert workspace.round.rows(sa.select(Submission.accepted_at)) == [(None,), (None,)]
