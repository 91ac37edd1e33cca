"""Whose requests are heard: only Slack's own, of the last five minutes, and each of them once."""

import json
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from bot.slack.app import CannotStart, Reach, SlackBot, make_bot, wsgi
from intake.conversation import Talk
from storage.evidence.folder import FolderEvidence
from tests.bot.slack.fake import FakeSlack
from tests.bot.slack.workspace import SECRET, Clock, Workspace, sign, two_at_once

JSON_TYPE = "application/json"


def hello(user: str = "U1ANN") -> bytes:
    event = {"type": "message", "channel_type": "im", "channel": f"D{user}", "user": user, "text": "hello", "ts": "5.1"}
    return json.dumps({"type": "event_callback", "team_id": "T1", "event_id": "Ev1", "event": event}).encode()


def stamp(ago: int) -> str:
    return str(int(time.time()) - ago)


def forged() -> dict[str, dict[str, Any]]:
    return {
        "a wrong signature": {"signature": "v0=" + "0" * 64},
        "no signature": {"signature": ""},
        "another secret": {"signature": sign("another", stamp(0), hello()), "stamp": stamp(0)},
        "an empty secret": {"signature": sign("", stamp(0), hello()), "stamp": stamp(0)},
        "too old": {"stamp": stamp(301)},
        "from the future": {"stamp": stamp(-303)},
        "no moment": {"stamp": "soon", "signature": "v0=1"},
        "the signature of another body": {"signature": sign(SECRET, stamp(0), hello("U2BO")), "stamp": stamp(0)},
    }


@pytest.mark.parametrize("how", sorted(forged()))
def test_a_forged_request_is_refused_and_leaves_no_row(workspace: Workspace, how: str) -> None:
    status, _ = workspace.post(hello(), JSON_TYPE, **forged()[how])
    workspace.settle()
    assert status == 401
    assert workspace.round.answers() == []
    assert workspace.slack.said() == []


@pytest.mark.parametrize("body", [b"{", b"[" * 100_000, b"[]", b"\xff{}"], ids=["cut", "deep", "a list", "no text"])
def test_what_cannot_be_read_is_told_only_to_slack(workspace: Workspace, body: bytes) -> None:
    """The signature is looked at first: whoever has no key reaches no parser."""
    assert workspace.post(body, JSON_TYPE, signature="v0=" + "0" * 64)[0] == 401
    assert workspace.post(body, JSON_TYPE)[0] == (401 if body.startswith(b"\xff") else 400)


HUGE = 10**30
PRESSES: dict[str, dict[str, Any]] = {
    "a button's return": {"actions": [{"type": "button", "value": json.dumps({"s": HUGE, "p": "home////"})}]},
    "a button's page": {"actions": [{"type": "button", "value": json.dumps({"k": "anytown", "a": 1, "n": -HUGE})}]},
    "a menu's return": {"actions": [{"type": "overflow", "selected_option": {"value": f"extend:{HUGE}"}}]},
    "a form's return": {"view": {"private_metadata": json.dumps({"s": HUGE, "p": "home////"})}},
    "what a form showed": {"view": {"private_metadata": json.dumps({"s": 1, "i": {"rating": HUGE}})}},
    "more digits than Python reads": {"view": {"private_metadata": '{"s": ' + "9" * 5000 + "}"}},
}


@pytest.mark.parametrize("more", PRESSES.values(), ids=PRESSES)
def test_a_number_that_no_row_has_is_refused_and_leaves_no_row(workspace: Workspace, more: dict[str, Any]) -> None:
    payload = {"type": "block_actions", "trigger_id": "1.1", "user": {"id": "U1ANN"}} | more
    body = urlencode({"payload": json.dumps(payload)}).encode()
    assert workspace.post(body, "application/x-www-form-urlencoded")[0] == 400
    workspace.settle()
    assert (workspace.round.answers(), workspace.slack.said()) == ([], [])


def test_a_long_number_that_somebody_typed_is_no_number_of_ours(workspace: Workspace) -> None:
    ann = workspace.person("U1ANN")
    ann.types("hello")
    ann.types("go to 4")
    ann.types("2")
    ann.types(str(HUGE))
    assert workspace.round.cell("CSC", "4").words == {"working_well": str(HUGE)}


def test_a_longer_request_than_slack_sends_is_not_read(workspace: Workspace) -> None:
    assert workspace.post(b"{}", JSON_TYPE, CONTENT_LENGTH=str(300 << 20))[0] == 413


def test_a_request_of_almost_five_minutes_ago_is_heard(workspace: Workspace) -> None:
    status, _ = workspace.post(hello(), JSON_TYPE, stamp=stamp(298))
    workspace.settle()
    assert status == 200
    assert len(workspace.slack.said()) == 1


