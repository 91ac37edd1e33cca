"""An action from the day it is agreed to the day it is accepted; and the sheet City & Hackney tracked its plans by."""

import csv
import io
import json
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from config.dates import last_day, read_timescale, timescale_words
from intake.actions import (
    Followed,
    NewAction,
    NewRecommendation,
    action_at,
    add_action,
    add_by_sheet,
    add_recommendation,
    ask_assurance,
    close_action,
    follow,
    hints,
    open_action,
    says_done,
)
from intake.actions.sheet import SheetKept
from intake.after import note_point
from intake.audits import FaultyTable, excuse, restore
from intake.ledger import Refused, Saying, enter_file, look
from intake.returns import Given
from reports.actions import tracked
from reports.figures import submissions_of
from reports.report import export_json
from storage.record import actions_of, open_database, recommendations_of
from tests.rounds import STATIONERY, Round, jo

TODAY = date(2026, 3, 2)
GOOD = ("Date the policy and publish it.", "Ann Lee", "2026-05", "The dated policy is on the website.", "1.1")


def saying(minutes: int) -> Saying:
    return Saying(jo(minutes), f"action:{minutes}", "partnership")


def agreed(told: Round, what: str = GOOD[0], abbr: str = "CSC", minutes: int = 20, **said: str) -> int:
    with told.database.write.begin() as db:
        submission = told.submission(db, abbr) if abbr else None
        new = NewAction(what, submission, **said)
        return add_action(db, told.audit(db), told.template, new, saying(minutes)).number


def said_of(told: Round, number: int, minutes: int, **said: object) -> list[str]:
    with told.database.write.begin() as db:
        audit = told.audit(db)
        return follow(db, audit, action_at(db, audit, number), Followed(**said), saying(minutes))  # type: ignore[arg-type]


def closed(told: Round, number: int, minutes: int, because: str = "", *, again: bool = False) -> bool:
    with told.database.write.begin() as db:
        audit = told.audit(db)
        act = open_action if again else close_action
        return act(db, audit, action_at(db, audit, number), because, saying(minutes))


def states(told: Round, on: date) -> dict[int, str]:
    with told.database.read() as db:
        audit = told.audit(db)
        return {each.number: each.state for each in tracked(db, audit, submissions_of(db, audit, None), None, on)}


def test_the_life_of_an_action(round_of_small: Round) -> None:
    told, after = round_of_small, date(2026, 6, 1)
    number = agreed(told, by_when="May 2026", refs="1.1", owner="Ann Lee")
    assert (states(told, date(2026, 5, 31)), states(told, after)) == ({number: "open"}, {number: "overdue"})
    assert said_of(told, number, 30, by_when="2026-07-15") == ["moved"]
    assert states(told, after) == {number: "open"}
    assert said_of(told, number, 31, words="It is on the website.", is_done=True) == ["done"]
    assert states(told, date(2027, 1, 1)) == {number: "done, to be accepted"}
    assert closed(told, number, 32, "The page is not there.", again=True)
    assert states(told, date(2027, 1, 1)) == {number: "overdue"}
    said_of(told, number, 33, is_done=True)
    assert [closed(told, number, 34), closed(told, number, 35)] == [True, False]
    assert states(told, date(2027, 1, 1)) == {number: "closed"}
    assert states(told, date(2026, 3, 1)) == {number: "open"}  # the day before it was closed
    told.seal()
    assert (told.first_bad_entry(), told.seal_faults()) == (None, [])
    assert [each[4] for each in told.events() if each[5] == f"CSC action {number}"] == [
        *("action agreed", "action moved", "action said to be done", "action opened again"),
        *("action said to be done", "action closed"),
    ]


def test_a_source_counts_once(round_of_small: Round) -> None:
    number = agreed(round_of_small)
    assert said_of(round_of_small, number, 30, words="Half of it.") == ["update"]
    assert said_of(round_of_small, number, 30, words="Half of it.") == []


def test_a_point_to_mend_becomes_an_action(round_of_small: Round) -> None:
    told = round_of_small
    told.say("CSC", Given("1.1", "rating", "2"), minutes=1)
    told.submit("CSC", minutes=2)
    with told.database.write.begin() as db:
        note_point(db, told.template, told.submission(db, "CSC"), "1.1", "Date the policy.", saying(3))
    agreed(told, "", refs="1.1")
    with told.database.read() as db:
        assert [each.what for each in actions_of(db, told.audit(db))] == ["Date the policy."]


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"what": ""}, "Say what is to be done"),
        ({"abbr": ""}, "Name the agency whose action it is"),
        ({"refs": "9.9"}, r"There is no question 9\.9"),
        ({"by_when": "March 10"}, "March 10 is no clear last day"),
        ({"by_when": "soon"}, "soon is no clear last day"),
        ({"by_when": "early 2027"}, "early 2027 is no clear last day"),
        ({"by_when": "the start of 2027/28"}, "is no clear last day"),
        ({"by_when": "before 2027"}, "before 2027 is no clear last day"),
        ({"by_when": "mid-summer 2027"}, "is no clear last day"),
    ],
)
def test_what_is_no_action(round_of_small: Round, said: dict[str, str], told: str) -> None:
    with pytest.raises(Refused, match=told):
        agreed(round_of_small, **said)  # type: ignore[arg-type]


