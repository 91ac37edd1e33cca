"""Days and moments as people in Britain write them."""

from datetime import date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from config.faults import UnknownZone
from config.settings import LONDON


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
