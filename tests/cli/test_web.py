"""The web process under those who mean it ill: real connections on loopback, half open, too long, unsigned."""

import io
import socket
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest

from cli.budget import A_SECOND, MOST_AT_ONCE, Budget, network
from cli.ready import unready
from cli.rounds import Keeper
from cli.serve import LONGEST_HEADER, LONGEST_REQUEST, serving
from cli.slack import events
from config.settings import Settings
from storage.evidence.folder import FolderEvidence
from storage.inbox import open_inbox
from storage.nouns import Message, Receipt
from storage.record import Database, known_keys
from tests.bot.slack.fake import fake_slack
from tests.rounds import NOON, Round

HALF = b"POST /slack/events HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nhalf"
HEALTH = b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"


def ok(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
    environ["wsgi.input"].read()
    start("200 OK", [("Content-Length", "2")])
    return [b"ok"]


@pytest.fixture
def address() -> Iterator[tuple[str, int]]:
    with serving(ok, "127.0.0.1:0", threads=2) as listening:
        host, _, port = listening.rpartition(":")
        yield host, int(port)


@contextmanager
def half_open(address: tuple[str, int], count: int, said: bytes) -> Iterator[None]:
    with ExitStack() as opened:
        for _ in range(count):
            opened.enter_context(socket.create_connection(address)).sendall(said)
        yield


def status(address: tuple[str, int], request: bytes) -> int:
    with socket.create_connection(address, timeout=60) as line:
        line.sendall(request)
        return int(line.recv(200).split()[1])


@pytest.mark.parametrize("said", [b"", b"GET /", HALF], ids=["nothing", "half a line", "half a body"])
def test_health_answers_while_200_are_half_open(address: tuple[str, int], said: bytes) -> None:
    with half_open(address, 200, said):
        assert status(address, HEALTH) == 200


TOO_LONG = {
    "a body of 300 MB, at once": b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 314572800\r\n\r\n",
    "a body one byte too long": f"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: {LONGEST_REQUEST + 1}\r\n\r\n".encode(),
}


@pytest.mark.parametrize("request_", TOO_LONG.values(), ids=TOO_LONG)
def test_a_long_body_is_refused_before_it_comes(address: tuple[str, int], request_: bytes) -> None:
    assert status(address, request_) == 413


def test_a_long_header_is_refused(address: tuple[str, int]) -> None:
    assert status(address, b"GET / HTTP/1.1\r\nX: " + b"a" * (LONGEST_HEADER + 1) + b"\r\n\r\n") == 431


def test_a_whole_request_among_the_half_open_is_answered(address: tuple[str, int]) -> None:
    """Who waits is closed for a newer one, the oldest first; who was heard is not."""
    codes: list[int] = []
    with half_open(address, 300, b"GET /"):
        askers = [threading.Thread(target=lambda: codes.append(status(address, HEALTH))) for _ in range(8)]
        for each in askers:
            each.start()
        for each in askers:
            each.join()
    assert codes == [200] * 8


def proved(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
    """An application that knows its own: whoever asks for /mine is signed for, anybody else is not."""
    known = {"/mine": "200 OK", "/busy": "503 Service Unavailable", "/healthz": "200 OK", "/readyz": "200 OK"}
    start(known.get(environ["PATH_INFO"], "401 Unauthorized"), [("Content-Length", "0")])
    return []


def asked(address: tuple[str, int], path: str, passed_on_for: str, count: int = 1) -> list[int]:
    """What a proxy on this machine hears when it passes on so many requests of one address."""
    line = HTTPConnection(*address, timeout=60)
    codes = []
    for _ in range(count):
        line.request("GET", path, headers={"X-Forwarded-For": f"192.0.2.1, {passed_on_for}"})
        answer = line.getresponse()
        answer.read()
        codes.append(answer.status)
    line.close()
    return codes


@pytest.fixture
def bounded() -> Iterator[tuple[str, int]]:
    """A web process whose clock stands still, so that nothing comes back to anybody."""
    with serving(proved, "127.0.0.1:0", threads=2, budget=Budget(clock=lambda: 0.0)) as listening:
        host, _, port = listening.rpartition(":")
        yield host, int(port)


@pytest.mark.parametrize(
    ("path", "first", "then"),
    [("/", 401, 429), ("/healthz", 200, 429), ("/readyz", 200, 429), ("/mine", 200, 200), ("/busy", 503, 503)],
)
def test_an_address_has_so_many_requests(bounded: tuple[str, int], path: str, first: int, then: int) -> None:
    """What was proved costs nothing, and what we could not answer neither; whoever else asks is answered as before."""
    assert set(asked(bounded, path, "203.0.113.9", MOST_AT_ONCE)) == {first}
    assert asked(bounded, path, "203.0.113.9") == [then]
    assert asked(bounded, path, "203.0.113.10") == [first]


def test_what_was_spent_comes_back() -> None:
    now = [0.0]
    budget = Budget(clock=lambda: now[0])
    assert [budget.take("a") for _ in range(MOST_AT_ONCE + 1)] == [*[True] * MOST_AT_ONCE, False]
    now[0] = 1 / A_SECOND
    assert [budget.take("a"), budget.take("a")] == [True, False]
    now[0] = 86_400.0
    assert [budget.take("a") for _ in range(MOST_AT_ONCE + 1)].count(True) == MOST_AT_ONCE


NETWORKS = {
    "203.0.113.9": "203.0.113.9",
    "::ffff:203.0.113.9": "203.0.113.9",
    "2001:db8:1:2:3:4:5:6": "2001:db8:1:2::",
    "[2001:db8:1:2::1]": "2001:db8:1:2::",
    "unknown": "unknown",
}


@pytest.mark.parametrize(("address", "owner"), NETWORKS.items(), ids=list(NETWORKS))
def test_whose_an_address_is(address: str, owner: str) -> None:
    """A household has 2^64 addresses of the newer kind, and one budget."""
    assert network(address) == owner


def test_ready_says_what_stands_in_the_way(round_of_small: Round, tmp_path: Path) -> None:
    record, store = round_of_small.database, FolderEvidence(tmp_path / "evidence")
    assert unready(record, store, NOON, mailboxes=()) == []
    letter = store.put(io.BytesIO(b"1.1: 2")).sha256
    with record.write.begin() as db:
        db.add(Receipt(source="mail:1", raw_key=letter, received_at=NOON))
        db.add(Message(key="a", via="email", recipient="ann@csc.example", subject="s", body="b", not_before=NOON))
    assert unready(record, store, NOON, mailboxes=()) == []
    assert unready(record, store, NOON + timedelta(hours=1), mailboxes=()) == [
        "mailbox: letters wait to be read for more than half an hour",
        "outbox: messages wait to leave for more than half an hour",
    ]
    not_mounted = FolderEvidence(tmp_path / "mnt")
    assert unready(record, not_mounted, NOON, mailboxes=()) == ["store: it holds none of the newest files"]
    with record.read() as db:
        never_here = known_keys(db)
    assert unready(record, not_mounted, NOON, mailboxes=(), absent=never_here) == []


def test_ready_says_that_nobody_reads_the_mailbox(round_of_small: Round, tmp_path: Path) -> None:
    store = FolderEvidence(tmp_path / "evidence")
    told = unready(round_of_small.database, store, NOON, mailboxes=("",))
    assert told == ["mailbox: nobody reads it"]


def test_what_another_process_took_in_from_slack_and_left_is_answered_by_the_web_process(
    database: Database, round_of_small: Round, tmp_path: Path
) -> None:
    event = {"channel": "DU0EVE", "user": "U0EVE", "text": "hello", "ts": "1.1"}
    with open_inbox(database, tmp_path, lambda: NOON) as inbox:
        inbox.keep("slack:DU0EVE:1.1", "U0EVE", "message", {"event": event})
    stop = threading.Event()
    with fake_slack() as slack:
        url = database.engine.url.render_as_string(hide_password=False)
        secrets: dict[str, Any] = {
            "slack_bot_token": "xoxb-1",
            "slack_signing_secret": "s",
            "slack_api_url": slack.base,
        }
        using = Settings.model_validate({"home": tmp_path, "database_url": url, **secrets})
        try:
            mounted = events(using, database, Keeper.of(using, database, stop))
            until = time.monotonic() + 60
            while not slack.said("chat.postEphemeral") and time.monotonic() < until:
                stop.wait(0.01)
        finally:
            stop.set()
        for each in [each for each in threading.enumerate() if each.name == "inbox" and not each.daemon]:
            each.join()
        assert list(mounted) == ["/slack/events"]
        assert "is not named for an agency here" in slack.said("chat.postEphemeral")[-1]["text"]
