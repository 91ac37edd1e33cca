"""What owners say of their actions, what managers make of it, and what is kept of meetings."""

from hypothesis import strategies as st
from hypothesis.stateful import rule

from tests.round_machine.rules.steps import ABBRS, BY_MANAGERS, WRITERS, Steps

NUMBERS = st.sampled_from((1, 1, 1, 2, 3))
REPORTED = ("Half of it {word}.", "DONE {word}", "DONE", " ", "What is it {word}?")
TOLD = (
    "update action {number}: half {word}",
    "action {number} is done",
    "my actions",
    "update action {number}:",
    "action {number} done: all {word}",
)
SETTLED = (
    "accept",
    "accept It is {word}.",
    "time 2026-06-01",
    "time",
    "again Which {word}?",
    "close Nobody asks {word}.",
    "close",
)
MET = (
    "meeting note {key} 1 '{abbr} told of it {word}.'",
    "meeting note {key} 1 --outcome '{abbr} has it {word}.' --actions 1",
    "meeting note {key} 1 --present 'Ann Lee' --on 2026-05-02",
    "meeting list {key}",
    "meeting show {key} 1",
    "action assurance {key} {abbr} --months 1",
    "action hand {key} {abbr} --to 'Meg Vale' --by-when 2026-04-01",
    "action list {key} --overdue",
)


class Owners(Steps):
    """Whoever has something to do."""

    @rule(who=WRITERS, says=st.sampled_from(REPORTED))
    def reports_by_letter(self, who: str, says: str) -> None:
        """In reply to the newest letter that asks about an action, where there is one."""
        self.do(f"{who} reports: {says}")

    @rule(who=st.sampled_from(("ann", "di", "fay")), number=NUMBERS, says=st.sampled_from(TOLD))
    def tells_in_slack(self, who: str, number: int, says: str) -> None:
        self.do(f"{who} tells: " + says.replace("{number}", str(number)))

    @rule(who=BY_MANAGERS, number=NUMBERS, says=st.sampled_from(SETTLED))
    def is_settled(self, who: str, number: int, says: str) -> None:
        self.do(f"{who} settles: {number} {says}")

    @rule(abbr=ABBRS, does=st.sampled_from(MET))
    def meets(self, abbr: str, does: str) -> None:
        """Something is kept of the first meeting, and read where the next is prepared."""
        self.do(
            f"s11 meeting add {{key}} {abbr} --on 2026-04-12 --about 'Challenge {{word}}'",
            "s11 " + does.replace("{abbr}", abbr),
            f"s11 pack {{key}} {abbr} --out pack.docx",
        )

    @rule(abbr=ABBRS, who=WRITERS, says=st.sampled_from(REPORTED))
    def is_late_and_reported(self, abbr: str, who: str, says: str) -> None:
        """An action that was to be done, a morning on which the clock writes of it, and an answer to that letter."""
        self.do(
            f"s11 action add {{key}} 'Date it {{word}}.' --agency {abbr} --refs 1.1 --by-when 2026-03-03",
            "later: 7 days", "s11 clock --once", "post:", f"{who} reports: {says}",
        )  # fmt: skip
