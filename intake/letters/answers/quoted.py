"""The answers that stand in what a letter quotes: its writer has seen them. Pure."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from config.questionnaire import Kind, Prompt, Question, Template, Unclear
from intake.forms import prompts
from intake.letters.lines import Line
from intake.returns import Given, understand


def answers_quoted(template: Template, lines: Sequence[Line]) -> tuple[Given, ...]:
    """Each rating, yes or no, choice, number and date in quoted lines, said right behind its number or its prompt.

    Without those that the letter itself says too: they are its own.
    """
    quoted = list(_answers(template, [line for line in lines if line.depth]))
    own = set(_answers(template, [line for line in lines if not line.depth])) if quoted else ()
    return tuple(each for each in quoted if each not in own)


def _answers(template: Template, lines: Sequence[Line]) -> Iterator[Given]:
    numbered = _numbered(tuple(template.by_ref))
    question: Question | None = None
    for line in lines:
        found = numbered.match(line.text)
        if found:
            question = template.by_ref[found[1]]
        if question is not None:
            yield from _said(template, question, found[2] if found else "", line.text)


@lru_cache(maxsize=64)
def _numbered(refs: tuple[str, ...]) -> re.Pattern[str]:
    """A line that begins with the number of a question."""
    longest = "|".join(sorted(map(re.escape, refs), key=len, reverse=True))
    return re.compile(rf"[\s*_]*[(\[]?({longest})(?:[)\]:]|\.(?=\s)|(?=\s))[\s:.)*_–-]*(.*)")


def _said(template: Template, question: Question, behind: str, text: str) -> Iterator[Given]:
    for prompt in prompts(template, question):
        if prompt.kind is Kind.TEXT:
            continue
        for words in (behind, _after(prompt, behind or text)):
            if words:
                try:
                    yield understand(template, question, prompt.key, words)
                except Unclear:
                    continue


def _after(prompt: Prompt, text: str) -> str:
    """What stands behind the prompt's own words, where the line begins with them."""
    bare = text.strip(" *_")
    if not prompt.text or not bare.casefold().startswith(prompt.text.casefold()):
        return ""
    return bare[len(prompt.text) :].strip(" :?*_")
