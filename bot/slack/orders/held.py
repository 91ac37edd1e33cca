"""Held letters in words: which wait for a manager, what one says, and a decision on it as the commands take it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy.orm import Session

from bot.slack.api import Card, card, fitted, words
from bot.slack.orders.order import Order, Ordered
from config.branches import WHOLE, Circle
from config.partnerships import PartnershipTable
from intake.ledger import Refused
from intake.notices import held_for
from storage.nouns import Receipt, Submission
from storage.record import Database

MOST = 30  # letters in a list
LONGEST = 6000  # characters of a letter


class HeldLetters(Protocol):
    """What the commands do with held letters."""

    def letter(self, number: int) -> Sequence[str]:
        """Who sent it, why it is held, its files, and its words."""
        ...

    def release(self, number: int, by: str) -> str: ...

    def discard(self, number: int, by: str) -> str: ...


@dataclass(frozen=True)
class HeldDesk:
    """Answers a manager about held letters of the partnerships they manage.

    A letter of no agency we know is anybody's, as our letter about it goes to every manager.
    """

    database: Database
    letters: HeldLetters
    mailboxes: Circle = WHOLE

    def answer(self, tables: Mapping[str, PartnershipTable], ordered: Ordered, by: str) -> Sequence[Card]:
        """`by` is the manager's address; raises Refused for a letter that is not theirs, or is decided."""
        if ordered.what is Order.LETTERS:
            return _said(self._list(tables))
        self._refuse_others(tables, ordered.number)
        match ordered.what:
            case Order.RELEASE:
                return _said([self.letters.release(ordered.number, by)])
            case Order.DISCARD:
                return _said([self.letters.discard(ordered.number, by)])
            case _:
                told = "\n".join(self.letters.letter(ordered.number))
                number = ordered.number
                more = "\n… Whoever runs s11 can show you the rest." if len(told) > LONGEST else ""
                ways = f"Type release {number} to let it count, or discard {number} to set it aside."
                return _said([f"{told[:LONGEST]}{more}", "", ways])

    def _list(self, tables: Mapping[str, PartnershipTable]) -> Sequence[str]:
        with self.database.read() as db:
            found = {each.id: each for key in tables for part in held_for(db, key, self.mailboxes) for each in part}
            shown = [found[number] for number in sorted(found)]
            told = [f"{each.id}  {each.sender or 'unknown sender'}: {each.reason}" for each in shown[:MOST]]
        if not told:
            return ["No letter is held."]
        more = [f"and {len(shown) - MOST} more. They come when these are decided."] if len(shown) > MOST else []
        return [*told, *more, "Type letter and its number to read one."]

    def _refuse_others(self, tables: Mapping[str, PartnershipTable], number: int) -> None:
        """Of a letter that is not theirs a manager is not told whether there is one."""
        with self.database.read() as db:
            found = {each.id for key in tables for part in held_for(db, key, self.mailboxes) for each in part}
            receipt = db.get(Receipt, number)
            decided = receipt.outcome if receipt is not None and receipt.decided_by else ""
            theirs = receipt is not None and self._is_theirs(db, tables, receipt)
        if number not in found and decided and theirs:
            raise Refused(f"Letter {number} is not held any more: it is {decided.replace('_', ' ')}.")
        if number not in found:
            raise Refused(f"No letter {number} waits for you. Type letters to see those that do.")

    def _is_theirs(self, db: Session, tables: Mapping[str, PartnershipTable], receipt: Receipt) -> bool:
        found = db.get(Submission, receipt.submission_id or 0)
        return found is not None and any(each.key in tables for each in found.partnerships)


def _said(told: Sequence[str]) -> Sequence[Card]:
    text = "\n".join(told)
    return fitted(card(text, words(text)))
