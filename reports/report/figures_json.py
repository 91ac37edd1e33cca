"""The figures as one JSON document: `s11 figures --json` and figures.json."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from config.questionnaire import Kind
from reports.actions import NOTHING, Afterwards, after_json
from reports.both import both_json
from reports.figures import (
    Figures,
    Quotation,
    Return,
    Tally,
    ThemeFigures,
    Values,
    ends,
    extremes,
    level_of,
    levels,
    most_of,
    outstanding,
    ranked,
    shown,
    themes_json,
    values,
)
from reports.movement import Movement, movement_json
from reports.report.rates import mentions_json


def figures_json(
    audit: str,
    partnership: str | None,
    found: Figures,
    themes: Sequence[ThemeFigures] = (),
    quotations: Sequence[Quotation] = (),
    movement: Movement | None = None,
    after: Afterwards = NOTHING,
) -> dict[str, Any]:
    """Every figure, with counts beside each share; a share of nothing is None. The only words are approved ones."""
    total = found.total
    document: dict[str, Any] = {
        "audit": audit,
        "partnership": partnership,
        "invited": len(found.invited),
        "submitted": len(found.submitted),
        "response_rate": found.response_rate,
        "not_submitted": [each.abbr for each in found.not_submitted],
        "excused": found.excused,
        "answered_unsigned": found.unsigned,
        "points_to_mend": found.mended,
        "by_sector": _sectors(found),
        "ratings": _ratings(total),
        **_states(total),
        "met": total.met,
        "met_share": total.met_share,
        "yes_no": _yes_no(total),
        "by_agency": {each.abbr: _agency(found, each) for each in found.submitted},
        "by_standard": {ref: _tally(tally) | {"own": _own(tally)} for ref, tally in found.by_standard.items()},
        "by_question": {ref: _question(found, ref, tally) for ref, tally in found.by_question.items()},
        "both_ratings": both_json(found),
        "matrix": _matrix(found),
        **after_json(after),
        "values": [_values(each) for each in values(found)],
        **_standards(found),
        **_ranks(found),
        "support_below": found.template.support_below,
        "needs_support": found.needs_support,
        "meets_at": found.template.meets_at,
        "meets": found.meets,
        "none_of_the_best": found.none_of_the_best,
        **_outstanding(found),
        "themes": themes_json(themes),
        "mentions": mentions_json(found, themes),
        "quotations": [_quotation(each) for each in quotations],
        "movement": movement_json(movement),
    }
    if found.standards:
        document["standards"] = {ref: dict(ratings) for ref, ratings in found.standards.items()}
    return document


def _quotation(each: Quotation) -> dict[str, Any]:
    document = {"agency": each.agency, "question": each.question, "text": each.words, "themes": list(each.themes)}
    return document | {"about": each.about}


def _standards(found: Figures) -> dict[str, Any]:
    """Each agency in each standard it is asked of, and how many agencies stand where."""
    cells = found.by_agency_standard
    return {
        "by_agency_standard": {
            abbr: {
                ref: {**_tally(cells[abbr, ref]), "level": level_of(found, abbr, ref)}
                for ref in found.by_standard
                if (abbr, ref) in cells
            }
            for abbr in found.by_agency
        },
        "levels": {
            ref: {code: level._asdict() for code, level in by_rating.items()}
            for ref, by_rating in levels(found).items()
        },
    }


def _ranks(found: Figures) -> dict[str, Any]:
    standards, questions = extremes(found.by_standard), ends(found.by_question)
    return {
        "highest": {"standards": standards[0], "questions": questions.top},
        "lowest": {"standards": standards[1], "questions": questions.bottom},
        "in_order": {"standards": _in_order(found.by_standard), "questions": _in_order(found.by_question)},
        "all_reached": {rating.code: found.all_reached(rating.code) for rating in found.template.scale.given},
        "most_of": most_of(found),
    }


def _in_order(tallies: Mapping[str, Tally]) -> list[str]:
    """Those that are ranked, best first."""
    places = ranked(tallies)
    return sorted(places, key=lambda name: places[name], reverse=True)


def _sectors(found: Figures) -> dict[str, Any]:
    return {
        sector: {"submitted": done, "invited": of, **_tally(found.sectors[sector])}
        for sector, (done, of) in found.by_sector.items()
    }


def _outstanding(found: Figures) -> dict[str, Any]:
    """By agency, everybody who was asked, with empty lists where nothing is; and how much in all."""
    owed = outstanding(found)
    by_agency: dict[str, dict[str, list[str]]] = {
        each.abbr: {"missing": [], "unanswered": [], "files": []} for each in found.invited
    }
    for gap in owed.gaps:
        refs = {"missing": [*gap.missing], "unanswered": [*gap.unanswered], "files": [*gap.files]}
        by_agency[gap.agency.abbr] = refs
    counts = {"missing": owed.missing, "unanswered": owed.unanswered, "files": owed.files}
    return {"outstanding": by_agency, "outstanding_in_all": {"agencies": len(owed.gaps), **counts}}


def _tally(tally: Tally) -> dict[str, Any]:
    return {"ratings": _ratings(tally), **_states(tally), "met": tally.met, "met_share": tally.met_share}


def _own(tally: Tally) -> dict[str, int]:
    """Without the fixed ratings: by these the highest and the lowest are named."""
    return {"met": tally.own.met, "rated": tally.own.rated}


def _agency(found: Figures, agency: Return) -> dict[str, Any]:
    abbr = agency.abbr
    tally = found.by_agency[abbr]
    document = {
        "scope": agency.scope,
        "sector": agency.sector,
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


def _matrix(found: Figures) -> dict[str, dict[str, str]]:
    """By agency and question, as the heat map writes it; a question that was not asked stands in none."""
    return {
        each.abbr: {
            ref: shown(found.template, standing)
            for ref in found.by_question
            if (standing := found.standings.get((each.abbr, ref))) is not None
        }
        for each in found.submitted
    }


def _values(each: Values) -> dict[str, Any]:
    document: dict[str, Any] = {"question": each.question.ref, "prompt": each.prompt.key, "kind": str(each.prompt.kind)}
    document |= {"n": each.n, "of": each.of}
    if each.prompt.kind is Kind.CHOICE:
        return document | {"counts": each.counts}
    least, most = each.ends or (None, None)
    told = {"total": each.total, "median": each.middle, "from": least, "to": most}
    return document | {name: value.isoformat() if isinstance(value, date) else value for name, value in told.items()}


def _ratings(tally: Tally) -> dict[str, int]:
    return {code: tally.ratings[code] for code in tally.scale if tally.ratings[code]}


def _states(tally: Tally) -> dict[str, int]:
    return {state: tally.states[state] for state in ("rated", "unrated", "not_applicable", "missing", "unanswered")}


def _yes_no(tally: Tally) -> dict[str, int]:
    return {word: tally.yes_no[word] for word in ("yes", "no") if tally.yes_no[word]}
