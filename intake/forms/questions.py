"""What a form asks of an agency, in the words it prints: shared by the letter we send and by whoever reads it. Pure."""

from collections.abc import Iterable, Iterator

from config.dates import today as london
from config.questionnaire import RATING, Kind, Prompt, Question, Template
from config.words import plain
from intake.forms.sent import Asked, Offer, SentForm
from intake.returns import Given, LastAnswer, LastTime

ARROW = "→"  # where to type in a letter; it has no word, so that what is written behind it stays whole
SHEET_HEADINGS = ("Code", "Question", "Guidance", "What we ask", "Your answer")
SHEET_WORDS = (
    "Write in the last column. Leave the codes as they are.",
    "You may add rows, or leave some for later.",
    "Save the file and send it back as a reply to the letter it came with.",
)


def asks(template: Template, sector: str, refs: Iterable[str] | None = None) -> tuple[Asked, ...]:
    """What an agency of this sector is asked: of every question, or of those named."""
    wanted = None if refs is None else set(refs)
    return tuple(
        Asked(question.ref, tuple(prompt.key for prompt in prompts(template, question)))
        for question in template.questions
        if question.asked_of(sector) and (wanted is None or question.ref in wanted)
    )


def prompts(template: Template, question: Question) -> tuple[Prompt, ...]:
    """The prompts an agency writes at; a fixed rating is nobody's to give."""
    return tuple(
        prompt
        for prompt in template.said_by(question, "agency")
        if prompt.kind is not Kind.FILES and not (prompt.key == RATING and question.fixed_rating)
    )


def hint(template: Template, question: Question, prompt: Prompt) -> str:
    """What may be written at the prompt, in brackets; nothing where it takes words."""
    choices = tuple(_choices(template, question, prompt))
    return f"({', '.join(choices[:-1])} or {choices[-1]})" if choices else ""


def choices(template: Template, question: Question, prompt: Prompt) -> tuple[str, ...]:
    """What a drop-down offers at the prompt; nothing where it takes words."""
    if prompt.kind is Kind.RATING:
        named = [rating.name for rating in template.scale.given]
        return (*named, *(["N/A"] if template.scale.not_applicable else []))
    return tuple(_choices(template, question, prompt))


def listed(template: Template, question: Question, prompt: Prompt) -> tuple[str, ...]:
    """What a letter lists in brackets behind the prompt, one by one."""
    return tuple(_choices(template, question, prompt))


def _choices(template: Template, question: Question, prompt: Prompt) -> Iterator[str]:
    aside = ["N/A"] if template.scale.not_applicable else []
    if prompt.kind is Kind.RATING:
        given = template.scale.given
        is_short = all(len(rating.code) <= 2 for rating in given)
        yield from [rating.code if is_short else rating.label for rating in given] + aside
    elif prompt.kind is Kind.YES_NO:
        yield from ["Yes", "No"] + ([] if question.is_rated else aside)
    elif prompt.kind is Kind.CHOICE:
        yield from prompt.choices


def sent_form(
    template: Template,
    sector: str,
    token: str,
    text: str,
    refs: Iterable[str] | None = None,
    shows: Iterable[Given] = (),
    last: Iterable[tuple[str, str]] = (),
    offers: Iterable[Offer] = (),
) -> SentForm:
    """What to keep of any letter of ours that may be answered: its text, what it asks, and the answers it shows.

    `last`: the lines, by question, that show what was said last time; `offers`: what a reply of YES records.
    """
    return SentForm(token, template.key, text, asks(template, sector, refs), tuple(shows), tuple(last), tuple(offers))


def last_lines(last: LastTime | None, refs: Iterable[str] | None = None) -> tuple[tuple[str, str], ...]:
    """By question, the lines in which a form shows what was said last time: each begins alike, and is one line."""
    if last is None:
        return ()
    wanted = last.answers if refs is None else [ref for ref in refs if ref in last.answers]
    return tuple((ref, line) for ref in wanted for line in _lines_of(last.answers[ref]))


def _lines_of(answer: LastAnswer) -> Iterator[str]:
    day = london(answer.said_at)
    for asked, said in answer.said:
        yield " ".join(plain(f"Last time ({day:%-d %B %Y}): {asked} {said}").split())
    for file in answer.files:
        old = ", which has grown old: attach a newer one" if file.is_old else ""
        yield " ".join(plain(f"Last time ({day:%-d %B %Y}): the file {file.name}{old}.").split())
