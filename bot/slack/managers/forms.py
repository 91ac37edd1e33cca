"""The forms in which a manager decides: a reason, a day, what was said on the telephone, or whom to ask."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from bot.slack import views
from bot.slack.api import (
    JSON,
    OPTION,
    TITLE,
    bold,
    button,
    lines,
    packed,
    plain,
    row_number,
    section,
    short,
    unpacked,
    words,
)
from bot.slack.managers import contacts as people
from bot.slack.managers.office import SAID, AgencyPage, Decides, Decision
from bot.slack.managers.pleas import AskedPlea
from bot.slack.managers.pleas import boxes as asked_boxes
from bot.slack.views import VALUE
from config import dates
from config.dates import uk_date
from storage.nouns import Contact, Submission

DECIDE, MANAGE = "s11.decide", "manage"  # the callback id of the forms; how the action_id of a menu begins
LONGEST = 2000  # characters of a reason or a note


class DecisionForm(NamedTuple):
    """How a decision is asked for: in the menu, over the form, on its button, at its box."""

    menu: str
    title: str
    submit: str
    box: str = ""
    told: str = ""


WORDS = {
    Decides.EXCUSE: DecisionForm(
        "Excuse…", "Excuse an agency", "Excuse", "Why need it not answer?",
        "It counts as invited no longer, and hears no more from us.",
    ),
    Decides.AGAIN: DecisionForm(
        "Ask again…", "Ask again", "Ask again", "", "It counts as invited again, and gets reminders again."
    ),
    Decides.SIGN: DecisionForm(
        "Submit for them…", "Submit for them", "Submit", "Why do you submit it for them?",
        "It counts with the answers they gave, in your name. The agency is told, with the reason.",
    ),
    Decides.EXTEND: DecisionForm(
        "Give more time…", "Give more time", "Give more time", "Its last day, until 23:59",
        "It is later than the day for everybody else. Reminders follow the new day.",
    ),
    Decides.PAUSE: DecisionForm(
        "Pause reminders…", "Pause reminders", "Pause", "The first day a reminder may go again",
        "Its last day stays the same. To let reminders go again now, choose today.",
    ),
    Decides.CALL: DecisionForm(
        "Note a call…", "Note a call", "Note it", "What was said?",
        "The note is kept with the return, and can be erased.",
    ),
    Decides.PLEA: DecisionForm(
        "Decide…", "Decide", "Decide", "", "Whoever asked is told, and so is every manager. The first decision counts."
    ),
    Decides.CONTACT: DecisionForm(
        "Change whom to ask…", "Whom to ask", "Save", "", "Fill in what is new. What stays empty is left as it is."
    ),
}  # fmt: skip
WAITING = (Decides.EXTEND, Decides.PAUSE, Decides.CALL, Decides.CONTACT, Decides.EXCUSE)  # Slack takes five
UNSIGNED = (Decides.SIGN, Decides.EXTEND, Decides.PAUSE, Decides.CALL, Decides.CONTACT)
EXCUSED = (Decides.AGAIN, Decides.CALL)


def menu(submission: int, offered: Sequence[Decides], where: str) -> JSON:
    """The three dots beside an agency; `where` tells two menus of one home apart."""
    options = [{"text": plain(WORDS[each].menu, OPTION), "value": f"{each.value}:{submission}"} for each in offered]
    return {"type": "overflow", "action_id": f"{MANAGE}:{where}:{submission}"[:255], "options": options}


def decide_button(submission: int, plea: int, where: str) -> JSON:
    """The button beside what an agency asked."""
    return button(
        WORDS[Decides.PLEA].menu,
        f"{MANAGE}:{where}:plea:{plea}",
        Decision(Decides.PLEA, submission, plea=plea).packed(),
    )


def chosen(action: JSON, page: AgencyPage) -> Decision | None:
    """What was chosen in a menu of ours, or pressed beside what an agency asked; None for anything else."""
    if "selected_option" not in action:
        pressed = Decision.read(unpacked(action.get("value")))
        return pressed and pressed._replace(page=page)
    what, _, submission = str((action.get("selected_option") or {}).get("value", "")).partition(":")
    return Decision.read({"d": what, "s": row_number(submission), "h": page.packed()})


def form(decision: Decision, submission: Submission, now: datetime, plea: AskedPlea | None = None) -> JSON:
    """The form of a decision about a return."""
    asked, today = WORDS[decision.what], dates.today(now)
    blocks = [section(bold(short(submission.agency.name, 300))), *lines(_standing(submission, today))]
    if decision.what is Decides.CALL:
        blocks += _people(submission.agency.contacts, today)
    blocks += words(asked.told)
    if plea is not None:
        blocks += asked_boxes(plea)
    if decision.what is Decides.CONTACT:
        blocks += people.boxes(submission.agency.contacts, today)
    if asked.box:
        box = {"type": "input", "block_id": SAID, "label": plain(asked.box, 2000)}
        blocks.append(box | {"element": _element(decision.what, submission, today) | {"action_id": VALUE}})
    return views.reading(asked.title, blocks) | {
        "callback_id": DECIDE,
        "submit": plain(asked.submit, TITLE),
        "close": plain("Cancel", TITLE),
        "private_metadata": packed(decision.packed()),
    }


def said(state: Mapping[str, JSON]) -> dict[str, str]:
    """What each box of a form holds, as words."""
    return {name: _held((box or {}).get(VALUE) or {}) for name, box in state.items()}


def _held(box: JSON) -> str:
    option = box.get("selected_option") or {}
    return str(box.get("value") or box.get("selected_date") or box.get("selected_user") or option.get("value") or "")


def _element(what: Decides, submission: Submission, today: date) -> JSON:
    last = submission.due
    match what:
        case Decides.EXTEND:
            return {"type": "datepicker", "initial_date": (max(last, today) + timedelta(days=14)).isoformat()}
        case Decides.PAUSE:
            return {"type": "datepicker", "initial_date": (today + timedelta(days=14)).isoformat()}
        case _:
            made: JSON = {"type": "plain_text_input", "multiline": True, "max_length": LONGEST}
            stands = submission.excused_because if what is Decides.EXCUSE else ""
            return made | ({"initial_value": stands[:LONGEST]} if stands else {})


def _standing(submission: Submission, today: date) -> Iterator[str]:
    yield f"Its last day is {uk_date(submission.due)}."
    if submission.paused_until is not None and submission.is_paused(today):
        yield f"Reminders are paused until {uk_date(submission.paused_until)}."
    if submission.excused_at is not None:
        yield "It is excused."


def _people(contacts: Sequence[Contact], today: date) -> Iterator[JSON]:
    for each in contacts[:20]:
        if not each.has_left(today):
            parts = (each.name, each.role, each.phone or "no telephone number", each.email)
            yield from words(" · ".join(part for part in parts if part))
