"""CPU seconds that a command takes from nothing to its end in a record of a few agencies, beside Python alone.

Of `bot` and `mail`, which stay, what is timed is all that they load before they begin.
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
COMMANDS: dict[str, Sequence[str]] = {
    f"status {KEY}": (*S11, "status", KEY),
    "held list": (*S11, "held", "list"),
    "bot, until it listens": ("-c", "import cli.main, cli.bot, bot.slack.socket"),
    "mail, until it looks": ("-c", "import cli.main, cli.mail"),
}


def seconds(words: Sequence[str], settings: dict[str, str]) -> float:
    """The CPU of one run, of its children too."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, *words], env=settings, stdout=subprocess.DEVNULL, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def median(words: Sequence[str], settings: dict[str, str]) -> float:
    return statistics.median(seconds(words, settings) for _ in range(TIMES))


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 's11.db'}"
        set_up = {name: value for name, value in os.environ.items() if not name.startswith("S11_")}
        set_up.pop("PYTHONDONTWRITEBYTECODE", None)  # as it is installed, nothing is compiled at a start
        set_up |= {"S11_HOME": folder, "S11_DATABASE_URL": url, "S11_NOW": NIGHT.isoformat()}
        with open_database(url) as record:
            record.migrate()
            fill(record, 100)
        least = median(("-c", ""), set_up)
        for name, words in COMMANDS.items():
            seconds(words, set_up)  # what is compiled once
            tell(f"start of s11 {name}, beside Python alone", median(words, set_up), least, "CPU s")


if __name__ == "__main__":
    main()
