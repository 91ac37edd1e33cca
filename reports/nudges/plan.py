"""Which nudge is due to whom: the plan of the audit laid over one reader's diary. Pure."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import NamedTuple, TypeVar

from config import dates
from config.dates import LONDON
from config.questionnaire import NudgePlan, Reminder
from reports.nudges.slots import Diary, Window

Reached = TypeVar("Reached")

PRE_NOTICE = 0
REST = timedelta(days=2)  # between two nudges to one reader, whatever the plan says
DEADLINE = time(23, 59)


@dataclass(frozen=True)
class Round:
    """What decides the days of one return: when it opened for them, and its own last day."""

    opens: date
    due: date

    @property
    def deadline(self) -> datetime:
        return datetime.combine(self.due, DEADLINE, LONDON)


class Stage(NamedTuple):
    """One step of the plan for one reader. Stage 0 is the notice before the audit opens; reminders count from 1."""

    number: int
    window: Window


def stages(plan: NudgePlan, round_: Round, diary: Diary) -> list[Stage]:
    """Every step of the plan that has a day for this reader, in order; each comes at least REST after the one before.

    A step that cannot fall before the next is left out: the later one says all it would have said.
    """
    found: list[Stage] = []
    for number, reminder in reversed(list(enumerate(plan.reminders, 1))):
        window = _window(reminder, round_, diary)
        if window and window.not_before < _morning(round_.opens, diary) + REST:
            continue  # they have only just been asked
        if window and (not found or window.not_before + REST <= found[0].window.not_before):
            found.insert(0, Stage(number, window))
    notice = _pre_notice(plan, round_, diary)
    return [Stage(PRE_NOTICE, notice), *found] if notice else found


def due_stage(
    planned: Sequence[Stage], sent: Mapping[int, datetime], now: datetime, round_: Round, diary: Diary,
    asked: datetime | None = None,
) -> Stage | None:  # fmt: skip
    """The one step to take, of those whose day has come, and the window it may leave in; None when nothing is due.

    Of steps that were missed only the latest is taken, so a clock that stood still never causes a burst. `sent` holds
    the steps taken already and when. The window may lie ahead: tonight's step leaves tomorrow morning. Who got the form
    themselves only at `asked` is left alone for as long.
    """
    today = now.astimezone(diary.zone).date()
    reached = [each for each in planned if each.window.day <= today and each.number > max(sent, default=-1)]
    if not reached:
        return None
    stage = reached[-1]
    if stage.number == PRE_NOTICE and dates.today(now) >= round_.opens:
        return None  # the invitation says it all
    heard = [at for number, at in sent.items() if number != PRE_NOTICE] + ([asked] if asked else [])
    rested = max(heard, default=now - REST) + REST
    window = diary.next_window(max(now, rested))
    if window is None or window.not_before > round_.deadline:
        return None
    return Stage(stage.number, window)


def next_stage(
    planned: Sequence[Stage], sent: Collection[int], now: datetime, reads: Callable[[Stage], object] = bool
) -> Stage | None:
    """The next step that is planned for one who `reads` it; None after the last."""
    left = (each for each in planned if each.number > max(sent, default=-1) and now <= each.window.not_after)
    return next(filter(reads, left), None)


def readers(people: Iterable[tuple[str, Reached]], reminder: Reminder, ladder: Sequence[str]) -> list[Reached]:
    """Who a reminder goes to, of people with their roles: those it names.

    Where nobody holds a role it names, the nearest rung of the ladder that somebody holds; a role the ladder does not
    know counts as its first rung, because most agencies name one person and no role.
    """
    rungs: dict[str, list[Reached]] = {}
    for role, reader in people:
        known = role.strip().casefold()
        rungs.setdefault(known if known in ladder or known in reminder.to else ladder[0], []).append(reader)
    named = [reader for role in reminder.to for reader in rungs.get(role.casefold(), [])]
    return named or next((rungs[role] for role in ladder if role in rungs), [])


def _window(reminder: Reminder, round_: Round, diary: Diary) -> Window | None:
    if reminder.working_days_before_due is not None:
        wanted = diary.working_days_before(round_.due, reminder.working_days_before_due)
        day = diary.last_day_by(wanted, round_.opens)
        return diary.window(day) if day else _within(diary.next_window(_morning(wanted, diary)), round_)
    if reminder.midpoint:
        return _within(diary.next_window(_morning(round_.opens + (round_.due - round_.opens) / 2, diary)), round_)
    days = timedelta(days=reminder.days_after_opening or 0)
    return _within(diary.next_window(_morning(round_.opens + days, diary)), round_)


def _pre_notice(plan: NudgePlan, round_: Round, diary: Diary) -> Window | None:
    if plan.pre_notice_days == 0:
        return None
    wanted = _morning(round_.opens - timedelta(days=plan.pre_notice_days), diary)
    window = diary.next_window(wanted)
    return window if window and window.not_before < _morning(round_.opens, diary) else None


def _within(window: Window | None, round_: Round) -> Window | None:
    return window if window and window.not_before <= round_.deadline else None


def _morning(day: date, diary: Diary) -> datetime:
    return datetime.combine(day, time(0), diary.zone)
