"""Every benchmark in a process of its own, and at the end one table of all figures.

python -m benchmarks [NAME[=SIZE,SIZE...]...]   such as start record=10000,42000 report=600,60 post=52800,1000000
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.table import HEAD, ROWS, rows

FOLDER = Path(__file__).parent
APART = {"__init__", "__main__", "table", "audit", "answered", "big_record"}  # what the others stand on


def main() -> None:
    known = sorted({path.stem for path in FOLDER.glob("*.py")} - APART)
    asked = [each.partition("=")[::2] for each in sys.argv[1:] or known]
    if strange := [name for name, _ in asked if name not in known]:
        sys.exit(f"There is no benchmark {', '.join(strange)}. Name one of: {', '.join(known)}.")
    took: list[str] = []
    failed: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        kept = Path(folder) / "rows"
        for name, sizes in asked:
            sys.stdout.write(f"\n{name}\n")
            sys.stdout.flush()
            began = time.monotonic()
            words = [sys.executable, "-m", f"benchmarks.{name}", *filter(None, sizes.split(","))]
            run = subprocess.run(words, env=os.environ | {ROWS: str(kept)}, check=False)
            took.append(f"{name} {time.monotonic() - began:.0f} s")
            failed += [name] if run.returncode else []
        sys.stdout.write("\n".join(["", HEAD, *map(str, rows(kept)), "", f"By the clock: {', '.join(took)}.", ""]))
    if failed:
        sys.exit(f"These broke: {', '.join(failed)}.")


if __name__ == "__main__":
    main()
