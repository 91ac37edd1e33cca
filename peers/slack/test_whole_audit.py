"""A whole South Gloucestershire audit through a local Slack, in both modes, to the receipt and the export."""

import json
import os
from pathlib import Path

import pytest

from peers.slack.person import Person
from peers.slack.workspace import AGENCIES, LocalSlack, free_port, local_slack, s11, s11_bot

TWO = 2  # interactions a question
UPLOADED = b"Our policy, as of March."


def environment_of(folder: Path, slack: LocalSlack, mode: str, port: int) -> dict[str, str]:
    common = {**os.environ, "S11_HOME": str(folder / "home"), "S11_SLACK_API_URL": f"{slack.url}/api/"}
    common |= {"S11_SLACK_BOT_TOKEN": "xoxb-test-token"}
    if mode == "socket":
        return common | {"S11_SLACK_APP_TOKEN": "xapp-test-token"}
    return common | {"S11_SLACK_SIGNING_SECRET": "test-signing-secret", "S11_WEB_BIND": f"127.0.0.1:{port}"}


@pytest.mark.parametrize("mode", ["socket", "http"])
def test_a_whole_audit(mode: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    port = free_port()
    how = "mode: socket" if mode == "socket" else f"mode: events\n  requestUrl: http://127.0.0.1:{port}/slack/events"
    with local_slack(tmp_path, how) as slack:
        environment = environment_of(tmp_path, slack, mode, port)
        s11(environment, "init")
        (tmp_path / "agencies.csv").write_text(AGENCIES)
        opened = (
            "audit",
            "open",
            "south-glos-2019",
            "--agencies",
            str(tmp_path / "agencies.csv"),
            "--due",
            "2027-03-31",
        )
        s11(environment, *opened)
        alice = Person(slack, "U01ALICE")
        with s11_bot(environment):
            alice.starts()
            assert alice.types("Children's Social Care, Alice Anderson")["text"].startswith("2 of 3")
            alice.types("skip")
            alice.types("skip")
            counts = [answer(alice, ref) for ref in range(4, 13)]
        with s11_bot(environment):  # a restart in the middle
            counts += [answer(alice, ref) for ref in range(13, 23)]
            sign(alice)
        exported = json.loads(s11(environment, "export", "south-glos-2019"))
    told = (
        f"{mode}: {len(counts)} reported questions, {sorted(set(counts))} interactions a question, {sum(counts)} in all"
    )
    with capsys.disabled():
        print(told)  # noqa: T201  (what the run is for)
    check(exported, counts)


def answer(alice: Person, ref: int) -> int:
    """Answer a question by a press and its form; its number of interactions comes back."""
    before = alice.interactions
    card = alice.heard()[-1]
    assert f"\n{ref}. " in card["text"] or card["text"].split("\n")[1].startswith(f"{ref}."), card["text"][:200]
    if ref == 12:  # words alone
        alice.presses("Answer in a form")
    else:
        alice.presses("Yes" if ref in (7, 8, 20) else "2 Good")
    following = alice.saves(alice.form(str(ref)), {"working_well": f"Words on {ref} & <more>."})
    count = alice.interactions - before
    if ref == 5:
        alice.uploads("policy.txt", UPLOADED)
        alice.types(f"go to {ref + 1}")
    assert following["text"]
    return count


def sign(alice: Person) -> None:
    assert "Check your answers" in alice.heard()[-1]["text"]
    before = len(alice.heard())
    alice.presses("Sign and send")
    alice.waits(lambda: len(alice.heard()) > before or None)
    assert "Your return is submitted" in alice.types("Alice Anderson")["text"]


def check(exported: dict[str, object], counts: list[int]) -> None:
    agencies = exported["agencies"]
    assert isinstance(agencies, list)
    own = next(each for each in agencies if each["abbr"] == "CSC")
    answers = {each["question"]: each for each in own["answers"]}
    assert own["status"] == "submitted"
    assert len([ref for ref in answers if ref.isdecimal() and int(ref) >= 4]) == 19
    assert all(answers[str(ref)]["text"]["working_well"] == f"Words on {ref} & <more>." for ref in range(4, 23))
    assert {each["via"] for each in answers.values()} == {"slack"}
    files = [file for each in answers.values() for file in each["evidence"]]
    assert [(each["name"], each["size"]) for each in files] == [("policy.txt", len(UPLOADED))]
    assert max(counts) <= TWO
