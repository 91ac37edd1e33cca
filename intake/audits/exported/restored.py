"""An exported audit back into the record, as it was: every answer, every state, and the trail that seals them."""

from collections.abc import Iterator
from io import BytesIO
from typing import BinaryIO, NamedTuple

import sqlalchemy as sa
from sqlalchemy.exc import DataError, IntegrityError
from sqlalchemy.orm import Session

from config.questionnaire import Template
from intake.audits.exported.after import add_action, add_meeting, add_recommendation
from intake.audits.exported.answers import AnswersOfEntries, add_answers, add_entries
from intake.audits.exported.check import CHANGED, UNKEPT, checked, no_export, questionnaire_of, refuse_unknown
from intake.audits.exported.json_file import NotJson
from intake.audits.exported.new_trail import begin_trail, in_turn
from intake.audits.exported.outline import Outline, outline
from intake.audits.exported.people import add_partnerships
from intake.audits.exported.returns import add_returns
from intake.audits.exported.schema import (
    ExportedMeeting,
    ExportedSubmission,
    KeptAction,
    KeptRecommendation,
    TrailEntry,
)
from intake.ledger import Refused
from storage.nouns import Agency, Audit, Submission
from storage.record import first_bad_entry, renew, trail

ANSWERS = 2_000  # held at a time, and the rest of the return that brings them over
RETURNS = 100


class ImportedAudit(NamedTuple):
    """An audit that came back from an export, and whether it brought its own trail."""

    audit: Audit
    has_trail: bool


def restore(db: Session, data: bytes | BinaryIO, speaker: trail.Speaker) -> Audit:
    """The audit alone of `bring_back`."""
    return bring_back(db, data, speaker).audit


def bring_back(db: Session, data: bytes | BinaryIO, speaker: trail.Speaker) -> ImportedAudit:
    """Add an exported audit to the record; raises Refused where it is damaged or the audit is here already.

    A whole export brings its own trail, which must hold. The part of one partnership gets a new trail, begun in
    the speaker's name. All of it is read through first, and then again as it is written, some returns at a time.
    """
    file = BytesIO(data) if isinstance(data, bytes) else data
    told = outline(file)
    template = questionnaire_of(told.head)
    try:
        return ImportedAudit(_Restored(db, file, told, template, speaker).audit, told.chains is not None)
    except NotJson:  # it was sound when it was read through
        raise no_export("it was changed while it was read") from None
    except (IntegrityError, DataError):  # an entry twice under one number, say: this data's fault, not the record's
        raise Refused(UNKEPT) from None


class _Restored:
    def __init__(self, db: Session, file: BinaryIO, told: Outline, template: Template, speaker: trail.Speaker) -> None:
        self._db, self._file, self._told, self._template, self._speaker = db, file, told, template, speaker
        self._numbers: dict[str, int] = {}  # of the returns, by agency
        self._answers = AnswersOfEntries()
        self.audit = self._opened()
        self._partnerships = add_partnerships(db, told.head.partnerships)
        for some in self._returns():
            self._add(some)
        self._add_after()
        if told.chains is not None:
            entries = (checked(TrailEntry, said, where) for where, said in told.items(file, "trail"))
            add_entries(db, self.audit.id, entries, self._numbers, self._answers)
        db.flush()
        db.expire(self.audit, ["submissions"])
        self._renew()
        self._prove()

    def _opened(self) -> Audit:
        head, chains = self._told.head, self._told.chains
        if self._db.scalar(sa.select(Audit.id).where(Audit.key == head.audit)) is not None:
            raise Refused(f"The audit {head.audit} is in this record already. Restore it into an empty home.")
        own = (chains or {}).get(None)
        audit = Audit(
            key=head.audit,
            template=head.template.encode(),
            opens=head.opens,
            due=head.due,
            after=head.after,
            closed_at=head.closed_at,
            trail_length=own.last if own else 0,
            trail_head=own.head if own else "",
        )
        self._db.add(audit)
        self._db.flush()
        if chains is None:
            trail.note(self._db, audit, self._speaker, "audit opened", audit.key, trail.audit_facts(audit))
        return audit

    def _returns(self) -> Iterator[list[ExportedSubmission]]:
        """Some at a time, so that what is held does not grow with the audit."""
        some: list[ExportedSubmission] = []
        for where, said in self._told.items(self._file, "agencies"):
            some.append(self._checked(said, where))
            if len(some) == RETURNS or sum(len(each.history) for each in some) >= ANSWERS:
                yield some
                some = []
        if some:
            yield some

    def _checked(self, said: object, where: str) -> ExportedSubmission:
        found = checked(ExportedSubmission, said, where)
        for each in found.history:
            refuse_unknown(self._template, found.abbr, each)
        return found if self._told.chains is not None else in_turn(found)

    def _add(self, some: list[ExportedSubmission]) -> None:
        kept = add_returns(self._db, self.audit.id, some, self._partnerships, self._told)
        self._numbers.update((each.said.abbr, each.number) for each in kept)
        for each, said in zip(kept, add_answers(self._db, kept), strict=True):
            if self._told.chains is None:
                begin_trail(self._db, each, said, self._speaker)
            else:
                own = self._told.chains.get(each.said.abbr)
                self._answers.note(each.said.abbr, said, *((own.first, own.last) if own else (0, -1)))

    def _add_after(self) -> None:
        db, audit, of = self._db, self.audit.id, self._numbers
        for where, said in self._told.items(self._file, "actions"):
            add_action(db, audit, checked(KeptAction, said, where), of)
        for where, said in self._told.items(self._file, "recommendations"):
            add_recommendation(db, audit, checked(KeptRecommendation, said, where))
        for where, said in self._told.items(self._file, "meetings"):
            add_meeting(db, audit, checked(ExportedMeeting, said, where), of)

    def _renew(self) -> None:
        """Who is new here, and who was here before and may speak for another agency now."""
        db, at = self._db, self._speaker.at
        asked = sa.select(Submission.agency_id).where(Submission.audit_id == self.audit.id)
        pairs = Agency.metadata.tables["agency_contacts"].c
        renew(db, "partnerships", self._partnerships.values(), at)
        renew(db, "agencies", db.scalars(asked).all(), at)
        renew(db, "contacts", db.scalars(sa.select(pairs.contacts_id).where(pairs.agencies_id.in_(asked))).all(), at)

    def _prove(self) -> None:
        db = self._db
        if db.get_bind().dialect.name == "postgresql":  # which would look up each entry in tables it thinks empty
            db.execute(sa.text("ANALYZE answers, events, submissions, answer_evidence, evidence"))
        if (fault := first_bad_entry(db, self.audit)) is not None:
            raise Refused(f"{CHANGED} {fault}")
