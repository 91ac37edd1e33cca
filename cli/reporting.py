"""Figures and reports of an audit, whole or for one partnership."""

import json
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy.orm import Session

from cli import wiring
from cli.options import Key, Partnership
from cli.tagging import tag_first, themes_of
from config.letters import open_letters
from config.settings import LONDON, Settings
from reports.evidence import exhibits
from reports.figures import figures_json
from reports.listing import export_csv
from reports.page import page
from reports.picture import heat_map, png
from reports.remarks import beside
from reports.returns import figures_of, submissions_of
from reports.summary import Figures
from reports.tagging import wrote_of
from reports.tally import State
from reports.themes import ThemeFigures, Wrote, theme_figures
from reports.words import of
from reports.workbook import workbook


def figures(
    key: Key,
    partnership: Partnership = None,
    json_: Annotated[bool, typer.Option("--json", help="Every figure as one JSON document.")] = False,
) -> None:
    """The numbers of the report: as a few lines to read, or all of them with --json."""
    using = wiring.settings()
    tag_first(using, key)
    with wiring.reading(using) as db:
        found, themes, _ = _counted(db, using, key, partnership)
    if json_:
        wiring.say(json.dumps(figures_json(key, partnership, found, themes), indent=1, ensure_ascii=False))
    else:
        wiring.say("\n".join(in_words(found)))


def report(
    key: Key,
    out: Annotated[Path, typer.Option(help="The folder to write into.")],
    partnership: Partnership = None,
) -> None:
    """Write report.html, report.xlsx, report.csv, figures.json and heat-map.png into a folder."""
    using = wiring.settings()
    tag_first(using, key)
    with wiring.reading(using) as db:
        write_report(db, using, key, partnership, out)
    wiring.say(f"Wrote {out / 'report.html'}; report.xlsx, report.csv, figures.json and heat-map.png are beside it.")


def write_report(db: Session, using: Settings, key: str, partnership: str | None, out: Path) -> Figures:
    """Write the files of a report and return the figures in them."""
    found, files = report_files(db, using, key, partnership)
    for name, content in files.items():
        wiring.write_file(out / name, content)
    return found


def report_files(
    db: Session, using: Settings, key: str, partnership: str | None
) -> tuple[Figures, dict[str, str | bytes]]:
    """The figures of a report, and its files by name."""
    audit, template = wiring.audit_of(db, key)
    found, themes, wrote = _counted(db, using, key, partnership)
    submissions = submissions_of(db, audit, partnership)
    names = {each.key: each.name for submission in submissions for each in submission.partnerships}
    letters = open_letters(using.config_folder / "letters")
    whose = names[partnership] if partnership else None
    today = wiring.now(using).astimezone(LONDON).date()
    files, kept = exhibits(db, template, submissions), beside(db, submissions)
    document = figures_json(key, partnership, found, themes)
    return found, {
        "report.html": page(letters, key, whose, found, themes, exhibits=files, remarks=kept, as_of=today),
        "report.xlsx": workbook(found, template.title, themes, wrote, exhibits=files, remarks=kept),
        "report.csv": export_csv(db, template, submissions),
        "figures.json": json.dumps(document, indent=1, ensure_ascii=False) + "\n",
        "heat-map.png": png(heat_map(found)),
    }


def _counted(
    db: Session, using: Settings, key: str, partnership: str | None
) -> tuple[Figures, list[ThemeFigures], list[Wrote]]:
    audit, template = wiring.audit_of(db, key)
    submissions = submissions_of(db, audit, partnership)
    found = figures_of(db, template, submissions)
    wrote = wrote_of(db, template, submissions)
    return found, theme_figures(found, wrote, themes_of(using)), wrote


_UNCOUNTED: dict[State, str] = {
    "missing": "missing",
    "not_applicable": "not applicable",
    "unrated": "without a rating",
    "unanswered": "unanswered",
}


def in_words(found: Figures) -> list[str]:
    """The main figures, a line each, every share with its n."""
    total = found.total
    rate = of(len(found.submitted), len(found.invited), nothing="0 of 0")
    lines = [f"Returns: {rate} submitted."]
    if found.not_submitted:
        lines.append(f"Not submitted: {', '.join(each.abbr for each in found.not_submitted)}.")
    if found.unsigned:
        lines.append(f"Every question answered, not signed: {', '.join(found.unsigned)}.")
    if found.mended:
        lines.append(f"Open again for a change, counted as signed: {', '.join(found.mended)}.")
    for rating in found.template.scale.given:
        lines.append(f"{rating.name}: {of(total.ratings[rating.code], total.rated, nothing='0 of 0')} rated answers.")
    counts = ", ".join(f"{total.states[state]} {name}" for state, name in _UNCOUNTED.items())
    lines.append(f"Of {total.cells} cells: {total.rated} rated, {counts}.")
    if found.template.support_below is not None:
        lines.append(f"Needs support: {', '.join(found.needs_support) or 'nobody'}.")
    return lines
