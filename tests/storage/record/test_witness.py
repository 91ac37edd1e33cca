"""A record that was cut, or written and sealed anew, is told from the witness that was kept outside it."""

import pytest
import sqlalchemy as sa

from intake.returns import Given
from storage.nouns import Seal
from storage.record import is_witness, renew, seal, seal_faults, witness_faults, witness_of
from tests.rounds import NOON, Round


@pytest.fixture
def sealed(round_of_small: Round) -> Round:
    round_of_small.say("CSC", Given("1.1", "rating", "2"), minutes=1)
    with round_of_small.database.write.begin() as db:
        seal(db, NOON)
    round_of_small.say("SCH", Given("1.1", "rating", "0"), minutes=2)
    with round_of_small.database.write.begin() as db:
        seal(db, NOON)
    return round_of_small


def line(round_: Round) -> str:
    with round_.database.read() as db:
        return witness_of(db, round_.audit(db))


def faults(round_: Round, words: str) -> list[str]:
    with round_.database.read() as db:
        return list(witness_faults(db, words))


def test_a_record_that_goes_on_agrees_with_its_witness(sealed: Round) -> None:
    said = line(sealed)
    sealed.say("CSC", Given("1.1", "rating", "1"), minutes=3)
    with sealed.database.write.begin() as db:
        seal(db, NOON)
    assert faults(sealed, said) == []


def test_a_line_that_a_letter_broke_and_quoted_is_read(sealed: Round) -> None:
    broken = "> Trail: " + line(sealed).replace(" in ", "\n> in ").replace("seal ", "seal\n> ") + ". Keep this line."
    assert is_witness(broken)
    assert faults(sealed, broken) == []


def test_the_words_of_something_else_witness_nothing() -> None:
    assert not is_witness("It closes on 30 June 2026 at 23:59, in 120 days.")


def test_more_people_are_sealed_anew_than_a_statement_takes_numbers(sealed: Round) -> None:
    """Those that are there have a seal; of those that are not none is told, which would say that all have one."""
    with sealed.database.write.begin() as db:
        renew(db, "contacts", range(1, 40_000), NOON)
    with sealed.database.write.begin() as db:
        seal(db, NOON)
        told = [each.rows.count(":") for each in db.scalars(sa.select(Seal).order_by(Seal.id)) if each.at == NOON]
    assert (told[-1], 0 in told[-2:]) == (2, False)
    with sealed.database.read() as db:
        assert list(seal_faults(db)) == []


def test_nothing_new_makes_no_seal(sealed: Round) -> None:
    with sealed.database.write.begin() as db:
        assert seal(db, NOON) is None


def test_a_return_that_was_cut_and_made_to_say_so_shows(sealed: Round) -> None:
    """Its answer, its entry and its end are taken away: its own chain holds, its seal and the witness do not."""
    said = line(sealed)
    sealed.tamper("DELETE FROM events WHERE about = 'SCH 1.1'")
    sealed.tamper("DELETE FROM answers WHERE value = '0'")
    sealed.tamper(
        "UPDATE submissions SET trail_length = trail_from, trail_head ="
        " (SELECT hash FROM events WHERE number = 4 AND about = 'SCH') WHERE id = (SELECT max(id) FROM submissions)"
    )
    assert sealed.first_bad_entry() is None
    with sealed.database.read() as db:
        assert list(seal_faults(db)) == ["The entry 7 of the record is gone."]
    assert faults(sealed, said) == ["The trail of small was cut: it has 6 entries, and 7 were witnessed."]


def test_seals_that_were_cut_show(sealed: Round) -> None:
    said = line(sealed)
    number = int(said.split("seal ")[1].split(",")[0])
    sealed.tamper("DELETE FROM seals WHERE number = :number", number=number)
    assert faults(sealed, said) == [f"The seals of the record were cut: seal {number} was witnessed and is gone."]


def test_a_record_that_was_sealed_anew_shows(sealed: Round) -> None:
    """All seals are taken away and made again, as often as before: they hold, and are not those that were witnessed."""
    said = line(sealed)
    number = int(said.split("seal ")[1].split(",")[0])
    sealed.tamper("DELETE FROM seals")
    for minutes in range(3, 3 + number):
        sealed.say("CSC", Given("1.1", "rating", "1"), minutes=minutes)
        with sealed.database.write.begin() as db:
            seal(db, NOON)
    with sealed.database.read() as db:
        assert list(seal_faults(db)) == []
    assert faults(sealed, said) == [f"The record was sealed anew: seal {number} is not the one that was witnessed."]


def test_an_audit_that_is_gone_shows(sealed: Round) -> None:
    said = line(sealed)
    sealed.tamper("UPDATE audits SET key = 'other'")
    assert faults(sealed, said) == ["The audit small is gone. It had 7 entries."]
