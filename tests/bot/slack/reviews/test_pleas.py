"""What letters know as an order, said in our messages: heard there, told who decides, and decided like any other."""

import sqlalchemy as sa

from storage.nouns import Message, Plea
from tests.bot.slack.leads.test_owed_files import goes_on
from tests.bot.slack.test_inbox import AWAY
from tests.bot.slack.workspace import Workspace

DECIDES = "We have told Jo Bloggs, and Jo Bloggs decides. You will hear from us what is decided."
TIME = f"You ask for more time. {DECIDES}"
ANOTHER = f"You say that somebody else should be asked. {DECIDES}"
ORDERS = [  # those that letters to leads name, with what is read here
    ("MORE TIME until 14 July 2026", TIME),
    ("more time until 14 July 2026", TIME),
    ("Can we have more time?", TIME),
    ("NOT ME. Ask Di Fox, di@csc.example", ANOTHER),
    ("not me, ask di@csc.example", ANOTHER),
    ("I\u2019m not the right person", ANOTHER),
    ("not me, bo@csc.example", ANOTHER),
    ("KEEP 4", "No answer of last time waits at question 4."),
    ("DROP 4", "No answer of last time waits at question 4."),
    ("SUBMIT", "Your return cannot go yet: some answers are missing."),
    ("SUBMIT Ann Lee", "Your return cannot go yet"),
]


def pleas(workspace: Workspace) -> list[tuple[str, str, str]]:
    wanted = sa.select(Plea.wish, Plea.words, Plea.said_by).order_by(Plea.id)
    return [(wish, words, who) for wish, words, who in workspace.round.rows(wanted)]


def letters(workspace: Workspace, key: str) -> list[tuple[str, str]]:
    wanted = sa.select(Message.recipient, Message.via).where(Message.key.startswith(key)).order_by(Message.id)
    return [(to, via) for to, via in workspace.round.rows(wanted)]


def test_every_order_of_a_letter_is_heard_and_none_becomes_an_answer(workspace: Workspace) -> None:
    ann = workspace.person("U1ANN")
    for said in ("hello", "go to 4", "2"):
        ann.types(said)
    before, missed = workspace.round.answers(), []
    for said, told in ORDERS:
        seen = len(ann.seen())
        ann.types(said)
        read = " ".join(each["text"] for each in ann.seen()[seen:])
        missed += [f"{said}: {read}"] if told not in read else []
        ann.types("go to 4")
        ann.types("next")
    assert "\n".join(missed) == ""
    assert workspace.round.answers() == before


def test_words_that_begin_like_it_stay_an_answer(workspace: Workspace) -> None:
    ann = workspace.person("U1ANN")
    for said in ("hello", "go to 4", "2", "More time is needed to train new staff."):
        ann.types(said)
    assert workspace.round.cell("CSC", "4").words == {"working_well": "More time is needed to train new staff."}
    assert pleas(workspace) == []


def test_it_is_kept_once_told_to_the_manager_and_answered_whatever_fails(workspace: Workspace) -> None:
    ann = workspace.person("U1ANN")
    ann.types("hello")
    workspace.slack.refusals["chat.postMessage"] = [*AWAY]
    ann.types("MORE TIME until 14 July 2026")
    workspace.slack.refusals.clear()
    goes_on(workspace)
    assert pleas(workspace) == [("more time", "MORE TIME until 14 July 2026", "Ann Lee")]
    assert letters(workspace, "plea:") == [("jo@east.example", "email")]
    assert TIME in ann.last["text"]
    assert workspace.round.first_bad_entry() is None


def test_whoever_asked_here_hears_here_what_was_decided(workspace: Workspace) -> None:
    ann, jo_ = workspace.person("U1ANN"), workspace.person("U9JO")
    ann.types("hello")
    ann.types("MORE TIME until 14 July 2026")
    jo_.opens_home()
    jo_.presses_in("Decide", jo_.home)
    jo_.saves({"choice": "Yes"})
    assert letters(workspace, "plea-decided:") == [("U1ANN", "slack")]


def test_what_tells_of_a_child_in_danger_goes_to_no_manager(workspace: Workspace) -> None:
    ann = workspace.person("U1ANN")
    ann.types("hello")
    ann.types("Can we have more time? A child told us today that her father beats her.")
    assert pleas(workspace) == []
    assert "call 999" in " ".join(each["text"] for each in ann.seen())
