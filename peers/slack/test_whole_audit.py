"""A whole South Gloucestershire audit through a local Slack, in both modes and half by letter, to the export."""

import email
import json
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from email import policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from peers.slack.person import Person
from peers.slack.workspace import AGENCIES, JSON, LocalSlack, free_port, local_slack, s11, s11_bot

KEY = "south-glos-2019"
FIRST_HALF, SECOND_HALF, REPORTED = range(4, 13), range(13, 23), range(4, 23)
YES_OR_NO = (7, 8, 20)
WORDS = "Words on {} & <more>."
TWO = 2  # interactions a question
UPLOADED = b"Our policy, as of March."


def environment_of(folder: Path, slack: LocalSlack, mode: str, port: int) -> dict[str, str]:
    common = {**os.environ, "S11_HOME": str(folder / "home"), "S11_SLACK_API_URL": f"{slack.url}/api/"}
    common |= {"S11_SLACK_BOT_TOKEN": "xoxb-test-token", "S11_MAIL_FROM": "audit@example.org"}
    if mode == "socket":
        return common | {"S11_SLACK_APP_TOKEN": "xapp-test-token"}
    return common | {"S11_SLACK_SIGNING_SECRET": "test-signing-secret", "S11_WEB_BIND": f"127.0.0.1:{port}"}


@contextmanager
def opened(folder: Path, mode: str) -> Iterator[tuple[Person, dict[str, str]]]:
    """An audit opened for Alice in a local Slack, and the settings of the app beside it."""
    port = free_port()
    how = "mode: socket" if mode == "socket" else f"mode: events\n  requestUrl: http://127.0.0.1:{port}/slack/events"
    with local_slack(folder, how) as slack:
        environment = environment_of(folder, slack, mode, port)
        s11(environment, "init")
        who_asks = '[[partnership]]\nkey = "east"\nname = "The East"\n'
        (folder / "home" / "config" / "partnerships.toml").write_text(who_asks)
        (folder / "agencies.csv").write_text(AGENCIES)
        agencies = ("--agencies", str(folder / "agencies.csv"), "--due", "2027-03-31")
        s11(environment, "audit", "open", KEY, *agencies)
        yield Person(slack, "U01ALICE"), environment


def begin(alice: Person) -> list[int]:
    """Who answers, and the first half of the questions; the interactions of each."""
    alice.starts()
    assert alice.types("Children's Social Care, Alice Anderson")["text"].startswith("2 of 3")
    alice.types("skip")
    alice.types("skip")
    return [answer(alice, ref) for ref in FIRST_HALF]


def all_in_slack(folder: Path, mode: str) -> tuple[JSON, list[int]]:
    """The record of an audit answered in Slack alone, and the interactions of each question."""
    with opened(folder, mode) as (alice, environment):
        with s11_bot(environment):
            counts = begin(alice)
        with s11_bot(environment):  # a restart in the middle
            counts += [answer(alice, ref) for ref in SECOND_HALF]
            sign(alice)
        return json.loads(s11(environment, "export", KEY)), counts


@pytest.fixture(scope="module")
def by_socket(tmp_path_factory: pytest.TempPathFactory) -> tuple[JSON, list[int]]:
    return all_in_slack(tmp_path_factory.mktemp("socket"), "socket")


def tell(capsys: pytest.CaptureFixture[str], line: str) -> None:
    with capsys.disabled():
        print(line)  # noqa: T201  (what the run is for)


def counted(mode: str, counts: list[int]) -> str:
    each = f"{sorted(set(counts))} interactions a question"
    return f"{mode}: {len(counts)} reported questions, {each}, {sum(counts)} in all"


def test_a_whole_audit_by_socket(by_socket: tuple[JSON, list[int]], capsys: pytest.CaptureFixture[str]) -> None:
    exported, counts = by_socket
    tell(capsys, counted("socket", counts))
    check(exported, counts)


