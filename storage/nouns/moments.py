"""Moments as the record keeps them: in UTC on any database."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, DateTime, Dialect, SQLColumnExpression, TypeDecorator, and_

_SQLITE = len("2026-03-02 12:00:00.000000")


class UtcDateTime(TypeDecorator[datetime]):
    """A moment, always in UTC: SQLite drops time zones, so they are put back on the way out."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A moment without a time zone cannot be stored.")
        return value.astimezone(UTC)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Any]:
        read = super().result_processor(dialect, coltype)

        def kept(value: Any) -> Any:
            """Text as SQLite keeps it, read in one step: an audit has hundreds of thousands of them."""
            if isinstance(value, str) and len(value) == _SQLITE:
                return datetime.fromisoformat(f"{value}+00:00")
            return read(value) if read else value

        return kept

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        moment: datetime = value
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def still_holds(until: SQLColumnExpression[datetime | None], now: datetime, longest: timedelta) -> ColumnElement[bool]:
    """Whether what was said to last until then, and never longer than `longest`, still does.

    A moment further away was written while a clock was wrong, and would hold for as long as it was: it counts for
    nothing. Twice the longest, so that two machines whose clocks differ a little hold for each other.
    """
    return and_(until > now, until <= now + 2 * longest)
