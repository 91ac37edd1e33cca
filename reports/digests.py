"""What an audit adds up to just now, on one screen: sections of plain sentences, the same for letter, Slack and page.

Pure: figures now, figures then, and a few facts in; words out. Counts, ratings, questions' own texts and themes only:
what an agency wrote is never quoted here unless a manager approved that quotation.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from intake.cells import progress
from reports.summary import Figures, Return
from reports.tally import Tally, extremes
from reports.words import clip, count, listing, of, percent

FEW = 5  # names in a list before "and 7 more": a digest is one screen, the report has them all


class Section(NamedTuple):
    """A heading, its sentences, and the place in the report that holds the whole list."""

    title: str
    anchor: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Digest:
    """What one partnership is told at one moment."""

    audit: str
    partnership: str | None
    on: date
    sections: tuple[Section, ...]
    witness: str  # the end of the audit's trail, so that a tail cut off later is noticed


class Mentioned(NamedTuple):
    """How often a theme is written about. `not_by` are the agencies that wrote but never about it."""

    title: str
    agencies: int
    of_agencies: int
    answers: int
    of_answers: int
    not_by: Sequence[str]


@dataclass(frozen=True)
class Since:
    """What happened since the last digest, beside the figures; lists hold agencies."""

    on: date | None = None
    changed: Sequence[str] = ()  # changed after they were sent
    late: Sequence[str] = ()
    files: int = 0
    files_from: Sequence[str] = ()


@dataclass(frozen=True)
class Waiting:
    """What needs a person."""

    held: int = 0
    unreachable: Sequence[str] = ()  # agencies none of whose contacts can be reached
    tags: int = 0


@dataclass(frozen=True)
class Facts:
    """What a digest tells beside the figures."""

    due: date
    since: Since = Since()
    waiting: Waiting = Waiting()
    themes: Sequence[Mentioned] = ()
    worries: dict[str, str] | None = None  # by question: the theme most worried about
    quotes: Sequence[str] = ()  # approved, redacted, with the agency that said it
    witness: str = ""


def digest(audit: str, partnership: str | None, on: date, now: Figures, then: Figures | None, facts: Facts) -> Digest:
    """The digest of an audit, whole or for a partnership (its name). `then` are the figures of the last one."""
    made = [
        Section(
            "Who has answered", "silent" if now.not_submitted else "agencies", tuple(_returns(now, then, facts, on))
        ),
        Section("Ratings", "ratings", tuple(_ratings(now, then, facts.since))),
        Section("Highest and lowest", "standards", tuple(_extremes(now, facts.worries or {}))),
        Section("Who needs support", "agencies", tuple(_support(now))),
        Section("What they wrote about", "themes", tuple(_themes(facts.themes))),
        Section("Worth sharing", "questions", (*_sharing(now), *facts.quotes)),
        Section("New since the last digest", "outstanding", tuple(_news(now, then, facts.since))),
        Section("Waiting for you", "outstanding", tuple(_waiting(facts.waiting))),
    ]
    return Digest(audit, partnership, on, tuple(each for each in made if each.lines), facts.witness)


def few(names: Sequence[str]) -> str:
    """The first few names and how many more there are."""
    if len(names) <= FEW + 1:
        return listing(names)
    return f"{', '.join(names[:FEW])} and {len(names) - FEW} more"


def _returns(now: Figures, then: Figures | None, facts: Facts, on: date) -> Iterator[str]:
    rate = of(len(now.submitted), len(now.invited), nothing="None of the agencies")
    more = len(now.submitted) - len(then.submitted) if then else 0
    moved = f", {abs(more)} {'more' if more > 0 else 'fewer'} than on {_since(facts.since)}" if more else ""
    yield f"{rate} agencies have sent their return{moved}."
    yield f"{_closing(facts.due, on)}"
    if now.not_submitted:
        silent = sorted(now.not_submitted, key=lambda each: (_progress(now, each)[0], each.abbr))
        yield f"Not yet: {few([_how_far(now, each) for each in silent])}."


def _closing(due: date, on: date) -> str:
    days, last = (due - on).days, _day(due)
    if days < 0:
        return f"The last day was {last}."
    return (
        f"It closes today at 23:59, {last}." if days == 0 else f"It closes on {last} at 23:59, in {count(days, 'day')}."
    )


def _how_far(now: Figures, each: Return) -> str:
    done, asked = _progress(now, each)
    return f"{each.abbr} ({done} of {asked} answered)" if each.status == "in_progress" else f"{each.abbr} (not started)"


def _progress(now: Figures, each: Return) -> tuple[int, int]:
    return progress(now.template, each.sector, each.said)


def _ratings(now: Figures, then: Figures | None, since: Since) -> Iterator[str]:
    if not now.total.rated:
        return
    for rating in now.template.scale.given:
        number = now.total.ratings[rating.code]
        moved = number - then.total.ratings[rating.code] if then else 0
        told = f", {moved:+d} since {_since(since)}" if moved else ""
        yield f"{rating.name}: {of(number, now.total.rated)}{told}."
    left = [("missing", "missing"), ("unanswered", "not answered")]
    gaps = [f"{now.total.states[state]} {told}" for state, told in left if now.total.states[state]]  # type: ignore[index]
    if gaps:
        yield f"Without a rating: {listing(gaps)}."


def _extremes(now: Figures, worries: dict[str, str]) -> Iterator[str]:
    titles = {each.ref: each.title for each in now.template.standards}
    for told, refs in zip(("Most met", "Least met"), extremes(now.by_standard), strict=True):
        if refs:
            yield f"{told}: {few([f'{ref} {titles[ref]}' for ref in refs])} ({_met(now.by_standard[refs[0]])})."
    lowest = extremes(now.by_question)[1]
    for ref in lowest[:3]:
        worry = f" Most worried about: {worries[ref]}." if ref in worries else ""
        text = clip(now.template.by_ref[ref].text, 90)
        yield f"Rated lowest: {ref} {text} ({_met(now.by_question[ref])} met).{worry}"
    if len(lowest) > 3:
        yield f"{count(len(lowest) - 3, 'more question')} as low: {few(lowest[3:])}."


def _met(tally: Tally) -> str:
    return of(tally.met, tally.rated)


def _support(now: Figures) -> Iterator[str]:
    level = now.template.support_below
    if level is None or not now.needs_support:
        return
    named = [f"{abbr} ({of(*now.counts(abbr), level=level)})" for abbr in now.needs_support]
    yield f"Fewer than {percent(round(level * 1000), 1000)} met: {few(named)}."


def _themes(themes: Sequence[Mentioned]) -> Iterator[str]:
    for each in themes:
        said = f"{each.agencies} of {count(each.of_agencies, 'agency', 'agencies')}"
        answers = f"{each.answers} of {count(each.of_answers, 'answer')}"
        silent = f" Not mentioned by {few(each.not_by)}." if each.not_by else ""
        yield f"{each.title}: {said}, {answers}.{silent}"


def _sharing(now: Figures) -> Iterator[str]:
    best = now.template.scale.given[0]
    if best.counts_as != "met" or len(now.template.scale.given) < 3:
        return
    tops = sorted(
        ((now.by_agency[abbr].ratings[best.code], abbr) for abbr in now.by_agency), key=lambda x: (-x[0], x[1])
    )
    named = [f"{abbr} ({count(number, 'answer')})" for number, abbr in tops if number]
    if named:
        yield f"{best.name}: {few(named)}."


def _news(now: Figures, then: Figures | None, since: Since) -> Iterator[str]:
    if then is None or since.on is None:
        return
    before = {each.abbr for each in then.submitted}
    if new := [each.abbr for each in now.submitted if each.abbr not in before]:
        yield f"Returns in: {few(new)}."
    if since.late:
        yield f"Late: {few(since.late)}."
    if since.changed:
        yield f"Changed after they were sent: {few(since.changed)}."
    if since.files:
        yield f"{count(since.files, 'file')} of evidence from {few(since.files_from)}."


def _waiting(waiting: Waiting) -> Iterator[str]:
    if waiting.held:
        is_are = "is" if waiting.held == 1 else "are"
        yield f"{count(waiting.held, 'letter')} {is_are} held for you to decide."
    if waiting.unreachable:
        yield f"Nobody can be reached at {few(waiting.unreachable)}. Call them, then name a new contact."
    if waiting.tags:
        yield f"{count(waiting.tags, 'theme')} found in answers could do with your check."


def _since(since: Since) -> str:
    return f"{since.on.day} {since.on:%B}" if since.on else "the last one"


def _day(day: date) -> str:
    return f"{day:%A} {day.day} {day:%B %Y}"
