"""What a manager decides: who need not answer, who gets more time, who is left in peace.

Each decision is one entry in the trail of its return or of the audit, takes back nudges that wait, and tells whom it
concerns.
"""

from datetime import date

from sqlalchemy.orm import Session

from config import dates
from config.dates import uk_date
from intake.ledger import Refused, near, open_again, reason, submit
from intake.notices import (
    MORE_TIME,
    NOT_ME,
    Stationery,
    decide_pleas,
    never_told,
    take_back,
    tell,
    tell_open,
    template_of,
)
from intake.returns import cells, still_open
from storage.nouns import Audit, Call, Contact, Submission
from storage.record import (
    call_off_chasing,
    call_off_excused,
    call_off_nudges,
    call_off_phone_lists,
    current_answers,
    trail,
)


def excuse(
    db: Session,
    submission: Submission,
    speaker: trail.Speaker,
    because: str,
    stationery: Stationery,
    *,
    though_signed: bool = True,
) -> bool:
    """The agency need not answer, for a reason; it counts as invited no longer. Another reason is told as well.

    Whether that is news. Without `though_signed` raises Refused for a return that is in.
    """
    _hold(db, submission)
    why = reason(because, "Say why the agency is excused.")
    if submission.excused_at is not None and submission.excused_because.split() == why.split():
        return False
    if submission.signed_at is not None and submission.excused_at is None and not though_signed:
        told = f"The return of {submission.agency.abbr} is in. Excused, it would count in no figure."
        raise Refused(f"{told} To excuse it all the same, add --yes.")
    submission.excused_at, submission.excused_because = speaker.at, why
    call_off_excused(db, submission.id, speaker.at)
    _note(db, submission, speaker, "return excused")
    told = f"{submission.agency.name} does not need to answer, and gets no more reminders. The reason: “{why}”"
    know = _answer_both(db, submission, speaker, told, stationery)
    tell(db, stationery, submission, speaker, "excused", because, know=know)
    return True


def ask_again(db: Session, submission: Submission, speaker: trail.Speaker, stationery: Stationery) -> None:
    """The agency is asked after all."""
    _hold(db, submission)
    if submission.excused_at is None:
        raise Refused(f"{submission.agency.abbr} is not excused.")
    submission.excused_at, submission.excused_because = None, ""
    _note(db, submission, speaker, "return asked for again")
    take_back(db, submission, speaker, "excused")
    if submission.submitted_at is None:
        tell(db, stationery, submission, speaker, "asked again")


def reopen(
    db: Session, submission: Submission, speaker: trail.Speaker, because: str, stationery: Stationery
) -> int | None:
    """Take a signed return back for a change, as a manager may, and tell the agency the reason; raises Refused.

    How many hear it; None where it is open for a change already.
    """
    if open_again(db, submission, speaker, reason(because, "Say why the return is reopened.")):
        return tell(db, stationery, submission, speaker, "reopened", because)
    if not submission.is_mended:
        raise Refused(f"{submission.agency.abbr} has not submitted, so its return is open already.")
    return None


def extend(
    db: Session,
    submission: Submission,
    speaker: trail.Speaker,
    to: date,
    stationery: Stationery,
) -> None:
    """The agency has until a later day than the others; raises Refused for a day that is not later.

    So it does where no answer is waited for: a day would mean nothing.
    """
    _hold(db, submission)
    _refuse_unasked(submission)
    if to <= submission.audit.due:
        raise Refused(f"{submission.audit.key} is due on {submission.audit.due:%-d %B %Y}. Give a later day.")
    near(to, dates.today(speaker.at))
    told = {MORE_TIME: f"{submission.agency.name} has until {uk_date(to)}."}
    know = decide_pleas(db, stationery, submission, speaker, told)
    if submission.extended_to != to:
        is_earlier, submission.extended_to = to < submission.due, to
        call_off_nudges(db, submission.id, speaker.at)  # they name the old day
        _note(db, submission, speaker, "return extended")
        tell_open(db, stationery, [submission], speaker, "shortened" if is_earlier else "extended", know)


