"""The form in which a manager decides what an agency asked by letter, read as a reply to our letter is."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple

from bot.slack.api import JSON, OPTION, lines, plain, words
from bot.slack.views import VALUE
from intake.ledger import Refused
from intake.mail.outward import ASKS, day_asked, ours, person_asked
from intake.notices import MORE_TIME, NOT_ME, Stationery
from storage.nouns import Contact, Plea, Submission

CHOICE, OTHER = "choice", "said"
YES, NO, ANOTHER = "yes", "no", "another"
LONGEST = 2000  # characters of an answer


class AskedPlea(NamedTuple):
    """What an agency asked, and the day or the person that YES would give it; empty where it named none."""

    plea: Plea
    yes: str = ""


def asked_of(plea: Plea, submission: Submission, contact: Contact | None, stationery: Stationery) -> AskedPlea:
    """What a manager may say yes to: the same as in our letter about it."""
    if plea.wish == MORE_TIME:
        return AskedPlea(plea, day_asked(submission, plea))
    person = person_asked(plea, ours(stationery, submission, contact)) if plea.wish == NOT_ME else None
    return AskedPlea(plea, str(person) if person else "")


def boxes(asked: AskedPlea) -> Iterator[JSON]:
    """Yes, no, or another day or person; for a question its answer."""
    plea = asked.plea
    yield from words(f"{plea.said_by} {ASKS[plea.wish]}:")
    yield from lines([f"> {line}" for line in plea.words[:LONGEST].splitlines()])
    if plea.wish not in (MORE_TIME, NOT_ME):
        box = {"type": "plain_text_input", "multiline": True, "max_length": LONGEST}
        yield _box(OTHER, "Your answer, which goes on to them", box, is_needed=True)
        return
    another = "Another day" if plea.wish == MORE_TIME else "Another person"
    offered = [(f"Yes: {asked.yes}", YES)] if asked.yes else []
    offered += [(another if asked.yes else another.replace("Another", "This"), ANOTHER), ("No", NO)]
    options = [{"text": plain(each, OPTION), "value": value} for each, value in offered]
    yield _box(CHOICE, "What do you decide?", {"type": "radio_buttons", "options": options}, is_needed=True)
    if plea.wish == MORE_TIME:
        yield _box(OTHER, f"{offered[-2][0]}, until 23:59", {"type": "datepicker"})
    else:
        yield _box(OTHER, f"{offered[-2][0]}: name and address", {"type": "plain_text_input", "max_length": 200})


def reply(plea: Plea, form: Mapping[str, str]) -> list[str]:
    """The form as the lines of a manager's reply; raises Refused where a day or a person is chosen and not named."""
    said, choice = form.get(OTHER, "").strip(), form.get(CHOICE, "")
    if plea.wish not in (MORE_TIME, NOT_ME):
        return said.splitlines()
    if choice in (YES, NO):
        return [choice.upper()]
    if not said:
        raise Refused("Choose a day." if plea.wish == MORE_TIME else "Write a name and an address.")
    return [f"{date.fromisoformat(said):%-d %B %Y}" if plea.wish == MORE_TIME else said]


def _box(name: str, label: str, element: JSON, *, is_needed: bool = False) -> JSON:
    box = {"type": "input", "block_id": name, "label": plain(label, LONGEST), "optional": not is_needed}
    return box | {"element": element | {"action_id": VALUE}}
