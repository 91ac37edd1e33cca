"""Papers that managers order: made by a worker, or where there is none beside whatever a process does."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from bot.work import Job, WorkQueue
from cli import wiring
from cli.faults import noted
from cli.paper import paper_of
from cli.report import counted_of, digest_files, in_words, report_files
from cli.rounds import Keeper
from config.letters import open_letters
from config.partnerships import sound_partnerships
from config.settings import Settings
from config.ways import EMAIL
from intake.ledger import Refused
from intake.notices import MOST_TRIES, PaperOrder, call_off, fill, order_paper, papers_waiting, put_back, take_up
from reports.digests import KINDS, PICTURE, REPORT, WORKBOOK
from storage.record import Database, Faults, apart

LOOK = 2.0  # seconds between two looks for what was ordered
LEASE = timedelta(minutes=5)  # longer than any paper takes
NOT_MADE = "It could not be made in three tries. Whoever runs s11 sees why with s11 doctor, and can send it to you."
UNREAD = "Its partnership cannot be read in partnerships.toml; s11 doctor names the line."
NO_MORE = "Whoever ordered it manages this partnership no more."
KIND = KINDS | {
    "figures.json": "application/json",
    "report.csv": "text/csv",
    "paper.docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
OF = {"report": (REPORT, WORKBOOK, PICTURE), "figures": ("figures.json", "report.csv")}


class PaperMade(NamedTuple):
    """What is said of a paper, and its files by name."""

    lines: Sequence[str]
    files: Mapping[str, bytes]


@dataclass(frozen=True)
class PaperBench:
    """Takes orders, and makes what was ordered: the same calls in a worker and without one."""

    using: Settings
    record: Database
    queue: WorkQueue

    def order(self, db: Session, order: PaperOrder, source: str, way: Mapping[str, Any]) -> None:
        """In the transaction of whoever ordered it; a worker takes it up as soon as that is committed."""
        number = order_paper(db, order, source, way)
        if self.queue.is_attended():
            self.queue.hand_out(db, Job.paper(number))

    def sweep(self) -> None:
        """Hand out anew what waits and stands in no line: a queue that was lost forgot it."""
        with self.record.write.begin() as db:
            waiting = map(Job.paper, papers_waiting(db, wiring.now(self.using)))
            for job in self.queue.lost(db, list(waiting)):
                self.queue.hand_out(db, job)

    def make_waiting(self) -> float:
        """Make what was ordered where no worker does; seconds until the next look."""
        with self.record.read() as db:
            numbers = papers_waiting(db, wiring.now(self.using))
        for number in [] if numbers and self.queue.is_attended() else numbers:
            self.make(number, is_mine=False)
        return LOOK

    def make(self, number: int, *, is_mine: bool = True) -> None:
        """Make one and let it leave. Made twice it leaves once; what breaks is tried again, and then told."""
        now = wiring.now(self.using)
        with self.record.write.begin() as db:
            if (message := take_up(db, number, now, now + LEASE, is_mine=is_mine)) is None:
                return
            order, by_letter, tries = PaperOrder.read(message.facts), message.via == EMAIL.name, message.attempts
            if (whose := self._managed(order, message.recipient)) is None:
                if self._is_unread(order.partnership):
                    put_back(db, number, now, UNREAD)
                else:
                    call_off(db, number, now, NO_MORE)
                return
        faults, made, files = Faults(), None, list[dict[str, str]]()
        title = f"The {order.word} of {order.audit} for {whose}"
        with apart(faults, f"the {order.word} of {order.audit}"):
            paper = self._made(order, title, by_letter=by_letter)
            files = [self._kept(*each) for each in paper.files.items()]
            made = paper  # only now: one whose files the store did not take is made again
        if faults.found:
            noted(self.using, self.record, faults)
        if made is None and tries >= MOST_TRIES:
            made = PaperMade([f"{title} is not here.", NOT_MADE], {})
        with self.record.write.begin() as db:
            if made is None:
                put_back(db, number, now, "; ".join(faults.found.values()))
            else:
                fill(db, number, wiring.now(self.using), self._words(title, made, by_letter=by_letter), files)

    def _made(self, order: PaperOrder, title: str, *, by_letter: bool) -> PaperMade:
        """Its files; what leaves by letter holds nobody's words but those that were approved."""
        key, whose = order.audit, order.partnership
        try:
            with self.record.read() as db:
                made = counted_of(db, self.using, key, whose)
                if order.word == "paper":
                    return PaperMade([f"{title}."], {"paper.docx": paper_of(self.using, made)})
                if by_letter:
                    files: Mapping[str, str | bytes] = digest_files(db, self.using, key, whose)
                else:
                    files = report_files(db, self.using, key, whose)[1]
        except Refused as told:
            return PaperMade([str(told)], {})
        wanted = {name: files[name] for name in OF[order.word] if name in files}
        handed = {name: each if isinstance(each, bytes) else each.encode() for name, each in wanted.items()}
        return PaperMade([f"{title}.", *in_words(made.found)], handed)

    def _kept(self, name: str, data: bytes) -> dict[str, str]:
        kept = wiring.evidence(self.using).put(io.BytesIO(data))
        return {"sha256": kept.sha256, "name": name, "media_type": KIND[name]}

    def _words(self, title: str, made: PaperMade, *, by_letter: bool) -> dict[str, str]:
        told = "\n".join(made.lines)
        if not by_letter:
            return {"body": told}
        letters = open_letters(self.using.config_folder / "letters")
        return {"body": letters.render("paper-made", lines=made.lines), "subject": title}

    def _managed(self, order: PaperOrder, recipient: str) -> str | None:
        """The partnership's name, while they manage it: before a paper is made somebody may have left."""
        table = sound_partnerships(self.using.config_folder / "partnerships.toml").get(order.partnership)
        people = table.managers if table is not None else []
        known = {word.lower() for each in people for word in (each.email, each.slack_user) if word}
        return table.name if table is not None and recipient.lower() in known else None

    def _is_unread(self, partnership: str) -> bool:
        """Whether a fault of partnerships.toml may hide who manages it: that ends no order."""
        tables = sound_partnerships(self.using.config_folder / "partnerships.toml")
        return bool(tables.faults) and tables.get(partnership) is None


def keep_making(bench: PaperBench, keeper: Keeper) -> None:
    """Make what managers order until told to stop, wherever no worker does."""
    keeper.keep_on("What makes reports and papers", bench.make_waiting)


def paper_bench(using: Settings, record: Database) -> PaperBench:
    return PaperBench(using, record, WorkQueue(record))
