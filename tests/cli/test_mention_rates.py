"""How often a theme is mentioned, of how many answers: to a question, under its prompts, wherever a manager reads."""

import json
import shutil
from pathlib import Path
from typing import Any

import html5lib
import openpyxl
import pytest

from tests.cli.conftest import run_in

pytestmark = pytest.mark.xdist_group("mention rates")  # one report for all of them

KEY = "south-glos-2019"
WORKING, WORRIED = "working_well", "worried_about"
SUPERVISION, ESCALATION, LADO = "Supervision", "Escalation and professional differences", "LADO and allegations"
MONTHLY, NIGHTS = "Everybody has supervision once a month.", "Volunteers on night shifts do not get supervision."
# Sixteen agencies on question 11, as one return each. The first writes of supervision twice, which is one answer of it.
SAID = [
    ("1", {WORKING: MONTHLY, WORRIED: NIGHTS}),
    ("2", {WORKING: MONTHLY}),
    ("2", {WORKING: MONTHLY}),
    ("1", {WORRIED: NIGHTS}),
    ("0", {WORRIED: NIGHTS}),
    ("2", {WORKING: "Disagreements are escalated."}),
    ("1", {WORRIED: "Few people know the escalation route."}),
    ("3", {WORKING: "Everybody knows when to ring the LADO."}),
    *[("2", {WORKING: "We are proud of this."})] * 8,
]
SENTENCE = f"Of 16 answers to question 11: {SUPERVISION} 5 (31%), {ESCALATION} 2 (13%), {LADO} 1 (6%)."
WORKS = f"Of 13 answers under “What's working well?”: {SUPERVISION} 3 (23%), {LADO} 1 (8%), {ESCALATION} 1 (8%)."
WORRIES = f"Of 4 answers under “What are you worried about?”: {SUPERVISION} 3 (75%), {ESCALATION} 1 (25%)."
LOW = f"Rated not met: 4 of 16 (25%). With {SUPERVISION}: 3 of 5 (60%); with {ESCALATION}: 1 of 2 (50%)."


@pytest.fixture(scope="module")
def sixteen(new_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the home of those sixteen returns, and the report of them."""
    place = tmp_path_factory.mktemp("sixteen")
    home = shutil.copytree(new_home, place / "home")
    agencies = ["abbr,name,sector,partnerships,contact_name,contact_email,slack_user,role"]
    answers = ["agency,question,prompt,value"]
    for number, (rating, words) in enumerate(SAID, start=1):
        agencies.append(f"A{number:02},Agency {number},health,,Jo Bloggs,jo{number}@agency.example.org,,lead")
        answers += [f"A{number:02},11,{prompt},{value}" for prompt, value in {"rating": rating, **words}.items()]
    (place / "agencies.csv").write_text("\n".join(agencies) + "\n")
    (place / "answers.csv").write_text("\n".join(answers) + "\n")
    run_in(home, "audit", "open", KEY, "--agencies", place / "agencies.csv", "--due", "2030-03-31")
    run_in(home, "answers", "import", KEY, place / "answers.csv", "--submit")
    run_in(home, "report", KEY, "--out", place / "report")
    return place


def test_the_sentence_of_a_question_stands_in_page_digest_workbook_and_figures(sixteen: Path) -> None:
    page = words_of(sixteen / "report" / "report.html")
    run_in(sixteen / "home", "digest", KEY, "--out", sixteen / "digest")
    digest = (sixteen / "digest" / "digest.txt").read_text()
    rows = sheet(sixteen / "report" / "report.xlsx")
    assert sheet(sixteen / "digest" / "report.xlsx") == rows  # what is sent with a digest tells the same
    question = json.loads((sixteen / "report" / "figures.json").read_text())["mentions"]["by_question"]["11"]
    told = {"page": page, "digest": digest, "workbook": str([each["in_words"] for each in rows])}
    told["figures"] = question["in_words"]
    assert [where for where, words in told.items() if SENTENCE not in words] == []
    assert [line for line in (WORKS, WORRIES, LOW) if line not in page] == []
    everywhere = [line.replace("”:", "” over all questions:") for line in (WORKS, WORRIES)]
    assert [line for line in everywhere if line not in page or line not in digest] == []
    assert question["themes"]["supervision"] == {
        "answers": 5, "share": 5 / 16, "not_met": 3, "of_rated": 5, "others": {"not_met": 1, "of_rated": 11},
    }  # fmt: skip
    assert question["by_prompt"][WORRIED]["answers"] == 4


@pytest.mark.parametrize(
    ("prompt", "theme", "told"),
    [
        (None, "supervision", (5, 16, 5 / 16, 3, 5, 1, 11)),
        (None, "escalation", (2, 16, 2 / 16, 1, 2, 3, 14)),
        (None, "lado", (1, 16, 1 / 16, 0, 1, 4, 15)),
        (WORKING, "supervision", (3, 13, 3 / 13, 1, 3, 0, 10)),
        (WORRIED, "escalation", (1, 4, 1 / 4, 1, 1, 3, 3)),
    ],
)
def test_each_rate_is_a_row_of_numbers(prompt: str | None, theme: str, told: tuple[float, ...], sixteen: Path) -> None:
    (row,) = [
        each
        for each in sheet(sixteen / "report" / "report.xlsx")
        if (each["question"], each["prompt"], each["theme"]) == ("11", prompt, theme)
    ]
    columns = ("answers", "of_answers", "share", "not_met", "of_rated", "others_not_met", "others_of_rated")
    assert tuple(row[each] for each in columns) == pytest.approx(told)


def words_of(path: Path) -> str:
    body = html5lib.parse(path.read_text(), namespaceHTMLElements=False).find("body")
    assert body is not None
    return " ".join(" ".join(body.itertext()).split())


def sheet(path: Path) -> list[dict[str, Any]]:
    head, *rows = openpyxl.load_workbook(path)["Themes"].iter_rows(values_only=True)
    return [dict(zip(map(str, head), row, strict=True)) for row in rows]
