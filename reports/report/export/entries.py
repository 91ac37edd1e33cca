"""Answers as an export tells them: what stands of each question, and everything that was ever said."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, TypeVar

from config.questionnaire import RATING, YES_NO, Template
from intake.ledger import File, files_of
from intake.returns import Cell, Cells, cells, is_file
from reports.report.export.rows import KeptAnswer
from storage.nouns import (
    Action,
    ActionEntry,
    Answer,
    Evidence,
    Meeting,
    MeetingEntry,
    Quote,
    Recommendation,
    Review,
    Tag,
    Thread,
    ThreadEntry,
)

Placed = TypeVar("Placed", Answer, KeptAnswer)


def standing_answers(template: Template, current: Sequence[KeptAnswer]) -> list[dict[str, Any]]:
    """One entry a question and side, as it stands; who, how and when are those of its latest part."""
    said = cells(template, current)
    files: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for each in files_of(current):
        files[each.question, each.by].append(file_entry(each))
    groups: dict[tuple[str, str], list[KeptAnswer]] = defaultdict(list)
    for answer in in_order(template, current):
        if answer.question and not (is_file(answer.prompt) and not answer.value):
            groups[answer.question, answer.by].append(answer)
    return [_answer(said, group) | {"evidence": files[key]} for key, group in groups.items()]


def _answer(said: Cells, group: Sequence[KeptAnswer]) -> dict[str, Any]:
    latest = max(group, key=lambda answer: (answer.said_at, answer.id))
    cell: Cell = said[latest.question, latest.by]
    standing = [answer for answer in group if cell.has(answer.prompt, answer.value, answer.not_applicable)]
    return {
        "question": latest.question,
        "by": latest.by,
        "rating": cell.rating,
        "yes_no": cell.yes_no,
        "not_applicable": cell.not_applicable,
        "kept_from": kept.pop() if len(kept := {each.kept_from for each in standing}) == 1 else "",
        "text": dict(sorted(cell.words.items())),
        "said_by": latest.said_by,
        "via": latest.via,
        "said_at": iso(latest.said_at),
        "evidence": [],
        "themes": [
            {**_theme(tag), "prompt": answer.prompt}
            for answer in standing
            for tag in answer.tags
            if tag.decision != "rejected"
        ],
    }


def history_entry(answer: KeptAnswer) -> dict[str, Any]:
    """One thing that was said, with all that hangs on it."""
    return {
        "entry": answer.entry,
        "by": answer.by,
        "question": answer.question,
        "prompt": answer.prompt,
        "value": answer.value,
        "not_applicable": answer.not_applicable,
        "kept_from": answer.kept_from,
        **_said(answer),
        "evidence": [_evidence(each) for each in answer.evidence],
        "tagged": answer.tagged,
        "themes": [{**_theme(tag), "version": tag.version, **_kept(tag)} for tag in answer.tags],
        "quotes": [_quote(each) for each in answer.quotes],
    }


def _quote(quote: Quote) -> dict[str, Any]:
    """The sentence a manager lets others read."""
    return {
        "start": quote.start,
        "end": quote.end,
        "approved_by": quote.approved_by,
        "approved_at": iso(quote.approved_at),
        "withdrawn_at": iso(quote.withdrawn_at),
    }


def thread_entry(each: Thread) -> dict[str, Any]:
    """A question back, and all that either side said of it."""
    return {
        "question": each.question,
        "wants": each.wants,
        "source": each.source,
        "opened_by": each.opened_by,
        "opened_at": iso(each.opened_at),
        "closed_at": iso(each.closed_at),
        "closed_by": each.closed_by,
        "entries": [{"by": said.by, "words": said.words, **_said(said)} for said in each.entries],
    }


def review_entry(each: Review) -> dict[str, Any]:
    """One thing a manager made of the return."""
    return {
        "question": each.question,
        "verdict": each.verdict,
        "value": each.value,
        "because": each.because,
        **_said(each),
    }


def action_entry(each: Action, agency: str | None) -> dict[str, Any]:
    """An action as it was agreed, and all that was said of it."""
    return {
        "agency": agency,
        **{name: getattr(each, name) for name in _ACTION},
        "made_at": iso(each.made_at),
        "entries": [
            {"kind": said.kind, "words": said.words, "value": said.value, **_said(said)}
            | {"evidence": [_evidence(file) for file in said.evidence]}
            for said in each.entries
        ],
    }


def meeting_entry(each: Meeting, agency: str | None) -> dict[str, Any]:
    """A meeting as it was set, and all that was kept of it."""
    return {
        "agency": agency,
        **{name: getattr(each, name) for name in ("partnership", "number", "about", "source", "made_by", "via")},
        "set_for": each.set_for.isoformat(),
        "made_at": iso(each.made_at),
        "entries": [
            {"kind": said.kind, "words": said.words, "value": said.value, **_said(said)} for said in each.entries
        ],
    }


def recommendation_entry(each: Recommendation) -> dict[str, Any]:
    """A recommendation as the record keeps it."""
    return {name: getattr(each, name) for name in _RECOMMENDATION} | {"made_at": iso(each.made_at)}


_ACTION = (
    *("partnership", "number", "what", "refs", "because", "owner", "by_when", "known_by", "source", "made_by"),
    "via",
)
_RECOMMENDATION = ("partnership", "number", "words", "owner", "refs", "priorities", "source", "made_by", "via")


def _said(each: KeptAnswer | ThreadEntry | Review | ActionEntry | MeetingEntry) -> dict[str, Any]:
    """Who said it, by which way, what it came with, and when."""
    return {"said_by": each.said_by, "via": each.via, "source": each.source, "said_at": iso(each.said_at)}


def _evidence(each: Evidence) -> dict[str, Any]:
    return {
        "sha256": each.sha256,
        "name": each.name,
        "size": each.size,
        "media_type": each.media_type,
        "scan": each.scan,
        "scanned_at": iso(each.scanned_at),
        "flags": each.flags,
        "kept_at": iso(each.kept_at),
        "dated": iso(each.dated),
        "review_by": iso(each.review_by),
    }


def file_entry(each: File) -> dict[str, Any]:
    replaces = {"replaces": each.replaces} if each.replaces else {}
    return {"sha256": each.sha256, "name": each.name, "size": each.size, **replaces}


def _theme(tag: Tag) -> dict[str, Any]:
    return {"theme": tag.theme, "start": tag.start, "end": tag.end}


def _kept(tag: Tag) -> dict[str, Any]:
    """What a restored tag needs beside its place."""
    return {
        "score": tag.score,
        "why": tag.why,
        "words": tag.words,
        "sentence_start": tag.sentence_start,
        "sentence_end": tag.sentence_end,
        "decision": tag.decision,
        "decided_by": tag.decided_by,
    }


def in_order(template: Template, answers: Iterable[Placed]) -> list[Placed]:
    """In the order of the questionnaire; the rating first, then yes/no, then the words, then the files."""
    places = {ref: place for place, ref in enumerate(["", *template.by_ref])}
    first = {RATING: 0, YES_NO: 1}

    def place(each: Placed) -> tuple[int, str, int, str]:
        kind = 3 if is_file(each.prompt) else first.get(each.prompt, 2)
        return places[each.question], each.by, kind, each.prompt

    return sorted(answers, key=place)


def iso(moment: datetime | date | None) -> str | None:
    return moment.isoformat() if moment else None
