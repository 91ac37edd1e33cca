"""The questions as our letters print them, and what is kept of a letter that asks them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from config.letters import Letters
from config.questionnaire import Kind, Prompt, Question, Template
from config.words import there_are
from intake.forms import asks, hint, prompts
from intake.returns import EMPTY, Cell, Cells

NOTHING: Cells = {}


@dataclass(frozen=True)
class PrintedPrompt:
    """One prompt as a letter prints it."""

    key: str
    label: str


@dataclass(frozen=True)
class Block:
    """One question as a letter prints it; `heading` where a standard begins."""

    ref: str
    text: str
    guidance: tuple[str, ...]
    prompts: tuple[PrintedPrompt, ...]
    heading: str = ""
    last: tuple[str, ...] = ()  # what was said last time, a line each


def questions(
    letters: Letters, template: Template, sector: str, refs: Iterable[str], said: Cells = NOTHING,
    last: Sequence[tuple[str, str]] = (),
) -> tuple[str, str]:  # fmt: skip
    """The text and HTML of a few questions, to stand in a nudge or an acknowledgement so that a reply answers them."""
    shown = blocks(template, sector, refs, said, last)
    return letters.render("questions", questions=shown), letters.render("questions.html", questions=shown)


def scale_lines(template: Template, sector: str) -> tuple[str, ...]:
    """The scale in words, where this agency gives ratings."""
    rates = template.rated_by == "agency" and any(q.is_rated for q in template.questions if q.asked_of(sector))
    aside = ("N/A: this does not apply to us. Say why.",) if template.scale.not_applicable else ()
    named = (f"{each.name}: {each.meaning}" if each.meaning else each.name for each in template.scale.given)
    return (*named, *aside) if rates else ()


def blocks(
    template: Template, sector: str, refs: Iterable[str] | None = None, said: Cells = NOTHING,
    last: Sequence[tuple[str, str]] = (),
) -> tuple[Block, ...]:  # fmt: skip
    """What a letter prints of each question, in the audit's order: no prompt at which something is `said` already.

    `last`: the lines that show what was said last time, as `last_lines` gives them.
    """
    made = _blocks(template, asks(template, sector, refs), said, with_headings=refs is None)
    return tuple(replace(each, last=tuple(line for ref, line in last if ref == each.ref)) for each in made)


def _blocks(
    template: Template, asked: Sequence[tuple[str, object]], said: Cells, *, with_headings: bool
) -> Iterator[Block]:
    titles = {standard.ref: standard.title for standard in template.standards}
    before = ""
    for ref, _ in asked:
        question = template.by_ref[ref]
        heading = titles[question.standard] if with_headings and question.standard != before else ""
        before = question.standard
        every = prompts(template, question)
        cell = said.get((ref, "agency"), EMPTY)
        left = [each for each in every if not cell.answers(each) and _may_stand(template, cell, each)]
        shown = tuple(PrintedPrompt(each.key, _label(template, question, each)) for each in left or every)
        yield Block(ref, flat(question.text), guidance(question), shown, heading)


def _may_stand(template: Template, cell: Cell, prompt: Prompt) -> bool:
    """A plan is not asked for where a rating stands that needs none."""
    return not prompt.is_plan or cell.asks_plan(template) or (cell.rating is None and not cell.is_set_aside)


def _label(template: Template, question: Question, prompt: Prompt) -> str:
    return f"{prompt.text} {hint(template, question, prompt)}".strip().rstrip(":") + _mark(prompt.text)


def _mark(label: str) -> str:
    return "" if label.endswith("?") else ":"


def guidance(question: Question) -> tuple[str, ...]:
    """What helps to answer: the guidance, and the files asked for."""
    return tuple(flat(line) for line in (question.guidance, question.attach) if line)


def how_long(template: Template, sector: str) -> str:
    """How many questions there are, and how long they may take: a minute a choice, three a box for words."""
    asked = [template.by_ref[ref] for ref, _ in asks(template, sector)]
    minutes = sum(3 if each.kind is Kind.TEXT else 1 for question in asked for each in _always(template, question))
    return f"{there_are(len(asked), 'question')}. {_takes(minutes)}"


def _always(template: Template, question: Question) -> Iterator[Prompt]:
    return (each for each in prompts(template, question) if not each.is_plan)


def _takes(minutes: int) -> str:
    if minutes <= 50:
        return f"It takes about {max(10, 10 * round(minutes / 10))} minutes, in one go or in parts."
    hours = round(minutes / 30) / 2
    told = "an hour" if hours == 1 else "an hour and a half" if hours == 1.5 else f"{hours:g} hours"
    return f"It takes about {told}, in one go or in parts."


def flat(words: str) -> str:
    return " ".join(words.split())
