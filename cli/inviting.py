"""s11 invite and s11 status: who is asked, and how far each has got."""

import hashlib
import io
import json
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any, BinaryIO

import typer
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.envelope import envelope
from bot.smtp import write_letter
from cli import post, wiring
from cli.faults import leave, partnerships_of
from cli.options import Key
from config import dates
from config.partnerships import PartnershipTable
from config.questionnaire import Template
from config.settings import Settings
from intake.audits import is_address
from intake.ledger import Refused
from intake.mail.outward import Asker, Invited, name_partnerships, not_yet_asked, queue, to_invite, trial, write_out
from intake.returns import cells, is_ready, progress
from reports.figures import state, submissions_of
from reports.figures import status as standing
from reports.nudges import next_nudge
from reports.report import roll
from storage.nouns import Answer, Contact, Submission
from storage.record import Faults, current_answers


class AtHand:
    """Files of letters that are written out now: no row will speak of them, so the store need not keep them."""

    def __init__(self) -> None:
        self._files: dict[str, bytes] = {}

    def keep(self, content: bytes) -> str:
        """The SHA-256 of the file, by which `open` finds it."""
        sha256 = hashlib.sha256(content).hexdigest()
        self._files[sha256] = content
        return sha256

    def open(self, sha256: str) -> BinaryIO:
        return io.BytesIO(self._files[sha256])


def invite(
    key: Key,
    out: Annotated[Path | None, typer.Option(help="Write the letters here as .eml files and queue none.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say who would be asked; keep and queue nothing.")] = False,
    to_me: Annotated[
        str | None, typer.Option(metavar="EMAIL", help="Queue one letter to this address, to try.")
    ] = None,
) -> None:
    """Ask every contact who has not been asked yet: one letter each, or a Slack message where they use Slack."""
    using = wiring.settings()
    store, speaker, at_hand = wiring.evidence(using), wiring.speaker(using, "operator", "command line"), AtHand()

    def keep(content: bytes) -> str:
        if out is not None or dry_run:
            return at_hand.keep(content)
        return store.put(io.BytesIO(content)).sha256

    post.refuse_nobody(using)
    if to_me is not None and not is_address(to_me):
        raise Refused(f"{to_me} is no address. Write one, such as jo@agency.example.")
    with wiring.writing(using, dry_run=dry_run) as db:
        audit, template = wiring.audit_of(db, key)
        if audit.closed_at is not None:
            raise Refused(f"The audit {key} is closed. Nobody is asked any more.")
        stationery = post.stationery(using)
        name_partnerships(audit, stationery.partnerships)
        asker = Asker(template, stationery, keep, speaker, using.slack_bot_token is not None)
        if to_me is not None:
            found = to_invite(db, audit, dates.today(wiring.now(using)))
            if not found:
                raise Refused("Every return is in, so there is no letter to show.")
            db.add(trial(audit, found[0][0], to_me, asker))
            told = f"Queued a trial letter to {to_me}."
        elif dry_run:
            found = (to_invite if out else not_yet_asked)(db, audit, dates.today(wiring.now(using)))
            told = "\n".join(f"{each.agency.abbr}: {contact.name} <{contact.email}>" for each, contact in found)
        elif out is not None:
            invited = write_out(db, audit, asker)
            write_invitations(using, out, invited, at_hand)
            told = f"Wrote {len(invited)} letters to {out}. Nothing is queued."
        else:
            invited = queue(db, audit, asker)
            told = f"Queued {len(invited)} invitations. s11 mail sends them, and so does s11 outbox deliver --once."
    wiring.say(told or "There is nobody left to ask.")


def status(
    key: Key, json_: Annotated[bool, typer.Option("--json", help="One JSON document instead of a table.")] = False
) -> None:
    """Show who has answered, how far each has got, when each was last heard of, and whose letters come back."""
    using = wiring.settings()
    now, faults = wiring.now(using), Faults(is_logged=False)
    known = partnerships_of(using, faults)
    with wiring.reading(using) as db:
        audit, template = wiring.audit_of(db, key)
        told = [_standing(db, template, each, now, known, faults) for each in submissions_of(db, audit)]
        due, is_closed = audit.due, audit.closed_at is not None
    if json_:
        wiring.say(json.dumps(told, ensure_ascii=False, indent=1))
    else:
        wiring.say(roll(template.title, key, due, told, is_closed=is_closed))
    leave(faults)


def _standing(
    db: Session,
    template: Template,
    submission: Submission,
    now: datetime,
    known: Mapping[str, PartnershipTable],
    faults: Faults,
) -> dict[str, Any]:
    said = cells(template, current_answers(db, [submission.id]))
    answered, of = progress(template, submission.sector, said)
    nudged = next_nudge(db, submission, template.nudges, known, now, faults)
    today = dates.today(now)
    heard = db.scalar(select(func.max(Answer.said_at)).where(Answer.submission_id == submission.id))
    return {
        "agency": submission.agency.abbr,
        "name": submission.agency.name,
        "status": standing(submission, has_answers=bool(said)),
        "state": state(submission, has_answers=bool(said), is_ready=is_ready(template, submission.sector, said)),
        "answered": answered,
        "of": of,
        "last_heard": heard.isoformat() if heard else None,
        "next_nudge": nudged.isoformat() if nudged else None,
        "extended_to": submission.extended_to.isoformat() if submission.extended_to else None,
        "paused_until": submission.paused_until.isoformat()
        if submission.paused_until and submission.paused_until > today
        else None,
        "contacts": [
            {"name": each.name, "email": each.email, "state": _state(each, today)}
            for each in submission.agency.contacts
            if not each.has_left(today)
        ],
    }


def _state(contact: Contact, today: date) -> str:
    if contact.bounced_at is not None:
        return "bounced"
    away = contact.away_until
    return f"away_until {away.isoformat()}" if away is not None and away > today else "ok"


def write_invitations(using: Settings, folder: Path, invited: list[Invited], at_hand: AtHand) -> None:
    """Each letter as an .eml file named after agency and address; raises Refused where it cannot be written."""
    at = wiring.now(using)
    for each in invited:
        letter = envelope(each.message, post.mail_from(using), at, at_hand.open, post.in_name_of(each.submission))
        name = f"{each.submission.agency.abbr}-{each.contact.email}"
        safe = "".join(mark if mark.isalnum() or mark in "@.-_" else "_" for mark in name).lstrip(".")
        try:
            write_letter(folder / f"{safe}.eml", bytes(letter))
        except OSError as error:
            raise Refused(f"{folder} cannot be written: {error.strerror}. Nobody was marked as invited.") from None