def test_another_path_is_not_ours(workspace: Workspace) -> None:
    assert workspace.post(hello(), JSON_TYPE, path="/slack/other")[0] == 404
    assert workspace.slack.said() == []


def test_http_mode_does_not_start_without_a_secret(workspace: Workspace, slack: FakeSlack, tmp_path: Path) -> None:
    store = FolderEvidence(tmp_path / "e")
    inbox = workspace.bot.tray.inbox
    made = make_bot(Reach("xoxb-test", slack.base), workspace.round.database, store, inbox, Talk(), Clock())
    with pytest.raises(CannotStart, match="S11_SLACK_SIGNING_SECRET"):
        wsgi(made)
    made.close()


def test_a_token_that_slack_refuses_is_said(workspace: Workspace, slack: FakeSlack, tmp_path: Path) -> None:
    slack.refusals["auth.test"] = ["invalid_auth", "invalid_auth"]
    with pytest.raises(CannotStart, match="Check S11_SLACK_BOT_TOKEN"):
        store, inbox = FolderEvidence(tmp_path / "e"), workspace.bot.tray.inbox
        make_bot(Reach("xoxb-test", slack.base), workspace.round.database, store, inbox, Talk(), Clock())


def deliver_four_times(workspace: Workspace, other: SlackBot, body: bytes, kind: str) -> None:
    """To two processes at once, then twice more, as Slack does when it thinks that nobody heard."""
    two_at_once(
        lambda: workspace.post(body, kind),
        lambda: workspace.post(body, kind, other, HTTP_X_SLACK_RETRY_NUM="1", HTTP_X_SLACK_RETRY_REASON="http_timeout"),
    )
    for number, bot in (("2", workspace.bot), ("3", other)):
        workspace.post(body, kind, bot, HTTP_X_SLACK_RETRY_NUM=number)
    workspace.settle(workspace.bot, other)


def test_words_delivered_four_times_to_two_processes_are_one_answer_and_one_reply(workspace: Workspace) -> None:
    ann, other = workspace.person("U1ANN"), workspace.start()
    ann.types("hello")
    before = len(ann.seen())
    event = ann.message("The council's children's services", "77.000200")
    body = json.dumps({"type": "event_callback", "team_id": "T1", "event_id": "Ev77", "event": event}).encode()
    deliver_four_times(workspace, other, body, JSON_TYPE)
    assert len(workspace.round.answers()) == 1
    assert len(ann.seen()) == before + 1
    other.close()


def test_a_press_delivered_four_times_to_two_processes_counts_once(workspace: Workspace) -> None:
    ann, other = workspace.person("U1ANN"), workspace.start()
    ann.types("hello")
    ann.types("go to 4")
    press, before = ann.press("2 Good"), len(ann.seen())
    two_at_once(lambda: workspace.interact(press), lambda: workspace.interact(press, other))
    workspace.interact(press)
    workspace.interact(press, other)
    workspace.settle(workspace.bot, other)
    assert [(row[3], row[4]) for row in workspace.round.answers()].count(("4", "rating")) == 1
    assert len(ann.seen()) <= before + 1
    other.close()


def test_a_form_delivered_four_times_to_two_processes_counts_once(workspace: Workspace) -> None:
    ann, other = workspace.person("U1ANN"), workspace.start()
    ann.types("hello")
    ann.types("go to 4")
    ann.presses("Answer in a form")
    form = ann.saving({"rating": "1 Requires", "working_well": "Plans"})
    before = len(ann.seen())
    two_at_once(lambda: workspace.interact(form), lambda: workspace.interact(form, other))
    workspace.interact(form)
    workspace.interact(form, other)
    workspace.settle(workspace.bot, other)
    assert [row[4] for row in workspace.round.answers() if row[3] == "4"] == ["rating", "working_well"]
    assert len(ann.seen()) == before + 1
    other.close()


def test_slack_slowing_us_down_loses_nothing_and_keeps_the_order(workspace: Workspace) -> None:
    ann = workspace.person("U1ANN")
    ann.types("hello")
    workspace.slack.slow_every = 3
    for number in range(4, 10):
        ann.types(f"go to {number}")
    assert [each["text"].split("\n")[1].split(".")[0] for each in ann.seen()[1:]] == ["4", "5", "6", "7", "8", "9"]


def test_a_restart_in_the_middle_goes_on_where_it_stopped(workspace: Workspace) -> None:
    ann = workspace.person("U1ANN")
    ann.types("hello")
    ann.types("go to 4")
    ann.types("2")
    workspace.bot.close()
    workspace.bot = workspace.start()
    ann.types("We train everybody each year.")
    assert workspace.round.cell("CSC", "4").words == {"working_well": "We train everybody each year."}
