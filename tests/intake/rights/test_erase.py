"""Somebody is erased from a sealed round, on any database, and the trail and the seals hold."""

from pathlib import Path
from typing import Any

import sqlalchemy as sa

from intake.returns import Given
from intake.rights import ErasureOrder, Sought, erase, let_go_of
from storage.evidence import open_evidence
from storage.nouns import Answer, Remark
from tests.rounds import NOON, STATIONERY, Round, jo

WHO = Sought.of(["Quilla Vantongeren"])


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
