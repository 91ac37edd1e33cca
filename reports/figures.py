"""The figures as one JSON document: `s11 figures --json` and figures.json."""

from collections.abc import Sequence
from typing import Any

from reports.summary import Figures
from reports.tally import Tally, extremes
from reports.themes import ThemeFigures, themes_json


def figures_json(
    audit: str, partnership: str | None, found: Figures, themes: Sequence[ThemeFigures] = ()
) -> dict[str, Any]:
    """Every figure, with counts beside each share; a share of nothing is None."""
    total = found.total
    questions = {ref: _question(found, ref, tally) for ref, tally in found.by_question.items()}
    highest_standards, lowest_standards = extremes(found.by_standard)
    highest_questions, lowest_questions = extremes(found.by_question)
    document: dict[str, Any] = {
        "audit": audit,
        "partnership": partnership,
        "invited": len(found.invited),
        "submitted": len(found.submitted),
        "response_rate": found.response_rate,
        "not_submitted": [each.abbr for each in found.not_submitted],
        "answered_unsigned": found.unsigned,
        "points_to_mend": found.mended,
        "by_sector": {sector: {"submitted": done, "invited": of} for sector, (done, of) in found.by_sector.items()},
        "ratings": _ratings(total),
        **_states(total),
        "met": total.met,
        "met_share": total.met_share,
        "yes_no": _yes_no(total),
        "by_agency": {abbr: _agency(found, abbr) for abbr in found.by_agency},
        "by_standard": {ref: _tally(tally) for ref, tally in found.by_standard.items()},
        "by_question": questions,
        "highest": {"standards": highest_standards, "questions": highest_questions},
        "lowest": {"standards": lowest_standards, "questions": lowest_questions},
        "all_reached": {rating.code: found.all_reached(rating.code) for rating in found.template.scale.given},
        "support_below": found.template.support_below,
        "needs_support": found.needs_support,
        "meets_at": found.template.meets_at,
        "meets": found.meets,
        "none_of_the_best": found.none_of_the_best,
        "outstanding": {
            abbr: {state: found.in_state(abbr, state) for state in ("missing", "unanswered")}
            for abbr in found.by_agency
        },
        "themes": themes_json(themes),
    }
    if found.standards:
        document["standards"] = {ref: dict(ratings) for ref, ratings in found.standards.items()}
    return document


def _tally(tally: Tally) -> dict[str, Any]:
    return {"ratings": _ratings(tally), **_states(tally), "met": tally.met, "met_share": tally.met_share}


def _agency(found: Figures, abbr: str) -> dict[str, Any]:
    tally = found.by_agency[abbr]
    document = {
        **_tally(tally),
        "met_share": found.met_share(abbr),
        "points": tally.points,
        "points_max": tally.points_max,
        "most": tally.most,
        "actions": found.actions(abbr),
    }
    if found.standards:
        document["standards_met"], document["standards_applicable"] = found.counts(abbr)
    return document


def _question(found: Figures, ref: str, tally: Tally) -> dict[str, Any]:
    document = {**_tally(tally), "yes_no": _yes_no(tally)}
    if (good := found.good_news(ref)) is not None:
        document["good_news"], document["good_news_of"] = good
    return document


def _ratings(tally: Tally) -> dict[str, int]:
    return {code: tally.ratings[code] for code in tally.scale if tally.ratings[code]}


def _states(tally: Tally) -> dict[str, int]:
    return {state: tally.states[state] for state in ("rated", "unrated", "not_applicable", "missing", "unanswered")}


def _yes_no(tally: Tally) -> dict[str, int]:
    return {word: tally.yes_no[word] for word in ("yes", "no") if tally.yes_no[word]}
