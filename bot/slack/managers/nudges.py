"""The next reminders as their manager sees them before they go: who gets one and when, and the words of each."""

from collections.abc import Iterator, Sequence

from bot.slack import views
from bot.slack.api import JSON, actions, bold, button, context, escape, section, short, strong, words
from bot.slack.managers.office import AgencyPage, Office
from config.dates import LONDON, uk_date
from intake.ledger import Refused
from reports.nudges import PRE_NOTICE, Coming, as_written, coming
from storage.nouns import Audit

LETTER, LETTERS, TITLE = "letter", "letters", "The next reminders"  # the first two begin action_ids
MOST = 40
NOT_LISTED = "Agencies that are excused, paused or not invited yet get none, so they are not listed."
NOBODY = "Nobody gets a reminder as things stand."
AS_NOW = "As it would read now. What is answered until then changes it."
QUEUED = "It is written and waits to be sent, in these words."


def list_view(office: Office, user: str, page: AgencyPage) -> JSON:
    """Who gets the next reminder, when and how; the soonest first. Raises Refused for who is no manager of these."""
    office.table(user, page.partnership)
    with office.desk.database.read() as db:
        audit = db.get(Audit, page.audit)
        if audit is None or audit.closed_at is not None or not audit.submissions:
            raise Refused("That audit is closed, so nobody gets a reminder.")
        template = office.desk.template_of(audit.submissions[0])
        found = coming(db, audit, template, office.chaser(), office.desk.now(), page.partnership)
        return views.reading(TITLE, list(listed(found, page)))


def letter_view(office: Office, user: str, submission: int, contact: int) -> JSON:
    """The words of the next reminder to one person; raises Refused for who does not manage their agency."""
    with office.desk.database.read() as db:
        found, _ = office.case(db, user, submission)
        template, chaser = office.desk.template_of(found), office.chaser()
        ahead = coming(db, found.audit, template, chaser, office.desk.now())
        each = next((each for each in ahead if each.ids == (submission, contact)), None)
        if each is None:
            raise Refused("No reminder goes to them any more. Close this, and look at the list again.")
        message = as_written(db, template, chaser, each)
        told = [*context(QUEUED if each.queued else AS_NOW), {"type": "divider"}, *strong(message.subject)]
        return views.reading("A reminder", [section(_line(each)), *told, *words(message.body)])


def listed(found: Sequence[Coming], page: AgencyPage) -> Iterator[JSON]:
    """The blocks of the list: at most MOST of them, with buttons to the others."""
    shown = found[page.first : page.first + MOST]
    if not shown:
        yield section(NOBODY)
    if len(found) > len(shown):
        yield section(f"{page.first + 1} to {page.first + len(shown)} of {len(found)}, the soonest first.")
    for each in shown:
        submission, contact = each.ids
        value = {"s": submission, "c": contact}
        yield section(_line(each), button("Read it", f"{LETTER}:{submission}:{contact}", value))
    yield from actions(list(_ways(len(found), page)))
    yield from context(NOT_LISTED)


def _ways(count: int, page: AgencyPage) -> Iterator[JSON]:
    if page.first:
        yield button("Earlier ones", f"{LETTERS}:before", page._replace(first=max(page.first - MOST, 0)).packed())
    if page.first + MOST < count:
        yield button("Later ones", f"{LETTERS}:after", page._replace(first=page.first + MOST).packed())


def _line(each: Coming) -> str:
    at = each.at.astimezone(LONDON)
    step = "the notice before it opens" if each.step == PRE_NOTICE else f"reminder {each.step}"
    who = f"{escape(short(each.contact.name, 200))} by {'Slack' if each.via == 'slack' else 'letter'}"
    return f"{bold(short(each.submission.agency.name, 200))}  {step} to {who}, {uk_date(at.date())} from {at:%H:%M}"
