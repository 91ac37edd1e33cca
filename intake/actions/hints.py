"""What would make an action easier to follow: said to whoever writes it, and never in the way. Pure."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from config.dates import last_day

LONG = timedelta(days=366)
_ENDLESS = re.compile(
    r"\b(consider|continue|ensure|explore|improve|keep|look at|look into|maintain|monitor|raise awareness|review"
    r"|strengthen|support|try|work towards)\b",
    re.IGNORECASE,
)
_MANY = re.compile(r"[.;]\s+\w|\n")


def hints(what: str, owner: str, timescale: str, known_by: str, refs: str, on: date) -> list[str]:
    """A sentence for each thing that an action does not say, or says so that nobody can tell whether it is done."""
    return list(_hints(what, owner, timescale, known_by, refs, on))


def _hints(what: str, owner: str, timescale: str, known_by: str, refs: str, on: date) -> Iterator[str]:
    if not owner:
        yield "It names nobody. Say who does it: a person is easier to ask than an agency."
    if not timescale:
        yield "It has no last day, so it can never be overdue. Say by when."
    elif last_day(timescale) < on:
        yield "Its last day is past already."
    elif last_day(timescale) - on > LONG:
        yield "Its last day is more than a year away. What will be there in three months?"
    if not known_by:
        yield "It does not say how it will be known to be done, or what will be different for children."
    if endless := _ENDLESS.search(what):
        yield f'"{endless[0]}" has no end. Say what will be there when it is done.'
    if _MANY.search(what.strip().rstrip(".")):
        yield "It reads like several actions. Each is easier to follow alone."
    if not refs:
        yield "It names no question. Say which answers it rests on."
