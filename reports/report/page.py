"""The report as one page: nothing outside it, nothing lost without JavaScript."""

import base64
import hashlib
from collections import Counter
from collections.abc import Sequence
from datetime import date

from config.letters import Letters
from config.words import listing, size_in_words
from reports import figures
from reports.actions import NOTHING, Afterwards, by_area
from reports.both import both_ratings
from reports.figures import (
    FEWEST,
    NOT_APPLICABLE,
    SIX,
    Aside,
    Exhibit,
    Figures,
    Quotation,
    ThemeFigures,
    ends,
    extremes,
    level_of,
    levels,
    most_of,
    ranked,
    rolled_up,
    rule,
    values,
)
from reports.report.colours import PLAIN, ink
from reports.report.picture import ASIDE, bar, heat_map
from reports.report.rates import FEW, mentions, under_prompts

POLICY = ("default-src 'none'", "base-uri 'none'", "form-action 'none'")


def page(
    letters: Letters,
    audit: str,
    partnership: str | None,
    found: Figures,
    themes: Sequence[ThemeFigures] = (),
    *,
    quotations: Sequence[Quotation] = (),
    exhibits: Sequence[Exhibit] = (),
    remarks: Sequence[Aside] = (),
    moved: Sequence[str] = (),
    as_of: date | None = None,
    after: Afterwards = NOTHING,
) -> str:
    """The report of an audit, whole or for a partnership (its name), as one self-contained HTML file.

    It may be sent on: nobody's words stand in it but approved quotations, and no name of a file or of who gave it.
    """
    style = letters.render("_report.css", ratings=found.template.scale.ratings, ink=ink, plain=PLAIN, aside=ASIDE)
    script = letters.render("_report.js")
    facts = {
        "audit": audit,
        "partnership": partnership,
        "exhibits": exhibits,
        "quotations": quotations,
        "remarks": Counter(each.agency for each in remarks),
        "moved": moved,
        "as_of": f"{as_of.day} {as_of:%B %Y}" if as_of else None,
        "after": after,
        "tracked": after.actions,
        "tracked_states": after.states,
        "recommended": by_area(after.recommendations, found.template),
        "priorities": after.priorities,
        "meetings": after.meetings,
        "style": style,
        "script": script,
        "policy": "; ".join([*POLICY, f"style-src {_digest(style)}", f"script-src {_digest(script)}"]),
    }
    return figures.plain(
        letters.render("report.html", **facts, **_figures(found), **_themes(found, themes), **_functions())
    )


def _figures(found: Figures) -> dict[str, object]:
    template, owed = found.template, figures.outstanding(found)
    return {
        "found": found,
        "template": template,
        "total": found.total,
        "names": found.names,
        "ratings": template.scale.given if found.total.rated else (),
        "places": {rating.code: place for place, rating in enumerate(template.scale.ratings)},
        "met": figures.met_words(template),
        "missing": template.scale.missing,
        "titles": {each.ref: each.title for each in template.standards},
        "fewest": FEWEST,
        "six": SIX,
        "best_standards": extremes(found.by_standard),
        "ranked_standards": len(ranked(found.by_standard)),
        "ends": ends(found.by_question),
        "levels": levels(found),
        "most_of": most_of(found),
        "rolled": rolled_up(found),
        "heat_map": heat_map(found),
        "owed": owed,
        "absent": [gap for gap in owed.gaps if gap.files],
        "asked": list(figures.asked(found)),
        "parts": figures.parts(found),
        "yes_no": figures.yes_no(found),
        "values": values(found),
        "both": both_ratings(found),
        "apart": [each for each in both_ratings(found) if each.is_apart],
        "not_applicable": NOT_APPLICABLE,
    }


def _themes(found: Figures, themes: Sequence[ThemeFigures]) -> dict[str, object]:
    """Where nobody has written anything, the page says so and counts no theme."""
    wrote = max((each.total.of_answers for each in themes), default=0)
    return {
        "themes": themes,
        "wrote": wrote,
        "wrote_agencies": len(themes[0].total.of_agencies) if themes else 0,
        "never": [each.title for each in themes if not each.total.answers],
        "mentions": mentions(found, themes),
        "under_prompts": lambda ref="": under_prompts(found, themes, ref),
        "most_themes": FEW,
    }


def _functions() -> dict[str, object]:
    return {
        "bar": bar,
        "of": figures.of,
        "percent": figures.percent,
        "level": figures.level,
        "count": figures.count,
        "listing": listing,
        "shown": figures.shown,
        "rule": rule,
        "level_of": level_of,
        "size_in_words": size_in_words,
    }


def _digest(source: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()}'"
