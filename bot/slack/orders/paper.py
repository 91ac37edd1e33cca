"""The papers a manager asks for by one word: roll, report, figures, phone list, digest; and a digest sent."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from sqlalchemy.orm import Session

from bot.slack.api import Card, bold, card, escape, fitted, in_slack, lines, section, strong, words
from bot.slack.leads import TurnOutcome
from bot.slack.managers import WAITING, Office, Overview, menu
from bot.slack.orders.case import OrderCase, said
from bot.slack.orders.help import PAPERS
from bot.slack.orders.order import bare
from config.notation import LatePattern
from config.partnerships import PartnershipTable
from config.words import count, listing
from intake.conversation import Came
from intake.ledger import Refused
from intake.notices import PaperOrder, audits_meant, audits_of
from reports.nudges import Silent, to_call
from storage.nouns import Audit

OWN = (
    "who",
    "phone list",
    "report",
    "figures",
    "paper",
    "digest",
)  # a manager's even where they answer for an agency too
ORDERED = ("report", "figures", "paper")  # which take long to make
NOBODY = "nobody. Whoever runs s11 names its readers in partnerships.toml."
MOST_WIDE = 2_800  # characters of a table in one section
_ASKED = LatePattern(rf"(?:/s11 +)?({'|'.join(PAPERS)})(?:['’]?s)?\b[ ,:]*(.*)", re.IGNORECASE)
_SILENT = LatePattern(r"(?:(?:(?:has|have|is|are|did)(?:n['’]?t| not)?|not) ?\w*)?(?: yet)?", re.IGNORECASE)


class AuditPapersMade(Protocol):
    """What the commands make of an audit for a partnership: the same roll and digest, and orders for the rest."""

    def roll(self, db: Session, key: str, partnership: str) -> str: ...

    def order(self, db: Session, order: PaperOrder, source: str, user: str) -> None:
        """Keep an order of what takes long to make; it comes to this person when it is ready."""
        ...

    def digest(self, db: Session, key: str, partnership: str) -> str: ...


class SendDigest(Protocol):
    """What the command does to send digests."""

    def digest_readers(self, partnership: str) -> Sequence[str]:
        """Who would get it."""
        ...

    def send_digest(self, key: str, partnership: str, ordered: str) -> Sequence[str]:
        """Queue it for its readers, once for what `ordered` it, and say who they are."""
        ...


class AskedPaper(NamedTuple):
    """What a manager typed: a word of theirs, and the key of the audit it is about."""

    word: str
    about: str = ""


def paper_of(said: str) -> AskedPaper | None:
    """The paper that a whole message is; None for other words. "who has not answered?" says no more than "who"."""
    found = _ASKED.fullmatch(bare(said))
    if found is None:
        return None
    word, rest = found[1].lower(), found[2].strip().casefold()
    if word == "who" and _SILENT.fullmatch(rest):
        return AskedPaper(word)
    return AskedPaper(word, rest) if len(rest.split()) <= 1 else None


@dataclass(frozen=True)
class PaperDesk:
    """Hands a manager the papers of their partnerships."""

    office: Office
    papers: AuditPapersMade

    def answer(self, came: Came, tables: Sequence[PartnershipTable], asked: AskedPaper) -> TurnOutcome:
        database, cards = self.office.desk.database, list[Card]()
        with database.write.begin() if asked.word in ORDERED else database.read() as db:
            for table in tables:
                for audit in _wanted(db, table, tables, asked):
                    cards += self._one(db, table, audit, asked.word, came)
        none = "No audit of your partnership has been opened yet. Whoever runs s11 opens one."
        return TurnOutcome(cards=tuple(cards or [_told([none])]))

    def _one(self, db: Session, table: PartnershipTable, audit: Audit, word: str, came: Came) -> Sequence[Card]:
        match word:
            case "who":
                title, rows, again = Overview(self.office.desk, self.office.tables).silent(db, audit, table.key)
                return fitted(_listed(f"{title}, {table.name}", rows, again))
            case "status":
                return fitted(_table(in_slack(self.papers.roll(db, audit.key, table.key))))
            case "digest":
                return fitted(_told([in_slack(self.papers.digest(db, audit.key, table.key))]))
            case "phone list":
                return fitted(self._to_call(db, table, audit))
            case _:
                order = PaperOrder(word, audit.key, table.key)
                self.papers.order(db, order, came.source, came.user)
                said = f"The {word} of {audit.key} for {table.name} is being made. It comes here when it is ready."
                return fitted(_told([said]))

    def _to_call(self, db: Session, table: PartnershipTable, audit: Audit) -> Card:
        """Whom to ring, each with the menu that Home has beside it."""
        own = [each for each in audit.submissions if table.key in {one.key for one in each.partnerships}]
        template = self.office.desk.template_of(own[0])
        found = to_call(db, audit, template, {each.id for each in own}, self.office.desk.now())
        title = f"To call: {template.title}, {table.name}"
        blocks, text = [*strong(title)], [title]
        for told, is_past in (("No reminder goes any more", True), ("Reminders still go", False)):
            rows = [each for each in found if each.is_reminded_no_more == is_past]
            text += [f"{told} ({len(rows)})"] if rows else []
            blocks += [section(f"*{told} ({len(rows)})*")] if rows else []
            for each in rows:
                head, *people = _numbers(each.silent)
                text += [head, *people]
                markup = "\n".join([bold(head), *map(escape, people)])
                blocks.append(section(markup, menu(each.submission.id, WAITING, f"call:{table.key}")))
        if not found:
            blocks += words(nobody := "Nobody is to be called: no agency that was asked is waited for now.")
            text.append(nobody)
        return card("\n".join(text), blocks)


def _numbers(silent: Silent) -> Iterator[str]:
    heard = f"last heard {silent.heard}" if silent.heard else "not heard from yet"
    yield f"{silent.abbr}, {silent.name}: {silent.done} of {silent.of} · {heard}"
    for each in silent.people[:20]:
        told = (each.name, each.role, each.phone or "no number", each.email, each.state)
        yield " · ".join(part for part in told if part)
    if not silent.people:
        yield "Nobody speaks for it now. Find out whom to ask."


def send_digest(case: OrderCase, papers: SendDigest) -> TurnOutcome:
    """Raises Refused where the audit is not clear."""
    with case.desk.database.read() as db:
        audit = case.one_audit(db, case.ordered.about)
        asks = {each.key for own in audit.submissions for each in own.partnerships}
        key, mine = audit.key, [each for each in case.tables if each in asks]
    if case.ordered.is_sure:
        return said([in_slack(line) for each in mine for line in papers.send_digest(key, each, case.came.source)])
    told = [f"{case.tables[each].name}: {listing(papers.digest_readers(each)) or NOBODY}" for each in mine]
    return said(["The digest goes to", *told, f"Type digest to read it. To send it, type send digest {key} yes."])


def known_audits(db: Session, tables: Sequence[PartnershipTable]) -> list[str]:
    return list(dict.fromkeys(each.key for own in tables for each in audits_of(db, own.key, is_open=False)))


def _wanted(db: Session, table: PartnershipTable, tables: Sequence[PartnershipTable], asked: AskedPaper) -> list[Audit]:
    """The audits it is about: the one it names, else all that are open, else the newest."""
    known = known_audits(db, tables)
    if asked.about and asked.about not in known:
        raise Refused(f"There is no audit {asked.about} here. Type {asked.word} and one of: {', '.join(known)}.")
    return audits_meant(db, table.key, asked.about)


def _told(said: Sequence[str]) -> Card:
    text = "\n".join(said)
    return card(text, words(text))


def _listed(title: str, rows: Sequence[str], again: int) -> Card:
    """`rows` are markup of ours, as Home shows them; `again` of them count as signed, as everywhere."""
    silent = len(rows) - again
    left = f"{count(silent, 'has', 'have')} not answered." if silent else "All have answered."
    left += f" {count(again, 'is', 'are')} open again for a change." if again else ""
    return card(f"{title}\n{left}", [*strong(title), *words(left), *lines(rows)])


def _table(text: str) -> Card:
    """Columns, which keep their places where every letter is as wide."""
    parts = [""]
    for line in text.rstrip().splitlines():
        if parts[-1] and len(escape(parts[-1])) + len(escape(line)) > MOST_WIDE:
            parts.append("")
        parts[-1] += f"{line}\n"
    return card(text, [section(f"```{escape(each)}```") for each in parts])
