"""Themes at the command line: a text explained, a file tagged, an audit's tags counted and corrected."""

import json
from pathlib import Path

import openpyxl
import pytest

from tests.cli.conftest import S11

AGENCIES = (
    "abbr,name,sector,partnerships,contact_name,contact_email,slack_user,role\nGP1,Surgery,health,,Jo,jo@gp.example,,\n"
)
ANSWERS = 'agency,question,prompt,value\nGP1,4,working_well,"All staff know the LADO. Kayleigh Robinson leads."\n'


def opened(s11: S11, tmp_path: Path) -> None:
    (tmp_path / "agencies.csv").write_text(AGENCIES)
    (tmp_path / "answers.csv").write_text(ANSWERS)
    assert s11("init").code == 0
    assert s11("audit", "open", "south-glos-2019", "--agencies", "agencies.csv", "--due", "2030-03-31").code == 0
    told = s11("answers", "import", "south-glos-2019", "answers.csv", "--submit")
    assert told.code == 0, told.err


def test_a_text_is_explained(s11: S11) -> None:
    told = s11("tag", "We told the LADO.")
    assert told.code == 0
    assert "We told the LADO." in told.out
    assert "LADO and allegations (lado)  pattern" in told.out
    assert "No theme was found." in s11("tag", "The sky is blue.").out


def test_a_text_as_json(s11: S11) -> None:
    found = json.loads(s11("tag", "--json", "We told the LADO.").out)
    assert found["themes"] == ["lado"]
    assert {key: found["spans"][0][key] for key in ("theme", "start", "end", "why")} == {
        "theme": "lado", "start": 12, "end": 16, "why": "pattern",
    }  # fmt: skip


