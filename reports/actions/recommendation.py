"""The recommendations as the report prints them."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from config.questionnaire import Template
from storage.nouns import Audit
from storage.record import recommendations_of


class Recommended(NamedTuple):
    """A numbered recommendation with its group, the questions it rests on and the priorities it serves."""

    number: int
    words: str
    owner: str
    refs: Sequence[str]
    priorities: Sequence[str]


def recommended(db: Session, audit: Audit, partnership: str | None) -> list[Recommended]:
    """What is recommended in an audit, or to one partnership (its key), by number."""
    return [
        Recommended(each.number, each.words, each.owner, _parts(each.refs), _parts(each.priorities))
        for each in recommendations_of(db, audit)
        if partnership is None or each.partnership in ("", partnership)
    ]


def by_area(found: Sequence[Recommended], template: Template) -> list[tuple[str, list[Recommended]]]:
    """By the standard whose answers each rests on, in the order of the questionnaire; "" last, for those of several."""
    titles = {each.ref: each.title for each in template.standards}
    areas: dict[str, list[Recommended]] = {title: [] for title in (*titles.values(), "")}
    for each in found:
        own = {titles[template.by_ref[ref].standard] for ref in each.refs if ref in template.by_ref}
        areas[own.pop() if len(own) == 1 else ""].append(each)
    return [(title, told) for title, told in areas.items() if told]


def recommended_json(found: Sequence[Recommended]) -> list[dict[str, Any]]:
    """The same as figures, with no sentence of anybody's."""
    return [
        {"number": each.number, "questions": list(each.refs), "priorities": list(each.priorities)} for each in found
    ]


def _parts(words: str) -> Sequence[str]:
    return tuple(filter(None, words.split(", ")))
