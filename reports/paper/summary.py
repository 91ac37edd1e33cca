"""What the first page says: the facts of the summary and of how the audit was done, read off figures.json."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from config.dates import uk_date
from config.words import listing
from reports.figures import count, level, met_words, of
from reports.paper.moved import moved
from reports.paper.source import SOME, PaperSource, met_of, some, with_share, without_stop

MOST_THEMES = 5
BRIEF = 80  # characters of a question on the first page
_STATES = {
    "unrated": "without a rating",
    "not_applicable": "that do not apply",
    "missing": "missing",
    "unanswered": "not answered",
}


def summary(source: PaperSource) -> dict[str, object]:
    """Every fact that paper-summary.j2 may use."""
    document = source.document
    return {
        "title": source.template.title,
        "partnership": source.partnership,
        "submitted": document["submitted"],
        "response": of(document["submitted"], document["invited"], "none of none"),
        "sectors": list(_sectors(document)),
        "largest_sector": _largest(document),
        "rated": document["rated"],
        "met": met_of(document),
        "met_words": met_words(source.template),
        "ratings": list(_ratings(source)),
        **_ends(source),
        **_throughout(source),
        **_thresholds(source),
        **_themes(source),
        "movement": moved(source),
    }


def method(source: PaperSource) -> dict[str, object]:
    """Every fact that paper-method.j2 may use."""
    document, template = source.document, source.template
    return {
        "title": template.title,
        "about": template.about,
        "partnership": source.partnership,
        "rated_by_partnership": template.rated_by == "partnership",
        "standards": len(source.standards),
        "questions": len(document["by_question"]),
        "asked": document["invited"],
        "response": of(document["submitted"], document["invited"], "none of none"),
        "due": uk_date(source.due),
        "as_of": uk_date(source.as_of),
        "scale": [f"{each.name}{': ' if each.meaning else ''}{each.meaning}" for each in template.scale.given],
        "silent": [source.agency(abbr) for abbr in document["not_submitted"]],
        "excused": [source.agency(abbr) for abbr in document.get("excused", ())],
        "others": [f"{document[name]} {words}" for name, words in _STATES.items() if document[name]],
        "fixed": listing(ref for ref in document["by_question"] if source.template.by_ref[ref].fixed_rating),
        "states": {name: document[name] for name in ("rated", "unrated", "not_applicable", "missing", "unanswered")},
    }


def terms(source: PaperSource) -> dict[str, object]:
    """Every fact that paper-terms.j2 may use."""
    template = source.template
    return {
        "met_words": met_words(template),
        "rated_by_partnership": template.rated_by == "partnership",
        "is_rolled": template.roll_up == "standards",
        "meets_at": None if template.meets_at is None else level(template.meets_at),
        "support_below": None if template.support_below is None else level(template.support_below),
        "audit": source.document["audit"],
    }


def _sectors(document: Mapping[str, Any]) -> Iterator[str]:
    for name, each in document["by_sector"].items():
        yield f"{name.replace('_', ' ')} {of(each['submitted'], each['invited'])}"


def _largest(document: Mapping[str, Any]) -> str:
    """The one sector that most returns came from, where there are several."""
    sent = {name: each["submitted"] for name, each in document["by_sector"].items()}
    most = [name for name, count_ in sent.items() if count_ and count_ == max(sent.values())]
    if len(sent) < 2 or len(most) != 1:
        return ""
    return f"{most[0].replace('_', ' ')}, {of(sent[most[0]], document['submitted'])}"


def _throughout(source: PaperSource) -> dict[str, object]:
    """Standards in which every rating is met, and agencies whose ratings are mostly, or nowhere, the best."""
    document, scale = source.document, source.template.scale
    best, met = scale.given[0], [each.code for each in scale.given if each.counts_as == "met"]
    own = {abbr: each for abbr, each in document["by_agency"].items() if each["rated"]}
    reached = document["all_reached"][met[-1]] if met else []
    mostly = [abbr for abbr, each in own.items() if each["ratings"].get(best.code, 0) * 2 > each["rated"]]

    def partly(abbr: str) -> str:
        return f"{source.agency(abbr)}, {of(own[abbr]['ratings'][best.code], own[abbr]['rated'])}"

    return {
        "all_met": some((without_stop(source.standard(ref)) for ref in reached), 4),
        "best": best.name,
        "mostly_best": some(map(partly, mostly)),
        "none_of_the_best": some(map(source.agency, document["none_of_the_best"]), 4),
    }


def _ratings(source: PaperSource) -> Iterator[str]:
    for rating in source.template.scale.given:
        yield f"{rating.name} {of(source.document['ratings'].get(rating.code, 0), source.document['rated'])}"


def _ends(source: PaperSource) -> dict[str, object]:
    """The strongest and the weakest, by the order of figures.json; empty where all are level."""
    document = source.document
    found: dict[str, object] = {}
    order = document["in_order"]["standards"] if document["highest"]["standards"] else []
    most = min(SOME, len(order) // 2)
    for told, end, standards in (
        ("strongest", "highest", order[:most]),
        ("weakest", "lowest", list(reversed(order))[:most]),
    ):
        found[f"{told}_standards"] = [
            with_share(source.standard(ref), met_of(document["by_standard"][ref]["own"])) for ref in standards
        ]
        refs = document[end]["questions"]
        shares = document["by_question"]
        found[f"{told}_questions"] = [
            with_share(source.question(ref, BRIEF), met_of(shares[ref])) for ref in refs[:SOME]
        ]
        found[f"{told}_level"] = _as_far(document, refs[:SOME])
    return found


def _as_far(document: Mapping[str, Any], named: Sequence[str]) -> str:
    """The numbers of the questions that stand where the last one named stands, and are not named themselves."""
    ranked, share = set(document["in_order"]["questions"]), document["by_question"]
    level = share[named[-1]]["met_share"] if named else None
    return some(
        (ref for ref in share if named and ref in ranked.difference(named) and share[ref]["met_share"] == level), 8
    )


def _thresholds(source: PaperSource) -> dict[str, object]:
    document, template = source.document, source.template
    return {
        "meets_at": None if template.meets_at is None else level(template.meets_at),
        "meets": of(len(document["meets"]), document["submitted"], "none of none"),
        "support_below": None if template.support_below is None else level(template.support_below),
        "support_count": count(len(document["needs_support"]), "agency", "agencies"),
        "support": some(
            (
                f"{source.agency(abbr)}, {of(*source.of_agency(abbr), level=template.support_below)}"
                for abbr in document["needs_support"]
            ),
            6,
        ),
        "unit": "applicable standards" if template.roll_up == "standards" else "rated answers",
    }


def _themes(source: PaperSource) -> dict[str, object]:
    themes = source.document["themes"]
    told = sorted((key for key in themes if themes[key]["answers"]), key=lambda key: -themes[key]["agencies"])
    wrote = max((each["of_answers"] for each in themes.values()), default=0)
    return {
        "wrote": wrote,
        "themes": [
            f"{source.themes[key]}: {of(themes[key]['agencies'], themes[key]['of_agencies'])}"
            for key in told[:MOST_THEMES]
        ],
        "never": some((source.themes[key] for key in themes if wrote and not themes[key]["answers"]), 6),
    }
