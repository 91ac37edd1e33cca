"""s11 audit: the questionnaires, and opening one."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import PARTNERSHIPS, S11
from tests.intake.audits.workbooks.build import workbook

SHIPPED = ["barnsley-2021", "city-hackney-2009", "hillingdon-2023", "section-11", "south-glos-2019", "wandsworth-2022"]
AGENCIES = """abbr,name,sector,partnerships,contact_name,contact_email,slack_user,role
GP1,Example Surgery,primary_care,anytown,Jo Bloggs,jo@surgery.example.org,,lead
GP1,Example Surgery,primary_care,anytown,Al Deputy,al@surgery.example.org,,deputy
"""

pytestmark = pytest.mark.usefixtures("record")


def test_six_questionnaires_are_shipped(s11: S11) -> None:
    listed = json.loads(s11("audit", "list", "--json").out)
    assert [each["key"] for each in listed] == SHIPPED
    assert not any(each["open"] for each in listed)


def test_show_prints_every_question_with_its_guidance(s11: S11) -> None:
    shown = s11("audit", "show", "city-hackney-2009").out
    assert "3.5  What arrangements are in place to ensure that contracted staff" in shown
    assert "IA Inadequate - Actions taken" in shown
    assert "The partnership rates the answers." in shown
    assert "Rated S for everybody." in shown


def test_a_key_that_does_not_exist_is_answered_with_where_to_look(s11: S11) -> None:
    told = s11("audit", "show", "hackney")
    assert (told.code, told.out) == (2, "")
    assert told.err == "There is no questionnaire hackney. s11 audit list shows which there are.\n"


def test_good_files_are_good_and_a_faulty_one_is_told_with_its_line(s11: S11, tmp_path: Path) -> None:
    good = sorted((Path(__file__).parents[2] / "config" / "audits").glob("*.toml"))
    assert s11("audit", "check", *good).code == 0
    own = tmp_path / "own.toml"
    own.write_text('key = "own"\ntitle = "Own"\nyaer = "2026"\n')
    told = s11("audit", "check", own)
    assert told.code == 2
    assert "own.toml:3: " in told.err
    assert "Did you mean year?" in told.err


def test_a_roll_up_that_does_not_say_what_none_met_is_can_be_used_and_is_asked_about(s11: S11, tmp_path: Path) -> None:
    shipped = Path(__file__).parents[2] / "config" / "audits" / "barnsley-2021.toml"
    own = tmp_path / "own.toml"
    own.write_text(shipped.read_text().replace('none_met = "middle"\n', ""))
    told = s11("audit", "check", own)
    assert told.code == 1
    assert "own.toml: good. 30 questions" in told.out
    line = own.read_text().splitlines().index('roll_up = "standards"') + 1
    assert f"own.toml:{line}: The standards roll up, and none_met does not say" in told.err
    assert 'Add none_met = "middle", or none_met = "worst" to keep it so.' in told.err


def test_a_questionnaire_and_a_list_of_agencies_in_excel_become_an_open_audit(s11: S11, tmp_path: Path) -> None:
    asked, agencies, out = tmp_path / "Section 11 2027.xlsx", tmp_path / "agencies.xlsx", tmp_path / "ours.toml"
    asked.write_bytes(
        workbook("= Audit\nNo. | Question | RAG | By when\n1.1 | Is a lead named?\n1.2 | Is a deputy?\n | | | 5 May")
    )
    agencies.write_bytes(
        workbook(
            "= People\nOur list\nOrganisation | Job title | Sector | Email\nElm Surgery | Nurse | school | a@s.example"
        )
    )
    (tmp_path / "home" / "config").mkdir(parents=True, exist_ok=True)
    (tmp_path / "home" / "config" / "partnerships.toml").write_text(PARTNERSHIPS)
    told = s11("audit", "new", "--from", asked, "--out", out)
    assert told.code == 1
    assert "Section 11 2027: 2 questions in 1 standard, 2027.\n" in told.out
    assert "4 rows that hold something: 2 questions, 1 line of headings and 1 not understood" in told.out
    assert "Scale, from column C of sheet Audit: Green, Amber, Red.\nCounts as met: Green." in told.out
    assert "  Sheet Audit, row 4, column D: '5 May'. No question stands in this row.\n" in told.err
    assert s11("audit", "check", out).code == 0
    opened = s11("audit", "open", out, "--agencies", agencies, "--due", "2030-03-31")
    assert opened.out.startswith(
        "section-11-2027 is open until Sunday 31 March 2030, 23:59. Agencies added: 1. Contacts"
    )
    for each in ("All of them are asked by Anytown Partnership.", "Not read of the workbook: Job title."):
        assert each in opened.out
    assert "Queued 1 invitation." in s11("invite", "section-11-2027").out  # what was opened can be asked
    assert s11("audit", "new", "--from", asked, "--key", "Bad Key", "--out", tmp_path / "bad.toml").code == 2
    assert not (tmp_path / "bad.toml").exists()
    again = s11("audit", "new", "--from", asked, "--out", out)
    assert (again.code, "is there already and stays as it is" in again.err) == (2, True)


def test_opening_sends_nothing_and_opening_again_adds_who_is_new(s11: S11, tmp_path: Path) -> None:
    file = tmp_path / "agencies.csv"
    file.write_text(AGENCIES)
    opening = ("audit", "open", "section-11", "--agencies", file, "--due", "2030-03-31")
    told = s11(*opening)
    assert told.out == (
        "section-11 is open until Sunday 31 March 2030, 23:59. "
        "Agencies added: 1. Contacts added: 2. Nothing was sent.\n"
    )
    file.write_text(AGENCIES + "YOT,Example Youth Justice Team,justice,anytown;nexttown,,,,\n")
    assert "Agencies added: 1. Contacts added: 0." in s11(*opening).out


def test_a_second_round_needs_a_name_of_its_own(s11: S11, tmp_path: Path) -> None:
    file = tmp_path / "agencies.csv"
    file.write_text(AGENCIES)
    opening = ("audit", "open", "section-11", "--agencies", file, "--due")
    s11(*opening, "2030-03-31")
    told = s11(*opening, "2031-03-31")
    assert told.code == 2
    assert told.err == "section-11 is due on 31 March 2030. Give that date, or name a new round with --as.\n"
    assert s11(*opening, "2031-03-31", "--as", "section-11-2031").code == 0
    past = s11(*opening, "2020-03-31", "--as", "mistyped").out.splitlines()
    told_of = "That day is past: whoever is invited is late at once. Move it: s11 extend mistyped --all --to DATE."
    assert (past[1], s11(*opening, "2031-03-31", "--as", "third").out.count("is past")) == (told_of, 0)


def test_a_questionnaire_is_opened_from_its_file(s11: S11, tmp_path: Path) -> None:
    own, file = tmp_path / "questions" / "mine.toml", tmp_path / "agencies.csv"
    own.parent.mkdir()
    own.write_bytes((Path(__file__).parents[1] / "audits" / "small.toml").read_bytes())
    file.write_text(AGENCIES)
    assert s11("audit", "open", own, "--agencies", file, "--due", "2030-03-31").out.startswith("small is open until")
    assert "There is no questionnaire" not in s11("audit", "show", "small").err
    told = s11("audit", "open", tmp_path / "none.toml", "--agencies", file, "--due", "2030-03-31")
    assert (told.code, told.err) == (2, f"The file {tmp_path}/none.toml cannot be read: No such file or directory.\n")


def test_one_organisation_twice_opens_nothing_until_a_person_says_that_they_differ(s11: S11, tmp_path: Path) -> None:
    file = tmp_path / "agencies.csv"
    file.write_text(AGENCIES + "GP2,The Example Surgery,primary_care,anytown,,,,\n")
    opening = ("audit", "open", "section-11", "--agencies", file, "--due", "2030-03-31")
    told = s11(*opening)
    assert told.code == 2
    assert told.err == (
        "Row 4, column name: 'The Example Surgery'. The same organisation stands in row 2 as GP1. "
        "Keep one, or say that they differ: --distinct GP2.\n"
    )
    assert s11(*opening, "--distinct", "GP9").err == (
        "--distinct GP9 names no agency of the file. Give an abbreviation as the file has it.\n"
    )
    assert "Agencies added: 2." in s11(*opening, "--distinct", "GP2").out


def test_sectors_nobody_keeps_a_question_for_are_said_once(s11: S11, tmp_path: Path) -> None:
    own, file = tmp_path / "mine.toml", tmp_path / "agencies.csv"
    source = (Path(__file__).parents[1] / "audits" / "small.toml").read_text()
    own.write_text(source.replace('ref = "1.1"\n', 'ref = "1.1"\napplies_to = ["health"]\n'))
    file.write_text(AGENCIES)
    opening = ("audit", "open", own, "--agencies", file, "--due", "2030-03-31")
    line = "No question is asked of these sectors alone, and no agency had them before: primary_care."
    assert s11(*opening).out.splitlines()[1:] == [line]
    assert s11(*opening).out.splitlines()[1:] == []
    file.write_text(AGENCIES.replace("primary_care", "health"))
    assert s11(*opening).out.splitlines()[1:] == [
        "GP1 is still asked as primary_care in small: a round keeps the sector it opened with."
    ]


def test_a_faulty_agencies_file_opens_nothing_and_names_every_fault(s11: S11, tmp_path: Path) -> None:
    file = tmp_path / "agencies.csv"
    file.write_text("abbr,name,sector,contact_email\nGP1,,primary_care,jo at surgery\nGP2,Other Surgery,primary_care\n")
    told = s11("audit", "open", "section-11", "--agencies", file, "--due", "2030-03-31")
    assert told.code == 2
    assert told.err.splitlines() == [
        "Row 2, column name: The name is empty. Fill it in.",
        "Row 2, column contact_email: 'jo at surgery'. Write one address, such as jo@agency.example.",
        "Row 3: 'GP2,Other Surgery,primary_care'. This row has 3 cells where the header has 4. "
        "Put one cell under each heading.",
    ]
    assert not any(each["open"] for each in json.loads(s11("audit", "list", "--json").out))


def test_a_deployments_own_questionnaire_replaces_the_shipped_one(s11: S11, tmp_path: Path) -> None:
    own = tmp_path / "home" / "config" / "audits"
    shipped = (Path(__file__).parents[2] / "config" / "audits" / "section-11.toml").read_text()
    title = next(line for line in shipped.splitlines() if line.startswith("title"))
    (own / "section-11.toml").write_text(shipped.replace(title, 'title = "Anytown section 11 audit"'))
    listed = {each["key"]: each for each in json.loads(s11("audit", "list", "--json").out)}
    assert listed["section-11"]["title"] == "Anytown section 11 audit"
    assert len(listed) == 6


def test_a_round_comes_after_one_of_the_record_and_a_was_must_name_a_question_of_it(s11: S11, tmp_path: Path) -> None:
    agencies = tmp_path / "agencies.csv"
    agencies.write_text(AGENCIES)
    opened = s11("audit", "open", "section-11", "--agencies", agencies, "--due", "2030-03-31")
    assert opened.code == 0
    again = ("--agencies", agencies, "--due", "2031-03-31", "--as", "next")
    told = s11("audit", "open", "section-11", *again, "--after", "nowhere")
    assert (told.code, told.err.strip()) == (
        2,
        "There is no other round nowhere in the record. s11 audit list shows which there are.",
    )
    told = s11("audit", "open", "section-11", *again, "--after", "section-11")
    assert "It comes after section-11: each agency sees what it said then" in told.out
    assert s11("audit", "open", "section-11", *again, "--after", "next").code == 2
    shipped = Path(__file__).parents[2] / "config" / "audits" / "section-11.toml"
    own = tmp_path / "own.toml"
    source = shipped.read_text().replace('key = "section-11"', 'key = "own"\nafter = "section-11"', 1)
    own.write_text(source.replace("[[standard.question]]\n", '[[standard.question]]\nwas = "99"\n', 1))
    line = own.read_text().splitlines().index('was = "99"') + 1
    for command in (("check", own), ("open", own, "--agencies", agencies, "--due", "2031-03-31")):
        told = s11("audit", *command)
        assert told.code == 2
        assert f"own.toml:{line}: Question 1.1 was 99, which section-11 does not have." in told.err
