"""The roll of an audit in plain text: who has answered, who has not, and what stands in the way, to be forwarded."""

import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from config import dates
from config.dates import uk_date
from reports.figures import percent

WIDTH = 80  # columns
LEAST = 16  # columns for a name, whatever the others need
ORDER = ("not_started", "in_progress", "submitted", "excused")
HEADS = ("Agency", "State", "Answered", "Last heard", "Next reminder")

StatusRow = Mapping[str, Any]  # one agency, as `s11 status --json` tells it


def state_words(each: StatusRow) -> str:
    """What stands with a return, in words."""
    return str(each.get("state") or each["status"]).replace("re_", "re-").replace("_", " ")


def roll(
    title: str, key: str, due: date, found: Sequence[StatusRow], *, is_over: bool = False, is_closed: bool = False
) -> str:
    """The audit in a heading, then an agency a row: the longest silent first, then the sent, then the excused."""
    rows = [(each, _cells(each)) for each in sorted(found, key=_rank)]
    widths = [max(map(len, column)) for column in zip(HEADS[1:], *(cells for _, cells in rows), strict=True)]
    longest = max([len(HEADS[0]), *(len(_name(each)) for each in found)])
    first = min(longest, max(LEAST, WIDTH - sum(widths) - 2 * len(widths)))
    lines = [*_head(title, _when(key, due, is_over=is_over, is_closed=is_closed), found), ""]
    lines += _row(HEADS[0], HEADS[1:], first, widths)
    for each, cells in rows:
        lines += _row(_name(each), cells, first, widths)
        for note in _notes(each):
            lines += textwrap.wrap(note, WIDTH, initial_indent="  ", subsequent_indent="    ", break_long_words=False)
    return "\n".join(lines) + "\n"


def _head(title: str, when: str, found: Sequence[StatusRow]) -> Iterator[str]:
    yield from textwrap.wrap(title, WIDTH)
    yield when
    invited = [each for each in found if each["status"] != "excused"]
    sent = sum(each["status"] == "submitted" for each in invited)
    excused = len(found) - len(invited)
    rate = f", a response rate of {percent(sent, len(invited))}" if invited else ""
    yield f"{sent} of {len(invited)} sent{rate}." + (f" {excused} excused." if excused else "")


def _when(key: str, due: date, *, is_over: bool, is_closed: bool) -> str:
    if is_closed:
        return f"{key}: closed; it was due on {uk_date(due)}."
    return f"{key}: open; the last day was {uk_date(due)}." if is_over else f"{key}: due on {uk_date(due)}, 23:59."


def _rank(each: StatusRow) -> tuple[int, str, str]:
    return ORDER.index(each["status"]), each["last_heard"] or "", each["name"].casefold()


def _name(each: StatusRow) -> str:
    return f"{each['name']} ({each['agency']})" if each["name"] != each["agency"] else str(each["name"])


def _cells(each: StatusRow) -> tuple[str, ...]:
    return state_words(each), f"{each['answered']} of {each['of']}", _day(each["last_heard"]), _day(each["next_nudge"])


def _day(moment: str | None) -> str:
    """14 Mar 2027, the day in London; a dash for none."""
    return f"{dates.today(datetime.fromisoformat(moment)):%-d %b %Y}" if moment else "-"


def _row(name: str, cells: Iterable[str], first: int, widths: Sequence[int]) -> list[str]:
    """The cells of an agency; a name too long for its column goes on below."""
    parts = textwrap.wrap(name, first, subsequent_indent=" ", break_long_words=False) or [""]
    beside = "  ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True))
    return [f"{parts[0].ljust(first)}  {beside}".rstrip(), *parts[1:]]


def _notes(each: StatusRow) -> Iterator[str]:
    """What a manager may have to do something about."""
    if each["status"] in ("submitted", "excused"):
        return
    if each["extended_to"]:
        yield f"has until {uk_date(date.fromisoformat(each['extended_to']))}"
    if each["paused_until"]:
        yield f"no reminder before {uk_date(date.fromisoformat(each['paused_until']))}"
    if not each["contacts"]:
        yield f"nobody to ask: s11 contact set {each['agency']} names somebody"
    for contact in each["contacts"]:
        who = f"{contact['name']} <{contact['email']}>"
        if contact["state"] != "ok":
            yield f"{who}: {contact_words(contact['state'])}"
        if each.get("is_invited") and not contact.get("asked"):
            yield f"{who}: not asked yet; s11 invite asks everybody who is new"


def contact_words(state: str) -> str:
    """Whether letters reach a contact, in words."""
    what, _, until = state.partition(" ")
    return f"away until {uk_date(date.fromisoformat(until))}" if what == "away_until" else "marked as not reached"
