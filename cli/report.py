"""Figures and reports of an audit, whole or for one partnership."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Annotated, Any, NamedTuple, TypeVar

import typer
from sqlalchemy.orm import Session

from cli import wiring
from cli.copies import note_copy
from cli.faults import heed, partnerships_of
from cli.options import After, Key, Partnership
from cli.tags import tag_first, themes_of
from config.dates import today
from config.letters import open_letters
from config.questionnaire import Template
from config.settings import Settings
from config.words import form
from reports.actions import Afterwards, afterwards_of, priorities_of
from reports.digests import PICTURE, REPORT, WORKBOOK
from reports.figures import (
    AnswerState,
    Aside,
    Exhibit,
    Figures,
    Quotation,
    ThemeFigures,
    Wrote,
    approved,
    beside,
    count,
    exhibits,
    figures_with_words,
    of,
    outstanding,
    submissions_of,
    theme_figures,
)
from reports.movement import CountedRound, Movement, moved_in_words, movement_of
from reports.report import export_csv, figures_json, for_spreadsheets, rolled, rolled_each, thresholds
from reports.report.page import page
from reports.report.picture import heat_map, png
from storage.nouns import Audit, Submission
from storage.record import Faults, apart

File = TypeVar("File", str | bytes, bytes)


def figures(
    key: Key,
    partnership: Partnership = None,
    after: After = None,
    json_: Annotated[bool, typer.Option("--json", help="Every figure as one JSON document.")] = False,
) -> None:
    """The numbers of the report: as a few lines to read, or all of them with --json."""
    using = wiring.settings()
    faults = Faults()
    tag_first(using, key, faults, after)
    with wiring.reading(using) as db:
        made = counted_of(db, using, key, partnership, after)
    if json_:
        wiring.say(json.dumps(made.document, indent=1, ensure_ascii=False))
    else:
        wiring.say("\n".join([*in_words(made.found), *made.moved]))
    heed(using, faults)


def report(
    key: Key,
    out: Annotated[Path, typer.Option(help="The folder to write into.")],
    partnership: Partnership = None,
    after: After = None,
) -> None:
    """Write report.html, report.xlsx, report.csv, figures.json and heat-map.png into a folder."""
    using = wiring.settings()
    faults = Faults()
    tag_first(using, key, faults, after)
    with wiring.reading(using) as db:
        _, files = report_files(db, using, key, partnership, faults, after)
    note_copy(using, "report", out)  # first: stopped half-way, what was written lies there
    _write(out, files)
    if faults.found:
        wiring.say(f"Wrote into {out} what could be made.")
        heed(using, faults)
    wiring.say(f"Wrote {out / 'report.html'}; report.xlsx, report.csv, figures.json and heat-map.png are beside it.")


def write_report(
    db: Session,
    using: Settings,
    key: str,
    partnership: str | None,
    out: Path,
    faults: Faults | None = None,
    after: str | None = None,
) -> Figures:
    """Write the files of a report and return the figures in them."""
    found, files = report_files(db, using, key, partnership, faults, after)
    _write(out, files)
    return found


def _write(out: Path, files: Mapping[str, str | bytes]) -> None:
    for name, content in files.items():
        wiring.write_file(out / name, content)


class Counted(NamedTuple):
    """An audit counted, whole or for a partnership: what each of its files is made of."""

    audit: Audit
    template: Template
    submissions: list[Submission]
    partnership: str | None
    found: Figures
    themes: list[ThemeFigures]
    wrote: list[Wrote]
    quotations: list[Quotation]
    exhibits: list[Exhibit]
    remarks: list[Aside]
    movement: Movement | None
    after: Afterwards

    @property
    def document(self) -> dict[str, Any]:
        return figures_json(
            self.audit.key,
            self.partnership,
            self.found,
            self.themes,
            self.quotations,
            movement=self.movement,
            after=self.after,
        )

    @property
    def moved(self) -> list[str]:
        """What has moved since the round before, a line each; none where there is no such round."""
        titles = {each.ref: each.title for each in self.template.standards}
        themes = {each.key: each.title for each in self.themes}
        return list(moved_in_words(self.movement, titles, themes)) if self.movement else []


def report_files(
    db: Session,
    using: Settings,
    key: str,
    partnership: str | None,
    faults: Faults | None = None,
    after: str | None = None,
) -> tuple[Figures, dict[str, str | bytes]]:
    """The figures of a report, and its files by name; the workbook and the CSV hold all that agencies wrote.

    One that cannot be made is left out, into `faults`.
    """
    made = counted_of(db, using, key, partnership, after)
    makers: dict[str, Callable[[], str | bytes]] = {
        REPORT: lambda: _page(using, made),
        WORKBOOK: lambda: report_workbook(made),
        "report.csv": lambda: for_spreadsheets(export_csv(db, made.template, made.submissions)),
        "figures.json": lambda: json.dumps(made.document, indent=1, ensure_ascii=False) + "\n",
        PICTURE: lambda: png(heat_map(made.found)),
    }
    return made.found, _made(key, makers, faults)


def digest_files(
    db: Session,
    using: Settings,
    key: str,
    partnership: str | None,
    faults: Faults | None = None,
    *,
    with_answers: bool = False,
) -> dict[str, bytes]:
    """What goes with a digest, by name; nobody's words but approved quotations, unless asked `with_answers`."""
    made = counted_of(db, using, key, partnership)
    book = report_workbook if with_answers else _counts
    makers: dict[str, Callable[[], bytes]] = {
        REPORT: lambda: _page(using, made).encode(),
        WORKBOOK: lambda: book(made),
        PICTURE: lambda: png(heat_map(made.found)),
    }
    return _made(key, makers, faults)


