"""Two people in any order of answers, skips, jumps, slips and restarts, against a model of a dictionary and a list.

A small run in every test; `make torture` runs 1,000 conversations of 50 turns.
"""

from dataclasses import dataclass, field, replace
from datetime import timedelta

import sqlalchemy as sa
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from intake.conversation import Talker, hello, speak
from intake.conversation.pages import Reply
from intake.conversation.session.load import here as look
from intake.conversation.state import Here
from intake.ledger import Saying
from storage.nouns import Contact, Submission
from storage.nouns.metadata import RECORD
from storage.record import Database, first_bad_entry, open_database
from storage.record.trail import Speaker
from tests.conftest import AUDITS, audit_file
from tests.rounds import NOON, Round

AGENCIES = """\
abbr,name,sector,partnerships,contact_name,contact_email,slack_user,role
CSC,Children's Social Care,council,east,Ann Lee,ann@csc.example,,lead
CSC,Children's Social Care,council,east,Bo Day,bo@csc.example,,head
"""
SMALL = audit_file(AUDITS / "small.toml")
PEOPLE = ("Ann Lee", "Bo Day")
Key = tuple[str, str]
KINDS = {  # the small audit as a council is asked it, in order; a star marks what must be answered
    ("1.1", "rating"): "rating*", ("1.1", "text"): "text",
    ("1.2", "yes_no"): "yes_no*", ("1.2", "rating"): "rating*", ("1.2", "text"): "text",
    ("1.3", "yes_no"): "yes_no*", ("1.3", "text"): "text", ("1.4", "text"): "text",
    ("2.1", "text"): "text*",
    ("2.3", "staff"): "number", ("2.3", "checked"): "date", ("2.3", "how_often"): "choice", ("2.3", "proof"): "files",
    ("2.4", "rating"): "rating*", ("2.4", "text"): "text",
}  # fmt: skip
REFS = ("1.1", "1.2", "1.3", "1.4", "2.1", "2.3", "2.4")
SAYS = {
    "rating": {"2": "2", "good": "2", "Fair": "1", "0 poor": "0", "1.": "1"},
    "yes_no": {"yes": "yes", "N": "no", "No.": "no"},
    "text": {w: w for w in ("We do.", "none", "no", "back to school", "ask for help", "skipping rope", "n a")}
    | {'"2"': "2"},
    "number": {"12": "12", "1,000": "1000"},
    "date": {"14 March 2025": "2025-03-14", "2026-01-02": "2026-01-02"},
    "choice": {"never": "Never.", "every year": "Every year"},
}
NONSENSE = {
    "rating": ("mostly good", "2/3", "3", "X-ray"),
    "yes_no": ("maybe", "2", "yes and no"),
    "number": ("many", "1.2.3"),
    "date": ("soon", "31 February 2025"),
    "choice": ("often",),
    "files": ("attached", "see letter"),
}


@dataclass(frozen=True)
class At:
    """Where the model thinks a person is."""

    asks: str = "home"
    key: Key = ("", "")
    shown: int = 0
    then: str = ""
    held: str = ""
    is_na: bool = False


@dataclass
class Said:
    value: str
    by: str
    number: int
    is_na: bool = False