def test_a_file_gives_one_line_for_each(s11: S11, tmp_path: Path) -> None:
    lines = [{"id": "a", "text": "The LADO."}, {"id": 2, "text": ""}, {"id": "c", "text": "Rain."}]
    (tmp_path / "in.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    told = [json.loads(line) for line in s11("tag", "--jsonl", "in.jsonl").out.splitlines()]
    assert [(line["id"], line["themes"]) for line in told] == [("a", ["lado"]), (2, []), ("c", [])]
    (tmp_path / "in.jsonl").write_text('{"id": 1}\n')
    refused = s11("tag", "--jsonl", "in.jsonl")
    assert refused.code == 2
    assert "in.jsonl:1: This line cannot be read." in refused.err


def test_figures_report_and_export_carry_the_themes(s11: S11, tmp_path: Path) -> None:
    opened(s11, tmp_path)
    lado = json.loads(s11("figures", "south-glos-2019", "--json").out)["themes"]["lado"]
    assert (lado["agencies"], lado["answers"], lado["of_answers"]) == (1, 1, 1)
    assert s11("report", "south-glos-2019", "--out", "report").code == 0
    page = (tmp_path / "report" / "report.html").read_text()
    assert '<h2 id="themes">Themes</h2>' in page
    assert "All staff know the LADO." not in page  # nobody approved it
    sheet = openpyxl.load_workbook(tmp_path / "report" / "report.xlsx")["Sentences"]
    assert "All staff know the LADO." in {cell.value for cell in sheet["E"]}
    answer = json.loads(s11("export", "south-glos-2019").out)["agencies"][0]["answers"][0]
    assert {"theme": "lado", "start": 19, "end": 23, "prompt": "working_well"} in answer["themes"]


def test_a_manager_rejects_a_tag_and_it_counts_no_more(s11: S11, tmp_path: Path) -> None:
    opened(s11, tmp_path)
    listed = json.loads(s11("themes", "review", "south-glos-2019", "--theme", "lado", "--json").out)
    assert [(each["theme"], each["sentence"]) for each in listed] == [("lado", "All staff know the LADO.")]
    number = str(listed[0]["id"])
    assert s11("themes", "review", "south-glos-2019", "--reject", number, "--as", "Jo Park").code == 0
    assert json.loads(s11("figures", "south-glos-2019", "--json").out)["themes"]["lado"]["answers"] == 0
    assert s11("verify").code == 0
    assert s11("themes", "review", "south-glos-2019", "--export", "own.jsonl").code == 0
    line = json.loads((tmp_path / "own.jsonl").read_text().splitlines()[0])
    assert line["text"] == "All staff know the LADO."
    assert "lado" not in line["themes"]
    assert s11("themes", "review", "south-glos-2019", "--reject", "999", "--as", "Jo").code == 2


SHAPE = '{"id": "1", "text": "…", "themes": ["lado"]}'
NO_SENTENCES = {
    "below": "The file below cannot be read: Is a directory.",
    "nowhere.jsonl": "The file nowhere.jsonl cannot be read: No such file or directory.",
    "picture.png": f"The file picture.png is no text in UTF-8. Write {SHAPE}, one a line.",
    "empty.jsonl": f"The file empty.jsonl holds no labelled sentence. Write {SHAPE}, one a line.",
    "blank.jsonl": f"The file blank.jsonl holds no labelled sentence. Write {SHAPE}, one a line.",
    "prose.txt": f"prose.txt:1: This line is not a labelled sentence. Write {SHAPE}.",
}


@pytest.mark.parametrize("command", ["train --out model --more", "evaluate"])
@pytest.mark.parametrize(("name", "told"), NO_SENTENCES.items(), ids=NO_SENTENCES)
def test_what_holds_no_labelled_sentences_is_refused_before_anything_is_trained(
    s11: S11, tmp_path: Path, command: str, name: str, told: str
) -> None:
    (tmp_path / "below").mkdir()
    (tmp_path / "picture.png").write_bytes(b"\x89PNG\r\n\xff\x00")
    (tmp_path / "empty.jsonl").touch()
    (tmp_path / "blank.jsonl").write_text("\n\n")
    (tmp_path / "prose.txt").write_text("All staff know the LADO.\n")
    answer = s11("themes", *command.split(), name)
    assert (answer.code, answer.out, answer.err) == (2, "", f"{told}\n")
    assert not (tmp_path / "model").exists()


def test_a_model_that_is_not_there_measures_nothing(s11: S11, tmp_path: Path) -> None:
    (tmp_path / "own.jsonl").write_text('{"id": "1", "text": "The LADO.", "themes": ["lado"]}\n')
    for option in ("--model", "--encoder"):
        answer = s11("themes", "evaluate", "own.jsonl", option, "nowhere")
        told = "There is no model in nowhere. Give the folder of s11 themes train --out.\n"
        assert (answer.code, answer.out, answer.err) == (2, "", told)


TOLD = "We told the LADO {} times."
SAID: list[dict[str, object]] = [
    {"id": "l0", "text": TOLD.format(0), "themes": ["lado"]},
    {"id": "l1", "text": TOLD.format(1), "themes": ["lado"]},
    {"id": "l2", "text": TOLD.format(2), "themes": ["lado"]},
    {"id": "l3", "text": TOLD.format(3), "themes": ["lado"]},
    {"id": "l4", "text": TOLD.format(4), "themes": ["lado"]},
    {"id": "s", "text": "The lifeguard supervises swimmers.", "themes": []},
]
MARKS = "<!-- figures of s11 themes evaluate -->", "<!-- end of the figures -->"


def written(tmp_path: Path, name: str, rows: list[dict[str, object]]) -> None:
    (tmp_path / name).write_text("".join(json.dumps(each) + "\n" for each in rows))


def test_each_set_is_measured_apart_beside_three_baselines(s11: S11, tmp_path: Path) -> None:
    written(tmp_path, "own.jsonl", SAID)
    written(tmp_path, "traps.jsonl", SAID[5:])
    told = s11("themes", "evaluate", "own.jsonl", "traps.jsonl", "--light")
    assert told.code == 0, told.err
    rows = [line.split() for line in told.out.splitlines()]
    assert ["own", "6", "1.000", "1.000", "1.000", "1.000", "1.000", "1.000", "1.000", "-"] in rows
    assert ["traps", "1", "-", "-", "-", "-", "-", "-", "1.000", "-"] in rows
    figures = json.loads(s11("themes", "evaluate", "own.jsonl", "traps.jsonl", "--json").out)
    assert figures["sentences"] == figures["sets"]["own.jsonl"]["sentences"] == 6
    assert figures["sets"]["traps.jsonl"]["exact"]["s11"] == 1.0


def test_a_change_that_lowers_a_set_is_told(s11: S11, tmp_path: Path) -> None:
    written(tmp_path, "own.jsonl", SAID)
    assert s11("themes", "evaluate", "own.jsonl", "--outcomes", "now.json").code == 0
    told = s11("themes", "evaluate", "own.jsonl", "--against", "now.json").out.splitlines()
    assert told[-1].split() == ["own", "1.000", "->", "1.000", "p", "1.000", "not", "lowered"]
    worse: list[dict[str, object]] = [
        {**each, "themes": ["supervision"]} for each in SAID
    ]  # as if the labels had been met before
    written(tmp_path, "other.jsonl", worse)
    better = {"other.jsonl": {str(each["id"]): ["supervision"] for each in worse}}
    (tmp_path / "before.json").write_text(json.dumps(better))
    told = s11("themes", "evaluate", "other.jsonl", "--against", "before.json").out.splitlines()
    assert told[-1].split() == ["other", "1.000", "->", "0.000", "p", "0.000", "LOWERED"]


def test_the_figures_of_a_page_are_written_by_the_command(s11: S11, tmp_path: Path) -> None:
    written(tmp_path, "own.jsonl", SAID)
    (tmp_path / "page.md").write_text(f"Before.\n{MARKS[0]}\nold\n{MARKS[1]}\nAfter.\n")
    told = s11("themes", "evaluate", "own.jsonl", "--page", "page.md")
    page = (tmp_path / "page.md").read_text()
    assert page == f"Before.\n{MARKS[0]}\n```text\n{told.out}```\n{MARKS[1]}\nAfter.\n"


@pytest.mark.parametrize(
    ("option", "content", "told"),
    [
        ("--page", "No place.", 'The page x has no place for figures. Write the lines "{}" and "{}" into it.'),
        ("--page", None, "The page x cannot be read."),
        ("--against", None, "The file x cannot be read: No such file or directory."),
        ("--against", "[]", "The file x holds no outcomes. Write it with s11 themes evaluate --outcomes."),
        ("--against", "{", "The file x holds no outcomes. Write it with s11 themes evaluate --outcomes."),
    ],
)
def test_what_cannot_be_compared_or_written_is_refused_before_measuring(
    s11: S11, tmp_path: Path, option: str, content: str | None, told: str
) -> None:
    written(tmp_path, "own.jsonl", SAID)
    if content is not None:
        (tmp_path / "x").write_text(content)
    answer = s11("themes", "evaluate", "own.jsonl", option, "x")
    assert (answer.code, answer.out, answer.err) == (2, "", told.format(*MARKS) + "\n")
