"""Returns that are in, judged in words as `s11 review` does, also by a sheet of ratings; and meetings about them."""

from collections.abc import Iterator, Sequence
from html import unescape

from sqlalchemy.orm import Session

from bot.slack.actions import NONE, keep_note, meetings_told, set_day
from bot.slack.api import JSON, Card, bold, card, section
from bot.slack.leads import TurnOutcome
from bot.slack.orders.audit import agency_known
from bot.slack.orders.case import OrderCase, drawn, said
from bot.slack.reviews import queued, waiting_of
from config.words import count
from intake import after
from intake.audits import FaultyTable, read_rows
from intake.ledger import Refused
from reports.after import queue
from storage.nouns import Audit

LIKE = "Write it like this: review CSC rate 4 2 because there is no date."
LIKE_SHEET = (
    "Share a CSV file in the same message as these words: ratings, the audit's key, and because. "
    "Head its columns agency, question, rating and because, or question and then one agency a column."
)


def returns(case: OrderCase) -> TurnOutcome:
    """Those that wait for a manager, each with the button that shows it; or one agency's, where that is named."""
    with case.desk.database.read() as db:
        if case.ordered.about and agency_known(db, case.ordered.about):
            one = case.own_return(db, case.ordered.about)
            rows = list(queued(queue(db, case.desk.template_of(one), [one])))
            return drawn(iter([_listed(f"The return of {one.agency.abbr} to {one.audit.key}", rows)]))
        audits = case.own_audits(db, case.ordered.about)
        made = [
            (audit.key, list(queued(waiting_of(db, case.desk.template_of, case.own_returns(audit)))))
            for audit in audits
        ]
    cards = [_listed(f"Returns to look at in {key} ({len(rows)})", rows) for key, rows in made if rows]
    return drawn(iter(cards)) if cards else said(["No return waits for you."])


def _listed(title: str, rows: Sequence[JSON]) -> Card:
    told = [unescape(each["text"]["text"]) for each in rows]
    return card("\n".join([title, *told]), [section(bold(title)), *rows])


def reviewed(case: OrderCase) -> TurnOutcome:
    """One thing done to one return; raises Refused, or Unclear for a rating."""
    understood = after.spoken(case.ordered.words)
    if understood is None:
        raise Refused(LIKE)
    with case.desk.database.write.begin() as db:
        submission = case.return_meant(db)
        facts = (db, case.desk.template_of(submission), submission, case.saying(), case.stationery)
        return said([after.act(after.ReviewCase(*facts), *understood)])


def meetings(case: OrderCase) -> TurnOutcome:
    """Those with their agencies and of several, with all that was kept of each."""
    with case.desk.database.read() as db:
        audits = case.own_audits(db, case.ordered.about)
        told = [one for each in audits for one in meetings_told(db, each, case.own_returns(each), case.tables)]
    return said(told or [NONE])


def meeting_set(case: OrderCase) -> TurnOutcome:
    """The day of a meeting with one agency."""
    with case.desk.database.write.begin() as db:
        submission = case.return_meant(db)
        return said([set_day(db, submission, case.ordered.day, case.ordered.words, case.saying())])


def meeting_noted(case: OrderCase) -> TurnOutcome:
    """What was said at a meeting of theirs, and what came of it."""
    with case.desk.database.write.begin() as db:
        audit = case.one_audit(db, case.ordered.audit)
        about = (case.own_returns(audit), case.tables, case.ordered.number, case.ordered.words)
        return said([keep_note(db, audit, *about, case.saying())])


def without_sheet(_: OrderCase) -> TurnOutcome:
    """Ratings were announced, and no file came with the words."""
    raise Refused(LIKE_SHEET)


def rated(case: OrderCase, sheets: Sequence[bytes]) -> TurnOutcome:
    """Ratings by sheet, of their own agencies alone; raises FaultyTable with every fault, with nothing recorded."""
    with case.desk.database.write.begin() as db:
        audit = case.one_audit(db, case.ordered.about)
        counts = [_rated(db, case, audit, data) for data in sheets]
        key = audit.key
    new, stood = (sum(each) for each in zip(*counts, strict=True))
    return said([f"Recorded {count(new, 'rating')} of the partnership in {key}; {stood} stood already."])


def cells_of(sheets: Sequence[bytes]) -> Iterator[str]:
    """Every cell with words in it, of sheets that may be no tables at all."""
    for data in sheets:
        try:
            rows = read_rows(data)
        except FaultyTable:
            rows = [[data.decode(errors="replace")]]
        yield from (cell for row in rows for cell in row if " " in cell)


def _rated(db: Session, case: OrderCase, audit: Audit, data: bytes) -> tuple[int, int]:
    own = case.own_returns(audit)
    facts = (db, audit, case.desk.template_of(own[0]), data, case.ordered.words, case.speaker(), own)
    return after.rate_by_sheet(*facts)
