"""Kill imports and migrations at random moments and look at what is left: all of it, or none."""

import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

DEMO = Path(__file__).parents[1] / "cli" / "demo_data" / "city-hackney-2009"
S11 = (sys.executable, "-c", "from cli.main import main; main()")
KEY = "city-hackney-2009"
OPEN = ("audit", "open", KEY, "--agencies", str(DEMO / "agencies.csv"), "--due", "2030-03-31")
IMPORT = ("answers", "import", KEY, str(DEMO / "matrix.csv"))
TIMES = 20
SEED = 11


def opened(home: Path) -> None:
    run(home, "init")
    run(home, *OPEN)


def start(home: Path, *words: str) -> subprocess.Popen[str]:
    environment = {**os.environ, "S11_HOME": str(home)}
    return subprocess.Popen([*S11, *words], env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def run(home: Path, *words: str) -> str:
    process = start(home, *words)
    out, err = process.communicate()
    if process.returncode:
        raise AssertionError(f"s11 {' '.join(words)} left with {process.returncode}: {err}")
    return out


def killed(home: Path, delay: float, *words: str) -> bool:
    """Start a command, kill it after `delay` seconds; whether it was still at work then."""
    process = start(home, *words)
    time.sleep(delay)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    return process.returncode == -signal.SIGKILL


def import_killed(folder: Path, chance: random.Random) -> Counter[str]:
    """Kill an import; then the record verifies, holds all of the table or nothing, and takes it again."""
    opened(folder / "measure")
    began = time.monotonic()
    run(folder / "measure", *IMPORT)
    took = time.monotonic() - began
    found: Counter[str] = Counter()
    for number in range(TIMES):
        home = folder / f"import-{number}"
        opened(home)
        found["killed at work"] += killed(home, chance.uniform(0.2, 1.0) * took, *IMPORT)
        run(home, "verify")
        cells = json.loads(run(home, "figures", KEY, "--json"))["rated"]
        if cells not in (0, 589):
            raise AssertionError(f"{cells} of 589 ratings were there after the kill.")
        found["nothing there" if cells == 0 else "all there"] += 1
        run(home, *IMPORT)
        run(home, "verify")
        if json.loads(run(home, "figures", KEY, "--json"))["rated"] != 589:
            raise AssertionError("The import did not mend after the kill.")
    return found


def migration_killed(folder: Path, chance: random.Random) -> Counter[str]:
    """Kill the making of the tables; then init makes a record that works."""
    began = time.monotonic()
    run(folder / "init", "init")
    took = time.monotonic() - began
    found: Counter[str] = Counter()
    for number in range(TIMES):
        home = folder / f"init-{number}"
        found["killed at work"] += killed(home, chance.uniform(0.2, 1.0) * took, "init")
        told, _ = start(home, "audit", "list", "--json").communicate()  # refused where nothing was made yet
        found["verified before init"] += "open" in told
        run(home, "init")
        opened(home)
        run(home, "verify")
    return found


def main() -> None:
    chance = random.Random(SEED)
    with tempfile.TemporaryDirectory() as folder:
        for name, campaign in (("import", import_killed), ("migration", migration_killed)):
            found = campaign(Path(folder) / name, chance)
            sys.stdout.write(f"{name}: {TIMES} rounds, seed {SEED}: {dict(found)}. Nothing half there.\n")


if __name__ == "__main__":
    main()
