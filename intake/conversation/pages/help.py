"""The pages that answer a plain word: help, why we ask, what is open, a copy, the welcome. Pure."""

from collections.abc import Iterator, Sequence

from config.questionnaire import Kind
from config.words import count, there_are
from intake.conversation.pages.overview import tasks
from intake.conversation.pages.page import Lines, Page
from intake.conversation.pages.plain import MOST_NAMED
from intake.conversation.state import (
    CLOSED,
    Here,
    Place,
    Show,
    Step,
    each_standard,
    files_needed,
    needed,
    questions,
    step_at,
    whom,
)

IN_A_TERMINAL = "in a terminal:"  # how the meaning of a word begins that is said nowhere else
WORDS = (
    ("back", "the question before"),
    ("skip", "leave this for now; it comes round again at the end"),
    ("n/a", "this does not apply to us; you say why"),
    ("why", "why we ask, and what good evidence looks like"),
    ("status", "the list of standards and how far you are"),
    ("open", "what is still to answer"),
    ("go to 5.2", "a question, a standard by number or by name"),
    ("change 3.1", "change an answer"),
    ("hand 4 to Bo", "give a question or a standard to a colleague"),
    ("take back 4", "get it back"),
    ("scope", "say which departments the return speaks for"),
    ("review", "check your answers"),
    ("submit", "sign and send, after the review"),
    ("remove", "take back the words you last gave, or a file by its name"),
    ("attach PATH", f"{IN_A_TERMINAL} give a file for this question"),
    ("dated March 2024", "say how old the file is that you gave; so too review by September 2026"),
    ("copy", "keep a copy of everything you said"),
    ("pause", "stop here; every answer is kept"),
)
ONCE_SENT = ("status", "change 3.1", "copy", "pause")  # what still does something then
ONCE_CLOSED = ("status", "copy", "pause")
LITERAL = 'To answer with one of these words, put it in quotes: "back".'


def help_page(here: Here) -> Lines:
    if here.state.is_closed:
        return Lines("What you can say", (*here.at_risk, f"{CLOSED} {whom(here)}"), tuple(_fitting(here, ONCE_CLOSED)))
    if here.state.submitted_at is not None:
        sent = f"Your return is sent. {whom(here)}"
        return Lines("What you can say", (*here.at_risk, sent), tuple(_fitting(here, ONCE_SENT)))
    due = f"{here.owed('Your return is due on {day}.')} {whom(here)}"
    words = [word for word, _ in WORDS]
    return Lines("What you can say at any time", (LITERAL, *here.at_risk, due), tuple(_fitting(here, words)))


def _fitting(here: Here, known: Sequence[str]) -> list[tuple[str, str]]:
    """The words that are known now, with an example that exists in this audit."""
    refs = [each.ref for each in questions(here)]
    middle = refs[len(refs) // 2] if refs else "1"
    name = here.colleagues[0].name.split()[0] if here.colleagues else "a colleague"
    fits = {
        "go to 5.2": f"go to {middle}",
        "change 3.1": f"change {refs[0] if refs else '1'}",
        "hand 4 to Bo": f"hand {middle} to {name}",
        "take back 4": f"take back {middle}",
    }
    kept = [pair for pair in WORDS if pair[0] in known and (pair[0] != "n/a" or here.template.scale.not_applicable)]
    return [(fits.get(word, word), means) for word, means in kept]


def why_page(here: Here, place: Place) -> Lines:
    """The guidance of a question, what its ratings mean, which file is meant, and who reads the answer."""
    step = step_at(here, place.key)
    if step is None:
        return Lines("Why we ask", _who_reads())
    question = step.question
    lines = [question.guidance.strip()] if question.guidance.strip() else []
    if not lines:
        lines.append("Say what you do, and how you know that it works for children.")
    if question.evidence != "none":
        must = "A file is needed" if question.evidence == "required" else "A file helps"
        lines.append(f"{must}: {question.evidence_text or 'anything that shows it.'}")
    pairs = []
    if any(each.kind is Kind.RATING for each in question.prompts):
        pairs = [(each.name, each.meaning) for each in here.template.scale.given]
    return Lines(f"Why we ask question {question.ref}", (*lines, *_who_reads()), tuple(pairs))


def _who_reads() -> tuple[str, ...]:
    read = "Agencies that keep children safe must show how: that is section 11 of the Children Act 2004."
    return (read, "Your colleagues and your partnership can read your answers.")


def open_page(here: Here) -> Lines:
    lines = []
    wanted = needed(here) + files_needed(here)
    if len({step.question.ref for step in wanted}) > MOST_NAMED:
        return Lines("What is open", tuple(_by_standard(here, wanted)))
    for step in wanted:
        lines.append(f"{step.question.ref}: {step.prompt.text}{_why_open(here, step.question.ref)}")
    if not lines:
        return Lines("What is open", ("Nothing is missing. Type review to check your answers.",))
    return Lines("What is open", tuple(lines))


def _by_standard(here: Here, wanted: list[Step]) -> Iterator[str]:
    """The numbers alone, a standard a line, where there are many."""
    refs = {step.question.ref for step in wanted}
    yield f"{count(len(refs), 'question')}, by standard:"
    for standard, own in each_standard(here):
        left = [f"{each.ref}{_why_open(here, each.ref)}" for each in own if each.ref in refs]
        if left:
            yield f"{standard.title}: {', '.join(left)}"


def _why_open(here: Here, ref: str) -> str:
    holder = here.holders.get(ref)
    return f" (with {holder.name})" if holder else " (left for later)" if here.skips.get(ref) else ""


def paused_page(here: Here) -> Lines:
    page = tasks(here)
    told = f"{page.done} of {count(page.of, 'question')} answered. Every answer is kept."
    if here.state.submitted_at is not None:
        return Lines("See you soon", ("Your return is sent.",))
    due = here.owed("Come back at any time until the end of {day}. You go on where you stopped.")
    return Lines("See you soon", (told, due))


def welcome(here: Here, *, is_new: bool) -> tuple[str, ...]:
    """What is said when a conversation starts or is taken up again."""
    page = tasks(here)
    if here.state.is_closed:
        return (f"{CLOSED} {whom(here)}",)
    if here.state.submitted_at is not None:
        return (f"Welcome back, {here.me.name}.",)
    due = here.owed()
    if here.state.is_excused:
        return (f"{due} {whom(here)}",)
    if is_new:
        return (
            f"{here.me.name}, you are answering {here.template.title} for {here.state.agency}.",
            f"{there_are(page.of, 'question')}. {due} You can stop at any time: every answer is saved as you give it.",
            "Your colleagues and your partnership can read what you write. Leave out names of children.",
            "Type help to see what you can say.",
        )
    so_far = f"{page.done} of {count(page.of, 'question')} answered for {here.state.agency}."
    return (f"Welcome back, {here.me.name}. {so_far} {due}",)


def shown(here: Here, show: Show, place: Place) -> Page | None:
    match show:
        case Show.STATUS:
            return tasks(here)
        case Show.OPEN:
            return open_page(here)
        case Show.HELP:
            return help_page(here)
        case Show.WHY:
            return why_page(here, place)
        case Show.PAUSED:
            return paused_page(here)
        case _:
            return None
