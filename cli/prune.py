"""s11 prune: letting go of stored files that nothing refers to, by way of a trash from which they come back."""

from typing import Annotated

import typer

from cli import wiring
from cli.backup import told
from cli.consent import consent
from config.dates import today
from config.settings import Settings
from config.words import size_in_words
from intake.ledger import Refused
from reports.figures import count
from storage.backups import is_strange, let_go, needed_again, restored, unused
from storage.evidence import EvidenceStore, Stored, Trashed
from storage.record import Database

SHORTEST = 6  # characters of a SHA-256


def prune(
    delete: Annotated[bool, typer.Option("--delete", help="Move them to the trash; delete what lay there.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only list them, whatever else is said.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask first.")] = False,
    restore: Annotated[
        str | None, typer.Option(metavar="KEY", help="Put a file back: the start of its SHA-256.")
    ] = None,
) -> None:
    """List stored files that nothing refers to and that are older than 30 days; with --delete, let them go.

    They lie in the trash for 30 days before they are deleted.

    s11 prune

    s11 prune --delete
    """
    using = wiring.settings()
    with told("Not everything could be looked at or moved"), wiring.open_record(using) as record:
        evidence = wiring.evidence(using)
        if restore is not None:
            _restore(evidence, restore)
            return
        found = unused(record, evidence, wiring.now(using))
        if delete and not dry_run:
            _delete(using, record, evidence, found, yes=yes)
            return
        _list(found)
    lying = count(sum(1 for _ in evidence.trash.listed()), "file")
    summary = f"{count(len(found), 'file')} that nothing refers to, {size_in_words(sum(each.size for each in found))}."
    wiring.err().print(f"{summary} s11 prune --delete lets them go." if found else summary)
    wiring.err().print(f"{lying} in the trash.")


def _delete(using: Settings, record: Database, evidence: EvidenceStore, found: list[Stored], *, yes: bool) -> None:
    if is_strange(record, evidence):
        raise wiring.NotReady(
            f"The record knows none of the files in {using.evidence}, so none is deleted. "
            "Check S11_DATABASE_URL and S11_EVIDENCE_URL."
        )
    now = wiring.now(using)
    for each in needed_again(record, evidence):
        wiring.say(f"Put back {each.key}, which the record names again")
    over = [each for each in evidence.trash.listed() if each.is_over(today(now))]
    _list(found)
    for one in over:
        wiring.say(f"In the trash since {one.since} {one.key}, {size_in_words(one.size)}")
    if found or over:
        going = f"{count(len(found), 'file')} to the trash, {count(len(over), 'file')} out of it for good."
        consent(f"To go: {going}", yes=yes)
    else:
        wiring.err().print("Nothing is to go: no file that nothing refers to, and none that is over in the trash.")
    _go(evidence, [each for each in found if let_go(evidence, each, now, today(now))], over)
    needed_again(record, evidence)  # a row may have come while we looked


def _go(evidence: EvidenceStore, moved: list[Stored], over: list[Trashed]) -> None:
    for each in moved:
        wiring.say(f"Moved to the trash {each.key}, {size_in_words(each.size)}")
    for one in over:
        evidence.trash.delete(one)
        wiring.say(f"Deleted {one.key}, {size_in_words(one.size)}")
    if moved:
        wiring.err().print("They can be put back for 30 days: s11 prune --restore KEY.")


def _list(found: list[Stored]) -> None:
    for each in found:
        wiring.say(f"Unused {each.key}, {size_in_words(each.size)}, of {each.modified:%Y-%m-%d}")


def _restore(evidence: EvidenceStore, start: str) -> None:
    found = [each for each in evidence.trash.listed() if len(start) >= SHORTEST and each.key.startswith(start.lower())]
    keys = sorted({each.key for each in found})
    if not keys:
        raise Refused(f"No file in the trash begins with {start}. Give {SHORTEST} characters of its SHA-256 at least.")
    if len(keys) > 1:
        raise Refused(f"{count(len(keys), 'file')} in the trash begin with {start}. Give more of its SHA-256.")
    is_back = restored(evidence, found[-1])
    wiring.say(f"Put back {keys[0]}." if is_back else f"{keys[0]} is in the store already.")
