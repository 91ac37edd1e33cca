"""Who acts stands in the trail: whoever --by names, else the system's name for the user. And a directory of leads."""

from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
import typer.main

from cli.main import app
from storage.nouns import Event
from storage.record import open_database
from tests.cli.conftest import S11
from tests.cli.every import EVERY

DECIDING = {  # a command of each kind that decides, and whether its --by is asked for
    "call": ("call", "section-11", "GP1", "--note", "Will answer by Friday."),
    "extend": ("extend", "section-11", "GP1", "--to", "2030-04-16"),
    "excuse": ("excuse", "section-11", "GP1", "--because", "Closed in May."),
    "contact left": ("contact", "left", "sam@yot.example"),
    "audit close": ("audit", "close", "section-11", "--yes"),
}

UNDECIDED = {  # they show, write files, run, or keep what others wrote: talk and mail know their writer
    *("status", "figures", "report", "paper", "export", "pack", "nudge", "verify", "backup", "prune", "audit list"),
    *("audit show", "action list", "action show", "recommendation list", "meeting list", "meeting show", "held list"),
    *("held show", "outbox list", "outbox deliver", "outbox retry", "evidence list", "evidence get", "evidence link"),
    *("evidence verify", "evidence scan", "contact directory", "person find", "person export", "run", "bot", "clock"),
    *("web", "worker", "mail", "mail read", "talk"),
}


@pytest.mark.parametrize("words", DECIDING.values(), ids=DECIDING)
@pytest.mark.parametrize("by", ["", "Mo Ray"], ids=["the user", "named"])
def test_who_decided_stands_in_the_trail(
    opened: S11,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    words: tuple[str, ...],
    by: str,
) -> None:
    monkeypatch.setenv("LOGNAME", "wilma")
    told = opened(*words, *(["--by", by] if by else []))
    assert told.code == 0, told.err
    with open_database(f"sqlite:///{tmp_path}/home/s11.db") as record, record.read() as db:
        assert db.scalars(sa.select(Event.actor).order_by(Event.id.desc())).first() == (by or "wilma")


def test_every_command_that_decides_asks_by_whom() -> None:
    """A new one does too, unless it stands in `UNDECIDED`."""
    without = set()
    for name in EVERY.keys() - UNDECIDED:
        found: Any = typer.main.get_command(app)
        for each in name.split():
            found = found.get_command(typer.Context(found), each)
        if not any("--by" in one.opts for one in found.params):
            without.add(name)
    assert without == set()


def test_a_directory_of_leads_is_a_page_or_a_table(opened: S11, tmp_path: Path) -> None:
    opened("contact", "set", "GP1", "ann@surgery.example", "--name", "Ann <Lee>", "--role", "named person")
    assert opened("contact", "directory", "section-11", "--out", "leads.html").out == "Wrote leads.html: 3 people.\n"
    page = (tmp_path / "leads.html").read_text()
    assert "<td>Example Surgery</td><td>Ann &lt;Lee&gt;</td><td>named person</td><td>ann@surgery.example</td>" in page
    assert opened("contact", "directory", "section-11", "--out", "leads.csv").code == 0
    assert (tmp_path / "leads.csv").read_text("utf-8-sig").splitlines()[0] == "Agency,Name,Role,Address,Telephone"
    told = opened("contact", "directory", "section-11", "--out", "leads.pdf")
    assert told == (2, "", "leads.pdf: Write FILE.html to print it, or FILE.csv for a spreadsheet.\n")
