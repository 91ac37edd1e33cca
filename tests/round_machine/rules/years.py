"""What an agency does with last time's answers, and what it says it will do about a low rating."""

from hypothesis import strategies as st
from hypothesis.stateful import rule

from tests.round_machine.rules.steps import REFS, SPEAKERS, WRITERS, Steps, by

LOOKED_AT = ("keep", "drop", "change", "keep standard", "yes", "same as last year")
WROTE = ("KEEP", "DROP", "KEEP\\nDROP", "DROP\\n2.1: KEEP", "KEEP\\n1.1: 0 Not now {word}.", "no change")
PLANNED = (
    "\\nIf it is below Good: what will be done about it?\\nTrain them {word}.\\nWho will do it?\\nBo Day"
    "\\nBy when will it be done?\\n{when}"
)
WHEN = st.sampled_from(("2026-03-03", "May 2026", "2027", "soon"))


class Years(Steps):
    """In rounds that come after another, or that ask for plans; in all others the same words are words."""

    @rule(who=SPEAKERS, ref=REFS, does=st.sampled_from(LOOKED_AT))
    def looks_at_last_time(self, who: str, ref: str, does: str) -> None:
        self.do(f"{who}: go to {ref}", f"{who}: {does}", f"{who}: keep")

    @rule(who=WRITERS, ref=REFS, does=st.sampled_from(WROTE))
    def writes_of_last_time(self, who: str, ref: str, does: str) -> None:
        self.do(f"{who} writes: {ref}: {does}")

    @rule(who=SPEAKERS, rating=st.sampled_from(("0", "1", "2")), when=WHEN)
    def fills_a_plan(self, who: str, rating: str, when: str) -> None:
        said = ("Train them {word}.", "Di Fox", when)
        self.do(by(who, "fills", f"1.1: {rating} / We lag {{word}}."), *(f"{who}: {each}" for each in said))

    @rule(who=SPEAKERS, ref=st.sampled_from(("1.1", "2.4")), rating=st.sampled_from(("0", "1")), when=WHEN)
    def types_a_plan(self, who: str, ref: str, rating: str, when: str) -> None:
        said = (f"change {ref}", rating, "We lag {word}.", "Train them {word}.", "Di Fox", when)
        self.do(*(f"{who}: {each}" for each in said))

    @rule(who=WRITERS, ref=st.sampled_from(("1.1", "2.4")), rating=st.sampled_from(("0", "1", "2")), when=WHEN)
    def writes_a_plan(self, who: str, ref: str, rating: str, when: str) -> None:
        self.do(f"{who} writes: {ref}: {rating} We lag {{word}}." + PLANNED.replace("{when}", when))
