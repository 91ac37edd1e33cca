"""Where a letter is opened: taken apart, routed, and read against the form it answers. Nothing is recorded here."""

import io
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, NamedTuple

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from config.questionnaire import Template, load_template
from intake.forms import SentForm
from intake.ledger import Brought, bring
from intake.letters import Attachment, Form, Header, Late, Letter, Reader, Unreadable, kind_of
from intake.mail.inward.receipts import MOST_TRIES
from intake.mail.inward.route import Route, Trust, route, vouched_route
from intake.mail.outward import CarriedFile
from storage.evidence import EvidenceStore
from storage.nouns import Audit, Sent, Submission
from storage.record import Database

MOST_FORMS = 8  # earlier forms of the same return that a letter may quote


class ReadAgainst(NamedTuple):
    """Which forms and names a letter was read against; as they change, it would be read otherwise."""

    form: int
    earlier: tuple[int, ...]
    colleagues: tuple[tuple[str, str], ...]  # address and name of each


class OpenedLetter(NamedTuple):
    """A letter taken apart in the child, with the form it came to where it answers one."""

    letter: Letter
    words: str
    kind: Literal["automatic", "bounce"] | None  # which program wrote it; None for a person's
    form: Form | None
    files: tuple[CarriedFile, ...] = ()
    against: ReadAgainst | None = None
    is_ahead: bool = False  # read while others were recorded


class FormAsked(NamedTuple):
    """What a letter is read against: the form it answers, its audit, the sector asked, earlier forms, colleagues."""

    sent: SentForm
    template: Template
    sector: str
    also: Sequence[SentForm]
    colleagues: dict[str, str]  # names of the agency's others, by address


@dataclass(frozen=True)
class LetterDesk:
    """What opening a letter takes: the forms we sent, whom to trust, the child that reads, and where files are kept."""

    database: Database
    store: EvidenceStore
    reader: Reader
    trust: Trust
    today: date
    template: Callable[[Audit], Template]
    scanner: str | None = None  # clamd's address

    def read(self, raw: bytes, header: Header, vouched: str) -> OpenedLetter:
        """The letter read; a try that a busy machine ended is made again. Raises Unreadable, and in the end Late."""
        for _ in range(MOST_TRIES - 1):
            with suppress(Late):
                return self._read(raw, header, vouched)
        return self._read(raw, header, vouched)

    def _read(self, raw: bytes, header: Header, vouched: str) -> OpenedLetter:
        with self.reader.turn:
            letter = self.reader.letter(raw)
            words = words_in(letter)
            kind = kind_of(letter)
            form, against = (None, None) if kind else self._form(header, words, vouched)
        return OpenedLetter(letter, words, kind, form, self._carried(form), against)

    def _form(self, header: Header, words: str, vouched: str) -> tuple[Form | None, ReadAgainst | None]:
        """What the letter says to the form it answers; None where it may not say anything."""
        with self.database.read() as db:
            where = self.route(db, header, words, vouched)
            asked = self._asked(db, where) if _may_say(where) else None
        return (self.reader.form(*asked[0]), asked[1]) if asked else (None, None)

    def against(self, db: Session, where: Route) -> ReadAgainst | None:
        """What a letter that goes there is read against; None where it may not say anything."""
        if where.form is None or where.submission is None or not _may_say(where):
            return None
        return _against(where, where.form, db.scalars(_EARLIER, _others(where.submission, where.form)))

    def _asked(self, db: Session, where: Route) -> tuple[FormAsked, ReadAgainst] | None:
        """What a letter is read against: the form it answers, and what else the return was sent before."""
        if where.form is None or where.submission is None:
            return None
        earlier = db.execute(_EARLIER_FORMS, _others(where.submission, where.form)).all()
        others = [SentForm.from_stored(form) for _, form in earlier]
        sent, template = SentForm.from_stored(where.form.form), self.template(where.submission.audit)
        form = FormAsked(sent, template, where.submission.sector, others, _colleagues(where))
        return form, _against(where, where.form, (number for number, _ in earlier))

    def explain(self, raw: bytes) -> list[str]:
        """Lines for a person: which form a letter answers, and what every stage made of it. Nothing is recorded.

        A letter in doubt is read against the form it would answer if a person released it.
        """
        header = Header.read(raw)
        try:
            letter = self.reader.letter(raw)
            words = words_in(letter)
            if kind := kind_of(letter):
                return [f"It is no answer: {kind}."]
            with self.database.read() as db:
                where = self.route(db, header, words, "")
                meant = where if where.form else vouched_route(db, header, words, self.trust.circle)
                told = _routed(where, meant)
                asked = self._asked(db, meant)
            return told if asked is None else [*told, *self.reader.explain(*asked[0])]
        except (Unreadable, Late) as why:
            return [str(why)]

    def _carried(self, form: Form | None) -> tuple[CarriedFile, ...]:
        """The letter's files, stored before any transaction begins: they may be long."""
        return tuple(
            (each, None if each.is_form else self._bring(each.attachment)) for each in (form.files if form else ())
        )

    def _bring(self, attachment: Attachment) -> Brought:
        return bring(
            self.store, io.BytesIO(attachment.content), attachment.name or "file", self.scanner, self.reader.describe
        )

    def route(self, db: Session, header: Header, words: str, vouched: str, *, is_settling: bool = False) -> Route:
        if vouched:
            return vouched_route(db, header, words, self.trust.circle)
        return route(db, header, words, self.trust, self.today, is_settling=is_settling)


