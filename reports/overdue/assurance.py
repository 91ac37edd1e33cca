"""The assurance report: asked for when it is agreed, and again four weeks before its last day; then it is late."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from config import dates
from config.letters import one_line
from config.questionnaire import Template
from reports.nudges import Chaser, Diary
from reports.overdue.actions import ActionLetter, LateAction, people_of, taken, to_contact
from reports.overdue.ladder import is_left_alone
from storage.nouns import Audit
from storage.record import ASSURANCE_LETTER, actions_of

AGAIN = timedelta(weeks=4)


def assurance_due(db: Session, audit: Audit, now: datetime) -> list[LateAction]:
    """The reports to be asked for now; nobody is asked in a pause or an evening."""
    window, on = Diary().next_window(now), dates.today(now)
    if window is None or not window.is_open(now):
        return []
    of = {each.id: each for each in audit.submissions}
    found = []
    for each in actions_of(db, audit):
        submission, due = of.get(each.submission_id or 0), each.due
        if not each.is_assurance or submission is None or due is None or is_left_alone(submission, on):
            continue
        step = 2 if due - on <= AGAIN else 1
        is_awaited = each.is_open(on) and not each.is_done and due >= on
        if is_awaited and step > taken(db, each, ASSURANCE_LETTER):
            found.append(LateAction(each, submission, step, 0))
    return found


def ask_for_assurance(db: Session, audit: Audit, template: Template, chaser: Chaser, now: datetime) -> int:
    """Write what is due; how many letters."""
    told, on, window = 0, dates.today(now), Diary().next_window(now)
    for each in assurance_due(db, audit, now):
        assert each.submission is not None
        own = [one for one in actions_of(db, audit) if one.submission_id == each.submission.id and one.is_open(on)]
        about = [(one.number, one_line(one.what)) for one in own if not (one.is_assurance or one.is_handed)]
        letter = ActionLetter("assurance", "Your assurance report", ASSURANCE_LETTER, {"about": about})
        for contact in people_of(db, each.submission, on):
            message = to_contact(db, template, chaser, each, contact, now, letter)
            if window is not None:
                message.not_before, message.not_after = window.not_before, window.not_after
            db.add(message)
            told += 1
    db.flush()
    return told
