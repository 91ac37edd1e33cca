"""The digest of a partnership of a joint audit in a local Slack: posted once, then drawn anew where it stands."""

import json
import os
import re
import time
from pathlib import Path
from typing import Any

import pytest

from peers.slack.workspace import LocalSlack, free_port, local_slack, s11, s11_bot

KEY, PARTNERSHIP = "south-glos-2019", "south-gloucestershire"
WANTED = f"""
[[partnership]]
key = "{PARTNERSHIP}"
name = "South Gloucestershire"
digest = {{ slack_channel = "C01GEN" }}
"""


def test_posted_first_and_then_updated(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with local_slack(tmp_path, "mode: socket") as slack:
        home = tmp_path / "demo"
        environment = {
            **os.environ,
            "S11_HOME": str(home),
            "S11_SLACK_API_URL": f"{slack.url}/api/",
            "S11_SLACK_BOT_TOKEN": "xoxb-test-token",
            "S11_SLACK_APP_TOKEN": "xapp-test-token",
            "S11_WEB_BIND": f"127.0.0.1:{free_port()}",
        }
        s11(environment, "demo", "--home", str(home))
        (home / "config").mkdir(exist_ok=True)
        (home / "config" / "partnerships.toml").write_text(WANTED)
        first = sent(environment, slack)
        s11(environment, "excuse", KEY, "LEI", "--because", "It closed.")
        again = sent(environment, slack)
        figures = json.loads(s11(environment, "figures", KEY, "--partnership", PARTNERSHIP, "--json"))
    assert again["ts"] == first["ts"]
    assert again["text"] != first["text"]
    ratings = figures["ratings"]
    for code, count in ratings.items():
        assert re.search(rf"\b{code} [A-Z][\w ]+: {count} of {sum(ratings.values())} ", shown(again)), shown(again)
    with capsys.disabled():
        print(f"digest in Slack, drawn anew in place:\n{shown(again)}")  # noqa: T201  (what the run is for)


def sent(environment: dict[str, str], slack: LocalSlack) -> dict[str, Any]:
    """The digest's message in the channel, after the app has sent what was queued."""
    s11(environment, "digest", KEY, "--send")
    with s11_bot(environment):
        until = time.monotonic() + 60
        while "Nothing" not in s11(environment, "outbox", "list") and time.monotonic() < until:
            time.sleep(0.5)
    said = slack.control("messages/C01GEN")["messages"]
    posted = [each for each in said if each.get("bot_id") and each.get("thread_ts") in (None, each["ts"])]
    assert len(posted) == 1, [each["text"][:80] for each in posted]
    found: dict[str, Any] = posted[0]
    return found


def shown(message: dict[str, Any]) -> str:
    return "\n".join(each["text"]["text"] for each in message.get("blocks", []) if "text" in each)
