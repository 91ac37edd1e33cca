"""The return as a whole, as Slack shows it: its task list, its answers to check, its receipt."""

from collections.abc import Iterator

from bot.slack.api import JSON, actions, bold, button, context, escape, header, lines, section, short
from bot.slack.views.button_value import Carried
from bot.slack.views.buttons import DO, LOOK, Presses
from config.words import count
from intake.conversation.pages import ReturnReceipt, ReviewPage, Task, Tasks
from intake.conversation.state import Asks, Place

MARKS = {"Completed": "✓", "In progress": "◐", "Not yet started": "○"}


def tasks(press: Presses, page: Tasks) -> Iterator[JSON]:
    yield header(page.title)
    yield from context(f"{page.done} of {count(page.of, 'question')} answered")
    yield from lines(map(task_line, page.tasks))
    yield from lines(escape(each) for each in page.lines)
    yield from actions(list(_task_ways(press)))


def _task_ways(press: Presses) -> Iterator[JSON]:
    if not press.may_fill:  # it is closed or sent: nothing goes on
        yield press.button("Keep a copy", f"{DO}:copy", Place(), "copy")
        return
    yield press.button("Continue", f"{DO}:next", Place(), "continue", primary=True)
    yield press.button("What is open", f"{DO}:open", Place(), "open")
    yield press.button("Check your answers", f"{DO}:review", Place(), "review")


def review(press: Presses, page: ReviewPage) -> Iterator[JSON]:
    yield header(page.title)
    yield from context(f"It speaks for {page.scope}. To say otherwise, type scope.")
    for number, (title, checked) in enumerate(page.standards):
        done = sum(any(line.value for line in each.lines) for each in checked)
        needed = sum(any(line.is_missing for line in each.lines) for each in checked)
        value = Carried(press.submission, Place(Asks.REVIEW), str(number)).packed()
        more = f", {needed} still needed" if needed else ""
        told = f"{bold(short(title, 200))}\n{done} of {len(checked)} answered{more}"
        yield section(told, button("Look and change", f"{LOOK}:{number}", value))
    if page.missing:
        yield from lines(["*Still needed before you can send it*", *(f"• {escape(each)}" for each in page.missing)])
    if page.files_missing:
        wanted = (f"• {escape(each)}" for each in page.files_missing)
        yield from lines(["*Files that are needed and have not come*", *wanted])
    yield from actions(list(_review_ways(press, page)))


def receipt(press: Presses, page: ReturnReceipt) -> Iterator[JSON]:
    yield header("Your return is submitted")
    yield section(f"Your reference is {bold(page.reference)}")
    yield from lines(escape(each) for each in page.lines)
    yield section("*What happens next*")
    yield from lines(f"• {escape(each)}" for each in page.next)
    yield from actions([press.button("Keep a copy", f"{DO}:copy", Place(), "copy")])


def _review_ways(press: Presses, page: ReviewPage) -> Iterator[JSON]:
    place = Place(Asks.REVIEW)
    if page.missing or page.files_missing:
        yield press.button("Answer what is missing", f"{DO}:next", place, "continue", primary=True)
    if page.is_ready and page.files_missing:
        yield press.button("Send without the file", f"{DO}:without", place, "submit without")
    if page.is_ready and not page.files_missing:
        yield press.button("Sign and send", f"{DO}:submit", place, "submit", primary=True)
    yield press.button("Keep a copy", f"{DO}:copy", place, "copy")


def task_line(task: Task) -> str:
    with_ = f" · with {escape(', '.join(task.holders))}" if task.holders else ""
    mark = MARKS.get(task.status, "")
    return f"{mark} {bold(f'{task.ref}. {short(task.title, 200)}')}  {task.status} · {task.done} of {task.of}{with_}"
