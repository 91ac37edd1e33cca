"""Every figure we publish, counted here and nowhere else. Pure: returns in, figures out."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from config.questionnaire import Question, Template
from intake.returns import Cell, Cells, State, Status, chosen
from reports.figures.rolled import NOT_APPLICABLE, reported, roll_up
from reports.figures.tally import AnswerState as AnswerState
from reports.figures.tally import Standing, Tally, share

_WORDS = {
    "not_started": "not started",
    "in_progress": "in progress",
    "answered_unsigned": "every question answered, not signed",
    "submitted": "submitted",
    "points_to_mend": "submitted, open again for a change",
    "re_submitted": "submitted again",
    "accepted": "accepted",
    "excused": "excused",
}


def in_words(state: State) -> str:
    """A state as people read it."""
    return _WORDS[state]


class Return(NamedTuple):
    """One agency's return as it stands; `status` as `s11 status` says it, `scope` the departments it speaks for."""

    abbr: str
    name: str
    sector: str
    status: Status
    said: Cells
    scope: str = ""  # empty for the whole agency
    state: State | None = None  # finer than the status, where it is known
    kept: frozenset[str] = frozenset()  # questions whose whole answer was kept from the round before

    @property
    def standing(self) -> str:
        """Where it stands, in words for people."""
        return in_words(self.state or self.status)


@dataclass(frozen=True)
class Figures:
    """All figures of an audit. Tallies are over submitted returns and reported questions."""

    template: Template
    invited: tuple[Return, ...]
    submitted: tuple[Return, ...]
    standings: Mapping[tuple[str, str], Standing]  # by agency and question; a question not asked has none
    total: Tally
    by_agency: Mapping[str, Tally]
    by_standard: Mapping[str, Tally]
    by_question: Mapping[str, Tally]
    by_agency_standard: Mapping[tuple[str, str], Tally]  # only where something in the standard is asked
    sectors: Mapping[str, Tally]  # of every agency invited
    standards: Mapping[str, Mapping[str, str | None]]  # the roll-up by standard and agency; empty without one
    names: Mapping[str, str]  # by abbreviation, of everybody whose words or files may be shown, the excused too

    @property
    def response_rate(self) -> float | None:
        return share(len(self.submitted), len(self.invited))

    @property
    def not_submitted(self) -> list[Return]:
        return [each for each in self.invited if each.status != "submitted"]

    @property
    def excused(self) -> list[str]:
        """Agencies that need not answer: counted nowhere, and named so that nobody asks where they are."""
        invited = {each.abbr for each in self.invited}
        return [abbr for abbr in self.names if abbr not in invited]

    @property
    def unsigned(self) -> list[str]:
        """Agencies that have answered all that is asked of them and have not signed."""
        return [each.abbr for each in self.invited if each.state == "answered_unsigned"]

    @property
    def mended(self) -> list[str]:
        """Agencies whose return counts as it was signed and is open again for a change."""
        return [each.abbr for each in self.submitted if each.state == "points_to_mend"]

    @property
    def by_sector(self) -> dict[str, tuple[int, int]]:
        """Returns submitted and agencies invited, by sector."""
        invited = Counter(each.sector for each in self.invited)
        submitted = Counter(each.sector for each in self.submitted)
        return {sector: (submitted[sector], invited[sector]) for sector in sorted(invited)}

    def counts(self, abbr: str) -> tuple[int, int]:
        """What an agency's share is of: met and applicable standards under a roll-up, else met and rated answers."""
        if self.template.roll_up == "standards":
            ratings = [
                each[abbr] for each in self.standards.values() if each.get(abbr, NOT_APPLICABLE) != NOT_APPLICABLE
            ]
            return sum(self._is_met(code) for code in ratings), len(ratings)
        return self.by_agency[abbr].met, self.by_agency[abbr].rated

    def met_share(self, abbr: str) -> float | None:
        return share(*self.counts(abbr))

    @property
    def needs_support(self) -> list[str]:
        """Agencies under the audit's `support_below`, lowest share first."""
        return self._under(self.template.support_below)

    @property
    def meets(self) -> list[str]:
        """Agencies at or over the audit's `meets_at`, in the order of the audit; empty without a threshold."""
        level = self.template.meets_at
        if level is None:
            return []
        return [abbr for abbr in self.by_agency if (found := self.met_share(abbr)) is not None and found >= level]

    @property
    def none_of_the_best(self) -> list[str]:
        """Agencies with ratings of their own, none of which is the best of the scale."""
        best = self.template.scale.given[0].code
        own = {abbr: tally.own for abbr, tally in self.by_agency.items()}
        return [abbr for abbr, tally in own.items() if tally.rated and not tally.ratings[best]]

    def all_reached(self, code: str) -> list[str]:
        """Standards in which every rating given is `code` or better; a fixed one was given by nobody."""
        order = [rating.code for rating in self.template.scale.given]
        reached = set(order[: order.index(code) + 1])
        own = {ref: tally.own for ref, tally in self.by_standard.items()}
        return [ref for ref, tally in own.items() if tally.rated and set(+tally.ratings) <= reached]

    def good_news(self, ref: str) -> tuple[int, int] | None:
        """Of the yes/no answers to a question, how many are good news; None where neither answer is."""
        prompt = self.template.by_ref[ref].yes_no
        if prompt is None or prompt.good in (None, "neither"):
            return None
        answers = self.by_question[ref].yes_no
        return answers[str(prompt.good)], answers.total()

    def in_state(self, abbr: str, state: AnswerState) -> list[str]:
        """The questions that stand so for an agency."""
        return [
            question.ref
            for question in self.template.reported
            if (standing := self.standings.get((abbr, question.ref))) is not None and standing.state == state
        ]

    def actions(self, abbr: str) -> dict[str, list[str]]:
        """The actions an agency's ratings ask of it, each with its questions."""
        asked: dict[str, list[str]] = {}
        for question in self.template.reported:
            standing = self.standings.get((abbr, question.ref))
            rating = self.template.scale.by_code.get(standing.rating or "") if standing else None
            if standing and standing.state == "missing":
                rating = self.template.scale.missing
            if rating and rating.action:
                asked.setdefault(rating.action, []).append(question.ref)
        return asked

    def _under(self, level: float | None) -> list[str]:
        if level is None:
            return []
        shares = {abbr: found for abbr in self.by_agency if (found := self.met_share(abbr)) is not None}
        return sorted((abbr for abbr, found in shares.items() if found < level), key=lambda abbr: (shares[abbr], abbr))

    def _is_met(self, code: str | None) -> bool:
        return code is not None and self.template.scale.by_code[code].counts_as == "met"


