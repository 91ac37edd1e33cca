"""Everything we write to people, pages included: jinja2's only home."""

import re
from collections.abc import Iterable
from pathlib import Path

from jinja2 import BytecodeCache, FileSystemLoader, StrictUndefined
from jinja2.bccache import Bucket
from jinja2.sandbox import SandboxedEnvironment

from config.ways import Way

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


class Letters:
    """The letters of a deployment: its own folders first, then those we ship."""

    def __init__(self, folders: Iterable[Path]) -> None:
        self._letters = SandboxedEnvironment(
            loader=FileSystemLoader([*folders, SHIPPED]),
            bytecode_cache=_COMPILED,
            autoescape=_is_page,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )

    def render(self, name: str, /, **facts: object) -> str:
        """The letter `name` with these facts in it; a fact that is used and not given is an error, never a gap."""
        return self._letters.get_template(f"{name}.j2").render(facts)

    def render_for(self, way: Way, name: str, /, **facts: object) -> str:
        """The same in the words of one way: `name-slack`, say; else `name-talk`, for wherever people talk."""
        found = [f"{name}-{way.name}.j2", f"{name}.j2" if way.is_letter else f"{name}-talk.j2"]
        return self._letters.select_template(found).render(facts)


def open_letters(*folders: Path) -> Letters:
    """Letters in which a file of one of these folders replaces ours of the same name; a folder need not exist."""
    return Letters(folders)


def _is_page(name: str | None) -> bool:
    return name is not None and name.endswith(".html.j2")


def one_line(words: str) -> str:
    """The words as they may stand in a header: on one line, and nothing in them that a mail program would decode."""
    return " ".join(_BREAKS.sub(" ", words).replace("=?", "= ?").split())