def pause(db: Session, submission: Submission, speaker: trail.Speaker, until: date, stationery: Stationery) -> None:
    """No nudge goes to the agency before that day; today ends a pause, and whoever heard of it hears that."""
    _hold(db, submission)
    if submission.paused_until == until:
        return
    if until < dates.today(speaker.at):
        raise Refused(f"{until:%-d %B %Y} is past. Give a day to come; today lets reminders go again at once.")
    was_paused = submission.is_paused(dates.today(speaker.at))
    submission.paused_until = near(until, dates.today(speaker.at))
    call_off_nudges(db, submission.id, speaker.at)
    _note(db, submission, speaker, "nudges paused")
    take_back(db, submission, speaker, "paused")
    if submission.submitted_at is not None or submission.excused_at is not None:
        return
    if submission.is_paused(dates.today(speaker.at)):
        tell(db, stationery, submission, speaker, "paused", until=until)
    elif was_paused:
        tell(db, stationery, submission, speaker, "reminded again", know=never_told(db, submission, "paused"))


def sign_off(
    db: Session,
    submission: Submission,
    speaker: trail.Speaker,
    because: str,
    stationery: Stationery,
    *,
    as_it_stands: bool = False,
) -> None:
    """Submit a return in the manager's name, for a reason; raises Refused where required answers are missing.

    With `as_it_stands` it goes all the same, if anything was said.
    """
    _hold(db, submission)
    why = reason(because, "Say why the return is submitted for the agency.")
    abbr, owed = submission.agency.abbr, _owed(db, submission)
    if submission.submitted_at is not None:
        raise Refused(f"{abbr} has submitted already.")
    if submission.excused_at is not None:
        raise Refused(f"{abbr} is excused, so there is nothing to submit.")
    if owed is None:
        raise Refused(f"{abbr} has answered nothing, so there is nothing to submit.")
    if owed and not as_it_stands:
        told = f"{abbr} has not answered {'question' if len(owed) == 1 else 'questions'} {', '.join(owed)}."
        raise Refused(f"{told} Wait for the answers, or add --as-it-stands.")
    submit(db, submission, speaker._replace(name=f"{speaker.name}, for the agency"))
    facts = {"because": why, "without": owed}
    trail.note(db, submission, speaker, "return signed off", f"{abbr} return", facts)
    told = f"The return of {submission.agency.name} is submitted with the answers it gave. The reason: “{why}”"
    know = _answer_both(db, submission, speaker, told, stationery)
    tell(db, stationery, submission, speaker, "signed off", because, know=know)


def note_call(db: Session, submission: Submission, speaker: trail.Speaker, words: str) -> Call:
    """Note a telephone call. The trail says that there was one; what was said stays erasable."""
    _hold(db, submission)
    call = Call(
        submission_id=submission.id, said_by=speaker.name, at=speaker.at, words=reason(words, "Say what was said.")
    )
    db.add(call)
    trail.note(db, submission, speaker, "call noted", f"{submission.agency.abbr} call", {})
    return call


