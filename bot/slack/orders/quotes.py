"""Sentences that others may read, a manager's to approve: as `s11 quotes` lists them, with people's names taken out."""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from bot.slack.leads import TurnOutcome
from bot.slack.orders.case import OrderCase, said
from bot.slack.orders.order import Order
from config.words import listing
from intake.ledger import Refused
from reports.figures import Quotation, approve, candidates, withdraw
from storage.nouns import Answer, Audit, Submission

MOST = 40  # in a list
ABOUT = {"works": "what works", "worries": "what worries"}
HOW = "Names and numbers of people are taken out. Type approve and the number in front; withdraw takes that back."


def listed(case: OrderCase) -> TurnOutcome:
    """Those that wait first; the approved marked."""
    with case.desk.database.read() as db:
        found = [each for audit in case.own_audits(db, case.ordered.about) for each in _candidates(db, case, audit)]
    told = [_line(each) for each in sorted(found, key=lambda each: bool(each.approved_by))]
    if not told:
        return said(["There is no such sentence: none in a return that is in, best rated or on what worries."])
    more = [f"and {len(told) - MOST} more. They come when these are decided."] if len(told) > MOST else []
    return said([*told[:MOST], *more, HOW])


def decided(case: OrderCase) -> TurnOutcome:
    """All of them or none; raises Refused where one is not in their list."""
    is_approved = case.ordered.what is Order.APPROVE
    told = []
    with case.desk.database.write.begin() as db:
        for id_ in dict.fromkeys(case.ordered.ids):
            submission = _of(db, case, id_)
            own = (case.desk.template_of(submission), case.own_returns(submission.audit))
            done = (approve if is_approved else withdraw)(db, submission.audit, *own, id_, case.speaker())
            told.append(f"{id_}: {'others may read it' if is_approved else 'nobody else reads it'}: {done.words}")
    return said(told)


def _of(db: Session, case: OrderCase, id_: str) -> Submission:
    """The return a sentence is of; raises Refused where it is not theirs, or is not listed as they want it."""
    answer = db.get(Answer, int(id_.partition("-")[0]))
    submission = db.get(Submission, answer.submission_id) if answer else None
    known = _candidates(db, case, submission.audit) if submission is not None and case.is_theirs(submission) else ()
    one = next((each for each in known if each.id == id_), None)
    if submission is None or one is None:
        raise Refused(f"There is no sentence {id_} here. Type quotes to see them.")
    if case.ordered.what is Order.WITHDRAW and not one.approved_by:
        raise Refused(f"The sentence {id_} is not approved, so there is nothing to withdraw.")
    return submission


def _candidates(db: Session, case: OrderCase, audit: Audit) -> Iterator[Quotation]:
    own = case.own_returns(audit)
    yield from candidates(db, case.desk.template_of(own[0]), own)


def _line(each: Quotation) -> str:
    state = f", approved by {each.approved_by}" if each.approved_by else ""
    return f"{each.id}  {ABOUT[each.about]}: {each.agency}, on {listing(each.places)}{state}\n{each.words}"