def test_a_whole_audit_by_http(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    exported, counts = all_in_slack(tmp_path, "http")
    tell(capsys, counted("http", counts))
    check(exported, counts)


def test_half_in_slack_and_half_by_letter(
    by_socket: tuple[JSON, list[int]], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with opened(tmp_path, "socket") as (alice, environment):
        with s11_bot(environment):
            begin(alice)
        s11(environment, "invite", KEY, "--again", "alice@example.org", "--out", str(tmp_path / "letters"))
        (tmp_path / "reply.eml").write_bytes(reply((tmp_path / "letters" / "CSC-alice@example.org.eml").read_bytes()))
        letter = json.loads(s11(environment, "mail", "read", str(tmp_path / "reply.eml"), "--json"))[0]
        with s11_bot(environment):  # and back in Slack, which knows of the letter
            alice.types("review")
            sign(alice)
        exported = json.loads(s11(environment, "export", KEY))
    assert letter["not_understood"] == []
    mixed, whole = answers_of(exported), answers_of(by_socket[0])
    ways = [each["via"] for each in agency_of(exported)["answers"] if each["question"] in map(str, REPORTED)]
    told = (
        f"{ways.count('slack')} questions in Slack, {ways.count('email')} by letter, the same record: {mixed == whole}"
    )
    tell(capsys, f"mixed: {told} ({len(whole)} answers)")
    assert mixed == whole
    assert (ways.count("slack"), ways.count("email")) == (len(FIRST_HALF), len(SECOND_HALF))
    assert agency_of(exported)["status"] == "submitted"


def reply(invitation: bytes) -> bytes:
    """Alice's reply to her invitation: below each question of the second half, her rating and her words."""
    came = email.message_from_bytes(invitation, policy=policy.default)
    body = came.get_body(("plain",))
    assert body is not None
    lines, ref = [], 0
    for line in str(body.get_content()).splitlines():
        lines.append(f"> {line}")
        found = re.match(r"\[(\d+)\]", line)
        ref = int(found[1]) if found else ref
        if ref in SECOND_HALF and line.startswith("Your rating") and ref not in YES_OR_NO:
            lines.append("2")
        elif ref in SECOND_HALF and line.startswith("Yes or no?"):
            lines.append("Yes")
        elif ref in SECOND_HALF and line.startswith("What's working well?"):
            lines.append(WORDS.format(ref))
    made = EmailMessage(policy=policy.SMTP)
    made["From"], made["To"], made["Subject"] = came["To"], came["Reply-To"], f"Re: {came['Subject']}"
    made["Message-ID"], made["In-Reply-To"] = "<reply-1@example.org>", came["Message-ID"]
    made["Date"] = "Mon, 02 Mar 2026 11:00:00 +0000"
    made.set_content("\n".join(lines))
    return bytes(made)


def agency_of(exported: JSON) -> JSON:
    return next(each for each in exported["agencies"] if each["abbr"] == "CSC")


def answers_of(exported: JSON) -> dict[tuple[str, str], Any]:
    """What was said to each prompt of each question; not by which way, by whom or when."""
    said = {}
    for each in agency_of(exported)["answers"]:
        for key in ("rating", "yes_no", "not_applicable"):
            said[each["question"], key] = each[key]
        said |= {(each["question"], key): words for key, words in each["text"].items()}
        said[each["question"], "evidence"] = [(file["name"], file["sha256"]) for file in each["evidence"]]
    return said


def answer(alice: Person, ref: int) -> int:
    """Answer a question by a press and its form; its number of interactions comes back."""
    before = alice.interactions
    card = alice.heard()[-1]
    assert f"\n{ref}. " in card["text"] or card["text"].split("\n")[1].startswith(f"{ref}."), card["text"][:200]
    if ref == 12:  # words alone
        alice.presses("Answer in a form")
    else:
        alice.presses("Yes" if ref in YES_OR_NO else "2 Good")
    following = alice.saves(alice.form(str(ref)), {"working_well": WORDS.format(ref)})
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


def check(exported: JSON, counts: list[int]) -> None:
    own = agency_of(exported)
    answers = {each["question"]: each for each in own["answers"]}
    assert own["status"] == "submitted"
    assert len([ref for ref in answers if int(ref) in REPORTED]) == len(REPORTED)
    assert all(answers[str(ref)]["text"]["working_well"] == WORDS.format(ref) for ref in REPORTED)
    assert {each["via"] for each in answers.values()} == {"slack"}
    files = [file for each in answers.values() for file in each["evidence"]]
    assert [(each["name"], each["size"]) for each in files] == [("policy.txt", len(UPLOADED))]
    assert max(counts) <= TWO
