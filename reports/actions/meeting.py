"""Meetings about returns, as they are told: the day, who was there, what was noted and what came of them."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from config.dates import uk_date
from storage.nouns import Audit, Submission
from storage.record import meetings_of

MEETINGS = ("number", "agency", "day", "about", "present", "notes", "outcomes", "actions")


class KeptMeeting(NamedTuple):
    """One meeting with all that was kept of it."""

    number: int
    agency: str  # abbreviation; empty for one of several
    day: date
    about: str
    present: str
    notes: Sequence[str]
    outcomes: Sequence[str]
    actions: Sequence[int]

    @property
    def on(self) -> str:
        return uk_date(self.day)

    def is_ahead(self, today: date) -> bool:
        """Nothing is kept of it yet, and its day has not passed."""
        return self.day >= today and not (self.notes or self.outcomes)


def kept_meetings(
    db: Session, audit: Audit, submissions: Sequence[Submission], partnership: str | None
) -> list[KeptMeeting]:
    """The meetings with these agencies, and those of several in the audit or the partnership (its key), by number."""
    of = {each.id: each.agency.abbr for each in submissions}
    return [
        KeptMeeting(
            each.number, of.get(each.submission_id or 0, ""), each.day, each.about, each.present,
            each.words_of("note"), each.words_of("outcome"), each.actions,
        )
        for each in meetings_of(db, audit)
        if each.submission_id in of
        or (each.submission_id is None and (partnership is None or each.partnership in ("", partnership)))
    ]  # fmt: skip


def meetings_json(found: Iterable[KeptMeeting]) -> list[dict[str, Any]]:
    """The same as figures, with no sentence of anybody's."""
    return [
        {
            "number": each.number,
            "agency": each.agency or None,
            "day": each.day.isoformat(),
            "outcomes": len(each.outcomes),
            "actions": list(each.actions),
        }
        for each in found
    ]


def meeting_rows(found: Iterable[KeptMeeting]) -> Iterator[Sequence[str | int | None]]:
    """A row a meeting of a workbook, with its words."""
    for each in found:
        words = (each.about, each.present, "\n".join(each.notes), "\n".join(each.outcomes))
        numbers = ", ".join(map(str, each.actions))
        yield each.number, each.agency or None, each.on, *(said or None for said in (*words, numbers))
