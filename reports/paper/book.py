"""The whole paper in the order it is read."""

from collections.abc import Iterator

from config.letters import Letters
from reports.paper.after import to_do
from reports.paper.agencies import agencies
from reports.paper.appendix import appendix
from reports.paper.moved import movement
from reports.paper.parts import PaperHeading, PaperPart
from reports.paper.prose import prose
from reports.paper.source import PaperSource
from reports.paper.standards import overview, standards
from reports.paper.summary import method, summary, terms


def paper(source: PaperSource, letters: Letters) -> Iterator[PaperPart]:
    """Summary, method, what is to be done, standards, agencies, appendix, and how the figures are made."""
    yield PaperHeading("Summary", 1, on_new_page=True)
    yield from prose(letters, "paper-summary", summary(source))
    yield PaperHeading("How it was done", 1, on_new_page=True)
    yield from prose(letters, "paper-method", method(source))
    yield from overview(source)
    yield from movement(source, letters)
    yield from to_do(source)
    if source.submitted:
        yield PaperHeading("Standard by standard", 1, on_new_page=True)
        yield from standards(source, letters)
        yield PaperHeading("Agency by agency", 1, on_new_page=True)
        yield from agencies(source, letters)
        yield PaperHeading("Appendix", 1, on_new_page=True)
        yield from appendix(source)
    yield PaperHeading("How the figures are made", 1, on_new_page=not source.submitted)
    yield from prose(letters, "paper-terms", terms(source))
