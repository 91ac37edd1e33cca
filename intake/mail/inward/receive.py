"""One letter end to end: kept, read at the desk, routed, recorded and acknowledged."""

import io
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import NamedTuple, Protocol

from sqlalchemy import update
from sqlalchemy.orm import Session

from config import dates
from config.faults import PlainFault
from config.partnerships import Manager
from config.questionnaire import Faulty, Template
from intake.after import thread_of
from intake.letters import (
    Header,
    Late,
    Letter,
    Puzzle,
    ReadAnswer,
    Reader,
    Readers,
    Unreadable,
    plain,
)
from intake.mail.back import (
    action_of,
    ask_on,
    asked_in_thread,
    asked_of_action,
    asked_of_meeting,
    end_action,
    keep_reply,
    order_by_letter,
    reply_to_action,
    reply_to_thread,
)
from intake.mail.inward import hold as holding
from intake.mail.inward import receipts
from intake.mail.inward.automatic import Machines
from intake.mail.inward.desk import LetterDesk, OpenedLetter, Questionnaires
from intake.mail.inward.receipts import Arrival, MailboxSpot
from intake.mail.inward.route import (
    Trust,
    asked_of_manager,
    doubt_of_sender,
    is_ours,
    line_of,
    tokens,
    vouched_route,
)
from intake.mail.inward.rulings import Bench, by_reply
from intake.mail.outward import VIA, Deciding, Matter, answer, asked_about, say_closed
from intake.notices import Stationery
from intake.roles import Capacity, Door, may
from storage.evidence import Damaged, EvidenceStore, Kept, Missing, Unavailable
from storage.nouns import Action, Audit, Contact, Meeting, Message, Receipt, Submission
from storage.record import HELD, Database, Faults, note
from storage.record.trail import Speaker


class LetterOutcome(NamedTuple):
    """What became of a letter, as `s11 mail read` tells it."""

    outcome: str
    reason: str = ""
    audit: str = ""
    agency: str = ""
    sender: str = ""
    answers: tuple[ReadAnswer, ...] = ()
    not_understood: tuple[Puzzle, ...] = ()
    evidence: tuple[tuple[str, str, str | None], ...] = ()  # name, SHA-256, question
    raw_sha256: str = ""
    receipt: int = 0
    faults: tuple[str, ...] = ()  # what was not done: letters of ours, one released and held again


class KeptLetter(NamedTuple):
    """A letter whose bytes are kept, to be read and settled."""

    number: int
    raw: bytes
    header: Header
    tries: int = 1
    vouched: str = ""  # whoever let it in
    opened: Future[OpenedLetter] | None = None  # where it is read ahead


class Outdated(Exception):
    """What a letter was read against while others were recorded has changed: it is to be read again."""


class Porter(Protocol):
    """Carries kept letters to processes that read them, where there are any."""

    def is_there(self) -> bool:
        """Whether anybody takes up what is handed out now."""
        ...

    def carry(self, db: Session, number: int, line: str) -> None:
        """Hand out a letter within this transaction; those of one line are read one after another."""
        ...

    def carry_paper(self, db: Session, number: int) -> None:
        """Hand out the paper (number) that a letter orders, within this transaction."""
        ...

    def sweep(self, mailbox: str) -> None:
        """Hand out anew what is unread and was forgotten."""
        ...


