"""An exported audit back into the record, as it was: every answer, every state, and the trail that seals them."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import DataError, IntegrityError
from sqlalchemy.orm import Session

from intake.audits.export_schema import (
    ActionWord,
    DroppedAnswer,
    ExportedAudit,
    ExportedSubmission,
    KeptPlea,
    KeptThread,
    KnownContact,
    KnownHandover,
    SaidAnswer,
    SaidEvidence,
    TrailEntry,
)
from intake.audits.read_export import read_export
from intake.ledger import Refused, enter
from storage.nouns import (
    Action,
    ActionEntry,
    Agency,
    Answer,
    Audit,
    Call,
    Contact,
    Event,
    Evidence,
    Handover,
    Meeting,
    MeetingEntry,
    Partnership,
    Plea,
    Quote,
    Recommendation,
    Remark,
    Review,
    Submission,
    Tag,
    Tagged,
    Thread,
    ThreadEntry,
)
from storage.record import first_bad_entry, renew, trail


def restore(db: Session, data: bytes, speaker: trail.Speaker) -> Audit:
    """Add an exported audit to the record; raises Refused where it is damaged or the audit is here already.

    A whole export brings its own trail, which must hold. The part of one partnership gets a new trail, begun in
    the speaker's name.
    """
    exported = read_export(data)
    try:
        return _restored(db, exported, speaker)
    except (IntegrityError, DataError):  # an entry twice under one number, say: this data's fault, not the record's
        raise Refused("The export was changed after it was written. It says what no record can hold.") from None


def _restored(db: Session, exported: ExportedAudit, speaker: trail.Speaker) -> Audit:
    if db.scalar(select(Audit.id).where(Audit.key == exported.audit)) is not None:
        raise Refused(f"The audit {exported.audit} is in this record already. Restore it into an empty home.")
    names = {each.key: each.name for each in exported.partnerships}
    partnerships = {key: _partnership(db, key, name) for key, name in names.items()}
    audit = Audit(
        key=exported.audit,
        template=exported.template.encode(),
        opens=exported.opens,
        due=exported.due,
        after=exported.after,
        closed_at=exported.closed_at,
    )
    db.add(audit)
    db.flush()
    answers: dict[tuple[str | None, int], Answer] = {}
    own = {(entry.agency, entry.number) for entry in exported.trail or ()}
    submissions = [(each, _submission(db, audit, each, partnerships)) for each in exported.agencies]
    _after(db, audit, exported, {each.abbr: submission.id for each, submission in submissions})
    if exported.trail is None:
        trail.note(db, audit, speaker, "audit opened", audit.key, trail.audit_facts(audit))
    for each, submission in submissions:
        if exported.trail is None:
            _begin_trail(db, submission, each.history, speaker)
            _drop_again(db, submission, each.dropped)
            continue
        submission.signed_at = submission.signed_at or _signed(exported.trail, each.abbr)
        for said in each.history:
            answer = _answer(db, submission, said)
            if said.entry is not None:
                chain = each.abbr if (each.abbr, said.entry) in own else None
                answers[chain, said.entry] = answer
    if exported.trail is not None:
        _trail(db, audit, exported.trail, answers)
    db.flush()
    _renew(db, audit, partnerships.values(), speaker)
    if (fault := first_bad_entry(db, audit)) is not None:
        raise Refused(f"The export was changed after it was written. {fault}")
    return audit


def _renew(db: Session, audit: Audit, partnerships: Iterable[Partnership], speaker: trail.Speaker) -> None:
    """Who is new here, and who was here before and may speak for another agency now."""
    agencies = [each.agency for each in audit.submissions]
    renew(db, "partnerships", [each.id for each in partnerships], speaker.at)
    renew(db, "agencies", [each.id for each in agencies], speaker.at)
    renew(db, "contacts", [contact.id for each in agencies for contact in each.contacts], speaker.at)


def _begin_trail(db: Session, submission: Submission, history: Iterable[SaidAnswer], speaker: trail.Speaker) -> None:
    """Entries for a return that brings no trail; one parts what counts from what was said since it was reopened."""
    audit, abbr, opened = submission.audit, submission.agency.abbr, submission.reopened_at
    said = list(history)
    drafts = [each for each in said if submission.is_mended and opened is not None and each.said_at > opened]
    enter(db, audit, submission, speaker)
    for each in [*(each for each in said if each not in drafts), None, *drafts]:
        if each is not None:
            teller = trail.Speaker(each.said_by, each.via, each.said_at)
            trail.note_answers(db, submission, teller, [_answer(db, submission, each)])
        elif submission.is_mended:
            trail.note(db, submission, speaker, trail.REOPENED, abbr, trail.submission_facts(submission))


def _drop_again(db: Session, submission: Submission, dropped: Iterable[DroppedAnswer]) -> None:
    """What was dropped of last time's answers stays dropped."""
    for each in dropped:
        facts = {"question": each.question, "of": each.of, "source": each.source}
        about = trail.about_answer(submission.agency.abbr, each.question)
        trail.note(db, submission, trail.Speaker(each.said_by, each.via, each.at), trail.DROPPED, about, facts)


