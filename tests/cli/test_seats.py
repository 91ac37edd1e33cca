"""A second process that reads the mailbox or keeps the clock waits, says for whom, and takes over."""

from pathlib import Path

from cli.rounds import Keeper
from cli.seats import ASK_AGAIN, own_seat, seated
from storage.record import Database, open_database, seat_of
from tests.cli.conftest import S11
from tests.cli.test_rounds import Kept, Stop


def test_whoever_waits_says_so_once_and_works_once_the_other_is_gone(database: Database) -> None:
    kept, done = Kept(Stop(6)), list[str]()
    with seat_of(database, "mailbox", "leeds (process 7)") as other, seat_of(database, "mailbox", "here") as here:
        assert other.take()
        keeper = Keeper(kept.stop, kept.told.append, lambda _: None)

        def work() -> float:
            done.append("read")
            return 60.0

        turn = seated(here, "mailbox", keeper, work)

        def each_turn() -> float:
            if len(kept.stop.rested) == 3:
                other.leave()
            return turn()

        keeper.keep_on("The mailbox", each_turn)
    assert kept.stop.rested == [ASK_AGAIN, ASK_AGAIN, ASK_AGAIN, 60.0, 60.0, 60.0]
    assert done == ["read"] * 3
    assert kept.told == [
        "The mailbox is read by leeds (process 7). This process waits, and takes over when that one ends.",
        "The mailbox is read by this process now.",
    ]


def test_doctor_says_who_keeps_the_clock(s11: S11, opened: None, tmp_path: Path) -> None:
    nobody = "Nobody keeps the clock at this moment. Start s11 run, or s11 mail and s11 clock."
    assert nobody in s11("doctor").out
    with open_database(f"sqlite:///{tmp_path / 'home' / 's11.db'}") as database, own_seat(database, "clock") as mine:
        assert mine.take()
        assert f"The clock is kept by {mine.holder()}." in s11("doctor").out
    assert nobody in s11("doctor").out
