"""App Home: what a lead and a manager see when they open it."""

from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from storage.nouns import Answer, Plea, Receipt, Remark
from tests.bot.slack.workspace import Workspace, texts
from tests.rounds import NOON


def home(workspace: Workspace, user: str) -> str:
    workspace.event({"type": "app_home_opened", "user": user, "tab": "home"})
    workspace.settle()
    return "\n".join(texts(workspace.slack.said("views.publish")[-1]["view"]["blocks"]))


def test_a_lead_sees_how_far_they_are_and_goes_on_from_there(workspace: Workspace) -> None:
    ann = workspace.person("U1ANN")
    assert "0 of 19 questions answered" in home(workspace, "U1ANN")
    ann.types("hello")
    ann.types("go to 4")
    ann.types("2")
    seen = home(workspace, "U1ANN")
    assert "1 of 19 questions answered. It is due on Tuesday 30 June 2026." in seen
    assert "• 5: Does your organisation have a senior lead" in seen


def test_a_lead_who_has_sent_it_sees_the_receipt(workspace: Workspace) -> None:
    workspace.round.submit("CSC")
    assert "Submitted. Your reference is *CSC-" in home(workspace, "U1ANN")


def test_a_lead_who_need_not_answer_reads_that_and_no_last_day(workspace: Workspace) -> None:
    with workspace.round.database.write.begin() as db:
        workspace.round.submission(db, "CSC").excused_at = NOON
    seen = home(workspace, "U1ANN")
    assert "Children's Social Care does not need to answer this audit. You may all the same." in seen
    assert "It is due on" not in seen


def test_after_the_last_day_nobody_is_told_that_it_is_due(workspace: Workspace) -> None:
    with workspace.round.database.write.begin() as db:
        workspace.round.submission(db, "CSC").audit.due = (NOON - timedelta(days=1)).date()
    assert "The last day was Sunday 1 March 2026. What you answer counts until the audit is closed." in home(
        workspace, "U1ANN"
    )
    assert "0 of 2 agencies have submitted. The last day was Sunday 1 March 2026." in home(workspace, "U9JO")


def test_a_manager_sees_who_has_answered_who_has_not_and_what_is_held(workspace: Workspace) -> None:
    workspace.round.submit("SCH")
    workspace.person("U1ANN").types("hello")
    letter = Receipt(
        source="mail:1",
        raw_key="0" * 64,
        received_at=NOON,
        outcome="held",
        reason="An unknown address.",
        sender="x@y.example",
    )
    with workspace.round.database.write.begin() as db:
        db.add(letter)
    seen = home(workspace, "U9JO")
    assert "1 of 2 agencies has submitted" in seen
    assert "✓ High School" in seen
    assert "*Children's Social Care*  0 of 19 · last heard Monday 2 March 2026" in seen
    assert "• x@y.example: An unknown address." in seen
    assert workspace.round.rows(sa.select(Receipt.outcome)) == [("held",)]


def test_a_manager_sees_where_two_people_answered_differently(workspace: Workspace) -> None:
    workspace.person("U1ANN").types("hello")
    workspace.person("U1ANN").types("go to 4")
    workspace.person("U1ANN").types("2")
    with workspace.round.database.write.begin() as db:
        stands = db.scalars(sa.select(Answer).where(Answer.question == "4", Answer.prompt == "rating")).one()
        kept = Remark(submission_id=1, source="mail:1", number=1, words="0 Poor", said_by="Dee Holt", said_at=NOON)
        kept.submission_id, kept.met_source, kept.met_prompt = stands.submission_id, stands.source, "rating"
        kept.question, kept.prompt, kept.value = "4", "rating", "0"
        db.add(kept)
    assert "*Waiting for you: two people answered differently (1)*\n• CSC: 4\n" in home(workspace, "U9JO")


def test_a_manager_sees_what_waits_for_a_decision(workspace: Workspace) -> None:
    with workspace.round.database.write.begin() as db:
        facts: dict[str, Any] = {"words": "MORE TIME", "said_by": "Ann Lee", "asked_at": NOON, "contact_id": None}
        csc = workspace.round.submission(db, "CSC").id
        db.add(Plea(submission_id=csc, source="mail:1", wish="more time", **facts))
        sch = workspace.round.submission(db, "SCH").id
        db.add(Plea(submission_id=sch, source="mail:2", wish="question", decided_at=NOON, **facts))
    seen = home(workspace, "U9JO")
    assert "• *Children's Social Care* asks for more time" in seen
    assert "needs an answer from you" not in seen


def test_a_stranger_is_told_how_to_be_added(workspace: Workspace) -> None:
    assert "Your member ID is U7EVE." in home(workspace, "U7EVE")
