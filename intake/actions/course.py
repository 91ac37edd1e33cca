"""What becomes of an action: updates, a new last day, a rating of the plan, done, closed when accepted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from config.dates import today
from intake.actions.make import note, timescale_of
from intake.ledger import Refused, Saying, one_line, reason
from intake.returns import storable
from storage.nouns import Action, ActionEntry, Audit, Evidence, Submission
from storage.record import call_off_action, insert_new, trail

TOLD = {
    "update": "action updated",
    "done": "action said to be done",
    "moved": "action moved",
    "owned": "action taken over",
    "rated": "plan of action rated",
    "revised": "plan of action revised",
    "closed": "action closed",
    "opened": "action opened again",
}


@dataclass(frozen=True)
class Followed:
    """What is said of an action at one time."""

    words: str = ""
    is_done: bool = False
    by_when: str = ""
    rated: str = ""
    is_revised: bool = False
    owner: str = ""
    files: Sequence[Evidence] = ()


def follow(db: Session, audit: Audit, action: Action, said: Followed, saying: Saying) -> list[str]:
    """Keep what is said of it; the kinds of entry that were new. Raises Refused.

    An agency's late word on a closed action is an update of it, and opens nothing.
    """
    _hold(db, audit, action)
    is_open = action.is_open(_day(saying))
    if not is_open and saying.by != "agency":
        raise Refused(f"Action {action.number} is closed. Open it again first.")
    words = storable(said.words.strip()) and storable(reason(said.words, ""))
    entries: list[tuple[str, str, str]] = []
    if said.is_done and is_open:
        entries.append(("done", words, ""))
    elif words or said.files:
        entries.append(("update", words, ""))
    if (moved := timescale_of(said.by_when, _day(saying))) and moved != action.timescale:
        entries.append(("moved", "", moved))
    if (owner := storable(one_line(said.owner, "Who does it"))) and owner != action.owned_by:
        entries.append(("owned", "", owner))
    if said.rated.strip():
        entries.append(("rated", "", storable(one_line(said.rated, "The rating of the plan", 60))))
    if said.is_revised:
        entries.append(("revised", "", ""))
    kept = [kind for kind, *rest in entries if _add(db, audit, action, kind, *rest, saying=saying)]
    if said.files and entries[0][0] in kept:
        _bring(db, audit, action, said.files, saying)
    return kept


def _bring(db: Session, audit: Audit, action: Action, files: Sequence[Evidence], saying: Saying) -> None:
    """Files that came with what was just said are evidence of the action."""
    said = action.last("update", "done")
    if said is not None:
        said.evidence = list(dict.fromkeys(files))
        note(db, audit, action, saying, "file for action kept", {"sha256": [each.sha256 for each in said.evidence]})


def close_action(db: Session, audit: Audit, action: Action, because: str, saying: Saying) -> bool:
    """Accept that it is done, or with a reason stop following it; whether that is news. Raises Refused."""
    _hold(db, audit, action)
    if not action.is_open(_day(saying)):
        return False
    if not action.is_done and not because.strip():
        raise Refused(
            f"Nobody has said that action {action.number} is done. "
            "Give a reason why it is closed, or note first that it is done."
        )
    words = storable(reason(because, "")) if because.strip() else ""
    return _add(db, audit, action, "closed", words, "", saying=saying)


def open_action(db: Session, audit: Audit, action: Action, because: str, saying: Saying) -> bool:
    """Follow it again, because it was closed or is said to be done and is not; whether that is news. Raises Refused."""
    _hold(db, audit, action)
    if action.is_open(_day(saying)) and not action.is_done:
        return False
    return _add(db, audit, action, "opened", storable(reason(because, "Say why it is not done.")), "", saying=saying)


def _add(db: Session, audit: Audit, action: Action, kind: str, words: str, value: str, *, saying: Saying) -> bool:
    row = {"action_id": action.id, "kind": kind, "words": words, "value": value} | saying.as_kept
    if not insert_new(db, ActionEntry, [row]):
        return False
    db.refresh(action, ["entries"])
    if kind in ("done", "moved", "closed"):
        call_off_action(db, action.id, saying.speaker.at)
    note(db, audit, action, saying, TOLD[kind], {"value": value} if value else {})
    return True


def _hold(db: Session, audit: Audit, action: Action) -> None:
    submission = db.get(Submission, action.submission_id) if action.submission_id else None
    if submission is None:
        trail.hold(db, audit)
    else:
        trail.hold_return(db, submission)
    db.refresh(action, ["entries"])


def _day(saying: Saying) -> date:
    return today(saying.speaker.at)
