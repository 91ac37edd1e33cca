"""s11 audit new: an audit file from a questionnaire in Excel, with a word on everything that was not understood."""

import re
from collections import Counter
from pathlib import Path
from typing import Annotated

import typer

from cli import wiring
from config.dates import today
from config.questionnaire import Faulty, load_template
from config.words import count, listing
from intake.audits.workbooks import DraftAudit, Fate, read_questionnaire, told
from intake.ledger import Refused

KEY = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")
MOST_TOLD = 40
FATES = {  # how rows that are one thing each are counted
    Fate.TITLE: ("title",),
    Fate.ABOUT: ("introduction",),
    Fate.HEADS: ("line of headings", "lines of headings"),
    Fate.STANDARD: ("standard",),
    Fate.QUESTION: ("question",),
}


def new(
    from_: Annotated[Path, typer.Option("--from", metavar="FILE.xlsx", help="The questionnaire: .xlsx or .csv.")],
    out: Annotated[Path | None, typer.Option(metavar="FILE.toml", help="Where to write it; KEY.toml here.")] = None,
    key: Annotated[str, typer.Option(help="Its name in commands; made from its title when not given.")] = "",
    title: Annotated[
        str, typer.Option(help="Its name for people; the first line of the workbook when not given.")
    ] = "",
    year: Annotated[str, typer.Option(help="Its year, as in 2026-27; found in its title when not given.")] = "",
) -> None:
    """Write an audit file from a questionnaire in Excel, and say what was not understood.

    Example: s11 audit new --from questionnaire.xlsx
    """
    if key and not KEY.fullmatch(key):
        raise Refused("--key: Write small letters, digits and dashes, 60 at most, as in section-11-2027.")
    audit = read_questionnaire(wiring.read_file(from_), from_.stem, key, title, year)
    if not audit.year:
        this_year = str(today(wiring.now(wiring.settings())).year)
        audit = read_questionnaire(wiring.read_file(from_), from_.stem, key, title, this_year)
    path = out or Path(f"{audit.key}.toml")
    if wiring.is_there(path, a_file=True):
        raise Refused(f"{path} is there already and stays as it is. Move it away, or name another file with --out.")
    wiring.write_file(path, audit.source)
    _say(audit)
    _check(audit, path)


def _say(audit: DraftAudit) -> None:
    asked = sum(len(questions) for _, questions in audit.standards)
    wiring.say(f"{audit.title}: {count(asked, 'question')} in {count(len(audit.standards), 'standard')}, {audit.year}.")
    fates = Counter({(each.sheet, each.row): each.fate for each in audit.fates}.values())
    rows = listing(
        f"{count(number, *FATES.get(fate, (fate.value, fate.value)))}" for fate, number in fates.most_common()
    )
    wiring.say(f"{count(sum(fates.values()), 'row that holds', 'rows that hold')} something: {rows}.")
    for sheet, columns in audit.columns.items():
        wiring.say(f"Sheet {sheet}:" if sheet else "Columns:")
        for column, role in columns.items():
            wiring.say(f"  {column}: {role}")
    met = listing(each.label for each in audit.scale.ratings if each.counts_as == "met")
    wiring.say(f"Scale, from {audit.scale.where}: {', '.join(each.label for each in audit.scale.ratings)}.")
    wiring.say(f"Counts as met: {met}. Change counts_as in the file where that is wrong.")
    if 'good = "yes"' in audit.source:
        wiring.say("Where yes or no is asked, yes counts as good news. Change good in the file where it is not.")
    for sheet in audit.hidden:
        wiring.say(f"The sheet {sheet} is hidden in Excel, and was read like the others.")
    _list("Look at these:", [told(each) for each in audit.to_look_at])


def _list(head: str, lines: list[str]) -> None:
    for line in [head, *lines[:MOST_TOLD]] if lines else []:
        wiring.say(line if line == head else f"  {line}")
    if len(lines) > MOST_TOLD:
        wiring.say(f"  and {len(lines) - MOST_TOLD} more.")


def _check(audit: DraftAudit, path: Path) -> None:
    """What stands in the file now, and what to do next; leaves with 1 where a person must look."""
    try:
        load_template(audit.source.encode(), str(path))
    except Faulty as faulty:
        wiring.attention("\n".join([f"{path} is written, and this must be mended in it:", *map(str, faulty.faults)]))
    wiring.say(f"Written: {path}. Read it, then s11 audit check {path} and s11 audit open {path}.")
    if audit.unread:
        left_out = "Not understood, and so not asked (the file says so too):"
        wiring.attention("\n".join([left_out, *(f"  {told(each)}" for each in audit.unread)]))
