"""How far a long command has got: on the terminal, and in a file from which the next run goes on."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from storage.evidence import Proved

STALE = timedelta(days=1)


@contextmanager
def counting(console: Console, what: str, done: int) -> Iterator[Callable[[int], None]]:
    """A bar; call what it gives with the total after each step."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(what, total=None, completed=done)

        def count(total: int) -> None:
            bar.update(task, advance=1, total=total)

        yield count


class Progressed:
    """What an interrupted run had read, if that is not long ago; a finished one leaves nothing."""

    def __init__(self, path: Path, now: datetime, *, again: bool) -> None:
        self._path, self.done = path, dict[str, str]()
        began, *lines = path.read_text("utf-8").splitlines() if path.is_file() else [""]
        if began and not again and now - datetime.fromisoformat(began) < STALE:
            self.done = {
                key: fault for key, _, fault in (line.partition(" ") for line in lines[:-1])
            }  # the last may be half
        self._began = began if self.done else now.isoformat()

    def __enter__(self) -> Self:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        lines = [self._began, *(f"{key} {fault}" for key, fault in self.done.items())]
        self._file = self._path.open("w", encoding="utf-8", buffering=1)
        self._file.write("\n".join(lines) + "\n")
        return self

    def note(self, proved: Proved) -> None:
        self._file.write(f"{proved.key} {proved.fault}\n")

    def finish(self) -> None:
        self._path.unlink(missing_ok=True)

    def __exit__(self, *_: object) -> None:
        self._file.close()
