"""Filled tables into the record: the whole of a table or nothing, and nothing twice."""

from pathlib import Path

import pytest
import sqlalchemy as sa

from config.questionnaire import Template, load_template
from intake.audits import FaultyTable, import_answers
from intake.audits.import_answers import Imported
from intake.returns import Cell, Given
from storage.nouns import Answer, Submission
from storage.record import Database
from tests.conftest import AGENCIES
from tests.rounds import Round, jo

REAL = (Path(__file__).parent / "matrices" / "city-hackney-2009.csv").read_bytes()
SHIPPED_DEMO = sorted(Path(__file__).parents[3].glob("cli/demo*/city-hackney-2009/matrix.csv"))
THIRTEEN = ["ASC", "CSC", "CoL", "DAAT", "ELFT", "HH", "HUH", "MPS", "PCT", "SC", "TLT", "YOT", "YS"]


@pytest.fixture
def board(database: Database, city_hackney: Template) -> Round:
    """City & Hackney with its thirteen agencies."""
    rows = [f"{abbr},{abbr},council,city-hackney" for abbr in THIRTEEN]
    return Round.opened(database, city_hackney, "\n".join(["abbr,name,sector,partnerships", *rows]))


def submitted(round: Round) -> int:
    return len(round.rows(sa.select(Submission.id).where(Submission.submitted_at.is_not(None))))


def test_the_demo_is_this_table() -> None:
    assert [path.read_bytes() for path in SHIPPED_DEMO] == [REAL]


def test_the_published_table(board: Round) -> None:
    """689 cells; 20 of them hold yes or no and a rating: 709 answers, by the board."""
    assert board.load(REAL) == Imported(709, 0, THIRTEEN)
    assert board.rows(sa.select(sa.func.count(Answer.id), sa.func.min(Answer.by), sa.func.max(Answer.by))) == [
        (709, "partnership", "partnership")
    ]
    assert submitted(board) == 13
    # 1 opened, 13 agencies added, 709 answers, 13 submitted, 1 imported
    assert len(board.events()) == 737
    assert board.first_bad_entry() is None
    assert board.load(REAL, minutes=2) == Imported(0, 709, [])
    assert len(board.events()) == 737


def test_five_faults_change_nothing(board: Round) -> None:
    """Which five, and the sentence of each, stands in matrices/five-real-faults.faults."""
    table = (Path(__file__).parent / "matrices" / "five-real-faults.csv").read_bytes()
    before = board.events()
    with pytest.raises(FaultyTable) as refused:
        board.load(table)
    assert len(refused.value.faults) == 5
    assert board.answers() == []
    assert board.events() == before
    assert submitted(board) == 0


def test_a_dry_run_is_a_transaction_rolled_back(board: Round) -> None:
    before = board.events()
    with board.database.write() as db:
        assert import_answers(db, board.audit(db), board.template, REAL, jo()).recorded == 709
        db.rollback()
    assert board.answers() == []
    assert board.events() == before
    assert board.load(REAL).recorded == 709


def test_both_tables_in_one_transaction(round_of_small: Round) -> None:
    """Matrix and long rows; the second is faulty and takes the first back with it."""
    template = round_of_small.template
    with pytest.raises(FaultyTable), round_of_small.database.write.begin() as db:
        audit = round_of_small.audit(db)
        assert import_answers(db, audit, template, b"question,CSC\n1.1,2\n", jo()).recorded == 1
        import_answers(db, audit, template, b"agency,question,prompt,value\nCSC,1.1,rating,7\n", jo())
    assert round_of_small.answers() == []


def test_a_then_b_then_a_counts_a_again(round_of_small: Round) -> None:
    a, b = "question,CSC\n1.1,2\n1.4,1\n", "question,CSC\n1.1,0\n1.4,1\n"
    assert round_of_small.load(a, 1) == Imported(2, 0, [])
    assert round_of_small.load(b, 2) == Imported(1, 1, [])
    assert round_of_small.cell("CSC", "1.1").rating == "0"
    assert round_of_small.load(a, 3) == Imported(1, 1, [])
    assert round_of_small.cell("CSC", "1.1").rating == "2"
    assert round_of_small.load(a, 4) == Imported(0, 2, [])
    assert round_of_small.first_bad_entry() is None


def test_at_the_same_moment_the_later_table_stands(round_of_small: Round) -> None:
    """A clock that stands still: what was recorded last counts."""
    for rating in ("2", "0", "1"):
        round_of_small.load(f"question,CSC\n1.1,{rating}\n", 1)
    assert round_of_small.cell("CSC", "1.1").rating == "1"


def test_na_then_yes_then_na_again(round_of_small: Round) -> None:
    aside = "question,CSC\n1.2,N/A\n"
    assert round_of_small.load(aside, 1).recorded == 1
    assert round_of_small.cell("CSC", "1.2") == Cell(not_applicable=True)
    assert round_of_small.load("question,CSC\n1.2,Yes\n", 2).recorded == 1
    assert round_of_small.cell("CSC", "1.2") == Cell(yes_no="yes")
    assert round_of_small.load(aside, 3).recorded == 1
    assert round_of_small.cell("CSC", "1.2") == Cell(not_applicable=True)
    assert round_of_small.load(aside, 4) == Imported(0, 1, [])


