"""Everything we write to people, pages included: jinja2's only home."""

import re
import traceback
from collections.abc import Iterable, Iterator
from pathlib import Path

from jinja2 import BytecodeCache, FileSystemLoader, StrictUndefined, TemplateError, TemplateSyntaxError
from jinja2.bccache import Bucket
from jinja2.sandbox import SandboxedEnvironment

from config.faults import PlainFault
from config.ways import Way
from config.words import agree

SHIPPED = Path(__file__).parent / "letters"
_BREAKS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


class _Compiled(BytecodeCache):
    """What letters were compiled to, for every deployment this process serves; a letter that changed is not found."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self._kept:
            bucket.bytecode_from_string(self._kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._kept[bucket.key] = bucket.bytecode_to_string()


_COMPILED = _Compiled()


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
        self._letters = SandboxedEnvironment(
            loader=FileSystemLoader([*self._own, SHIPPED]),
            bytecode_cache=_COMPILED,
            autoescape=_is_page,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )
        self._letters.filters["agree"] = agree

    def render(self, name: str, /, **facts: object) -> str:
        """The letter `name` with these facts in it; a fact that is used and not given is an error, never a gap.

        Raises FaultyLetter where the deployment writes letters of its own; a fault of ours alone is ours to mend.
        """
        try:
            return self._letters.get_template(f"{name}.j2").render(facts)
        except _BROKEN as error:
            if not any(self._files()):
                raise
            raise _faulty(f"{name}.j2", error) from error

    def render_for(self, way: Way, name: str, /, **facts: object) -> str:
        """The same in the words of one way: `name-slack`, say; else `name-talk`, for wherever people talk."""
        found = [f"{name}-{way.name}.j2", f"{name}.j2" if way.is_letter else f"{name}-talk.j2"]
        try:
            there = self._letters.select_template(found).name or found[-1]
        except _BROKEN:  # to be told by the letter itself
            there = found[-1]
        return self.render(there.removesuffix(".j2"), **facts)

    def faults(self) -> Iterator[str]:
        """What is wrong in each letter of the deployment's own, as far as that can be read from the file alone."""
        for path in self._files():
            data = path.read_bytes()
            try:
                self._letters.compile(data.decode(), path.name, str(path))
            except UnicodeDecodeError as error:
                yield f"{path.name}, line {data[: error.start].count(10) + 1}: This is no text in UTF-8."
            except TemplateSyntaxError as error:
                yield f"{path.name}, line {error.lineno}: {error.message}."

    def _files(self) -> Iterator[Path]:
        for folder in self._own:
            yield from sorted(folder.glob("*.j2"))


_BROKEN = (TemplateError, UnicodeError, TypeError, ValueError, LookupError, AttributeError, ArithmeticError)


def _faulty(name: str, error: Exception) -> FaultyLetter:
    """Where in the letters it broke: the innermost line of one, or the line that cannot be read."""
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


def _is_page(name: str | None) -> bool:
    return name is not None and name.endswith(".html.j2")


def one_line(words: str) -> str:
    """The words as they may stand in a header: on one line, and nothing in them that a mail program would decode."""
    return " ".join(_BREAKS.sub(" ", words).replace("=?", "= ?").split())
