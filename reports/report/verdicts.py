"""What an audit comes to against its own thresholds, and its standards where they roll up, in sentences. Pure."""

from collections.abc import Iterator

from config.questionnaire import Rating
from config.words import form, listing
from reports.figures import FEWEST, Figures, count, level, levels, of, rolled_up

FEW = 3  # standards named


def thresholds(found: Figures) -> Iterator[str]:
    """How many agencies meet the audit and how many need support, of the returns submitted: "40 of 43 (93%)"."""
    template, returns = found.template, len(found.submitted)
    unit = "applicable standards" if template.roll_up == "standards" else "rated answers"
    if not returns:
        return
    agencies = form(returns, "agency", "agencies")
    if template.meets_at is not None:
        met = len(found.meets)
        yield (
            f"{of(met, returns)} {agencies} {'meets' if 1 in (met, returns) else 'meet'} the audit: "
            f"{level(template.meets_at)} or more of their {unit} met."
        )
    if template.support_below is not None:
        under = len(found.needs_support)
        yield (
            f"{of(under, returns)} {agencies} {'is' if 1 in (under, returns) else 'are'} under "
            f"{level(template.support_below)} of their {unit} met."
        )
    without = sum(found.met_share(abbr) is None for abbr in found.by_agency)
    if without and (template.meets_at is not None or template.support_below is not None):
        yield f"{count(without, 'agency has', 'agencies have')} nothing rated, so neither is said of them."


def rolled(found: Figures) -> Iterator[str]:
    """How the standards of all agencies are rated, and which of them the fewest agencies have at the best."""
    total = rolled_up(found)
    if not total.rated:
        return
    given = found.template.scale.given
    counts = listing(f"{each.name} {of(total.ratings[each.code], total.rated)}" for each in given)
    yield f"Standards of all agencies: {counts}."
    yield from _fewest(found, given[0])


def _fewest(found: Figures, best: Rating) -> Iterator[str]:
    """The standards that the fewest agencies have at the best; none where all are level."""
    titles = {each.ref: each.title for each in found.template.standards}
    at = {ref: by_rating[best.code] for ref, by_rating in levels(found).items() if by_rating[best.code].of >= FEWEST}
    shares = {ref: each.at / each.of for ref, each in at.items()}
    short = sorted((ref for ref in shares if shares[ref] < max(shares.values())), key=lambda ref: shares[ref])
    if short:
        named = "; ".join(f"{ref} {titles[ref]}, {of(at[ref].at, at[ref].of)}" for ref in short[:FEW])
        more = sum(shares[ref] == shares[short[:FEW][-1]] for ref in short[FEW:])
        level_too = f"; {count(more, 'more is', 'more are')} level with the last" if more else ""
        yield f"{best.name} at the fewest agencies: {named}{level_too}."


def rolled_each(found: Figures) -> Iterator[str]:
    """How each standard is rated, of the agencies it applies to."""
    if not found.standards:
        return
    titles = {each.ref: each.title for each in found.template.standards}
    for ref, by_rating in levels(found).items():
        names = found.template.scale.by_code
        counts = [f"{names[code].name} {of(each.at, each.of)}" for code, each in by_rating.items() if each.at]
        yield f"Standard {ref} {titles[ref]}: {listing(counts) if counts else 'no ratings'}."
