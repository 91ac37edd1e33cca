"""The pages of a conversation as messages in Slack."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bot.slack.blocks import (
    BUTTONS,
    JSON,
    Card,
    actions,
    bold,
    button,
    card,
    context,
    escape,
    fitted,
    header,
    lines,
    section,
    short,
    strong,
    words,
)
from bot.slack.carried import Carried
from config.audit import Kind
from intake.here import Asks, Place
from intake.pages import Asking, Checked, Choice, Lines, Page, Receipt, Reply, Review, Task, Tasks, Wanted
from intake.plain import asked, page_lines
from intake.plain import named as choice_named

SAY, DO, FORM, LOOK, PICK = "say", "do", "form", "look", "pick"  # how the action_id of a button begins
MARKS = {"Completed": "✓", "In progress": "◐", "Not yet started": "○"}
LONG_LABEL = 300  # characters of an answer in a list; its form shows all of it
MOST_WORDS = 1500  # of a choice that a button can carry


@dataclass(frozen=True)
class Drawing:
    """Draws for one return. `may_fill` where there is a form to open: a return that can still be answered."""

    submission: int
    may_fill: bool = True

    def reply(self, reply: Reply) -> list[Card]:
        """A whole reply: what happened, then what is shown, in as few messages as hold it."""
        top = [*self._notes(reply.at_risk, "⚠️ "), *self._notes(reply.notes)]
        pages = () if reply.is_unclear and reply.place.asks is Asks.PROMPT and reply.notes else reply.pages
        drawn = [self.page(each, reply.place) for each in pages]
        text = "\n".join([*reply.at_risk, *reply.notes, *(each.text for each in drawn)])
        blocks = [*top, *(block for each in drawn for block in each.blocks)]
        return fitted(card(_unescaped(text), blocks)) if blocks else []

    def page(self, page: Page, place: Place) -> Card:
        match page:
            case Asking():
                blocks = list(self.asking(page, place))
            case Wanted():
                blocks = list(self._wanted(page, place))
            case Tasks():
                blocks = list(self._tasks(page))
            case Review():
                blocks = list(self._review(page))
            case Receipt():
                blocks = list(self._receipt(page))
            case Lines():
                blocks = list(_lines(page))
        return card(fallback(page), blocks)

    def asking(self, page: Asking, place: Place) -> Iterator[JSON]:
        if page.is_first:
            yield from context(f"{page.progress}  ·  {page.done} of {page.of} answered")
            yield from question(page.question.ref, page.question.text)
            yield from context(page.question.guidance.strip())
        if page.holder:
            yield from context(f"This question is with {page.holder}. You can answer it too.")
        yield from strong(asked(page))
        yield from self._standing(page)
        if page.choices and any(each.meaning for each in page.choices):
            yield from lines(f"{bold(choice_named(each))}  {escape(each.meaning)}" for each in page.choices)
        yield from actions(self._choices(page.choices, place, has_form=self.may_fill and _more_than(page)))
        yield from actions(list(self._ways(page, place)))

    def _standing(self, page: Asking) -> Iterator[JSON]:
        if page.stands:
            yield from context(f"Now, said by {page.stands_by}:" if page.stands_by else "Now:")
            yield from words(page.stands)
        if page.held:
            yield from context("You wrote:")
            yield from words(page.held)
        for each in page.files:
            yield from context(f"Attached: {each.name}")

    def _choices(self, choices: Sequence[Choice], place: Place, *, has_form: bool = False) -> list[JSON]:
        """A button for each; what no button can carry is typed."""
        return [
            self._button(choice_named(each), f"{SAY}:{number}", place, each.value, has_form=has_form)
            for number, each in enumerate(choices[: BUTTONS - 5])
            if len(each.value) <= MOST_WORDS
        ]

    def _ways(self, page: Asking, place: Place) -> Iterator[JSON]:
        """What to press other than an answer."""
        is_file = page.prompt.kind is Kind.FILES
        if self.may_fill:
            label = "Attach in a form" if is_file else "Answer in a form" if page.is_first else "Write in a form"
            yield self._button(label, FORM, place, primary=not page.choices)
        if page.held or page.stands:
            yield self._button("Keep it", f"{DO}:keep", place, "keep")
        elif not page.prompt.required or is_file:
            yield self._button("Next" if page.files else "Leave empty", f"{DO}:skip", place, "skip")
        else:
            yield self._button("Skip for now", f"{DO}:skip", place, "skip")
        yield self._button("Back", f"{DO}:back", place, "back")
        if page.is_first:
            yield self._button("Why we ask", f"{DO}:why", place, "why")
            yield self._button("Save and finish later", f"{DO}:pause", place, "pause")

    def _wanted(self, page: Wanted, place: Place) -> Iterator[JSON]:
        yield from strong(page.title)
        for line in page.lines:
            yield from words(line)
        yield from actions(self._choices([replace(each, value=each.value) for each in page.choices], place))
        if place.asks in (Asks.REASON, Asks.NAME, Asks.SCOPE, Asks.HAND, Asks.REOPEN):
            yield from actions([self._button("Back", f"{DO}:back", place, "back")])

    def _tasks(self, page: Tasks) -> Iterator[JSON]:
        yield header(page.title)
        yield from context(f"{page.done} of {page.of} questions answered")
        yield from lines(map(task_line, page.tasks))
        yield from lines(escape(each) for each in page.lines)
        yield from actions(
            [
                self._button("Continue", f"{DO}:next", Place(), "continue", primary=True),
                self._button("What is open", f"{DO}:open", Place(), "open"),
                self._button("Check your answers", f"{DO}:review", Place(), "review"),
            ]
        )

    def _review(self, page: Review) -> Iterator[JSON]:
        yield header(page.title)
        yield from context(f"It speaks for {page.scope}. To say otherwise, type scope.")
        for number, (title, checked) in enumerate(page.standards[:30]):
            done = sum(any(line.value for line in each.lines) for each in checked)
            needed = sum(any(line.is_missing for line in each.lines) for each in checked)
            value = Carried(self.submission, Place(Asks.REVIEW), str(number)).packed()
            more = f", {needed} still needed" if needed else ""
            told = f"{bold(short(title, 200))}\n{done} of {len(checked)} answered{more}"
            yield section(told, button("Look and change", f"{LOOK}:{number}", value))
        if page.missing:
            yield from lines(["*Still needed before you can send it*", *(f"• {escape(each)}" for each in page.missing)])
        if page.files_missing:
            wanted = (f"• {escape(each)}" for each in page.files_missing)
            yield from lines(["*Files that are needed and have not come*", *wanted])
        yield from actions(list(self._review_ways(page)))

    def _review_ways(self, page: Review) -> Iterator[JSON]:
        place = Place(Asks.REVIEW)
        if page.missing or page.files_missing:
            yield self._button("Answer what is missing", f"{DO}:next", place, "continue", primary=True)
        if page.is_ready and page.files_missing:
            yield self._button("Send without the file", f"{DO}:without", place, "submit without")
        if page.is_ready and not page.files_missing:
            yield self._button("Sign and send", f"{DO}:submit", place, "submit", primary=True)
        yield self._button("Keep a copy", f"{DO}:copy", place, "copy")

    def _receipt(self, page: Receipt) -> Iterator[JSON]:
        yield header("Your return is submitted")
        yield section(f"Your reference is {bold(page.reference)}")
        yield from lines(escape(each) for each in page.lines)
        yield section("*What happens next*")
        yield from lines(f"• {escape(each)}" for each in page.next)
        yield from actions([self._button("Keep a copy", f"{DO}:copy", Place(), "copy")])

    def _button(
        self, label: str, action: str, place: Place, says: str = "", *, primary: bool = False, has_form: bool = False
    ) -> JSON:
        return button(label, action, Carried(self.submission, place, says, has_form).packed(), primary=primary)

    def _notes(self, notes: Sequence[str], mark: str = "") -> Iterator[JSON]:
        for note in notes:
            yield from lines([f"{mark}{escape(each)}" for each in note.splitlines() if each.strip()])

    def answered(self, checked: Checked, place: Place, *, is_open: bool = False) -> Card:
        """A question once something was said of it: what stands, and the way to change it."""
        said = [each for each in checked.lines if each.value]
        shown = [f"✓ {labelled(each.label)}{short(each.value, LONG_LABEL)}" for each in said]
        told = f"{bold(checked.question.ref + '.')} {short(checked.question.text, LONG_LABEL)}"
        ways = [self._button("Go on writing" if is_open else "Change", FORM, place, primary=is_open)]
        if is_open:
            ways.append(self._button("Next question", f"{DO}:onward", place, "onward"))
        blocks = [*lines([told, *shown]), *(actions(ways) if self.may_fill else ())]
        return card("\n".join(each.value for each in said) or checked.question.text, blocks)


def labelled(label: str) -> str:
    """What an answer was given to, before it."""
    return "" if not label else f"{escape(label)} " if label[-1] in "?.:!" else f"{escape(label)}: "


def which_card(page: Wanted, submissions: Sequence[int]) -> Card:
    """The agencies a person serves, a button each."""
    buttons = [
        button(f"{choice.value}: {choice.label}", f"{PICK}:{number}", Carried(submission).packed())
        for number, (choice, submission) in enumerate(zip(page.choices, submissions, strict=True))
    ]
    return card("\n".join([page.title, *page.lines]), [*strong(page.title), *actions(buttons)])


def told(said: str) -> Card:
    """A plain sentence or two."""
    return card(said, words(said))


def question(ref: str, text: str) -> Iterator[JSON]:
    """A question in full, in bold where it is short enough for that."""
    yield from strong(f"{ref}. {text}")


def task_line(task: Task) -> str:
    with_ = f" · with {escape(', '.join(task.holders))}" if task.holders else ""
    mark = MARKS.get(task.status, "")
    return f"{mark} {bold(f'{task.ref}. {short(task.title, 200)}')}  {task.status} · {task.done} of {task.of}{with_}"


def fallback(page: Page) -> str:
    return "\n".join(page_lines(page))


def _lines(page: Lines) -> Iterator[JSON]:
    yield from strong(page.title)
    for line in page.lines:
        yield from words(line)
    yield from lines(f"{bold(name)}  {escape(means)}" for name, means in page.pairs)


def _more_than(page: Asking) -> bool:
    """Whether the question asks for more than this one prompt."""
    return len(page.question.prompts) > 1 or page.question.evidence != "none"


def _unescaped(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
