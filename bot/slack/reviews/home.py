"""A manager's home after the returns: the way to those that wait, and whose turn each question back is."""

from collections.abc import Callable, Iterator, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.slack.api import JSON, actions, button
from bot.slack.reviews.threads import asked_back
from bot.slack.reviews.views import LIST
from config.questionnaire import Template
from reports.after import QueuedReturn, queue
from storage.nouns import Audit, Partnership, Submission
from storage.record import Faults, apart, open_threads


def after_returns(db: Session, template: Callable[[Submission], Template], partnership: str) -> Iterator[JSON]:
    """For one partnership (its key), in the audits that are open."""
    own = returns_of(db, partnership)
    for audit in {each.audit.key: each.audit for each in own}.values():
        waiting: list[QueuedReturn] = []
        with apart(Faults(), f"the returns to look at in {audit.key}"):  # one audit costs no other
            waiting = waiting_of(db, template, [each for each in own if each.audit_id == audit.id])
        if waiting:
            value = {"h": partnership, "a": audit.key}
            told = f"Look at returns ({len(waiting)})"
            yield from actions([button(told, f"{LIST}:{partnership}:{audit.key}"[:255], value)])
    yield from asked_back(open_threads(db, own))


def waiting_of(
    db: Session, template: Callable[[Submission], Template], own: Sequence[Submission]
) -> list[QueuedReturn]:
    """Those of these returns of one audit that wait for a manager."""
    return [each for each in queue(db, template(own[0]), own) if each.waits] if own else []


def returns_of(db: Session, partnership: str, audit: str = "") -> Sequence[Submission]:
    """The returns of a partnership in audits that are open, or in one of them."""
    wanted = select(Submission).join(Audit).where(Audit.closed_at.is_(None)).order_by(Audit.id, Submission.id)
    wanted = wanted.where(Submission.partnerships.any(Partnership.key == partnership))
    return db.scalars(wanted.where(Audit.key == audit) if audit else wanted).all()
