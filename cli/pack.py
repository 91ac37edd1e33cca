"""s11 pack: what a partnership takes into a meeting with one agency."""

from collections import Counter
from pathlib import Path
from typing import Annotated

import typer

from cli import wiring
from cli.copies import note_copy
from cli.decisions import submission_of
from cli.faults import heed
from cli.options import Abbr, Key
from cli.tags import tag_first, themes_of
from config.dates import today
from intake.ledger import Refused
from reports.actions import kept_meetings, tracked
from reports.figures import figures_with_words, submissions_of, theme_figures
from reports.packs import pack_document, pack_of
from storage.record import Faults


def pack(
    key: Key,
    agency: Abbr,
    out: Annotated[Path, typer.Option(help="The .docx file to write.")],
) -> None:
    """Write what to take into a meeting with one agency: both ratings, and the questions worth asking, with why.

    Example: s11 pack section-11 GP1 --out GP1.docx
    """
    using, faults = wiring.settings(), Faults()
    tag_first(using, key, faults)
    with wiring.reading(using) as db:
        audit, template = wiring.audit_of(db, key)
        submission = submission_of(db, audit, agency)
        submissions, on = submissions_of(db, audit), today(wiring.now(using))
        found, wrote = figures_with_words(db, template, submissions)
        abbr = submission.agency.abbr
        if abbr not in found.by_agency:
            raise Refused(f"{abbr} has not submitted, so there is nothing to meet about yet.")
        mentions = Counter(theme for each in wrote if each.agency == abbr for theme in each.themes)
        themes = theme_figures(found, wrote, themes_of(using))
        actions = tracked(db, audit, submissions, None, on)
        meetings = kept_meetings(db, audit, submissions, None)
        made = pack_of(db, template, submission, found, themes, actions, mentions, on, meetings)
    wiring.write_file(out, pack_document(made))
    note_copy(using, "pack", out)
    number = sum(map(len, made.worth.values()))
    wiring.say(f"Wrote {out}: {number} questions worth asking, for {len(made.worth)} reasons.")
    heed(using, faults)
