"""Everything we write to people, pages included."""

import traceback
from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from config.faults import PlainFault
from config.files import read_whole
from config.notation import LatePattern
from config.ways import Way

if TYPE_CHECKING:
    from config.sandbox import SandboxedEnvironment

SHIPPED = Path(__file__).parent / "letters"
_BREAKS = LatePattern("[\x00-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


class FaultyLetter(PlainFault):
    """A letter of the deployment's own that cannot be written: its file, the line, and the kind of fault."""

    def __init__(self, file: str, line: int, kind: str) -> None:
        self.file, self.line, self.kind = file, line, kind
        super().__init__(
            f"Your own letter {file} cannot be written: {kind} in line {line}. Correct it, or take it out to use ours."
        )

    @property
    def in_short(self) -> str:
        return f"{self.kind} at {self.file}, line {self.line}"


class Letters:
    """The letters of a deployment: its own folders first, then those we ship."""

    def __init__(self, folders: Iterable[Path]) -> None:
        self._own = list(folders)

    @cached_property
    def _letters(self) -> "SandboxedEnvironment":
        from config.sandbox import sandbox  # jinja2: letters are at hand in many commands that write none

        return sandbox([*self._own, SHIPPED])

    def render(self, name: str, /, **facts: object) -> str:
        """The letter `name` with these facts in it; a fact that is used and not given is an error, never a gap.

        Raises FaultyLetter where the deployment writes letters of its own; a fault of ours alone is ours to mend.
        """
        try:
            return self._letters.get_template(f"{name}.j2").render(facts)
        except _broken() as error:
            if not any(self._files()):
                raise
            raise _faulty(f"{name}.j2", error) from error

    def render_for(self, way: Way, name: str, /, **facts: object) -> str:
        """The same in the words of one way: `name-slack`, say; else `name-talk`, for wherever people talk."""
        found = [f"{name}-{way.name}.j2", f"{name}.j2" if way.is_letter else f"{name}-talk.j2"]
        try:
            there = self._letters.select_template(found).name or found[-1]
        except _broken():  # to be told by the letter itself
            there = found[-1]
        return self.render(there.removesuffix(".j2"), **facts)

    def faults(self) -> Iterator[str]:
        """What is wrong in each letter of the deployment's own, as far as that can be read from the file alone."""
        from config.sandbox import TemplateSyntaxError

        for path in self._files():
            data = read_whole(path)
            try:
                self._letters.compile(data.decode(), path.name, str(path))
            except UnicodeDecodeError as error:
                yield f"{path.name}, line {data[: error.start].count(10) + 1}: This is no text in UTF-8."
            except TemplateSyntaxError as error:
                yield f"{path.name}, line {error.lineno}: {error.message}."

    def _files(self) -> Iterator[Path]:
        for folder in self._own:
            yield from sorted(folder.glob("*.j2"))


def _broken() -> tuple[type[Exception], ...]:
    """What a letter may raise; looked up only now that something was raised."""
    from config.sandbox import TemplateError

    return (TemplateError, UnicodeError, TypeError, ValueError, LookupError, AttributeError, ArithmeticError)


def _faulty(name: str, error: Exception) -> FaultyLetter:
    """Where in the letters it broke: the innermost line of one, or the line that cannot be read."""
    from config.sandbox import TemplateSyntaxError

    kind = type(error).__name__
    if isinstance(error, TemplateSyntaxError):
        return FaultyLetter(Path(error.filename or error.name or name).name, error.lineno, kind)
    frames = [each for each in traceback.extract_tb(error.__traceback__) if each.filename.endswith(".j2")]
    return FaultyLetter(
        Path(frames[-1].filename).name if frames else name, frames[-1].lineno or 1 if frames else 1, kind
    )


def open_letters(*folders: Path) -> Letters:
    """Letters in which a file of one of these folders replaces ours of the same name; a folder need not exist."""
    return Letters(folders)


def one_line(words: str) -> str:
    """The words as they may stand in a header: on one line, and nothing in them that a mail program would decode."""
    return " ".join(_BREAKS.sub(" ", words).replace("=?", "= ?").split())
