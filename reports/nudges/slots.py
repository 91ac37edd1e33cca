"""When a nudge may arrive: mid-morning from Tuesday to Thursday, where the reader lives, on a day they are at work."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import NamedTuple
from zoneinfo import ZoneInfo

from config.dates import LONDON
from reports.nudges.bank_holidays import bank_holidays

FROM, TO = time(9, 30), time(11, 30)
DAYS = (1, 2, 3)  # Tuesday to Thursday: Monday and Friday are when people catch up and leave early
FAR = 120  # days looked ahead before giving up; the longest school holidays and absences are shorter


class Window(NamedTuple):
    """The two hours in which one message may be sent."""

    not_before: datetime
    not_after: datetime

    @property
    def day(self) -> date:
        return self.not_before.date()

    def is_open(self, now: datetime) -> bool:
        return self.not_before <= now <= self.not_after


@dataclass(frozen=True)
class Diary:
    """When one reader is at work: time zone, nations whose bank holidays they keep, own holidays (both ends free)."""

    zone: ZoneInfo = LONDON
    nations: frozenset[str] = frozenset({"england"})
    closed: tuple[tuple[date, date], ...] = ()
    away_until: date | None = None  # the first day back

    def at_work(self, day: date) -> bool:
        """Whether the reader works that day: no weekend, bank holiday or holiday of theirs."""
        free = day.weekday() > 4 or any(day in bank_holidays(nation, day.year) for nation in self.nations)
        return not free and not any(first <= day <= last for first, last in self.closed)

    def welcomes(self, day: date) -> bool:
        """Whether a nudge may arrive that day."""
        back = self.away_until is None or day >= self.away_until
        return back and day.weekday() in DAYS and self.at_work(day)

    def window(self, day: date) -> Window:
        return Window(datetime.combine(day, FROM, self.zone), datetime.combine(day, TO, self.zone))

    def next_window(self, moment: datetime) -> Window | None:
        """The window that is open at the moment, or else the next to come; None where there is none within FAR days."""
        start = moment.astimezone(self.zone).date()
        found = (self.window(day) for day in _days(start, 1) if self.welcomes(day))
        return next((window for window in found if moment <= window.not_after), None)

    def last_day_by(self, day: date, after: date) -> date | None:
        """The last day up to `day`, but later than `after`, on which a nudge may arrive."""
        return next((each for each in _days(day, -1) if after < each and self.welcomes(each)), None)

    def working_days_before(self, day: date, count: int) -> date:
        """The working day that lies `count` working days before `day`."""
        earlier = (each for each in _days(day - timedelta(days=1), -1) if self.at_work(each))
        return [day, *islice(earlier, count)][-1]


def _days(start: date, step: int) -> Iterator[date]:
    return (start + timedelta(days=step * number) for number in range(FAR))
