"""Findings beside the partnership's priorities: what the answers say of each, and what is to be done about it. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from config.partnerships import PartnershipTable, Priority
from reports.actions.recommendation import Recommended
from reports.actions.track import TrackedAction
from reports.figures import Figures


class PriorityRow(NamedTuple):
    """What the answers to the questions of a priority add up to."""

    priority: Priority
    refs: Sequence[str]  # those of its questions that this audit asks
    met: int
    rated: int
    below: Sequence[str]  # agencies that rated one of them not met
    recommendations: Sequence[int]
    actions: Sequence[int]  # open, resting on one of them


def priorities_of(tables: Mapping[str, PartnershipTable], keys: Iterable[str]) -> list[Priority]:
    """The priorities of these partnerships; one of the same key counts once."""
    found: dict[str, Priority] = {}
    for key in keys:
        for each in tables[key].priorities if key in tables else ():
            found.setdefault(each.key, each)
    return list(found.values())


def beside_priorities(
    found: Figures,
    priorities: Iterable[Priority],
    recommendations: Sequence[Recommended],
    actions: Sequence[TrackedAction],
) -> list[PriorityRow]:
    """A row for each priority; a question's name may be that of a standard, which stands for all of its questions."""
    return [_row(found, each, recommendations, actions) for each in priorities]


def _row(
    found: Figures, priority: Priority, recommendations: Sequence[Recommended], actions: Sequence[TrackedAction]
) -> PriorityRow:
    named = set(priority.questions)
    refs = [each.ref for each in found.template.reported if each.ref in named or each.standard in named]
    tallies = [found.by_question[ref] for ref in refs if ref in found.by_question]
    below = [each.abbr for each in found.submitted if any(_is_low(found, each.abbr, ref) for ref in refs)]
    open_ = [each for each in actions if each.is_open and not each.is_assurance]  # a report on actions is none
    return PriorityRow(
        priority,
        refs,
        sum(each.met for each in tallies),
        sum(each.rated for each in tallies),
        below,
        [each.number for each in recommendations if priority.key in each.priorities],
        [each.number for each in open_ if not set(refs).isdisjoint(each.refs)],
    )


def low_refs(found: Figures, abbr: str) -> list[str]:
    """The questions that an agency rated not met, in the order of the questionnaire."""
    return [each.ref for each in found.template.reported if _is_low(found, abbr, each.ref)]


def _is_low(found: Figures, abbr: str, ref: str) -> bool:
    standing = found.standings.get((abbr, ref))
    rating = found.template.scale.by_code.get(standing.rating) if standing and standing.rating else None
    return rating is not None and rating.counts_as == "not_met"
