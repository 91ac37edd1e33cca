"""s11 outbox: what is queued, sent and given up."""

import json
import threading
from datetime import datetime
from typing import Annotated, Any

import typer
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.outbox import Delivered, Outbox, retry, set_aside
from cli import post, wiring
from cli.options import By, Number
from cli.rounds import Keeper
from config.faults import waits
from config.words import count
from intake.ledger import Refused, reason
from intake.notices import PaperOrder
from storage.nouns import Message

app = typer.Typer(help="Letters and messages on their way out.", no_args_is_help=True, rich_markup_mode=None)
LOOK = 5.0  # seconds between looks at the outbox


@app.command("list")
def list_(
    json_: Annotated[bool, typer.Option("--json", help="One JSON document instead of lines.")] = False,
    everything: Annotated[bool, typer.Option("--all", help="Also what was sent or cancelled.")] = False,
) -> None:
    """Show what waits to leave and what could not."""
    with wiring.reading(wiring.settings()) as db:
        wanted = select(Message).order_by(Message.id)
        if not everything:
            wanted = wanted.where(Message.sent_at.is_(None), Message.cancelled_at.is_(None))
        told = [_document(message) for message in db.scalars(wanted)]
    if json_:
        wiring.say(json.dumps(told, ensure_ascii=False, indent=1))
        return
    for each in told:
        error = f" ({each['last_error']})" if each["last_error"] else ""
        wiring.say(f"{each['id']}  {each['state']:<9} {each['via']:<5} {each['recipient']}  {each['subject']}{error}")
    if not told:
        wiring.say("Nothing waits to leave.")


@app.command()
def deliver(
    once: Annotated[bool, typer.Option("--once", help="Send what may leave now, then stop.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be sent, send nothing.")] = False,
) -> None:
    """Send what is queued; without --once go on until stopped."""
    using = wiring.settings()
    if not once and not dry_run:
        wiring.refuse_frozen(using)
    with wiring.open_record(using) as record:
        outboxes = post.outboxes(using, record)
        if dry_run:
            with record.read() as db:
                now = wiring.now(using)
                waiting = [
                    each for each in db.scalars(select(Message).order_by(Message.id)) if _state(each) == "waiting"
                ]
                due = [each for each in waiting if each.not_before is None or each.not_before <= now]
                wiring.say(f"Would send {count(len(due), 'message')}.")
            return
        if not once:
            _deliver_until_stopped(outboxes, Keeper.of(using, record, wiring.stopped_by_signals()))
            return
        counts = {each: 0 for each in Delivered}
        for out in outboxes:
            for came_to, many in out.deliver_due().items():
                counts[came_to] += many
    wiring.say(", ".join(f"{many} {came_to.value}" for came_to, many in counts.items() if many) or "Nothing to send.")
    if counts[Delivered.FAILED] or counts[Delivered.DOWN] or counts[Delivered.LATER]:
        wiring.attention("Some did not leave. s11 outbox list says why.")


@app.command("retry")
def retry_(number: Number) -> None:
    """Take up again a message that was given up."""
    with wiring.writing(wiring.settings()) as db:
        message = db.get(Message, number)
        if message is None:
            raise Refused(f"There is no message {number}. s11 outbox list shows them.")
        if message.sent_at is not None:
            raise Refused(f"Message {number} was sent. It is not sent again.")
        retry(message)
    wiring.say(f"Message {number} will be tried again. Its Message-ID stays the same.")


@app.command()
def discard(
    numbers: Annotated[list[int], typer.Argument(metavar="ID…", min=1, max=2**31 - 1, help="As the list shows them.")],
    because: Annotated[str, typer.Option("--because", help="Why they are not to leave any more.")],
    by: By = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be set aside, change nothing.")] = False,
) -> None:
    """Set aside what was given up and cannot leave, such as a message whose file is gone; it stays in the record."""
    using = wiring.settings()
    why = reason(because, "Say why they are not to leave any more.")
    with wiring.writing(using) as db:
        found = [_failed(db, number) for number in dict.fromkeys(numbers)]
        told = [f"{each.id}: {each.recipient}, {each.subject}" for each in found]
        if not dry_run:
            for each in found:
                set_aside(db, each, wiring.speaker(using, by, "command line"), why)
    would = "Would set aside" if dry_run else "Set aside"
    wiring.say("\n".join(f"{would} {each}." for each in told))


def _failed(db: Session, number: int) -> Message:
    message = db.get(Message, number)
    if message is None:
        raise Refused(f"There is no message {number}. s11 outbox list shows them.")
    state = _state(message)
    if state != "failed":
        has = {"sent": "was sent", "cancelled": "is set aside already"}.get(state, "still waits to leave")
        raise Refused(f"Message {number} {has}. Only what was given up is set aside. Nothing was changed.")
    return message


def keep_sending(out: Outbox, keeper: Keeper) -> None:
    """Deliver one channel's messages until told to stop; one that is down is tried again soon, then ever later."""
    tries = waits(out.chance)

    def send() -> float:
        nonlocal tries
        if Delivered.DOWN in out.deliver_due(keeper.stop.is_set):
            return next(tries)
        tries = waits(out.chance)
        return LOOK

    keeper.keep_on(f"The outbox {out.channel.via}", send)


def _deliver_until_stopped(outboxes: list[Outbox], keeper: Keeper) -> None:
    threads = [threading.Thread(target=keep_sending, args=(out, keeper)) for out in outboxes]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _may_leave(message: Message, now: datetime) -> bool:
    opens = message.not_before is None or message.not_before <= now
    return opens and (message.not_after is None or now <= message.not_after)


def _document(message: Message) -> dict[str, Any]:
    moments = {"next_try_at": message.next_try_at, "sent_at": message.sent_at, "not_before": message.not_before}
    return {
        "id": message.id,
        "state": _state(message),
        "via": message.via,
        "recipient": message.recipient,
        "subject": message.subject or _ordered(message),
        "attempts": message.attempts,
        "last_error": message.last_error,
    } | {name: at.isoformat() if at else None for name, at in moments.items()}


def _ordered(message: Message) -> str:
    """What a message will be once its files are made; empty for any other without a subject."""
    order = PaperOrder.read(message.facts or {})
    return f"({order.word} of {order.audit or order.partnership}, not made yet)" if order.word else ""


def _state(message: Message) -> str:
    if message.sent_at is not None:
        return "sent"
    if message.cancelled_at is not None:
        return "cancelled"
    return "failed" if message.failed_at is not None else "waiting"