def _signed(entries: Iterable[TrailEntry], abbr: str) -> datetime | None:
    """The last signature that a trail knows, for an export older than the key."""
    said = [each.facts["submitted_at"] for each in entries if each.about == abbr and each.facts.get("submitted_at")]
    return datetime.fromisoformat(said[-1]) if said else None


def _submission(
    db: Session, audit: Audit, each: ExportedSubmission, partnerships: dict[str, Partnership]
) -> Submission:
    missing = [key for key in each.partnerships if key not in partnerships]
    if missing:
        raise Refused(f"{each.abbr} names a partnership that the export does not: {missing[0]}.")
    own = [partnerships[key] for key in each.partnerships]
    submission = Submission(
        audit=audit,
        agency=_agency(db, each, own),
        partnerships=own,
        sector=each.sector,
        scope=each.scope,
        invited_at=each.invited_at,
        signed_at=each.signed_at or each.submitted_at,
        submitted_at=each.submitted_at,
        submitted_by=each.submitted_by,
        reopened_at=each.reopened_at,
        reopened_because=each.reopened_because,
        excused_at=each.excused_at,
        excused_because=each.excused_because,
        accepted_at=each.accepted_at,
        accepted_by=each.accepted_by,
        extended_to=each.extended_to,
        paused_until=each.paused_until,
    )
    db.add(submission)
    db.flush()
    db.add_all(Call(submission_id=submission.id, **call.model_dump()) for call in each.calls)
    db.add_all(Remark(submission_id=submission.id, **remark.model_dump()) for remark in each.remarks)
    db.add_all(Review(submission_id=submission.id, **review.model_dump()) for review in each.reviews)
    db.add_all(_thread(submission, thread) for thread in each.threads)
    db.add_all(_plea(db, submission, plea) for plea in each.pleas)
    db.add_all(_handover(db, submission, handover) for handover in each.handovers)
    return submission


def _plea(db: Session, submission: Submission, each: KeptPlea) -> Plea:
    asker = _contact_at(db, each.contact).id if each.contact else None
    return Plea(submission_id=submission.id, contact_id=asker, **each.model_dump(exclude={"contact"}))


def _thread(submission: Submission, each: KeptThread) -> Thread:
    said = [ThreadEntry(**entry.model_dump()) for entry in each.entries]
    return Thread(submission_id=submission.id, entries=said, **each.model_dump(exclude={"entries"}))


def _after(db: Session, audit: Audit, exported: ExportedAudit, of: dict[str, int]) -> None:
    """What is to be done and what is recommended after the audit, and the meetings about it."""
    for each in exported.actions:
        said = [_action_entry(db, entry) for entry in each.entries]
        own = each.model_dump(exclude={"agency", "entries"})
        whose = _of(of, each.agency, f"Action {each.number}")
        db.add(Action(audit_id=audit.id, submission_id=whose, entries=said, **own))
    for met in exported.meetings:
        kept = [MeetingEntry(**entry.model_dump()) for entry in met.entries]
        own = met.model_dump(exclude={"agency", "entries"})
        whose = _of(of, met.agency, f"Meeting {met.number}")
        db.add(Meeting(audit_id=audit.id, submission_id=whose, entries=kept, **own))
    db.add_all(Recommendation(audit_id=audit.id, **each.model_dump()) for each in exported.recommendations)


