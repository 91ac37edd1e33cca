"""How the answers to its questions decide a standard, where an audit counts standards. Pure."""

from collections.abc import Iterable, Mapping, Sequence

from config.questionnaire import Question, Standard, Template
from reports.figures.tally import Standing

NOT_APPLICABLE = "N/A"


def reported(template: Template, standard: Standard) -> list[Question]:
    """The questions of a standard that figures count."""
    return [question for question in template.of_standard(standard.ref) if question.reported]


def roll_up(
    template: Template, agencies: Iterable[str], standings: Mapping[tuple[str, str], Standing]
) -> dict[str, dict[str, str | None]]:
    """Each standard's rating for each agency, decided by its items; all N/A is N/A, without any rating it is None.

    An item left without a rating is not met, one that asks for none is left out.
    """
    rolled: dict[str, dict[str, str | None]] = {}
    for standard in template.standards:
        items = [each for each in reported(template, standard) if each.is_rated or each.fixed_rating]
        for abbr in agencies:
            found = [standings[abbr, item.ref] for item in items if (abbr, item.ref) in standings]
            if found:
                rolled.setdefault(standard.ref, {})[abbr] = _decide(template, found)
    return rolled


def rule(template: Template) -> str:
    """The rule of the roll-up in words, with the scale's own names."""
    best, middle, worst = template.scale.given
    if template.none_met == "middle":
        return f"all met is {best.name}, all {worst.name} is {worst.name}, anything else is {middle.name}"
    return f"all met is {best.name}, none met is {worst.name}, anything else is {middle.name}"


def _decide(template: Template, items: Sequence[Standing]) -> str | None:
    """All met is the best of the scale, some met the middle; with none met the audit says when it is the worst."""
    applicable = [item for item in items if item.state != "not_applicable"]
    if not applicable:
        return NOT_APPLICABLE
    ratings = [item.rating for item in applicable if item.rating is not None]
    if not ratings:
        return None
    best, middle, worst = (rating.code for rating in template.scale.given)
    met = sum(template.scale.by_code[rating].counts_as == "met" for rating in ratings)
    if met == len(applicable):
        return best
    is_partly = met > 0 or (template.none_met == "middle" and any(rating != worst for rating in ratings))
    return middle if is_partly else worst
