"""What people wrote, drawn at a terminal: none of their characters moves the cursor or changes what else is seen."""

from collections.abc import Iterable

from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment

from config.words import visible


class PeopleConsole(Console):
    """A console that colours our words, and shows the characters in people's words that would command a terminal."""

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterable[Segment]:
        for each in super().render(renderable, options):
            yield each if each.control else each._replace(text=visible(each.text))
