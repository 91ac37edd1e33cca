"""One standard of the review in a view of its own, to look at and change."""

from collections.abc import Iterator, Sequence

from bot.slack import views
from bot.slack.api import JSON, VIEW_BLOCKS, bold, button, context, escape, row_number, section, short, strong
from bot.slack.leads.outcome import TurnOutcome, drawing
from bot.slack.views import FORM, LONG_LABEL, CardDrawing, Carried, labelled
from intake.conversation import Came, Desk
from intake.conversation.pages import Checked, review
from intake.conversation.state import Asks, Here, Place, each_standard


def look_view(desk: Desk, came: Came, carried: Carried) -> TurnOutcome:
    """The answers of the standard that a button names by its number, or that a question is in."""
    with desk.looking(came, carried.submission) as talker:
        here = talker.look()
        number = _number(here, carried)
        standards = review(here).standards
        if number is None or number >= len(standards):
            return TurnOutcome(view=views.gone("That part is no longer there. Type review to see your answers."))
        title, checked = standards[number]
        cards = drawing(talker)
        blocks = [*context(cards.whose), *look(cards, title, checked, carried.message)]
        return TurnOutcome(view=views.reading("Check your answers", blocks))


def look(cards: CardDrawing, title: str, checked: Sequence[Checked], message: tuple[str, str]) -> Iterator[JSON]:
    """One standard of the review, each answer with its change: the blocks of a view."""
    yield from strong(title)
    for each in checked[: VIEW_BLOCKS - 2]:
        said = [line for line in each.lines if line.value or line.is_missing]
        shown = [
            f"{labelled(line.label)}{escape(short(line.value, LONG_LABEL)) or '_not answered yet_'}" for line in said
        ]
        told = [
            f"{bold(each.question.ref + '.')} {escape(short(each.question.text, LONG_LABEL))}",
            *(shown or ["_left empty_"]),
        ]
        place = Place(Asks.PROMPT, each.question.ref, then="review")
        value = Carried(cards.submission, place, message=message).packed()
        name = f"{FORM}:{each.question.ref}"
        yield section(_short("\n".join(told)), button("Change" if cards.may_fill else "Read", name, value))
    if len(checked) > VIEW_BLOCKS - 2:
        yield from context("There are more. Type go to and the number of a question to see it.")


def _number(here: Here, carried: Carried) -> int | None:
    if (number := row_number(carried.says)) is not None:
        return number
    titles = [[each.ref for each in own] for _, own in each_standard(here)]
    return next((place for place, refs in enumerate(titles) if carried.place.question in refs), None)


def _short(markup: str) -> str:
    return markup if len(markup) <= 3000 else markup[:2900].rpartition("\n")[0] + "\n…"
