"""Each action as it is tracked: how its plan was rated, whether it was revised or updated, and its last day."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from config.dates import timescale_words
from reports.figures import action_files
from storage.nouns import Action, Audit, Submission
from storage.record import actions_of

OVERDUE_STATE, DONE = "overdue", "done, to be accepted"


class TrackedAction(NamedTuple):
    """One action as it stood on a day."""

    number: int
    agency: str  # abbreviation; empty for a shared one
    owner: str
    what: str
    refs: Sequence[str]
    because: str
    known_by: str
    by_when: str  # as it is kept: 2010, 2010-03, 2010-03-31
    rated: str
    is_revised: bool
    is_updated: bool
    last_word: str
    state: str  # open | overdue | done, to be accepted | closed
    is_handed: bool = False  # about the agency, and for a lead of the partnership to do
    is_assurance: bool = False  # a report on the agency's other actions
    files: Sequence[str] = ()  # names of those that came with what was said of it

    @property
    def who(self) -> str:
        """The agency, and the person or group in it."""
        return ", ".join(filter(None, (self.agency, self.owner)))

    @property
    def timescale(self) -> str:
        return timescale_words(self.by_when) if self.by_when else ""

    @property
    def is_open(self) -> bool:
        return self.state != "closed"


def tracked(
    db: Session, audit: Audit, submissions: Sequence[Submission], partnership: str | None, on: date
) -> list[TrackedAction]:
    """The actions of these returns, and those that are shared in the audit or the partnership (its key), by number."""
    of = {each.id: each.agency.abbr for each in submissions}
    found = []
    for each in actions_of(db, audit):
        is_shared = each.submission_id is None and (partnership is None or each.partnership in ("", partnership))
        if is_shared or each.submission_id in of:
            found.append(_tracked(each, of.get(each.submission_id or 0, ""), on))
    return found


def _tracked(each: Action, agency: str, on: date) -> TrackedAction:
    rated = each.last("rated")
    return TrackedAction(
        number=each.number,
        agency=agency,
        owner=each.owned_by,
        what=each.what,
        refs=tuple(filter(None, each.refs.split(", "))),
        because=each.because,
        known_by=each.known_by,
        by_when=each.timescale,
        rated=rated.value if rated else "",
        is_revised=each.last("revised") is not None,
        is_updated=each.last("update", "done") is not None,
        last_word=each.last_word,
        state=_state(each, on),
        is_handed=each.is_handed,
        is_assurance=each.is_assurance,
        files=[file.name for file in action_files(each)],
    )


def _state(each: Action, on: date) -> str:
    if not each.is_open(on):
        return "closed"
    return DONE if each.is_done else OVERDUE_STATE if each.is_overdue(on) else "open"


def tracked_json(found: Sequence[TrackedAction]) -> dict[str, Any]:
    """The same as figures: how many in which state, and of each what is no sentence of anybody's."""
    return {
        "states": dict(sorted(Counter(each.state for each in found).items())),
        "all": [
            {
                "number": each.number,
                "agency": each.agency or None,
                "questions": list(each.refs),
                "by_when": each.by_when or None,
                "rated": each.rated or None,
                "revised": each.is_revised,
                "update_received": each.is_updated,
                "state": each.state,
            }
            for each in found
        ],
    }
