"""What people wrote, drawn at a terminal: none of their characters moves the cursor or changes what else is seen."""

from collections.abc import Iterable

from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment

from config.words import visible

NARROWEST, USUAL = 20, 80  # characters


class PeopleConsole(Console):
    """A console that colours our words, and shows the characters in people's words that would command a terminal.

    A bracket or a colon of theirs is just that: rich would take "[erased]" for a style, fall over "[/draft]", and draw
    ":key:".
    """

    def __init__(self, *, stderr: bool = False, highlight: bool = True, soft_wrap: bool = False) -> None:
        super().__init__(stderr=stderr, highlight=highlight, soft_wrap=soft_wrap, markup=False, emoji=False)
        if self.width < NARROWEST:  # a serial line or a container says 0, and all that is drawn there is lost
            self.width = USUAL

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterable[Segment]:
        for each in super().render(renderable, options):
            yield each if each.control else each._replace(text=visible(each.text))
