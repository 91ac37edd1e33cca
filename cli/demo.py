"""s11 demo: a real audit, from its published table to a report, in a home of its own."""

import sys
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table

from cli import wiring
from cli.demo_letters import Became, read_letters
from cli.demo_talk import KEY as CONVERSATION
from cli.demo_talk import play_conversation
from cli.demo_try import TrialDesk
from cli.digest import shown
from cli.paper import paper_of
from cli.report import counted_of, write_report
from cli.talk import keyboard
from config.questionnaire import SHIPPED, load_folder
from config.settings import Settings
from config.words import count
from intake.actions import add_by_sheet
from intake.audits import import_answers, open_audit, read_agencies
from reports.figures import Figures
from storage.record import first_bad_entry

DATA = Path(__file__).parent / "demo_data"
KEY = "city-hackney-2009"
DUE = date(2010, 3, 31)  # not printed; the end of the audit's year
NAMES = {"city-hackney": "City & Hackney Safeguarding Children Board"}
STEPS = 4


def demo(
    home: Annotated[Path | None, typer.Option(help="Where to put it; $S11_HOME/demo when not given.")] = None,
    try_: Annotated[
        bool, typer.Option("--try", help="Be lead and manager of a small round, in this terminal.")
    ] = False,
) -> None:
    """Load City & Hackney 2009-10 (13 agencies, 53 questions, 689 published cells) and report it.

    Then play a conversation and read a dozen letters. Again is safe. With --try you play yourself, in $S11_HOME/try.
    """
    using = wiring.settings()
    if try_:
        is_typed = sys.stdin.isatty() and sys.stdout.isatty()
        TrialDesk(Settings(home=home or using.home / "try", now=using.now), keyboard(is_typed), is_typed).run()
        return
    own = Settings(home=home or using.home / "demo", now=using.now)
    bar = Progress(
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), console=wiring.err(), transient=True
    )
    wiring.make_record(own)
    with bar:
        found = _play(own, bar)
    _print_summary(found)
    reference, told = play_conversation(own)
    with wiring.reading(own) as db:
        wiring.say(f"\nThe digest its manager would get:\n\n{shown(db, own, KEY, None).text}")
    became = read_letters(own)
    report = (own.home / "report" / "report.html").absolute()
    wiring.say(f"The report: {report}")
    wiring.say(f"The board's paper, for Word: {_write_paper(own)}")
    wiring.say(f"A conversation of {CONVERSATION}, to its receipt {reference}: {told.absolute()}")
    wiring.say(f"\nTwelve letters to {CONVERSATION}, as people answer them:")
    _print_letters(became)
    wiring.say(f"What was sent back: {(own.home / 'outbox').absolute()}")
    wiring.say(f"The letters that asked: {(own.home / 'invitations').absolute()}")
    wiring.say(f"Plans past their last day: S11_HOME={own.home} s11 action list {KEY} --overdue --on 2010-01-20")
    wiring.say(f"Look further: S11_HOME={own.home} s11 figures {KEY}")


def _play(own: Settings, bar: Progress) -> Figures:
    task = bar.add_task("Opening the audit", total=STEPS)
    template = load_folder(SHIPPED)[KEY]
    with wiring.writing(own) as db:
        speaker = wiring.speaker(own, "demo", "command line")
        agencies = read_agencies((DATA / KEY / "agencies.csv").read_bytes())
        opened = open_audit(db, template, KEY, (None, DUE), agencies, NAMES, speaker)
        bar.update(task, advance=1, description="Reading 689 published cells")
        matrix = (DATA / KEY / "matrix.csv").read_bytes()
        import_answers(db, opened.audit, template, matrix, wiring.speaker(own, "matrix.csv", "import"))
        plans = (DATA / KEY / "actions.csv").read_bytes()
        add_by_sheet(db, opened.audit, template, plans, wiring.speaker(own, "actions.csv", "import"))
    with wiring.reading(own) as db:
        bar.update(task, advance=1, description="Checking the trail")
        audit, _ = wiring.audit_of(db, KEY)
        if (fault := first_bad_entry(db, audit)) is not None:
            wiring.attention(fault)
        bar.update(task, advance=1, description="Writing the report")
        found = write_report(db, own, KEY, None, own.home / "report")
        bar.update(task, advance=1)
    return found


def _write_paper(own: Settings) -> Path:
    with wiring.reading(own) as db:
        written = paper_of(own, counted_of(db, own, KEY, None))
    target = (own.home / "report" / "paper.docx").absolute()
    wiring.write_file(target, written)
    return target


def _print_summary(found: Figures) -> None:
    table = Table("agency", *(rating.code for rating in found.template.scale.given), "met", "missing", box=None)
    for abbr, tally in found.by_agency.items():
        met, of = found.counts(abbr)
        counts = [str(tally.ratings[rating.code]) for rating in found.template.scale.given]
        table.add_row(abbr, *counts, f"{met} of {of}", str(tally.states["missing"]))
    console = wiring.out()
    console.print(table)
    needs = ", ".join(found.needs_support)
    console.print(f"\n{count(found.total.cells, 'cell')}, {found.total.rated} rated. Needs support: {needs}.")


def _print_letters(became: Iterable[Became]) -> None:
    table = Table("letter", "from", "became", "answers", "asked back", "files", box=None)
    for each in became:
        table.add_row(*each)
    wiring.out().print(table)
