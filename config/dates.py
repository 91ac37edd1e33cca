"""Days and moments as people in Britain write them."""

from datetime import date, datetime

from config.settings import LONDON


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
