"""Two Slack apps of one installation: each hears its own workspace, and knows nobody who is the other's alone."""

import io
import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.slack.app import Reach, SlackBot, make_bot
from cli.branches import workspaces
from cli.slack import http_application, path_of
from config.settings import Settings
from intake.conversation import Talk
from storage.evidence.folder import FolderEvidence
from storage.inbox import open_inbox
from tests.bot.slack.conftest import EAST, WEST
from tests.bot.slack.workspace import Workspace, sign
from tests.rounds import NOON

SET = {
    "S11_SLACK_BOT_TOKEN__EAST": "xoxb-east",
    "S11_SLACK_SIGNING_SECRET__EAST": "east's secret",
    "S11_SLACK_BOT_TOKEN__WEST": "xoxb-west",
    "S11_SLACK_SIGNING_SECRET__WEST": "west's secret",
}


@pytest.fixture
def apps(two_partnerships: Workspace, tmp_path: Path) -> Iterator[dict[str, SlackBot]]:
    """By the path at which Slack reaches them."""
    made, record = {}, two_partnerships.round.database
    for each in workspaces(Settings.read(SET, tmp_path / "none")):
        using = each.using
        assert using.slack_bot_token and using.slack_signing_secret
        reach = Reach(
            using.slack_bot_token.get_secret_value(),
            two_partnerships.slack.base,
            "",
            using.slack_signing_secret.get_secret_value(),
        )
        inbox = open_inbox(record, tmp_path, lambda: NOON, each.circle.key)
        talk = Talk({"east": EAST, "west": WEST})
        store = FolderEvidence(tmp_path / "evidence")
        made[path_of(each)] = make_bot(reach, record, store, inbox, talk, lambda: NOON, circle=each.circle)
    yield made
    for app in made.values():
        app.close()


def hear(apps: dict[str, SlackBot], at: str, secret: str, user: str) -> int:
    event = {"type": "message", "channel_type": "im", "channel": f"D{user}", "user": user, "text": "hello", "ts": "5.1"}
    body = json.dumps({"type": "event_callback", "team_id": "T1", "event_id": f"Ev{user}{at}", "event": event}).encode()
    stamp, status = str(int(time.time())), list[str]()
    asked = {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": at,
        "QUERY_STRING": "",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "CONTENT_TYPE": "application/json",
        "CONTENT_LENGTH": str(len(body)),
        "HTTP_X_SLACK_REQUEST_TIMESTAMP": stamp,
        "HTTP_X_SLACK_SIGNATURE": sign(secret, stamp, body),
    }
    list(http_application(apps)(asked | {"wsgi.input": io.BytesIO(body)}, lambda line, _: status.append(line)))
    return int(status[0].split()[0])


def test_each_app_is_reached_at_a_path_of_its_own_with_its_own_secret(apps: dict[str, SlackBot]) -> None:
    assert sorted(apps) == ["/slack/events/east", "/slack/events/west"]
    asked = [("east", "east's secret"), ("west", "west's secret"), ("west", "east's secret"), ("", "east's secret")]
    told = [hear(apps, f"/slack/events/{key}".rstrip("/"), secret, "U1ANN") for key, secret in asked]
    assert told == [200, 200, 401, 404]


@pytest.mark.parametrize(("user", "key", "is_known"), [("U1ANN", "east", True), ("U1ANN", "west", False)])
def test_somebody_of_the_east_is_a_stranger_in_the_wests_workspace(
    apps: dict[str, SlackBot], two_partnerships: Workspace, user: str, key: str, is_known: bool
) -> None:
    assert hear(apps, f"/slack/events/{key}", f"{key}'s secret", user) == 200
    two_partnerships.settle(*apps.values())
    said = json.dumps([call for _, call in two_partnerships.slack.calls])
    assert ("is not named for an agency here" in said, "you are answering" in said) == (not is_known, is_known)
