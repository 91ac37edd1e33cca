"""A meeting with an agency: set, held, noted; what came of it stays in the record, the export and the seals."""

import json
from datetime import date
from pathlib import Path

import pytest

from intake.actions import Minutes, NewAction, add_action, keep_minutes, meeting_at, read_minutes, set_meeting
from intake.audits import restore
from intake.ledger import Refused, Saying
from reports.actions import kept_meetings
from reports.figures import submissions_of
from reports.report import export_json
from storage.record import Database, open_database
from tests.rounds import Round, jo

DAY = date(2026, 4, 12)


def saying(minutes: int) -> Saying:
    return Saying(jo(minutes), f"meeting:{minutes}", "partnership")


def noted(told: Round, minutes: int, **said: object) -> list[str]:
    with told.database.write.begin() as db:
        audit = told.audit(db)
        return keep_minutes(db, audit, meeting_at(db, audit, 1), Minutes(**said), saying(minutes))  # type: ignore[arg-type]


@pytest.fixture
def met(round_of_small: Round) -> Round:
    told = round_of_small
    with told.database.write.begin() as db:
        audit, csc = told.audit(db), told.submission(db, "CSC")
        set_meeting(db, audit, csc, DAY, "Challenge event", "", saying(20))
        add_action(db, audit, told.template, NewAction("Date the policy.", csc), saying(21))
    return told


def kept(told: Round) -> list[tuple[object, ...]]:
    with told.database.read() as db:
        audit = told.audit(db)
        return [tuple(each) for each in kept_meetings(db, audit, submissions_of(db, audit), None)]


def test_a_meeting_from_its_day_to_what_came_of_it(met: Round) -> None:
    assert noted(met, 30, set_for=date(2026, 4, 19)) == ["moved"]
    came = {"note": "They told of supervision.", "outcome": "It is in place.", "present": "Ann Lee", "actions": "1"}
    assert noted(met, 31, **came) == ["present", "note", "outcome", "action"]
    assert noted(met, 31, **came) == []  # a source counts once
    assert noted(met, 32, actions="1", set_for=date(2026, 4, 19)) == []  # and what stands is no news
    words = (["They told of supervision."], ["It is in place."], [1])
    assert kept(met) == [(1, "CSC", date(2026, 4, 19), "Challenge event", "Ann Lee", *words)]
    met.seal()
    assert (met.first_bad_entry(), met.seal_faults()) == (None, [])


@pytest.mark.parametrize(("actions", "told"), [("9", "There is no action 9"), ("one", "one is no number of an action")])
def test_what_came_of_no_meeting(met: Round, actions: str, told: str) -> None:
    with pytest.raises(Refused, match=told):
        noted(met, 30, note="They told of supervision.", actions=actions)
    assert kept(met)[0][5] == []  # nothing of it was kept


def test_it_comes_back_from_an_export_and_a_change_by_hand_is_told(met: Round, tmp_path: Path) -> None:
    def document(database: Database) -> str:
        with database.read() as db:
            audit = met.audit(db)
            return export_json(db, met.template, audit, submissions_of(db, audit), whole=True)

    noted(met, 31, outcome="It is in place.", actions="1")
    there = open_database(f"sqlite:///{tmp_path / 'there.db'}")
    there.migrate()
    with there.write.begin() as db:
        restore(db, document(met.database).encode(), jo(60))
    here, back = (json.loads(document(each))["meetings"] for each in (met.database, there))
    assert len(here[0]["entries"]) == 2
    assert back == here
    met.seal()
    met.tamper("UPDATE meeting_entries SET words = 'It is not.' WHERE kind = 'outcome'")
    assert ["word of Jo Park on a meeting" in each for each in met.seal_faults()] == [True]


@pytest.mark.parametrize(
    ("words", "read"),
    [
        ("It went well.", Minutes("It went well.")),
        ("It went well. There: Ann, Meg. Outcome: In place.", Minutes("It went well.", "In place.", "Ann, Meg.")),
        ("Agreed: A lead.\nAgreed: A date.\nActions: 3 and 4.", Minutes(outcome="A lead.\nA date.", actions="3 , 4")),
        ("The outcome is not there yet.", Minutes("The outcome is not there yet.")),
    ],
)
def test_what_a_manager_writes_of_a_meeting(words: str, read: Minutes) -> None:
    assert read_minutes(words) == read
