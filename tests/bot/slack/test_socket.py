"""Socket Mode: nothing is lost or done twice while connections are renewed, and a dead one is noticed."""

import gc
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
import sqlalchemy as sa

from bot.slack.socket import Vigil, connect, leave, watch
from storage.nouns import Turn
from tests.bot.slack.fake import FakeSlack
from tests.bot.slack.socket import SlackEnd, slack_end
from tests.bot.slack.workspace import Workspace

# Where a handshake is cut off, slack_sdk 3 never closes its socket; whenever it is freed, Python warns.
pytestmark = pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning")

EVENTS, REFRESH_EVERY = 200, 40
IMPATIENT = Vigil(check_every=0.01, patience=0.2, ask_every=60)
PINGS = 0.05  # seconds, where a silence is to be noticed soon
RARE_PINGS = 60.0  # where it is not: a busy machine may be silent for a second, and slack_sdk would connect anew


@pytest.fixture
def end(slack: FakeSlack) -> Iterator[SlackEnd]:
    with slack_end() as made:
        slack.socket_url = made.url
        yield made


@contextmanager
def listening(
    workspace: Workspace, end: SlackEnd, connections: int = 2, pings: float = PINGS
) -> Iterator[list[object]]:
    bot = replace(workspace.bot, reach=replace(workspace.bot.reach, app_token="xapp-test"))
    handlers = connect(bot, connections, pings)
    try:
        yield list(handlers)
    finally:
        end.dies()  # so that closing waits for nothing
        leave(handlers)
        handlers.clear()
        gc.collect()  # while it is this test's warning, and no later one's


def turns(workspace: Workspace) -> list[str]:
    return [str(row[0]) for row in workspace.round.rows(sa.select(Turn.source).order_by(Turn.id))]


def test_two_hundred_events_over_several_refreshes_are_each_heard_once(workspace: Workspace, end: SlackEnd) -> None:
    ann, eve = workspace.person("U1ANN"), workspace.person("U7EVE")  # of whom one is known
    ann.types("hello")
    before, posted = len(turns(workspace)), len(workspace.slack.said())
    with listening(workspace, end, pings=RARE_PINGS):
        end.waits(lambda: len(end.links) == 2)
        for number in range(EVENTS):
            person = eve if number % 4 else ann
            end.deliver(f"e{number}", person.message("why", f"{1000 + number}.000100"))
            if number % REFRESH_EVERY == REFRESH_EVERY - 1:
                end.refresh()
        end.waits(lambda: not end.unacknowledged and not end.leaving)
        workspace.settle()
    assert end.opened == 2 + EVENTS // REFRESH_EVERY
    assert sorted(turns(workspace)[before:]) == [f"slack:{ann.channel}:{1000 + n}.000100" for n in range(0, EVENTS, 4)]
    assert len(workspace.slack.said()) - posted == EVENTS // 4
    assert len(workspace.slack.said("chat.postEphemeral")) == EVENTS * 3 // 4  # each is told once who she is not


def test_what_a_connection_took_with_it_comes_over_another(workspace: Workspace, end: SlackEnd) -> None:
    ann = workspace.person("U1ANN")
    ann.types("hello")
    with listening(workspace, end):
        end.waits(lambda: len(end.links) == 2)
        for number in range(10):
            end.deliver(f"e{number}", ann.message("help", f"{1000 + number}.000100"))
        with end.changed:
            end.links[0].shutdown(socket.SHUT_RDWR)  # without a word, and with whatever it held
        end.waits(lambda: not end.unacknowledged)
        workspace.settle()
    assert len({each for each in turns(workspace) if ":10" in each}) == 10


def vigil(workspace: Workspace, handlers: list[object]) -> str | None:
    stopped = threading.Event()
    guard = threading.Timer(20, stopped.set)  # so that a watch that sees nothing fails and does not hang
    guard.start()
    try:
        return watch(workspace.bot, handlers, stopped, IMPATIENT)  # type: ignore[arg-type]
    finally:
        guard.cancel()


def test_a_socket_that_is_gone_ends_the_process_with_a_sentence(workspace: Workspace, end: SlackEnd) -> None:
    with listening(workspace, end) as handlers:
        end.waits(lambda: len(end.links) == 2)
        end.dies()
        told = vigil(workspace, handlers)
    assert told == "No connection to Slack is alive since 0.2 seconds. Leaving, to be started anew."


def test_a_socket_that_looks_open_and_answers_no_ping_is_dead(workspace: Workspace, end: SlackEnd) -> None:
    end.answers_pings = False
    with listening(workspace, end) as handlers:
        end.waits(lambda: len(end.links) == 2)
        told = vigil(workspace, handlers)
        assert end.links  # Slack's end is open all the while
    assert told is not None
    assert told.startswith("No connection to Slack is alive")


def test_socket_mode_switched_off_ends_the_process_with_its_own_sentence_and_loses_nothing(
    workspace: Workspace, end: SlackEnd
) -> None:
    ann = workspace.person("U1ANN")
    ann.types("hello")
    with listening(workspace, end, pings=RARE_PINGS) as handlers:
        end.waits(lambda: len(end.links) == 2)
        for number in range(10):
            end.deliver(f"e{number}", ann.message("help", f"{1000 + number}.000100"))
        end.waits(lambda: not end.unacknowledged)
        workspace.slack.refusals["apps.connections.open"] = ["not_allowed_token_type"] * 100
        end.switches_off()
        told = vigil(workspace, handlers)
        workspace.settle()
    assert told is not None
    assert told.startswith("Socket Mode was switched off for the app, so Slack cannot be heard.")
    assert len({each for each in turns(workspace) if ":10" in each}) == 10


def test_one_live_connection_is_enough(workspace: Workspace, end: SlackEnd) -> None:
    with listening(workspace, end, 1, RARE_PINGS) as handlers:
        end.waits(lambda: len(end.links) == 1)
        stopped = threading.Event()
        threading.Timer(4 * IMPATIENT.patience, stopped.set).start()
        began = time.monotonic()
        assert watch(workspace.bot, handlers, stopped, IMPATIENT) is None  # type: ignore[arg-type]
        assert time.monotonic() - began > IMPATIENT.patience


def test_a_revoked_token_ends_the_process_with_a_sentence(workspace: Workspace) -> None:
    workspace.slack.refusals["auth.test"] = ["token_revoked"]
    told = watch(workspace.bot, (), threading.Event(), IMPATIENT._replace(ask_every=0.0))
    assert told == "token_revoked: The bot token was revoked. Install the app again."
