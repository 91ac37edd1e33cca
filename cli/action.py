"""s11 action: what is to be done after a round, followed to its last day."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from secrets import token_hex
from typing import Annotated

import typer
from rich.table import Column, Table
from sqlalchemy.orm import Session

from cli import wiring
from cli.action_show import show
from cli.answers import FaultyFile
from cli.decisions import submission_of
from cli.options import DATES, UNNAMED, ActionNumber, By, Key, Partnership
from config.dates import read_timescale, timescale_words, today
from config.questionnaire import Template
from config.settings import Settings
from config.words import count, listing
from intake import actions
from intake.audits import FaultyTable
from intake.ledger import Refused, Saying
from reports.actions import OVERDUE_STATE, TrackedAction, low_refs, tracked
from reports.figures import figures_with_words, of, submissions_of
from storage.nouns import Audit
from storage.record import actions_of

app = typer.Typer(help="What is to be done after a round.", no_args_is_help=True, rich_markup_mode=None)
app.command("show")(show)
VIA = "command line"


@app.command()
def add(
    key: Key,
    what: Annotated[str | None, typer.Argument(help="What is to be done; else the point to mend at --refs.")] = None,
    agency: Annotated[str, typer.Option(help="Whose action it is; without, it is shared.")] = "",
    owner: Annotated[str, typer.Option(help="The person or group that does it.")] = "",
    by_when: Annotated[str, typer.Option(help="The last day: 2030-03-31, 2030-03, end of March.")] = "",
    known_by: Annotated[str, typer.Option(help="How it will be known to be done.")] = "",
    refs: Annotated[str, typer.Option(help="The questions whose answers it rests on: 4.3, 4.4")] = "",
    because: Annotated[str, typer.Option(help="Why, in a sentence.")] = "",
    sheet: Annotated[Path | None, typer.Option(help="A CSV file or .xlsx workbook, an action a row.")] = None,
    partnership: Annotated[str, typer.Option(help="Whose shared action it is; else the whole audit's.")] = "",
    by: By = UNNAMED,
) -> None:
    """Keep an action, or a sheet of them. What would make it easier to follow is said, and stops nothing.

    Example: s11 action add section-11 "Date the policy." --agency GP1 --refs 1.1 --by-when 2030-03
    """
    using = wiring.settings()
    if sheet is not None:
        _add_sheet(using, key, sheet, partnership, by)
        return
    with _case(using, key, by) as (db, audit, template, saying):
        submissions_of(db, audit, partnership or None)  # an unknown one is refused
        submission = submission_of(db, audit, agency) if agency else None
        new = actions.NewAction(what or "", submission, owner, by_when, known_by, refs, because, partnership)
        made = actions.add_action(db, audit, template, new, saying)
        said = actions.hints(made.what, made.owner, made.by_when, made.known_by, made.refs, today(wiring.now(using)))
        told = f"Action {made.number} is kept: {made.what}{_read(by_when, made.by_when)}"
    wiring.say("\n".join([told, *(f"  Hint: {each}" for each in said)]))


@app.command("list")
def list_(
    key: Key,
    overdue: Annotated[bool, typer.Option("--overdue", help="Only those past their last day.")] = False,
    on: Annotated[datetime | None, typer.Option(formats=DATES, help="As it stood on this day; today if none.")] = None,
    partnership: Partnership = None,
    json_: Annotated[bool, typer.Option("--json", help="One JSON document instead of a table.")] = False,
) -> None:
    """Show each action: how its plan was rated, whether it was revised, whether an update came, and its last day.

    Example: s11 action list section-11 --overdue --on 2030-04-01
    """
    using = wiring.settings()
    day = on.date() if on else today(wiring.now(using))
    with wiring.reading(using) as db:
        audit, _ = wiring.audit_of(db, key)
        found = tracked(db, audit, submissions_of(db, audit, partnership), partnership, day)
    chosen = [each for each in found if not overdue or each.state == OVERDUE_STATE]
    if json_:
        wiring.say(json.dumps([each._asdict() for each in chosen], ensure_ascii=False, indent=1))
    elif not chosen:
        wiring.say("No action is overdue." if overdue else f"No action is kept. s11 action add {key} keeps one.")
    else:
        wiring.out().print(_drawn(chosen))
        late = sum(each.state == OVERDUE_STATE for each in found)
        wiring.say(f"{count(len(found), 'action')}, {late} overdue on {day.isoformat()}.")


@app.command()
def update(
    key: Key,
    number: ActionNumber,
    words: Annotated[str | None, typer.Argument(help="What its owner says of it.")] = None,
    done: Annotated[bool, typer.Option("--done", help="Its owner says it is done.")] = False,
    by_when: Annotated[str, typer.Option(help="A new last day.")] = "",
    owner: Annotated[str, typer.Option(help="Who does it from now on.")] = "",
    rated: Annotated[str, typer.Option(help="How the partnership rates the plan.")] = "",
    revised: Annotated[bool, typer.Option("--revised", help="The plan was revised.")] = False,
    by: By = UNNAMED,
) -> None:
    """Note what became of an action: an update, a new last day, a rating of the plan, that it is done.

    Example: s11 action update section-11 3 "Half of them are trained." --by "Ann Lee"
    """
    using = wiring.settings()
    with _case(using, key, by) as (db, audit, _, saying):
        action = actions.action_at(db, audit, number)
        said = actions.Followed(words or "", done, by_when, rated, revised, owner)
        kept = actions.follow(db, audit, action, said, saying)
        read = _read(by_when, action.timescale)
        if not kept and not any((words, done, by_when, owner, rated, revised)):
            raise Refused("Say what became of it, or give --done, --by-when, --owner, --rated or --revised.")
    done_words = f"Action {number}: {', '.join(kept)}.{read}" if kept else f"Nothing was changed in action {number}."
    wiring.say(f"{done_words} It is no longer overdue until it is accepted: s11 action close." if done else done_words)


@app.command()
def close(
    key: Key,
    number: ActionNumber,
    because: Annotated[str, typer.Option(help="The reason, in a sentence; needed where nobody said it is done.")] = "",
    reopen: Annotated[bool, typer.Option("--reopen", help="Follow it again.")] = False,
    by: By = UNNAMED,
) -> None:
    """Accept that an action is done, so that nobody is asked about it any more; --reopen follows it again.

    Example: s11 action close section-11 3 --by "Meg Vale"
    """
    using = wiring.settings()
    with _case(using, key, by) as (db, audit, _, saying):
        action = actions.action_at(db, audit, number)
        act = actions.open_action if reopen else actions.close_action
        is_news = act(db, audit, action, because, saying)
    state = "followed again" if reopen else "closed"
    wiring.say(f"Action {number} is {state}." if is_news else f"Nothing was changed. Action {number} stood so.")


@app.command()
def assurance(
    key: Key,
    agency: Annotated[str | None, typer.Argument(help="Without, every agency that has an open action.")] = None,
    months: Annotated[int, typer.Option(min=1, max=36, help="In how many months it is due.")] = 6,
    by: By = UNNAMED,
) -> None:
    """Ask agencies for a report on their actions in six months; s11 clock writes to them, and once more before the day.

    Example: s11 action assurance section-11 --months 6 --by "Meg Vale"
    """
    using = wiring.settings()
    with _case(using, key, by) as (db, audit, template, saying):
        day = today(wiring.now(using))
        having = {each.submission_id for each in actions_of(db, audit) if each.is_open(day) and not each.is_handed}
        every = [each for each in audit.submissions if each.id in having]
        excused = listing([each.agency.abbr for each in every if each.excused_at is not None and not agency])
        chosen = [submission_of(db, audit, agency)] if agency else [each for each in every if each.excused_at is None]
        made = [actions.ask_assurance(db, audit, template, each, months, saying) for each in chosen]
        days = [each.by_when for each in made if each is not None]
    stood = f" {len(made) - len(days)} already had one open." if len(made) > len(days) else ""
    due = f", due {timescale_words(days[0])}" if days else ""
    left = f" Not asked, because it is excused: {excused}." if excused else ""
    wiring.say(f"Assurance reports asked for: {len(days)}{due}.{stood}{left} s11 clock writes to each agency asked.")


@app.command()
def hand(
    key: Key,
    agency: Annotated[str | None, typer.Argument(help="Without, every agency under the audit's support_below.")] = None,
    to: Annotated[str, typer.Option(help="The lead of the partnership who takes it up.")] = "",
    by_when: Annotated[datetime | None, typer.Option(formats=DATES, help="By which day.")] = None,
    by: By = UNNAMED,
) -> None:
    """Hand an agency that rated itself low to a named lead; what comes of it is kept with s11 action update.

    Example: s11 action hand section-11 GP1 --to "Meg Vale" --by-when 2030-06-01
    """
    using = wiring.settings()
    with _case(using, key, by) as (db, audit, template, saying):
        found, _ = figures_with_words(db, template, submissions_of(db, audit))
        abbrs = [submission_of(db, audit, agency).agency.abbr] if agency else found.needs_support
        day = by_when.date() if by_when else None
        handed = []
        for abbr in abbrs:
            because = f"It met {of(*found.counts(abbr))}." if abbr in found.by_agency else ""
            refs = ", ".join(low_refs(found, abbr))
            case = (db, audit, template, submission_of(db, audit, abbr), to, day, because, refs, saying)
            if (made := actions.hand_to(*case)) is not None:
                handed.append(f"{abbr} (action {made.number})")
    wiring.say(
        f"Handed to {to}: {', '.join(handed)}."
        if handed
        else "Nobody was handed over: none is under the level, or each has this lead."
    )


@contextmanager
def _case(using: Settings, key: str, by: str) -> Iterator[tuple[Session, Audit, Template, Saying]]:
    with wiring.writing(using) as db:
        audit, template = wiring.audit_of(db, key)
        yield db, audit, template, Saying(wiring.speaker(using, by, VIA), f"action:{token_hex(8)}", "partnership")


def _add_sheet(using: Settings, key: str, sheet: Path, partnership: str, by: str) -> None:
    data = wiring.read_file(sheet)
    try:
        with wiring.writing(using) as db:
            audit, template = wiring.audit_of(db, key)
            submissions_of(db, audit, partnership or None)
            speaker = wiring.speaker(using, by, VIA)
            kept = actions.add_by_sheet(db, audit, template, data, speaker, partnership)
    except FaultyTable as faulty:
        raise FaultyFile(sheet, faulty) from None
    wiring.say("\n".join([f"Kept {count(kept.new, 'action')}; {kept.stood} stood already.", *kept.read]))


def _read(said: str, kept: str) -> str:
    """How a day without a year was read, on a line of its own."""
    is_plain = not said.strip() or read_timescale(said) is not None
    return "" if is_plain else f"\n  {said.strip()} is read as {timescale_words(kept)}."


def _drawn(found: list[TrackedAction]) -> Table:
    drawn = Table(
        "no",
        "who",
        Column("what", overflow="fold"),
        "rated",
        "revised",
        "update",
        "by when",
        "state",
        box=None,
        pad_edge=False,
    )
    for each in found:
        answers = ("yes" if each.is_revised else "no", "yes" if each.is_updated else "no")
        drawn.add_row(str(each.number), each.who, each.what, each.rated, *answers, each.timescale, each.state)
    return drawn
