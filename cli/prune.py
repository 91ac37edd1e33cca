"""Letting go of stored files that nothing refers to."""

from typing import Annotated

import typer

from cli import wiring
from cli.backup import told
from storage.references import let_go, unused


def prune(
    delete: Annotated[bool, typer.Option("--delete", help="Delete them; without it they are only listed.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only list them, whatever else is said.")] = False,
) -> None:
    """List stored files that nothing refers to and that are older than 30 days; with --delete, let them go.

    s11 prune

    s11 prune --delete
    """
    using = wiring.settings()
    deleting = delete and not dry_run
    with told("Not everything could be looked at or deleted"), wiring.open_record(using) as record:
        evidence, now = wiring.evidence(using), wiring.now(using)
        found = unused(record, evidence, now)
        for each in found:
            is_gone = deleting and let_go(evidence, each, now)
            wiring.say(
                f"{'Deleted' if is_gone else 'Unused'} {each.key}, {each.size} bytes, of {each.modified:%Y-%m-%d}"
            )
    summary = f"{len(found)} files that nothing refers to, {sum(each.size for each in found)} bytes."
    wiring.err().print(summary if deleting or not found else f"{summary} s11 prune --delete lets them go.")
