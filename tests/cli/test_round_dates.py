"""The end of an audit, its last day and its signatures at the command line, as a manager meets them."""

import json
from pathlib import Path

from tests.cli.conftest import S11
from tests.cli.test_mail import letters, read, reply

LATER = "2029-02-01T10:00"
KEY = "barnsley-2021"


def standing(s11: S11, now: str = LATER) -> dict[str, tuple[str, str, bool]]:
    """Of each agency: its status, its state, and whether a reminder is to come."""
    told = json.loads(s11("status", KEY, "--json", now=now).out)
    return {each["agency"]: (each["status"], each["state"], each["next_nudge"] is not None) for each in told}


def subjects(s11: S11, folder: Path, now: str = LATER) -> list[str]:
    """What leaves now."""
    outbox = folder / "home" / "outbox"
    before = set(outbox.glob("*.eml"))
    assert s11("outbox", "deliver", "--once", now=now).code == 0
    (folder / "new").mkdir(exist_ok=True)
    for each in (folder / "new").iterdir():
        each.unlink()
    for each in set(outbox.glob("*.eml")) - before:
        (folder / "new" / each.name).write_bytes(each.read_bytes())
    return sorted(str(each["subject"]).strip() for each in letters(folder / "new").values())


def test_a_close_says_what_is_outstanding_and_is_told(asked: S11, tmp_path: Path) -> None:
    refused = asked("audit", "close", KEY, now=LATER)
    assert (refused.code, refused.out) == (2, "")
    assert asked("action", "add", KEY, "Date it.", "--agency", "GP1", "--by-when", "2020").code == 0
    assert refused.err.startswith(
        "2 returns are not submitted: GP1, YOT. To close barnsley-2021 all the same, add --yes."
    )
    assert standing(asked)["GP1"] == ("not_started", "not_started", True)
    assert asked("audit", "close", KEY, "--yes", now=LATER).out.splitlines()[-1] == (
        "2 returns are not submitted: GP1, YOT. "
        "1 action is not closed, 1 overdue: 1 (GP1). Actions go on after the close."
    )
    assert standing(asked)["GP1"] == ("not_started", "not_started", False)
    assert asked("nudge", KEY, "--json", now=LATER).out == "[]\n"
    assert all(each.startswith("Closed: ") for each in subjects(asked, tmp_path))


def test_a_close_says_what_waits_for_a_manager(asked: S11, tmp_path: Path) -> None:
    form = letters(tmp_path / "home" / "outbox")["jo@surgery.example"]
    (tmp_path / "wish.eml").write_bytes(reply(form, "MORE TIME until 1 June\n", "jo@surgery.example"))
    (tmp_path / "odd.eml").write_bytes(reply(form, "1.1 met\n", "sam@surgery.example"))
    assert [each["outcome"] for each in read(asked, tmp_path / "wish.eml", tmp_path / "odd.eml", code=1)] == [
        "nothing_new", "held",
    ]  # fmt: skip
    wish, held = (
        "1 wish waits for a decision: GP1 asks for more time.",
        "1 letter is held for a decision: 2 in s11 held",
    )
    assert f"{wish} {held} list." in asked("audit", "close", KEY, now=LATER).err.replace("\n", " ")
    closed = asked("audit", "close", KEY, "--yes", now=LATER).out
    assert (held in closed, wish in closed) == (True, False)  # the close settles the wish


def test_a_late_writer_is_told_and_may_write_again_once_it_is_open(asked: S11, tmp_path: Path) -> None:
    form = letters(tmp_path / "home" / "outbox")["jo@surgery.example"]
    (tmp_path / "late.eml").write_bytes(reply(form, "1.1 met\n", "jo@surgery.example"))
    asked("audit", "close", KEY, "--yes", now=LATER)
    subjects(asked, tmp_path)
    (told,) = read(asked, tmp_path / "late.eml", now="2029-02-02T10:00")
    assert told["outcome"] == "refused"
    subjects(asked, tmp_path, "2029-02-02T10:05")
    (back,) = letters(tmp_path / "new").values()
    words = back.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert "closed on Thursday 1 February 2029" in words
    assert "can open the audit again. If that happens, send your answers once more." in words
    assert "is open again, due on Friday 30 March 2029." in asked("audit", "reopen", KEY, now="2029-02-03T10:00").out
    again = reply(form, "1.1 met\n", "jo@surgery.example").replace(b"Message-ID: <", b"Message-ID: <again")
    (tmp_path / "again.eml").write_bytes(again)
    (told,) = read(asked, tmp_path / "again.eml", now="2029-02-03T11:00")
    assert told["outcome"] == "answered"


def test_the_last_day_is_moved_for_everybody(asked: S11, tmp_path: Path) -> None:
    assert asked("extend", KEY, "GP1", "--to", "2029-04-10", now=LATER).code == 0
    told = asked("extend", KEY, "--all", "--to", "2029-04-06", now=LATER)
    assert told.out.split("everybody.")[1].strip() == "GP1 keeps a later day of its own."
    moved = subjects(asked, tmp_path)
    assert [each.split(":")[0] for each in moved] == [
        "Example Surgery has until Tuesday 10 April 2029",
        "The last day is now Friday 6 April 2029",
    ]
    assert asked("verify", now=LATER).code == 0
    assert "Name one agency, or say --all" in asked("extend", KEY, "--to", "2029-04-06", now=LATER).err


def test_a_manager_signs_off_and_reopens(asked: S11, tmp_path: Path) -> None:
    sign = ("submit", KEY, "GP1", "--by", "Meg Vale", "--because", "Agreed on the telephone.")
    assert "GP1 has answered nothing" in asked(*sign, now=LATER).err
    (tmp_path / "answers.csv").write_text("agency,question,prompt,value\nGP1,1.1,rating,met\n")
    assert asked("answers", "import", KEY, "answers.csv", now=LATER).code == 0
    assert "Wait for the answers, or add --as-it-stands." in asked(*sign, now=LATER).err
    assert asked(*sign, "--as-it-stands", now=LATER).code == 0
    assert standing(asked)["GP1"] == ("submitted", "submitted", False)
    assert asked("reopen", KEY, "GP1", "--because", "Which is it?", now=LATER).code == 0
    assert standing(asked)["GP1"] == ("submitted", "points_to_mend", True)
    figures = json.loads(asked("figures", KEY, "--json", now=LATER).out)
    assert (figures["submitted"], figures["points_to_mend"]) == (1, ["GP1"])
    assert asked("verify", now=LATER).code == 0
