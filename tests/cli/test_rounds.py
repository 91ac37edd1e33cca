"""A part of a process goes on through whatever passes, tells it, and ends only where its settings are wrong."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
import sqlalchemy as sa

from cli import wiring
from cli.rounds import Keeper, awaited
from config.settings import Settings, UnknownSetting
from storage.evidence import Unavailable
from storage.record import Database, Faults
from tests.locked import lock


class Stop(threading.Event):
    """Set after so many rests, which it counts and does not wait for."""

    def __init__(self, rests: int) -> None:
        super().__init__()
        self.left, self.rested = rests, list[float]()

    def wait(self, timeout: float | None = None) -> bool:
        self.rested.append(timeout or 0.0)
        if len(self.rested) >= self.left:
            self.set()
        return self.is_set()


@dataclass
class Kept:
    """A keeper whose rests, words and faults are seen."""

    stop: Stop
    told: list[str] = field(default_factory=list)
    noted: list[str] = field(default_factory=list)

    def keep_on(self, work: Callable[[], float]) -> None:
        Keeper(self.stop, self.told.append, self._note).keep_on("The post", work)

    def _note(self, faults: Faults) -> None:
        self.noted += faults.found


def locked(database: Database) -> None:
    with lock(database), database.write.begin() as db:
        db.execute(sa.text("DELETE FROM messages"))


PASSING: dict[str, Callable[[], Exception]] = {
    "a network that is away": lambda: OSError("Network is unreachable"),
    "a store that is away": lambda: Unavailable("The store does not answer."),
    "a server that was there at the start": lambda: wiring.Unreached("The record cannot be opened."),
}


def test_a_locked_record_is_waited_for(database: Database) -> None:
    kept = Kept(Stop(3))
    done: list[str] = []

    def work() -> float:
        if len(kept.told) < 2:
            locked(database)
        done.append("a round")
        return 60.0

    kept.keep_on(work)
    assert (done, kept.stop.rested[2], kept.noted) == (["a round"], 60.0, [])
    assert all(each.startswith("The post cannot go on now (") for each in kept.told)


@pytest.mark.parametrize("passing", PASSING)
def test_what_passes_is_told_and_tried_again_ever_later(passing: str) -> None:
    kept = Kept(Stop(12))

    def work() -> float:
        raise PASSING[passing]()

    kept.keep_on(work)
    assert len(kept.told) == 12
    assert max(kept.stop.rested[:3]) < min(kept.stop.rested[-3:]) <= 300
    assert kept.noted == []


def test_a_fault_of_ours_is_noted_and_costs_no_other_round() -> None:
    kept = Kept(Stop(2))
    rounds = iter([ValueError("somebody's words"), None])

    def work() -> float:
        if error := next(rounds):
            raise error
        return 60.0

    kept.keep_on(work)
    assert (kept.noted, kept.stop.rested[1]) == (["The post"], 60.0)
    (told,) = kept.told
    assert told.startswith("The post cannot go on now (ValueError at test_rounds.py, line ")
    assert "somebody's words" not in told


@pytest.mark.parametrize("wrong", [wiring.NotReady("No token is set."), UnknownSetting("There is no setting S11_X.")])
def test_wrong_settings_end_it(wrong: Exception) -> None:
    kept = Kept(Stop(1))

    def work() -> float:
        raise wrong

    with pytest.raises(type(wrong)):
        kept.keep_on(work)
    assert kept.told == []


def test_a_database_that_is_away_at_the_start_is_waited_for(database: Database) -> None:
    stop, told = Stop(9), list[str]()

    def opened() -> Database:
        if len(told) < 3:
            raise wiring.Unreached("The record cannot be opened: connection refused.")
        return database

    assert awaited(opened, stop, told.append) is database
    assert [each.partition(" Next try in ")[0] for each in told] == [
        "The record cannot be opened: connection refused."
    ] * 3
    assert len(stop.rested) == 3


def test_whoever_stops_it_meanwhile_ends_it_quietly() -> None:
    def opened() -> Database:
        raise wiring.Unreached("The record cannot be opened.")

    with pytest.raises(SystemExit) as left:
        awaited(opened, Stop(2), list[str]().append)
    assert left.value.code == 0


HERE = "postgresql+psycopg://s11@127.0.0.1:1"  # where nobody listens


@pytest.mark.parametrize(
    ("url", "may_pass"),
    [
        (f"{HERE}/s11", True),
        ("postgresql+nothing://s11@127.0.0.1/s11", False),
        ("sqlite:////nowhere/at/all/s11.db", False),
        ("postgres at home", False),
    ],
)
def test_what_waiting_can_mend_when_it_starts(url: str, may_pass: bool) -> None:
    with pytest.raises(wiring.NotReady) as told:
        wiring.open_record(Settings(database_url=url))
    assert isinstance(told.value, wiring.Unreached) == may_pass


def test_a_server_that_knows_no_such_record_is_not_waited_for(database: Database) -> None:
    """Asked of PostgreSQL, where a server can be there without the record; an SQLite file is there or not."""
    address = database.engine.url.set(database="nowhere_at_all")
    with pytest.raises(wiring.NotReady) as told:
        wiring.open_record(Settings(database_url=address.render_as_string(hide_password=False)))
    assert not isinstance(told.value, wiring.Unreached)
