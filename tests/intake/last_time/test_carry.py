"""Keeping and dropping last time's answers in the record: sealed, counted as of this year, the same after a restore."""

import shutil
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from config.letters import open_letters
from config.themes import SHIPPED_THEMES, load_themes
from config.ways import LETTERS_ONLY, WAYS, Way
from intake.audits import open_audit, read_agencies, restore
from intake.forms import SentForm
from intake.last_time import drop, keep, last_time_of, not_yet_kept, old_files
from intake.ledger import Refused, Saying
from intake.notices import Stationery
from intake.returns import FileDates, Given, LastTime
from reports.figures import figures_with_words, submissions_of
from reports.movement import CountedRound, Portion, moved_in_words, movement_of
from reports.nudges import Chaser, nudges
from reports.report.export import export_json
from storage.nouns import Audit, Sent
from storage.record import Database, first_bad_entry, open_database
from tests.conftest import AGENCIES
from tests.rounds import DUE, NOON, Round, jo

THEMES = load_themes(SHIPPED_THEMES)
TODAY = NOON.date()


@pytest.fixture
def after(round_of_small: Round) -> Round:
    """The round after, open for the same agencies."""
    round_of_small.say("CSC", Given("1.1", "rating", "2"), Given("1.1", "text", "Ann leads."), minutes=1)
    round_of_small.say("CSC", Given("1.2", "yes_no", "yes"), Given("1.2", "rating", "0"), minutes=2)
    round_of_small.give("CSC", "1.1", b"a policy", "policy.txt", minutes=3)
    round_of_small.submit("CSC", minutes=4)
    made = Round(round_of_small.database, round_of_small.template, "next")
    with made.database.write.begin() as db:
        agencies = read_agencies(AGENCIES.encode())
        open_audit(db, made.template, "next", (None, DUE), agencies, {"east": "The East"}, jo(5), after="small")
    return made


def last(round_: Round, abbr: str = "CSC", today: date = TODAY) -> LastTime:
    with round_.database.read() as db:
        found = last_time_of(db, round_.template, round_.submission(db, abbr), today)
    assert found is not None
    return found


def keeps(round_: Round, *refs: str, minutes: int = 6, today: date = TODAY) -> list[str]:
    shown = last(round_, today=today)
    with round_.database.write.begin() as db:
        saying = Saying(jo(minutes, "email"), f"test:{minutes}")
        return keep(db, round_.template, round_.submission(db, "CSC"), shown, refs, saying)


def owed(round_: Round, today: date) -> list[tuple[str, str]]:
    shown = last(round_, today=today)
    with round_.database.read() as db:
        found = old_files(db, round_.template, round_.submission(db, "CSC"), shown, today)
        return [(each.question, each.name) for each in found]


def drops(round_: Round, ref: str, minutes: int = 7) -> bool:
    shown = last(round_)
    with round_.database.write.begin() as db:
        return drop(db, round_.submission(db, "CSC"), shown, ref, Saying(jo(minutes), f"test:{minutes}"))


def test_keep_says_again_what_was_said_and_gives_the_file_once_more(after: Round) -> None:
    assert keeps(after, "1.1", "2.1") == ["1.1"]
    cell = after.cell("CSC", "1.1")
    assert (cell.rating, cell.words, list(cell.files.values())) == ("2", {"text": "Ann leads."}, ["policy.txt"])
    assert after.cell("CSC", "1.2").rating is None
    assert keeps(after, "1.1", minutes=8) == []
    assert after.first_bad_entry() is None


def test_what_counts_already_is_shown_in_no_letter_again(after: Round) -> None:
    """Though a box of it is still asked for, as where it was left empty then."""
    keeps(after, "1.1")
    shown = last(after)
    with after.database.read() as db:
        left = not_yet_kept(db, after.submission(db, "CSC"), shown)
    assert (set(shown.answers), set(left.answers) if left else None) == ({"1.1", "1.2"}, {"1.2"})


def test_a_file_that_has_grown_old_stays_behind(after: Round) -> None:
    late = TODAY + timedelta(days=731)
    assert [(each.name, each.is_old) for each in last(after, today=late).answers["1.1"].files] == [("policy.txt", True)]
    keeps(after, "1.1", today=late)
    assert after.cell("CSC", "1.1").files == {}
    assert owed(after, late) == [("1.1", "policy.txt")]
    after.give("CSC", "1.1", b"a newer policy", "policy.txt", minutes=8)
    assert owed(after, NOON.date()) == []
    after.date("policy.txt", FileDates(date(2020, 3, 1)))
    assert owed(after, NOON.date()) == [("1.1", "policy.txt")]


def test_of_a_question_nobody_has_answered_its_old_file_is_asked_for_there_alone(after: Round) -> None:
    assert owed(after, TODAY + timedelta(days=731)) == []


def test_what_is_dropped_is_offered_no_more_and_its_entry_says_who_saw_it(after: Round) -> None:
    assert drops(after, "1.2")
    assert set(last(after).answers) == {"1.1"}
    assert not drops(after, "1.2", minutes=8)
    told = [(actor, action, about) for _, actor, _, _, action, about in after.events()]
    assert told[-1] == ("Jo Park", "last time's answer dropped", "CSC 1.2")


