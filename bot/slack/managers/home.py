"""A manager's part of App Home, read from the record: how far each agency is, what it asks, what is held."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from bot.slack.api import JSON, header, words
from bot.slack.managers.agencies import (
    EXCUSED_,
    MOST_ROWS,
    OPEN_AGAIN,
    SUBMITTED,
    UNSIGNED,
    AgencyLine,
    asked,
    held,
    manager,
    row_of,
    two_answers,
)
from bot.slack.managers.office import AgencyPage
from config import dates
from config.branches import WHOLE, Circle
from config.dates import uk_date
from config.partnerships import PartnershipTable
from config.questionnaire import Template
from intake.conversation import Desk
from intake.notices import held_for
from intake.returns import State, cells, is_ready, progress, state
from reports.figures import Differing, differing
from reports.nudges import Chase, next_nudges
from storage.nouns import Agency, Audit, Call, Partnership, Receipt, Submission
from storage.record import Faults, apart, current_answers, last_heard, waiting

STATES: dict[State, str] = {
    "not_started": "Not started",
    "in_progress": "In progress",
    "answered_unsigned": UNSIGNED,
    "submitted": SUBMITTED,
    "points_to_mend": OPEN_AGAIN,
    "re_submitted": SUBMITTED,
    "accepted": SUBMITTED,
    "excused": EXCUSED_,
}
ORDER = {EXCUSED_: 1, SUBMITTED: 2}


@dataclass(frozen=True)
class Overview:
    """Reads what a manager sees from the record, for the partnerships they manage alone."""

    desk: Desk
    tables: Mapping[str, PartnershipTable]
    mailboxes: Circle = WHOLE

    def blocks(self, db: Session, table: PartnershipTable, page: AgencyPage) -> Iterator[JSON]:
        """One partnership: its open audits, and its held letters."""
        yield header(table.name)
        for audit in db.scalars(select(Audit).where(Audit.closed_at.is_(None)).order_by(Audit.key)):
            found = _returns(db, audit, table.key)
            if found:
                yield from self._audit(db, audit, table, page, found)
        yield from two_answers(_differing(db, table.key, dates.today(self.desk.now())))
        yield from held(*_held(db, table.key, self.mailboxes, is_alone=len(self.tables) == 1))

    def silent(self, db: Session, audit: Audit, partnership: str) -> tuple[str, list[str], int]:
        """The title of an audit, and who has not submitted, in lines of markup: longest silent first.

        And how many of them did, and have it open again for a change.
        """
        found = _returns(db, audit, partnership)
        template = self.desk.template_of(found[0])
        rows = [each for each in self._rows(db, template, found) if each.state not in ORDER]
        nudged = self._next_nudges(db, template, found, {each.submission for each in rows})
        again = sum(each.state == OPEN_AGAIN for each in rows)
        return template.title, [row_of(each, nudged[each.submission]) for each in rows], again

    def _audit(
        self, db: Session, audit: Audit, table: PartnershipTable, page: AgencyPage, found: Sequence[Submission]
    ) -> list[JSON]:
        """How far each agency is in one audit; one that cannot be shown costs no other."""
        blocks: list[JSON] = []
        with apart(faults := Faults(), f"the page of {audit.key} in Slack"):
            here = AgencyPage(table.key, audit.id, page.first if page[:2] == (table.key, audit.id) else 0)
            template = self.desk.template_of(found[0])
            rows = self._rows(db, template, found)
            shown = rows[here.first : here.first + MOST_ROWS]
            nudged = self._next_nudges(db, template, found, {each.submission for each in shown})
            blocks += manager(template.title, self._closing(audit.due), rows, here, nudged)
            names = {each.id: each.agency.name for each in found}
            blocks += asked([(names[each.submission_id], each) for each in waiting(db, found)], table.key)
        if faults.found:
            return [*words(f"{audit.key} cannot be shown now. Tell whoever looks after s11, who finds why in its log.")]
        return blocks

    def _closing(self, due: date) -> str:
        return f"{'It is due on' if due >= dates.today(self.desk.now()) else 'The last day was'} {uk_date(due)}."

    def _rows(self, db: Session, template: Template, found: Sequence[Submission]) -> list[AgencyLine]:
        """In the order they are shown: who was silent longest first, then the excused, then the submitted."""
        ids = [each.id for each in found]
        answers = defaultdict(list)
        for answer in current_answers(db, ids, tags=False):
            answers[answer.submission_id].append(answer)
        heard, called = last_heard(db, ids), _called(db, ids)
        today = dates.today(self.desk.now())
        rows = []
        for each in found:
            said = cells(template, answers[each.id])
            done, of = progress(template, each.sector, said)
            stands = state(each, has_answers=bool(said), is_ready=is_ready(template, each.sector, said))
            paused = each.paused_until if each.is_paused(today) else None
            last = (heard.get(each.id), each.extended_to, paused, called.get(each.id))
            rows.append(AgencyLine(each.id, each.agency.name, STATES[stands], done, of, *last))
        return sorted(rows, key=_place)

    def _next_nudges(
        self, db: Session, template: Template, found: Sequence[Submission], shown: Collection[int]
    ) -> dict[int, datetime | None]:
        chase = Chase(template.nudges, self.tables, self.desk.now(), Faults())
        nudged = next_nudges(db, [each for each in found if each.id in shown], chase)
        return {number: nudged.get(number) for number in shown}


def _place(each: AgencyLine) -> tuple[int, bool, float, str]:
    heard = each.last_heard.timestamp() if each.last_heard else 0.0
    return (ORDER.get(each.state, 0), each.last_heard is not None, heard, each.name.casefold())


def _returns(db: Session, audit: Audit, partnership: str) -> list[Submission]:
    wanted = select(Submission).where(
        Submission.audit_id == audit.id, Submission.partnerships.any(Partnership.key == partnership)
    )
    eager = (joinedload(Submission.agency).selectinload(Agency.contacts), selectinload(Submission.partnerships))
    return list(db.scalars(wanted.options(*eager)))


def _differing(db: Session, partnership: str, today: date) -> list[Differing]:
    """Agencies of open audits at which two colleagues answered differently, and the questions."""
    return differing(db, _asked(db, partnership), today)


def _asked(db: Session, partnership: str) -> Sequence[Submission]:
    """The returns of a partnership in audits that are open."""
    open_ = select(Submission).join(Audit).where(Audit.closed_at.is_(None))
    return db.scalars(open_.where(Submission.partnerships.any(Partnership.key == partnership))).all()


def _held(db: Session, partnership: str, mailboxes: Circle, *, is_alone: bool) -> tuple[list[Receipt], int]:
    """The held letters of a partnership, and how many of the others belong to none.

    Where there is one partnership only, those are its own.
    """
    own, nobodys = held_for(db, partnership, mailboxes)
    return (sorted([*own, *nobodys], key=lambda each: each.id), 0) if is_alone else (own, len(nobodys))


def _called(db: Session, submissions: Sequence[int]) -> dict[int, datetime]:
    wanted = select(Call.submission_id, func.max(Call.at)).where(Call.submission_id.in_(submissions))
    return {submission: at for submission, at in db.execute(wanted.group_by(Call.submission_id))}
