"""A local Slack, the app beside it, and people who press, type, fill in forms and upload."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

JSON = dict[str, Any]
HERE = Path(__file__).parent
BINARY = Path(".peers/node_modules/local-slack-linux-x64/bin/local-slack")
CONFIG = """\
workspace: {{ name: The East, domain: east, teamId: T01TEST }}
app:
  appId: A01APP
  botUserId: U0BOT
  botName: s11
  botToken: xoxb-test-token
  appToken: xapp-test-token
  signingSecret: test-signing-secret
  {mode}
users:
  - {{ id: U01ALICE, name: alice, real_name: Alice Anderson, email: alice@example.org, tz: Europe/London }}
  - {{ id: U02BOB, name: bob, real_name: Bob Brown, email: bob@example.org, tz: Europe/London }}
channels:
  - {{ id: C01GEN, name: general, members: [U01ALICE, U02BOB, U0BOT] }}
"""
AGENCIES = """\
abbr,name,sector,partnerships,contact_name,contact_email,slack_user,role
CSC,Children's Social Care,council,east,Alice Anderson,alice@example.org,U01ALICE,lead
SCH,High School,school,east,Bob Brown,bob@example.org,U02BOB,head
"""


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@dataclass
class LocalSlack:
    """The stand-in, driven through its control endpoints."""

    port: int
    seen: set[str] = field(default_factory=set)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def control(self, what: str, body: JSON | None = None) -> Any:
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        method = "GET" if body is None else "POST"
        link.request(method, f"/_control/{what}", json.dumps(body or {}), {"Content-Type": "application/json"})
        said = link.getresponse().read()
        link.close()
        return json.loads(said or b"{}")

    def state(self) -> JSON:
        found: JSON = self.control("state")
        return found


@contextmanager
def local_slack(folder: Path, mode: str) -> Iterator[LocalSlack]:
    port = free_port()
    config = folder / "slack.yaml"
    config.write_text(CONFIG.format(mode=mode))
    files = folder / "files"
    files.mkdir(exist_ok=True)
    environment = {**os.environ, "BUN_OPTIONS": f"--preload {HERE / 'loopback.js'}"}
    command = [
        BINARY.absolute(),
        "--config",
        config,
        "--port",
        str(port),
        "--base-host",
        "127.0.0.1",
        "--files-dir",
        files,
    ]
    with (
        (folder / "slack.log").open("wb") as log,
        subprocess.Popen(command, env=environment, stdout=log, stderr=log) as running,
    ):
        wait_for(port)
        try:
            yield LocalSlack(port)
        finally:
            running.terminate()


def wait_for(port: int) -> None:
    until = time.monotonic() + 20
    while time.monotonic() < until:
        try:
            socket.create_connection(("127.0.0.1", port), 0.2).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise TimeoutError(f"Nothing listens on {port}.")


@contextmanager
def s11_bot(environment: dict[str, str], says: str = "Listening") -> Iterator["subprocess.Popen[str]"]:
    """The app as an operator starts it."""
    command = [str(Path(sys.executable).parent / "s11"), "bot"]
    running = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    assert running.stdout is not None
    try:
        line = running.stdout.readline()
        assert says in line, line
        yield running
    finally:
        running.send_signal(signal.SIGTERM)
        running.wait(30)
        running.stdout.close()


def s11(environment: dict[str, str], *arguments: str) -> str:
    command = [str(Path(sys.executable).parent / "s11"), *arguments]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout
