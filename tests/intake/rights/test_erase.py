"""Somebody is erased from a sealed round, on any database, and the trail and the seals hold."""

import io
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from intake.returns import Given
from intake.rights import ErasureOrder, FileSearch, Sought, erase, let_go_of
from storage.evidence import open_evidence
from storage.nouns import Answer, Message, Receipt, Remark
from tests.rounds import NOON, STATIONERY, Round, jo

WHO = FileSearch(Sought.of(["Quilla Vantongeren"]), lambda content: None)  # no PDF is among them


def test_what_was_said_of_them_goes_and_all_else_stays(round_of_small: Round, tmp_path: Path) -> None:
    store = open_evidence(str(tmp_path))
    round_of_small.say("CSC", Given("1.1", "rating", "2"), Given("1.1", "text", "VANTONGEREN, Quilla leads; Bo helps."))
    with round_of_small.database.write.begin() as db:
        number = round_of_small.submission(db, "CSC").id
        said: dict[str, Any] = {
            "submission_id": number,
            "source": "mail:1",
            "number": 1,
            "said_by": "Ann Lee",
            "said_at": NOON,
        }
        db.add(Remark(**said, words="Ask Quílla\nVantongeren."))
    round_of_small.seal()
    with round_of_small.database.write.begin() as db:
        gone = erase(db, store, WHO, ErasureOrder(jo(9), "They asked.", STATIONERY))
    with round_of_small.database.read() as db:
        let_go_of(db, store, gone.files)
    round_of_small.database.forget()
    assert round_of_small.rows(sa.select(Answer.value).order_by(Answer.id)) == [("2",), ("[erased] leads; Bo helps.",)]
    assert round_of_small.rows(sa.select(Remark.words)) == [("Ask [erased].",)]
    assert round_of_small.first_bad_entry() is None
    round_of_small.seal()
    assert round_of_small.seal_faults() == []


BROKEN = b"<p>[2.1] 1 &#81;uilla&nbsp;<i>Vanton</i>geren said hello%s</p>"
HTML = b"From: jo@surgery.example\nSubject: Hello\nContent-Type: text/html\n\n" + BROKEN
PLAIN = b"From: jo@surgery.example\nSubject: Hello\n\nAsk %s.\n"
TWO_LETTERS = {
    "each with the name broken by markup": (HTML % b"", HTML % b" again"),
    "alike but for how the name is written": (PLAIN % b"Quilla Vantongeren", PLAIN % b"QUILLA VANTONGEREN"),
    "one letter that came by two roads": (b"Received: by a\n" + HTML % b"", b"Received: by b\n" + HTML % b""),
    "files, alike but for how the name is written": (b"Ask Quilla Vantongeren.", b"Ask Vantongeren, Quilla."),
}


@pytest.mark.parametrize("two", TWO_LETTERS.values(), ids=TWO_LETTERS)
def test_two_letters_are_two_however_little_is_left_of_each(
    round_of_small: Round, tmp_path: Path, two: tuple[bytes, bytes]
) -> None:
    """What was answered to each is known by the letter's own bytes."""
    store = open_evidence(str(tmp_path))
    with round_of_small.database.write.begin() as db:
        for letter in two:
            kept = store.put(io.BytesIO(letter)).sha256
            db.add(Receipt(source=f"mail:{kept}", raw_key=kept, received_at=NOON, outcome="answered"))
            to: dict[str, Any] = {"via": "email", "recipient": "jo@surgery.example", "subject": "Thank you"}
            db.add(Message(key=f"ack:mail:{kept}", body="Thank you.", **to))
    round_of_small.seal()
    with round_of_small.database.write.begin() as db:
        gone = erase(db, store, WHO, ErasureOrder(jo(9), "They asked.", STATIONERY))
    keys = [key for (key,) in round_of_small.rows(sa.select(Receipt.raw_key))]
    assert len(set(keys)) == 2
    assert set(keys) <= {each.key for each in store.stored()}
    assert {each.key for each in gone.files}.isdisjoint(keys)
    assert {key for (key,) in round_of_small.rows(sa.select(Message.key))} == {f"ack:mail:{each}" for each in keys}
