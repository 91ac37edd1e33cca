"""What our prompts list and somebody marked: the choices set apart behind them, and a prompt right before a rating."""

from collections.abc import Iterator, Sequence

from config.questionnaire import Kind, Template
from intake.forms import listed, prompts
from intake.letters.lines import Line
from intake.letters.ours import words_of
from intake.ratings import stressed, ticked


def chosen_at(template: Template, ref: str, key: str, line: Line, start: int, end: int) -> list[str]:
    """The choices of ours that somebody set apart between these two places, where the prompt lists them."""
    question = template.by_ref.get(ref)
    prompt = question.prompt(key) if question else None
    if question is None or prompt is None:
        return []
    ways = listed(template, question, prompt)
    return stressed(line.text[start:end], ways, line.strong) or ticked(line.text[start:end], ways) or []


def rated_prompts(template: Template, ref: str, words: Sequence[str]) -> Iterator[tuple[str, int]]:
    """The prompts for a rating or a yes that these words begin with, and how many words each of them has."""
    question = template.by_ref.get(ref)
    for prompt in prompts(template, question) if question else ():
        label = words_of(prompt.text)
        if prompt.kind in (Kind.RATING, Kind.YES_NO) and tuple(words[: len(label)]) == label:
            yield prompt.key, len(label)