def test_na_with_its_explanation(round_of_small: Round) -> None:
    """The words beside an N/A explain it, whichever row comes first; they do not lift it, nor does importing again."""
    rows = ["CSC,1.1,rating,N/A: one site", "CSC,1.1,text,We have one site only."]
    for minutes, order in ((1, rows), (2, rows[::-1])):
        table = "\n".join(["agency,question,prompt,value", *order])
        round_of_small.load(table, minutes)
        cell = round_of_small.cell("CSC", "1.1")
        assert cell.not_applicable
        assert dict(cell.words) == {"reason": "one site", "text": "We have one site only."}
    assert len(round_of_small.answers()) == 2


def test_na_at_the_words_of_a_rated_question_is_words(round_of_small: Round) -> None:
    round_of_small.load("agency,question,prompt,value\nCSC,1.1,rating,2\nCSC,1.1,text,n/a\n")
    assert round_of_small.cell("CSC", "1.1") == Cell(rating="2", words={"text": "n/a"})


def test_na_at_a_question_of_words_sets_it_aside_until_words_come(round_of_small: Round) -> None:
    def say(words: str, minutes: int) -> Cell:
        round_of_small.load(f"agency,question,prompt,value\nCSC,2.1,text,{words}\n", minutes)
        return round_of_small.cell("CSC", "2.1")

    assert say("They told us.", 1) == Cell(words={"text": "They told us."})
    assert say("n/a", 2) == Cell(not_applicable=True)
    assert say("They told us.", 3) == Cell(words={"text": "They told us."})
    assert len(round_of_small.answers()) == 3


def test_both_sides_in_one_table(board: Round) -> None:
    """The agency sets its yes/no aside, the board misses information: each word stands on its own side."""
    table = "agency,question,prompt,value,by\nASC,6.7,yes_no,N/A,agency\nASC,6.7,rating,IM,\n"
    table += "ASC,6.7,text,No site.,agency\n"
    assert board.load(table).recorded == 3
    assert len(board.answers()) == 3
    assert board.cell("ASC", "6.7", "agency").not_applicable
    assert board.cell("ASC", "6.7", "partnership").missing
    assert board.load(table, 2) == Imported(0, 3, [])


def test_words_no_database_can_keep_come_in_once(round_of_small: Round) -> None:
    table = b"agency,question,prompt,value\nCSC,1.1,text,be\x00fore\n"
    assert round_of_small.load(table, 1).recorded == 1
    assert round_of_small.load(table, 2) == Imported(0, 1, [])


WHOLE = "question,CSC\n1.1,2\n1.2,Yes - 2\n1.3,No\n2.1,X\n2.3,\n2.4,0\n"  # 1.4 is fixed; 2.3 requires nothing


def test_a_whole_return_is_submitted(round_of_small: Round) -> None:
    """Six things, every required one: 1.1, 1.2 and 2.4 rated, yes or no at 1.2 and 1.3; 2.1's words are missing."""
    assert round_of_small.load(WHOLE) == Imported(6, 0, ["CSC"])
    assert submitted(round_of_small) == 1


@pytest.mark.parametrize("left_out", ["1.1,2", "1.3,No", "2.1,X", "2.4,0"])
def test_a_return_with_one_thing_left_out_is_not(round_of_small: Round, left_out: str) -> None:
    assert round_of_small.load(WHOLE.replace(left_out + "\n", "")).submitted == []
    assert round_of_small.load(f"question,CSC\n{left_out}\n", 2).submitted == ["CSC"]


def test_half_of_two_prompts_is_not_whole(round_of_small: Round) -> None:
    assert round_of_small.load(WHOLE.replace("Yes - 2", "Yes")).submitted == []


def test_a_school_is_asked_one_more(round_of_small: Round) -> None:
    assert round_of_small.load(WHOLE.replace("CSC", "SCH")).submitted == []
    assert round_of_small.load("question,SCH\n2.2,N/A\n", 2).submitted == ["SCH"]


def test_submitted_because_it_was_asked(round_of_small: Round) -> None:
    assert round_of_small.load("question,CSC,SCH\n1.1,2,\n", also_submit=True).submitted == ["CSC"]
    assert submitted(round_of_small) == 1
    assert round_of_small.first_bad_entry() is None


def test_a_submitted_return_is_not_submitted_again(round_of_small: Round) -> None:
    assert round_of_small.load(WHOLE, 1).submitted == ["CSC"]
    assert round_of_small.load(WHOLE.replace("1.1,2", "1.1,0"), 2) == Imported(1, 5, [])
    assert round_of_small.rows(sa.select(Submission.submitted_at).where(Submission.submitted_at.is_not(None))) == [
        (jo(1).at,)
    ]


def test_an_import_does_not_undo_a_later_word_of_the_other_side(board: Round) -> None:
    board.load("question,ASC\n5.2,Yes - G\n", 1)
    board.say("ASC", Given("5.2", "yes_no", "no"), Given("5.2", "text", "Not yet."), minutes=2)
    assert board.cell("ASC", "5.2", "partnership") == Cell(rating="G", yes_no="yes")
    assert board.cell("ASC", "5.2", "agency") == Cell(yes_no="no", words={"text": "Not yet."})


def test_an_audit_without_na_names_it_as_a_fault(database: Database, small: Template) -> None:
    without = load_template(small.source.replace(b"not_applicable = true", b"not_applicable = false"), "without.toml")
    strict = Round.opened(database, without, AGENCIES)
    with pytest.raises(FaultyTable, match=r"Row 2, column CSC: 'N/A'\. Question 1\.1: N/A is not used in this audit"):
        strict.load("question,CSC\n1.1,N/A\n")