def test_an_excused_agency_is_asked_for_no_report(round_of_small: Round) -> None:
    """Nobody would write to it, and the paper would tell of a report asked for."""
    agreed(round_of_small)
    with round_of_small.database.write.begin() as db:
        audit, submission = round_of_small.audit(db), round_of_small.submission(db, "CSC")
        assert excuse(db, submission, jo(21), "It joined the council.", STATIONERY)
        with pytest.raises(Refused, match="CSC is excused in small, so nobody writes to it"):
            ask_assurance(db, audit, round_of_small.template, submission, 6, saying(22))


def test_nobody_closes_what_nobody_says_is_done_without_a_reason(round_of_small: Round) -> None:
    number = agreed(round_of_small)
    with pytest.raises(Refused, match="Nobody has said that action 1 is done"):
        closed(round_of_small, number, 30)
    assert closed(round_of_small, number, 31, "The service was closed.")
    with pytest.raises(Refused, match="Action 1 is closed"):
        said_of(round_of_small, number, 32, words="More.")


DONE = (
    "DONE",
    "It's done.",
    "All done!",
    "This is now done: all 12 in May.",
    "DONE\nHalf of them still wait.",
    "DONE - see attached",
)
OPEN = (
    "Done? Not quite.", "DONE by the end of May", "DONE: half.", "Done for the day staff", "DONE when Ann is back",
    "Nearly done", "DONE - not", "Well done to the team.", "Done, bar two.", "DONE. The remaining two are away.",
    "Can I write DONE?", "Not DONE",
)  # fmt: skip


def test_done_is_said_plainly_or_not_at_all() -> None:
    assert [each for each in (*DONE, *OPEN) if says_done(each)] == [*DONE]


@pytest.mark.parametrize(
    ("words", "kept", "last", "shown"),
    [
        ("2010", "2010", date(2010, 12, 31), "2010"),
        ("Feb 2012", "2012-02", date(2012, 2, 29), "February 2012"),
        ("end of March 2011", "2011-03", date(2011, 3, 31), "March 2011"),
        ("31/03/2010", "2010-03-31", date(2010, 3, 31), "Wednesday 31 March 2010"),
        ("31/3/27", "2027-03-31", date(2027, 3, 31), "Wednesday 31 March 2027"),
        ("Friday 14 March 2025", "2025-03-14", date(2025, 3, 14), "Friday 14 March 2025"),
        ("Spring 2027", "2027-05", date(2027, 5, 31), "May 2027"),
        ("mid-May 2027", "2027-05", date(2027, 5, 31), "May 2027"),
        ("end of 2027", "2027", date(2027, 12, 31), "2027"),
        ("end March 27", "2027-03", date(2027, 3, 31), "March 2027"),
        ("Mar-27", "2027-03", date(2027, 3, 31), "March 2027"),
        ("by end of Sept '27", "2027-09", date(2027, 9, 30), "September 2027"),
        ("2027/28", "2028-03", date(2028, 3, 31), "March 2028"),
    ],
)
def test_by_when(words: str, kept: str, last: date, shown: str) -> None:
    assert read_timescale(words) == kept
    assert (last_day(kept), timescale_words(kept)) == (last, shown)


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("end of March", "2026-03"),
        ("by February", "2027-02"),
        ("31/3", "2026-03-31"),
        ("1 March", "2027-03-01"),
        ("in six months", "2026-09-02"),
        ("within 6 weeks", "2026-04-13"),
        ("before the end of May", "2026-05"),
        ("before 10 May", "2026-05-10"),
        ("before May", None),  # its last day would be another
        ("31 June", None),
        ("by Christmas", "2026-12-25"),
        ("end March", "2026-03"),
        ("Mar-21", "2026-03-21"),
    ],
)
def test_without_a_year_it_is_the_next_and_with_no_clock_it_is_asked(words: str, kept: str | None) -> None:
    assert (read_timescale(words, TODAY), read_timescale(words)) == (kept, None)


@pytest.mark.parametrize(
    "words", ["March 10", "Dec 09", "2010-13", "next week", "0000", "", "asap", "Winter 2027", "market 2027", "2027/29"]
)
def test_no_clear_by_when(words: str) -> None:
    assert read_timescale(words, TODAY) is None


@pytest.mark.parametrize(
    ("at", "instead", "told"),
    [
        (0, "Ensure all staff are trained.", "Ensure"),
        (0, "Train staff. Then date the policy.", "several"),
        (1, "", "nobody"),
        (2, "", "no last day"),
        (2, "2026-02", "past already"),
        (2, "2028", "more than a year"),
        (3, "", "known to be done"),
        (4, "", "no question"),
    ],
)
def test_a_hint_for_each_thing_it_does_not_say(at: int, instead: str, told: str) -> None:
    assert hints(*GOOD, TODAY) == []
    [hint] = hints(*(instead if place == at else each for place, each in enumerate(GOOD)), TODAY)  # type: ignore[call-arg, arg-type]
    assert told in hint


