"""Days and moments as people in Britain write them, and as they are read from their words."""

import re
from collections.abc import Iterator
from datetime import date, datetime

from config.settings import LONDON

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTH = rf"(?:{'|'.join(MONTHS)})[a-z]*"  # a month's name, whole or cut short, in small letters
_ALONE = ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%d %B %Y", "%d %b %Y")
_NAMED = rf"({'|'.join(MONTHS)})[a-z]{{0,6}}"
_SPELLED = re.compile(rf"\b(\d{{1,2}})(?:st|nd|rd|th)?(?: of)? {_NAMED}\.?,?(?: (\d{{4}}))?", re.IGNORECASE)
_AMERICAN = re.compile(rf"\b{_NAMED}\.? (\d{{1,2}})(?:st|nd|rd|th)?\b,?(?: (\d{{4}}))?", re.IGNORECASE)
_FIGURES = re.compile(r"\b(\d{1,2})[/.](\d{1,2})(?:[/.](\d{4}|\d{2}))?\b")
_ISO = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")


def today(now: datetime) -> date:
    """The day it is in London at this moment: the day on which something is due, opens, or has happened."""
    return now.astimezone(LONDON).date()


def uk_date(day: date) -> str:
    """Friday 14 March 2025."""
    return f"{day:%A} {day.day} {day:%B %Y}"


def uk_moment(at: datetime) -> str:
    """Friday 14 March 2025 at 09:30, London time."""
    local = at.astimezone(LONDON)
    return f"{uk_date(local.date())} at {local:%H:%M}"


def read_date(words: str) -> date | None:
    """The day that the words are, its year with it; None where they are anything else."""
    for form in _ALONE:
        try:
            return datetime.strptime(words, form).date()  # noqa: DTZ007  (a date has no time zone)
        except ValueError:
            continue
    return None


def days_in(words: str, today: date) -> Iterator[date]:
    """The days named among some words; one without a year is the next such day after today."""
    found = [(day, month, year) for day, month, year in _SPELLED.findall(words)]
    found += [(day, month, year) for month, day, year in _AMERICAN.findall(words)]
    for day, month, year in found:
        yield from _named(int(day), MONTHS.index(month.lower()) + 1, year, today)
    for day, month, year in _FIGURES.findall(words):
        yield from _named(int(day), int(month), year, today)
    for year, month, day in _ISO.findall(words):
        yield from _named(int(day), int(month), year, today)


def _named(day: int, month: int, year: str, today: date) -> Iterator[date]:
    """The day, in the year named or else the next such day; nothing where there is no such day."""
    try:
        if year:
            yield date(int(year) + (2000 if len(year) == 2 else 0), month, day)
            return
        this_year = date(today.year, month, day)
        yield this_year if this_year > today else date(today.year + 1, month, day)
    except ValueError:
        return
