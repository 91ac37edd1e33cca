"""s11 pack: what a partnership takes into a meeting with one agency, or with all of them."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy.orm import Session

from cli import post, wiring
from cli.copies import note_copy
from cli.decisions import submission_of
from cli.faults import heed
from cli.options import Key, Partnership
from cli.tags import tag_first, themes_of
from config.dates import today
from config.questionnaire import Template
from config.settings import Settings
from config.words import count
from intake.ledger import Refused
from reports.actions import afterwards_of, kept_meetings, priorities_of, tracked
from reports.figures import figures_with_words, submissions_of, theme_figures
from reports.packs import discussion_document, discussion_of, pack_document, pack_of
from storage.nouns import Audit, Submission
from storage.record import Faults


def pack(
    key: Key,
    out: Annotated[Path, typer.Option(help="The .docx file to write.")],
    agency: Annotated[str | None, typer.Argument(help="With whom; without, it is a discussion of all.")] = None,
    groups: Annotated[int, typer.Option(min=1, max=50, help="Of a discussion: how many groups sit together.")] = 3,
    partnership: Partnership = None,
) -> None:
    """Write what to take into a meeting with one agency, or with all: the questions worth asking, with why.

    Example: s11 pack section-11 GP1 --out GP1.docx
    """
    using, faults = wiring.settings(), Faults()
    tag_first(using, key, faults)
    with wiring.reading(using) as db:
        audit, template = wiring.audit_of(db, key)
        submissions = submissions_of(db, audit, partnership)
        if agency is None:
            made, told = _discussion(db, using, audit, template, submissions, partnership, groups)
        else:
            made, told = _pack(db, using, audit, template, submission_of(db, audit, agency))
    wiring.write_file(out, made)
    note_copy(using, "pack", out)
    wiring.say(f"Wrote {out}: {told}")
    heed(using, faults)


def _pack(db: Session, using: Settings, audit: Audit, template: Template, submission: Submission) -> tuple[bytes, str]:
    submissions, on, abbr = submissions_of(db, audit), today(wiring.now(using)), submission.agency.abbr
    found, wrote = figures_with_words(db, template, submissions)
    if abbr not in found.by_agency:
        raise Refused(f"{abbr} has not submitted, so there is nothing to meet about yet.")
    mentions = Counter(theme for each in wrote if each.agency == abbr for theme in each.themes)
    themes = theme_figures(found, wrote, themes_of(using))
    actions, meetings = tracked(db, audit, submissions, None, on), kept_meetings(db, audit, submissions, None)
    made = pack_of(db, template, submission, found, themes, actions, mentions, on, meetings)
    number = sum(map(len, made.worth.values()))
    return pack_document(made), f"{count(number, 'question')} worth asking, for {count(len(made.worth), 'reason')}."


def _discussion(
    db: Session, using: Settings, audit: Audit, template: Template, submissions: Sequence[Submission],
    partnership: str | None, groups: int,
) -> tuple[bytes, str]:  # fmt: skip
    on = today(wiring.now(using))
    found, wrote = figures_with_words(db, template, submissions)
    if not found.submitted:
        raise Refused("Nobody has submitted, so there is nothing to discuss yet.")
    keys = sorted({one.key for each in submissions for one in each.partnerships if partnership in (None, one.key)})
    priorities = priorities_of(post.stationery(using).partnerships, keys)
    after = afterwards_of(db, audit, submissions, partnership, found, priorities, on)
    themes = theme_figures(found, wrote, themes_of(using))
    made = discussion_of(found, themes, after.priorities, after.recommendations, groups, on)
    told = f"{count(len(made.questions), 'question')} for discussion, for {count(len(made.groups), 'group')}."
    return discussion_document(made), told
