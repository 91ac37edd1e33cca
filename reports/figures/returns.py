"""The record of an audit, as the returns that summary counts. SQL picks what stands; nothing is counted here."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session, joinedload, subqueryload

from config.questionnaire import Template
from intake.returns import Cells, Status, cells, is_file, is_ready, state, status, status_of
from reports.figures.summary import Figures, Return, figures
from reports.figures.themes import Mention, Wrote, is_words
from storage.nouns import Audit, Event, Partnership, Submission, submission_partnerships
from storage.record import AnswerRow, TagRow, among, counted_rows, current_rows
from storage.record.trail import REOPENED


class UnknownPartnership(Exception):
    """A partnership none of the audit's agencies answer to; the message says which there are."""


def submissions_of(db: Session, audit: Audit, partnership: str | None = None) -> list[Submission]:
    """The audit's submissions by abbreviation, or only those that carry a partnership; raises UnknownPartnership."""
    wanted = (
        select(Submission)
        .where(Submission.audit_id == audit.id)
        .options(joinedload(Submission.agency), subqueryload(Submission.partnerships))
    )
    if partnership is not None:
        wanted = wanted.where(Submission.partnerships.any(Partnership.key == partnership))
    found = sorted(db.scalars(wanted), key=lambda each: each.agency.abbr)
    if partnership is not None and not found:
        known = sorted(_partnerships(db, audit))
        raise UnknownPartnership(
            f"No agency of {audit.key} answers to {partnership!r}. Partnerships: {', '.join(known)}."
        )
    return found


def _partnerships(db: Session, audit: Audit) -> list[str]:
    """The keys of all to which its agencies answer."""
    theirs = select(Partnership.key).join(submission_partnerships).join(Submission)
    return list(db.scalars(theirs.where(Submission.audit_id == audit.id).distinct()))


def returns_of(db: Session, template: Template, submissions: Sequence[Submission]) -> list[Return]:
    """Those submissions as returns, in the same order; one that is mended counts as it was signed."""
    said = _said(template, counted_rows(db, submissions))
    return [_return(template, each, said.get(each.id)) for each in submissions]


def figures_with_words(
    db: Session, template: Template, submissions: Sequence[Submission]
) -> tuple[Figures, list[Wrote]]:
    """Those submissions, counted, and all that stands in words with what it mentions, by one look at the answers.

    The words by agency and as in the questionnaire: the numbers of rows are others in a restored record.
    """
    names = {each.id: each.agency.abbr for each in submissions}
    said: dict[int, _Stood] = {}
    wrote: list[Wrote] = []
    for number, answers in _by_return(counted_rows(db, submissions, tags=True)):
        own = list(answers)
        said[number] = _stood(template, own)
        wrote += [_wrote(names[number], each) for each in own if is_words(template, each)]
    returns = [_return(template, each, said.get(each.id)) for each in submissions]
    order = {ref: at for at, ref in enumerate(template.by_ref)}
    wrote.sort(key=lambda each: (each.agency, order[each.question], each.prompt))
    return figures(template, returns), wrote


def _wrote(agency: str, answer: AnswerRow) -> Wrote:
    mentions = [
        Mention(tag.theme, _sentence(answer, tag), tag.words, tag.why, tag.score, tag.decision, tag.id)
        for tag in answer.tags
    ]
    return Wrote(agency, answer.question, answer.prompt, mentions)


def _sentence(answer: AnswerRow, tag: TagRow) -> str:
    return answer.value[tag.sentence_start : tag.sentence_end] or answer.value[tag.start : tag.end]


def returns_at(db: Session, template: Template, submissions: list[Submission], moment: datetime) -> list[Return]:
    """Those submissions as they stood at a moment: their answers by when they were said, their state by the trail."""
    then = _states_at(db, submissions, moment)
    states = {each.id: then.get((each.audit_id, each.agency.abbr), _Then()) for each in submissions}
    opened = {number: state.opened for number, state in states.items() if state.opened}
    said = _said(template, current_rows(db, list(states), at=moment, opened=opened))
    found = []
    for each in submissions:
        stood = states[each.id].stands(has_answers=each.id in said)
        found.append(_return(template, each, said.get(each.id))._replace(status=stood, state=None))
    return found


class _Stood(NamedTuple):
    """What a return says, and the questions whose whole answer was kept from the round before."""

    said: Cells
    kept: frozenset[str]


def _return(template: Template, submission: Submission, stood: _Stood | None) -> Return:
    """A return and what it says; None where nothing was ever said, which is less than that nothing is left of it."""
    agency, said = submission.agency, stood.said if stood else {}
    stands = status(submission, has_answers=stood is not None)
    finer = state(submission, has_answers=stood is not None, is_ready=is_ready(template, submission.sector, said))
    kept = stood.kept if stood else frozenset[str]()
    return Return(agency.abbr, agency.name, submission.sector, stands, said, submission.scope, finer, kept)


def _by_return(answers: Iterable[AnswerRow]) -> Iterator[tuple[int, Iterator[AnswerRow]]]:
    return groupby(answers, attrgetter("submission_id"))


def _said(template: Template, answers: Iterable[AnswerRow]) -> dict[int, _Stood]:
    """What each return (id) that has answers says; those of one are gone through before the next is read."""
    return {number: _stood(template, list(own)) for number, own in _by_return(answers)}


def _stood(template: Template, own: Sequence[AnswerRow]) -> _Stood:
    return _Stood(cells(template, own), _kept(own))


def _kept(answers: Sequence[AnswerRow]) -> frozenset[str]:
    if not any(each.kept_from for each in answers):
        return frozenset()
    own = [each for each in answers if each.by == "agency" and each.value and not is_file(each.prompt)]
    return frozenset(each.question for each in own if each.kept_from) - {e.question for e in own if not e.kept_from}


class _Then(NamedTuple):
    """What the trail had said of a return by some moment; `opened` is the entry that opened it again, if it was."""

    is_excused: bool = False
    is_signed: bool = False
    opened: int = 0

    def stands(self, *, has_answers: bool) -> Status:
        return status_of(is_excused=self.is_excused, is_signed=self.is_signed, has_answers=has_answers)

    def after(self, event: Event) -> "_Then":
        is_excused, is_in = bool(event.facts.get("excused_at")), bool(event.facts["submitted_at"])
        opened = self.opened or (event.number if event.action == REOPENED else 0)
        return _Then(is_excused, is_in or self.is_signed, 0 if is_in or not self.is_signed else opened)


def _states_at(db: Session, submissions: list[Submission], moment: datetime) -> dict[tuple[int, str], _Then]:
    """The last the trail had said of each return by then, by audit and agency."""
    own = among(db, Event.submission_id, [each.id for each in submissions])
    of_old = Event.audit_id.in_({each.audit_id for each in submissions}), Event.submission_id.is_(None)
    wanted = select(Event).where(or_(own, and_(*of_old)), Event.at <= moment, Event.answer_id.is_(None))
    found: dict[tuple[int, str], _Then] = defaultdict(_Then)
    for event in db.scalars(wanted.order_by(Event.audit_id, Event.number)):
        if "submitted_at" in event.facts:
            found[event.audit_id, event.about] = found[event.audit_id, event.about].after(event)
    return found


def figures_of(db: Session, template: Template, submissions: Sequence[Submission]) -> Figures:
    """Those submissions, counted."""
    return figures(template, returns_of(db, template, submissions))
