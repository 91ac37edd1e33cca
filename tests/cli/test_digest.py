"""s11 digest and s11 quotes: shown, written with links that work, queued once for whoever should hear."""

import csv
import email
import email.policy
import io
import json
import re
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import html5lib
import openpyxl
import pytest
from sqlalchemy import update

from cli import wiring
from cli.digest import queue_due
from config.settings import Settings
from storage.nouns import Submission
from tests.cli.conftest import DEMO, S11, Told

KEY, P = "city-hackney-2009", "city-hackney"
NAMES = {
    row["abbr"]: row["abbr"] if row["name"].startswith("(") else row["name"]
    for row in csv.DictReader((DEMO / "agencies.csv").read_text(encoding="utf-8").splitlines())
}
PARTNERSHIPS = """
[[partnership]]
key = "city-hackney"
name = "City & Hackney"
digest = { to = ["board@hackney.example.org"], slack_channel = "C1" }

[[partnership.managers]]
name = "Ann Lee"
email = "ann@hackney.example.org"
"""


@pytest.fixture
def told(city_hackney: S11, tmp_path: Path) -> S11:
    folder = tmp_path / "home" / "config"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "partnerships.toml").write_text(PARTNERSHIPS)
    return city_hackney


def test_bare_it_is_shown_with_its_readers_and_nothing_is_queued(told: S11) -> None:
    shown = told("digest", KEY, "--partnership", P)
    assert "13 of 13 (100%) agencies have sent their return." in shown.out
    assert shown.out.endswith(f"With --send this goes to\n  {P}: board@hackney.example.org\n")
    assert told("outbox", "list", "--json").out.strip() == "[]"


def test_every_number_is_one_of_the_figures(told: S11) -> None:
    figures = json.loads(told("figures", KEY, "--partnership", P, "--json").out)
    lines = told("digest", KEY, "--partnership", P).out.splitlines()
    for code, number in figures["ratings"].items():
        assert any(re.match(f"- {code} .*: {number} of {figures['rated']} ", line) for line in lines)
    (support,) = (line for line in lines if line.startswith("- Fewer than 65% met: "))
    own = figures["by_agency"]
    said = [f"{NAMES[abbr]} {own[abbr]['met']} of {own[abbr]['rated']} (" for abbr in figures["needs_support"]]
    places = [support.index(each) for each in said]
    assert (places, len(places)) == (sorted(places), len(re.findall(r"\d+ of \d+", support)))
    assert [ref for line in lines if (ref := re.match(r"- Met by .*?: (\S+) ", line))] != []
    assert f"Without a rating: {figures['missing']} missing." in "\n".join(lines)


def test_the_files_link_to_one_another(told: S11, tmp_path: Path) -> None:
    assert told("digest", KEY, "--out", tmp_path / "out").code == 0
    page, report = (
        html5lib.parse((tmp_path / "out" / name).read_bytes(), namespaceHTMLElements=False)
        for name in ("digest.html", "report.html")
    )
    anchors = {each.attrib["id"] for each in report.iter() if "id" in each.attrib}
    links = [each.attrib["href"] for each in page.iter("a")] + [each.attrib["src"] for each in page.iter("img")]
    assert len(links) >= 8
    for link in links:
        name, _, anchor = link.partition("#")
        assert (tmp_path / "out" / name).is_file(), link
        assert not anchor or anchor in anchors, link
    assert "report.html#ratings" in (tmp_path / "out" / "digest.txt").read_text()


def test_it_is_queued_with_the_workbook_which_is_known_to_the_store(told: S11) -> None:
    assert told("digest", KEY, "--send", "--dry-run").code == 0
    assert told("outbox", "list", "--json").out.strip() == "[]"
    sent = told("digest", KEY, "--send", now="2026-03-02T10:00")
    assert f"{P}: queued for board@hackney.example.org." in sent.out
    again = told("digest", KEY, "--send", now="2026-03-02T10:00")
    assert "nothing queued" in again.out
    found = json.loads(told("evidence", "verify", "--json").out)
    assert (found["checked"], found["orphaned"], found["missing"]) == (1, [], [])
    assert told("prune").out == ""


def test_in_slack_where_slack_is_set_up(told: S11) -> None:
    sent = told("digest", KEY, "--send", slack_bot_token="xoxb-1")
    assert "queued for board@hackney.example.org, C1." in sent.out


def test_where_nobody_would_hear_it_says_what_to_do(city_hackney: S11) -> None:
    sent = city_hackney("digest", KEY, "--send")
    assert (sent.code, "Name a manager or digest addresses of city-hackney in" in sent.out) == (0, True)
    assert sent.out.splitlines()[-1] == "No digest was queued."


