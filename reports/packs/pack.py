"""A pack as values: what its document says, before any of it is a page."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy.orm import Session

from config.dates import today, uk_date
from config.questionnaire import Template
from config.words import count, listing
from reports.actions import KeptMeeting, TrackedAction
from reports.after import ReviewedReturn, beside, seen_return
from reports.both import both_ratings
from reports.figures import Figures, ThemeFigures, of
from reports.packs.worth import WorthAsking, worth_asking
from storage.nouns import Submission


class PackRow(NamedTuple):
    """One question of the agency's return, in a line of the table."""

    ref: str
    text: str
    own: str
    partnership: str
    last_time: str
    files: int
    is_apart: bool


class Pack(NamedTuple):
    """Everything that goes into the meeting with one agency."""

    agency: str
    title: str
    made_on: str
    glance: Sequence[str]
    worth: Mapping[str, Sequence[WorthAsking]]
    rows: Sequence[PackRow]
    themes: Sequence[tuple[str, int]]  # title, and how many of its answers write of it
    actions: Sequence[TrackedAction]
    meetings: Sequence[KeptMeeting]
    texts: Mapping[str, str]  # of each question


def pack_of(
    db: Session, template: Template, submission: Submission, found: Figures, themes: Sequence[ThemeFigures],
    actions: Sequence[TrackedAction], wrote: Mapping[str, int], on: date, meetings: Sequence[KeptMeeting] = (),
) -> Pack:  # fmt: skip
    """The pack for this return; `found` are the figures of the whole audit, `wrote` the answers of it by theme."""
    seen = seen_return(db, template, submission)
    abbr = submission.agency.abbr
    names = {each.code: each.name for each in template.scale.ratings}
    rated = next(each.said for each in found.submitted if each.abbr == abbr)
    apart = {each.question for each in both_ratings(found) if each.agency == abbr and each.is_apart}
    rows = []
    for each in seen.answers:
        cell = rated.get((each.question.ref, "agency"))
        own = "Not applicable" if cell and cell.not_applicable else names.get((cell.rating if cell else "") or "", "")
        ref = each.question.ref
        rows.append(PackRow(ref, each.question.text, own, each.judged, each.last_time, len(each.files), ref in apart))
    return Pack(
        agency=f"{abbr} · {submission.agency.name}",
        title=template.title,
        made_on=uk_date(on),
        glance=_glance(seen, found, rows, themes),
        worth=worth_asking(seen, found, themes, actions),
        rows=rows,
        themes=[(each.title, wrote[each.key]) for each in themes if wrote.get(each.key)],
        actions=[each for each in actions if each.agency == abbr],
        meetings=[each for each in meetings if each.agency == abbr and not each.is_ahead(on)],
        texts={each.question.ref: each.question.text for each in seen.answers},
    )


def _glance(seen: ReviewedReturn, found: Figures, rows: Sequence[PackRow], themes: Sequence[ThemeFigures]) -> list[str]:
    submission = seen.submission
    abbr = submission.agency.abbr
    signed = f" on {uk_date(today(submission.signed_at))}" if submission.signed_at else ""
    by = f" by {submission.signed_by}" if submission.signed_by else ""
    told = [f"Its return was signed{by}{signed}."]
    told += [f"It speaks for {submission.scope} only."] if submission.scope else []
    told += [f"It met {of(*found.counts(abbr))}. {beside(found, abbr, submission.sector)}".strip()]
    both = [each for each in rows if each.own and each.partnership]
    parted = [each.ref for each in rows if each.is_apart]
    if both:
        where = f" They part at {listing(parted)}." if parted else " They part nowhere."
        told.append(f"Both sides rated {len(both)} of {count(len(rows), 'answer')}.{where}")
    files = sum(each.files for each in rows) + len(seen.files)
    told.append(f"{count(files, 'file is', 'files are')} with it." if files else "No file is with it.")
    if not any(abbr in each.total.of_agencies for each in themes):
        told.append("It gives ratings and no words, so there is nothing to read of what was done.")
    return told
