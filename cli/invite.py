"""s11 invite: who is asked, by which letter."""

import hashlib
import io
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, BinaryIO

import typer
from sqlalchemy.orm import Session

from bot.envelope import envelope
from cli import post, wiring
from cli.copies import note_copy
from cli.options import By, Key
from config import dates
from config.email_address import is_address
from config.settings import Settings
from config.words import count
from intake.ledger import Refused
from intake.mail.outward import (
    Asker,
    Invited,
    asked_once_more,
    name_partnerships,
    not_yet_asked,
    queue,
    to_invite,
    trial,
    write_out,
)
from intake.notices import template_of
from storage.evidence import write_whole
from storage.nouns import Audit, Submission

NOBODY = " Everybody whose return is open was asked before, or has begun. --again ADDRESS asks one person once more."


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
        str | None, typer.Option(metavar="EMAIL", help="Queue one letter to this address, to try; --out writes it.")
    ] = None,
    again: Annotated[
        str | None, typer.Option(metavar="EMAIL", help="Send the form once more to this contact alone.")
    ] = None,
    by: By = "",
) -> None:
    """Ask every contact who has not been asked yet: one letter each, or a Slack message where they use Slack."""
    using = wiring.settings()
    store, speaker, at_hand = wiring.evidence(using), wiring.speaker(using, by, "command line"), AtHand()

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
        name_partnerships(db, audit, stationery.partnerships, speaker)
        asker = Asker(template, stationery, keep, speaker, wiring.ways(using))
        today = dates.today(asker.speaker.at)
        wanted = asked_once_more(db, audit, again, today) if again is not None else not_yet_asked(db, audit, today)
        if to_me is not None:
            told = _try_one(db, using, _one_to_try(db, audit, to_me, asker), out, at_hand, dry_run=dry_run)
        elif dry_run:
            told = "\n".join(f"{each.agency.abbr}: {contact.name} <{contact.email}>" for each, contact in wanted)
        elif out is not None:
            invited = write_out(db, wanted, asker)
            note_copy(using, "invitations", out)
            write_invitations(using, out, invited, at_hand)
            told = f"Wrote {count(len(invited), 'letter')} to {out}. Nothing is queued.{'' if invited else NOBODY}"
        else:
            invited = queue(db, wanted, asker, again=bool(again))
            told = f"Queued {count(len(invited), 'invitation')}."
            told += " s11 mail sends them, and so does s11 outbox deliver --once." if invited else NOBODY
    wiring.say(told or NOBODY.strip())


def _one_to_try(db: Session, audit: Audit, to_me: str, asker: Asker) -> Invited:
    found = to_invite(db, audit, dates.today(asker.speaker.at))
    if not found:
        raise Refused("Every return is in, so there is no letter to show.")
    (submission, contact), *_ = found
    return Invited(submission, contact, trial(db, audit, submission, contact, to_me, asker))


def _try_one(db: Session, using: Settings, one: Invited, out: Path | None, at_hand: AtHand, *, dry_run: bool) -> str:
    """The trial letter queued, written or only spoken of; and what was done with it."""
    to_me = one.message.recipient
    if dry_run:
        return f"Would queue a trial letter to {to_me}, as {one.contact.name} of {one.submission.agency.abbr} gets it."
    if out is not None:
        note_copy(using, "invitations", out)
        write_invitations(using, out, [one], at_hand)
        return f"Wrote a trial letter for {to_me} to {out}. Nothing is queued."
    db.add(one.message)
    return f"Queued a trial letter to {to_me}."


def asker_of(using: Settings, by: str) -> Callable[[Submission], Asker]:
    """What inviting to a return needs, in the name of whoever decided it; files are kept in the store."""
    store, stationery = wiring.evidence(using), post.stationery(using)

    def asker(submission: Submission) -> Asker:
        speaker, template = wiring.speaker(using, by, "command line"), template_of(submission)
        return Asker(template, stationery, lambda file: store.put(io.BytesIO(file)).sha256, speaker, wiring.ways(using))

    return asker


def write_invitations(using: Settings, folder: Path, invited: list[Invited], at_hand: AtHand) -> None:
    """Each letter as an .eml file named after agency and address; raises Refused where it cannot be written."""
    at = wiring.now(using)
    for each in invited:
        letter = envelope(
            each.message, post.sender_of(using, each.submission), at, at_hand.open, post.in_name_of(each.submission)
        )
        name = f"{each.submission.agency.abbr}-{each.message.recipient}"
        safe = "".join(mark if mark.isalnum() or mark in "@.-_" else "_" for mark in name).lstrip(".")
        try:
            write_whole(folder / f"{safe}.eml", bytes(letter))
        except OSError as error:
            raise Refused(f"{folder} cannot be written: {error.strerror}. Nobody was marked as invited.") from None
