"""Days and moments as people in Britain write them."""

from datetime import date, datetime

from config.settings import LONDON


def uk_date(day: date) -> str:
    """Friday 14 March 2025."""
    return f"{day:%A} {day.day} {day:%B %Y}"


def uk_moment(at: datetime) -> str:
    """Friday 14 March 2025 at 09:30, London time."""
    local = at.astimezone(LONDON)
    return f"{uk_date(local.date())} at {local:%H:%M}"