@dataclass
class Model:
    """The simplest thing that could be right: what was said, what was put off, and where people are."""

    said: dict[Key, Said] = field(default_factory=dict)
    left: set[Key] = field(default_factory=set)
    skips: dict[str, int] = field(default_factory=dict)
    at: dict[str, At] = field(default_factory=dict)
    count: int = 0
    submitted: bool = False

    def aside(self, ref: str) -> bool:
        rating, yes_no = self.said.get((ref, "rating")), self.said.get((ref, "yes_no"))
        return bool(rating and rating.is_na and not (yes_no and yes_no.number > rating.number))

    def keys(self) -> list[Key]:
        firsts = {ref: next(key for key in KINDS if key[0] == ref) for ref in REFS}
        return [key for key in KINDS if not self.aside(key[0]) or key == firsts[key[0]]]

    def answered(self, key: Key) -> bool:
        said = self.said.get(key)
        return self.aside(key[0]) or bool(said and not said.is_na and said.value)

    def needed(self) -> list[Key]:
        return [key for key in KINDS if KINDS[key].endswith("*") and not self.answered(key)]

    def place(self, key: Key | None, then: str = "") -> At:
        if key is None:
            return At("review")
        return At("prompt", key, self.said[key].number if key in self.said else 0, then)

    def after(self, key: Key | None) -> Key | None:
        order = self.keys()
        if key in order:
            cut = order.index(key) + 1
            order = order[cut:] + order[:cut]
        elif key is not None:
            same = [each for each in order if each[0] == key[0]]
            cut = order.index(same[-1]) + 1
            order = order[cut:] + order[:cut]
        every = list(KINDS)
        rest = [each for each in order if key and each[0] == key[0] and every.index(each) > every.index(key)]
        for most, among in ((99, rest), (0, order), (1, order)):
            for each in among:
                if not self.answered(each) and each not in self.left and self.skips.get(each[0], 0) <= most:
                    return each
        return None

    def onward(self, was: At) -> At:
        """Where an answered or skipped prompt leads."""
        if not was.then:
            return self.place(self.after(was.key))
        every = list(KINDS)
        rest = [key for key in self.keys() if key[0] == was.key[0] and every.index(key) > every.index(was.key)]
        if rest:
            return self.place(rest[0], was.then)
        return At("review") if was.then == "review" else self.place(self.after(was.key))

    def record(self, key: Key, value: str, by: str, *, is_na: bool = False) -> None:
        self.count += 1
        self.said[key] = Said(value, by, self.count, is_na)

    def answer(self, who: str, was: At, key: Key, value: str, *, is_na: bool = False) -> At:
        stands = self.said.get(key)
        if stands and stands.by != who and stands.number != was.shown and key == was.key:
            if (stands.value, stands.is_na) == (value, is_na):
                return self.onward(was)
            return At("clash", was.key, stands.number, was.then, value, is_na)
        self.record(key, value, who, is_na=is_na)
        return self.onward(was)