def test_where_every_digest_is_left_out_nothing_is_said_to_be_queued(told: S11, tmp_path: Path) -> None:
    (tmp_path / "home" / "config" / "partnerships.toml").write_text(f'[[partnership]]\nkey = "{P}"\nnam = "City"\n')
    sent = told("digest", KEY, "--send")
    assert (sent.code, sent.out) == (1, "No digest was queued.\n")
    assert f"the digest of {KEY} for {P}" in sent.err


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["digest", KEY, "--partnership", "nowhere"], "No agency of city-hackney-2009 answers to 'nowhere'."),
        (["digest", "nothing"], "There is no open audit nothing."),
        (["digest", KEY, "--send", "--out", "x"], "Give --send or --out DIR, one of the two."),
        (["digest", KEY, "--with-answers"], "--with-answers goes with --send."),
        (["digest", KEY, "--out", "x", "--with-answers"], "For yourself: s11 report city-hackney-2009 --out DIR"),
        (["quotes", KEY, "--approve", "1-0-4", "--by", "Jo"], "There is no sentence 1-0-4 in city-hackney-2009."),
    ],
)
def test_what_cannot_be_done_is_told(words: list[str], says: str, told: S11) -> None:
    answer: Told = told(*words)
    assert (answer.code, says in answer.err) == (2, True)


def test_the_clock_queues_what_is_due_once(told: S11, tmp_path: Path) -> None:
    using = Settings(home=tmp_path / "home")
    monday = datetime(2027, 3, 1, 10, tzinfo=UTC)
    queued = []
    for invited_at in (None, monday - timedelta(days=5), monday - timedelta(days=5)):
        with wiring.writing(using) as db:
            db.execute(update(Submission).values(invited_at=invited_at))
            queued.append([each.recipient for each in queue_due(db, using, monday)])
    assert queued == [[], ["board@hackney.example.org"], []]


@pytest.mark.xdist_group("demo")
def test_quotes_are_listed_approved_and_read_in_the_digest(
    s11: S11, tmp_path: Path, demo_twice: tuple[Path, list[str]]
) -> None:
    shutil.copytree(demo_twice[0] / "home", tmp_path / "home")
    home = {"home": tmp_path / "home" / "demo"}
    listed = json.loads(s11("quotes", "south-glos-2019", "--json", **home).out)
    first = listed[0]
    approved = s11("quotes", "south-glos-2019", "--approve", first["id"], "--by", "Jo Bloggs", **home)
    assert "approved by Jo Bloggs" in approved.out
    assert f"“{first['words']}”" in s11("digest", "south-glos-2019", **home).out
    withdrawn = s11("quotes", "south-glos-2019", "--withdraw", first["id"], "--by", "Jo Bloggs", **home)
    assert "approved by" not in withdrawn.out
    assert first["words"] not in s11("digest", "south-glos-2019", **home).out
    assert s11("verify", **home).code == 0


def test_answers_are_sent_only_when_asked_for_by_name_and_the_trail_says_who_did(told: S11) -> None:
    told("digest", KEY, "--send", now="2026-03-02T10:00")
    assert "answers sent with a digest" not in told("export", KEY).out
    asked = ("digest", KEY, "--send", "--with-answers", "--by", "Ann Lee")
    assert told(*asked, "--dry-run", now="2026-03-03T10:00").code == 0
    assert "answers sent with a digest" not in told("export", KEY).out
    for _ in range(2):  # what was queued at this very moment before is not queued again, nor entered again
        told(*asked, now="2026-03-03T10:00")
    entries = [
        each for each in json.loads(told("export", KEY).out)["trail"] if each["action"].startswith("answers sent")
    ]
    assert [(each["actor"], each["about"], each["facts"]["readers"]) for each in entries] == [("Ann Lee", P, 1)]
    assert told("verify").code == 0


@pytest.mark.parametrize(
    ("words", "sheets"),
    [
        ((), ["Summary", "Matrix", "Themes"]),
        (
            ("--with-answers",),
            ["Summary", "Matrix", "Returns", "Standards", "Answers", "Outstanding", "Evidence", "Themes"],
        ),
    ],
)
def test_the_sheets_that_are_sent(words: tuple[str, ...], sheets: list[str], told: S11, tmp_path: Path) -> None:
    told("digest", KEY, "--send", *words, now="2026-03-02T10:00")
    told("outbox", "deliver", "--once", now="2026-03-02T10:00")
    (path,) = (tmp_path / "home" / "outbox").rglob("*.eml")
    letter = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    (attached,) = letter.iter_attachments()
    assert openpyxl.load_workbook(io.BytesIO(attached.get_content())).sheetnames == sheets
