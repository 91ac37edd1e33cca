"""The record as a digest tells it: what happened since the last one, what waits for a person, what is written about."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from config import dates
from config.branches import WHOLE, Circle
from config.questionnaire import Template
from config.themes import Themes
from config.ways import WAYS, Way
from intake.ledger import files_of
from intake.mail.files import unread_in
from intake.notices import held_for
from reports.actions import DONE, OVERDUE_STATE, TrackedAction, tracked
from reports.digests.about import mentions_in_words, worries
from reports.digests.digest import digest
from reports.digests.parts import Digest, Facts, Mentioned, Since, Waiting
from reports.digests.series import last_sent
from reports.figures import (
    Figures,
    ThemeFigures,
    approved,
    differing,
    figures,
    figures_with_words,
    in_turn,
    returns_at,
    submissions_of,
    theme_figures,
)
from reports.movement import CountedRound, Movement, moved_in_words, movement_of
from reports.nudges import reachable, read_contacts
from storage.nouns import Audit, Event, Receipt, Submission, Thread
from storage.record import AnswerRow, among, current_rows, open_threads, waiting, witness_of


class ToldDigest(NamedTuple):
    """A digest and the figures it is made of."""

    digest: Digest
    figures: Figures


def digest_of(
    db: Session, audit: Audit, template: Template, partnership: str | None, themes: Themes, now: datetime,
    *, open_ways: Sequence[Way] = WAYS, mailboxes: Circle = WHOLE,
) -> ToldDigest:  # fmt: skip
    """The digest of an audit as it stands, whole or for a partnership (its key); raises UnknownPartnership.

    Since when is the moment of the last digest that was sent to the partnership. `mailboxes` says who has their own.
    """
    submissions = submissions_of(db, audit, partnership)
    names = {each.key: each.name for submission in submissions for each in submission.partnerships}
    last = last_sent(db, audit, partnership) if partnership else None
    found, wrote = figures_with_words(db, template, submissions)
    themed, quoted = theme_figures(found, wrote, themes), in_turn(approved(db, template, submissions))
    then = figures(template, returns_at(db, template, submissions, last)) if last else None
    actions = tracked(db, audit, submissions, partnership, dates.today(now))
    excused = {each.agency.abbr for each in submissions if each.excused_at is not None}  # chased for nothing
    counted = CountedRound(found, wrote)
    facts = Facts(
        due=audit.due,
        is_closed=audit.closed_at is not None,
        since=_since(db, audit, submissions, last),
        waiting=replace(
            _waiting(db, submissions, dates.today(now), open_ways),
            unplaced=_unplaced(db, partnership, mailboxes),
            overdue_actions=[
                _named(each) for each in actions if each.state == OVERDUE_STATE and each.agency not in excused
            ],
            done_actions=[_named(each) for each in actions if each.state == DONE],
        ),
        themes=[_mentioned(each) for each in themed],
        mentions=mentions_in_words(found, themed),
        worries=worries(found, wrote, themes),
        quotes=[each.line for each in quoted if each.about == "works"],
        moved=_moved(movement_of(db, template, counted, partnership, themes, held=audit.after), template, themes),
        worry_quotes=[each.line for each in quoted if each.about == "worries"],
        witness=witness_of(db, audit),
    )
    whose = names[partnership] if partnership else None
    return ToldDigest(digest(audit.key, whose, dates.today(now), found, then, facts), found)


def _moved(movement: Movement | None, template: Template, themes: Themes) -> list[str]:
    if movement is None:
        return []
    titles = {each.ref: each.title for each in template.standards}
    return list(moved_in_words(movement, titles, {key: themes.title(key) for key in themes.by_key}))


def _since(db: Session, audit: Audit, submissions: Sequence[Submission], last: datetime | None) -> Since:
    changed, late, files = [], [], []
    was_past = _was_past(db, audit)
    by_return = defaultdict[int, list[AnswerRow]](list)
    for answer in current_rows(db, [each.id for each in submissions], files=True):
        by_return[answer.submission_id].append(answer)
    for each in _asked(submissions):
        abbr, said = each.agency.abbr, by_return[each.id]
        if not was_past and _is_late(each) and _is_new(each.signed_at, last):
            late.append(abbr)
        written = [answer.said_at for answer in said if answer.by == "agency"]
        if _is_new(_after_sent(each, written), last):
            changed.append(abbr)
        if number := sum(_is_new(file.said_at, last) for file in files_of(said)):
            files.append((abbr, number))
    return Since(dates.today(last) if last else None, changed, late, files)


def _asked(submissions: Sequence[Submission]) -> list[Submission]:
    """Whoever is excused changed nothing that anybody has to look at."""
    return [each for each in submissions if each.excused_at is None]


def _is_new(moment: datetime | None, last: datetime | None) -> bool:
    return moment is not None and (last is None or moment > last)


def _was_past(db: Session, audit: Audit) -> bool:
    """Whether the round was over when it was entered: its returns were not late, only their entry was."""
    entered = db.scalar(select(Event.at).where(Event.audit_id == audit.id).order_by(Event.number).limit(1))
    return entered is not None and dates.today(entered) > audit.due


def _is_late(submission: Submission) -> bool:
    """Whether a return came after its last day, which ends at midnight in London."""
    sent = submission.signed_at
    return sent is not None and dates.today(sent) > submission.due


def _after_sent(submission: Submission, written: Sequence[datetime]) -> datetime | None:
    """When an answer was last changed after the return was sent: by a letter that came then, or once it was reopened.

    To open it again changes nothing yet.
    """
    since = [at for at in (submission.submitted_at, submission.reopened_at) if at is not None]
    return max((at for at in written if any(at > each for each in since)), default=None)


def _waiting(db: Session, submissions: Sequence[Submission], today: date, open_ways: Sequence[Way]) -> Waiting:
    held = select(func.count()).select_from(Receipt).where(Receipt.outcome == "held")
    ids = [each.id for each in submissions]
    of = {each.id: each.agency.abbr for each in submissions}
    open_ = [each for each in submissions if each.is_waited_for]
    read_contacts(db, open_)
    threads = open_threads(db, submissions)
    return Waiting(
        answered_back=_at(threads, "partnership"),
        asked_back=_at(threads, "agency"),
        sent_again=[
            each.agency.abbr for each in _asked(submissions) if each.is_sent_again and each.accepted_at is None
        ],
        held=db.scalar(held.where(among(db, Receipt.submission_id, ids))) or 0,
        unread=[each.agency.abbr for each in unread_in(db, open_)],
        differing=differing(db, submissions, today, open_ways),
        pleas=[(of[each.submission_id], each.wish) for each in waiting(db, submissions)],
        unreachable=[each.agency.abbr for each in open_ if not reachable(each.agency, today, open_ways)],
    )


def _unplaced(db: Session, partnership: str | None, mailboxes: Circle) -> int:
    """The held letters that are about no return: a partnership's are those that its managers may decide on."""
    if partnership is None:
        nobodys = select(func.count()).select_from(Receipt).where(Receipt.outcome == "held")
        return db.scalar(nobodys.where(Receipt.submission_id.is_(None))) or 0
    return sum(each.submission_id is None for part in held_for(db, partnership, mailboxes) for each in part)


def _named(each: TrackedAction) -> str:
    """Such as "CoL (3)"."""
    return f"{each.agency or 'shared'} ({each.number})"


def _at(threads: Sequence[tuple[Submission, Thread]], side: str) -> list[str]:
    """Where it is the turn of this side, such as "GP1 (5.2)"."""
    return [f"{each.agency.abbr} ({one.question or 'all'})" for each, one in threads if one.waits_for == side]


def _mentioned(each: ThemeFigures) -> Mentioned:
    total = each.total
    agencies = len(total.agencies), len(total.of_agencies)
    return Mentioned(each.title, *agencies, total.answers, total.of_answers, each.silent, each.core)
