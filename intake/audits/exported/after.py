"""What an export says is to be done and recommended after the audit, and the meetings about it."""

from sqlalchemy.orm import Session

from intake.audits.exported.answers import evidence_of
from intake.audits.exported.schema import ActionWord, ExportedMeeting, KeptAction, KeptRecommendation
from intake.ledger import Refused
from storage.nouns import Action, ActionEntry, Evidence, Meeting, MeetingEntry, Recommendation


def add_action(db: Session, audit: int, each: KeptAction, of: dict[str, int]) -> None:
    """An action with all that was said of it; `of` are the returns by their agencies."""
    said = [_word(db, entry) for entry in each.entries]
    whose = _of(of, each.agency, f"Action {each.number}")
    own = each.model_dump(exclude={"agency", "entries"})
    db.add(Action(audit_id=audit, submission_id=whose, entries=said, **own))


def add_meeting(db: Session, audit: int, each: ExportedMeeting, of: dict[str, int]) -> None:
    """A meeting with all that was kept of it."""
    kept = [MeetingEntry(**entry.model_dump()) for entry in each.entries]
    whose = _of(of, each.agency, f"Meeting {each.number}")
    own = each.model_dump(exclude={"agency", "entries"})
    db.add(Meeting(audit_id=audit, submission_id=whose, entries=kept, **own))


def add_recommendation(db: Session, audit: int, each: KeptRecommendation) -> None:
    """A recommendation, which is of no return."""
    db.add(Recommendation(audit_id=audit, **each.model_dump()))


def _word(db: Session, said: ActionWord) -> ActionEntry:
    """What was said of an action, with the files that came with it: each has one row, however often it came."""
    kept = ActionEntry(**said.model_dump(exclude={"evidence"}))
    files = evidence_of(db, said.evidence)
    kept.evidence = [db.get_one(Evidence, number) for number in files.values()]
    return kept


def _of(of: dict[str, int], agency: str | None, what: str) -> int | None:
    """The return of this agency, which the export must have."""
    if agency is not None and agency not in of:
        raise Refused(f"{what} is of {agency}, which the export does not have. Export it again.")
    return of[agency] if agency else None
