"""What is asked of agencies months after a round, and who of the partnership takes one up that rated itself low."""

from datetime import date
from secrets import token_hex

from sqlalchemy.orm import Session

from config.dates import after_months, today
from config.questionnaire import Template
from intake.actions.make import NewAction, add_action
from intake.ledger import Refused, Saying
from storage.nouns import ASSURANCE, HANDED, Action, Audit, Submission
from storage.record import actions_of

REPORT = "Send an assurance report: how far each action is, and what has changed for children."


def ask_assurance(
    db: Session, audit: Audit, template: Template, submission: Submission, months: int, saying: Saying
) -> Action | None:
    """An action of the agency to report on its others in so many months; None where one is open already.

    Raises Refused where it has no open action to report on, or is excused: then nobody would write to it.
    """
    if submission.excused_at is not None:
        told = f"{submission.agency.abbr} is excused in {audit.key}, so nobody writes to it."
        raise Refused(f"{told} To ask it after all: s11 excuse {audit.key} {submission.agency.abbr} --ask-again.")
    on = today(saying.speaker.at)
    own = [each for each in actions_of(db, audit) if each.submission_id == submission.id and each.is_open(on)]
    if any(each.is_assurance for each in own):
        return None
    about = [each for each in own if not each.is_handed]
    if not about:
        raise Refused(f"{submission.agency.abbr} has no open action, so there is nothing to report on.")
    refs = ", ".join(dict.fromkeys(ref for each in about for ref in each.refs.split(", ") if ref))
    numbers = ", ".join(str(each.number) for each in about)
    new = NewAction(
        REPORT,
        submission,
        by_when=after_months(on, months).isoformat(),
        known_by="The report is here.",
        refs=refs,
        because=f"It rests on what was agreed: {numbers}.",
    )
    return add_action(db, audit, template, new, _as(saying, ASSURANCE))


def hand_to(
    db: Session, audit: Audit, template: Template, submission: Submission, lead: str, by_when: date | None,
    because: str, refs: str, saying: Saying,
) -> Action | None:  # fmt: skip
    """Give an agency to a named lead of the partnership, whose follow-up is kept; None where that lead has it already.

    It is the partnership's to do: the agency is asked nothing of it. Raises Refused.
    """
    if not lead.strip():
        raise Refused("Name who takes it up: --to.")
    on = today(saying.speaker.at)
    for each in actions_of(db, audit):
        is_same = each.submission_id == submission.id and each.is_handed and each.is_open(on)
        if is_same and each.owned_by.casefold() == lead.strip().casefold():
            return None
    new = NewAction(
        f"Take up with {submission.agency.name} what it rated low, and say what came of it.",
        submission,
        owner=lead,
        by_when=by_when.isoformat() if by_when else "",
        refs=refs,
        because=because,
    )
    return add_action(db, audit, template, new, _as(saying, HANDED))


def _as(saying: Saying, mark: str) -> Saying:
    return Saying(saying.speaker, f"{mark}{token_hex(8)}", saying.by)
