"""s11 nudge: who would be chased now, with which words; and, with --send, the chasing."""

import json
from typing import Annotated

import typer

from cli import post, wiring
from cli.faults import heed
from cli.options import Key
from config.dates import LONDON
from config.settings import Settings
from reports.nudges import Chaser, Nudge, documents, nudges
from storage.record import Faults


def chaser(using: Settings, faults: Faults) -> Chaser:
    return Chaser(post.stationery(using, faults), wiring.ways(using))


def nudge(
    key: Key,
    send: Annotated[bool, typer.Option("--send", help="Queue them; each leaves in its own window.")] = False,
    json_: Annotated[bool, typer.Option("--json", help="One JSON document instead of words.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show them, as without --send.")] = False,
) -> None:
    """Show every nudge whose day has come, word for word, and when it may leave. Sends nothing without --send.

    Nobody is chased who has answered, is excused, paused or away, or was never invited.
    """
    using = wiring.settings()
    now = wiring.now(using)
    faults, is_sent = Faults(), send and not dry_run
    with wiring.writing(using, dry_run=not is_sent) as db:
        audit, template = wiring.audit_of(db, key)
        found = nudges(db, audit, template, chaser(using, faults), now, faults=faults)
        shown = documents(found)
        told = [_line(each) for each in found]
        bodies = [each.message.body for each in found]
    if json_:
        wiring.say(json.dumps(shown, indent=1, ensure_ascii=False))
    else:
        _say(key, told, bodies, is_sent=is_sent, is_all=not faults.found)
    heed(using, faults, keep=is_sent)


def _say(key: str, told: list[str], bodies: list[str], *, is_sent: bool, is_all: bool) -> None:
    for line, body in zip(told, bodies, strict=True):
        wiring.say(line if is_sent else f"{line}\n\n{body}\n")
    if not told:
        wiring.say("No nudge is due." if is_all else "No nudge is queued.")
    elif is_sent:
        wiring.say(f"Queued {len(told)}. s11 mail, s11 run or s11 outbox deliver sends each in its window.")
    else:
        wiring.say(f"{len(told)} due. Nothing was sent: s11 nudge {key} --send queues them.")


def _line(each: Nudge) -> str:
    due, message = each
    at = due.stage.window.not_before.astimezone(LONDON)
    when = f"{at:%a} {at.day} {at:%b} from {at:%H:%M}"
    step = "notice" if due.stage.number == 0 else f"reminder {due.stage.number}"
    return f"{due.submission.agency.abbr}: {step} to {due.contact.name} by {message.via}, {when}: {message.subject}"
