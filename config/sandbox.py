"""Where letters are compiled and written: jinja2's only home, entered when the first letter is."""

from collections.abc import Sequence
from pathlib import Path

from jinja2 import BytecodeCache, FileSystemLoader, StrictUndefined, TemplateError, TemplateSyntaxError
from jinja2.bccache import Bucket
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup, escape

from config.words import agree, count, there_are

__all__ = ["SandboxedEnvironment", "TemplateError", "TemplateSyntaxError", "sandbox"]


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


def sandbox(folders: Sequence[Path]) -> SandboxedEnvironment:
    """Where the letters of these folders are written, the first that has one first."""
    made = SandboxedEnvironment(
        loader=FileSystemLoader(folders),
        bytecode_cache=_COMPILED,
        autoescape=_is_page,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters |= {"agree": agree, "counted": count, "there_are": there_are, "on_lines": _on_lines}
    return made


def _on_lines(words: object) -> Markup:
    """What somebody wrote as a page shows it, each of its lines on one of its own."""
    return Markup("<br>").join(escape(line) for line in str(words).splitlines())


def _is_page(name: str | None) -> bool:
    return name is not None and name.endswith(".html.j2")
