"""Days and moments as people in Britain write them, and as they are read from their words."""

import re
from calendar import month_name, monthrange
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from config.faults import UnknownZone
from config.notation import LatePattern

LONDON = ZoneInfo("Europe/London")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTH = rf"(?:{'|'.join(MONTHS)})[a-z]*"  # a month's name, whole or cut short, in small letters
_ALONE = ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%d %B %Y", "%d %b %Y")
_NAMED = rf"({'|'.join(MONTHS)})[a-z]{{0,6}}"
_SPELLED = LatePattern(rf"\b(\d{{1,2}})(?:st|nd|rd|th)?(?: of)? {_NAMED}\.?,?(?: (\d{{4}}))?", re.IGNORECASE)
_AMERICAN = LatePattern(rf"\b{_NAMED}\.? (\d{{1,2}})(?:st|nd|rd|th)?\b,?(?: (\d{{4}}))?", re.IGNORECASE)
_FIGURES = LatePattern(r"\b(\d{1,2})[/.](\d{1,2})(?:[/.](\d{4}|\d{2}))?\b")
_SEASONS = {"spring": 5, "summer": 8, "autumn": 11}  # the month each ends with; winter ends in another year
_NUMBERS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "nine": 9, "twelve": 12}
_PART = LatePattern(r"(?:the +)?(?:(?P<end>end (?:of +)?|late +)|(?:start|beginning|middle) of +|early +|mid[- ])")
_SHORT_YEAR = LatePattern(rf"\A({MONTH}) '?(2\d)\Z")  # "end of March 27", where no day can be meant
_HYPHENED = LatePattern(rf"\A({MONTH})(?:-| '|')(2\d)\Z")  # "Mar-27", as a spreadsheet shows a month
_OF_NO_YEAR = LatePattern(rf"\A({MONTH})-(2[0-5])\Z")  # "Mar-21": no plan is for a year before this program's first
_ISO = LatePattern(r"\b(\d{4})-(\d{2})-(\d{2})\b")
JUST_PASSED = timedelta(days=183)  # 29 October, written on 5 November, is last week and not next year


def today(now: datetime) -> date:
    """The day it is in London at this moment: the day on which something is due, opens, or has happened."""
    return now.astimezone(LONDON).date()


