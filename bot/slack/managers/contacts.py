"""The form in which a manager says whom to ask at an agency: somebody new, somebody changed, somebody who left."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.slack.api import JSON, OPTION, plain, row_number
from bot.slack.views import VALUE
from config import dates
from config.email_address import is_address
from config.questionnaire import ROLES
from intake import audits
from intake.ledger import Refused
from intake.mail.outward import Deciding, name_contact
from storage.nouns import Agency, Contact

WHO, WHAT, EMAIL, NAME, ROLE, PHONE, SLACK = "who", "what", "email", "name", "role", "phone", "slack_user"
SOMEBODY_NEW = "new"
MOST_LISTED = 99  # people in a menu, which takes a hundred
LONGEST = 200  # characters of a name or a number


class Becomes(StrEnum):
    """What is to be with a contact from now on."""

    ASKED = "asked"
    LEFT = "left"
    UNREACHABLE = "unreachable"


WORDS = {
    Becomes.ASKED: "Ask this person",
    Becomes.LEFT: "This person has left",
    Becomes.UNREACHABLE: "Letters do not reach this person",
}


class Misfilled(Refused):
    """One box of the form needs another word."""

    def __init__(self, box: str, told: str) -> None:
        super().__init__(told)
        self.box = box


def boxes(contacts: Sequence[Contact], today: date) -> Iterator[JSON]:
    """What the form asks for; each box but the first two may stay empty."""
    people = [(_described(each, today), str(each.id)) for each in contacts[:MOST_LISTED]]
    yield _box(WHO, "Who is it?", _choice("static_select", [("Somebody new", SOMEBODY_NEW), *people], is_made=True))
    what = [(words, each.value) for each, words in WORDS.items()]
    yield _box(WHAT, "What should happen?", _choice("radio_buttons", what, is_made=True))
    yield _box(EMAIL, "Address of somebody new", {"type": "email_text_input"}, is_needed=False)
    yield _box(NAME, "Name that letters use", _line(), is_needed=False)
    yield _box(ROLE, "Role", _choice("static_select", [(each, each) for each in ROLES]), is_needed=False)
    yield _box(PHONE, "Telephone", _line(), is_needed=False)
    yield _box(SLACK, "In Slack", {"type": "users_select"}, is_needed=False)


def change(db: Session, agency: Agency, by: Deciding, said: Mapping[str, str]) -> Contact | None:
    """Do what the form says; again changes nothing. Raises Misfilled for a box that needs another word.

    Returns whom to ask from now on, if that is what it says.
    """
    contact = _chosen(db, agency, said)
    match Becomes(said.get(WHAT) or Becomes.ASKED):
        case Becomes.ASKED:
            return _ask(db, agency, contact, by, said)
        case Becomes.LEFT:
            audits.mark_left(db, _known(contact), dates.today(by.speaker.at), by.speaker, by.stationery)
        case Becomes.UNREACHABLE:
            audits.mark_unreachable(db, _known(contact), by.speaker)
    return None


def stands(db: Session, agency: Agency, said: Mapping[str, str], today: date) -> bool:
    """Whether all that the form says is so already: Slack delivers again what it thinks was lost."""
    email = said.get(EMAIL, "").strip().lower()
    contact = _chosen(db, agency, said) or db.scalar(select(Contact).where(Contact.email == email))
    match Becomes(said.get(WHAT) or Becomes.ASKED):
        case Becomes.LEFT:
            return contact is not None and contact.has_left(today)
        case Becomes.UNREACHABLE:
            return contact is not None and contact.bounced_at is not None
        case Becomes.ASKED:
            pass
    stays = contact is not None and not contact.has_left(date.max)  # to ask somebody is to say that they stay
    is_asked = contact is not None and stays and not contact.bounced_at and contact in agency.contacts
    given = [(EMAIL, email), *((each, said.get(each, "").strip()) for each in (NAME, ROLE, PHONE, SLACK))]
    return is_asked and all(getattr(contact, name) == value for name, value in given if value)


def _ask(db: Session, agency: Agency, contact: Contact | None, by: Deciding, said: Mapping[str, str]) -> Contact:
    given = {each: said.get(each, "").strip() for each in (NAME, ROLE, PHONE, SLACK)}
    email = said.get(EMAIL, "").strip() or (contact.email if contact else "")
    if not is_address(email):
        raise Misfilled(EMAIL, "Write the address of the person, such as jo@agency.example.")
    if contact is not None and contact.email != email.lower():
        raise Misfilled(EMAIL, f"{contact.name} has another address. Choose Somebody new to add this one.")
    try:
        return name_contact(db, agency, email, by, **given)[0]
    except Refused as told:  # all else was looked at above
        raise Misfilled(SLACK, str(told)) from None


def _chosen(db: Session, agency: Agency, said: Mapping[str, str]) -> Contact | None:
    """The contact the form is about; None for somebody new."""
    who = said.get(WHO) or SOMEBODY_NEW
    if who == SOMEBODY_NEW:
        return None
    number = row_number(who)
    contact = db.get(Contact, number) if number is not None else None
    if contact is None or contact not in agency.contacts:
        raise Misfilled(WHO, f"This person speaks for {agency.abbr} no longer. Close the form and open it again.")
    return contact


def _known(contact: Contact | None) -> Contact:
    if contact is None:
        raise Misfilled(WHO, "Choose who it is.")
    return contact


def _described(contact: Contact, today: date) -> str:
    state = "has left" if contact.has_left(today) else "marked as not reached" if contact.bounced_at else ""
    return ", ".join(part for part in (contact.name, contact.role, state, contact.email) if part)


def _box(name: str, label: str, element: JSON, *, is_needed: bool = True) -> JSON:
    box = {"type": "input", "block_id": name, "label": plain(label), "optional": not is_needed}
    return box | {"element": element | {"action_id": VALUE}}


def _choice(kind: str, offered: Sequence[tuple[str, str]], *, is_made: bool = False) -> JSON:
    options = [{"text": plain(words, OPTION), "value": value} for words, value in offered]
    return {"type": kind, "options": options} | ({"initial_option": options[0]} if is_made else {})


def _line() -> JSON:
    return {"type": "plain_text_input", "max_length": LONGEST}
