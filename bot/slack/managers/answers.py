"""A manager who types: who has not answered, how an audit stands, its report and its digest, as messages."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from sqlalchemy.orm import Session

from bot.slack.api import Card, bold, card, escape, fitted, lines, section, strong, words
from bot.slack.leads import HandedFile, TurnOutcome
from bot.slack.managers.audit_orders import AuditDesk, EvidenceFiles, agency_known, audit_known
from bot.slack.managers.held import HeldDesk, HeldLetters
from bot.slack.managers.home import Overview, audits_of
from bot.slack.managers.office import Office
from bot.slack.managers.orders import MEANS, Order, Ordered, order_of
from config.partnerships import PartnershipTable
from config.words import count, listing
from intake.ledger import Refused
from storage.nouns import Audit

WORDS = {
    "who": "who has not answered, longest silent first",
    "status": "how far each agency is",
    "report": "the report, its workbook and its heat map, as files",
    "figures": "every figure and every answer as a table, as files",
    "digest": "what it adds up to, on one screen",
    "help": "this list",
}
OWN = ("who", "report", "figures", "digest")  # a manager's even where they answer for an agency too
MOST_WIDE = 2_800  # characters of a table in one section
_ASKED = re.compile(rf"(?:/s11 +)?({'|'.join(WORDS)})\b[ ,:]*(.*)", re.IGNORECASE)
_SILENT = re.compile(r"(?:(?:has|have|is|are|did)(?:n['’]?t| not)? ?\w*)?(?: yet)?", re.IGNORECASE)


class Papers(HeldLetters, EvidenceFiles, Protocol):
    """What the commands make of an audit for a partnership: the same roll, report and digest; and their letters."""

    def roll(self, db: Session, key: str, partnership: str) -> str: ...

    def report(self, db: Session, key: str, partnership: str) -> tuple[Sequence[str], Mapping[str, bytes]]:
        """The main figures in words, and the files by name."""
        ...

    def figures(self, db: Session, key: str, partnership: str) -> tuple[Sequence[str], Mapping[str, bytes]]: ...

    def digest(self, db: Session, key: str, partnership: str) -> str: ...


class AskedPaper(NamedTuple):
    """What a manager typed: a word of theirs, and the key of the audit it is about."""

    word: str
    about: str = ""


def paper_of(said: str) -> AskedPaper | None:
    """The paper that a whole message is; None for other words. "who has not answered?" says no more than "who"."""
    found = _ASKED.fullmatch(" ".join(said.split()).strip("?.! "))
    if found is None:
        return None
    word, rest = found[1].lower(), found[2].strip().casefold()
    if word == "who" and _SILENT.fullmatch(rest):
        return AskedPaper(word)
    return AskedPaper(word, rest) if len(rest.split()) <= 1 else None


@dataclass(frozen=True)
class ManagerDesk:
    """Answers a manager's words. Who is one is read anew each time, as for their presses."""

    office: Office
    papers: Papers

    def heard(self, user: str, said: str) -> TurnOutcome | None:
        """What a manager's own words come to, whoever else they are; None for all other words and people."""
        tables = list(self.office.managed(user))
        if tables and (ordered := order_of(said)) is not None and self._is_meant(ordered):
            return self._ordered(user, tables, ordered)
        asked = paper_of(said)
        if asked is None or asked.word not in OWN or not tables:
            return None
        with self.office.desk.database.read() as db:
            if asked.about and asked.about not in _known(db, tables):
                return None  # words that begin with one of ours
            return self._answer(db, tables, asked)

    def instead(self, user: str, said: str) -> TurnOutcome | None:
        """What any words of theirs come to, where they answer for no agency now; None for who manages nothing."""
        if not (tables := list(self.office.managed(user))):
            return None
        if (ordered := order_of(said)) is not None:
            return self._ordered(user, tables, ordered)
        asked = paper_of(said)
        if asked is None or asked.word == "help":
            return TurnOutcome(cards=_help(tables, is_known=asked is not None or not said.strip()))
        with self.office.desk.database.read() as db:
            return self._answer(db, tables, asked)

    def beside(self, user: str, said: str) -> str:
        """For a lead who manages too, what their word would have been as a manager's; empty for others."""
        asked = paper_of(said)
        if asked is None or asked.word in OWN or not any(self.office.managed(user)):
            return ""
        return "You are a manager here too. As one, type who, report or digest."

    def _is_meant(self, ordered: Ordered) -> bool:
        """Whether the words of somebody who may lead too are an order: what they name is there."""
        with self.office.desk.database.read() as db:
            match ordered.what:
                case Order.ANSWERS | Order.REOPEN:
                    return agency_known(db, ordered.about)
                case Order.CLOSE | Order.MOVE:
                    return audit_known(db, ordered.about)
                case _:
                    return True

    def _ordered(self, user: str, managed: Sequence[PartnershipTable], ordered: Ordered) -> TurnOutcome:
        """Carried out in the manager's name, as the commands do it."""
        tables, by = {each.key: each for each in managed}, self.office.manager(user, ordered.what.deed)
        audit_desk = AuditDesk(self.office.desk, self.papers)
        stationery = self.office.chaser().stationery
        match ordered.what:
            case Order.ANSWERS:
                return audit_desk.answers(tables, ordered)
            case Order.CLOSE:
                return TurnOutcome(cards=(_told([audit_desk.close(tables, ordered, by.name, stationery)]),))
            case Order.REOPEN:
                return TurnOutcome(cards=(_told([audit_desk.reopen(tables, ordered, by.name, stationery)]),))
            case Order.MOVE:
                return TurnOutcome(cards=(_told([audit_desk.move(tables, ordered, by.name, stationery)]),))
            case _:
                letters = HeldDesk(self.office.desk.database, self.papers)
                return TurnOutcome(cards=tuple(letters.answer(tables, ordered, by.email)))

    def _answer(self, db: Session, tables: Sequence[PartnershipTable], asked: AskedPaper) -> TurnOutcome:
        cards, files = list[Card](), list[HandedFile]()
        for table in tables:
            for audit in _wanted(db, table, tables, asked):
                made, handed = self._one(db, table, audit, asked.word)
                cards += made
                files += handed
        none = "No audit of your partnership has been opened yet. Whoever runs s11 opens one."
        return TurnOutcome(cards=tuple(cards or [_told([none])]), files=tuple(files))

    def _one(
        self, db: Session, table: PartnershipTable, audit: Audit, word: str
    ) -> tuple[Sequence[Card], Sequence[HandedFile]]:
        match word:
            case "who":
                title, rows = Overview(self.office.desk, self.office.tables).silent(db, audit, table.key)
                return fitted(_listed(f"{title}, {table.name}", rows)), ()
            case "status":
                return fitted(_table(self.papers.roll(db, audit.key, table.key))), ()
            case "digest":
                return fitted(_told([self.papers.digest(db, audit.key, table.key)])), ()
            case _:
                make = self.papers.figures if word == "figures" else self.papers.report
                figures, files = make(db, audit.key, table.key)
                said = f"The {word} of {audit.key} for {table.name}."
                return fitted(_told([said, *figures])), [HandedFile(*each, said) for each in files.items()]


