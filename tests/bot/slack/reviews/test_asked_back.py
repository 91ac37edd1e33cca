"""A question back reaches a lead in Slack, who answers it there; both homes tell whose turn it is."""

import sqlalchemy as sa

from bot.slack.channel import SlackChannel
from intake.after import ask_back
from intake.ledger import Saying
from intake.notices import Stationery
from storage.nouns import Message, ThreadEntry
from tests.bot.slack.workspace import LETTERS, Workspace, texts
from tests.rounds import jo


def asked(workspace: Workspace) -> None:
    """The council signed; its manager asks back about question 4, and the message leaves."""
    workspace.round.submit("CSC", minutes=2)
    with workspace.round.database.write.begin() as db:
        stationery = Stationery(LETTERS, workspace.partnerships, "audit@anytown.example", workspace.chaser().ways)
        saying = Saying(jo(3), "review:1", "partnership")
        told = (workspace.round.template, workspace.round.submission(db, "CSC"), "4", "When was it reviewed?")
        ask_back(db, *told, saying, stationery)
    with workspace.round.database.read() as db:
        wanted = sa.select(Message).where(Message.recipient == "U1ANN", Message.key.startswith("asked-back:"))
        SlackChannel(workspace.bot.posting).deliver(db.scalars(wanted).one())


def entries(workspace: Workspace) -> list[tuple[object, ...]]:
    return workspace.round.rows(sa.select(ThreadEntry.by, ThreadEntry.said_by, ThreadEntry.words))


def home(workspace: Workspace, user: str) -> str:
    return "\n".join(texts(workspace.person(user).opens_home()["blocks"]))


def test_a_lead_answers_what_is_asked_back(workspace: Workspace) -> None:
    asked(workspace)
    ann = workspace.person("U1ANN")
    assert "*Asked of you* 4" in home(workspace, "U1ANN")
    assert "Asked back, not answered yet (1)" in home(workspace, "U9JO")
    ann.presses("Answer")
    assert "Jo Park: When was it reviewed?" in "".join(texts(ann.form["blocks"]))
    ann.saves({"said": "In May, by the board."})
    assert entries(workspace) == [
        ("partnership", "Jo Park", "When was it reviewed?"),
        ("agency", "Ann Lee", "In May, by the board."),
    ]
    assert "What you wrote is kept" in ann.last["text"]
    assert "*Asked of you* 4" not in home(workspace, "U1ANN")
    assert "Answered, for you to read (1)" in home(workspace, "U9JO")
    told = sa.select(Message.recipient).where(Message.key.startswith("answered-back:"))
    assert workspace.round.rows(told) == [("jo@east.example",)]
    assert workspace.round.first_bad_entry() is None


def test_who_answers_back_of_a_child_in_danger_reads_first_whom_to_call(workspace: Workspace) -> None:
    asked(workspace)
    ann = workspace.person("U1ANN")
    home(workspace, "U1ANN")
    ann.presses("Answer")
    ann.saves({"said": "A child told us today that her father beats her."})
    assert ann.last["text"].startswith("If a child is at risk of harm now, call 999.")
    assert "What you wrote is kept" in ann.last["text"]


def test_an_answer_back_brings_a_rating_and_a_file(workspace: Workspace) -> None:
    asked(workspace)
    ann, slack = workspace.person("U1ANN"), workspace.slack
    home(workspace, "U1ANN")
    ann.presses("Answer")
    slack.files["F1"] = {"id": "F1", "name": "review.txt", "size": 7, "mimetype": "text/plain", "filetype": "text"}
    slack.files["F1"] |= {"url_private_download": f"{slack.url}/files/F1"}
    slack.downloads["/files/F1"] = (200, {"Content-Type": "text/plain"}, b"In May.")
    ann.saves({"rating": "1", "files": ["F1"]})
    assert [file.name for file in workspace.round.files("CSC")] == ["review.txt"]
    assert workspace.round.cell("CSC", "4").rating == "1"
    assert entries(workspace)[-1] == ("agency", "Ann Lee", "Sent: 1 Requires Improvement, review.txt.")
    told = "Your own rating of question 4 is 1 Requires Improvement now. review.txt is attached to question 4."
    assert ann.last["text"] == f"Thank you. What you wrote is kept, and your partnership was told. {told}"
    assert workspace.round.first_bad_entry() is None


def test_a_rating_alone_is_an_answer_back_and_nothing_is_none(workspace: Workspace) -> None:
    asked(workspace)
    ann = workspace.person("U1ANN")
    home(workspace, "U1ANN")
    ann.presses("Answer")
    assert ann.saves({"said": " "})["errors"] == {"said": "Write an answer, or attach a file."}
    assert len(entries(workspace)) == 1
    ann.saves({"rating": "1"})
    assert entries(workspace)[-1] == ("agency", "Ann Lee", "Sent: 1 Requires Improvement.")


def test_somebody_of_another_agency_cannot_answer_it(workspace: Workspace) -> None:
    asked(workspace)
    message = workspace.person("U1ANN").last
    workspace.person("U3CY").presses("Answer", message)
    assert len(entries(workspace)) == 1
    assert "Answer" not in workspace.person("U3CY").form["title"]["text"]
