"""Chasing at the command line: look, send, answer by replying, and what a reply may ask."""

import json
from pathlib import Path

from tests.cli.conftest import S11
from tests.cli.test_mail import letters, read, reply

DAY_7 = "2029-01-16T10:00"  # the Tuesday after the seven days from the invitation


def test_a_nudge_is_shown_sent_and_answered_by_a_reply(asked: S11, tmp_path: Path) -> None:
    shown = json.loads(asked("nudge", "barnsley-2021", "--json", now=DAY_7).out)
    assert [(each["agency"], each["contact"], each["via"], each["stage"]) for each in shown] == [
        ("GP1", "jo@surgery.example", "email", 1),
        ("YOT", "sam@yot.example", "email", 1),
    ]
    assert {each["due_at"] for each in shown} == {"2029-01-16T09:30:00+00:00"}
    assert json.loads(asked("nudge", "barnsley-2021", "--json", now=DAY_7).out)  # looking sent nothing
    assert "Queued 2." in asked("nudge", "barnsley-2021", "--send", now=DAY_7).out
    assert asked("nudge", "barnsley-2021", "--json", now=DAY_7).out == "[]\n"
    assert asked("outbox", "deliver", "--once", now="2029-01-16T10:01").out == "2 sent\n"
    nudge = max(
        (tmp_path / "home" / "outbox").glob("*.eml"),
        key=lambda path: b"Auto-Submitted: auto-generated" in path.read_bytes(),
    )
    (tmp_path / "one").mkdir()
    (tmp_path / "one" / nudge.name).write_bytes(nudge.read_bytes())
    ((recipient, form),) = letters(tmp_path / "one").items()
    ref = form.get_body(("plain",)).get_content().split("[")[1].split("]")[0]  # type: ignore[union-attr]
    (tmp_path / "in.eml").write_bytes(reply(form, f"[{ref}] met\n", recipient))
    (told,) = read(asked, tmp_path / "in.eml", now="2029-01-16T15:00")
    assert told["answers"] == [{"question": ref, "prompt": "rating", "value": "met"}]


def test_the_clock_queues_only_in_the_open_window(asked: S11) -> None:
    assert asked("clock", "--once", now="2029-01-16T08:00").out == "Nothing was due.\n"
    assert asked("clock", "--once", now=DAY_7).out == "Queued 2 nudges, 1 digest message.\n"
    assert asked("clock", "--once", now=DAY_7).out == "Nothing was due.\n"


def test_a_reply_may_ask_for_more_time_or_for_somebody_else(asked: S11, tmp_path: Path) -> None:
    forms = letters(tmp_path / "home" / "outbox")
    form = forms["sam@yot.example"]
    (tmp_path / "in.eml").write_bytes(reply(form, "NOT ME. Ask Bo Lee, bo@yot.example\n", "sam@yot.example"))
    read(asked, tmp_path / "in.eml", now=DAY_7)
    waiting = json.loads(asked("outbox", "list", "--json", now=DAY_7).out)
    told = [each["subject"] for each in waiting if each["recipient"] == "mo@anytown.example"]
    assert told == ["YOT says somebody else should be asked"]
    assert asked("contact", "set", "YOT", "bo@yot.example", "--name", "Bo Lee", now=DAY_7).code == 0
    assert asked("contact", "left", "sam@yot.example", now=DAY_7).code == 0
    chased = json.loads(asked("nudge", "barnsley-2021", "--json", now="2029-01-17T10:00").out)
    assert [each["contact"] for each in chased if each["agency"] == "YOT"] == ["bo@yot.example"]