def _made(key: str, makers: Mapping[str, Callable[[], File]], faults: Faults | None) -> dict[str, File]:
    made: dict[str, File] = {}
    for name, make in makers.items():
        with apart(faults, f"{name} of {key}"):
            made[name] = make()
    return made


def _counts(made: Counted) -> bytes:
    from reports.report.workbook import counts  # openpyxl: figures, digests and clocks need none most of the time

    return counts(made.found, made.template.title, made.themes)


def report_workbook(made: Counted) -> bytes:
    """The workbook of an audit, the same for a report and for an export."""
    from reports.report.workbook import workbook

    found, title = made.found, made.template.title
    return workbook(
        found, title, made.themes, made.wrote, exhibits=made.exhibits, remarks=made.remarks, after=made.after
    )


def _page(using: Settings, made: Counted) -> str:
    names = {each.key: each.name for submission in made.submissions for each in submission.partnerships}
    return page(
        open_letters(using.config_folder / "letters"),
        made.audit.key,
        names[made.partnership] if made.partnership else None,
        made.found,
        made.themes,
        quotations=made.quotations,
        exhibits=made.exhibits,
        remarks=made.remarks,
        moved=made.moved,
        as_of=today(wiring.now(using)),
        after=made.after,
    )


def counted_of(
    db: Session, using: Settings, key: str, partnership: str | None, after: str | None = None
) -> Counted:  # fmt: skip
    """An audit as it is counted, whole or for one partnership, beside the round before where there is one."""
    audit, template = wiring.audit_of(db, key)
    submissions = submissions_of(db, audit, partnership)
    found, wrote = figures_with_words(db, template, submissions)
    themes = themes_of(using)
    keys = [partnership] if partnership else sorted({one.key for each in submissions for one in each.partnerships})
    priorities = priorities_of(partnerships_of(using, Faults(is_logged=False)), keys)
    return Counted(
        audit,
        template,
        submissions,
        partnership,
        found,
        theme_figures(found, wrote, themes),
        wrote,
        approved(db, template, submissions),
        exhibits(db, template, submissions),
        beside(db, submissions),
        movement_of(db, template, CountedRound(found, wrote), partnership, themes, after, audit.after),
        afterwards_of(db, audit, submissions, partnership, found, priorities, today(wiring.now(using))),
    )


_UNCOUNTED: dict[AnswerState, str] = {
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
    rated = form(total.rated, "rated answer")
    for rating in found.template.scale.given:
        lines.append(f"{rating.name}: {of(total.ratings[rating.code], total.rated, nothing='0 of 0')} {rated}.")
    counts = ", ".join(f"{total.states[state]} {name}" for state, name in _UNCOUNTED.items())
    lines.append(f"Of {count(total.cells, 'cell')}: {total.rated} rated, {counts}.")
    lines += [*rolled(found), *rolled_each(found), *thresholds(found)]
    owed = outstanding(found)
    lines.append(
        f"Outstanding: {count(len(owed.gaps), 'agency owes', 'agencies owe')} {owed}."
        if owed.gaps
        else "Nothing is outstanding."
    )
    if found.template.support_below is not None:
        lines.append(f"Needs support: {', '.join(found.needs_support) or 'nobody'}.")
    return lines
