"""An audit file in TOML, written from what a workbook holds; each question says in which row it stood. Pure."""

import json
from collections.abc import Iterable, Iterator, Sequence

from config.questionnaire import Kind, Prompt
from intake.audits.workbooks.scale import DraftScale


def quoted(words: str) -> str:
    """The words as TOML holds them, on one line."""
    return json.dumps(words, ensure_ascii=False).replace("\x7f", "\\u007f")


def remark(words: str) -> str:
    """A comment of one line."""
    return "# " + " ".join(words.split())


def of_scale(scale: DraftScale) -> Iterator[str]:
    """The tables of a scale."""
    yield from ("", remark(f"From {scale.where}, best first."), "[scale]")
    yield f"not_applicable = {_flag(scale.not_applicable)}"
    if scale.prints_colours:
        yield "prints_colours = true"
    for rating in scale.ratings:
        yield from ("", "[[scale.rating]]", f"code = {quoted(rating.code)}", f"label = {quoted(rating.label)}")
        if rating.meaning:
            yield f"meaning = {quoted(rating.meaning)}"
        guess = "  # our guess: change it where it is wrong" if rating.label in scale.guessed else ""
        yield f"counts_as = {quoted(rating.counts_as)}{guess}"
        if rating.colour:
            yield f"colour = {quoted(rating.colour)}"


def of_prompts(prompts: Iterable[Prompt], table: str) -> Iterator[str]:
    """The tables of prompts, of every question or of one."""
    for prompt in prompts:
        yield from ("", f"[[{table}]]", f"key = {quoted(prompt.key)}", f"kind = {quoted(prompt.kind.value)}")
        yield f"text = {quoted(prompt.text)}"
        if prompt.kind is Kind.YES_NO:
            yield f"good = {quoted(prompt.good or 'yes')}"
        if prompt.required:
            yield "required = true"
        if prompt.choices:
            yield f"choices = {_listed(prompt.choices)}"


def fields(**said: str | bool | Sequence[str]) -> Iterator[str]:
    """`name = value` for each that says something."""
    for name, value in said.items():
        if isinstance(value, bool):
            yield f"{name} = {_flag(value)}"
        elif isinstance(value, str):
            if value:
                yield f"{name} = {quoted(value)}"
        elif value:
            yield f"{name} = {_listed(value)}"


def _listed(words: Iterable[str]) -> str:
    return f"[{', '.join(map(quoted, words))}]"


def _flag(value: bool) -> str:
    return "true" if value else "false"
