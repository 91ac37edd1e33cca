"""s11 feedback: what each agency hears of its return."""

from typing import Annotated

import typer

from cli import post, wiring
from cli.decisions import submission_of
from cli.options import UNNAMED, By, Key, Partnership
from intake.ledger import Refused
from reports.after import Feedback, feedback
from reports.figures import figures_of, submissions_of


def feedback_(
    key: Key,
    agency: Annotated[str | None, typer.Argument(help="One agency; else all whose return is accepted.")] = None,
    send: Annotated[bool, typer.Option("--send", help="Queue the letters.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show them, as without --send.")] = False,
    partnership: Partnership = None,
    by: By = UNNAMED,
) -> None:
    """Show what each agency hears of its return: its result, what was accepted, what is to mend.

    Nothing is sent without --send. Each letter goes once a signature. Nobody is compared with fewer than three others.
    """
    using = wiring.settings()
    is_sent = send and not dry_run
    with wiring.writing(using, dry_run=not is_sent) as db:
        audit, template = wiring.audit_of(db, key)
        whole = submissions_of(db, audit)
        found = figures_of(db, template, whole)
        if agency is not None:
            chosen = [submission_of(db, audit, agency)]
            if chosen[0].agency.abbr not in found.by_agency:
                raise Refused(f"{chosen[0].agency.abbr} has not submitted, so there is nothing to say of its return.")
        else:
            chosen = [each for each in submissions_of(db, audit, partnership) if each.accepted_at and each.submitted_at]
            chosen = [each for each in chosen if each.agency.abbr in found.by_agency]
        speaker = wiring.speaker(using, by, "command line")
        made = feedback(db, template, found, chosen, post.stationery(using), speaker, is_sent=is_sent)
        shown = [_shown(each, is_sent=is_sent) for each in made]
    for each in shown:
        wiring.say(each)
    if not made:
        wiring.say("There is no letter to send: every accepted return has had it, or none is accepted.")
    elif is_sent:
        wiring.say(f"Queued {len(made)}. s11 mail, s11 run or s11 outbox deliver sends each.")
    else:
        wiring.say(f"{len(made)} to send. Nothing was sent: s11 feedback {key} --send queues them.")


def _shown(each: Feedback, *, is_sent: bool) -> str:
    head = f"{each.submission.agency.abbr}: to {each.contact.name} by {each.message.via}: {each.message.subject}"
    return head if is_sent else f"{head}\n\n{each.message.body}\n"
