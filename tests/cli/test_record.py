"""s11 export, s11 import, s11 verify: the record out, back, and proved."""

import csv
import json
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cli.main import main
from cli.wiring import write_parts
from tests.cli.conftest import S11

KEY = "city-hackney-2009"
REFS = ["1.1", "1.2", "1.3", "2.1", "2.2", "2.3", "3.1"]  # of section-11, each with words


@pytest.fixture(scope="module")
def exports(city_hackney_home: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The audit's `whole` export, and one partnership's `part`, which carries no trail and may be changed by hand."""
    folder = tmp_path_factory.mktemp("exports")
    shutil.copytree(city_hackney_home, folder / "home")
    with pytest.MonkeyPatch.context() as here:
        here.setenv("S11_HOME", str(folder / "home"))
        for name, words in (("whole", []), ("part", ["--partnership", "city-hackney"])):
            here.setattr("sys.argv", ["s11", "export", KEY, *words, "--out", str(folder / name)])
            with pytest.raises(SystemExit):
                main()
    return {name: (folder / name).read_text() for name in ("whole", "part")}


def test_an_export_restored_into_an_empty_home_exports_the_same_bytes(city_hackney: S11, tmp_path: Path) -> None:
    first, second = tmp_path / "first.json", tmp_path / "second.json"
    other = tmp_path / "other home"
    city_hackney("export", KEY, "--out", first)
    city_hackney("init", home=other)
    told = city_hackney("import", first, home=other)
    assert told.code == 0, told.err
    city_hackney("export", KEY, "--out", second, home=other)
    assert first.read_bytes() == second.read_bytes()
    assert city_hackney("verify", home=other).code == 0


def test_an_export_is_one_document_of_json_in_pieces(exports: dict[str, str]) -> None:
    for exported in exports.values():
        assert json.dumps(json.loads(exported), indent=1, ensure_ascii=False) + "\n" == exported


def test_an_export_that_breaks_off_leaves_the_one_before(tmp_path: Path) -> None:
    def parts() -> Iterator[bytes]:
        yield b"half of it"
        raise ValueError("the record is damaged")

    (tmp_path / "all.json").write_bytes(b"yesterday's")
    with pytest.raises(ValueError, match="the record is damaged"):
        write_parts(tmp_path / "all.json", parts())
    assert [(each.name, each.read_bytes()) for each in tmp_path.iterdir()] == [("all.json", b"yesterday's")]


def test_one_partnerships_part_restores_too(city_hackney: S11, tmp_path: Path) -> None:
    first, second = tmp_path / "first.json", tmp_path / "second.json"
    part = ("export", KEY, "--partnership", "city-hackney", "--out")
    city_hackney(*part, first)
    city_hackney("init", home=tmp_path / "other")
    city_hackney("import", first, home=tmp_path / "other")
    city_hackney(*part, second, home=tmp_path / "other")
    assert first.read_bytes() == second.read_bytes()
    assert city_hackney("verify", home=tmp_path / "other").code == 0


def test_an_exported_cell_tells_who_said_it_and_how(city_hackney: S11) -> None:
    exported = json.loads(city_hackney("export", KEY).out)
    asc = next(each for each in exported["agencies"] if each["abbr"] == "ASC")
    cell = next(each for each in asc["answers"] if each["question"] == "5.2")
    assert (cell["by"], cell["rating"], cell["yes_no"]) == ("partnership", "IA", "no")
    assert (cell["said_by"], cell["via"], cell["not_applicable"]) == ("matrix.csv", "import", False)
    assert (cell["text"], cell["evidence"], cell["themes"]) == ({}, [], [])


def test_a_csv_export_is_itself_a_table_of_answers(city_hackney: S11, tmp_path: Path) -> None:
    file = tmp_path / "answers.csv"
    city_hackney("export", KEY, "--format", "csv", "--out", file)
    assert file.read_bytes().startswith(b"\xef\xbb\xbf"), "Excel would show accents as other letters"
    again = city_hackney("answers", "import", KEY, file, "--json")
    assert json.loads(again.out)["recorded"] == 0
    assert json.loads(again.out)["unchanged"] == 709


def test_an_audit_that_is_here_already_is_not_restored_over(city_hackney: S11, tmp_path: Path) -> None:
    city_hackney("export", KEY, "--out", tmp_path / "first.json")
    told = city_hackney("import", tmp_path / "first.json")
    assert told.code == 2
    assert told.err == f"The audit {KEY} is in this record already. Restore it into an empty home.\n"


@pytest.mark.usefixtures("record")
@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ('"value": "IA"', '"value": "G"', "The export was changed after it was written. Entry "),
        ('"actor": "matrix.csv"', '"actor": "someone"', "The export was changed after it was written. Entry "),
        ('"due": "2030-03-31"', '"due": "2031-03-31"', "The export was changed after it was written. The audit "),
        ('"agency": "ASC"', '"agency": null', "The export was changed after it was written. It says what "),
        ('"rated_by', "", "This is not an export of s11: "),
        ('"submitted_by": "matrix.csv"', '"submitted_by": "x"', "The export was changed after it was written. The re"),
    ],
)
def test_a_changed_export_is_refused(
    s11: S11, tmp_path: Path, exports: dict[str, str], before: str, after: str, told: str
) -> None:
    exported = exports["whole"]
    if before == '"rated_by':
        changed = exported[:5000]
    else:
        assert before in exported
        changed = exported.replace(before, after, 1)
    (tmp_path / "changed.json").write_text(changed)
    answer = s11("import", tmp_path / "changed.json")
    assert answer.code == 2
    assert answer.err.startswith(told)
    assert "There is no open audit" in s11("figures", KEY).err


@pytest.mark.usefixtures("record")
def test_a_file_that_is_no_export_is_refused_in_words(s11: S11, tmp_path: Path) -> None:
    for content in ("", "[]", "{}", "[" * 100_000, '{"audit": 1}', "\x00"):
        (tmp_path / "no.json").write_text(content)
        told = s11("import", tmp_path / "no.json")
        assert told.code == 2
        assert told.err.startswith("This is not an export of s11")


def test_verify_names_the_first_entry_that_does_not_hold(city_hackney: S11, tmp_path: Path) -> None:
    assert city_hackney("verify").out.endswith("entries, all as written.\n")
    with sqlite3.connect(tmp_path / "home" / "s11.db") as db:
        number, question, answer, abbr = db.execute(
            "SELECT number, question, answer_id, abbr FROM events JOIN answers ON answers.id = answer_id"
            " JOIN submissions ON submissions.id = answers.submission_id JOIN agencies ON agencies.id = agency_id"
            " WHERE value = 'IN' LIMIT 1"
        ).fetchone()
        db.execute("UPDATE answers SET value = 'G' WHERE id = ?", [answer])
    db.close()
    told = city_hackney("verify")
    assert told.code == 1
    assert told.err.startswith(f"Entry {number} of the return of {abbr} to {KEY} (answer recorded, {abbr} {question})")
    assert f" {question}) no longer matches what was recorded." in told.err


@pytest.fixture
def document(exports: dict[str, str]) -> Any:
    return json.loads(exports["part"])


@pytest.mark.usefixtures("record")
def test_evidence_themes_and_contacts_come_back_as_they_were(s11: S11, tmp_path: Path, document: Any) -> None:
    asc = document["agencies"][0]
    asc["contacts"] = [
        {
            "name": "Jo Bloggs",
            "email": "jo@asc.example.org",
            "slack_user": "U1",
            "role": "lead",
            "left_on": "2030-01-02",
            "time_zone": "Europe/London",
            "phone": "01632 960 009",
            "bounced_at": "2030-01-02T03:04:05+00:00",
            "slack_shut_at": "2030-01-02T03:04:05+00:00",
            "unreachable_by": "Mo Shah",
        }
    ]
    chart = {"sha256": "a" * 64, "name": "chart.pdf", "size": 7, "media_type": "application/pdf", "scan": "clean"}
    chart |= {"scanned_at": "2030-01-02T03:04:05+00:00", "flags": "encrypted", "kept_at": "2030-01-02T03:04:05+00:00"}
    chart |= {"dated": "2029-12-01", "review_by": "2030-12-01"}
    theme = {"theme": "lado", "start": 0, "end": 4, "version": "1", "decided_by": "Jo Bloggs", "decision": "confirmed"}
    theme |= {"score": 0.9, "why": "pattern", "words": "LADO", "sentence_start": 0, "sentence_end": 4}
    quote = {"start": 0, "end": 1, "approved_by": "Jo Bloggs", "withdrawn_at": None}
    quote |= {"approved_at": "2030-01-02T03:04:05+00:00"}
    for said in asc["history"][:2]:
        said["evidence"], said["themes"], said["quotes"] = [chart], [theme], [quote]
    (tmp_path / "by-hand.json").write_text(json.dumps(document))
    told = s11("import", tmp_path / "by-hand.json")
    assert told.code == 0, told.err
    again = json.loads(s11("export", KEY, "--partnership", "city-hackney").out)["agencies"][0]
    assert again["contacts"] == asc["contacts"]
    assert again["history"] == asc["history"]
    answer = next(each for each in again["answers"] if each["question"] == asc["history"][0]["question"])
    assert answer["evidence"] == [{"sha256": "a" * 64, "name": "chart.pdf", "size": 7}]
    assert answer["themes"] == [{"theme": "lado", "start": 0, "end": 4, "prompt": "rating"}]


@pytest.mark.usefixtures("record")
@pytest.mark.parametrize(
    ("key", "value", "told"),
    [
        ("question", "9.9", "ASC answers question 9.9, which the questionnaire in the export does not have.\n"),
        ("value", "Z", "ASC rates question 1.1 'Z', which is not on the scale.\n"),
        ("by", "nobody", "This is not an export of s11: agencies.0.history.0.by is not as s11 writes it."),
        ("value", "\x00", "This is not an export of s11: agencies.0.history.0.value is not as s11 writes it."),
    ],
)
def test_an_export_written_by_hand_is_held_to_its_questionnaire(
    s11: S11, tmp_path: Path, document: Any, key: str, value: str, told: str
) -> None:
    document["agencies"][0]["history"][0][key] = value
    (tmp_path / "by-hand.json").write_text(json.dumps(document))
    answer = s11("import", tmp_path / "by-hand.json")
    assert answer.code == 2
    assert answer.err.startswith(told)


@pytest.mark.usefixtures("record")
def test_an_export_with_a_questionnaire_that_cannot_be_used_is_refused(s11: S11, tmp_path: Path, document: Any) -> None:
    for change, told in (
        ({"template": "key = 1"}, "The questionnaire in the export cannot be used. template of the export:1: "),
        ({"partnerships": []}, "ASC names a partnership that the export does not: city-hackney."),
    ):
        (tmp_path / "by-hand.json").write_text(json.dumps({**document, **change}))
        answer = s11("import", tmp_path / "by-hand.json")
        assert answer.code == 2
        assert answer.err.startswith(told)


def test_an_agency_that_is_known_here_already_is_the_same_agency(
    city_hackney: S11, tmp_path: Path, document: Any
) -> None:
    document["audit"] = "second-round"
    (tmp_path / "by-hand.json").write_text(json.dumps(document))
    assert city_hackney("import", tmp_path / "by-hand.json").code == 0
    assert json.loads(city_hackney("figures", "second-round", "--json").out)["submitted"] == 13
    assert city_hackney("verify").code == 0


@pytest.mark.usefixtures("record")
def test_whatever_people_write_comes_back_as_they_wrote_it(s11: S11, tmp_path: Path) -> None:
    words = [
        "\\u0000 as six letters",
        "=1+1",
        "'quoted",
        "'=1+1",
        "lines\r\nand\nlines",
        "\u202eturned 😀 \ufeff",
        'a,b;\tc"d',
    ]
    (tmp_path / "agencies.csv").write_text("abbr,name,sector,partnerships\nGP1,Surgery,primary_care,anytown\n")
    s11("audit", "open", "section-11", "--agencies", tmp_path / "agencies.csv", "--due", "2030-03-31")
    rows = [["agency", "question", "prompt", "value"]]
    rows += [["GP1", ref, "text", f"said: {text}"] for ref, text in zip(REFS, words, strict=True)]
    with (tmp_path / "words.csv").open("w", newline="") as file:
        csv.writer(file).writerows(rows)
    assert s11("answers", "import", "section-11", tmp_path / "words.csv").code == 0
    s11("export", "section-11", "--out", tmp_path / "first.json")
    s11("init", home=tmp_path / "other")
    assert s11("import", tmp_path / "first.json", home=tmp_path / "other").code == 0
    s11("export", "section-11", "--out", tmp_path / "second.json", home=tmp_path / "other")
    assert (tmp_path / "first.json").read_bytes() == (tmp_path / "second.json").read_bytes()
    exported = json.loads((tmp_path / "first.json").read_text())
    assert [each["text"]["text"] for each in exported["agencies"][0]["answers"]] == [f"said: {text}" for text in words]
    s11("export", "section-11", "--format", "csv", "--out", tmp_path / "again.csv")
    again = s11("answers", "import", "section-11", tmp_path / "again.csv", "--json")
    assert json.loads(again.out)["recorded"] == 0


def test_a_workbook_is_written_to_a_file_only(city_hackney: S11, tmp_path: Path) -> None:
    told = city_hackney("export", KEY, "--format", "xlsx")
    assert told.code == 2
    assert told.err == "A workbook is not text. Say where to write it with --out FILE.xlsx.\n"
    city_hackney("export", KEY, "--format", "xlsx", "--out", tmp_path / "all.xlsx")
    assert (tmp_path / "all.xlsx").read_bytes().startswith(b"PK")
