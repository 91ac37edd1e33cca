"""The pages in plain text: for letters, transcripts, screen readers, and wherever a channel shows no more. Pure."""

from collections.abc import Iterator

from config.questionnaire import Kind
from config.words import count
from intake.conversation.pages.page import Asking, Checked, Choice, Lines, Page, Reply, ReviewPage, Tasks, Wanted

MOST_NAMED = 8
TAKES = {Kind.TEXT: "", Kind.NUMBER: "A number.", Kind.DATE: "A date, such as 14 March 2025.", Kind.FILES: "A file."}


def plain(reply: Reply) -> list[str]:
    """Everything a reply shows, a line each; after something unclear the question itself still stands above."""
    lines = [*reply.at_risk, *reply.notes]
    if reply.is_unclear:
        return lines
    for page in reply.pages:
        lines += page_lines(page)
    return lines


def page_lines(page: Page) -> list[str]:
    """One page; empty lines are left to the channel."""
    match page:
        case Asking():
            return list(_asking(page))
        case Wanted():
            return [page.title, *page.lines, *map(offered, page.choices)]
        case Tasks():
            return list(_tasks(page))
        case ReviewPage():
            return list(_review(page))
        case Lines():
            return [page.title, *page.lines, *(f"{name}: {means}" for name, means in page.pairs)]
        case _:
            return [f"Your return is submitted. Reference: {page.reference}", *page.lines, *page.next]


def _asking(page: Asking) -> Iterator[str]:
    if page.is_first:
        yield page.progress
        yield f"{page.question.ref}. {page.question.text}"
        if page.question.guidance:
            yield page.question.guidance.strip()
    if page.holder:
        yield f"This question is with {page.holder}. You can answer it too."
    yield asked(page)
    if page.stands:
        yield f"Now: {page.stands}" + (f" ({page.stands_by})" if page.stands_by else "")
    if page.last:
        yield f"Last time: {page.last}"
    if page.held:
        yield f"You wrote: {page.held}"
    yield from (f"Attached: {each.name}" for each in page.files)
    yield from page.old
    if page.choices:
        yield "Choose one of: " + ", ".join(map(named, page.choices)).rstrip(".") + "."
    if hint := how_to_go_on(page):
        yield hint


def named(choice: Choice) -> str:
    """A choice in a list of choices."""
    return "N/A" if choice.value == "N/A" else choice.label


def offered(choice: Choice) -> str:
    """A choice on a line of its own."""
    return choice.label if choice.label == choice.value else f"{choice.value}: {choice.label}"


def asked(page: Asking) -> str:
    """The prompt with what it takes, and whether it may be left empty."""
    takes = TAKES.get(page.prompt.kind, "")
    may = "" if page.prompt.required else " (if you like)"
    return f"{page.prompt.text}{may} {takes}".rstrip()


def how_to_go_on(page: Asking) -> str:
    """What to type other than an answer."""
    if page.held:
        return "Type keep to use these words, or type new ones."
    if page.stands:
        return "Type keep to leave it, or a new answer."
    if page.last:
        return "Type keep to leave it as it was last time, or a new answer."
    if page.files:
        return "Attach another, or type next."
    return "" if page.prompt.required else "Type skip to leave it empty."


def _tasks(page: Tasks) -> Iterator[str]:
    yield page.title
    yield f"{page.done} of {count(page.of, 'question')} answered."
    for task in page.tasks:
        with_ = f" · with {', '.join(task.holders)}" if task.holders else ""
        yield f"{task.ref}. {task.title}: {task.status} ({task.done} of {task.of}){with_}"
    yield from page.lines


def _review(page: ReviewPage) -> Iterator[str]:
    yield page.title
    yield f"It speaks for {page.scope}. To say otherwise, type scope."
    for title, checked in page.standards:
        yield title
        for each in checked:
            yield from checked_lines(each)
    yield from review_end(page)


def checked_lines(each: Checked) -> Iterator[str]:
    yield f"{each.question.ref}. {each.question.text}"
    for line in each.lines:
        if line.value or line.is_missing:
            value = line.value or "not answered yet"
            yield f"  {line.label}: {value}" if line.label else f"  {value}"


def review_end(page: ReviewPage) -> Iterator[str]:
    """What is missing and what to do, or how to send."""
    if page.missing:
        yield "Still needed before you can send it:"
        yield from _named_or_counted(page.missing)
        yield "Type continue to answer them."
    if page.files_missing:
        yield "Files that are needed and have not come:"
        yield from _named_or_counted(page.files_missing)
        yield "Type go to and the number, and attach the file. Or type submit without."
    if page.is_ready and not page.files_missing:
        yield "Everything is here. Type submit to sign and send it, or change and a number."
    elif not page.is_ready:
        yield "To change an answer, type change and its number."


def _named_or_counted(missing: tuple[str, ...]) -> Iterator[str]:
    """Each with what it lacks, or where there are many the numbers alone."""
    if len(missing) <= MOST_NAMED:
        yield from (f"  {each}" for each in missing)
    else:
        refs = [each.partition(":")[0] for each in missing]
        yield f"  {count(len(refs), 'question')}: {', '.join(refs)}"
