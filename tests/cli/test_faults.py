"""One fault costs one thing: all else is done, and s11 doctor, a letter and the 1 tell of the fault."""

import json
import sqlite3
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import openpyxl
import pytest

from tests.cli.conftest import S11
from tests.cli.test_mail import letters, reply
from tests.cli.test_nudge import DAY_7

KEY, NEXT_DAY, CALLED = "barnsley-2021", "2029-01-17T10:00", "2029-03-29T10:00"
OPERATOR = {"operator_email": "ops@anytown.example"}
BUT_GP1 = '{{ nothing.here if agency == "Example Surgery" else "Dear " ~ first }}'


def letter(name: str, words: str) -> Callable[[Path], None]:
    def plant(home: Path) -> None:
        (home / "config" / "letters").mkdir(exist_ok=True)
        (home / "config" / "letters" / name).write_text(words)

    return plant


def row(change: str) -> Callable[[Path], None]:
    def plant(home: Path) -> None:
        with sqlite3.connect(home / "s11.db") as record:
            assert record.execute(change).rowcount == 1

    return plant


def of_partnerships(home: Path) -> None:
    (home / "config" / "partnerships.toml").write_text("[[partnership]]\nkey = ")


REMINDER = "the reminder of barnsley-2021 to GP1, contact 1"
FAULTS = {
    "the letter to one agency": (
        letter("nudge.j2", BUT_GP1),
        "Queued 1 nudge, 1 digest message.",
        {f"{REMINDER} (UndefinedError at nudge.j2, line 1)"},
    ),
    "its page alone": (
        letter("nudge.html.j2", BUT_GP1),
        "Queued 1 nudge, 1 digest message.",
        {f"{REMINDER} (UndefinedError at nudge.html.j2, line 1)"},
    ),
    "the time zone of one contact": (
        row("UPDATE contacts SET time_zone = 'Nowhere/Town' WHERE email = 'jo@surgery.example'"),
        "Queued 1 nudge, 1 digest message.",
        {f"{REMINDER} (The time zone Nowhere/Town is not known)"},
    ),
    "the questionnaire of another audit": (
        row("UPDATE audits SET template = X'FF00' WHERE key = 'section-11'"),
        "Queued 2 nudges, 1 digest message.",
        {
            *("the themes of section-11", "the reminders of section-11", "the telephone lists of section-11"),
            "the letters after the returns of section-11",
        },
    ),
    "the digest of a partnership": (
        letter("digest.txt.j2", "{{ nothing.here }}"),
        "Queued 2 nudges.",
        {"the digest of barnsley-2021 for anytown (UndefinedError at digest.txt.j2, line 1)"},
    ),
    "a page that no reader of the digest gets": (
        letter("report.html.j2", "{{ nothing.here }}"),
        "Queued 2 nudges, 1 digest message.",
        {"report.html of barnsley-2021 (UndefinedError at report.html.j2, line 1)"},
    ),
    "who asks": (
        of_partnerships,
        "Nothing was queued.",
        {*("all reminders (", "all letters after the returns (", "all digests ("), "what is kept no longer ("},
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_round_does_everything_but_what_is_faulty_and_leaves_with_1(asked: S11, tmp_path: Path, fault: str) -> None:
    plant, done, named = FAULTS[fault]
    plant(tmp_path / "home")
    told = asked("clock", "--once", now=DAY_7)
    assert (told.code, told.out) == (1, f"{done}\n")
    listed = [line.strip() for line in told.err.splitlines() if line.startswith("  ")]
    assert len(listed) == len(named), told.err
    assert all(any(line.startswith(each) for line in listed) for each in named), told.err


BROKEN = {
    "a fact that is not there": ("{{ nothing.here }}", "UndefinedError", None),
    "a sum of words": ('Dear\n{{ "a" + 1 }}', "TypeError", None),
    "a tag that is not closed": (
        "Dear\n{% if contact %}",
        "TemplateSyntaxError",
        "line 2: Unexpected end of template.",
    ),
    "a filter we do not have": ("Dear\n\n{{ 1|shout }}", "TemplateAssertionError", "line 3: No filter named 'shout'."),
}


@pytest.mark.parametrize("broken", BROKEN)
def test_a_broken_letter_of_their_own_costs_no_answer_and_no_other_letter(
    opened: S11, tmp_path: Path, broken: str
) -> None:
    words, kind, before = BROKEN[broken]
    assert opened("invite", "section-11", "--out", "out").code == 0
    forms = letters(tmp_path / "out")
    for number, address in enumerate(forms):
        (tmp_path / f"{number}.eml").write_bytes(reply(forms[address], "1.1: 2\n", address))
    letter("acknowledgement.j2", words)(tmp_path / "home")
    told = opened("mail", "read", "0.eml", "1.eml", "--json")
    assert (told.code, [each["outcome"] for each in json.loads(told.out)]) == (1, ["answered", "answered"])
    lines = told.err.splitlines()
    assert len(lines) == len(forms) == 2
    assert all(line.startswith("Not done: the acknowledgement of letter ") for line in lines)
    assert all(f"({kind} at acknowledgement.j2, line" in line for line in lines)
    assert "fail faults: Not done: the acknowledgement of letter 1 of " in opened("doctor").out
    said = f"fail letters: acknowledgement.j2, {before}" if before else "fail letters"
    assert (said in opened("doctor").out) is bool(before)
    assert opened("outbox", "list").out == "Nothing waits to leave.\n"


TWO = '[[partnership]]\nkey = "anytown"\nname = "Anytown"\nnmae = "A"\n\n[[partnership]]\nkey = "b"\nname = "B"\n'
LEFT_OUT = "a partnership in partnerships.toml ("


def test_a_faulty_partnership_costs_no_other_and_no_letter(asked: S11, tmp_path: Path) -> None:
    assert asked("invite", "section-11", "--out", "out").code == 0
    form = letters(tmp_path / "out")["jo@surgery.example"]
    (tmp_path / "in.eml").write_bytes(reply(form, "1.1: 2\n", "jo@surgery.example"))
    (tmp_path / "home" / "config" / "partnerships.toml").write_text(TWO)
    shown = asked("status", KEY, "--json", now=DAY_7)
    assert (shown.code, LEFT_OUT in shown.err) == (1, True)
    assert [each["agency"] for each in json.loads(shown.out)] == ["GP1", "YOT"]
    told = asked("mail", "read", "in.eml", "--json")
    assert (told.code, json.loads(told.out)[0]["outcome"]) == (1, "answered")
    assert told.err.splitlines()[-1].startswith(f"Not done: {LEFT_OUT}")
    assert "partnerships.toml:4: The key nmae is not known here." in told.err
    assert "fail partnerships: " in asked("doctor").out


def test_no_agency_of_a_faulty_partnership_is_reminded_without_its_name_and_days(asked: S11, tmp_path: Path) -> None:
    (tmp_path / "home" / "config" / "partnerships.toml").write_text(TWO)
    told = asked("clock", "--once", now=DAY_7)
    assert (told.code, told.out) == (1, "Nothing was queued.\n")
    assert f"{REMINDER} (The partnership anytown cannot be read in partnerships.toml)" in told.err
    sent = asked("digest", KEY, "--send", now=DAY_7)
    assert (sent.code, "the digest of barnsley-2021 for anytown (The partnership anytown" in sent.err) == (1, True)
    assert asked("outbox", "list", now=DAY_7).out.count("nudge") == 0


def test_a_letter_that_is_no_text_is_found_by_s11_doctor(s11: S11, tmp_path: Path) -> None:
    s11("init")
    (tmp_path / "home" / "config" / "letters").mkdir()
    (tmp_path / "home" / "config" / "letters" / "nudge.j2").write_bytes(b"Dear\n\xff all")
    assert "fail letters: nudge.j2, line 2: This is no text in UTF-8." in s11("doctor").out


@pytest.mark.parametrize("name", ["decided-words.j2", "decided.j2"])
def test_a_decision_that_cannot_be_told_is_not_taken(asked: S11, tmp_path: Path, name: str) -> None:
    letter(name, "{{ nothing.here }}")(tmp_path / "home")
    told = asked("excuse", KEY, "GP1", "--because", "merged")
    assert (told.code, told.out) == (2, "")
    assert told.err == (
        f"Your own letter {name} cannot be written: UndefinedError in line 1. Correct it, or take it out to use ours.\n"
    )
    assert json.loads(asked("status", KEY, "--json").out)[0]["status"] != "excused"


NOWHERE = "UPDATE contacts SET time_zone = 'Mars/Olympus' WHERE email = 'jo@surgery.example'"
GARBAGE = "UPDATE audits SET template = 'garbage' WHERE key = 'section-11'"


@pytest.mark.parametrize("zone", ["Mars/Olympus", "../etc", "/etc/passwd", "Europe", ""])
def test_a_time_zone_that_nobody_knows_costs_one_reminder_and_no_status(asked: S11, tmp_path: Path, zone: str) -> None:
    row(NOWHERE.replace("Mars/Olympus", zone))(tmp_path / "home")
    shown, listed = asked("status", KEY, now=DAY_7), asked("status", KEY, "--json", now=DAY_7)
    told = f"Not done: 1 thing. Everything else is done.\n  {REMINDER} (The time zone {zone} is not known)\n"
    assert (shown.code, shown.err, listed.code, listed.err) == (1, told, 1, told)
    assert "Example Surgery" in shown.out
    assert [each["agency"] for each in json.loads(listed.out)] == ["GP1", "YOT"]


DAMAGED = "section-11: Its questionnaire in the record is damaged, line 1."


def test_a_damaged_questionnaire_costs_no_other_audit(asked: S11, tmp_path: Path) -> None:
    row(GARBAGE)(tmp_path / "home")
    listed = asked("audit", "list", "--json")
    assert (listed.code, listed.err.startswith(DAMAGED)) == (1, True)
    assert {each["key"] for each in json.loads(listed.out) if each["open"]} == {KEY, "section-11"}
    proved = asked("verify")
    assert (proved.code, proved.err) == (1, "The audit section-11 is not as its trail says it was opened.\n")
    assert f"{KEY}: " in proved.out


@pytest.mark.parametrize(
    "words",
    [
        "audit show",
        "status",
        "invite",
        "nudge",
        "figures",
        "report --out r",
        "digest",
        "export",
        "quotes",
        "audit close",
        "evidence list",
        "excuse GP1 --because merged",
        "call GP1 --note rang",
        "talk --as jo@surgery.example",
    ],
)
def test_every_command_of_a_damaged_audit_says_so_in_a_line(opened: S11, tmp_path: Path, words: str) -> None:
    row(GARBAGE)(tmp_path / "home")
    command, *rest = words.split(" ")
    both = [command, rest.pop(0)] if command in ("audit", "evidence") else [command]
    told = opened(*both, "section-11", *rest)
    assert (told.code, told.out) == (2, "")
    assert told.err.startswith(DAMAGED)
    assert told.err.count("\n") == 1


def test_a_telephone_list_that_cannot_be_written_stops_no_digest(asked: S11, tmp_path: Path) -> None:
    letter("phone-list.j2", "{{ nothing.here }}")(tmp_path / "home")
    told = asked("clock", "--once", now=CALLED)
    assert told.code == 1
    assert "1 digest message" in told.out
    assert "the telephone list of barnsley-2021 for anytown (UndefinedError at phone-list.j2, line 1)" in told.err


def test_s11_doctor_shows_what_was_left_out_until_a_day_after(asked: S11, tmp_path: Path) -> None:
    assert "ok   faults: Everything that was due" in asked("doctor", now=DAY_7).out
    letter("nudge.j2", BUT_GP1)(tmp_path / "home")
    for _ in range(2):
        assert asked("clock", "--once", now=DAY_7).code == 1
    shown = asked("doctor", now=DAY_7)
    assert shown.code == 1
    assert f"fail faults: Not done: {REMINDER}. UndefinedError at nudge.j2, line 1; 2 times, last on " in shown.out
    assert "fail faults" not in asked("doctor", now="2029-01-17T10:01").out


def test_s11_doctor_wants_an_address_for_the_operator(s11: S11) -> None:
    s11("init")
    assert "fail operator: ops is no address of mail" in s11("doctor", operator_email="ops").out
    assert "fail operator" not in s11("doctor", **OPERATOR).out


def test_the_operator_gets_one_letter_a_day(asked: S11, tmp_path: Path) -> None:
    home = tmp_path / "home"

    def to_operator() -> list[str]:
        queued = json.loads(asked("outbox", "list", "--json", "--all", now=NEXT_DAY).out)
        return [each["subject"] for each in queued if each["recipient"] == OPERATOR["operator_email"]]

    assert asked("clock", "--once", now="2029-01-15T10:00", **OPERATOR).code == 0
    assert to_operator() == []
    letter("nudge.j2", BUT_GP1)(home)
    assert asked("clock", "--once", now=DAY_7, **OPERATOR).code == 1
    letter("report.html.j2", "{{ nothing.here }}")(home)
    assert asked("digest", KEY, "--send", now="2029-01-16T10:05", **OPERATOR).code == 1
    assert to_operator() == ["s11: 1 thing could not be done"]
    asked("clock", "--once", now=NEXT_DAY, **OPERATOR)
    assert to_operator() == ["s11: 1 thing could not be done", "s11: 2 things could not be done"]
    assert asked("outbox", "deliver", "--once", now=NEXT_DAY).code == 0
    body = letters(home / "outbox")[OPERATOR["operator_email"]].get_content()
    assert f"- Not done: {REMINDER}. UndefinedError at nudge.j2, line 1" in body
    assert "jo@surgery.example" not in body


def test_the_heartbeat_is_for_good_rounds_alone(asked: S11, tmp_path: Path, heart: tuple[str, list[str]]) -> None:
    address, beats = heart
    letter("nudge.j2", BUT_GP1)(tmp_path / "home")
    asked("clock", "--once", now=DAY_7, heartbeat_url=address)
    assert beats == []
    (tmp_path / "home" / "config" / "letters" / "nudge.j2").unlink()
    assert asked("clock", "--once", now=DAY_7, heartbeat_url=address).code == 0
    assert beats == ["/alive"]


def test_nudge_shows_and_sends_the_others(asked: S11, tmp_path: Path) -> None:
    letter("nudge.j2", BUT_GP1)(tmp_path / "home")
    shown = asked("nudge", KEY, "--json", now=DAY_7)
    assert (shown.code, [each["agency"] for each in json.loads(shown.out)]) == (1, ["YOT"])
    assert "ok   faults" in asked("doctor", now=DAY_7).out  # looking notes nothing
    sent = asked("nudge", KEY, "--send", now=DAY_7)
    assert (sent.code, "Queued 1." in sent.out, REMINDER in sent.err) == (1, True, True)
    assert "fail faults" in asked("doctor", now=DAY_7).out


def test_a_report_is_written_but_for_the_file_that_cannot_be(asked: S11, tmp_path: Path) -> None:
    letter("report.html.j2", "{{ nothing.here }}")(tmp_path / "home")
    told = asked("report", KEY, "--out", "report")
    assert (told.code, "report.html of barnsley-2021" in told.err) == (1, True)
    names = {path.name for path in (tmp_path / "report").iterdir()}
    assert names == {"report.xlsx", "report.csv", "figures.json", "heat-map.png"}
    assert asked("digest", KEY, "--out", "digest").code == 1
    assert (tmp_path / "digest" / "digest.html").exists()


def test_an_excused_agency_that_once_wrote_is_shown_with_its_name(opened: S11, tmp_path: Path) -> None:
    s11 = opened
    assert s11("invite", "section-11", "--out", "out").code == 0
    form = letters(tmp_path / "out")["jo@surgery.example"]
    (tmp_path / "in.eml").write_bytes(reply(form, "We were merged in May, so this is not for us.\n", form["To"]))
    assert s11("mail", "read", tmp_path / "in.eml").code == 0
    assert s11("excuse", "section-11", "GP1", "--because", "Merged.").code == 0
    for words in (
        ("report", "section-11", "--out", "report"),
        ("digest", "section-11", "--out", "digest"),
        ("digest", "section-11", "--send"),
        ("export", "section-11", "--format", "xlsx", "--out", "all.xlsx"),
        ("clock", "--once"),
    ):
        assert s11(*words, now="2029-06-04T10:00").code == 0, words
    page = (tmp_path / "report" / "report.html").read_text()
    assert "Example Surgery" in page
    kept = openpyxl.load_workbook(tmp_path / "report" / "report.xlsx")["Kept, not counted"]
    assert [cell.value for cell in kept[2]][:2] == ["GP1", "We were merged in May, so this is not for us."]


@pytest.fixture
def heart() -> Iterator[tuple[str, list[str]]]:
    """An address to be called, and the calls."""
    beats: list[str] = []

    class Heard(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            beats.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Heard) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/alive", beats
        server.shutdown()
        thread.join()
