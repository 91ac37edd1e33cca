"""What people do in Slack beside typing: presses, whole forms, and what managers decide or order there."""

import html
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import sqlalchemy as sa

from bot.slack.api import Card
from bot.slack.leads import forms, turns
from bot.slack.managers import START, Office
from bot.slack.managers.contacts import EMAIL, NAME, WHAT, WHO
from bot.slack.managers.office import SAID, Decides, Decision
from bot.slack.managers.pleas import CHOICE, OTHER
from bot.slack.orders import ManagerDesk
from bot.slack.views import VALUE, Carried, ShownAnswers
from config.questionnaire import Kind
from intake.conversation import Came, Desk, open_form
from intake.conversation.pages import REASON_BOX, Box, OpenedForm, QuestionForm
from intake.conversation.state import Asks, Place
from intake.ledger import Refused
from storage.nouns import Contact, Plea

ORDERS = count(1)


@dataclass
class Screens:
    """What stands on the screens of the leads: cards with their buttons, and forms that were opened."""

    desk: Desk = field(init=False)
    cards: dict[tuple[str, str], Place] = field(default_factory=dict)  # the first that was drawn, by who and question
    opened: dict[tuple[str, str], OpenedForm] = field(default_factory=dict)
    kept: list[tuple[int, str, str]] = field(default_factory=list)  # what a form was told to hold: return, question

    def presses(self, came: Came, submission: int, words: str, *, is_old: bool) -> str:
        """A choice on the newest card of a question, or on the first that was ever drawn of it."""
        ref, _, says = words.partition(" ")
        if (form := self._form(came, submission, ref)) is None:
            return ""
        box = form.boxes[0]
        place = Place(Asks.PROMPT, ref, box.prompt.key, box.stands.id if box.stands else 0)
        first = self.cards.setdefault((came.user, ref), place)
        carried = Carried(submission, first if is_old else place, says, has_form=True)
        return drawn(turns.chosen(self.desk, came, carried).cards)

    def opens(self, came: Came, submission: int, ref: str) -> str:
        """A form is opened, and lies there until it is filled in, whatever is said meanwhile."""
        if form := self._form(came, submission, ref):
            self.opened[came.user, ref] = form.opened
        return ""

    def fills(self, came: Came, submission: int, words: str) -> str:
        """`1.2: yes / 2 / We check. / why not`: the boxes in their order, and then the reason of an N/A."""
        ref, _, given = words.partition(": ")
        if (form := self._form(came, submission, ref)) is None:
            return ""
        boxes = [each for each in form.boxes if each.prompt.kind is not Kind.FILES]
        said = [each.strip() for each in given.split(" / ")]
        state = {each.prompt.key: {VALUE: _chosen(each, word)} for each, word in zip(boxes, said, strict=False)}
        state[REASON_BOX] = {VALUE: {"value": (said[len(boxes) :] or [""])[0]}}
        opened = self.opened.pop((came.user, ref), form.opened)
        shown = ShownAnswers(Carried(submission, Place(Asks.PROMPT, ref)), opened.shown, tuple(opened.over))
        became = forms.returned(self.desk, came, shown, state)
        if became.outcome is None:
            return "\n".join(became.errors.values())
        in_words = [word for box, word in zip(boxes, said, strict=False) if not box.choices]
        self.kept += [(submission, ref, word) for word in in_words if "zebra" in word]
        return drawn(became.outcome.cards)

    def _form(self, came: Came, submission: int, ref: str) -> QuestionForm | None:
        with self.desk.looking(came, submission) as talker:
            return open_form(talker, ref)


def _chosen(box: Box, word: str) -> Mapping[str, Any]:
    for number, each in enumerate(box.choices):
        if word and word.casefold() in (each.value.casefold(), each.label.split()[0].casefold()):
            return {"selected_option": {"value": str(number)}}
    return {"value": "" if box.choices else word}


def drawn(cards: Iterable[Card]) -> str:
    """The words of messages; their blocks are such as Slack is sent."""
    found = list(cards)
    json.dumps([each.blocks for each in found])
    return html.unescape("\n".join(each.text for each in found))  # as Slack shows it


def decide(office: Office, user: str, submission: int, what: str, rest: str) -> str:
    """A manager's form: `excuse Merged.`, `extend 2026-05-14`, `plea yes`, `contact left 3`, and so on."""
    number = 0
    with office.desk.database.read() as db:
        if what == Decides.PLEA:
            wanted = sa.select(Plea.id).where(Plea.submission_id == submission, Plea.decided_at.is_(None))
            number = db.scalar(wanted.order_by(Plea.id.desc()).limit(1)) or 0
        first, _, said = rest.partition(" ")
        form = {SAID: rest}
        if what == Decides.PLEA:
            form = {CHOICE: first, OTHER: said}
        elif what == Decides.CONTACT and first == "asked":
            form = {WHO: "new", WHAT: first, EMAIL: said.split()[0], NAME: said.partition(" ")[2]}
        elif what == Decides.CONTACT:
            known = db.scalar(sa.select(Contact.id).where(Contact.email == said))
            form = {WHO: str(known or "new"), WHAT: first}
    try:
        office.decide(user, Decision(Decides(what), submission, START, number), form)
    except Refused as told:
        return str(told)
    return ""


def order(desk: ManagerDesk, user: str, words: str) -> str:
    """A manager's words that are an order, or ask for a paper."""
    try:
        came = Came(user, f"slack:order:{next(ORDERS)}", user)
        outcome = desk.heard(came, words) or desk.instead(came, words)
    except Refused as told:
        return str(told)
    return drawn(outcome.cards) if outcome else ""
