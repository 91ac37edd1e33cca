"""s11 talk: the conversation at the command line, piped and at a keyboard, killed and taken up again."""

import io
import json
import os
import pty
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import docx
import pytest

from tests.cli.conftest import S11, Told

AGENCIES = """\
abbr,name,sector,partnerships,contact_name,contact_email,slack_user,role
CSC,Children's Social Care,council,anytown,Ann Lee,ann@csc.example.org,,lead
SCH,High School,school,anytown,Bo Day,bo@sch.example.org,,lead
POL,Example Police,police,anytown,Bo Day,bo@sch.example.org,,lead
"""
KEY = "wandsworth-2022"
WALK = Path(__file__).parents[1] / "transcripts" / f"walk-{KEY}.txt"
ANSWERS = [line.removeprefix("ann: ") for line in WALK.read_text().splitlines() if line.startswith("ann: ")]
Talk = Callable[..., Told]


@pytest.fixture
def talk(s11: S11, record: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Talk:
    """Pipe lines to `s11 talk` in a home with the audit open."""
    (tmp_path / "agencies.csv").write_text(AGENCIES)
    assert s11("audit", "open", KEY, "--agencies", tmp_path / "agencies.csv", "--due", "2030-03-31").code == 0

    def piped(lines: list[str], *words: str, who: str = "ann@csc.example.org", width: int = 80) -> Told:
        monkeypatch.setattr("sys.stdin", io.StringIO("\n".join(lines) + "\n"))
        monkeypatch.setenv("COLUMNS", str(width))
        return s11("talk", KEY, "--as", who, *words)

    return piped


def exported(s11: S11) -> dict[str, object]:
    found: dict[str, object] = json.loads(s11("export", KEY).out)
    return found


def test_a_whole_audit_from_a_pipe(talk: Talk, s11: S11, tmp_path: Path) -> None:
    told = talk(ANSWERS)
    assert told.code == 0
    assert told.err == ""
    assert "If a child is at risk of harm now, call 999." in told.out
    assert "Your return is submitted" in told.out
    assert "\x1b" not in told.out
    assert max(len(line) for line in told.out.splitlines() if str(tmp_path) not in line) <= 80
    copies = sorted((tmp_path / "home" / "copies").iterdir())
    assert [path.suffix for path in copies] == [".docx", ".txt"]
    assert f"  {copies[0]}\n  {copies[1]}\n" in told.out
    text = copies[1].read_text()
    assert "Signed by Ann Lee" in text
    paragraphs = "\n".join(each.text for each in docx.Document(str(copies[0])).paragraphs)
    answers = [line for line in ANSWERS if line.startswith("More on")]
    assert answers
    for each in answers:
        assert each in text
        assert each in paragraphs


def test_the_same_answers_by_terminal_and_by_table(talk: Talk, s11: S11, tmp_path: Path) -> None:
    """The exports differ in channel, speaker and time, and in nothing else."""
    talk(ANSWERS)
    by_terminal = agency(exported(s11))
    table = tmp_path / "table.csv"
    table.write_text(s11("export", KEY, "--format", "csv").out)
    other = tmp_path / "other"
    s11("init", home=other)
    opened = s11("audit", "open", KEY, "--agencies", tmp_path / "agencies.csv", "--due", "2030-03-31", home=other)
    assert opened.code == 0
    imported = s11("answers", "import", KEY, table, home=other)
    assert imported.code == 0, imported.err
    by_table = agency(json.loads(s11("export", KEY, home=other).out))
    assert by_terminal["via"] == {"terminal"}
    assert by_table["via"] == {"import"}
    assert by_terminal["answers"] == by_table["answers"]
    assert by_terminal["status"] == by_table["status"] == "submitted"


def agency(export: dict[str, object]) -> dict[str, object]:
    found = next(each for each in export["agencies"] if each["abbr"] == "CSC")  # type: ignore[attr-defined]
    apart = ("said_by", "via", "said_at")
    answers = [{name: value for name, value in each.items() if name not in apart} for each in found["answers"]]
    return {"answers": answers, "via": {each["via"] for each in found["answers"]}, "status": found["status"]}


def test_what_is_asked_of_a_manager_is_no_answer(talk: Talk, s11: S11) -> None:
    said = ["go to 1.1", "2", "MORE TIME until 14 July 2030", "NOT ME. Ask Bo Lee, bo@csc.example.org"]
    out = talk([*said, "QUESTION who reads this?"]).out
    told = (
        "You ask for more time.",
        "You say that somebody else should be asked.",
        "Your words need a person's answer.",
    )
    assert [each in out for each in told] == [True, True, True]
    assert [each["text"] for each in exported(s11)["agencies"][0]["answers"]] == [{}]  # type: ignore[index]


def test_stopping_and_going_on(talk: Talk) -> None:
    assert "Question 2 of 16" in talk(["blue", ""]).out
    again = talk([])
    welcome = "Welcome back, Ann Lee. 1 of 16 questions answered for Children's Social Care."
    assert welcome in " ".join(again.out.split())
    assert "Question 2 of 16" in again.out


def test_enter_leaves_a_box_empty_and_keeps_what_stands(talk: Talk, s11: S11) -> None:
    told = talk(["blue", "", "back", "back", ""])
    assert "Now: 3 Blue (Ann Lee)" in told.out
    assert len(exported(s11)["agencies"][0]["history"]) == 1  # type: ignore[index]


def test_answers_of_several_lines(talk: Talk, s11: S11) -> None:
    talk(
        [
            "blue",
            "First the board,\\",
            "then the staff.",
            "green",
            '"""',
            "help",
            "",
            "  is near",
            '"""',
            "red",
            '"""',
            "help",
            '"""',
        ]
    )
    said = [each["text"].get("text") for each in exported(s11)["agencies"][0]["answers"]]  # type: ignore[index]
    assert said == ["First the board,\nthen the staff.", "help\n\n  is near", "help"]


@pytest.mark.parametrize("width", [40, 80, 200])
def test_every_width(talk: Talk, width: int) -> None:
    told = talk(["help", "mostly", "2", "skip", "review", "open", "why", "status"], width=width)
    assert told.code == 0
    lines = [line for line in told.out.splitlines() if not line.startswith("> ")]
    assert max(map(len, lines)) <= min(width, 84)
    for words in ("Not yet started", "In progress"):
        assert words in " ".join(told.out.split())


def test_one_person_and_two_agencies(talk: Talk, s11: S11) -> None:
    told = talk(["nobody", "police", "blue", "", "switch agency", "SCH", "red", ""], who="bo@sch.example.org")
    assert "Which agency are you answering for?" in told.out
    assert "Choose one of: POL, SCH." in told.out
    answers = {each["abbr"]: [one["rating"] for one in each["answers"]] for each in exported(s11)["agencies"]}  # type: ignore[attr-defined]
    assert answers == {"CSC": [], "POL": ["3"], "SCH": ["0"]}
    assert "Example Police" in talk([], "--agency", "pol", who="bo@sch.example.org").out


def test_who_may_not_speak(talk: Talk, s11: S11) -> None:
    told = talk([], who="cy@else.example.org")
    assert told.code == 2
    assert told.err == (
        "Nobody with the address cy@else.example.org is in the record. Check it, or ask your partnership to add it.\n"
    )
    told = talk([], "--agency", "SCH")
    assert told.code == 2
    assert told.err == f"ann@csc.example.org does not speak for SCH in {KEY}.\n"


@pytest.mark.usefixtures("record")
def test_no_such_audit(s11: S11) -> None:
    told = s11("talk", "nothing", "--as", "ann@csc.example.org")
    assert told.code == 2
    assert "There is no open audit nothing." in told.err


def test_killed_three_times_and_taken_up_again(talk: Talk, s11: S11, tmp_path: Path) -> None:
    """Every answer is in the record before the next question is on the screen; nothing is asked twice."""
    environment = {**os.environ, "S11_HOME": str(tmp_path / "home"), "TERM": "xterm-256color", "COLUMNS": "80"}
    environment.pop("NO_COLOR", None)
    until = {"blue": "evidence", "We listen.": "Question 2 of 16", "amber": "evidence"}
    for number, answer in enumerate(until, start=1):
        plain = {"NO_COLOR": "1"} if number == 2 else {}
        screen = at_a_keyboard(environment | plain, answer, until[answer])
        assert ("\x1b[38;" in screen or "\x1b[1;3" in screen) is (number != 2)
        answers = exported(s11)["agencies"][0]["history"]  # type: ignore[index]
        assert len(answers) == number
    assert s11("verify").code == 0


def at_a_keyboard(environment: dict[str, str], answer: str, until: str) -> str:
    """Start `s11 talk` on a terminal, answer, and kill it when the next thing is asked."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-c", "from cli.main import main; main()", "talk", KEY, "--as", "ann@csc.example.org"]
    process = subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, env=environment)
    os.close(theirs)
    try:
        shown = wait_for(ours, b"> ")
        os.write(ours, f"{answer}\n".encode())
        shown += wait_for(ours, until.encode())
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()
        os.close(ours)
    return shown.decode(errors="replace")


def wait_for(terminal: int, words: bytes, seconds: float = 60) -> bytes:
    shown, end = b"", time.monotonic() + seconds
    while words not in shown and time.monotonic() < end:
        shown += os.read(terminal, 4096)
    assert words in shown, shown.decode(errors="replace")
    return shown


def test_a_file_by_its_path(talk: Talk, s11: S11, tmp_path: Path) -> None:
    (tmp_path / "our policy.txt").write_text("The policy of 2026.\n")
    (tmp_path / "empty.txt").touch()
    told = talk(["blue", f"attach {tmp_path / 'our policy.txt'}", "attach nothing.txt", f"attach {tmp_path}/empty.txt"])
    assert "empty.txt is empty, so it shows nothing." in told.out
    assert "our policy.txt (20 bytes) is now with question 1.1." in told.out
    [answer] = exported(s11)["agencies"][0]["answers"]  # type: ignore[index]
    assert [(each["name"], each["size"]) for each in answer["evidence"]] == [("our policy.txt", 20)]


def test_a_file_by_its_path_with_its_own_date_beside_it_or_on_its_first_page(
    talk: Talk, s11: S11, tmp_path: Path
) -> None:
    (tmp_path / "policy.txt").write_text("Safeguarding policy\nReview date: September 2031\n")
    told = talk(["blue", f"attach {tmp_path}/policy.txt, dated 1 March 2026", f"attach {tmp_path}/policy.txt"])
    assert "Recorded of policy.txt: dated March 2026." in told.out
    (tmp_path / "other.txt").write_text("Training\nReview date: September 2031\n")
    told = talk([f"attach {tmp_path}/other.txt", "to be reviewed by September 2031"])
    shown = " ".join(told.out.split())
    assert "It tells how old it is. If this is right, type: to be reviewed by September 2031" in shown
    assert "Recorded of other.txt: to be reviewed by September 2031." in told.out
    history = exported(s11)["agencies"][0]["history"]  # type: ignore[index]
    files = {file["name"]: (file["dated"], file["review_by"]) for each in history for file in each["evidence"]}
    assert files == {"policy.txt": ("2026-03-01", None), "other.txt": (None, "2031-09-30")}
