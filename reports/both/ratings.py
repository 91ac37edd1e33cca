"""Both ratings of an answer, the agency's own and the partnership's, and where they part. Pure."""

from collections import Counter
from typing import Any, NamedTuple

from intake.returns import EMPTY, Cell
from reports.figures import NOT_APPLICABLE, Figures


class BothRatings(NamedTuple):
    """An answer that both sides rated."""

    agency: str  # its abbreviation
    question: str
    own: str  # a code of the scale, or N/A
    judged: str

    @property
    def is_apart(self) -> bool:
        return self.own != self.judged


def both_ratings(found: Figures) -> list[BothRatings]:
    """Every reported answer of a signed return that both sides rated, by agency and question."""
    made = []
    for each in found.submitted:
        for question in found.template.reported:
            own = _rating(each.said.get((question.ref, "agency"), EMPTY))
            judged = _rating(each.said.get((question.ref, "partnership"), EMPTY))
            if own and judged:
                made.append(BothRatings(each.abbr, question.ref, own, judged))
    return made


def both_json(found: Figures) -> dict[str, Any]:
    """The same as figures: how many, how each side rated these, and where they part."""
    both = both_ratings(found)
    apart = [each for each in both if each.is_apart]
    by_agency = Counter(each.agency for each in both)
    return {
        "rated": len(both),
        "apart": len(apart),
        "counts": found.template.rated_by,
        "ratings": {
            "agency": dict(sorted(Counter(each.own for each in both).items())),
            "partnership": dict(sorted(Counter(each.judged for each in both).items())),
        },
        "by_agency": {
            abbr: {"rated": number, "apart": [each.question for each in apart if each.agency == abbr]}
            for abbr, number in by_agency.items()
        },
        "differing": [
            {"agency": each.agency, "question": each.question, "own": each.own, "partnership": each.judged}
            for each in apart
        ],
    }


def _rating(cell: Cell) -> str:
    return NOT_APPLICABLE if cell.not_applicable else cell.rating or ""
