"""Every benchmark in a process of its own, and at the end one table of all figures.

python -m benchmarks [NAME...]
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.table import HEAD, ROWS, rows

FOLDER = Path(__file__).parent
APART = {"__init__", "__main__", "table", "audit", "answered", "big_record"}  # what the others stand on


def main() -> None:
    names = sys.argv[1:] or sorted({path.stem for path in FOLDER.glob("*.py")} - APART)
    failed = []
    with tempfile.TemporaryDirectory() as folder:
        kept = Path(folder) / "rows"
        for name in names:
            sys.stdout.write(f"\n{name}\n")
            sys.stdout.flush()
            run = subprocess.run(
                [sys.executable, "-m", f"benchmarks.{name}"], env=os.environ | {ROWS: str(kept)}, check=False
            )
            failed += [name] if run.returncode else []
        sys.stdout.write("\n".join(["", HEAD, *map(str, rows(kept)), ""]))
    if failed:
        sys.exit(f"These broke: {', '.join(failed)}.")


if __name__ == "__main__":
    main()
