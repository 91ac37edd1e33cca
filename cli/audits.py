"""s11 audit: the questionnaires there are, and opening one as an audit."""

import json
from collections.abc import Collection, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table
from sqlalchemy import select
from sqlalchemy.orm import undefer

from cli import wiring
from cli.audit_new import KEY, new
from cli.before import questionnaire_before, refuse_strange_was
from cli.options import DATES, By
from cli.questionnaire import print_questionnaire
from cli.round_dates import close, reopen
from config.branches import Circle
from config.dates import today, uk_date
from config.partnerships import load_partnerships
from config.questionnaire import Faulty, Template, load_template, unsaid, was_faults
from config.settings import Settings
from config.words import count
from intake.audits import AgencyRow, open_audit, read_agencies, told_of_agencies
from intake.last_time import round_before
from intake.ledger import Refused
from storage.nouns import Audit

app = typer.Typer(
    help="The questionnaires, and the audits opened with them.", no_args_is_help=True, rich_markup_mode=None
)

Json = Annotated[bool, typer.Option("--json", help="One JSON document instead of a table.")]


@app.command("list")
def list_(json_: Json = False) -> None:
    """Which questionnaires there are, and which audits are open."""
    using = wiring.settings()
    faults: list[str] = []
    known: dict[str, tuple[Template | None, date | None]] = {
        key: (template, None) for key, template in wiring.templates(using).items()
    }
    with wiring.reading(using) as db:
        for audit in db.scalars(select(Audit).options(undefer(Audit.template))):
            known[audit.key] = (None, audit.due)
            try:
                known[audit.key] = (wiring.template_of(audit), audit.due)
            except wiring.DamagedAudit as damaged:
                faults.append(str(damaged))
    listed = [_listed(key, *known[key]) for key in sorted(known)]
    if json_:
        wiring.say(json.dumps(listed, indent=1, ensure_ascii=False))
        _heed(faults)
        return
    table = Table("key", "title", "questions", "rated by", "open, due", box=None, pad_edge=False)
    for each in listed:
        table.add_row(*(str(each[name] or "") for name in ("key", "title", "questions", "rated_by", "due")))
    wiring.out().print(table)
    _heed(faults)


def _heed(faults: list[str]) -> None:
    if faults:
        wiring.attention("\n".join([*faults, "Bring the record back from a backup with s11 restore."]))


@app.command()
def check(files: Annotated[list[Path], typer.Argument(help="Audit files in TOML.")]) -> None:
    """Read audit files and tell every fault in them, with its line and what to write instead."""
    faults: list[str] = []
    open_points: list[str] = []
    read: dict[Path, Template] = {}
    for path in files:
        try:
            read[path] = load_template(wiring.read_file(path), str(path))
        except Faulty as faulty:
            faults += [str(fault) for fault in faulty.faults]
    for path, template in read.items():
        then = questionnaire_before(wiring.settings(), template.after, read.values()) if template.after else None
        strange = was_faults(template, then, str(path)) if then is not None else []
        faults += [str(fault) for fault in strange]
        if not strange:
            asked = count(len(template.questions), "question")
            wiring.say(f"{path}: good. {asked} in {count(len(template.standards), 'standard')}.")
            open_points += [str(fault) for fault in unsaid(template, str(path))]
    if faults:
        raise Refused("\n".join(faults + open_points))
    if open_points:
        wiring.attention("\n".join(open_points))


@app.command()
def show(key: Annotated[str, typer.Argument(help="An open audit or a questionnaire.")]) -> None:
    """Print the whole questionnaire, to read beforehand."""
    using = wiring.settings()
    with wiring.reading(using) as db:
        audit = db.scalar(select(Audit).where(Audit.key == key))
        due = audit.due if audit else None
        template = wiring.template_of(audit) if audit else wiring.templates(using).get(key)
    if template is None:
        raise Refused(f"There is no questionnaire {key}. s11 audit list shows which there are.")
    print_questionnaire(wiring.out(), template, due)


