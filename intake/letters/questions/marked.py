"""What our prompts list and somebody marked: the choices set apart behind them, and a prompt right before a rating."""

from collections.abc import Iterator, Sequence

from config.questionnaire import Kind, Template
from intake.forms import listed, prompts
from intake.letters.lines import Line
from intake.letters.ours import words_of
from intake.ratings import kept, stressed, ticked


def chosen_at(template: Template, ref: str, key: str, line: Line, start: int, end: int) -> Sequence[str]:
    """The choices of ours that somebody set apart between these two places, where the prompt lists them."""
    question = template.by_ref.get(ref)
    prompt = question.prompt(key) if question else None
    if question is None or prompt is None:
        return ()
    said, behind = line.text[start:end], words_of(line.text[end:])
    strong = tuple(each for each in line.strong if each in said and words_of(each) != behind)  # not their answer
    return _set_apart(said, listed(template, question, prompt), strong)


@kept
def _set_apart(text: str, ways: tuple[str, ...], strong: tuple[str, ...]) -> Sequence[str]:
    return stressed(text, ways, strong) or ticked(text, ways) or ()


def rated_prompts(template: Template, ref: str, words: Sequence[str]) -> Iterator[tuple[str, int]]:
    """The prompts for a rating or a yes that these words begin with, and how many words each of them has."""
    question = template.by_ref.get(ref)
    for prompt in prompts(template, question) if question else ():
        label = words_of(prompt.text)
        if prompt.kind in (Kind.RATING, Kind.YES_NO) and tuple(words[: len(label)]) == label:
            yield prompt.key, len(label)
