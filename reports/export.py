"""The record and its figures as JSON and CSV, for other programs, spreadsheets and another home."""

import csv
import io
import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from config.audit import RATING, YES_NO, Template
from intake.cells import Cell, Cells, cells
from intake.files import File, files_of
from intake.given import is_file
from intake.tables import guarded
from reports.remarks import handovers_of, remarks_of
from reports.returns import status
from storage.current import current_answers
from storage.models import (
    Agency,
    Answer,
    Audit,
    Call,
    Contact,
    Event,
    Evidence,
    Handover,
    Quote,
    Remark,
    Submission,
    Tag,
    Tagged,
)

CSV_COLUMNS = ("agency", "question", "prompt", "value", "by", "said_by", "via", "said_at")


def export_json(
    db: Session, template: Template, audit: Audit, submissions: Sequence[Submission], *, whole: bool
) -> str:
    """An audit's record as JSON, the same bytes for the same record; `whole` adds the trail, which seals all of it."""
    entries = {
        event.answer_id: event.number
        for event in db.scalars(select(Event).where(Event.audit_id == audit.id, Event.answer_id.is_not(None)))
    }
    partnerships = {each.key: each.name for submission in submissions for each in submission.partnerships}
    document = {
        "audit": audit.key,
        "template": audit.template.decode(),
        "opens": _text(audit.opens),
        "due": _text(audit.due),
        "closed_at": _text(audit.closed_at),
        "partnerships": [{"key": key, "name": name} for key, name in sorted(partnerships.items())],
        "agencies": [_submission(db, template, each, entries if whole else {}) for each in submissions],
    }
    if whole:
        events = db.scalars(select(Event).where(Event.audit_id == audit.id).order_by(Event.number))
        document["trail"] = [_event(event) for event in events]
    return json.dumps(document, indent=1, ensure_ascii=False) + "\n"


def export_csv(db: Session, template: Template, submissions: Iterable[Submission]) -> str:
    """What stands now, one answer a row, in columns that `s11 answers import` reads."""
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    writer.writerow(CSV_COLUMNS)
    for submission in submissions:
        for answer in _ordered(template, current_answers(db, [submission.id])):
            if is_file(answer.prompt) and not answer.value:
                continue  # withdrawn
            value = answer.value
            if answer.not_applicable:
                value = f"N/A: {value}" if value else "N/A"
            who = (answer.by, answer.said_by, answer.via, _text(answer.said_at) or "")
            row = (submission.agency.abbr, answer.question, answer.prompt, value, *who)
            writer.writerow([guarded(cell) for cell in row])
    return out.getvalue()


def _submission(
    db: Session, template: Template, submission: Submission, entries: dict[int | None, int]
) -> dict[str, Any]:
    history = db.scalars(
        select(Answer)
        .where(Answer.submission_id == submission.id)
        .order_by(Answer.id)
        .options(selectinload(Answer.evidence), selectinload(Answer.tags))
    ).all()
    current = current_answers(db, [submission.id])
    looked_at = select(Tagged).join(Answer, Answer.id == Tagged.answer_id).where(Answer.submission_id == submission.id)
    tagged = {each.answer_id: each.version for each in db.scalars(looked_at)}
    approvals = select(Quote).join(Answer, Answer.id == Quote.answer_id).where(Answer.submission_id == submission.id)
    quotes: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for quote in db.scalars(approvals.order_by(Quote.id)):
        quotes[quote.answer_id].append(_quote(quote))
    return {
        "abbr": submission.agency.abbr,
        "name": submission.agency.name,
        "sector": submission.agency.sector,
        "partnerships": [each.key for each in submission.partnerships],
        "status": status(submission, has_answers=bool(current)),
        "scope": submission.scope,
        "invited_at": _text(submission.invited_at),
        "submitted_at": _text(submission.submitted_at),
        "submitted_by": submission.submitted_by,
        "reopened_at": _text(submission.reopened_at),
        "reopened_because": submission.reopened_because,
        "excused_at": _text(submission.excused_at),
        "excused_because": submission.excused_because,
        "extended_to": _text(submission.extended_to),
        "paused_until": _text(submission.paused_until),
        "calls": [
            {"said_by": call.said_by, "at": _text(call.at), "words": call.words}
            for call in db.scalars(select(Call).where(Call.submission_id == submission.id).order_by(Call.id))
        ],
        "contacts": _contacts(submission.agency),
        "remarks": [_remark(each) for each in remarks_of(db, submission)],
        "handovers": [_handover(db, each) for each in handovers_of(db, submission)],
        "evidence": [_file(each) for each in files_of(current) if not each.question],
        "answers": _answers(template, current),
        "history": [_said(each, entries, tagged) | {"quotes": quotes[each.id]} for each in history],
    }


def _remark(remark: Remark) -> dict[str, Any]:
    """Words of a letter that answer no question; they count nowhere."""
    return {
        "number": remark.number,
        "words": remark.words,
        "said_by": remark.said_by,
        "source": remark.source,
        "said_at": _text(remark.said_at),
    }


