"""What managers and the operator decide of a round under way: by command, in Slack, and by the passing of days."""

from hypothesis import strategies as st
from hypothesis.stateful import rule

from tests.round_machine.rules.steps import ABBRS, ADDRESSES, BY_MANAGERS, DAYS, Steps

SECONDLY = (
    "audit open second --agencies agencies.csv --due 2026-05-31",
    "invite second",
    "excuse second CSC --because Merged.",
    "extend second GPS --to 2026-06-12",
    "submit second YOT --by 'Meg Vale' --because Agreed. --as-it-stands",
    "nudge second --agency SCH",
    "audit close second --yes",
)
DECIDES = (
    "excuse Merged {word}.",
    "again",
    "sign Agreed.",
    "extend 2026-05-14",
    "pause 2026-03-20",
    "call Will answer.",
    "contact left {mail}",
    "contact unreachable {mail}",
    "contact asked hal@csc.example Hal Fry",
    "contact asked {mail} Hal Fry",
    "plea yes",
    "plea no",
    "plea another 2026-05-20",
    "plea another Hal Fry, hal@csc.example",
)
ORDERS = (
    "who", "status", "digest", "letters", "answers {abbr}", "close {key}", "close {key} yes", "discard 1", "letter 1",
    "move {key} to 14 May 2026", "reopen {abbr} because which {word} is it?", "help", "phone list", "figures", "report",
    "give {abbr} until 14 May 2026", "pause {abbr} until 20 March 2026", "excuse {abbr} because merged {word}",
    "ask {abbr} again", "call {abbr}: will answer {word}", "add contact {abbr}, hal@{abbr}.example, Hal Fry",
    "add agency HIL, Hill Surgery Two, primary_care, Sam Hill, sam@hill.example", "send digest", "send digest yes",
    "actions", "requests", "returns", "meetings", "quotes", "themes", "confirm 1", "refuse 1", "invite ann@csc.example",
    "meet {abbr} on 12 April 2026: Challenge {word}", "meeting 1: Told {word}. Outcome: In place {word}. Actions: 1",
    "review {abbr} rate 1.1 0 because no date {word}", "review {abbr} ask 1.1 When {word}?", "review {abbr} accept",
)  # fmt: skip
TABLES = ("question,{abbr}\\n1.1,2\\n1.3,no", "agency,question,prompt,value\\n{abbr},2.1,text,{word}", "question\\n9.9")


class Managers(Steps):
    """Whatever decides where a return stands, and who speaks for it."""

    @rule()
    def invite(self) -> None:
        self.do("s11 invite {key}")

    @rule(address=ADDRESSES)
    def invited_again(self, address: str) -> None:
        self.do(f"s11 invite {{key}} --again {address}")

    @rule()
    def post(self) -> None:
        self.do("post:")

    @rule(days=st.sampled_from((1, 3, 8, 15, 45)))
    def days_pass(self, days: int) -> None:
        self.do("post:", f"later: {days} days", "s11 clock --once", "post:")

    @rule()
    def clock(self) -> None:
        self.do("s11 clock --once")

    @rule(abbr=ABBRS, why=st.sampled_from(("Merged {word}.", "Closed in May.")))
    def excuse(self, abbr: str, why: str) -> None:
        self.do(f"s11 excuse {{key}} {abbr} --because '{why}' --yes")

    @rule(abbr=ABBRS)
    def ask_again(self, abbr: str) -> None:
        self.do(f"s11 excuse {{key}} {abbr} --ask-again")

    @rule(abbr=ABBRS, day=DAYS)
    def extend(self, abbr: str, day: str) -> None:
        self.do(f"s11 extend {{key}} {abbr} --to {day}")

    @rule(day=DAYS)
    def move_due(self, day: str) -> None:
        self.do(f"s11 extend {{key}} --all --to {day}")

    @rule(abbr=ABBRS, day=DAYS)
    def pause(self, abbr: str, day: str) -> None:
        self.do(f"s11 pause {{key}} {abbr} --until {day}")

    @rule(abbr=ABBRS)
    def reopen(self, abbr: str) -> None:
        self.do(f"s11 reopen {{key}} {abbr} --because 'Which {{word}} is it?'")

    @rule(abbr=ABBRS, stands=st.booleans())
    def sign_off(self, abbr: str, stands: bool) -> None:
        self.do(f"s11 submit {{key}} {abbr} --by 'Meg Vale' --because Agreed." + (" --as-it-stands" if stands else ""))

    @rule(abbr=ABBRS)
    def call(self, abbr: str) -> None:
        self.do(f"s11 call {{key}} {abbr} --note 'Will answer.'")

    @rule(is_open=st.booleans())
    def close(self, is_open: bool) -> None:
        self.do("s11 audit close {key} --yes" if is_open else "s11 audit reopen {key}")

    @rule(abbr=ABBRS, address=ADDRESSES, role=st.sampled_from(("lead", "deputy", "senior lead")))
    def contact_set(self, abbr: str, address: str, role: str) -> None:
        self.do(f"s11 contact set {abbr} {address} --role '{role}'")

    @rule(address=ADDRESSES, on=st.sampled_from(("", "2026-03-05", "2026-03-20", "2026-05-01")))
    def contact_left(self, address: str, on: str) -> None:
        self.do(f"s11 contact left {address}" + (f" --on {on}" if on else ""))

    @rule(address=ADDRESSES, here=ABBRS, there=ABBRS)
    def contact_moved(self, address: str, here: str, there: str) -> None:
        self.do(f"s11 contact move {address} --from {here} --to {there}")

    @rule(address=ADDRESSES)
    def contact_unreachable(self, address: str) -> None:
        self.do(f"s11 contact unreachable {address}")

    @rule()
    def agencies_added(self) -> None:
        self.do("s11 audit open {key} --agencies later.csv --due 2026-04-30")

    @rule(who=BY_MANAGERS, abbr=ABBRS, what=st.sampled_from(DECIDES), address=ADDRESSES)
    def manager_decides(self, who: str, abbr: str, what: str, address: str) -> None:
        self.do(f"{who} decides: {abbr} {what.replace('{mail}', address)}")

    @rule(who=BY_MANAGERS, abbr=ABBRS, words=st.sampled_from(ORDERS))
    def manager_orders(self, who: str, abbr: str, words: str) -> None:
        self.do(f"{who} orders: {words.replace('{abbr}', abbr)}")

    @rule()
    def is_drawn_up(self) -> None:
        """Another questionnaire comes in a table, and a round of it opens beside this one."""
        self.do(
            "s11 audit new --from questionnaire.csv --key fresh --out home/config/audits/fresh.toml",
            "s11 audit check home/config/audits/fresh.toml",
            "s11 audit open fresh --agencies agencies.csv --due 2026-05-31",
            "s11 figures fresh",
            "s11 status fresh",
        )

    @rule(line=st.sampled_from(SECONDLY))
    def second_audit(self, line: str) -> None:
        self.do(f"s11 {line}")

    @rule(abbr=ABBRS, table=st.sampled_from(TABLES))
    def table_is_imported(self, abbr: str, table: str) -> None:
        self.do("table: " + table.replace("{abbr}", abbr))

    @rule()
    def restart(self) -> None:
        self.do("restart:")
