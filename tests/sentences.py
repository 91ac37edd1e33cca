"""Every sentence of ours that a person may read, collected from where it is written."""

import ast
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
FOLDERS = ("config", "storage", "nlp", "intake", "reports", "bot", "cli")
STAND_IN = "Bo"  # for whatever is filled in
TAG = re.compile(r"\{#.*?#\}|\{%.*?%\}", re.DOTALL)
FILLED = re.compile(r"\{\{.*?\}\}", re.DOTALL)
MARKUP = re.compile(
    r"</?(?:p|h\d|title|html|head|body|meta|div|!DOCTYPE)\b[^>]*>|<style>.*?</style>|</?\w+[^>]*>", re.DOTALL
)
SENTENCE = re.compile(r"[A-Z“][^\n]*?[.?!](?=\s|$)")


class Sentence(NamedTuple):
    """One sentence and where it stands."""

    where: str
    words: str


def sentences() -> list[Sentence]:
    """Those in code and those in letters, text and HTML, with a name for whatever is filled in."""
    found = [each for folder in FOLDERS for path in sorted((ROOT / folder).rglob("*.py")) for each in _in_code(path)]
    for path in sorted((ROOT / "config" / "letters").glob("*.j2")):
        if not path.name.startswith(("_report", "report")):  # pages, with tables in them
            text = FILLED.sub(STAND_IN, TAG.sub("", MARKUP.sub("\n", path.read_text())))
            found += [Sentence(path.name, " ".join(each.split())) for each in SENTENCE.findall(text)]
    return found


class CountedWord(NamedTuple):
    """Something filled in and the words right after it, where they may be a count and its noun."""

    where: str
    filled: str
    then: str


def filled_in() -> Iterator[CountedWord]:
    """Whatever stands right before words of ours: in code, and in every letter and page."""
    for path in (each for folder in FOLDERS for each in sorted((ROOT / folder).rglob("*.py"))):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.JoinedStr):
                for part, after in pairwise(node.values):
                    if isinstance(part, ast.FormattedValue) and isinstance(after, ast.Constant):
                        where = f"{path.relative_to(ROOT)}:{part.lineno}"
                        yield CountedWord(where, ast.unparse(part.value), str(after.value))
    for path in sorted((ROOT / "config" / "letters").glob("*.j2")):
        for found in re.finditer(r"\{\{(.*?)\}\}([^{]*)", path.read_text(), re.DOTALL):
            yield CountedWord(path.name, found[1].strip(), found[2])


def grade(texts: list[str]) -> float:
    """Flesch and Kincaid's grade. Libraries count syllables in a dictionary fetched from a server; this needs none."""
    words = [word for text in texts for word in re.findall(r"[A-Za-z']+", text)]
    spoken = sum(map(_syllables, words))
    return round(0.39 * len(words) / len(texts) + 11.8 * spoken / len(words) - 15.59, 1)


def _syllables(word: str) -> int:
    groups = len(re.findall(r"[aeiouy]+", word.lower()))
    silent = re.search(r"[^aeiouyl]e(d|s)?$", word.lower()) and not re.search(
        r"([td]ed|[sxz]es|ches|shes|ges|ces)$", word
    )
    return max(1, groups - bool(silent))


def _in_code(path: Path) -> Iterator[Sentence]:
    nodes = list(ast.walk(ast.parse(path.read_text())))
    documentation = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
    parts = {id(part) for node in nodes if isinstance(node, ast.JoinedStr) for part in ast.walk(node)}
    for node in nodes:
        if isinstance(node, ast.JoinedStr):
            text = "".join(str(part.value) if isinstance(part, ast.Constant) else STAND_IN for part in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            if id(node) in documentation or id(node) in parts:
                continue
            text = node.value
        else:
            continue
        for each in SENTENCE.findall(text):
            if " " in each:
                yield Sentence(f"{path.parent.name}/{path.name}:{node.lineno}", each)
