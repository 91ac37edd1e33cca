"""App Home: for a lead what is open, for a business manager who has answered. One view, never more than Slack takes."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy.orm import Session

from bot.slack.actions import late_actions, own_actions
from bot.slack.api import (
    JSON,
    VIEW_BLOCKS,
    actions,
    bold,
    button,
    context,
    escape,
    header,
    lines,
    packed,
    section,
    words,
)
from bot.slack.managers import START, AgencyPage, Office, Overview
from bot.slack.reviews import after_returns, asked_of_lead
from bot.slack.views import DO, PICK, Carried, task_line
from config.dates import today
from config.words import count
from intake.conversation import Desk
from intake.conversation.pages import receipt, tasks
from intake.conversation.state import Here, Place, files_needed, needed
from intake.ledger import Refused

MOST_OPEN = 10
CUT = "There is more than fits here. Type status in Messages."


@dataclass(frozen=True)
class Home:
    """Draws the home of whoever opens it."""

    desk: Desk
    office: Office | None = None  # None where nobody manages in Slack

    def view(self, user: str, page: AgencyPage = START) -> JSON:
        """What they see; `page` says which agencies of a long list."""
        with self.desk.database.read() as db:
            blocks = list(self._managed(db, user, page))
            blocks += self._own(db, user, is_manager=bool(blocks))
        if len(blocks) > VIEW_BLOCKS:
            blocks = [*blocks[: VIEW_BLOCKS - 1], *context(CUT)]
        return {"type": "home", "blocks": blocks, "private_metadata": packed(page.packed())}

    def _managed(self, db: Session, user: str, page: AgencyPage) -> Iterator[JSON]:
        if self.office is None:
            return
        try:
            tables, managed = self.office.tables, list(self.office.managed(user))
        except Refused as refused:
            yield from words(str(refused))
            return
        for table in managed:
            yield from Overview(self.desk, tables, self.office.mailboxes).blocks(db, table, page)
            yield from late_actions(db, table.key, today(self.desk.now()))
            yield from after_returns(db, self.desk.template_of, table.key)

    def _own(self, db: Session, user: str, *, is_manager: bool) -> Iterator[JSON]:
        try:
            contact = self.desk.contact(db, user, has_said=False)
        except Refused as refused:
            if not is_manager:
                yield header("Section 11 audits")
                yield from words(str(refused))
            return
        returns = self.desk.returns(db, contact)
        for submission in returns:
            yield from lead(self.desk.talker(db, submission, contact).look(), submission.id)
            yield from asked_of_lead(db, submission)
        if not returns:
            yield header("Section 11 audits")
            yield from words("No audit is open for you now. You will hear from us in Messages when one opens.")
        if own := list(own_actions(db, contact, today(self.desk.now()), self.desk.circle)):
            yield from lines(["*Your actions*"])
            yield from own


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
    told = f"{page.done} of {count(page.of, 'question')} answered. {here.owed()}"
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
