"""CPU seconds that a command takes from nothing to its end in a record of a few agencies.

Beside each the ceiling of the same run: a command of one argument that opens a database by the same libraries and says
nothing. Of `bot` and `mail`, which stay, what is timed is all that they load before they begin; beside the bot stands
an empty Bolt app.
"""

import os
import resource
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks.big_record import KEY, NIGHT, fill
from benchmarks.table import tell
from storage.record import open_database

TIMES = 7  # each is run, and the median told
S11 = ("-c", "from cli.main import main; main()")
LEAVES = "import gc, os; gc.disable(); {}; os._exit(0)"  # nobody waits for what a part clears up that stays
BARE = """
import atexit, gc
gc.disable()
atexit.register(gc.freeze)
from typing import Annotated
import sqlalchemy, sqlalchemy.orm, typer
app = typer.Typer(add_completion=False, rich_markup_mode=None)
@app.command()
def look(key: Annotated[str, typer.Argument()]) -> None:
    with sqlalchemy.orm.Session(sqlalchemy.create_engine("sqlite://")) as db:
        db.execute(sqlalchemy.text("SELECT 1"))
app()
"""
LOOK = ("-c", BARE, "key")
BOLT = ("-c", LEAVES.format("import sqlalchemy.orm, typer, slack_bolt, slack_bolt.adapter.socket_mode.builtin"))
COMMANDS: dict[str, tuple[Sequence[str], Sequence[str]]] = {
    f"status {KEY}": ((*S11, "status", KEY), LOOK),
    "held list": ((*S11, "held", "list"), LOOK),
    "bot, to its refusal without a token": ((*S11, "bot"), LOOK),
    "bot, until it listens": (("-c", LEAVES.format("import cli.main, cli.bot, cli.slack")), BOLT),
    "mail, until it looks": (("-c", LEAVES.format("import cli.main, cli.mail")), LOOK),
}


def seconds(words: Sequence[str], settings: dict[str, str]) -> float:
    """The CPU of one run, of its children too."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    left = subprocess.run(
        [sys.executable, *words], env=settings, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False
    )
    if left.returncode != (2 if words[-1] == "bot" else 0):
        raise AssertionError(f"{words[-1]} left with {left.returncode}.")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 's11.db'}"
        set_up = {name: value for name, value in os.environ.items() if not name.startswith("S11_")}
        set_up.pop("PYTHONDONTWRITEBYTECODE", None)  # as it is installed, nothing is compiled at a start
        set_up |= {"S11_HOME": folder, "S11_DATABASE_URL": url}
        with open_database(url) as record:
            record.migrate()
            fill(record, 100)
        for name, (words, least) in COMMANDS.items():
            told = set_up if words[-1] == "bot" else set_up | {"S11_NOW": NIGHT.isoformat()}
            both = [(seconds(words, told), seconds(least, told)) for _ in range(TIMES + 1)][1:]  # what is compiled once
            ours, ceiling = (statistics.median(each) for each in zip(*both, strict=True))
            beside = "an empty Bolt app" if least is BOLT else "its libraries alone"
            tell(f"start of s11 {name}, beside {beside}", ours, ceiling, "CPU s")


if __name__ == "__main__":
    main()