def figures(template: Template, returns: Iterable[Return]) -> Figures:
    """Count returns, in the order given; excused agencies do not count as invited."""
    returns = tuple(returns)
    names = {each.abbr: each.name for each in returns}
    invited = tuple(each for each in returns if each.status != "excused")
    submitted = tuple(each for each in invited if each.status == "submitted")
    scale = template.scale.by_code
    total = Tally(scale)
    by_agency = {each.abbr: Tally(scale) for each in submitted}
    by_standard = {each.ref: Tally(scale) for each in template.standards if reported(template, each)}
    by_question = {question.ref: Tally(scale) for question in template.reported}
    by_agency_standard: dict[tuple[str, str], Tally] = {}
    sectors = {sector: Tally(scale) for sector in sorted({each.sector for each in invited})}
    standings: dict[tuple[str, str], Standing] = {}
    for each in submitted:
        for question in template.reported:
            if question.asked_of(each.sector):
                standing = _standing(question, chosen(each.said, question.ref, template.rated_by))
                standings[each.abbr, question.ref] = standing
                is_fixed = standing.rating is not None and question.fixed_rating is not None
                cell = by_agency_standard.setdefault((each.abbr, question.standard), Tally(scale))
                of_question = by_standard[question.standard], by_question[question.ref]
                for tally in (total, by_agency[each.abbr], sectors[each.sector], cell, *of_question):
                    tally.add(standing, is_fixed=is_fixed)
    standards = roll_up(template, by_agency, standings) if template.roll_up == "standards" else {}
    splits = by_agency, by_standard, by_question, by_agency_standard, sectors
    return Figures(template, invited, submitted, standings, total, *splits, standards, names)


def _standing(question: Question, cell: Cell) -> Standing:
    if cell.not_applicable:
        return Standing("not_applicable")
    if cell.missing:
        return Standing("missing")
    rating = question.fixed_rating or cell.rating
    if rating is not None:
        return Standing("rated", rating, cell.yes_no)
    return Standing("unanswered" if cell.is_empty else "unrated", None, cell.yes_no)
