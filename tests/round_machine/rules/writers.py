"""What comes by letter: answers, signatures, wishes, absences and bounces, and what a manager lets in of it."""

from hypothesis import strategies as st
from hypothesis.stateful import rule

from tests.round_machine.people import MANAGERS
from tests.round_machine.rules.beginnings import NAMES, REST
from tests.round_machine.rules.steps import AGENCY_OF, BY_MANAGERS, REFS, WRITERS, Steps

LET_IN = st.sampled_from(("writes", "is let in with", "is let in with"))
WORDS = (
    "MORE TIME until 20 May 2026",
    "MORE TIME",
    "NOT ME. Ask Hal Fry, hal@csc.example",
    "NOT ME",
    "What does question 1.2 mean by trained?",
    "We were merged in May, so this is not for us.",
    "Thank you.",
    "DONE",
    "SUBMIT",
)
ONE = ("2", "1 {word}", "N/A: none here", "{word}", "X")
RULED = ("YES", "NO", "RELEASE", "DISCARD", "DONE", "Ask Ed {word}.")


class Writers(Steps):
    """From their own addresses, most on the newest form that they have."""

    @rule(who=WRITERS, writes=LET_IN, rating=st.sampled_from(("2", "1", "0")), signed=st.booleans())
    def writes_all(self, who: str, writes: str, rating: str, signed: bool) -> None:
        form = f"{who} {writes}: 1.1: {rating} We meet {{word}}.\\n{REST.replace('{rating}', rating)}"
        self.do(form, *([f"{who} {writes}: SUBMIT {NAMES[who]}"] if signed else []))

    @rule(who=WRITERS, writes=LET_IN)
    def writes_and_signs(self, who: str, writes: str) -> None:
        self.do(f"{who} {writes}: SUBMIT {NAMES[who]}")

    @rule(
        who=WRITERS, writes=LET_IN, ref=REFS, says=st.sampled_from(("2", "1 {word}", "N/A: none here", "{word}", "X"))
    )
    def writes_one(self, who: str, writes: str, ref: str, says: str) -> None:
        self.do(f"{who} {writes}: {ref}: {says}")

    @rule(who=WRITERS, writes=LET_IN, says=st.sampled_from(WORDS))
    def writes_words(self, who: str, writes: str, says: str) -> None:
        self.do(f"{who} {writes}: {says}")

    @rule(who=WRITERS, how=st.sampled_from(("writes anew", "passes it on")))
    def is_held(self, who: str, how: str) -> None:
        self.do(f"{who} {how}: 1.1: 1 {{word}}")

    @rule(word=st.sampled_from(("release", "discard")))
    def held_is_decided(self, word: str) -> None:
        for number in self.world.held()[:1]:
            self.do(f"released: {number}" if word == "release" else f"s11 held discard {number}")

    @rule(who=BY_MANAGERS, says=st.sampled_from(RULED))
    def manager_replies(self, who: str, says: str) -> None:
        if self.world.question_to(MANAGERS[who][1]):
            self.do(f"{who} replies: {says}")

    @rule(who=WRITERS, until=st.sampled_from(("20 March 2026", "1 May 2026")))
    def is_away(self, who: str, until: str) -> None:
        self.do(f"{who} is away: I am out of the office until {until}.")

    @rule(who=WRITERS, how=st.sampled_from(("bounces", "refuses letters")))
    def bounces(self, who: str, how: str) -> None:
        self.do(f"{who} {how}:")

    @rule(who=WRITERS, ref=REFS)
    def writes_and_the_process_ends(self, who: str, ref: str) -> None:
        self.do(f"{who} writes unread: {ref}: 1 {{word}}")

    @rule(who=WRITERS, ref=REFS, says=st.sampled_from(("{word}", "1", "2 {word}", "n/a", "1.1: 0 {word}")))
    def is_asked_and_answers(self, who: str, ref: str, says: str) -> None:
        """A question back, and at once a letter that answers the newest form of theirs."""
        self.do(f"s11 review {{key}} {AGENCY_OF[who]} ask {ref} 'Which {{word}}?'", f"{who} writes: {says}")
