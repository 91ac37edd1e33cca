"""Words of people that would command a terminal, or us, are shown by every command that prints them, and do nothing."""

import re
from pathlib import Path

import pytest
from sqlalchemy import update

from cli.screen import PeopleConsole
from storage.nouns import Action, Agency, Answer, Contact, Meeting, Message, NotedFault, Receipt, Remark, Submission
from storage.record import open_database
from tests.cli.conftest import S11
from tests.cli.test_mail import letters, reply

KEY = "section-11"
PLANTED = "[/it] :key: \x1b[2J\x1b]0;owned\x07 hi \x9b31m\x7f\u202e"
COMMANDS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]")
SHOWN = {  # each command that prints people's words
    "review": ("review", KEY),
    "a return": ("review", KEY, "GP1"),
    "status": ("status", KEY),
    "status as JSON": ("status", KEY, "--json"),
    "figures": ("figures", KEY),
    "themes of words": ("tag", f"We work with the LADO {PLANTED}"),
    "held letters": ("held", "list"),
    "a held letter": ("held", "show", "2"),
    "messages": ("outbox", "list"),
    "an audit": ("audit", "show", KEY),
    "a person": ("person", "find", "jo@surgery.example"),
    "who speaks for whom": ("contact", "directory"),
    "a wrong name": ("review", KEY, "NOBODY"),
    "actions": ("action", "list", KEY),
    "meetings": ("meeting", "list", KEY),
    "a decision": ("review", KEY, "GP1", "ask", "1.1", f"When? {PLANTED}"),
    "a refusal": ("contact", "left", f"jo {PLANTED}"),
    "a talk": ("talk", KEY, "--as", "jo@surgery.example"),
}


@pytest.fixture
def planted(opened: S11, tmp_path: Path) -> S11:
    """A record in which whatever people may write holds such characters."""
    opened("invite", KEY, "--out", "out")
    form = letters(tmp_path / "out")["jo@surgery.example"]
    for number, sender in enumerate(("jo@surgery.example", "sam@nowhere.example")):
        (tmp_path / f"{number}.eml").write_bytes(reply(form, "1.1: 2\n\nThe rota is new.\n", sender))
        opened("mail", "read", f"{number}.eml")
    opened("action", "add", KEY, "Date it.", "--agency", "GP1")
    opened("meeting", "add", KEY, "GP1")
    with open_database(f"sqlite:///{tmp_path / 'home' / 's11.db'}") as record, record.write.begin() as db:
        for noun, fields in {
            Agency: ("name",), Contact: ("name",), Answer: ("words", "said_by"), Remark: ("words", "said_by"),
            Receipt: ("subject", "reason"), Message: ("subject", "last_error"), NotedFault: ("what",),
            Submission: ("reopened_because",), Action: ("what",), Meeting: ("about",),
        }.items():  # fmt: skip
            for field in fields:
                if hasattr(noun, field):
                    db.execute(update(noun).values({field: f"{PLANTED} {field}"}))
    return opened


def test_no_command_sends_what_people_wrote_to_command_a_terminal(planted: S11) -> None:
    told = {name: planted(*words) for name, words in SHOWN.items()}
    assert {name for name, each in told.items() if COMMANDS.search(each.out + each.err)} == set()
    assert sum("owned" in each.out + each.err for each in told.values()) >= 11
    styled = {
        name for name, each in told.items() if "owned" in each.out and not {"[/it]", ":key:"} <= {*each.out.split()}
    }
    assert styled - {"a talk", "status as JSON"} == set()


@pytest.mark.parametrize(("said", "width"), [("0", 80), ("1", 80), ("20", 20), ("132", 132)])
def test_a_terminal_that_does_not_know_its_width_is_drawn_on_as_usual(
    monkeypatch: pytest.MonkeyPatch, said: str, width: int
) -> None:
    """A serial line or a container says 0 columns: s11 doctor drew nothing there."""
    monkeypatch.setenv("COLUMNS", said)
    assert PeopleConsole().width == width
