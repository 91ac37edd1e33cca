"""The round machine: whole audits in which anybody does anything on any day; all that is told is held to the record.

A step is one line, as a transcript has it. A failing round prints its lines; those that found a fault are kept in
tests/round_machine/found and are played again by every run.
"""

import contextlib
import functools
import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from cli import tags
from intake.letters import Reader
from tests.round_machine import outputs, papers
from tests.round_machine.people import KEY, MAIL, MANAGERS
from tests.round_machine.told import Watch
from tests.round_machine.world import World, read_lines

FOUND = sorted((Path(__file__).parent / "round_machine" / "found").glob("*.txt"))
ABBRS = st.sampled_from(("CSC", "SCH", "GPS", "YOT", "TRU"))
SPEAKERS = st.sampled_from(("ann", "di", "fay", "fay for TRU", "fay for YOT", "ann for CSC"))
BY_MANAGERS = st.sampled_from(tuple(MANAGERS))
WRITERS = st.sampled_from(("ann", "cy", "bo", "di", "ed", "fay"))
ANYBODY = st.sampled_from(tuple(MAIL))
ADDRESSES = st.sampled_from(tuple(MAIL.values()))
REFS = st.sampled_from(("1.1", "1.2", "1.3", "1.4", "2.1", "2.3", "2.4"))
DAYS = st.sampled_from(("2026-03-20", "2026-04-09", "2026-05-14", "2026-06-12"))
ALL = "1.1: {rating} We meet {{word}}.\\n1.2: yes, {rating}\\n1.3: no\\n2.1: Children told us {{word}}.\\n2.4: 2"
WHO, WHOSE = ("cy", "bo", "ed", "fay", "di"), ("CSC", "SCH", "GPS", "TRU", "YOT")
SAID = (
    "",
    "{who} writes: 1.1: 2 {word}",
    "{who} writes: We were merged in May {word}, so this is not for us.",
    "{who} writes: MORE TIME until 20 May 2026",
    "{who} writes: SUBMIT",
    "{who} passes it on: 1.1: 2 {word}",
    "{who} writes: " + ALL.format(rating=0),
    "{who} writes: " + ALL.format(rating=2) + "\\n2.2: 1",
    "{who} writes: " + ALL.format(rating=2) + "\\n2.2: 1\\nSUBMIT",
)
DECIDED = (
    "",
    "s11 excuse {key} {abbr} --because Merged.",
    "s11 extend {key} {abbr} --to 2026-05-14",
    "s11 pause {key} {abbr} --until 2026-03-20",
    "s11 submit {key} {abbr} --by 'Meg Vale' --because Agreed. --as-it-stands",
    "s11 reopen {key} {abbr} --because 'Which is it?'",
    "s11 review {key} {abbr} accept",
    "s11 review {key} {abbr} ask 1.1 'Since when?'",
)
PEOPLE = (
    "",
    "{who} writes: 1.1: 0 {word}",
    "s11 contact left {mail}",
    "s11 contact left {mail} --on 2026-03-03",
    "{who} bounces:",
    "{who} is away: I am out of the office until 20 March 2026.",
)
REVIEWED = (
    "rate {ref} 1 --because 'No date {word}.'",
    "rate {ref} 0 --because 'Nobody checks.'",
    "ask {ref} 'When {word}?'",
    "ask all 'Who signs {word}?'",
    "done {ref}",
    "mend {ref} 'Say how many {word}.'",
    "missing",
    "return --because 'Two points {word}.'",
    "return",
    "accept",
    "accept --with-open",
)
FOLLOWED = (
    "update small 1 'Half of it {word}.'",
    "update small 1 --done",
    "update small 1 --by-when 2026-05",
    "close small 1",
    "close small 1 --because 'Nobody asks {word}.'",
    "close small 1 --reopen --because 'It is not {word}.'",
)
SECONDLY = (
    "audit open second --agencies agencies.csv --due 2026-05-31",
    "invite second",
    "excuse second CSC --because Merged.",
    "extend second GPS --to 2026-06-12",
    "submit second YOT --by 'Meg Vale' --because Agreed. --as-it-stands",
    "nudge second --agency SCH",
    "audit close second --yes",
)
FORMS = ("2", "yes / 2 / {word}", "no / {word}", "N/A /  / {word} / no staff", "{word}", "0 / {word}", "yes", " ")
DECIDES = (
    "excuse Merged.",
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
    "who", "status", "digest", "letters", "answers {abbr}", "close small", "close small yes", "discard 1", "letter 1",
    "move small to 14 May 2026", "reopen {abbr} because which is it?", "help",
)  # fmt: skip
TABLES = ("question,{abbr}\n1.1,2\n1.3,no", "agency,question,prompt,value\n{abbr},2.1,text,{word}", "question\n9.9")
RULED = ("YES", "NO", "RELEASE", "DISCARD", "DONE", "Ask Ed.")
IS_TORTURE = settings.get_current_profile_name() == "torture"
EVERY = 5  # steps between two looks at every paper


