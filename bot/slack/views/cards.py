"""The pages of a conversation as messages in Slack."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bot.slack.api import JSON, Card, actions, bold, button, card, context, escape, fitted, lines, short, strong, words
from bot.slack.views.button_value import Carried
from bot.slack.views.buttons import DO, FORM, PICK, Presses
from bot.slack.views.overview import receipt, review, tasks
from bot.slack.views.question import asking, wanted
from intake.conversation.pages import (
    IN_A_TERMINAL,
    Asking,
    Checked,
    Lines,
    Page,
    Reply,
    ReturnReceipt,
    ReviewPage,
    Tasks,
    Wanted,
    page_lines,
)
from intake.conversation.state import Asks, Place

LONG_LABEL = 300  # characters of an answer in a list; its form shows all of it


@dataclass(frozen=True)
class CardDrawing:
    """Draws for one return. `may_fill` where there is a form to open: a return that can still be answered."""

    submission: int
    may_fill: bool = True
    whose: str = ""  # the agency and its audit, for a person who has several returns open

    @property
    def presses(self) -> Presses:
        return Presses(self.submission, self.may_fill)

    def reply(self, reply: Reply) -> list[Card]:
        """A whole reply: what happened, then what is shown, in as few messages as hold it."""
        top = [*self._notes(reply.at_risk, "⚠️ "), *self._notes(reply.notes)]
        pages = () if reply.is_unclear and reply.place.asks is Asks.PROMPT and reply.notes else reply.pages
        drawn = [self.page(each, reply.place) for each in pages]
        text = "\n".join([*([self.whose] if self.whose else []), *reply.at_risk, *reply.notes, *map(fallback, pages)])
        blocks = [*top, *(block for each in drawn for block in each.blocks)]
        return fitted(card(text, [*context(self.whose), *blocks])) if blocks else []

    def page(self, page: Page, place: Place) -> Card:
        match page:
            case Asking():
                blocks = list(asking(self.presses, page, place))
            case Wanted():
                blocks = list(wanted(self.presses, page, place))
            case Tasks():
                blocks = list(tasks(self.presses, page))
            case ReviewPage():
                blocks = list(review(self.presses, page))
            case ReturnReceipt():
                blocks = list(receipt(self.presses, page))
            case Lines():
                blocks = list(_lines(page))
        return card(fallback(page), blocks)

    def _notes(self, notes: Sequence[str], mark: str = "") -> Iterator[JSON]:
        for note in notes:
            yield from lines([f"{mark}{escape(each)}" for each in note.splitlines() if each.strip()])

    def answered(self, checked: Checked, place: Place, *, is_open: bool = False, by: str = "") -> Card:
        """A question once something was said of it: what stands, and the way to change it; `by` a colleague."""
        said = [each for each in checked.lines if each.value]
        shown = [f"✓ {labelled(each.label)}{escape(short(each.value, LONG_LABEL))}" for each in said]
        told = f"{bold(checked.question.ref + '.')} {escape(short(checked.question.text, LONG_LABEL))}"
        ways = [self.presses.button("Go on writing" if is_open else "Change", FORM, place, primary=is_open)]
        if is_open:
            ways.append(self.presses.button("Next question", f"{DO}:onward", place, "onward"))
        named = [f"{escape(by)} answered this."] if by else []
        blocks = [*context(self.whose), *lines([told, *named, *shown]), *(actions(ways) if self.may_fill else ())]
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
    said = [block for each in page.lines for block in words(each)]
    return card("\n".join([page.title, *page.lines]), [*strong(page.title), *said, *actions(buttons)])


def told(said: str) -> Card:
    """A plain sentence or two."""
    return card(said, words(said))


def fallback(page: Page) -> str:
    if isinstance(page, Lines):
        page = replace(page, pairs=tuple(_said_here(page)))
    return "\n".join(page_lines(page))


def _said_here(page: Lines) -> Iterator[tuple[str, str]]:
    return (each for each in page.pairs if not each[1].startswith(IN_A_TERMINAL))


def _lines(page: Lines) -> Iterator[JSON]:
    yield from strong(page.title)
    for line in page.lines:
        yield from words(line)
    yield from lines(f"{bold(name)}  {escape(means)}" for name, means in _said_here(page))