def move_due(db: Session, audit: Audit, speaker: trail.Speaker, to: date, stationery: Stationery) -> None:
    """Everybody has until another day. An own last day that is not later than that is lifted; again changes nothing.

    Raises Refused for a day that has passed, or before the audit opens.
    """
    trail.hold_all(db, audit)
    _refuse_closed(audit)
    if to < max(dates.today(speaker.at), audit.opens):
        raise Refused(f"{to:%-d %B %Y} is not a day to come on which {audit.key} is open. Give a later day.")
    if to == audit.due:
        return
    before = {each.id: each.due for each in audit.submissions}
    audit.due = near(to, dates.today(speaker.at))
    trail.note(db, audit, speaker, "due date moved", audit.key, {"due": to.isoformat()})
    for each in audit.submissions:
        if each.extended_to is not None and each.extended_to <= to:
            each.extended_to = None
            _note(db, each, speaker, "own last day lifted")
    moved = [each for each in audit.submissions if each.due != before[each.id]]
    for each in moved:
        call_off_nudges(db, each.id, speaker.at)
    call_off_phone_lists(db, audit.id, speaker.at)
    for each in moved:
        told = {MORE_TIME: f"{each.agency.name} has until {uk_date(each.due)}, as everybody has."}
        is_later = each.due > before[each.id] and each.is_waited_for
        know = decide_pleas(db, stationery, each, speaker, told) if is_later else ()
        tell_open(db, stationery, [each], speaker, "due moved", know)


def close(db: Session, audit: Audit, speaker: trail.Speaker, stationery: Stationery) -> None:
    """Close the audit: nothing is recorded in it any more, and nobody is chased. Again changes nothing."""
    trail.hold_all(db, audit)  # whoever holds a return may finish what it began, and nobody begins any more
    if audit.closed_at is None:
        audit.closed_at = speaker.at
        trail.note(db, audit, speaker, "audit closed", audit.key, trail.closing_facts(audit))
        for each in audit.submissions:
            call_off_chasing(db, each.id, speaker.at)
        call_off_phone_lists(db, audit.id, speaker.at)
        for each in audit.submissions:
            told = f"The audit is closed, and nothing more is recorded for {each.agency.name}."
            is_open = each.submitted_at is None and each.excused_at is None
            know = _answer_both(db, each, speaker, told, stationery) if is_open else ()
            tell_open(db, stationery, [each], speaker, "closed", know)


def open_audit_again(db: Session, audit: Audit, speaker: trail.Speaker, stationery: Stationery) -> None:
    """Take answers again in an audit that was closed; raises Refused where it is open."""
    trail.hold_all(db, audit)
    if audit.closed_at is None:
        raise Refused(f"{audit.key} is open already.")
    audit.closed_at = None
    trail.note(db, audit, speaker, "audit opened again", audit.key, trail.closing_facts(audit))
    for each in audit.submissions:
        tell_open(db, stationery, [each], speaker, "opened again", take_back(db, each, speaker, "closed"))


def _answer_both(
    db: Session, submission: Submission, speaker: trail.Speaker, outcome: str, stationery: Stationery
) -> list[Contact]:
    """Neither more time nor somebody else is needed any more; the writers, who hear the decision as the answer."""
    return decide_pleas(db, stationery, submission, speaker, dict.fromkeys((MORE_TIME, NOT_ME), outcome))


def _hold(db: Session, submission: Submission) -> None:
    trail.hold_return(db, submission)
    _refuse_closed(submission.audit)


def _refuse_closed(audit: Audit) -> None:
    if audit.closed_at is not None:
        raise Refused(f"The audit {audit.key} is closed. To change anything, open it: s11 audit reopen {audit.key}.")


def _refuse_unasked(submission: Submission) -> None:
    abbr, key = submission.agency.abbr, submission.audit.key
    if submission.submitted_at is not None:
        raise Refused(f"{abbr} has submitted already. To have it changed, open it first: s11 reopen {key} {abbr}.")
    if submission.excused_at is not None:
        raise Refused(f"{abbr} is excused. To ask it after all: s11 excuse {key} {abbr} --ask-again.")


def _owed(db: Session, submission: Submission) -> list[str] | None:
    """The questions with something required and not yet answered, by ref; None where nothing was said at all."""
    template = template_of(submission)
    said = cells(template, current_answers(db, [submission.id], tags=False))
    return still_open(template, submission.sector, said) if said else None


def _note(db: Session, submission: Submission, speaker: trail.Speaker, action: str) -> None:
    facts = trail.submission_facts(submission)
    trail.note(db, submission, speaker, action, submission.agency.abbr, facts)
