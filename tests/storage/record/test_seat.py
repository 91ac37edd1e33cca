"""A seat is held by one at a time, says by whom, and is free once its holder is gone, however it went."""

import subprocess
import sys
from collections.abc import Callable

import pytest
import sqlalchemy as sa

from storage.record import Database, Seat, open_database, seat_of

HOLDS = """
import sys
from storage.record import open_database, seat_of
with open_database(sys.argv[1]) as database:
    seat = seat_of(database, "mailbox", "the other machine")
    print(seat.take(), flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def sits(database: Database) -> Callable[[str], Seat]:
    return lambda who: seat_of(database, "mailbox", who)


def test_one_holds_it_and_the_next_takes_it_when_it_is_left(sits: Callable[[str], Seat]) -> None:
    with sits("one") as one, sits("two") as two:
        assert (one.take(), two.take(), one.take()) == (True, False, True)
        assert (one.holder(), two.holder()) == ("one", "one")
        one.leave()
        assert two.holder() is None
        assert (two.take(), one.take()) == (True, False)
        assert one.holder() == "two"


def test_mailbox_and_clock_are_two_seats(database: Database) -> None:
    with seat_of(database, "mailbox", "one") as mailbox, seat_of(database, "clock", "two") as clock:
        assert (mailbox.take(), clock.take()) == (True, True)
        assert (mailbox.holder(), clock.holder()) == ("one", "two")


def test_when_its_holder_is_killed_it_is_free(url: str, sits: Callable[[str], Seat]) -> None:
    command = [sys.executable, "-c", HOLDS, url]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        held = other.stdout.readline()
        with sits("here") as here:
            while_it_lives = here.take(), here.holder()
            other.kill()
            other.wait()
            assert (held, while_it_lives) == ("True\n", (False, "the other machine"))
            assert any(here.take() for _ in range(1000))  # a server notices a moment later


def test_a_session_that_the_server_ended_has_lost_its_seat(postgres: sa.URL, migrated_postgres: sa.URL) -> None:
    with (
        open_database(migrated_postgres.render_as_string(hide_password=False)) as database,
        seat_of(database, "clock", "one", look_again=0.0) as one,
        seat_of(database, "clock", "two") as two,
    ):
        assert one.take()
        with database.engine.connect() as connection:
            ended = "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE application_name = 'one'"
            assert connection.scalar(sa.text(ended))
        assert two.take()
        with pytest.raises(sa.exc.OperationalError):
            one.take()
        assert (one.take(), two.take()) == (False, True)
