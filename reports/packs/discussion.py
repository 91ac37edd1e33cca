"""What a partnership puts to all of its agencies together: questions worth discussing, themes, and groups. Pure."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from itertools import zip_longest
from typing import NamedTuple

from config.dates import uk_date
from config.words import count
from reports.actions import PriorityRow, Recommended
from reports.figures import Figures, ThemeFigures, of

MOST = 8  # questions of a discussion: more is no afternoon
FEWEST_LOW = 3  # agencies not there yet: were there fewer, whoever is further on would tell by whom it leaves out
FEW, MANY = 0.25, 0.5  # shares of the agencies that wrote


class Discussed(NamedTuple):
    """A question for discussion: what the answers add up to, who is further on, and what to ask."""

    ref: str
    text: str
    met: int
    rated: int
    further_on: Sequence[str]  # agencies that rated it met; nobody where that would single out whoever did not
    ask: str

    @property
    def told(self) -> str:
        return f"Met at {of(self.met, self.rated)}."


class Discussion(NamedTuple):
    """Everything that goes into a discussion of several agencies."""

    title: str
    made_on: str
    glance: Sequence[str]
    questions: Sequence[Discussed]
    themes: Sequence[tuple[str, str]]  # what it is about, and how many write of it
    never: Sequence[str]  # what nobody writes of
    priorities: Sequence[PriorityRow]
    recommendations: Sequence[Recommended]
    groups: Sequence[tuple[Sequence[str], Sequence[str]]]  # agencies, and the questions they begin with


def discussion_of(
    found: Figures, themes: Sequence[ThemeFigures], priorities: Sequence[PriorityRow],
    recommendations: Sequence[Recommended], groups: int, on: date,
) -> Discussion:  # fmt: skip
    """From the same figures as the pack of one agency; `groups` is how many sit together."""
    questions = _questions(found)
    return Discussion(
        found.template.title,
        uk_date(on),
        _glance(found),
        questions,
        _themes(themes),
        _never(themes),
        [each for each in priorities if each.rated],
        recommendations,
        _groups(found, [each.ref for each in questions], groups),
    )


def _glance(found: Figures) -> list[str]:
    rated, met = (sum(getattr(each, name) for each in found.by_question.values()) for name in ("rated", "met"))
    told = [f"{count(len(found.submitted), 'agency has sent its', 'agencies have sent their')} return."]
    return [*told, f"Of all rated answers {of(met, rated)} are met."] if rated else told


def _questions(found: Figures) -> list[Discussed]:
    """Those that fewest rated met; first those where some did, who know how. A fixed rating is nobody's to discuss."""
    split = []
    for each in found.template.reported:
        tally = found.by_question.get(each.ref)
        if each.fixed_rating or tally is None or tally.rated < FEWEST_LOW or tally.met == tally.rated:
            continue
        ahead = [one.abbr for one in found.submitted if _is_met(found, one.abbr, each.ref)]
        ahead = ahead if tally.rated - tally.met >= FEWEST_LOW else []
        ask = "What do those who are further on do, and what would it take here?"
        ask = ask if tally.met else "Nobody is there yet. What stands in the way of all, and who could move it?"
        split.append(Discussed(each.ref, each.text, tally.met, tally.rated, ahead, ask))
    return sorted(split, key=lambda one: (not one.met, one.met / one.rated))[:MOST]


def _is_met(found: Figures, abbr: str, ref: str) -> bool:
    standing = found.standings.get((abbr, ref))
    rating = found.template.scale.by_code.get(standing.rating or "") if standing else None
    return rating is not None and rating.counts_as == "met"


def _themes(themes: Sequence[ThemeFigures]) -> list[tuple[str, str]]:
    """What few write of, then what most do; nothing where nobody wrote."""
    counted = [(len(each.total.agencies), len(each.total.of_agencies), each.title) for each in themes]
    told = [each for each in sorted(counted) if each[0] and not FEW < each[0] / each[1] <= MANY]
    return [(title, f"{of(many, whole)} of the agencies that wrote") for many, whole, title in told]


def _never(themes: Sequence[ThemeFigures]) -> list[str]:
    return sorted(each.title for each in themes if each.total.of_agencies and not each.total.agencies)


def _groups(found: Figures, refs: Sequence[str], number: int) -> list[tuple[list[str], list[str]]]:
    """Dealt so that each group has agencies of several sectors, and begins with questions of its own."""
    by_sector: dict[str, list[str]] = defaultdict(list)
    for each in found.submitted:
        by_sector[each.sector].append(each.abbr)
    dealt = [
        abbr for sector in sorted(by_sector, key=lambda one: (-len(by_sector[one]), one)) for abbr in by_sector[sector]
    ]
    number = min(number, len(dealt)) or 1
    hands = [
        [one for one in hand if one]
        for hand in zip_longest(*(dealt[at : at + number] for at in range(0, len(dealt), number)))
    ]
    return [(hand, list(refs[at::number])) for at, hand in enumerate(hands)]