def test_a_closed_round_takes_neither(after: Round) -> None:
    shown = last(after)
    with after.database.write.begin() as db:
        after.audit(db).closed_at = NOON
        saying = Saying(jo(9), "test:9")
        with pytest.raises(Refused):
            keep(db, after.template, after.submission(db, "CSC"), shown, ["1.1"], saying)
        with pytest.raises(Refused):
            drop(db, after.submission(db, "CSC"), shown, "1.1", saying)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE answers SET kept_from = '' WHERE kept_from = 'small'",
        "UPDATE answers SET kept_from = 'other' WHERE kept_from = 'small' AND prompt = 'rating'",
        "UPDATE audits SET after = '' WHERE key = 'next'",
    ],
)
def test_who_makes_a_kept_answer_look_new_is_found_out(after: Round, statement: str) -> None:
    keeps(after, "1.1")
    after.tamper(statement)
    assert after.first_bad_entry() is not None


def test_figures_count_kept_answers_as_this_years_and_say_how_many_there_are(after: Round) -> None:
    keeps(after, "1.1")
    after.say("CSC", Given("1.2", "yes_no", "yes"), Given("1.2", "rating", "2"), minutes=8)
    after.submit("CSC", minutes=9)
    with after.database.read() as db:
        audit = after.audit(db)
        counted = CountedRound(*figures_with_words(db, after.template, submissions_of(db, audit)))
        moved = movement_of(db, after.template, counted, None, THEMES, held=audit.after)
    assert moved is not None
    assert (moved.in_all.before, moved.in_all.now) == (Portion(1, 2), Portion(2, 2))
    assert moved.kept == {"CSC": Portion(1, 2)}
    told = list(moved_in_words(moved, {}, {}))
    assert "Kept from last time as they were, each seen by its agency: 1 of 2 (50%) answers." in told


def exported(database: Database, round_: Round, *, whole: bool = True) -> str:
    with database.read() as db:
        audit = db.scalars(sa.select(Audit).where(Audit.key == "next")).one()
        return export_json(db, round_.template, audit, submissions_of(db, audit), whole=whole)


@pytest.mark.parametrize("whole", [True, False], ids=["whole", "the part of a partnership"])
def test_an_export_says_what_was_kept_and_is_the_same_after_a_restore(
    after: Round, migrated_sqlite: Path, tmp_path: Path, whole: bool
) -> None:
    keeps(after, "1.1")
    drops(after, "1.2")
    said = exported(after.database, after, whole=whole)
    assert '"after": "small"' in said
    assert '"kept_from": "small"' in said
    shutil.copy(migrated_sqlite, tmp_path / "other.db")
    with open_database(f"sqlite:///{tmp_path / 'other.db'}") as other:
        with other.write.begin() as db:
            restore(db, said.encode(), jo(20))
        assert exported(other, after, whole=whole) == said
        with other.read() as db:
            assert first_bad_entry(db, db.scalars(sa.select(Audit)).one()) is None


def test_another_scale_carries_words_and_files_only(after: Round) -> None:
    scale = replace(after.template.scale, ratings=after.template.scale.ratings[1:])
    with after.database.read() as db:
        other = replace(after.template, scale=scale)
        found = last_time_of(db, other, after.submission(db, "CSC"), TODAY)
    assert found is not None and found.scale_changed
    assert found.answers["1.1"].fits == (Given("1.1", "text", "Ann leads."),)
    assert found.answers["1.1"].said == (("", "2 Good"), ("", "Ann leads."))


def reminded(after: Round, ways: Sequence[Way]) -> str:
    """The reminder of the council's return, a week after it was asked."""
    with after.database.write.begin() as db:
        for submission in after.audit(db).submissions:
            submission.invited_at = NOON
        chaser = Chaser(Stationery(open_letters(), {}, "audit@example.org"), ways)
        found = nudges(db, after.audit(db), after.template, chaser, NOON + timedelta(days=9))
        return next(each.message.body for each in found if each.due.submission.agency.abbr == "CSC")


@pytest.mark.parametrize(("ways", "where"), [(LETTERS_ONLY, "to a reply"), (WAYS, "here")])
def test_a_reminder_asks_for_a_newer_file_where_one_has_grown_old(
    after: Round, ways: Sequence[Way], where: str
) -> None:
    keeps(after, "1.1")
    after.date("policy.txt", FileDates(date(2020, 3, 1), TODAY))
    asks = f"These files have grown old. Where there is a newer one, attach it {where}: policy.txt (1.1)."
    assert asks in reminded(after, ways)


def test_a_reminder_shows_what_was_said_last_time_and_how_to_keep_it(after: Round) -> None:
    body = reminded(after, LETTERS_ONLY)
    assert "Ann leads." in body
    assert "grown old" not in body
    assert "write KEEP below it to leave it as it is" in body
    with after.database.read() as db:
        forms = [SentForm.from_stored(each) for each in db.scalars(sa.select(Sent.form))]
    assert {ref for form in forms for ref, _ in form.last} == {"1.1"}  # so a reply that says KEEP is understood


def test_in_slack_it_says_that_the_answer_stands_there(after: Round) -> None:
    assert "press Keep, Change or Drop." in reminded(after, WAYS)


def test_a_question_whose_answer_was_dropped_is_reminded_of_plainly(after: Round) -> None:
    drops(after, "1.1")
    assert "KEEP" not in reminded(after, LETTERS_ONLY)
