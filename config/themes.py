"""themes.toml: what sentences may be about. A business manager's file; ours is shipped, a deployment's adds to it."""

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Annotated, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from config.files import read_whole
from config.questionnaire import Fault, Faulty, in_words, line_of, locate, read_toml

SHIPPED_THEMES = Path(__file__).parent / "themes.toml"

Words = Annotated[str, Field(min_length=1, max_length=1500)]
Phrases = Annotated[list[Words], Field(max_length=500)]


class Written(NamedTuple):
    """A pattern as its file has it, and where it stands; the classifier may say no to a `loose` one."""

    text: str
    file: str = ""
    line: int = 1
    loose: bool = False

    @property
    def is_own(self) -> bool:
        """Of a deployment's own file, which wins over what is shipped."""
        return self.file != str(SHIPPED_THEMES)


@dataclass(frozen=True)
class Theme:
    """One theme. `threshold` stands where a manager sets what the classifier must give; None leaves it to training."""

    key: str
    title: str
    definition: str = ""
    core: bool = False
    threshold: float | None = None
    keywords: tuple[str, ...] = ()
    patterns: tuple[Written, ...] = ()
    hints: tuple[Written, ...] = ()
    unless: tuple[Written, ...] = ()
    never: tuple[Written, ...] = ()


@dataclass(frozen=True)
class Themes:
    """Every theme by its key, in the order of the files, and the lists their patterns refer to."""

    by_key: Mapping[str, Theme]
    lists: Mapping[str, tuple[str, ...]]
    version: str  # of the words in the files; tags made with another version are made again

    def title(self, key: str) -> str:
        theme = self.by_key.get(key)
        return theme.title if theme else key.replace("_", " ")


class PatternTable(BaseModel):
    """A pattern that needs saying more of than its words: { pattern = "…", loose = true }."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)

    pattern: Words
    loose: bool = False

    @model_validator(mode="before")
    @classmethod
    def _of_words(cls, given: object) -> object:
        return {"pattern": given} if isinstance(given, str) else given


class ThemeTable(BaseModel):
    """A [[theme]] as it is written; `replace` drops what an earlier file said of the same key."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)

    key: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
    title: Annotated[str, Field(max_length=100)] = ""
    definition: Annotated[str, Field(max_length=1000)] = ""
    core: bool = False
    replace: bool = False
    threshold: Annotated[float | None, Field(ge=0, le=1)] = None
    keywords: Phrases = []
    patterns: Annotated[list[PatternTable], Field(max_length=500)] = []
    hints: Phrases = []
    unless: Phrases = []
    never: Phrases = []


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", defer_build=True)

    lists: dict[Annotated[str, Field(pattern=r"^[a-z_]{1,30}$")], Phrases] = {}
    theme: Annotated[list[ThemeTable], Field(max_length=200)] = []


def load_themes(*paths: Path) -> Themes:
    """The themes of these files, a later one adding to those before it; a file need not exist. Raises Faulty."""
    themes: dict[str, Theme] = {}
    lists: dict[str, tuple[str, ...]] = {}
    digest = hashlib.sha256()
    for path in paths:
        if not path.is_file():
            continue
        source = read_whole(path)
        digest.update(source)
        lines, table = _read(source, str(path))
        lists |= {name: tuple(words) for name, words in table.lists.items()}
        for each in table.theme:
            theme = _theme(each, lines, str(path))
            earlier = themes.get(each.key)
            themes[each.key] = _added(earlier, theme) if earlier and not each.replace else theme
    return Themes(themes, lists, digest.hexdigest()[:12])


@lru_cache(maxsize=8)  # every command that shows themes asks whether there is anything to tag
def _read(source: bytes, file: str) -> tuple[dict[str, int], _File]:
    text, table = read_toml(source, file)
    try:
        read = _File.model_validate(table)
    except ValidationError as error:
        lines = locate(text)
        found = [in_words(each, _File) for each in error.errors(include_url=False)]
        raise Faulty(Fault(file, line_of(lines, each.path), each.what, each.write) for each in found) from None
    keys = [each.key for each in read.theme]
    twice = [(number, key) for number, key in enumerate(keys) if key in keys[:number]]
    if twice:
        what, lines = "The theme {} is written twice.", locate(text)
        raise Faulty(
            Fault(file, line_of(lines, ("theme", number)), what.format(key), "Put its patterns together.")
            for number, key in twice
        )
    return _lines(text), read


def _theme(each: ThemeTable, lines: Mapping[str, int], file: str) -> Theme:
    def written(patterns: Iterable[str]) -> tuple[Written, ...]:
        return tuple(Written(pattern, file, lines.get(pattern, 1)) for pattern in patterns)

    return Theme(
        key=each.key,
        title=each.title or each.key.replace("_", " ").capitalize(),
        definition=each.definition,
        core=each.core,
        threshold=each.threshold,
        keywords=tuple(each.keywords),
        patterns=tuple(Written(one.pattern, file, lines.get(one.pattern, 1), one.loose) for one in each.patterns),
        hints=written(each.hints),
        unless=written(each.unless),
        never=written(each.never),
    )


def _added(earlier: Theme, later: Theme) -> Theme:
    named = later.title != later.key.replace("_", " ").capitalize()
    return replace(
        earlier,
        title=later.title if named else earlier.title,
        definition=later.definition or earlier.definition,
        core=earlier.core or later.core,
        threshold=earlier.threshold if later.threshold is None else later.threshold,
        keywords=earlier.keywords + later.keywords,
        patterns=earlier.patterns + later.patterns,
        hints=earlier.hints + later.hints,
        unless=earlier.unless + later.unless,
        never=earlier.never + later.never,
    )


def _lines(text: str) -> dict[str, int]:
    """The line of every quoted word of the file, the first where it stands on several."""
    found: dict[str, int] = {}
    for number, line in enumerate(text.split("\n"), start=1):
        for quoted in re.findall(r'"([^"]*)"', line):
            found.setdefault(quoted, number)
    return found