def read_zone(name: str) -> ZoneInfo:
    """The time zone of this name; raises UnknownZone where there is none."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # a path, a folder of them, or a word that is no name
        raise UnknownZone(f"The time zone {name} is not known.") from None


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


def read_timescale(words: str, today: date | None = None) -> str | None:
    """By when, as it is kept: a day, a month (2010-03) or a year; None where the words are anything else.

    With `today` also words without a year (end of March, 31/3) or counted from it (in six months): the next such day.
    March 10 is nothing: it may be a day or a month. So are early 2027 and before March: their last day is another.
    """
    said = re.sub(r"(?<=\d)(?:st|nd|rd|th)\b", "", " ".join(words.replace(",", " ").split()).rstrip(".").lower())
    said = re.sub(r"^(?:by|until) +", "", said)
    is_before, said = said.startswith("before "), said.removeprefix("before ").lstrip()
    part = _PART.match(said)
    said = re.sub(
        r"^(?:the +(?=\d)|(?:mon|tues|wednes|thurs|fri|satur|sun)day +)", "", said[part.end() :] if part else said
    )
    said = _SHORT_YEAR.sub(r"\1 20\2", said) if part and part["end"] else _OF_NO_YEAR.sub(r"\2 \1", said)
    said = _HYPHENED.sub(r"\1 20\2", said)
    kept = _with_year(said) or (_from_today(said, today) if today else None)
    is_day, is_end = kept is not None and kept.count("-") == 2, part is not None and bool(part["end"])
    is_month = any(map(_month, said.split()))
    return kept if is_day or is_end or not (is_before or (part and not is_month)) else None


def _with_year(said: str) -> str | None:
    if re.fullmatch(r"(19|20)\d{2}(-(0[1-9]|1[0-2]))?", said):
        return said
    if (found := re.fullmatch(r"([a-z]+)\.? (\d{4})", said)) and (month := _month(found[1]) or _SEASONS.get(found[1])):
        return f"{found[2]}-{month:02}"
    if (found := re.fullmatch(r"(20\d{2})/(\d{2})", said)) and (int(found[1]) + 1) % 100 == int(found[2]):
        return f"{int(found[1]) + 1}-03"  # a financial year
    if found := re.fullmatch(r"(\d{1,2}[/.]\d{1,2}[/.])(\d{2})", said):
        said = f"{found[1]}20{found[2]}"
    day = read_date(said)
    return day.isoformat() if day else None


def _from_today(said: str, today: date) -> str | None:
    if said in ("christmas", "xmas"):
        said = "25 december"
    if month := _month(said.rstrip(".")):
        return f"{today.year + (month < today.month)}-{month:02}"
    if found := re.fullmatch(r"(?:in |within )?(?:the next )?(\d{1,2}|[a-z]+) (week|month|year)s?(?: time)?", said):
        number = int(found[1]) if found[1].isdecimal() else _NUMBERS.get(found[1])
        if not number:
            return None
        months = {"month": number, "year": 12 * number}.get(found[2])
        return (after_months(today, months) if months else today + timedelta(weeks=number)).isoformat()
    if found := re.fullmatch(r"(\d{1,2}) ([a-z]+)\.?|(\d{1,2})[/.](\d{1,2})", said):
        day, month = int(found[1] or found[3]), _month(found[2] or "") or int(found[4] or 0)
        for year in range(today.year, today.year + 5):
            with suppress(ValueError):  # no such day in that year
                if (named := date(year, month, day)) >= today:
                    return named.isoformat()
    return None


def _month(word: str) -> int | None:
    """The number of a month by its name, whole or cut short."""
    return next((at for at, name in enumerate(month_name) if len(word) > 2 and name.lower().startswith(word)), None)


def as_shown(day: date, cell_format: str) -> str:
    """A date as its spreadsheet shows it: whoever writes March 2027 into a cell never wrote its first day."""
    marks = re.sub(r'\[[^\]]*\]|"[^"]*"|\\.', " ", cell_format).lower()
    if "y" in marks and "d" not in marks:
        return f"{day:%B %Y}" if "m" in marks else f"{day:%Y}"
    return f"{day.day} {day:%B}" if "d" in marks and "m" in marks and "y" not in marks else f"{day:%Y-%m-%d}"


def last_day(timescale: str) -> date:
    """The last day of what `read_timescale` keeps."""
    year, month, day = (*map(int, timescale.split("-")), 0, 0)[:3]
    month = month or 12
    return date(year, month, day or monthrange(year, month)[1])


def timescale_words(timescale: str) -> str:
    """The same as people write it: 2010, March 2010, or Wednesday 31 March 2010."""
    parts = timescale.count("-")
    return uk_date(last_day(timescale)) if parts == 2 else f"{last_day(timescale):%B %Y}" if parts else timescale


def days_in(words: str, today: date) -> Iterator[date]:
    """The days named among some words; one without a year that passed within half a year is that day, else the next."""
    found = [(day, month, year) for day, month, year in _SPELLED.findall(words)]
    found += [(day, month, year) for month, day, year in _AMERICAN.findall(words)]
    for day, month, year in found:
        yield from _named(int(day), MONTHS.index(month.lower()) + 1, year, today)
    for day, month, year in _FIGURES.findall(words):
        yield from _named(int(day), int(month), year, today)
    for year, month, day in _ISO.findall(words):
        yield from _named(int(day), int(month), year, today)


def _named(day: int, month: int, year: str, today: date) -> Iterator[date]:
    """The day, in the year named or else in the nearest; nothing where there is no such day."""
    named = [int(year) + (2000 if len(year) == 2 else 0)] if year else []
    for each in named or range(today.year - 1, today.year + 2):
        with suppress(ValueError):  # no such day in that year, such as 29 February
            found = date(each, month, day)
            if year or found - today >= -JUST_PASSED:
                yield found
                return


def after_months(day: date, months: int) -> date:
    """The same day so many months later; a day that its month lacks is the last of that month."""
    number = day.year * 12 + day.month - 1 + months
    last = monthrange(number // 12, number % 12 + 1)[1]
    return date(number // 12, number % 12 + 1, min(day.day, last))


def before(day: date, span: str) -> date:
    """The day so long before: 90d, 6m or 2y. A day that its month lacks is the last of that month."""
    number, unit = int(span[:-1]), span[-1]
    if unit == "d":
        return day - timedelta(days=number)
    return after_months(day, -number * (12 if unit == "y" else 1))
