"""What reminding rests on: the plan of an audit, the moment, and the days of one reader of one return."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from config import dates
from config.partnerships import PartnershipTable, refuse_left_out
from config.questionnaire import NudgePlan
from config.ways import WAYS, Way
from reports.nudges.plan import Round, Stage, stages
from reports.nudges.slots import Diary
from storage.nouns import Contact, Submission
from storage.record import Faults


@dataclass(frozen=True)
class Chase:
    """What reminding rests on beside the record: an audit's plan, its partnerships, the moment, and the ways to people.

    `faults` takes what breaks at one reminder; without it, that is raised.
    """

    plan: NudgePlan
    known: Mapping[str, PartnershipTable]
    now: datetime
    faults: Faults | None = None
    open_ways: Sequence[Way] = WAYS
    _planned: dict[tuple[Round, Diary], list[Stage]] = field(default_factory=dict, repr=False)

    def stages(self, round_: Round, diary: Diary) -> list[Stage]:
        """The steps of the plan in a diary: many readers have the same."""
        found = self._planned.get((round_, diary))
        if found is None:
            found = self._planned[round_, diary] = stages(self.plan, round_, diary)
        return found


def round_of(submission: Submission) -> Round:
    """When the return opened for its agency, and its last day."""
    invited_on = dates.today(submission.invited_at) if submission.invited_at else None
    return round_from(submission.audit.opens, invited_on, submission.due)


def round_from(opens: date, invited_on: date | None, due: date) -> Round:
    return Round(max(opens, invited_on or opens), due)


def diary_of(submission: Submission, contact: Contact, known: Mapping[str, PartnershipTable]) -> Diary:
    """The contact's days: their agency's nations, and the school holidays where it is a school."""
    whose = [each.key for each in submission.partnerships]
    return diary_from(whose, submission.sector, contact.zone, contact.away_until, known)


def diary_from(
    partnerships: Sequence[str],
    sector: str,
    zone: ZoneInfo,
    away_until: date | None,
    known: Mapping[str, PartnershipTable],
) -> Diary:
    refuse_left_out(known, partnerships)
    own = [known[each] for each in partnerships if each in known]
    shut = [(each.first, each.last) for table in own for each in table.school_holidays]
    return Diary(
        zone=zone,
        nations=frozenset(table.nation for table in own) or frozenset({"england"}),
        closed=tuple(shut) if sector == "school" else (),
        away_until=away_until,
    )