class Conversation(RuleBasedStateMachine):
    """What the record and the replies must agree on with the model, turn by turn."""

    @initialize()
    def open(self) -> None:
        self.database: Database = open_database("sqlite://")  # in memory: nobody pulls the plug here
        RECORD.create_all(self.database.engine)
        self.round = Round.opened(self.database, SMALL, AGENCIES)
        self.model = Model()
        self.numbers: dict[int, int] = {0: 0}  # ids of the record to the model's numbers
        self.turns = 0
        self.last: dict[str, tuple[str, str]] = {}
        for who in PEOPLE:
            self.arrive(who)

    def teardown(self) -> None:
        if hasattr(self, "database"):
            with self.database.read() as db:
                assert first_bad_entry(db, self.round.audit(db)) is None
            self.database.engine.dispose()

    def turn(self, who: str, words: str | None, source: str = "") -> Reply:
        self.turns += 1
        source = source or f"turn:{self.turns}"
        with self.database.write.begin() as db:
            contact = db.scalars(sa.select(Contact).where(Contact.name == who)).one()
            submission = db.scalars(sa.select(Submission)).one()
            saying = Saying(Speaker(who, "terminal", NOON + timedelta(minutes=self.turns)), source)
            talker = Talker(db, SMALL, submission, contact, today=NOON.date())
            reply = hello(talker, saying) if words is None else speak(talker, words, saying)
        self.last[who] = (source, words or "")
        return reply

    def expect(self, who: str, reply: Reply, place: At) -> None:
        self.read_numbers()
        asks, key, then = str(reply.place.asks), (reply.place.question, reply.place.prompt), reply.place.then
        told = (who, self.last[who][1], reply.notes)
        assert asks == place.asks, told
        if asks in ("prompt", "clash", "reason"):
            assert (key, then, self.numbers[reply.place.shown]) == (place.key, place.then, place.shown), told
        self.model.at[who] = place

    def read_numbers(self) -> None:
        ids = [each[0] for each in self.round.answers()]
        self.numbers = {0: 0} | {each: number for number, each in enumerate(sorted(ids), start=1)}

    def here(self) -> Here:
        with self.database.read() as db:
            contact = db.scalars(sa.select(Contact).where(Contact.name == PEOPLE[0])).one()
            return look(db, SMALL, db.scalars(sa.select(Submission)).one(), contact, {}, NOON.date())

    def kind(self, who: str) -> str:
        return KINDS[self.model.at[who].key].rstrip("*") if self.model.at[who].asks == "prompt" else ""

    @rule(who=st.sampled_from(PEOPLE), pick=st.integers(0, 99))
    def answer(self, who: str, pick: int) -> None:
        kind, was = self.kind(who), self.model.at[who]
        if kind in ("", "files"):
            return
        words, value = list(SAYS[kind].items())[pick % len(SAYS[kind])]
        reply = self.turn(who, words)
        if self.model.submitted:
            self.expect(who, reply, At("reopen", (was.key[0], "")))
        else:
            self.expect(who, reply, self.model.answer(who, was, was.key, value))

    @rule(who=st.sampled_from(PEOPLE), pick=st.integers(0, 99))
    def nonsense(self, who: str, pick: int) -> None:
        kind = self.kind(who)
        if kind not in NONSENSE:
            return
        reply = self.turn(who, NONSENSE[kind][pick % len(NONSENSE[kind])])
        assert reply.is_unclear
        self.expect(who, reply, self.now_shown(who))

    def now_shown(self, who: str) -> At:
        """The same place; asking again shows what stands by now."""
        was = self.model.at[who]
        if was.asks != "prompt":
            return was
        return replace(was, shown=self.model.said[was.key].number if was.key in self.model.said else 0)

    @rule(who=st.sampled_from(PEOPLE))
    def skip(self, who: str) -> None:
        was, model = self.model.at[who], self.model
        if was.asks != "prompt":
            return
        reply = self.turn(who, "skip")
        if model.submitted:
            place = At()
        elif was.then or model.answered(was.key):
            place = model.onward(was)
        elif KINDS[was.key].endswith("*"):
            model.skips[was.key[0]] = model.skips.get(was.key[0], 0) + 1
            last = [key for key in KINDS if key[0] == was.key[0]][-1]
            place = model.place(model.after(last))
        else:
            model.left.add(was.key)
            place = model.place(model.after(was.key))
        self.expect(who, reply, place)

    @rule(who=st.sampled_from(PEOPLE), ref=st.sampled_from(REFS), word=st.sampled_from(("go to", "change")))
    def go(self, who: str, ref: str, word: str) -> None:
        was, first = self.model.at[who], next(key for key in KINDS if key[0] == ref)
        if was.asks not in ("prompt", "review", "home"):
            return
        reply = self.turn(who, f"{word} {ref}")
        if self.model.submitted:
            self.expect(who, reply, At("reopen", (ref, "")))
        else:
            then = "" if word == "go to" else "review" if was.asks == "review" else "next"
            self.expect(who, reply, self.model.place(first, then))

    @rule(who=st.sampled_from(PEOPLE))
    def back(self, who: str) -> None:
        was, model = self.model.at[who], self.model
        if was.asks != "prompt" or model.submitted:
            return
        order = model.keys()
        place = order.index(was.key) if was.key in order else 0
        reply = self.turn(who, "back")
        self.expect(who, reply, model.place(order[place - 1], was.then) if place else self.now_shown(who))

    @rule(who=st.sampled_from(PEOPLE), why=st.sampled_from(("no staff", "skip it all", "not ours")))
    def not_applicable(self, who: str, why: str) -> None:
        was = self.model.at[who]
        if self.kind(who) not in ("rating", "yes_no") or self.model.submitted:
            return
        reply = self.turn(who, f"n/a: {why}")
        self.expect(who, reply, self.model.answer(who, was, (was.key[0], "rating"), why, is_na=True))

    @rule(who=st.sampled_from(PEOPLE), word=st.sampled_from(("keep", "replace")))
    def settle(self, who: str, word: str) -> None:
        was, model = self.model.at[who], self.model
        if was.asks != "clash" or model.submitted:
            return
        stands = model.said[was.key]
        reply = self.turn(who, word)
        if word == "keep":
            self.expect(who, reply, model.onward(was))
        elif stands.number != was.shown and stands.by != who:
            self.expect(who, reply, replace(was, shown=stands.number))
        else:
            model.record(was.key, was.held, who, is_na=was.is_na)
            self.expect(who, reply, model.onward(was))

    @rule(who=st.sampled_from(PEOPLE))
    def arrive(self, who: str) -> None:
        was = self.model.at.get(who, At())
        reply = self.turn(who, None)
        if self.model.submitted:
            place = At()
        elif was.asks in ("clash", "name", "reopen"):
            place = was
        elif was.asks == "prompt" and (was.then or not self.model.answered(was.key)):
            place = self.now_shown(who)
        else:
            place = self.model.place(self.model.after(None))
        self.expect(who, reply, place)

    @rule(who=st.sampled_from(PEOPLE))
    def repeat(self, who: str) -> None:
        """The channel delivers the same thing twice: nothing changes, and the same place is shown."""
        source, words = self.last[who]
        self.expect(who, self.turn(who, words or "help", source), self.model.at[who])

    @rule(who=st.sampled_from(PEOPLE), word=st.sampled_from(("help", "status", "why", "open", "copy", "pause")))
    def look_around(self, who: str, word: str) -> None:
        if self.model.at[who].asks in ("prompt", "review", "home", "clash"):
            self.expect(who, self.turn(who, word), self.now_shown(who))

    @rule(who=st.sampled_from(PEOPLE))
    def submit(self, who: str) -> None:
        was, model = self.model.at[who], self.model
        if was.asks not in ("prompt", "review", "home"):
            return
        reply = self.turn(who, "submit")
        if model.submitted:
            self.expect(who, reply, At())
        elif model.needed() or was.asks != "review":
            self.expect(who, reply, At("review"))
        else:
            self.expect(who, reply, At("name"))
            self.expect(who, self.turn(who, who), At())
            model.submitted = True

    @precondition(lambda self: self.model.submitted)
    @rule(who=st.sampled_from(PEOPLE))
    def reopen(self, who: str) -> None:
        was = self.model.at[who]
        if was.asks in ("home", "review", "prompt"):
            self.expect(who, self.turn(who, "reopen: a figure was wrong"), At("review"))
            self.model.submitted = False

    @rule(who=st.sampled_from(PEOPLE))
    def say_why(self, who: str) -> None:
        was = self.model.at[who]
        if was.asks != "reopen":
            return
        reply = self.turn(who, "A figure was wrong.")
        first = next(key for key in KINDS if key[0] == was.key[0])
        self.model.submitted = False
        self.expect(who, reply, self.model.place(first, "review"))

    @invariant()
    def the_record_is_as_the_model_has_it(self) -> None:
        if not hasattr(self, "model"):
            return
        now = self.here()
        assert {tuple(key): (each.value, each.said_by, each.not_applicable) for key, each in now.standing.items()} == {
            key: (each.value, each.by, each.is_na) for key, each in self.model.said.items()
        }
        assert (now.state.submitted_at is not None) == self.model.submitted
        assert len(self.round.answers()) == self.model.count


IS_TORTURE = settings.get_current_profile_name() == "torture"
Conversation.TestCase.settings = settings(
    max_examples=1000 if IS_TORTURE else 12,
    stateful_step_count=50 if IS_TORTURE else 25,
    deadline=None,
    phases=(Phase.explicit, Phase.generate),  # a failing conversation is read as it is; making it shorter takes minutes
)
TestConversation = Conversation.TestCase
