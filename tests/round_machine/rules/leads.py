"""What leads do in Slack: they answer, press, fill in, hand over, attach, sign and answer what is asked back."""

from hypothesis import strategies as st
from hypothesis.stateful import rule

from tests.round_machine.rules.beginnings import NAMES
from tests.round_machine.rules.steps import REFS, SPEAKERS, Steps, by

FORMS = ("2", "yes / 2 / {word}", "no / {word}", "N/A /  / {word} / no staff", "{word}", "0 / {word}", "yes", " ")
TYPED = ("", "status", "review", "copy", "submit", "pause", "reopen: a figure was wrong {word}", "undo", "change 1.1")


class Leads(Steps):
    """In their conversations, their cards and their homes."""

    @rule(who=SPEAKERS, ref=REFS, says=st.sampled_from(("2", "yes", "no", "n/a: no staff", "1", "12", "skip", "X")))
    def answers_one(self, who: str, ref: str, says: str) -> None:
        self.do(f"{who}: go to {ref}", f"{who}: {says}", f"{who}: We look at it {{word}}.")

    @rule(who=SPEAKERS, says=st.sampled_from(TYPED))
    def types(self, who: str, says: str) -> None:
        self.do(f"{who}: {says}")

    @rule(who=SPEAKERS)
    def signs(self, who: str) -> None:
        self.do(f"{who}: submit", f"{who}: submit", f"{who}: {NAMES[who.split()[0]]}")

    @rule(who=SPEAKERS, to=st.sampled_from(("Cy Moss", "Ed Ray", "Hal Fry, hal@csc.example")), ref=REFS)
    def hands_over(self, who: str, to: str, ref: str) -> None:
        self.do(f"{who}: hand {ref} to {to}", f"{who}: yes")

    @rule(who=st.sampled_from(("ann", "di", "fay")))
    def attaches(self, who: str) -> None:
        self.do(f"{who} attaches: {{word}}.txt")

    @rule(who=st.sampled_from(("ann", "di", "fay")), day=st.sampled_from(("2026-03-03", "2027-02-01")))
    def a_file_is_dated(self, who: str, day: str) -> None:
        self.do(f"{who} attaches: {{word}}.txt", f"evidence: --dated 2026-02-01 --review-by {day}")

    @rule(who=SPEAKERS)
    def answers_what_is_asked_back(self, who: str) -> None:
        self.do(by(who, "answers back", "It is so {word}."))

    @rule(who=SPEAKERS, ref=REFS, says=st.sampled_from(("2", "1", "yes", "no", "N/A", "X")), old=st.booleans())
    def presses(self, who: str, ref: str, says: str, old: bool) -> None:
        self.do(by(who, "presses of old" if old else "presses", f"{ref} {says}"))

    @rule(who=SPEAKERS, ref=REFS)
    def opens_a_form(self, who: str, ref: str) -> None:
        self.do(by(who, "opens", ref))

    @rule(who=SPEAKERS, ref=REFS, says=st.sampled_from(FORMS))
    def fills_a_form(self, who: str, ref: str, says: str) -> None:
        self.do(by(who, "fills", f"{ref}: {says}"))

    @rule()
    def it_comes_again(self) -> None:
        """What was recorded before its process ended is taken up by the next."""
        self.do("again:")
