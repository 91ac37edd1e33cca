"""A file given for a question is an answer: only ever added, counted once, sealed, and shown with what it replaces."""

import io
import json
from pathlib import Path

import pytest
import sqlalchemy as sa

from config.questionnaire import Template, load_template
from intake.ledger import Refused, bring, enter_file, rescan, waiting
from intake.ledger.evidence import keep
from intake.returns import Given, cells, evidence_outstanding, outstanding
from reports.figures import submissions_of
from reports.report import export_csv, export_json
from storage.evidence import EvidenceStore, Unavailable, open_evidence, prove
from storage.evidence.look.describe import describe
from storage.nouns import Evidence
from storage.record import Database, current_answers
from tests.conftest import AGENCIES
from tests.rounds import NOON, Round, jo
from tests.storage.evidence.look.test_clamd import as_clamd_does, clamd
from tests.storage.evidence.test_store import POLICY, sha256
from tests.storage.files import EICAR

MARCH, JUNE = b"The policy of March.", b"The policy of June."


def test_a_file_stands_on_its_question_with_who_gave_it(round_of_small: Round) -> None:
    assert round_of_small.give("CSC", "1.1", MARCH, "../policy.pdf")
    (file,) = round_of_small.files("CSC")
    assert (file.question, file.by, file.name, file.size) == ("1.1", "agency", "policy.pdf", len(MARCH))
    assert (file.sha256, file.said_by, file.via) == (sha256(MARCH), "Jo Park", "import")
    assert (file.scan, file.media_type, file.replaces) == ("not scanned", "text/plain", None)
    assert round_of_small.cell("CSC", "1.1").files == {sha256(MARCH): "policy.pdf"}
    assert round_of_small.first_bad_entry() is None


def test_the_same_file_twice_is_one_file(round_of_small: Round) -> None:
    assert round_of_small.give("CSC", "1.1", MARCH, "policy.pdf", source="slack:1")
    assert not round_of_small.give("CSC", "1.1", MARCH, "policy.pdf", source="slack:1")
    assert round_of_small.give("CSC", "1.1", MARCH, "policy.pdf", source="mail:2", minutes=2)
    assert [file.name for file in round_of_small.files("CSC")] == ["policy.pdf"]


def test_one_file_supports_many_answers_and_one_answer_has_many(round_of_small: Round) -> None:
    for abbr, ref in (("CSC", "1.1"), ("CSC", "1.2"), ("SCH", "1.1"), ("SCH", "")):
        round_of_small.give(abbr, ref, MARCH, "policy.pdf")
    round_of_small.give("CSC", "1.1", JUNE, "minutes.pdf")
    assert [(file.question, file.name) for file in round_of_small.files("CSC")] == [
        ("1.1", "minutes.pdf"),
        ("1.1", "policy.pdf"),
        ("1.2", "policy.pdf"),
    ]
    assert [(file.question, file.name) for file in round_of_small.files("SCH")] == [
        ("", "policy.pdf"),
        ("1.1", "policy.pdf"),
    ]
    assert len(round_of_small.rows(sa.select(Evidence.id))) == 2


def test_a_later_file_of_the_same_name_replaces_the_earlier_and_both_are_kept(round_of_small: Round) -> None:
    round_of_small.give("CSC", "1.1", MARCH, "Policy.pdf", minutes=1)
    round_of_small.give("CSC", "1.1", JUNE, "policy.PDF", minutes=9)
    round_of_small.give("CSC", "1.2", POLICY, "policy.pdf", minutes=10)
    found = [(file.sha256, file.replaces, file.is_latest) for file in round_of_small.files("CSC")]
    assert found == [
        (sha256(MARCH), None, False),
        (sha256(JUNE), sha256(MARCH), True),
        (sha256(POLICY), None, True),
    ]


def test_a_file_taken_back_stands_no_more_and_is_still_told_of(round_of_small: Round) -> None:
    round_of_small.give("CSC", "1.1", MARCH, "policy.pdf")
    round_of_small.take_back("CSC", "1.1", MARCH)
    assert round_of_small.files("CSC") == []
    assert round_of_small.cell("CSC", "1.1").files == {}
    assert [row[5] for row in round_of_small.answers()] == ["policy.pdf", ""]
    assert round_of_small.first_bad_entry() is None
    round_of_small.give("CSC", "1.1", MARCH, "policy.pdf", minutes=3)
    assert len(round_of_small.files("CSC")) == 1


