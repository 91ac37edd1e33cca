"""A manager who types is known: what they ask for is answered, what they order is done in their name."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from bot.slack.api import without_shell
from bot.slack.leads import TurnOutcome
from bot.slack.managers import Office
from bot.slack.orders import decide, quotes, review, themes
from bot.slack.orders.audit import AuditDesk, EvidenceFiles, agency_known, audit_known
from bot.slack.orders.case import OrderCase, said
from bot.slack.orders.held import HeldDesk, HeldLetters
from bot.slack.orders.help import near, unknown, whole
from bot.slack.orders.order import Order, Ordered, order_of
from bot.slack.orders.paper import (
    OWN,
    AuditPapersMade,
    PaperDesk,
    SendDigest,
    known_audits,
    paper_of,
    send_digest,
)
from bot.slack.orders.people import add_agency, add_contact, invite
from bot.slack.views import told
from config.partnerships import PartnershipTable
from config.questionnaire import Unclear
from config.words import listing
from intake.audits import FaultyTable
from intake.conversation import Came
from intake.ledger import Refused


class Papers(AuditPapersMade, HeldLetters, EvidenceFiles, SendDigest, Protocol):
    """What the commands make of an audit for a partnership, and of its letters."""


@dataclass(frozen=True)
class ManagerDesk:
    """Answers a manager's words. Who is one is read anew each time, as for their presses."""

    office: Office
    papers: Papers

    def heard(self, came: Came, typed: str) -> TurnOutcome | None:
        """What a manager's own words come to, whoever else they are; None for all other words and people."""
        return self._alarmed(came.user, [typed], lambda: self._heard(came, typed))

    def instead(self, came: Came, typed: str) -> TurnOutcome | None:
        """What any words of theirs come to, where they answer for no agency now; None for who manages nothing."""
        return self._alarmed(came.user, [typed], lambda: self._instead(came, typed))

    def _alarmed(self, user: str, typed: Sequence[str], act: Callable[[], TurnOutcome | None]) -> TurnOutcome | None:
        """First whom to call, where the words may be of a child in danger; then what came of them, or why nothing."""
        try:
            outcome = act()
        except Refused as refused:
            if alarm := self.office.at_risk(user, typed):
                raise Refused(" ".join([*alarm, without_shell(str(refused))])) from None
            raise Refused(without_shell(str(refused))) from None
        alarm = self.office.at_risk(user, typed) if outcome is not None else ()
        return replace(outcome, cards=(told(" ".join(alarm)), *outcome.cards)) if outcome and alarm else outcome

    def _heard(self, came: Came, typed: str) -> TurnOutcome | None:
        tables = list(self.office.managed(came.user))
        if tables and (ordered := order_of(typed)) is not None and self._is_meant(ordered):
            return self._ordered(came, tables, ordered)
        asked = paper_of(typed)
        if asked is None or asked.word not in OWN or not tables:
            return None
        with self.office.desk.database.read() as db:
            if asked.about and asked.about not in known_audits(db, tables):
                return None  # words that begin with one of ours
        return PaperDesk(self.office, self.papers).answer(came, tables, asked)

    def _instead(self, came: Came, typed: str) -> TurnOutcome | None:
        if not (tables := list(self.office.managed(came.user))):
            return None
        if (ordered := order_of(typed)) is not None:
            return self._ordered(came, tables, ordered)
        asked = paper_of(typed)
        if asked is None or asked.word == "help":
            who = f"You are a manager of {listing([each.name for each in tables])}."
            is_known = asked is not None or not typed.strip()
            return TurnOutcome(cards=(whole(who) if is_known else near(typed) or unknown(who),))
        return PaperDesk(self.office, self.papers).answer(came, tables, asked)

    def beside(self, user: str, typed: str) -> str:
        """For a lead who manages too, what their word would have been as a manager's; empty for others."""
        asked = paper_of(typed)
        if asked is None or asked.word in OWN or not any(self.office.managed(user)):
            return ""
        return "You are a manager here too. As one, type who, report or digest."

    def manages(self, user: str) -> bool:
        return any(self.office.managed(user))

    def takes(self, came: Came, typed: str) -> Callable[[Sequence[bytes]], TurnOutcome] | None:
        """What files with these words come to: ratings, or a refusal; None where they are an agency's evidence."""
        tables = list(self.office.managed(came.user))
        if not tables:
            return None
        ordered = order_of(typed)
        if ordered is not None and ordered.what is Order.RATINGS:
            return lambda sheets: self._rated(came, tables, ordered, [typed, *review.cells_of(sheets)], sheets)
        if self._leads(came.user):
            return None
        return lambda sheets: self._alarmed(came.user, [typed], lambda: _without_words(sheets)) or TurnOutcome()

    def _rated(
        self, came: Came, managed: Sequence[PartnershipTable], ordered: Ordered, words: Sequence[str],
        sheets: Sequence[bytes],
    ) -> TurnOutcome:  # fmt: skip
        """Ratings by sheet; its cells are looked at as what is typed is."""
        return self._alarmed(came.user, words, lambda: self._ordered(came, managed, ordered, sheets)) or TurnOutcome()

    def _leads(self, user: str) -> bool:
        with self.office.desk.database.read() as db:
            try:
                return self.office.desk.contact(db, user, has_said=False) is not None
            except Refused:
                return False

    def _is_meant(self, ordered: Ordered) -> bool:
        """Whether the words of somebody who may lead too are an order: what they name is there."""
        with self.office.desk.database.read() as db:
            if ordered.what in NAMES_AN_AGENCY:
                return agency_known(db, ordered.about)
            if ordered.what is Order.RETURNS and ordered.about:
                return agency_known(db, ordered.about) or audit_known(db, ordered.about)
            return not ordered.about or ordered.what is Order.INVITE or audit_known(db, ordered.about)

    def _ordered(
        self, came: Came, managed: Sequence[PartnershipTable], ordered: Ordered, sheets: Sequence[bytes] = ()
    ) -> TurnOutcome:
        """Carried out in the manager's name, as the commands do it."""
        by = self.office.manager(came.user, ordered.what.deed)
        case = OrderCase(self.office, {each.key: each for each in managed}, by, ordered, came)
        try:
            return review.rated(case, sheets) if sheets else self._carried_out(case)
        except (Unclear, FaultyTable) as told:
            raise Refused(str(told)) from None

    def _carried_out(self, case: OrderCase) -> TurnOutcome:
        audit = AuditDesk(case, self.papers)
        match case.ordered.what:
            case Order.LETTERS | Order.LETTER | Order.RELEASE | Order.DISCARD:
                letters = HeldDesk(case.desk.database, self.papers, self.office.mailboxes)
                return TurnOutcome(cards=tuple(letters.answer(case.tables, case.ordered, case.by.email)))
            case Order.ANSWERS:
                return audit.answers()
            case Order.CLOSE:
                return said([audit.close()])
            case Order.MOVE:
                return said([audit.move()])
            case Order.REOPEN:
                return said([audit.reopen()])
            case Order.SEND_DIGEST:
                return send_digest(case, self.papers)
            case what:
                return DONE[what](case)