class Stage:
    """What every round needs, made once."""

    folder: ClassVar[Path]
    migrated: ClassVar[Path]
    reader: ClassVar[Reader]
    count: ClassVar[Iterator[int]] = itertools.count()

    @classmethod
    def opened(cls) -> World:
        return World.opened(cls.folder / f"round-{next(cls.count)}", cls.migrated, cls.reader)


@pytest.fixture(scope="module", autouse=True)
def stage(migrated_sqlite: Path, reader: Reader, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The model of themes is read once; a process that runs for long does the same."""
    Stage.folder, Stage.migrated, Stage.reader = tmp_path_factory.mktemp("rounds"), migrated_sqlite, reader
    with pytest.MonkeyPatch.context() as here:
        opened = functools.cache(lambda _, once=tags.open_tagger: once(_))
        here.setattr(tags, "open_tagger", lambda using: opened(using.model_copy(update={"now": None})))
        yield


class Audit(RuleBasedStateMachine):
    """An audit of five agencies and three partnerships, from the day it opens."""

    @initialize(
        said=st.lists(st.sampled_from(SAID), min_size=5, max_size=5),
        decided=st.lists(st.sampled_from(DECIDED), min_size=5, max_size=5),
        people=st.lists(st.sampled_from(PEOPLE), min_size=5, max_size=5),
        asked=st.integers(0, 7),
    )
    def opens(self, said: list[str], decided: list[str], people: list[str], asked: int) -> None:
        """Most rounds go on from a day after the asking, on which any agency is in any state and any person too.

        Some are asked last, when all that was said and decided already.
        """
        self.world = Stage.opened()
        self.watch, self.words, self.steps = Watch(self.world), itertools.count(1), 0
        self.watch.look("opens:")
        asking = (f"s11 invite {KEY}", "post:")
        if asked:
            for line in asking if asked > 1 else ():
                self.begins(line)
            for who, abbr, *lines in zip(WHO, WHOSE, said, decided, people, strict=True):
                for line in filter(None, lines):
                    self.begins(line.format(key=KEY, who=who, mail=MAIL[who], abbr=abbr, word=self.word()))
            for line in asking if asked == 1 else ():
                self.begins(line)
        with shown(self.world):
            outputs.look(self.world)
        if IS_TORTURE:  # a short round is looked at on paper once, where it ends
            self.every_paper()

    def begins(self, line: str) -> None:
        """A line of the beginning: who is told by it is looked at, and all else when the round has begun."""
        with shown(self.world):
            self.world.happen(line)
            self.watch.look(line)

    def teardown(self) -> None:
        if hasattr(self, "world"):
            try:
                self.every_paper()
            finally:
                self.world.close()

    @invariant()
    def every_fifth_step_all_papers(self) -> None:
        if hasattr(self, "steps"):
            self.steps += 1
            if self.steps % EVERY == 0:
                self.every_paper()

    def every_paper(self) -> None:
        with shown(self.world):
            papers.look(self.world, Stage.migrated)

    def do(self, line: str) -> None:
        with shown(self.world):
            step(self.world, self.watch, line)

    def word(self) -> str:
        return f"zebra{next(self.words)}"

    @rule()
    def invite(self) -> None:
        self.do(f"s11 invite {KEY}")

    @rule()
    def post(self) -> None:
        self.do("post:")

    @rule(days=st.sampled_from((1, 3, 8, 15)))
    def days_pass(self, days: int) -> None:
        self.do(f"later: {days} days")
        self.do("s11 clock --once")
        self.do("post:")

    @rule()
    def clock(self) -> None:
        self.do("s11 clock --once")

    @rule(who=SPEAKERS, ref=REFS, says=st.sampled_from(("2", "yes", "no", "n/a: no staff", "1", "12", "skip", "X")))
    def answers_one(self, who: str, ref: str, says: str) -> None:
        self.do(f"{who}: go to {ref}")
        self.do(f"{who}: {says}")
        self.do(f"{who}: We look at it {self.word()}.")

    @rule(
        who=SPEAKERS,
        says=st.sampled_from(("", "status", "review", "copy", "submit", "pause", "reopen: a figure was wrong", "undo")),
    )
    def types(self, who: str, says: str) -> None:
        self.do(f"{who}: {says}")

    @rule(who=SPEAKERS)
    def signs(self, who: str) -> None:
        name = {"ann": "Ann Lee", "di": "Di Fox", "fay": "Fay Orr"}[who.split()[0]]
        self.do(f"{who}: submit")
        self.do(f"{who}: submit")
        self.do(f"{who}: {name}")

    @rule(who=SPEAKERS, to=st.sampled_from(("Cy Moss", "Ed Ray", "Hal Fry, hal@csc.example")), ref=REFS)
    def hands_over(self, who: str, to: str, ref: str) -> None:
        self.do(f"{who}: go to {ref}")
        self.do(f"{who}: ask {to}")

    @rule(who=st.sampled_from(("ann", "di", "fay")))
    def attaches(self, who: str) -> None:
        self.do(f"{who} attaches: {self.word()}.txt")

    @rule(who=WRITERS, rating=st.sampled_from(("2", "1", "0")), signed=st.booleans())
    def writes_all(self, who: str, rating: str, signed: bool) -> None:
        form = ALL.format(rating=rating).format(word=self.word())
        self.do(f"{who} writes: {form}" + ("\\nSUBMIT" if signed else ""))

    @rule(who=WRITERS, ref=REFS, says=st.sampled_from(("2", "1 {word}", "N/A: none here", "{word}", "yes", "X")))
    def writes_one(self, who: str, ref: str, says: str) -> None:
        self.do(f"{who} writes: {ref}: {says.format(word=self.word())}")

    @rule(
        who=WRITERS,
        says=st.sampled_from(
            (
                "MORE TIME until 20 May 2026",
                "MORE TIME",
                "NOT ME. Ask Hal Fry, hal@csc.example",
                "NOT ME",
                "What does question 1.2 mean by trained?",
                "We were merged in May, so this is not for us.",
                "Thank you.",
                "SUBMIT",
            )
        ),
    )
    def writes_words(self, who: str, says: str) -> None:
        self.do(f"{who} writes: {says}")

    @rule(who=WRITERS, how=st.sampled_from(("writes anew", "passes it on")))
    def is_held(self, who: str, how: str) -> None:
        self.do(f"{who} {how}: 1.1: 1 {self.word()}")

    @rule(word=st.sampled_from(("release", "discard")))
    def held_is_decided(self, word: str) -> None:
        for number in self.world.held()[:1]:
            self.do(f"released: {number}" if word == "release" else f"s11 held discard {number}")

    @rule(
        who=st.sampled_from(tuple(MANAGERS)),
        says=st.sampled_from(RULED),
    )
    def manager_replies(self, who: str, says: str) -> None:
        if self.world.question_to(MANAGERS[who][1]):
            self.do(f"{who} replies: {says}")

    @rule(who=WRITERS, until=st.sampled_from(("20 March 2026", "1 May 2026")))
    def is_away(self, who: str, until: str) -> None:
        self.do(f"{who} is away: I am out of the office until {until}.")

    @rule(who=WRITERS, how=st.sampled_from(("bounces", "refuses letters")))
    def bounces(self, who: str, how: str) -> None:
        self.do(f"{who} {how}:")

    @rule(abbr=ABBRS, why=st.sampled_from(("Merged.", "Closed in May.")))
    def excuse(self, abbr: str, why: str) -> None:
        self.do(f"s11 excuse {KEY} {abbr} --because '{why}'")

    @rule(abbr=ABBRS)
    def ask_again(self, abbr: str) -> None:
        self.do(f"s11 excuse {KEY} {abbr} --ask-again")

    @rule(abbr=ABBRS, day=DAYS)
    def extend(self, abbr: str, day: str) -> None:
        self.do(f"s11 extend {KEY} {abbr} --to {day}")

    @rule(day=DAYS)
    def move_due(self, day: str) -> None:
        self.do(f"s11 extend {KEY} --all --to {day}")

    @rule(abbr=ABBRS, day=DAYS)
    def pause(self, abbr: str, day: str) -> None:
        self.do(f"s11 pause {KEY} {abbr} --until {day}")

    @rule(abbr=ABBRS)
    def reopen(self, abbr: str) -> None:
        self.do(f"s11 reopen {KEY} {abbr} --because 'Which is it?'")

    @rule(abbr=ABBRS, ref=REFS, does=st.sampled_from(REVIEWED))
    def is_reviewed(self, abbr: str, ref: str, does: str) -> None:
        """A manager rates, asks back, notes a point, sends back or accepts, in any state the return is in."""
        self.do(f"s11 review {KEY} {abbr} " + does.format(ref=ref, word=self.word()))

    @rule(who=WRITERS, ref=REFS, says=st.sampled_from(("{word}", "1", "2 {word}", "n/a", "1.1: 0 {word}")))
    def is_asked_and_answers(self, who: str, ref: str, says: str) -> None:
        """A question back, and at once a letter that answers the newest form of theirs."""
        abbr = dict(zip((*WHO, "ann"), (*WHOSE[:4], "GPS", "CSC"), strict=True))[who]
        self.do(f"s11 review {KEY} {abbr} ask {ref} 'Which {self.word()}?'")
        self.do(f"{who} writes: {says.format(word=self.word())}")

    @rule(abbr=ABBRS, when=st.sampled_from(("2026-03-03", "2026-04", "")), does=st.sampled_from(FOLLOWED))
    def is_to_act(self, abbr: str, when: str, does: str) -> None:
        """An action is agreed, the first of all is followed, and the clock asks about what is late."""
        by = f"--by-when {when}" if when else ""
        self.do(f"s11 action add {KEY} 'Date it {self.word()}.' --agency {abbr} --refs 1.1 {by}")
        self.do("s11 action " + does.format(word=self.word()))
        self.do("s11 clock --once")

    @rule(abbr=ABBRS, stands=st.booleans())
    def sign_off(self, abbr: str, stands: bool) -> None:
        self.do(f"s11 submit {KEY} {abbr} --by 'Meg Vale' --because Agreed." + (" --as-it-stands" if stands else ""))

    @rule(abbr=ABBRS)
    def call(self, abbr: str) -> None:
        self.do(f"s11 call {KEY} {abbr} --note 'Will answer.'")

    @rule(is_open=st.booleans())
    def close(self, is_open: bool) -> None:
        self.do(f"s11 audit close {KEY} --yes" if is_open else f"s11 audit reopen {KEY}")

    @rule(abbr=ABBRS, address=ADDRESSES, role=st.sampled_from(("lead", "deputy")))
    def contact_set(self, abbr: str, address: str, role: str) -> None:
        self.do(f"s11 contact set {abbr} {address} --role {role}")

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
        self.do(f"s11 audit open {KEY} --agencies later.csv --due 2026-04-30")

    @rule()
    def theme_confirmed(self) -> None:
        for number in self.world.tag_numbers()[:1]:
            self.do(f"s11 themes review {KEY} --confirm {number} --as 'Meg Vale'")

    @rule(done=st.sampled_from(("--approve", "--withdraw")))
    def quoted(self, done: str) -> None:
        for id_ in self.world.quote_ids()[:1]:
            self.do(f"s11 quotes {KEY} {done} {id_} --by 'Meg Vale'")

    @rule()
    def digest_sent(self) -> None:
        self.do(f"s11 digest {KEY} --send")

    @rule(address=ADDRESSES)
    def invited_again(self, address: str) -> None:
        self.do(f"s11 invite {KEY} --again {address}")

    @rule(who=SPEAKERS, ref=REFS, says=st.sampled_from(("2", "1", "yes", "no", "N/A", "X")), old=st.booleans())
    def presses(self, who: str, ref: str, says: str, old: bool) -> None:
        self.do(_by(who, "presses of old" if old else "presses", f"{ref} {says}"))

    @rule(who=SPEAKERS, ref=REFS)
    def opens_a_form(self, who: str, ref: str) -> None:
        self.do(_by(who, "opens", ref))

    @rule(who=SPEAKERS, ref=REFS, says=st.sampled_from(FORMS))
    def fills_a_form(self, who: str, ref: str, says: str) -> None:
        self.do(_by(who, "fills", f"{ref}: {says.format(word=self.word())}"))

    @rule()
    def it_comes_again(self) -> None:
        """What was recorded before its process ended is taken up by the next."""
        self.do("again:")

    @rule(who=WRITERS, ref=REFS)
    def writes_and_the_process_ends(self, who: str, ref: str) -> None:
        self.do(f"{who} writes unread: {ref}: 1 {self.word()}")

    @rule(who=BY_MANAGERS, abbr=ABBRS, what=st.sampled_from(DECIDES), address=ADDRESSES)
    def manager_decides(self, who: str, abbr: str, what: str, address: str) -> None:
        self.do(f"{who} decides: {abbr} {what.format(mail=address)}")

    @rule(who=BY_MANAGERS, abbr=ABBRS, words=st.sampled_from(ORDERS))
    def manager_orders(self, who: str, abbr: str, words: str) -> None:
        self.do(f"{who} orders: {words.format(abbr=abbr)}")

    @rule(line=st.sampled_from(SECONDLY))
    def second_audit(self, line: str) -> None:
        self.do(f"s11 {line}")

    @rule(abbr=ABBRS, table=st.sampled_from(TABLES))
    def table_is_imported(self, abbr: str, table: str) -> None:
        self.do("table: " + table.format(abbr=abbr, word=self.word()).replace("\n", "\\n"))

    @rule(address=ADDRESSES)
    def is_erased(self, address: str) -> None:
        self.do(f"s11 person erase {address} --because 'It was asked for.' --yes")

    @rule(line=st.sampled_from((f"feedback {KEY} --send", "retention", "outbox list")))
    def hears_and_lets_go(self, line: str) -> None:
        self.do(f"s11 {line}")

    @rule()
    def restart(self) -> None:
        self.do("restart:")


def _by(who: str, does: str, words: str) -> str:
    """`fay for TRU` presses: who, what, and for whom."""
    name, _, of = who.partition(" ")
    return f"{name} {does}{f' {of}' if of else ''}: {words}"


def step(world: World, watch: Watch, line: str) -> None:
    """One line, and then everything that everybody can see."""
    world.happen(line)
    watch.look(line)
    outputs.look(world)


@contextlib.contextmanager
def shown(world: World) -> Iterator[None]:
    """What a round did until it failed, as the lines that would be kept."""
    try:
        yield
    except BaseException as found:
        found.add_note("\n".join(["The round was:", *world.lines]))
        raise


Audit.TestCase.settings = settings(
    max_examples=300 if IS_TORTURE else 2,
    stateful_step_count=10 if IS_TORTURE else 3,
    deadline=None,
    phases=(Phase.explicit, Phase.generate),  # a failing round is read as it is; making it shorter takes minutes
)
TestAudit = Audit.TestCase


@pytest.mark.parametrize("path", FOUND, ids=lambda path: path.stem)
def test_what_a_round_once_found_is_found_no_more(path: Path) -> None:
    """A transcript ends where its fault was: there everything is looked at."""
    world = Stage.opened()
    watch = Watch(world)
    watch.look("opens:")
    for line in read_lines(path):
        world.happen(line)
        watch.look(line)
    outputs.look(world)
    papers.look(world, Stage.migrated)
    world.close()