def test_a_file_is_no_answer(round_of_small: Round) -> None:
    before = round_of_small.figures().total
    for ref in ("1.1", "2.3", ""):
        round_of_small.give("CSC", ref, MARCH, "policy.pdf")
        round_of_small.give("CSC", ref, MARCH, "policy.pdf", by="partnership")
    round_of_small.submit("CSC")
    total = round_of_small.figures().total
    assert (total.rated, total.states["unrated"], total.met) == (before.rated + 1, 0, 0)  # 1.4 has a fixed rating
    assert round_of_small.cell("CSC", "1.1").is_empty


def test_a_file_changes_no_word_of_a_question_set_aside(round_of_small: Round) -> None:
    round_of_small.say("CSC", Given("1.1", "rating", "no staff", not_applicable=True), minutes=1)
    round_of_small.give("CSC", "1.1", MARCH, "policy.pdf", minutes=2)
    assert round_of_small.cell("CSC", "1.1").not_applicable


def test_files_that_cannot_be_given(round_of_small: Round) -> None:
    for ref, told in (("9.9", "There is no question 9.9"), ("2.2", "is not asked of CSC")):
        with pytest.raises(Refused, match=told):
            round_of_small.give("CSC", ref, MARCH, "policy.pdf")
    round_of_small.close()
    with pytest.raises(Refused, match="is closed"):
        round_of_small.give("CSC", "1.1", MARCH, "policy.pdf")
    assert round_of_small.answers() == []


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM answer_evidence",
        "UPDATE evidence SET sha256 = replace(sha256, substr(sha256, 1, 1), 'f')",
        "UPDATE evidence SET name = 'other.pdf'",
        "UPDATE evidence SET size = size + 1",
        "INSERT INTO answer_evidence SELECT answers.id, evidence.id FROM answers, evidence WHERE prompt = 'rating'",
    ],
)
def test_evidence_changed_behind_its_back_is_found(round_of_small: Round, statement: str) -> None:
    round_of_small.say("CSC", Given("1.1", "rating", "2"))
    round_of_small.give("CSC", "1.1", MARCH, "policy.pdf")
    round_of_small.tamper(statement)
    fault = round_of_small.first_bad_entry()
    assert fault is not None
    assert "CSC 1.1" in fault


def test_a_required_file_is_outstanding_until_one_is_there(database: Database, small: Template) -> None:
    source = small.source.replace(b'text = "Does a named person lead?"', b'text = "x"\nevidence = "required"')
    required = load_template(source, "small.toml")
    asked = Round.opened(database, required, AGENCIES)

    def owed() -> list[str]:
        with database.read() as db:
            said = cells(required, current_answers(db, [asked.submission(db, "CSC").id]))
        return [question.ref for question in evidence_outstanding(required, "council", said)]

    assert owed() == ["1.1"]
    asked.give("CSC", "1.1", MARCH, "policy.pdf")
    assert owed() == []
    asked.take_back("CSC", "1.1", MARCH)
    assert owed() == ["1.1"]
    asked.say("CSC", Given("1.1", "rating", "X"), minutes=3)
    assert owed() == []


def test_a_prompt_for_files_is_answered_by_a_file(database: Database, small: Template) -> None:
    source = small.source.replace(b'text = "Attach the last check."', b'text = "x"\nrequired = true')
    required = load_template(source, "small.toml")
    asked = Round.opened(database, required, AGENCIES)

    def owed() -> bool:
        with database.read() as db:
            said = cells(required, current_answers(db, [asked.submission(db, "CSC").id]))
        return "proof" in [prompt.key for _, prompt in outstanding(required, "council", said)]

    assert owed()
    asked.give("CSC", "2.3", MARCH, "check.pdf")
    assert not owed()


def test_files_are_in_the_export_in_order(round_of_small: Round) -> None:
    round_of_small.say("CSC", Given("1.1", "rating", "2"))
    for minutes, (ref, data, name) in enumerate(
        [("1.1", MARCH, "b.pdf"), ("1.1", JUNE, "b.pdf"), ("1.1", POLICY, "a.pdf"), ("", POLICY, "chart.pdf")], start=1
    ):
        round_of_small.give("CSC", ref, data, name, minutes=minutes)
    round_of_small.give("CSC", "1.2", MARCH, "gone.pdf", minutes=5)
    round_of_small.take_back("CSC", "1.2", MARCH, minutes=6)
    with round_of_small.database.read() as db:
        audit = round_of_small.audit(db)
        submissions = submissions_of(db, audit)
        text = export_json(db, round_of_small.template, audit, submissions, whole=True)
        table = export_csv(db, round_of_small.template, submissions)
    exported = json.loads(text)["agencies"][0]
    assert [(each["question"], each["evidence"]) for each in exported["answers"]] == [
        (
            "1.1",
            [
                {"sha256": sha256(POLICY), "name": "a.pdf", "size": len(POLICY)},
                {"sha256": sha256(MARCH), "name": "b.pdf", "size": len(MARCH)},
                {"sha256": sha256(JUNE), "name": "b.pdf", "size": len(JUNE), "replaces": sha256(MARCH)},
            ],
        )
    ]
    assert exported["evidence"] == [{"sha256": sha256(POLICY), "name": "chart.pdf", "size": len(POLICY)}]
    assert "gone.pdf" not in table
    again = round_of_small.load(table)
    assert (again.recorded, again.unchanged) == (0, 5)


