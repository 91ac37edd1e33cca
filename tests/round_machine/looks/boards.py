"""What the board reads: the words of its paper and of its slides, without the Word file and the pictures round them."""

from collections.abc import Iterator

from cli.paper import paper_source
from cli.report import Counted, counted_of
from config.letters import open_letters
from config.settings import Settings
from reports.paper import Grid, PaperHeading, PaperPart, Prose, deck, paper
from tests.round_machine.looks.outputs import reads_right
from tests.round_machine.people import KEY
from tests.round_machine.world import World


def look(world: World) -> None:
    """Of the whole audit, as it stands."""
    with world.record.read() as db:
        words(world.using, counted_of(db, world.using, KEY, None))


def words(using: Settings, made: Counted) -> str:
    """All that is to be read in either."""
    source, letters = paper_source(using, made), open_letters(using.config_folder / "letters")
    told = "\n".join(line for each in paper(source, letters) for line in _lines(each))
    reads_right(told)
    for slide in deck(source, letters):
        told += "\n".join(("", slide.title, *slide.notes))
    reads_right(told)
    return told


def _lines(part: PaperPart) -> Iterator[str]:
    if isinstance(part, PaperHeading | Prose):
        yield part.words
    elif isinstance(part, Grid):
        yield from (" ".join(cell if isinstance(cell, str) else cell.words for cell in row) for row in part.rows)
