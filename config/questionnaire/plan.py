"""How an audit chases those who have not answered: the plan of its nudges. Pure."""

from dataclasses import dataclass

ROLES = ("lead", "deputy", "senior lead")  # the ladder, from the first asked to the last


@dataclass(frozen=True)
class Reminder:
    """One reminder: on which day it falls due, and to which roles it goes. Exactly one of the three says the day."""

    to: tuple[str, ...] = ("lead",)
    days_after_opening: int | None = None
    midpoint: bool = False
    working_days_before_due: int | None = None


@dataclass(frozen=True)
class NudgePlan:
    """A notice before the audit opens (0 days: none), then at most three reminders; then the manager telephones."""

    pre_notice_days: int = 7
    reminders: tuple[Reminder, ...] = (
        Reminder(to=ROLES[:1], days_after_opening=7),
        Reminder(to=ROLES[:2], midpoint=True),
        Reminder(to=ROLES, working_days_before_due=3),
    )