def _known(db: Session, tables: Sequence[PartnershipTable]) -> list[str]:
    return list(dict.fromkeys(each.key for own in tables for each in audits_of(db, own.key, is_open=False)))


def _wanted(db: Session, table: PartnershipTable, tables: Sequence[PartnershipTable], asked: AskedPaper) -> list[Audit]:
    """The audits it is about: the one it names, else all that are open, else the newest."""
    if not asked.about:
        return audits_of(db, table.key) or audits_of(db, table.key, is_open=False)[-1:]
    known = _known(db, tables)
    if asked.about not in known:
        raise Refused(f"There is no audit {asked.about} here. Type {asked.word} and one of: {', '.join(known)}.")
    return [each for each in audits_of(db, table.key, is_open=False) if each.key == asked.about]


def _help(tables: Sequence[PartnershipTable], *, is_known: bool) -> tuple[Card, ...]:
    told = f"You are a manager of {listing([each.name for each in tables])}."
    told += "" if is_known else " I do not know those words, and nothing was recorded."
    closing = (
        "Home shows each agency, and what you may decide about it. To name one audit, type its key after the word."
    )
    known = WORDS | MEANS
    text = "\n".join([told, *(f"{word}: {means}" for word, means in known.items()), closing])
    listed = (f"{bold(word)}  {escape(means)}" for word, means in known.items())
    return (card(text, [*words(told), *lines(listed), *words(closing)]),)


def _told(said: Sequence[str]) -> Card:
    text = "\n".join(said)
    return card(text, words(text))


def _listed(title: str, rows: Sequence[str]) -> Card:
    """`rows` are markup of ours, as Home shows them."""
    left = f"{count(len(rows), 'has', 'have')} not answered." if rows else "All have answered."
    return card(f"{title}\n{left}", [*strong(title), *words(left), *lines(rows)])


def _table(text: str) -> Card:
    """Columns, which keep their places where every letter is as wide."""
    parts = [""]
    for line in text.rstrip().splitlines():
        if parts[-1] and len(escape(parts[-1])) + len(escape(line)) > MOST_WIDE:
            parts.append("")
        parts[-1] += f"{line}\n"
    return card(text, [section(f"```{escape(each)}```") for each in parts])