def test_a_sheet_with_faults_keeps_nothing_and_again_nothing_new(round_of_small: Round) -> None:
    told = round_of_small
    faulty = "agency,what,by_when,revised\nCSC,Date it.,2026-05,no\nXYZ,Do it.,,\nCSC,Do it.,March 10,\n,Do it.,,\n"
    sound = "agency,owner,what,by_when\nCSC,,Date it.,end of May\n,Training group,Train all.,2027\n"

    def given(sheet: str) -> SheetKept:
        with told.database.write.begin() as db:
            return add_by_sheet(db, told.audit(db), told.template, sheet.encode(), jo(40))

    with pytest.raises(FaultyTable) as refused:
        given(faulty)
    assert [each.row for each in refused.value.faults] == [3, 4, 5]
    assert given(sound) == (2, 0, ["Row 2: end of May is read as May 2026."])
    assert given(sound) == (0, 2, [])
    assert states(told, date(2026, 6, 1)) == {1: "overdue", 2: "open"}


def test_a_workbook_of_a_managers_own_is_a_sheet_too(round_of_small: Round) -> None:
    told, out = round_of_small, io.BytesIO()
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["Action plan 2026"])
    sheet.append([])
    sheet.append(["No", "Agency", "Action", "Lead", "Timescale", "Success criteria"])
    sheet.append([1, "CSC", "Date the policy.", "Ann Lee", date(2026, 5, 31), "It bears a date."])
    sheet.append([2, None, "Train all governors.", "Training group", "March 2027", None])
    book.save(out)
    with told.database.write.begin() as db:
        kept = add_by_sheet(db, told.audit(db), told.template, out.getvalue(), jo(40))
    assert kept == (2, 0, ["Not read of the workbook: No."])
    with told.database.read() as db:
        found = [(each.what, each.timescale) for each in actions_of(db, told.audit(db))]
    assert found == [("Date the policy.", "2026-05-31"), ("Train all governors.", "2027-03")]


def test_all_of_it_comes_back_from_an_export(round_of_small: Round, tmp_path: Path) -> None:
    told = round_of_small
    number = agreed(told, refs="1.1", by_when="2026-05")
    with told.database.write.begin() as db:
        policy = enter_file(db, look(io.BytesIO(b"A draft."), "policy.txt"), jo(29).at)
        said = Followed("Half of it.", rated="G", is_revised=True, owner="Jan Holt", files=[policy])
        follow(db, told.audit(db), action_at(db, told.audit(db), number), said, saying(30))
    told.give("CSC", "1.1", b"A draft.", "policy.txt", minutes=31)  # one file, in two places
    agreed(told, "Train every governor.", "", minutes=31, owner="Training group")
    with told.database.write.begin() as db:
        new = NewRecommendation("Train every governor.", "Training group", "1.2", "neglect")
        add_recommendation(db, told.audit(db), told.template, new, ["neglect"], saying(32))

    def document(database: object) -> str:
        with database.read() as db:  # type: ignore[attr-defined]
            audit = told.audit(db)
            return export_json(db, told.template, audit, submissions_of(db, audit), whole=True)

    there = open_database(f"sqlite:///{tmp_path / 'there.db'}")
    there.migrate()
    with there.write.begin() as db:
        restore(db, document(told.database).encode(), jo(60))
    here, back = (json.loads(document(each)) for each in (told.database, there))
    assert [each["name"] for each in here["actions"][0]["entries"][0]["evidence"]] == ["policy.txt"]
    assert here["recommendations"]
    assert (back["actions"], back["recommendations"]) == (here["actions"], here["recommendations"])
    with there.read() as db:
        assert len(recommendations_of(db, told.audit(db))) == 1


def test_a_recommendation_names_a_priority_that_there_is(round_of_small: Round) -> None:
    told = round_of_small
    with told.database.write.begin() as db, pytest.raises(Refused, match="There is no priority neglct"):
        new = NewRecommendation("Train all.", priorities="neglct")
        add_recommendation(db, told.audit(db), told.template, new, ["neglect"], saying(32))


def test_the_demo_has_the_published_table() -> None:
    """Printed: ratings of the thirteen plans, whether revised, whether updated, and by when."""
    table = Path(__file__).parents[3] / "cli" / "demo_data" / "city-hackney-2009" / "actions.csv"
    rows = list(csv.DictReader(io.StringIO(table.read_text())))
    assert "".join(each["rated"] for each in rows) == "SGGSGGGGSSGGG"
    revised = [each["agency"] for each in rows if each["revised"] == "yes"]
    assert revised == ["CSC", "ELFT", "HH", "HUH", "MPS", "TLT", "YOT"]
    assert [each["agency"] for each in rows if each["update"] == "no"] == ["ASC", "ELFT", "MPS"]
