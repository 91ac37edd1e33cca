"""The trail tells of every write, and names the first thing that was changed behind the program's back (T19)."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from intake.returns import Given
from storage.nouns import Event
from storage.record import first_bad_entry, trail
from tests.conftest import AGENCIES
from tests.rounds import NOON, Round, jo

# Opening makes entries of the audit's own; each return goes on from the one that added its agency:
#   1 audit opened   2 agency added CSC     3 contact added CSC   4 agency added SCH       5 contact added SCH
#              CSC   3 CSC 1.1 rating       4 CSC 1.1 text        5 return submitted CSC   6 return reopened CSC
#                                    SCH                          5 SCH 1.1 rating
LENGTH = 10


@pytest.fixture
def told(round_of_small: Round) -> Round:
    round_of_small.say("CSC", Given("1.1", "rating", "2"), Given("1.1", "text", "Ann leads."), minutes=1)
    round_of_small.say("SCH", Given("1.1", "rating", "0"), minutes=2)
    round_of_small.submit("CSC", minutes=3)
    round_of_small.reopen("CSC", "A file was missing.", minutes=4)
    return round_of_small


def test_each_write_says_who_by_which_channel_and_when(told: Round) -> None:
    def at(minutes: int) -> tuple[object, ...]:
        return ("Jo Park", "import", NOON + timedelta(minutes=minutes))

    assert told.events() == [
        (1, *at(0), "audit opened", "small"),
        (2, *at(0), "agency added", "CSC"),
        (3, *at(0), "contact added", "CSC contact"),
        (4, *at(0), "agency added", "SCH"),
        (5, *at(0), "contact added", "SCH contact"),
        (3, *at(1), "answer recorded", "CSC 1.1"),
        (4, *at(1), "answer recorded", "CSC 1.1"),
        (5, *at(2), "answer recorded", "SCH 1.1"),
        (5, *at(3), "return submitted", "CSC"),
        (6, *at(4), "return reopened", "CSC"),
    ]


def test_a_whole_trail_has_no_bad_entry(told: Round) -> None:
    assert told.first_bad_entry() is None


ENTRY = "UPDATE events SET {} WHERE number = {} AND submission_id IS NULL"
OF_SCH = "WHERE number = 5 AND answer_id IS NOT NULL"
RETURN = "UPDATE submissions SET "
IS_CSC = "WHERE id = (SELECT min(id) FROM submissions)"
OF_CSC = "WHERE submission_id = (SELECT min(id) FROM submissions)"
CSC, SCH = "of the return of CSC", "of the return of SCH"
CHANGED = {
    "an answer's value": ("UPDATE answers SET value = '0' WHERE value = '2'", f"Entry 3 {CSC} "),
    "an answer's words": ("UPDATE answers SET value = 'Nobody leads.' WHERE prompt = 'text'", f"Entry 4 {CSC} "),
    "who said it": ("UPDATE answers SET said_by = 'Eve' WHERE value = '0'", f"Entry 5 {SCH} "),
    "the channel": ("UPDATE answers SET via = 'slack' WHERE value = '0'", f"Entry 5 {SCH} "),
    "the side": ("UPDATE answers SET by = 'partnership' WHERE value = '0'", f"Entry 5 {SCH} "),
    "when it was said": ("UPDATE answers SET said_at = '2026-01-01 00:00:00+00:00' WHERE value = '0'", "Entry 5 of"),
    "that it is N/A": ("UPDATE answers SET not_applicable = (1 = 1) WHERE value = '0'", f"Entry 5 {SCH} "),
    "the question": ("UPDATE answers SET question = '1.2' WHERE value = '0'", f"Entry 5 {SCH} "),
    "the prompt": ("UPDATE answers SET prompt = 'other' WHERE value = '0'", f"Entry 5 {SCH} "),
    "the source": ("UPDATE answers SET source = 'other' WHERE value = '0'", f"Entry 5 {SCH} "),
    "whose answer it is": (
        "UPDATE answers SET submission_id = (SELECT max(id) FROM submissions) WHERE value = '2'",
        f"Entry 3 {CSC} ",
    ),
    "an entry's actor": (ENTRY.format("actor = 'Eve'", 4), "Entry 4 "),
    "an entry's channel": (ENTRY.format("via = 'slack'", 4), "Entry 4 "),
    "an entry's time": (ENTRY.format("at = '2026-01-01 00:00:00+00:00'", 4), "Entry 4 "),
    "an entry's action": (ENTRY.format("action = 'agency removed'", 4), "Entry 4 "),
    "an entry's subject": (ENTRY.format("about = 'CSC'", 4), "Entry 4 "),
    "an entry's facts": (ENTRY.format("facts = '{}'", 4), "Entry 4 "),
    "facts slipped under an answer": ("UPDATE events SET facts = '{\"x\": 1}' " + OF_SCH, f"Entry 5 {SCH} "),
    "an entry's salt": (ENTRY.format("salt = ''", 4), "Entry 4 "),
    "an entry's digest": (ENTRY.format("digest = ''", 4), "Entry 4 "),
    "an entry's hash": (ENTRY.format("hash = ''", 4), "Entry 4 "),
    "an entry's number": (ENTRY.format("number = 99", 4), "Entry 4 "),
    "an entry's answer": (f"UPDATE events SET answer_id = NULL {OF_SCH}", f"Entry 5 {SCH} "),
    "an entry deleted in the middle": (ENTRY.format("number = 99", 4), "Entry 4 of small is gone"),
    "the first entry deleted": ("DELETE FROM events WHERE number = 1", "Entry 1 "),
    "the first of a return's deleted": (f"DELETE FROM events {OF_CSC} AND number = 3", f"Entry 3 {CSC} to small is"),
    "one of a return's deleted": (f"DELETE FROM events {OF_CSC} AND number = 4", f"Entry 4 {CSC} to small is gone"),
    "whose trail it is in": (f"UPDATE events SET submission_id = NULL {OF_CSC} AND number = 6", "Entry 6 of small "),
    "the tail cut off": ("DELETE FROM events WHERE number > 5", f"{CSC} to small ends at entry 5; 6 were written"),
    "the tail of the audit's own": (ENTRY.format("number = 99", 5), "Entry 5 of small is gone"),
    "all of a return's": (f"DELETE FROM events {OF_CSC}", f"{CSC} to small ends at entry 2; 6 were written"),
    "all of it cut off": ("DELETE FROM events", "small ends at entry 0; 5 were written"),
    "the length": ("UPDATE audits SET trail_length = 9", "small ends at entry 5; 9 were written"),
    "the head": ("UPDATE audits SET trail_head = ''", "small ends at entry 5; 5 were written"),
    "a return's length": (f"{RETURN}trail_length = 9 {IS_CSC}",  f"{CSC} to small ends at entry 6; 9 were written"),
    "a return's head": (f"{RETURN}trail_head = '' {IS_CSC}", f"{CSC} to small ends at entry 6; 6 were written"),
    "where a return's trail goes on from": (f"{RETURN}trail_from = 1 {IS_CSC}", f"Entry 2 {CSC} to small is gone"),
    "an answer added behind its back": (
        "INSERT INTO answers (submission_id, by, question, prompt, value, not_applicable, said_by, via, source,"
        " said_at) SELECT submission_id, by, question, prompt, '1', not_applicable, said_by, via, 'eve', said_at"
        " FROM answers WHERE value = '0'",
        "answer of SCH to 1.1 in small has no entry",
    ),
    "a return submitted": ("UPDATE submissions SET submitted_at = '2026-01-01 00:00:00+00:00'", "return of CSC"),
    "who submitted it": ("UPDATE submissions SET submitted_by = 'Eve'", "return of CSC"),
    "why it was reopened": ("UPDATE submissions SET reopened_because = ''", "return of CSC"),
    "a return excused": ("UPDATE submissions SET excused_at = '2026-01-01 00:00:00+00:00'", "return of CSC"),
    "what a return speaks for": ("UPDATE submissions SET scope = 'Housing'", "return of CSC"),
    "a return's partnerships": ("DELETE FROM submission_partnerships", "return of CSC"),
    "the questionnaire": ("UPDATE audits SET template = CAST('x' AS {bytes})", "The audit small is not as"),
    "when it is due": ("UPDATE audits SET due = '2027-01-01'", "The audit small is not as"),
    "when it opened": ("UPDATE audits SET opens = '2025-01-01'", "The audit small is not as"),
}  # fmt: skip


@pytest.mark.parametrize(("statement", "named"), CHANGED.values(), ids=CHANGED.keys())
def test_what_was_changed_is_named(told: Round, statement: str, named: str) -> None:
    kind = "BLOB" if told.database.engine.dialect.name == "sqlite" else "BYTEA"
    told.tamper(statement.replace("{bytes}", kind))
    fault = told.first_bad_entry()
    assert fault is not None
    assert named in fault


def test_entries_that_changed_places_are_named(told: Round) -> None:
    """Every column but the number is exchanged between entries 3 and 5: both whole, both in the wrong place."""
    for old, new in ((3, 1003), (5, 3), (1003, 5)):
        told.tamper("UPDATE events SET number = :new WHERE number = :old AND submission_id IS NULL", old=old, new=new)
    fault = told.first_bad_entry()
    assert fault is not None
    assert fault.startswith("Entry 3 ")


def test_a_return_that_is_gone_is_named(round_of_small: Round) -> None:
    round_of_small.tamper("DELETE FROM submission_partnerships")
    round_of_small.tamper("DELETE FROM submissions WHERE id = (SELECT max(id) FROM submissions)")
    round_of_small.tamper(
        "INSERT INTO submission_partnerships SELECT submissions.id, partnerships.id FROM submissions, partnerships"
    )
    assert round_of_small.first_bad_entry() == "The return of SCH to small is gone."


def test_the_first_of_several_faults_is_named(told: Round) -> None:
    told.tamper("UPDATE events SET actor = 'Eve' WHERE number IN (3, 6)")
    told.tamper(f"DELETE FROM events {OF_CSC} AND number = 4")
    fault = told.first_bad_entry()
    assert fault is not None
    assert fault.startswith("Entry 3 of small ")


def test_another_audit_is_not_blamed(told: Round) -> None:
    other = Round.opened(told.database, told.template, AGENCIES, key="other")
    other.say("CSC", Given("1.1", "rating", "1"))
    told.tamper("UPDATE answers SET value = '1' WHERE value = '2'")
    assert other.first_bad_entry() is None
    assert told.first_bad_entry() is not None


def test_an_audit_named_like_an_agency(round_of_small: Round) -> None:
    """Its key is the abbreviation of one it asks; the trail does not take one for the other."""
    like = Round.opened(
        round_of_small.database, round_of_small.template, "abbr,name,sector\nwg,Wood Green,school\n", "wg"
    )
    assert like.first_bad_entry() is None
    like.submit("wg")
    assert like.first_bad_entry() is None


COLUMNS = ("number", "actor", "via", "action", "about", "salt", "digest", "hash", "at", "facts")


def test_entries_older_than_signatures_still_hold(told: Round) -> None:
    """Their facts had no signature: it is the last submission that the trail told of before."""
    with told.database.write.begin() as db:
        csc = told.submission(db, "CSC")
        trail.hold_return(db, csc)
        csc.scope = "Early help"
        facts = {name: fact for name, fact in trail.submission_facts(csc).items() if name != "signed_at"}
        trail.note(db, csc, jo(9), "scope said", "CSC", facts)
    assert told.first_bad_entry() is None
    told.tamper("UPDATE submissions SET signed_at = NULL WHERE signed_at IS NOT NULL")
    assert told.first_bad_entry() == "The return of CSC to small is not as its trail says."


def test_any_change_of_any_entry_is_found(told: Round) -> None:
    """One column of one entry, changed to anything else, makes the trail bad at that entry."""

    @settings(max_examples=100, suppress_health_check=list(HealthCheck))
    @given(
        place=st.integers(1, LENGTH),
        column=st.sampled_from(COLUMNS),
        words=st.text(max_size=8),
        days=st.integers(1, 99),
    )
    def change(place: int, column: str, words: str, days: int) -> None:
        with told.database.write() as db:
            event = db.get_one(Event, place)
            number = event.number
            new = {
                "number": number + LENGTH * days,
                "at": event.at + timedelta(microseconds=days),
                "facts": {**event.facts, "x": days},
            }.get(column, words.replace("\x00", ""))
            if new == getattr(event, column):
                return
            setattr(event, column, new)
            db.flush()
            fault = first_bad_entry(db, told.audit(db))
            assert fault is not None, (number, column, new)
            assert fault.startswith(f"Entry {number} ")
            db.rollback()

    change()
    assert told.first_bad_entry() is None