def test_a_table_may_name_a_file_the_record_has_and_no_other(round_of_small: Round) -> None:
    round_of_small.give("CSC", "1.1", MARCH, "policy.pdf")
    head = "agency,question,prompt,value\n"
    assert round_of_small.load(f"{head}SCH,1.1,file:{sha256(MARCH)},policy.pdf\n").recorded == 1
    assert [file.name for file in round_of_small.files("SCH")] == ["policy.pdf"]
    with pytest.raises(Exception, match=r"Row 2, column prompt: .*not in the record\. Name it in the file column"):
        round_of_small.load(f"{head}SCH,1.1,file:{sha256(JUNE)},policy.pdf\n")


@pytest.fixture
def store(tmp_path: Path) -> EvidenceStore:
    return open_evidence(str(tmp_path / "evidence"))


def test_a_file_is_stored_and_described_once(database: Database, store: EvidenceStore) -> None:
    for minutes in (0, 5):
        with database.write.begin() as db:
            evidence = keep(db, store, io.BytesIO(b"%PDF-1.7 " + MARCH), "C:\\p.html", at=jo(minutes).at)
            assert (evidence.name, evidence.media_type, evidence.flags) == (
                "p.html",
                "application/pdf",
                "active content",
            )
            assert evidence.kept_at == jo(minutes).at
            assert prove(store, evidence.sha256) == evidence.size
    with database.read() as db:
        assert len(db.scalars(sa.select(Evidence)).all()) == 1


def test_a_file_of_more_than_2_gb_has_a_row(database: Database, store: EvidenceStore) -> None:
    with database.write.begin() as db:
        brought = bring(store, io.BytesIO(MARCH), "film.mp4", None, describe)._replace(size=5_000_000_000)
        assert enter_file(db, brought, NOON).size == 5_000_000_000


def test_a_virus_is_flagged_under_every_name_it_came_with(database: Database, store: EvidenceStore) -> None:
    with database.write.begin() as db:
        assert keep(db, store, io.BytesIO(EICAR), "first.pdf", at=NOON).scan == "not scanned"
    with clamd(as_clamd_does) as scanner, database.write.begin() as db:
        second = keep(db, store, io.BytesIO(EICAR), "second.pdf", at=NOON, scanner=scanner)
        assert second.scan == "flagged: Eicar-Test-Signature"
    with database.read() as db:
        states = db.scalars(sa.select(Evidence.scan)).all()
    assert states == ["flagged: Eicar-Test-Signature"] * 2


def test_a_file_waits_while_the_scanner_is_down_and_is_scanned_later(database: Database, store: EvidenceStore) -> None:
    with clamd(as_clamd_does) as scanner:
        pass
    with database.write.begin() as db:
        evidence = keep(db, store, io.BytesIO(MARCH), "policy.pdf", at=NOON, scanner=scanner)
        assert (evidence.scan, evidence.scanned_at) == ("scan pending", None)
        assert waiting(db) == [sha256(MARCH)]
        assert rescan(db, store, scanner, sha256(MARCH), NOON) == "scan pending"
    with clamd(as_clamd_does) as up, database.write.begin() as db:
        assert rescan(db, store, up, sha256(MARCH), jo(9).at) == "clean"
        assert waiting(db) == []
        assert db.scalars(sa.select(Evidence.scanned_at)).one() == jo(9).at
    with database.write.begin() as db:
        evidence = keep(db, store, io.BytesIO(MARCH), "policy.pdf", at=NOON, scanner=scanner)
        assert evidence.scan == "clean"


def test_a_file_that_cannot_be_stored_has_no_row(database: Database, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("")
    with pytest.raises(Unavailable), database.write.begin() as db:
        keep(db, open_evidence(str(tmp_path / "taken")), io.BytesIO(MARCH), "policy.pdf", at=NOON)
    with database.read() as db:
        assert db.scalars(sa.select(Evidence)).all() == []