@app.command("open")
def open_(
    template: Annotated[str, typer.Argument(help="The questionnaire's key, or its file in TOML.")],
    agencies: Annotated[Path, typer.Option(help="agencies.csv, or the same table in .xlsx: one row a contact.")],
    due: Annotated[datetime, typer.Option(formats=DATES, help="Last day to answer; until 23:59, London time.")],
    opens: Annotated[
        datetime | None,
        typer.Option(formats=DATES, help="First day; today when not given, or the due date where that is past."),
    ] = None,
    as_: Annotated[str | None, typer.Option("--as", help="A name for this round, when the key is in use.")] = None,
    distinct: Annotated[
        list[str] | None,
        typer.Option(metavar="ABBR", help="This agency bears another's name and is not it; may be given again."),
    ] = None,
    after: Annotated[
        str | None,
        typer.Option(metavar="KEY", help="The round before: each agency sees its answers of then, to keep or change."),
    ] = None,
    by: By = "",
) -> None:
    """Open an audit for the agencies of a file, or add agencies to it. Sends nothing.

    Example: s11 audit open section-11 --agencies agencies.csv --due 2027-03-31
    """
    using = wiring.settings()
    if as_ is not None and not KEY.fullmatch(as_):
        raise Refused("--as: Write small letters, digits and dashes, 60 at most, as in section-11-2027.")
    table = wiring.read_file(agencies)
    known = load_partnerships(using.config_folder / "partnerships.toml")
    names = {key: each.name for key, each in known.items()}
    rows, heard = _of_partnerships(read_agencies(table), names)
    _refuse_unknown(distinct or (), rows)
    chosen = _questionnaire(using, template)
    if before := after or chosen.after:
        refuse_strange_was(chosen, questionnaire_before(using, before), template)
    key = as_ or chosen.key
    with wiring.writing(using) as db:
        speaker = wiring.speaker(using, by, "command line")
        apart = Circle(apart=using.owners())
        dates = (opens.date() if opens else None, due.date())
        opened = open_audit(db, chosen, key, dates, rows, names, speaker, distinct or (), after, apart)
        before = opened.audit.after
        is_there = round_before(db, before) is not None
        told = f"{key} is open until {uk_date(opened.audit.due)}, 23:59. Agencies added: {len(opened.agencies)}."
    wiring.say(f"{told} Contacts added: {len(opened.contacts)}. Nothing was sent.")
    if dates[1] < today(wiring.now(using)):
        wiring.say(f"That day is past: whoever is invited is late at once. Move it: s11 extend {key} --all --to DATE.")
    for each in (*told_of_agencies(table), *heard):
        wiring.say(each)
    if before:
        wiring.say(_told_before(before, is_there=is_there))
    if opened.new_sectors:
        named = ", ".join(opened.new_sectors)
        wiring.say(f"No question is asked of these sectors alone, and no agency had them before: {named}.")
    for abbr, old, name in opened.renamed:
        wiring.say(f"{abbr} has another name now, in every audit: {old} -> {name}.")
    for abbr, sector in opened.kept:
        wiring.say(f"{abbr} is still asked as {sector} in {key}: a round keeps the sector it opened with.")


def _of_partnerships(rows: list[AgencyRow], names: Mapping[str, str]) -> tuple[list[AgencyRow], list[str]]:
    """The agencies, of the one partnership that partnerships.toml names where the table names none; and what to say."""
    if any(each.partnerships for each in rows):
        return rows, []
    if len(names) != 1:
        told = "No agency names its partnership, so nobody can ask it. Write its key beside each, and open with --as."
        return rows, [told]
    (key, name), *_ = names.items()
    return [each._replace(partnerships=(key,)) for each in rows], [f"All of them are asked by {name}."]


def _told_before(before: str, *, is_there: bool) -> str:
    if is_there:
        return f"It comes after {before}: each agency sees what it said then, and keeps, changes or drops it."
    return f"It comes after {before}, which is not in this record, so nobody sees answers of then."


def _questionnaire(using: Settings, named: str) -> Template:
    """The questionnaire of this key, or in this file."""
    known = wiring.templates(using).get(named)
    if known is not None:
        return known
    path = Path(named)
    if path.suffix.casefold() == ".toml" or wiring.is_there(path, a_file=True):
        return load_template(wiring.read_file(path), named)
    raise Refused(f"There is no questionnaire {named[:80]}. s11 audit list shows which there are, or name a file.")


def _refuse_unknown(distinct: Collection[str], rows: Collection[AgencyRow]) -> None:
    known = {row.abbr.casefold() for row in rows}
    for abbr in distinct:
        if abbr.casefold() not in known:
            raise Refused(f"--distinct {abbr} names no agency of the file. Give an abbreviation as the file has it.")


def _listed(key: str, template: Template | None, due: date | None) -> dict[str, object]:
    return {
        "key": key,
        "title": template.title if template else "(its questionnaire is damaged)",
        "year": template.year if template else None,
        "standards": len(template.standards) if template else None,
        "questions": len(template.questions) if template else None,
        "rated_by": template.rated_by if template else None,
        "open": due is not None,
        "due": due.isoformat() if due else None,
    }


app.command()(new)
app.command()(close)
app.command()(reopen)
