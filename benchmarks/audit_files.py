"""How long an audit file takes to read or refuse, beside tomllib alone on the same bytes."""

import time
import tomllib
from collections.abc import Callable
from contextlib import suppress

from benchmarks.table import tell
from config.questionnaire import SHIPPED, Faulty, load_template
from tests.config.questionnaire.test_load import HOSTILE

CEILING_AT_MOST = 60_000  # bytes; tomllib alone takes minutes on some of the larger ones


def seconds(read: Callable[[bytes], object], source: bytes) -> float:
    began = time.process_time()
    with suppress(Faulty, ValueError, RecursionError):  # refusing is what is timed
        read(source)
    return time.process_time() - began


def main() -> None:
    sources = {path.name: path.read_bytes() for path in sorted(SHIPPED.glob("*.toml"))} | HOSTILE
    for name, source in sources.items():
        ours = seconds(lambda each: load_template(each, "audit.toml"), source)
        is_short = len(source) <= CEILING_AT_MOST
        ceiling = seconds(lambda each: tomllib.loads(each.decode()), source) if is_short else None
        tell(f"audit file {name}, beside tomllib alone", ours, ceiling, "CPU s")


if __name__ == "__main__":
    main()
