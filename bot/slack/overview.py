"""A manager's part of App Home: who has answered, who has not and what to do about it, and the held letters."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from bot.slack.blocks import JSON, actions, bold, button, context, escape, header, lines, section, short
from bot.slack.controls import EXCUSED, WAITING, menu
from bot.slack.desk import Desk
from bot.slack.office import Page
from config.audit import Template
from config.dates import uk_date, uk_moment
from config.partnerships import PartnershipTable
from config.settings import LONDON
from intake.cells import cells, progress
from intake.receipts import HELD
from reports.chasing import next_nudge
from storage.current import current_answers
from storage.models import Agency, Answer, Audit, Call, Contact, Partnership, Receipt, Submission, Turn

MOST_ROWS, MOST_NAMES, MOST_HELD = 25, 60, 10
AHEAD, TURN = "ahead", "turn"  # how the action_ids of a manager's buttons begin
SUBMITTED, EXCUSED_ = "Submitted", "Excused"
ORDER = {EXCUSED_: 1, SUBMITTED: 2}


@dataclass(frozen=True)
class Row:
    """One agency as its manager sees it."""

    submission: int
    name: str
    state: str
    answered: int
    of: int
    last_heard: datetime | None = None
    extended_to: date | None = None
    paused_until: date | None = None
    called: datetime | None = None


@dataclass(frozen=True)
class Overview:
    """Reads what a manager sees from the record, for the partnerships they manage alone."""

    desk: Desk
    tables: Mapping[str, PartnershipTable]

    def blocks(self, db: Session, table: PartnershipTable, page: Page) -> Iterator[JSON]:
        """One partnership: its open audits, and its held letters."""
        yield header(table.name)
        for audit in db.scalars(select(Audit).where(Audit.closed_at.is_(None)).order_by(Audit.key)):
            found = _returns(db, audit, table.key)
            if found:
                here = Page(table.key, audit.id, page.first if page[:2] == (table.key, audit.id) else 0)
                template = self.desk.template_of(found[0])
                rows = self._rows(db, template, found)
                shown = rows[here.first : here.first + MOST_ROWS]
                nudged = {each.submission: self._next_nudge(db, template, each.submission) for each in shown}
                yield from manager(template.title, uk_date(audit.due), rows, here, nudged)
        yield from held(*_held(db, table.key, is_alone=len(self.tables) == 1))

    def _rows(self, db: Session, template: Template, found: Sequence[Submission]) -> list[Row]:
        """In the order they are shown: who was silent longest first, then the excused, then the submitted."""
        ids = [each.id for each in found]
        answers = defaultdict(list)
        for answer in current_answers(db, ids, tags=False):
            answers[answer.submission_id].append(answer)
        heard, called = _last(db, ids), _called(db, ids)
        today = self.desk.now().astimezone(LONDON).date()
        rows = []
        for each in found:
            done, of = progress(template, each.agency.sector, cells(template, answers[each.id]))
            paused = each.paused_until if each.paused_until and each.paused_until > today else None
            last = (heard.get(each.id), each.extended_to, paused, called.get(each.id))
            rows.append(Row(each.id, each.agency.name, _state(each, done), done, of, *last))
        return sorted(rows, key=_place)

    def _next_nudge(self, db: Session, template: Template, submission: int) -> datetime | None:
        found = db.get_one(Submission, submission)
        return next_nudge(db, found, template.nudges, self.tables, self.desk.now())


def manager(
    title: str, due: str, rows: Sequence[Row], page: Page, nudged: Mapping[int, datetime | None]
) -> Iterator[JSON]:
    """One audit as a business manager sees it: who has answered, who has not, and what may be done about it."""
    sent = [each for each in rows if each.state == SUBMITTED]
    open_ = [each for each in rows if each.state != SUBMITTED]
    waiting = [each for each in open_ if each.state != EXCUSED_]
    told = f"{len(sent)} of {len(sent) + len(waiting)} agencies have submitted. It is due on {escape(due)}."
    yield section(f"{bold(short(title, 300))}\n{told}")
    yield from actions(list(_ways(open_, page, bool(waiting))))
    shown = open_[page.first : page.first + MOST_ROWS]
    if waiting:
        part = f", {page.first + 1} to {page.first + len(shown)}" if len(shown) < len(open_) else ""
        yield section(f"*Still to come ({len(waiting)}){part}*")
    for each in shown:
        offered = EXCUSED if each.state == EXCUSED_ else WAITING
        yield section(_row(each, nudged.get(each.submission)), menu(each.submission, offered, page.partnership))
    if sent and not page.first:
        more = [f"and {len(sent) - MOST_NAMES} more. s11 status shows all."] if len(sent) > MOST_NAMES else []
        names = (f"✓ {escape(short(each.name, 150))}" for each in sent[:MOST_NAMES])
        yield from lines([f"*Submitted ({len(sent)})*", *names, *more])


def held(letters: Sequence[tuple[str, str]], elsewhere: int = 0) -> Iterator[JSON]:
    """Letters that wait for a person to decide: the sender, and why. `elsewhere` more may concern anybody."""
    if elsewhere:
        yield from context(f"{elsewhere} more from senders we do not know. s11 held list shows them.")
    if not letters:
        yield from context("No letter is held.")
        return
    shown = [f"• {escape(sender or 'unknown sender')}: {escape(reason)}" for sender, reason in letters[:MOST_HELD]]
    more = [f"and {len(letters) - MOST_HELD} more"] if len(letters) > MOST_HELD else []
    yield from lines([f"*Held letters ({len(letters)})*", *shown, *more, "To decide, run s11 held list."])


def _ways(open_: Sequence[Row], page: Page, has_waiting: bool) -> Iterator[JSON]:
    """To the next nudges, and to the agencies before and after those shown."""
    where = f"{page.partnership}:{page.audit}"
    if has_waiting:
        yield button("See the next reminders", f"{AHEAD}:{where}", page._replace(first=0).packed())
    before, after = page.first - MOST_ROWS, page.first + MOST_ROWS
    if page.first:
        yield button(f"Earlier {MOST_ROWS}", f"{TURN}:{where}:before", page._replace(first=max(before, 0)).packed())
    if after < len(open_):
        rest = min(MOST_ROWS, len(open_) - after)
        yield button(f"Next {rest} of {len(open_)}", f"{TURN}:{where}:after", page._replace(first=after).packed())


def _row(each: Row, nudge: datetime | None) -> str:
    name = bold(short(each.name, 200))
    if each.state == EXCUSED_:
        return f"– {name}  excused"
    told = [f"{each.answered} of {each.of}"]
    told.append(f"last heard {uk_moment(each.last_heard)}" if each.last_heard else "not heard from yet")
    if each.extended_to:
        told.append(f"has until {uk_date(each.extended_to)}")
    if each.called:
        told.append(f"called {uk_date(each.called.astimezone(LONDON).date())}")
    if each.paused_until:
        told.append(f"no reminder before {uk_date(each.paused_until)}")
    elif nudge:
        told.append(f"next reminder {uk_date(nudge.astimezone(LONDON).date())}")
    return f"{'◐' if each.answered else '○'} {name}  {' · '.join(told)}"


def _place(each: Row) -> tuple[int, bool, float, str]:
    heard = each.last_heard.timestamp() if each.last_heard else 0.0
    return (ORDER.get(each.state, 0), each.last_heard is not None, heard, each.name.casefold())


def _state(submission: Submission, done: int) -> str:
    if submission.excused_at is not None:
        return EXCUSED_
    if submission.submitted_at is not None:
        return SUBMITTED
    return "In progress" if done else "Not started"


def _returns(db: Session, audit: Audit, partnership: str) -> list[Submission]:
    wanted = select(Submission).where(
        Submission.audit_id == audit.id, Submission.partnerships.any(Partnership.key == partnership)
    )
    eager = (joinedload(Submission.agency).selectinload(Agency.contacts), selectinload(Submission.partnerships))
    return list(db.scalars(wanted.options(*eager)))


def _held(db: Session, partnership: str, *, is_alone: bool) -> tuple[list[tuple[str, str]], int]:
    """The held letters of a partnership (sender and reason), and how many of the others belong to none.

    Where there is one partnership only, those are its own.
    """
    wanted = select(Receipt.sender, Receipt.reason, Receipt.submission_id, Receipt.contact_id)
    own, elsewhere = [], 0
    theirs = set(db.scalars(select(Submission.id).where(Submission.partnerships.any(Partnership.key == partnership))))
    people = select(Contact.id).where(Contact.agencies.any(Agency.partnerships.any(Partnership.key == partnership)))
    known = set(db.scalars(people))
    for sender, reason, submission, contact in db.execute(wanted.where(Receipt.outcome == HELD).order_by(Receipt.id)):
        is_nobodys = submission is None and contact is None
        if submission in theirs or (submission is None and contact in known) or (is_nobodys and is_alone):
            own.append((sender, reason))
        elsewhere += is_nobodys and not is_alone
    return own, elsewhere


def _last(db: Session, submissions: Sequence[int]) -> dict[int, datetime]:
    """When each agency was last heard, by whichever channel."""
    mine = (Answer.submission_id.in_(submissions), Answer.by == "agency")
    said = select(Answer.submission_id, func.max(Answer.said_at)).where(*mine).group_by(Answer.submission_id)
    turns = select(Turn.submission_id, func.max(Turn.at)).where(Turn.submission_id.in_(submissions))
    heard = {submission: at for submission, at in db.execute(said)}
    for submission, at in db.execute(turns.group_by(Turn.submission_id)):
        heard[submission] = max(at, heard.get(submission, at))
    return heard


def _called(db: Session, submissions: Sequence[int]) -> dict[int, datetime]:
    wanted = select(Call.submission_id, func.max(Call.at)).where(Call.submission_id.in_(submissions))
    return {submission: at for submission, at in db.execute(wanted.group_by(Call.submission_id))}
