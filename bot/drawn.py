"""The pages of a conversation as a terminal shows them: in colour or plain, on wide screens and narrow ones."""

from collections.abc import Iterator, Sequence

from rich import box
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from config.questionnaire import Kind
from config.words import count
from intake.conversation.pages import (
    Asking,
    Checked,
    Choice,
    Lines,
    Page,
    ReturnReceipt,
    ReviewPage,
    Task,
    Tasks,
    Wanted,
    asked,
    review_end,
)
from reports.report import ink

WIDEST = 84
STATUS = {"Completed": ("●", "green"), "In progress": ("◐", "yellow"), "Not yet started": ("○", "none")}


class ConsoleDrawing:
    """Draws pages on one console."""

    def __init__(self, console: Console) -> None:
        self.console = console
        self.width = min(console.width, WIDEST)

    def show(self, content: RenderableType) -> None:
        self.console.print(content, width=self.width)

    def notes(self, notes: Sequence[str], *, is_unclear: bool = False) -> None:
        if notes:
            self.console.print()
        for each in notes:
            mark, style = ("!", "bold yellow") if is_unclear else ("·", "cyan")
            self.show(_beside(Text(mark, style=style), Text(each), 1))

    def at_risk(self, sentences: Sequence[str]) -> None:
        """What to do if a child is at risk now: nobody may miss it."""
        self.show(Panel(Text("\n".join(sentences), style="bold"), box=box.SQUARE, border_style="red"))

    def page(self, page: Page) -> None:
        self.console.print()
        match page:
            case Asking():
                parts = list(self._asking(page))
            case Wanted():
                parts = [Text(page.title, style="bold"), *map(Text, page.lines), *self._choices(page.choices)]
            case Tasks():
                parts = list(self._tasks(page))
            case ReviewPage():
                parts = list(self._review(page))
            case ReturnReceipt():
                parts = list(self._receipt(page))
            case Lines():
                parts = list(self._lines(page))
        for part in parts:
            self.show(part)

    def _asking(self, page: Asking) -> Iterator[RenderableType]:
        if page.is_first:
            yield Text("─" * self.width, style="dim")
            yield _beside(_bar(page.done, page.of, 20), Text(page.progress, style="bold"), 2)
            yield Text()
            yield _beside(Text(page.question.ref, style="bold cyan"), Text(page.question.text, style="bold"), 2)
            if page.question.guidance:
                yield Padding(Text(page.question.guidance.strip(), style="italic"), (0, 0, 0, 2))
            yield Text()
        if page.holder:
            yield Text(f"This question is with {page.holder}. You can answer it too.", style="yellow")
        yield Text(asked(page), style="bold")
        if page.stands:
            yield Text.assemble("Now: ", (page.stands, "bold"), f" ({page.stands_by})" if page.stands_by else "")
        if page.last:
            yield Text.assemble("Last time: ", (page.last, "bold"))
        if page.held:
            yield Text.assemble("You wrote: ", (page.held, "bold"))
        for each in page.files:
            yield Text(f"Attached: {each.name}")
        yield from (Text(each, style="yellow") for each in page.old)
        yield from self._choices(page.choices)
        yield Text(hint(page), style="dim")

    def _choices(self, choices: Sequence[Choice]) -> Iterator[RenderableType]:
        if not choices:
            return
        is_wide = self.width >= 60
        table = Table.grid(padding=(0, 2, 0, 0))
        for each in choices:
            label = each.label.removeprefix(each.value).strip() or each.label
            code = Text(f" {each.value} ", style=f"{ink(each.colour)} on {each.colour}" if each.colour else "reverse")
            meaning = Text(each.meaning)
            name = Text(label, style="bold")
            if is_wide:
                table.add_row(code, name, meaning)
            else:
                table.add_row(code, Text.assemble(name, f". {each.meaning}" if each.meaning else ""))
        yield Padding(table, (0, 0, 0, 2))

    def _tasks(self, page: Tasks) -> Iterator[RenderableType]:
        yield Text(page.title, style="bold")
        yield _bar(page.done, page.of, 20).append(f"  {page.done} of {count(page.of, 'question')} answered")
        yield Text()
        if self.width < 60:
            for task in page.tasks:
                ref, title, status, so_far = self._task(task)
                yield _beside(ref, title, 2)
                yield Padding(Text.assemble(status, "  ", so_far), (0, 0, 0, len(task.ref) + 2))
            yield from map(Text, page.lines)
            return
        table = Table(box=None, show_header=False, padding=(0, 2, 0, 0), pad_edge=False)
        for task in page.tasks:
            table.add_row(*self._task(task))
        yield Padding(table, (0, 0, 0, 2))
        yield from map(Text, page.lines)

    def _task(self, task: Task) -> tuple[Text, Text, Text, Text]:
        mark, style = STATUS[task.status]
        with_ = f"  (with {', '.join(task.holders)})" if task.holders else ""
        return (
            Text(task.ref, style="bold cyan"),
            Text(f"{task.title}{with_}"),
            Text(f"{mark} {task.status}", style=style, no_wrap=True),
            Text(f"{task.done} of {task.of}", no_wrap=True),
        )

    def _review(self, page: ReviewPage) -> Iterator[RenderableType]:
        yield Text(page.title, style="bold")
        yield Text(f"It speaks for {page.scope}. To say otherwise, type scope.")
        for title, checked in page.standards:
            yield Text(f"\n{title}", style="bold underline")
            for each in checked:
                yield from self._checked(each)
        yield Text("─" * self.width, style="dim")
        for line in review_end(page):
            yield Text(line, style="" if line.startswith(" ") else "bold")

    def _checked(self, each: Checked) -> Iterator[RenderableType]:
        yield _beside(Text(each.question.ref, style="bold cyan"), Text(_short(each.question.text, 150)), 2)
        lines = [line for line in each.lines if line.value or line.is_missing]
        for line in lines:
            value = Text(line.value, style="bold") if line.value else Text("not answered yet", style="yellow")
            yield Padding(Text.assemble(f"{line.label}  " if line.label else "", value), (0, 0, 0, 4))
        if not lines:
            yield Padding(Text("left empty", style="dim"), (0, 0, 0, 4))
        yield Padding(Text(each.change, style="dim cyan"), (0, 0, 0, 4))

    def _receipt(self, page: ReturnReceipt) -> Iterator[RenderableType]:
        said = Group(
            Text("Your return is submitted", style="bold"),
            Text.assemble("Your reference is ", (page.reference, "bold")),
            Text(),
            *map(Text, page.lines),
        )
        yield Panel(said, box=box.SQUARE, border_style="green", padding=(1, 2))
        yield Text("What happens next", style="bold")
        for line in page.next:
            yield _beside(Text("·"), Text(line), 1)

    def _lines(self, page: Lines) -> Iterator[RenderableType]:
        yield Text(page.title, style="bold")
        yield from map(Text, page.lines)
        if page.pairs:
            table = Table.grid(padding=(0, 2, 0, 0))
            for name, means in page.pairs:
                table.add_row(Text(name, style="bold cyan"), Text(means))
            yield Padding(table, (0, 0, 0, 2))


def hint(page: Asking) -> str:
    """What to press or type other than an answer."""
    if page.held:
        return "Press Enter to use these words, or type new ones."
    if page.stands:
        return "Press Enter to leave it as it is, or type a new answer."
    if page.last:
        return "Type keep to leave it as it was last time, or a new answer."
    if page.prompt.kind is Kind.FILES:
        more = "another file" if page.files else "the file"
        return f"Type the path of {more}. Press Enter to go on" + ("." if page.files else " without one.")
    if not page.prompt.required:
        return "Press Enter to leave it empty." + (" A line that ends in \\ goes on." if page.is_first else "")
    return "back · skip · why · status · help" if page.is_first else ""


def _bar(done: int, of: int, width: int) -> Text:
    full = round(width * done / of) if of else 0
    return Text.assemble(("━" * full, "green"), ("─" * (width - full), "dim"))


def _beside(mark: Text, words: RenderableType, space: int) -> Table:
    grid = Table.grid(padding=(0, space, 0, 0))
    grid.add_column(no_wrap=True)
    grid.add_column()
    grid.add_row(mark, words)
    return grid


def _short(words: str, most: int) -> str:
    return words if len(words) <= most else words[: most - 1].rsplit(" ", 1)[0] + "…"
