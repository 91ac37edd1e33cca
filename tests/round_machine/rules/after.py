"""What comes after the returns: looked at, rated, asked back, sent back, fed back, followed; told, and let go."""

from hypothesis import strategies as st
from hypothesis.stateful import rule

from tests.round_machine.people import MAIL
from tests.round_machine.rules.steps import ABBRS, ADDRESSES, BY_MANAGERS, REFS, Steps

REVIEWED = (
    "rate {ref} 1 --because 'No date {word}.'",
    "rate {ref} 0 --because 'Nobody checks.'",
    "ask {ref} 'When {word}?'",
    "ask all 'Who signs {word}?'",
    "done {ref}",
    "done all",
    "mend {ref} 'Say how many {word}.'",
    "mended {ref}",
    "missing",
    "return --because 'Two points {word}.'",
    "return",
    "accept",
    "accept --with-open",
    "decide --because 'It stays out {word}.'",
    "",
)
IN_SLACK = (
    "judges: {abbr} {ref} 1 / No date {word}.",
    "judges: {abbr} {ref} / / When {word}?",
    "judges: {abbr} {ref} / / / Say how many {word}.",
    "judges: {abbr} {ref} 2 / Well shown. / Since {word}? / Name it {word}.",
    "looks: {abbr}",
    "ends: {abbr} accept",
    "ends: {abbr} back",
)
FOLLOWED = (
    "update {key} 1 'Half of it {word}.'",
    "update {key} 1 --done",
    "update {key} 1 --by-when 2026-05",
    "update {key} 1 --rated 1 --revised",
    "close {key} 1",
    "close {key} 1 --because 'Nobody asks {word}.'",
    "close {key} 1 --reopen --because 'It is not {word}.'",
)
TO_WHOM = (
    "--agency {abbr}",
    "--agency {abbr} --owner 'Ann Lee'",
    "--owner 'Training group'",
    "--owner Us --partnership west",
)
RECOMMENDED = (
    "",
    " --owner 'Training group' --refs 1.1,2.1",
    " --refs 1.2 --priorities neglect",
    " --partnership west",
)
LET_GO = (
    "feedback {key} --send",
    "feedback {key} {abbr} --send",
    "feedback {key}",
    "retention",
    "prune",
    "outbox list",
    "meeting add {key} {abbr} --on 2026-04-12 --about 'Challenge {word}'",
    "outbox discard 1 --because 'It came by telephone.'",
)
PAPERS = ("pack {key} {abbr} --out pack.docx", "paper {key} --format docx --partnership east --out paper.docx")


class Followers(Steps):
    """Whoever goes on with what was said."""

    @rule(abbr=ABBRS, ref=REFS, does=st.sampled_from(REVIEWED))
    def is_reviewed(self, abbr: str, ref: str, does: str) -> None:
        """A manager rates, asks back, notes a point, sends back or accepts, in any state the return is in."""
        self.do(f"s11 review {{key}} {abbr} " + does.replace("{ref}", ref))

    @rule(who=BY_MANAGERS, abbr=ABBRS, ref=REFS, does=st.sampled_from(IN_SLACK))
    def is_reviewed_in_slack(self, who: str, abbr: str, ref: str, does: str) -> None:
        self.do(f"{who} " + does.replace("{abbr}", abbr).replace("{ref}", ref))

    @rule(abbr=ABBRS)
    def is_rated_by_sheet(self, abbr: str) -> None:
        self.do(f"sheet: agency,question,rating,because\\n{abbr},1.1,1,Seen {{word}}.\\n{abbr},1.2,0,")

    @rule(
        abbr=ABBRS,
        when=st.sampled_from(("2026-03-03", "2026-04", "")),
        whose=st.sampled_from(TO_WHOM),
        does=st.sampled_from(FOLLOWED),
    )
    def is_to_act(self, abbr: str, when: str, whose: str, does: str) -> None:
        """An action is agreed, the first of all is followed, and the clock asks about what is late."""
        due = f"--by-when {when}" if when else ""
        whose = whose.replace("{abbr}", abbr)
        self.do(
            f"s11 action add {{key}} 'Date it {{word}}.' {whose} --refs 1.1 {due}",
            "s11 action " + does,
            "s11 clock --once",
        )

    @rule(how=st.sampled_from(RECOMMENDED))
    def is_recommended(self, how: str) -> None:
        self.do("s11 recommendation add {key} 'Train everybody {word}.'" + how)

    @rule()
    def theme_confirmed(self) -> None:
        for number in self.world.tag_numbers()[:1]:
            self.do(f"s11 themes review {{key}} --confirm {number} --as 'Meg Vale'")

    @rule(done=st.sampled_from(("--approve", "--withdraw")))
    def quoted(self, done: str) -> None:
        for id_ in self.world.quote_ids()[:1]:
            self.do(f"s11 quotes {{key}} {done} {id_} --by 'Meg Vale'")

    @rule()
    def digest_sent(self) -> None:
        self.do("s11 digest {key} --send")

    @rule(abbr=ABBRS, line=st.sampled_from(LET_GO + PAPERS))
    def hears_and_lets_go(self, abbr: str, line: str) -> None:
        self.do("s11 " + line.replace("{abbr}", abbr))

    @rule(address=ADDRESSES)
    def is_erased(self, address: str) -> None:
        self.do(f"s11 person erase {address} --because 'It was asked for.' --yes")

    @rule(who=st.sampled_from(tuple(MAIL)), does=st.sampled_from(("find", "export", "hold", "release")))
    def has_rights(self, who: str, does: str) -> None:
        why = {"hold": " --because 'A court asks.'"}
        self.do(f"s11 person {does} {MAIL[who]}{why.get(does, '')}")
