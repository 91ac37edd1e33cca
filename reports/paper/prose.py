"""A template's lines become parts: `## ` is a heading, `- ` a point of a list, anything else a paragraph."""

from collections.abc import Iterator, Mapping

from config.letters import Letters
from reports.paper.parts import PaperHeading, PaperPart, Prose


def prose(letters: Letters, name: str, facts: Mapping[str, object], level: int = 2) -> Iterator[PaperPart]:
    """The words of a template of the deployment's own, or of ours, with these facts in them."""
    for line in letters.render(name, **facts).splitlines():
        words = " ".join(line.split())
        if words.startswith("## "):
            yield PaperHeading(words[3:], level)
        elif words.startswith("- "):
            yield Prose(words[2:], "point")
        elif words:
            yield Prose(words)
