"""One line of s11 doctor, and all of them for whoever looks: a table at a terminal, lines in a pipe."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

COLOURS = {"ok": "green", "warn": "yellow", "fail": "red"}


class Check(NamedTuple):
    """One thing looked at, and how to mend it."""

    check: str
    state: Literal["ok", "warn", "fail"]
    says: str
    mend: str = ""


def show(checks: Sequence[Check], console: "Console") -> None:
    """A table where a person looks; in a pipe a line each that starts with its state, for grep and for logs."""
    from rich.text import Text  # the checks are made by commands that draw nothing

    if console.is_terminal:
        console.print(_table(checks))
        return
    for each in checks:
        told = f" {each.check}: {each.says} {each.mend}".rstrip()
        console.print(Text(f"{each.state:<4}{told}"), soft_wrap=True)


def sum_up(checks: Sequence[Check]) -> str:
    """How many stand at each state, and which fail."""
    failed = list(dict.fromkeys(each.check for each in checks if each.state == "fail"))
    counts = {state: sum(each.state == state for each in checks) for state in ("fail", "warn", "ok")}
    told = ", ".join(f"{count} {state}" for state, count in counts.items() if count)
    return f"{told}. To mend: {', '.join(failed)}." if failed else f"{told}."


def _table(checks: Sequence[Check]) -> "Table":
    from rich.table import Table
    from rich.text import Text

    table = Table("State", "What", "How it is", "Mend", box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.columns[0].no_wrap = True
    for each in checks:
        table.add_row(Text(each.state, COLOURS[each.state]), Text(each.check), Text(each.says), Text(each.mend))
    return table