@dataclass(frozen=True)
class Postroom:
    """Where letters come in. Whatever happens after `receive` has kept a letter, the letter is ours."""

    database: Database
    store: EvidenceStore
    reader: Reader
    stationery: Stationery
    trust: Trust
    now: Callable[[], datetime]
    scanner: str | None = None  # clamd's address
    template: Callable[[Audit], Template] = field(default_factory=Questionnaires)
    porter: Porter | None = None  # without one every letter is read where it was kept
    readers: Readers | None = None  # without them each letter is read when the one before is recorded

    @property
    def desk(self) -> LetterDesk:
        today = dates.today(self.now())
        return LetterDesk(self.database, self.store, self.reader, self.trust, today, self.template, self.scanner)

    def receive(self, raw: bytes, place: MailboxSpot | None = None, at: datetime | None = None) -> LetterOutcome:
        """Keep the letter, then read it; again is harmless. Raises Unavailable where it could not be kept."""
        kept = self.keep(raw, place, at)
        return self.settle(kept) if isinstance(kept, KeptLetter) else kept

    def bring(self, raw: bytes) -> Future[Kept] | None:
        """Have its bytes brought to the store while others are recorded, where there are hands for that."""
        return self.readers.beside(lambda: self.store.put(io.BytesIO(raw))) if self.readers else None

    def keep(
        self, raw: bytes, place: MailboxSpot | None = None, at: datetime | None = None,
        brought: Future[Kept] | None = None,
    ) -> KeptLetter | LetterOutcome:  # fmt: skip
        """Keep the letter, which is then to be settled; what became of it where it came before, or others read it."""
        kept = brought.result() if brought else self.store.put(io.BytesIO(raw))
        header = Header.read(raw)
        arrival = Arrival.of(
            raw, kept.sha256, header, min(at or header.reached_us(self.now()), self.now()), self.trust.circle.key
        )
        with self.database.write.begin() as db:
            is_proved = not doubt_of_sender(header, self.trust)
            receipt, came_before = receipts.keep(db, arrival, place, is_proved=is_proved)
            if came_before:
                return self._outcome(db, receipt, outcome="duplicate")
            if self.porter is not None and self.porter.is_there():
                receipt.tries -= 1  # whoever takes it up counts its try
                self.porter.carry(db, receipt.id, line_of(db, header, self.trust.circle))
                return self._outcome(db, receipt)
            return KeptLetter(receipt.id, raw, header, receipt.tries, receipt.decided_by)

    def begin(self, kept: KeptLetter) -> KeptLetter:
        """Have it read ahead, where that is its first try; it is still to be settled."""
        if self.readers is None or kept.tries > 1 or kept.vouched:
            return kept
        desk = self.desk

        def read(reader: Reader) -> OpenedLetter:
            return replace(desk, reader=reader).read(kept.raw, kept.header, kept.vouched)._replace(is_ahead=True)

        return kept._replace(opened=self.readers.begin(read))

    def resume(self, number: int) -> LetterOutcome:
        """Read a letter that was kept before: one a killed process left, or one a person released."""
        with self.database.write.begin() as db:
            receipt = db.get_one(Receipt, number)
            receipt.tries += 1
            key, tries, vouched = receipt.raw_key, receipt.tries, receipt.decided_by
        try:
            with self._sparing(number), self.store.open(key) as file:
                raw = file.read()
        except (Missing, Damaged) as lost:  # which keeps no other letter waiting
            return self._hold(number, Header.read(b""), str(lost))
        return self.settle(KeptLetter(number, raw, Header.read(raw), tries, vouched))

    @contextmanager
    def _sparing(self, number: int) -> Iterator[None]:
        """A try that a store ended which is away says nothing of the letter, so it does not count."""
        try:
            yield
        except Unavailable:
            waits = update(Receipt).where(Receipt.id == number, Receipt.outcome == receipts.UNREAD)
            with self.database.write.begin() as db:
                db.execute(waits.values(tries=Receipt.tries - 1))
            raise

    def settle(self, kept: KeptLetter) -> LetterOutcome:
        """What became of a letter; a letter of ours that cannot be written is noted, and costs no answer."""
        faults = Faults()
        desk = replace(self, stationery=replace(self.stationery, faults=faults))
        with self._sparing(kept.number):
            outcome = desk._settled(kept)
        if faults.found:
            with self.database.write.begin() as db:
                note(db, faults, self.now())
        told = tuple(f"{about} ({said})" for about, said in faults.found.items())
        return outcome._replace(faults=(*outcome.faults, *told))

    def _settled(self, kept: KeptLetter) -> LetterOutcome:
        number, header, vouched = kept.number, kept.header, kept.vouched
        if kept.tries > receipts.MOST_TRIES:
            return self._hold(number, header, "The letter could not be read in three tries.")
        try:
            read = kept.opened.result() if kept.opened else self.desk.read(kept.raw, header, vouched)
        except (Unreadable, Late) as told:
            return self._hold(number, header, str(told))
        except Faulty:
            return self._hold(number, header, "The questionnaire of its audit is damaged in the record.")
        try:
            return self._conclude(number, header, read, vouched)
        except Outdated:
            return self._settled(kept._replace(opened=None))
        except PlainFault as told:
            return self._hold(number, header, str(told))

    def _hold(self, number: int, header: Header, reason: str) -> LetterOutcome:
        with self.database.write.begin() as db:
            receipt = receipts.claim(db, number, self.now())
            if receipt is None:
                return self._outcome(db, db.get_one(Receipt, number), outcome="duplicate")
            where = self.desk.route(db, header, "", "")
            holding.hold(db, self.stationery, receipt, header, reason, self.now(), submission=where.submission)
            self._tell_released(db, receipt, header)
            return self._outcome(db, receipt)

    def _conclude(self, number: int, header: Header, read: OpenedLetter, vouched: str) -> LetterOutcome:
        released = 0
        with self.database.write.begin() as db:
            receipt = receipts.claim(db, number, self.now())
            if receipt is None:
                return self._outcome(db, db.get_one(Receipt, number), outcome="duplicate")
            sender = header.sender()
            if sender is not None and is_ours(sender, self.trust.mail_from):
                receipt.outcome, receipt.reason = "refused", "The letter came from the audit mailbox itself."
                return self._outcome(db, receipt)
            if read.kind is not None:
                self._note(db, read.kind, receipt, read.letter, header)
                return self._outcome(db, receipt)
            if self._is_order(db, receipt, header, read):
                return self._outcome(db, receipt)
            released = self._by_manager(db, receipt, header, read)
            if released < 0:
                outcome = self._by_agency(db, receipt, header, read, vouched)
                self._tell_released(db, receipt, header)
                return outcome
            told = self._outcome(db, receipt)
        return told._replace(faults=self._faults_of(released)) if released else told

    def _faults_of(self, released: int) -> tuple[str, ...]:
        """What was not done of a letter that a manager released: held again, or a letter of ours not written."""
        found = self.resume(released)
        held = (f"letter {released} is held again ({found.reason.rstrip('.')})",) if found.outcome == "held" else ()
        return (*held, *found.faults)

    def _note(self, db: Session, kind: str, receipt: Receipt, letter: Letter, header: Header) -> None:
        machines = Machines(db, self.stationery, self.trust, self.now())
        note = machines.bounce if kind == "bounce" else machines.absence
        note(receipt, letter, header)

    def _by_manager(self, db: Session, receipt: Receipt, header: Header, read: OpenedLetter) -> int:
        """The number of the letter a manager's letter released; 0 for none; -1 where no manager wrote it."""
        is_managers = self.stationery.is_of_manager(header.sender() or "")
        question = asked_of_manager(db, header, read.words) if is_managers else None
        if question is None:
            return -1
        if (meeting := asked_of_meeting(db, question)) is not None:
            return self._followed(db, receipt, header, read, question, meeting)
        if (action := asked_of_action(db, question)) is not None:
            return self._followed(db, receipt, header, read, question, action)
        plea, about = asked_about(db, question), holding.asked_about(db, question, plain(read.letter))
        thread = asked_in_thread(db, question)
        named = plea or thread or about
        number = named.submission_id if named else None
        concerned = db.get(Submission, number) if number else None
        manager = holding.manager_at(self.stationery, question.recipient, concerned, about.partnership if about else "")
        if manager is None or named is None:
            return -1
        if not may(Capacity.MANAGER, "decide a wish" if plea else "decide a letter", Door.LETTER):
            return -1
        words = plain(read.letter)
        if doubt := doubt_of_sender(header, self.trust):
            holding.hold(db, self.stationery, receipt, header, doubt, self.now(), submission=concerned, words=words)
        elif plea is not None and concerned is not None:
            contact = db.get(Contact, plea.contact_id) if plea.contact_id else None
            bench = Bench(plea, concerned, contact, manager, self._deciding(manager))
            by_reply(db, bench, receipt, header, question, words)
        elif thread is not None and concerned is not None:
            template = self.template(concerned.audit)
            ask_on(db, template, concerned, thread, receipt, question, header, words, manager, self.stationery)
        elif about is not None:
            is_several = holding.is_several(question)
            return holding.by_word(
                db, self.stationery, receipt, about, header, words, self.now(), is_several=is_several
            )
        return 0

    def _is_order(self, db: Session, receipt: Receipt, header: Header, read: OpenedLetter) -> bool:
        """Whether it was a manager's order of a paper, which answers no letter of ours."""
        if tokens(header, read.words) or doubt_of_sender(header, self.trust):
            return False
        if not may(Capacity.MANAGER, "order a paper", Door.LETTER):
            return False

        def carry(number: int) -> None:
            if self.porter is not None and self.porter.is_there():
                self.porter.carry_paper(db, number)

        return order_by_letter(db, self.stationery, receipt, header, plain(read.letter), self.now(), carry)

    def _followed(
        self,
        db: Session,
        receipt: Receipt,
        header: Header,
        read: OpenedLetter,
        question: Message,
        about: Meeting | Action,
    ) -> int:
        """What a manager writes of a meeting is kept with it; of an action past its last day, it may end it."""
        submission = db.get(Submission, about.submission_id) if about.submission_id else None
        manager = holding.manager_at(self.stationery, question.recipient, submission, question.partnership)
        if manager is None or not may(Capacity.MANAGER, "follow actions", Door.LETTER):
            return -1
        words = plain(read.letter)
        if doubt := doubt_of_sender(header, self.trust):
            holding.hold(db, self.stationery, receipt, header, doubt, self.now(), submission=submission, words=words)
        elif isinstance(about, Action):
            end_action(db, about, receipt, header, question, words, manager, self.stationery)
        else:
            keep_reply(db, about, receipt, header, question, words, manager, self.stationery)
        return 0

    def _deciding(self, manager: Manager) -> Deciding:
        """What a decision needs, in the name of the manager who replied."""
        speaker = Speaker(manager.name, VIA, self.now())
        return Deciding(self.stationery, lambda file: self.store.put(io.BytesIO(file)).sha256, speaker)

    def _by_agency(
        self, db: Session, receipt: Receipt, header: Header, read: OpenedLetter, vouched: str
    ) -> LetterOutcome:
        where = self.desk.route(db, header, read.words, vouched, is_settling=True)
        submission = where.submission
        if where.doubt or submission is None or where.contact is None or where.form is None:
            facts = {"submission": submission, "words": plain(read.letter), "may_answer": where.may_answer}
            facts["may_release"] = not vouched_route(db, header, read.words, self.trust.circle).doubt
            holding.hold(db, self.stationery, receipt, header, where.doubt, self.now(), **facts)
            return self._outcome(db, receipt)
        if read.is_ahead and read.against != self.desk.against(db, where):
            raise Outdated
        template = self.template(submission.audit)
        matter = Matter(receipt, header, submission, where.contact, where.authenticated, vouched, template)
        if (action := action_of(db, where.form.action_id)) is not None:  # which goes on after its audit
            matter.note_whose()
            brought = [each for _, each in read.files if each is not None and not each.is_empty]
            reply_to_action(db, self.stationery, matter, action, plain(read.letter), brought, self.now())
            return self._outcome(db, receipt)
        if submission.audit.closed_at is not None or read.form is None:
            matter.note_whose()
            say_closed(db, self.stationery, receipt, header, submission, self.now())
            return self._outcome(db, receipt)
        thread = thread_of(db, where.form.thread_id) if where.form.thread_id else None
        if thread is not None:
            matter.note_whose()
            words = plain(read.letter)
            told = reply_to_thread(db, self.stationery, matter, thread, read.form, read.files, words, self.now())
            return self._outcome(db, receipt)._replace(answers=told[0], evidence=told[1])
        recorded = answer(db, self.stationery, matter, read.form, read.files, self.now(), where.named)
        if receipt.outcome == HELD:  # its answers stand in a file that nobody could read
            holding.tell_held(db, self.stationery, receipt, submission, plain(read.letter), self.now())
        return self._outcome(db, receipt)._replace(
            answers=recorded.answers, not_understood=recorded.not_understood, evidence=recorded.evidence
        )

    def _tell_released(self, db: Session, receipt: Receipt, header: Header) -> None:
        """What came of a letter that a person let in: its managers hear it, and so does an unknown writer."""
        if receipt.decided_by:
            submission = db.get(Submission, receipt.submission_id or 0)
            holding.tell_decided(db, self.stationery, receipt, submission, self.now())
            if submission is not None:
                holding.tell_taken_up(db, self.stationery, receipt, header, submission.agency)

    def _outcome(self, db: Session, receipt: Receipt, outcome: str = "") -> LetterOutcome:
        submission = db.get(Submission, receipt.submission_id) if receipt.submission_id else None
        return LetterOutcome(
            outcome or receipt.outcome,
            receipt.reason,
            submission.audit.key if submission else "",
            submission.agency.abbr if submission else "",
            receipt.sender,
            raw_sha256=receipt.raw_key,
            receipt=receipt.id,
        )
