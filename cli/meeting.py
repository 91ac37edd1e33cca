"""s11 meeting: meetings with agencies about their returns, and what came of them."""

import json
from collections.abc import Iterator
from datetime import datetime
from secrets import token_hex
from typing import Annotated

import typer
from rich.table import Table

from cli import wiring
from cli.decisions import submission_of
from cli.options import DATES, UNNAMED, By, Key, Partnership
from config.dates import today
from intake.actions import Minutes, keep_minutes, meeting_at, set_meeting
from intake.ledger import Refused, Saying
from reports.actions import KeptMeeting, kept_meetings, meetings_json
from reports.figures import submissions_of

app = typer.Typer(help="Meetings with agencies about their returns.", no_args_is_help=True, rich_markup_mode=None)

MeetingNumber = Annotated[int, typer.Argument(metavar="NUMBER", min=1, max=2**31 - 1, help="As the list shows it.")]


@app.command()
def add(
    key: Key,
    agency: Annotated[str | None, typer.Argument(help="With whom; without, it is of several agencies.")] = None,
    on: Annotated[datetime | None, typer.Option(formats=DATES, help="The day it is on; today if none.")] = None,
    about: Annotated[str, typer.Option(help="What it is about, in a line.")] = "",
    partnership: Annotated[str, typer.Option(help="Whose it is, where it is of several; else the whole audit's.")] = "",
    by: By = UNNAMED,
) -> None:
    """Keep the day of a meeting with an agency; s11 pack writes what to take into it.

    Example: s11 meeting add section-11 GP1 --on 2030-04-12 --about "Challenge event"
    """
    using = wiring.settings()
    with wiring.writing(using) as db:
        audit, _ = wiring.audit_of(db, key)
        submissions_of(db, audit, partnership or None)  # an unknown one is refused
        submission = submission_of(db, audit, agency) if agency else None
        day = on.date() if on else today(wiring.now(using))
        saying = Saying(wiring.speaker(using, by, "command line"), f"meeting:{token_hex(8)}", "partnership")
        number = set_meeting(db, audit, submission, day, about, partnership, saying).number
    wiring.say(f"Meeting {number} is kept. Afterwards: s11 meeting note {key} {number}")


@app.command()
def note(
    key: Key,
    number: MeetingNumber,
    words: Annotated[str | None, typer.Argument(help="What was said.")] = None,
    outcome: Annotated[str, typer.Option(help="What was agreed or found.")] = "",
    present: Annotated[str, typer.Option(help="Who was there.")] = "",
    on: Annotated[datetime | None, typer.Option(formats=DATES, help="Another day.")] = None,
    actions: Annotated[str, typer.Option("--actions", help="Numbers of the actions that came of it: 3, 4")] = "",
    by: By = UNNAMED,
) -> None:
    """Keep what was said at a meeting, who was there, and what came of it. Nothing kept is changed; more is added.

    Example: s11 meeting note section-11 1 --present "Ann Lee, Meg Vale" --outcome "Supervision is in place."
    """
    using = wiring.settings()
    with wiring.writing(using) as db:
        audit, _ = wiring.audit_of(db, key)
        saying = Saying(wiring.speaker(using, by, "command line"), f"meeting:{token_hex(8)}", "partnership")
        said = Minutes(words or "", outcome, present, on.date() if on else None, actions)
        if not any((said.note.strip(), outcome.strip(), present.strip(), on, actions.strip())):
            raise Refused("Say what was said, or give --outcome, --present, --actions or --on.")
        kept = keep_minutes(db, audit, meeting_at(db, audit, number), said, saying)
    wiring.say(f"Meeting {number}: {', '.join(kept)}." if kept else f"Nothing was changed in meeting {number}.")


@app.command("list")
def list_(
    key: Key,
    partnership: Partnership = None,
    json_: Annotated[bool, typer.Option("--json", help="One JSON document instead of a table.")] = False,
) -> None:
    """Show the meetings: with whom, on which day, and how much was kept of each."""
    using = wiring.settings()
    with wiring.reading(using) as db:
        audit, _ = wiring.audit_of(db, key)
        found = kept_meetings(db, audit, submissions_of(db, audit, partnership), partnership)
    if json_:
        wiring.say(json.dumps(meetings_json(found), indent=1))
    elif not found:
        wiring.say(f"No meeting is kept. s11 meeting add {key} keeps one.")
    else:
        drawn = Table("no", "with", "day", "about", "outcomes", "actions", box=None)
        for each in found:
            numbers = ", ".join(map(str, each.actions))
            drawn.add_row(
                str(each.number), each.agency or "several", each.on, each.about, str(len(each.outcomes)), numbers
            )
        wiring.out().print(drawn)


@app.command()
def show(key: Key, number: MeetingNumber) -> None:
    """Show all that was kept of a meeting."""
    using = wiring.settings()
    with wiring.reading(using) as db:
        audit, _ = wiring.audit_of(db, key)
        meeting_at(db, audit, number)
        found = kept_meetings(db, audit, submissions_of(db, audit), None)
    wiring.say("\n".join(_told(next(each for each in found if each.number == number))))


def _told(each: KeptMeeting) -> Iterator[str]:
    yield f"Meeting {each.number} with {each.agency or 'several agencies'}, {each.on}"
    for name, said in (("About", each.about), ("There", each.present)):
        if said:
            yield f"{name}: {said}"
    for name, words in (("Note", each.notes), ("Outcome", each.outcomes)):
        yield from (f"{name}: {one}" for one in words)
    if each.actions:
        yield f"Actions: {', '.join(map(str, each.actions))}"
