"""The chain of migrations, read from their files: alembic runs them, and costs a fifth of a second to import."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

SCRIPTS = Path(__file__).parent
_LINK = re.compile(r'^(revision|down_revision) = (?:"([^"]+)"|None)$', re.MULTILINE)


@cache
def revisions() -> dict[str, str | None]:
    """Every revision this version of the program has, and the one before it; None before the first."""
    found = {}
    for path in sorted((SCRIPTS / "versions").glob("[0-9]*.py")):
        link = {name: value or None for name, value in _LINK.findall(path.read_text("utf-8"))}
        found[str(link["revision"])] = link["down_revision"]
    return found


def newest() -> str:
    """The revision that no other comes after."""
    (last,) = set(revisions()) - set(revisions().values())
    return last


def earlier(revision: str | None) -> Iterator[str]:
    """Every revision before it, the nearest first."""
    known = revisions()
    while revision is not None and (revision := known.get(revision)) is not None:
        yield revision
