"""s11 held: letters that wait for a person to decide."""

import json
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli import wiring
from cli.options import By, Number
from config.settings import Settings
from config.words import count, size_in_words
from storage.nouns import Receipt, Submission
from storage.record import Database, held_letters

if TYPE_CHECKING:  # the list waits for nothing that reads letters
    from intake.mail.inward import LetterOutcome, Postroom

app = typer.Typer(help="Letters held for a person to decide.", no_args_is_help=True, rich_markup_mode=None)
VIA = "command line"


@app.command("list")
def list_(json_: Annotated[bool, typer.Option("--json", help="One JSON document instead of lines.")] = False) -> None:
    """Show the letters that are held, and why."""
    with wiring.reading(wiring.settings()) as db:
        told = [_document(each, db.get(Submission, each.submission_id or 0)) for each in held_letters(db)]
    if json_:
        wiring.say(json.dumps(told, ensure_ascii=False, indent=1))
        return
    for each in told:
        wiring.say(f"{each['id']}  {each['received_at'][:16]}  {each['sender'] or 'unknown sender'}: {each['reason']}")
    if not told:
        wiring.say("No letter is held.")


@app.command()
def show(number: Number) -> None:
    """Show one letter: who sent it, why it is held, its words and its files. Nothing in it is opened."""
    for line in letter_lines(wiring.settings(), number):
        wiring.say(line)


@app.command()
def release(number: Number, by: By = "") -> None:
    """Let a held letter speak for its agency, in the name of whoever decides; it is read at once."""
    using = wiring.settings()
    outcome = released(using, number, wiring.speaker(using, by, VIA).name)
    wiring.say(told_of(number, outcome))
    if outcome.outcome == "held":
        wiring.attention(f"It is held again: {outcome.reason}")
    if outcome.faults:
        wiring.attention("\n".join(f"Not done: {each}." for each in outcome.faults))


@app.command()
def discard(number: Number, by: By = "") -> None:
    """Set a held letter aside: nothing of it is recorded; its bytes are kept."""
    using = wiring.settings()
    discarded(using, number, wiring.speaker(using, by, VIA).name)
    wiring.say(f"Letter {number} is discarded.")


def letter_lines(using: Settings, number: int) -> list[str]:
    """One letter: who sent it, why it is held, its files and its words. Raises Refused where there is none."""
    from intake.letters import Letter, Unreadable, plain
    from intake.mail.inward import held_letter

    lines: list[str] = []
    with wiring.open_record(using) as record, _room_of(using, record, number) as room:
        with record.read() as db:
            receipt = held_letter(db, number)
            told = _document(receipt, db.get(Submission, receipt.submission_id or 0))
        with room.store.open(receipt.raw_key) as file:
            raw = file.read()
        try:
            letter = room.reader.letter(raw)
        except Unreadable as unreadable:
            letter = Letter()
            lines.append(str(unreadable))
    lines += [
        f"{name.replace('_', ' ')}: {told[name]}"
        for name in ("sender", "subject", "received_at", "agency", "reason", "raw_sha256")
    ]
    lines += [
        f"file: {each.name or 'without a name'}, {size_in_words(len(each.content))}" for each in letter.attachments
    ]
    return [*lines, "\n" + "".join(mark for mark in plain(letter) if mark.isprintable() or mark == "\n")]


def released(using: Settings, number: int, by: str) -> "LetterOutcome":
    """Let a held letter speak for its agency, in the name of `by`; it is read at once. Raises Refused."""
    from intake.mail.inward import decide, held_letter

    with wiring.open_record(using) as record, _room_of(using, record, number) as room:
        with record.write.begin() as db:
            decide(db, held_letter(db, number), "release", by, wiring.now(using))
        return room.resume(number)


def _room_of(using: Settings, record: Database, number: int) -> AbstractContextManager["Postroom"]:
    """Where the letter came in."""
    from cli import post
    from intake.mail.inward import held_letter

    with record.read() as db:
        return post.postroom(using, record, held_letter(db, number).partnership)


def discarded(using: Settings, number: int, by: str) -> None:
    """Set a held letter aside in the name of `by`, and tell the managers; raises Refused."""
    from cli import post
    from intake.mail.inward import decide, held_letter, tell_decided

    with wiring.writing(using) as db:
        decide(db, receipt := held_letter(db, number), "discard", by, wiring.now(using))
        about = db.get(Submission, receipt.submission_id or 0)
        tell_decided(db, post.stationery(using), receipt, about, wiring.now(using))


def told_of(number: int, outcome: "LetterOutcome") -> str:
    return f"Letter {number}: {outcome.outcome.replace('_', ' ')}, {count(len(outcome.answers), 'answer')} recorded."


def _document(receipt: Receipt, submission: Submission | None) -> dict[str, Any]:
    return {
        "id": receipt.id,
        "outcome": receipt.outcome,
        "reason": receipt.reason,
        "sender": receipt.sender,
        "subject": receipt.subject,
        "received_at": receipt.received_at.isoformat(),
        "audit": submission.audit.key if submission else "",
        "agency": submission.agency.abbr if submission else "",
        "raw_sha256": receipt.raw_key,
    }