def _handover(db: Session, each: Handover) -> dict[str, Any]:
    """Who gave a question to whom, by address; nobody: back to everybody."""
    to = db.get_one(Contact, each.to_contact_id).email if each.to_contact_id else None
    return {
        "question": each.question,
        "by": db.get_one(Contact, each.by_contact_id).email,
        "to": to,
        "source": each.source,
        "at": _text(each.at),
    }


def _contacts(agency: Agency) -> list[dict[str, Any]]:
    return [
        {
            "name": contact.name,
            "email": contact.email,
            "slack_user": contact.slack_user,
            "role": contact.role,
            "left_on": _text(contact.left_on),
            "time_zone": contact.time_zone,
            "phone": contact.phone,
        }
        for contact in agency.contacts
    ]


def _answers(template: Template, current: Sequence[Answer]) -> list[dict[str, Any]]:
    """One entry a question and side, as it stands; who, how and when are those of its latest part."""
    said = cells(template, current)
    files: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for each in files_of(current):
        files[each.question, each.by].append(_file(each))
    groups: dict[tuple[str, str], list[Answer]] = defaultdict(list)
    for answer in _ordered(template, current):
        if answer.question and not (is_file(answer.prompt) and not answer.value):
            groups[answer.question, answer.by].append(answer)
    return [_answer(said, group) | {"evidence": files[key]} for key, group in groups.items()]


def _answer(said: Cells, group: Sequence[Answer]) -> dict[str, Any]:
    latest = max(group, key=lambda answer: (answer.said_at, answer.id))
    cell: Cell = said[latest.question, latest.by]
    standing = [answer for answer in group if cell.has(answer.prompt, answer.value, answer.not_applicable)]
    return {
        "question": latest.question,
        "by": latest.by,
        "rating": cell.rating,
        "yes_no": cell.yes_no,
        "not_applicable": cell.not_applicable,
        "text": dict(sorted(cell.words.items())),
        "said_by": latest.said_by,
        "via": latest.via,
        "said_at": _text(latest.said_at),
        "evidence": [],
        "themes": [
            {**_theme(tag), "prompt": answer.prompt}
            for answer in standing
            for tag in answer.tags
            if tag.decision != "rejected"
        ],
    }


def _said(answer: Answer, entries: dict[int | None, int], tagged: dict[int, str]) -> dict[str, Any]:
    return {
        "entry": entries.get(answer.id),
        "by": answer.by,
        "question": answer.question,
        "prompt": answer.prompt,
        "value": answer.value,
        "not_applicable": answer.not_applicable,
        "said_by": answer.said_by,
        "via": answer.via,
        "source": answer.source,
        "said_at": _text(answer.said_at),
        "evidence": [_evidence(each) for each in answer.evidence],
        "tagged": tagged.get(answer.id),
        "themes": [{**_theme(tag), "version": tag.version, **_kept(tag)} for tag in answer.tags],
    }


def _quote(quote: Quote) -> dict[str, Any]:
    """The sentence a manager lets others read."""
    return {
        "start": quote.start,
        "end": quote.end,
        "approved_by": quote.approved_by,
        "approved_at": _text(quote.approved_at),
        "withdrawn_at": _text(quote.withdrawn_at),
    }


def _evidence(each: Evidence) -> dict[str, Any]:
    return {
        "sha256": each.sha256,
        "name": each.name,
        "size": each.size,
        "media_type": each.media_type,
        "scan": each.scan,
        "scanned_at": _text(each.scanned_at),
        "flags": each.flags,
        "kept_at": _text(each.kept_at),
    }


def _file(each: File) -> dict[str, Any]:
    replaces = {"replaces": each.replaces} if each.replaces else {}
    return {"sha256": each.sha256, "name": each.name, "size": each.size, **replaces}


def _theme(tag: Tag) -> dict[str, Any]:
    return {"theme": tag.theme, "start": tag.start, "end": tag.end}


def _kept(tag: Tag) -> dict[str, Any]:
    """What a restored tag needs beside its place."""
    return {
        "score": tag.score,
        "why": tag.why,
        "words": tag.words,
        "sentence_start": tag.sentence_start,
        "sentence_end": tag.sentence_end,
        "decision": tag.decision,
        "decided_by": tag.decided_by,
    }


def _event(event: Event) -> dict[str, Any]:
    return {
        "number": event.number,
        "at": _text(event.at),
        "actor": event.actor,
        "via": event.via,
        "action": event.action,
        "about": event.about,
        "facts": dict(sorted(event.facts.items())),
        "salt": event.salt,
        "digest": event.digest,
        "hash": event.hash,
    }


def _ordered(template: Template, answers: Iterable[Answer]) -> list[Answer]:
    """In the order of the questionnaire; the rating first, then yes/no, then the words, then the files."""
    places = {ref: place for place, ref in enumerate(["", *template.by_ref])}
    first = {RATING: 0, YES_NO: 1}

    def place(each: Answer) -> tuple[int, str, int, str]:
        kind = 3 if is_file(each.prompt) else first.get(each.prompt, 2)
        return places[each.question], each.by, kind, each.prompt

    return sorted(answers, key=place)


def _text(moment: datetime | date | None) -> str | None:
    return moment.isoformat() if moment else None