def _action_entry(db: Session, said: ActionWord) -> ActionEntry:
    """What was said of an action, with the files that came with it: each has one row, however often it came."""
    kept = ActionEntry(**said.model_dump(exclude={"evidence"}))
    kept.evidence = [_evidence(db, each) for each in said.evidence]
    db.add_all(kept.evidence)
    return kept


def _of(of: dict[str, int], agency: str | None, what: str) -> int | None:
    """The return of this agency, which the export must have."""
    if agency is not None and agency not in of:
        raise Refused(f"{what} is of {agency}, which the export does not have. Export it again.")
    return of[agency] if agency else None


def _handover(db: Session, submission: Submission, each: KnownHandover) -> Handover:
    by, to = _contact_at(db, each.by), _contact_at(db, each.to) if each.to else None
    return Handover(
        submission_id=submission.id,
        question=each.question,
        by_contact_id=by.id,
        to_contact_id=to.id if to else None,
        source=each.source,
        at=each.at,
    )


def _contact_at(db: Session, email: str) -> Contact:
    contact = db.scalar(select(Contact).where(Contact.email == email))
    if contact is None:
        raise Refused(f"The export names {email}, who is nobody's contact in it. Export it again.")
    return contact


def _agency(db: Session, each: ExportedSubmission, partnerships: list[Partnership]) -> Agency:
    agency = db.scalar(select(Agency).where(Agency.abbr == each.abbr))
    if agency is None:
        agency = Agency(abbr=each.abbr, name=each.name, sector=each.sector, partnerships=partnerships)
        db.add(agency)
    known = [_contact(db, contact) for contact in each.contacts]
    agency.contacts.extend(contact for contact in known if contact not in agency.contacts)
    return agency


def _contact(db: Session, each: KnownContact) -> Contact:
    contact = db.scalar(select(Contact).where(Contact.email == each.email))
    if contact is None:
        contact = Contact(**each.model_dump())
        db.add(contact)
        db.flush()
    return contact


def _partnership(db: Session, key: str, name: str) -> Partnership:
    partnership = db.scalar(select(Partnership).where(Partnership.key == key))
    if partnership is None:
        partnership = Partnership(key=key, name=name)
        db.add(partnership)
    return partnership


def _answer(db: Session, submission: Submission, said: SaidAnswer) -> Answer:
    content = said.model_dump(exclude={"entry", "evidence", "themes", "tagged", "quotes"})
    answer = Answer(submission_id=submission.id, **content)
    answer.evidence = [_evidence(db, each) for each in said.evidence]
    answer.tags = [Tag(**each.model_dump()) for each in said.themes]
    db.add(answer)
    db.flush()
    if said.tagged is not None:
        db.add(Tagged(answer_id=answer.id, version=said.tagged))
    db.add_all(Quote(answer_id=answer.id, **each.model_dump()) for each in said.quotes)
    return answer


def _evidence(db: Session, each: SaidEvidence) -> Evidence:
    found = db.scalar(select(Evidence).where(Evidence.sha256 == each.sha256, Evidence.name == each.name))
    return found or Evidence(**each.model_dump())


def _trail(
    db: Session, audit: Audit, entries: Iterable[TrailEntry], answers: dict[tuple[str | None, int], Answer]
) -> None:
    """The entries as they were: the audit's own, and each return's, which goes on from there."""
    returns = {each.agency.abbr: each for each in audit.submissions}
    firsts: dict[str | None, TrailEntry] = {}
    ends: dict[str | None, TrailEntry] = {}
    for entry in entries:
        if entry.agency is not None and entry.agency not in returns:
            raise Refused(f"The trail names the return of {entry.agency}, which the export does not have.")
        answer, submission = answers.get((entry.agency, entry.number)), returns.get(entry.agency or "")
        kept = entry.model_dump(exclude={"agency"})
        own, said = submission.id if submission else None, answer.id if answer else None
        db.add(Event(audit_id=audit.id, submission_id=own, answer_id=said, **kept))
        firsts.setdefault(entry.agency, entry)
        ends[entry.agency] = entry
    if None in ends:
        audit.trail_length, audit.trail_head = ends[None].number, ends[None].hash
    for abbr, submission in returns.items():
        trail.begin(submission)
        if abbr in ends:
            submission.trail_from = firsts[abbr].number - 1
            submission.trail_length, submission.trail_head = ends[abbr].number, ends[abbr].hash
