"""Where a letter is opened: taken apart, routed, and read against the form it answers. Nothing is recorded here."""

import io
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from config.questionnaire import Template, load_template
from intake.forms import SentForm
from intake.ledger import Brought, bring
from intake.letters import Attachment, Form, Header, Late, Letter, Reader, kind_of
from intake.mail.inward.receipts import MOST_TRIES
from intake.mail.inward.route import Route, Trust, route, vouched_route
from intake.mail.outward import Carried
from storage.evidence import EvidenceStore
from storage.nouns import Sent
from storage.record import Database

MOST_FORMS = 8  # earlier forms of the same return that a letter may quote


class OpenedLetter(NamedTuple):
    """A letter taken apart in the child, with the form it came to where it answers one."""

    letter: Letter
    words: str
    form: Form | None
    files: tuple[Carried, ...] = ()


@dataclass(frozen=True)
class LetterDesk:
    """What opening a letter takes: the forms we sent, whom to trust, the child that reads, and where files are kept."""

    database: Database
    store: EvidenceStore
    reader: Reader
    trust: Trust
    today: date
    template: Callable[[bytes], Template]
    scanner: str | None = None  # clamd's address

    def read(self, raw: bytes, header: Header, vouched: str) -> OpenedLetter:
        """The letter read; a try that a busy machine ended is made again. Raises Unreadable, and in the end Late."""
        for _ in range(MOST_TRIES - 1):
            with suppress(Late):
                return self._read(raw, header, vouched)
        return self._read(raw, header, vouched)

    def _read(self, raw: bytes, header: Header, vouched: str) -> OpenedLetter:
        letter = self.reader.letter(raw)
        words = _words(letter)
        form = None if kind_of(letter) else self._form(header, words, vouched)
        return OpenedLetter(letter, words, form, self._carried(form))

    def _form(self, header: Header, words: str, vouched: str) -> Form | None:
        """What the letter says to the form it answers; None where it may not say anything."""
        with self.database.read() as db:
            where = self.route(db, header, words, vouched)
            if where.form is None or where.submission is None or where.submission.audit.closed_at is not None:
                return None
            earlier = select(Sent).where(Sent.submission_id == where.submission.id, Sent.id != where.form.id)
            also = [each.form for each in db.scalars(earlier.order_by(Sent.id.desc()).limit(MOST_FORMS))]
            template = self.template(where.submission.audit.template)
            sector, sent = where.submission.sector, where.form.form
        others = [SentForm.from_stored(each) for each in also]
        return self.reader.form(SentForm.from_stored(sent), template, sector, others)

    def _carried(self, form: Form | None) -> tuple[Carried, ...]:
        """The letter's files, stored before any transaction begins: they may be long."""
        return tuple(
            (each, None if each.is_form else self._bring(each.attachment)) for each in (form.files if form else ())
        )

    def _bring(self, attachment: Attachment) -> Brought:
        return bring(
            self.store, io.BytesIO(attachment.content), attachment.name or "file", self.scanner, self.reader.describe
        )

    def route(self, db: Session, header: Header, words: str, vouched: str) -> Route:
        if vouched:
            return vouched_route(db, header, words)
        return route(db, header, words, self.trust, self.today)


def load(source: bytes) -> Template:
    """The questionnaire of an audit, from the bytes it was opened with."""
    return load_template(source, "the questionnaire of the audit")


def _words(letter: Letter) -> str:
    """Every word of a letter in which a token of ours may stand: text, HTML, and letters inside it."""
    inner = [text for each in letter.letters[:20] for text in (*each.texts, *each.htmls)]
    return "\n".join((*letter.texts, *letter.htmls, *inner))[:2_000_000]
