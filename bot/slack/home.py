"""App Home: for a lead what is open, for a business manager who has answered. One view, never more than Slack takes."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from bot.slack.blocks import (
    JSON,
    VIEW_BLOCKS,
    actions,
    bold,
    button,
    context,
    escape,
    header,
    lines,
    section,
    short,
    words,
)
from bot.slack.cards import DO, PICK, task_line
from bot.slack.carried import Carried
from bot.slack.desk import Desk
from config.dates import uk_date, uk_moment
from config.partnerships import PartnershipTable
from config.settings import LONDON
from intake.answers import Refused
from intake.cells import cells, progress
from intake.here import Here, Place
from intake.pages import receipt, tasks
from intake.steps import files_needed, needed
from intake.talk import Talker
from storage.current import current_answers
from storage.models import Audit, Partnership, Receipt, Submission, Turn

MOST_OPEN, MOST_AGENCIES, MOST_HELD = 10, 60, 10
NextNudge = Callable[[Session, Submission], datetime | None]


def no_nudge(_db: Session, _submission: Submission) -> datetime | None:
    return None


@dataclass(frozen=True)
class Row:
    """One agency as its manager sees it."""

    name: str
    state: str
    answered: int
    of: int
    last_heard: datetime | None
    next_nudge: datetime | None


@dataclass(frozen=True)
class Home:
    """Draws the home of whoever opens it."""

    desk: Desk
    partnerships: Mapping[str, PartnershipTable]
    next_nudge: NextNudge = no_nudge

    def view(self, user: str) -> JSON:
        with self.desk.database.read() as db:
            managed = [each for each in self.partnerships.values() if _is_manager(each, user)]
            blocks = [block for table in managed for block in self._managed(db, table)]
            blocks += self._own(db, user, is_manager=bool(managed))
        if len(blocks) > VIEW_BLOCKS:
            blocks = [
                *blocks[: VIEW_BLOCKS - 1],
                *context("There is more. Type status in Messages, or ask s11 status."),
            ]
        return {"type": "home", "blocks": blocks}

    def _own(self, db: Session, user: str, *, is_manager: bool) -> Iterator[JSON]:
        try:
            contact = self.desk.contact(db, user)
        except Refused as refused:
            if not is_manager:
                yield header("Section 11 audits")
                yield from words(str(refused))
            return
        returns = self.desk.returns(db, contact)
        for submission in returns:
            talker = Talker(db, self.desk.template_of(submission), submission, contact, self.desk.talk)
            yield from lead(talker.look(), submission.id)
        if not returns:
            yield header("Section 11 audits")
            yield from words("No audit is open for you now. You will hear from us in Messages when one opens.")

    def _managed(self, db: Session, table: PartnershipTable) -> Iterator[JSON]:
        wanted = select(Audit).where(Audit.closed_at.is_(None)).order_by(Audit.key)
        yield header(table.name)
        for audit in db.scalars(wanted):
            rows = list(self._rows(db, audit, table.key))
            if rows:
                title = self.desk.template_of(_any(db, audit)).title
                yield from manager(title, uk_date(audit.due), rows)
        yield from held(_held(db))

    def _rows(self, db: Session, audit: Audit, partnership: str) -> Iterator[Row]:
        wanted = (
            select(Submission)
            .where(Submission.audit_id == audit.id, Submission.partnerships.any(Partnership.key == partnership))
            .options(selectinload(Submission.agency))
        )
        found = sorted(db.scalars(wanted), key=lambda each: each.agency.name.casefold())
        heard = _last_heard(db, [each.id for each in found])
        for each in found:
            template = self.desk.template_of(each)
            done, of = progress(template, each.agency.sector, cells(template, current_answers(db, [each.id])))
            nudge = self.next_nudge(db, each)
            yield Row(each.agency.name, _state(each, done), done, of, heard.get(each.id), nudge)


def lead(here: Here, submission: int) -> Iterator[JSON]:
    """One return as its lead sees it: how far it is, what is open, and what to press."""
    page = tasks(here)
    yield header(page.title)
    if here.state.submitted_at is not None:
        made = receipt(here)
        yield section(f"✓ Submitted. Your reference is {bold(made.reference)}")
        yield from lines(escape(each) for each in made.lines)
        yield from actions([_press("Keep a copy", f"{DO}:copy:{submission}", submission, "copy")])
        return
    told = f"{page.done} of {page.of} questions answered. It is due on {uk_date(here.state.due)}."
    yield section(f"{_bar(page.done, page.of)}\n{escape(told)}")
    yield from lines(map(task_line, page.tasks))
    missing = [f"• {escape(f'{ref}: {text}')}" for ref, text in _open(here)]
    if missing and page.done:
        more = [f"and {len(missing) - MOST_OPEN} more"] if len(missing) > MOST_OPEN else []
        yield from lines(["*What is open*", *missing[:MOST_OPEN], *more])
    start = "Continue" if page.done else "Start"
    buttons = [button(start, f"{PICK}:{submission}", Carried(submission).packed(), primary=True)]
    buttons.append(_press("Check your answers", f"{DO}:review:{submission}", submission, "review"))
    yield from actions(buttons)


def manager(title: str, due: str, rows: Sequence[Row]) -> Iterator[JSON]:
    """One audit as a business manager sees it: who has answered, who has not, and who hears from us next."""
    invited = [each for each in rows if each.state != "Excused"]
    sent = [each for each in invited if each.state == "Submitted"]
    yield section(
        f"{bold(short(title, 300))}\n{len(sent)} of {len(invited)} agencies have submitted. It is due on {escape(due)}."
    )
    waiting = [each for each in invited if each.state != "Submitted"]
    waiting.sort(key=lambda each: (each.last_heard is not None, each.last_heard, each.name))
    if waiting:
        told = [f"*Still to come ({len(waiting)})*", *(_row(each) for each in waiting[:MOST_AGENCIES])]
        yield from lines(told + ([f"and {len(waiting) - MOST_AGENCIES} more"] if len(waiting) > MOST_AGENCIES else []))
    if sent:
        yield from lines([f"*Submitted ({len(sent)})*", *(f"✓ {escape(each.name)}" for each in sent[:MOST_AGENCIES])])
    excused = [each.name for each in rows if each.state == "Excused"]
    if excused:
        yield from context(f"Excused: {', '.join(excused)}")


def held(letters: Sequence[tuple[str, str]]) -> Iterator[JSON]:
    """Letters that wait for a person to decide: the sender, and why."""
    if not letters:
        yield from context("No letter is held.")
        return
    shown = [f"• {escape(sender or 'unknown sender')}: {escape(reason)}" for sender, reason in letters[:MOST_HELD]]
    yield from lines([f"*Held letters ({len(letters)})*", *shown, "To decide, run s11 held list."])


def _row(each: Row) -> str:
    heard = f"last heard {uk_moment(each.last_heard)}" if each.last_heard else "not heard from yet"
    nudge = f" · next reminder {uk_date(each.next_nudge.astimezone(LONDON).date())}" if each.next_nudge else ""
    return (
        f"{'◐' if each.answered else '○'} {bold(short(each.name, 200))}  {each.answered} of {each.of} · {heard}{nudge}"
    )


def _press(label: str, action: str, submission: int, says: str) -> JSON:
    return button(label, action, Carried(submission, Place(), says).packed())


def _open(here: Here) -> list[tuple[str, str]]:
    found: dict[str, str] = {}
    for step in needed(here) + files_needed(here):
        found.setdefault(step.question.ref, " ".join(step.question.text.split())[:120])
    return list(found.items())


def _bar(done: int, of: int) -> str:
    full = round(10 * done / of) if of else 0
    return "▰" * full + "▱" * (10 - full)


def _state(submission: Submission, done: int) -> str:
    if submission.excused_at is not None:
        return "Excused"
    if submission.submitted_at is not None:
        return "Submitted"
    return "In progress" if done else "Not started"


def _is_manager(table: PartnershipTable, user: str) -> bool:
    return any(each.slack_user == user for each in table.managers)


def _any(db: Session, audit: Audit) -> Submission:
    return db.scalars(select(Submission).where(Submission.audit_id == audit.id).limit(1)).one()


def _held(db: Session) -> list[tuple[str, str]]:
    wanted = select(Receipt.sender, Receipt.reason).where(Receipt.outcome == "held").order_by(Receipt.id)
    return [(sender, reason) for sender, reason in db.execute(wanted)]


def _last_heard(db: Session, submissions: Sequence[int]) -> dict[int, datetime]:
    wanted = select(Turn.submission_id, func.max(Turn.at)).where(Turn.submission_id.in_(submissions))
    return {submission: at for submission, at in db.execute(wanted.group_by(Turn.submission_id))}