def _may_say(where: Route) -> bool:
    """Whether a letter that goes there may say anything; of an action it may after the close, for that outlives it."""
    is_over = where.submission is not None and where.submission.audit.closed_at is not None
    return not is_over or (where.form is not None and where.form.action_id is not None)


def _against(where: Route, form: Sent, earlier: Iterable[int]) -> ReadAgainst:
    return ReadAgainst(form.id, tuple(earlier), tuple(sorted(_colleagues(where).items())))


def _earlier(*what: InstrumentedAttribute[Any]) -> Select[Any]:
    """Of the newest other forms of a return."""
    others = select(*what).where(Sent.submission_id == bindparam("submission"), Sent.id != bindparam("form"))
    return others.order_by(Sent.id.desc()).limit(MOST_FORMS)


def _others(submission: Submission, form: Sent) -> dict[str, int]:
    return {"submission": submission.id, "form": form.id}


_EARLIER, _EARLIER_FORMS = _earlier(Sent.id), _earlier(Sent.id, Sent.form)  # put together once: that takes the longest


def _colleagues(where: Route) -> dict[str, str]:
    people = where.submission.agency.contacts if where.submission else []
    return {each.email.lower(): each.name for each in people if each != where.contact and each.email}


class Questionnaires:
    """The questionnaire of each audit of one record, from the bytes it was opened with: they never change."""

    def __init__(self) -> None:
        self._parsed: dict[tuple[int, str], Template] = {}

    def __call__(self, audit: Audit) -> Template:
        which = (audit.id, audit.key)
        if which not in self._parsed:
            self._parsed[which] = load_template(audit.template, "the questionnaire of the audit")
        return self._parsed[which]


def words_in(letter: Letter) -> str:
    """Every word of a letter in which a token of ours may stand: text, HTML, and letters inside it."""
    inner = [text for each in letter.letters[:20] for text in (*each.texts, *each.htmls)]
    return "\n".join((*letter.texts, *letter.htmls, *inner))[:2_000_000]


def _routed(where: Route, meant: Route) -> list[str]:
    told = [f"It is held: {where.doubt}"] if where.doubt else []
    if meant.submission is None or meant.form is None:
        return [*told, "It answers no form of ours."]
    told.append(f"It answers {meant.submission.audit.key} for {meant.submission.agency.abbr}, form {meant.form.token}.")
    return [*told, "That audit is closed."] if meant.submission.audit.closed_at else told
