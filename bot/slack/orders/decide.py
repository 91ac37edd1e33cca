"""What is decided of one return in a line: as the form behind the menu of Home decides it."""

from datetime import date

from bot.slack.actions import late_actions
from bot.slack.api import card
from bot.slack.leads import TurnOutcome
from bot.slack.managers import SAID, Decides, Decision, asked
from bot.slack.orders.case import OrderCase, drawn, said
from bot.slack.orders.order import Order
from config import dates
from config.dates import uk_date
from intake.ledger import Refused
from storage.record import waiting

_DECIDES = {
    Order.EXCUSE: Decides.EXCUSE,
    Order.ASK_AGAIN: Decides.AGAIN,
    Order.GIVE_TIME: Decides.EXTEND,
    Order.PAUSE: Decides.PAUSE,
    Order.NOTE_CALL: Decides.CALL,
}


def actions(case: OrderCase) -> TurnOutcome:
    """The actions that are past their last day or said to be done, each with the button that Home has."""
    today = dates.today(case.desk.now())
    with case.desk.database.read() as db:
        blocks = [block for key in case.tables for block in late_actions(db, key, today)]
    if not blocks:
        return said(["No action waits for you: none is past its last day or said to be done."])
    return drawn(iter([card("Actions that wait for you", blocks)]))


SAME = "Nothing was changed."
NOBODY_HEARD = "Nobody there was told, as nobody there was asked."


def decided(case: OrderCase) -> TurnOutcome:
    """Carried out by the same function as the form's; raises Refused, and then nothing is recorded."""
    ordered, what = case.ordered, _DECIDES[case.ordered.what]
    has_day = what in (Decides.EXTEND, Decides.PAUSE)
    day = case.day()
    if has_day and day is None:
        raise Refused("Write the day in full, such as 30 June 2027.")
    with case.desk.database.read() as db:
        submission = case.return_meant(db)
        number, abbr, key = submission.id, submission.agency.abbr, submission.audit.key
    form = {SAID: day.isoformat() if day else ordered.words}
    carried = case.office.decide(case.came.user, Decision(what, number), form)
    name = f"{abbr} in {key}"
    return said([_told(what, name, day, carried.hears) if carried.is_news else f"{_stands(what, name, day)} {SAME}"])


def requests(case: OrderCase) -> TurnOutcome:
    """What agencies ask of them, each with the button that Home has."""
    with case.desk.database.read() as db:
        own = [each for audit in case.own_audits(db) for each in case.own_returns(audit)]
        names = {each.id: each.agency.name for each in own}
        blocks = list(asked([(names[each.submission_id], each) for each in waiting(db, own)], "words"))
    if not blocks:
        return said(["No agency asks anything of you now."])
    return drawn(iter([card("Requests that wait for you", blocks)]))


def _stands(what: Decides, name: str, day: date | None) -> str:
    """What an order that was given before finds."""
    match what:
        case Decides.EXCUSE:
            return f"{name} is excused for that reason already."
        case Decides.AGAIN:
            return f"{name} is not excused."
        case Decides.CALL:
            return f"That call to {name} is noted already."
        case Decides.EXTEND if day is not None:
            return f"{name} has until {uk_date(day)} already."
        case _ if day is not None:
            return f"{name} gets no reminder before {uk_date(day)} already."
    return f"{name}: that is decided."


def _told(what: Decides, name: str, day: date | None, hears: int) -> str:
    match what:
        case Decides.EXCUSE if hears:
            return f"{name} is excused, and is told why. It counts as invited no longer."
        case Decides.EXCUSE:
            return f"{name} is excused. {NOBODY_HEARD} It counts as invited no longer."
        case Decides.AGAIN:
            return f"{name} is asked again."
        case Decides.CALL:
            return f"The call to {name} is noted."
        case Decides.EXTEND if day is not None:
            return f"{name} has until {uk_date(day)}, 23:59."
        case _ if day is not None:
            return f"{name} gets no reminder before {uk_date(day)}."
    return f"{name}: that is decided."