DONE: Mapping[Order, Callable[[OrderCase], TurnOutcome]] = {
    **dict.fromkeys((Order.EXCUSE, Order.ASK_AGAIN, Order.GIVE_TIME, Order.PAUSE, Order.NOTE_CALL), decide.decided),
    Order.REQUESTS: decide.requests,
    Order.ACTIONS: decide.actions,
    Order.RETURNS: review.returns,
    Order.REVIEW: review.reviewed,
    Order.RATINGS: review.without_sheet,
    Order.MEETINGS: review.meetings,
    Order.MEET: review.meeting_set,
    Order.MEETING: review.meeting_noted,
    Order.INVITE: invite,
    Order.ADD_CONTACT: add_contact,
    Order.ADD_AGENCY: add_agency,
    Order.QUOTES: quotes.listed,
    Order.APPROVE: quotes.decided,
    Order.WITHDRAW: quotes.decided,
    Order.THEMES: themes.listed,
    Order.CONFIRM: themes.decided,
    Order.REFUSE: themes.decided,
}
NAMES_AN_AGENCY = {
    Order.ANSWERS,
    Order.REOPEN,
    Order.REVIEW,
    Order.MEET,
    Order.ADD_CONTACT,
    Order.EXCUSE,
    Order.ASK_AGAIN,
    Order.GIVE_TIME,
    Order.PAUSE,
    Order.NOTE_CALL,
}


def _without_words(_: Sequence[bytes]) -> TurnOutcome:
    raise Refused(f"That file is not kept: its message does not say what it is for. {review.LIKE_SHEET}")
