"""Files from Slack: only from Slack's own hosts, whole, once, and never a login page."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.slack.api import Files
from bot.slack.api.download import LARGEST
from bot.slack.app import web_client
from intake.ledger import Refused
from storage.evidence.folder import FolderEvidence
from tests.bot.slack.fake import JSON, FakeSlack
from tests.bot.slack.workspace import Workspace, two_at_once

POLICY = b"Our safeguarding policy, as of March."
REAL = "https://slack.com/api/"


def shared(slack: FakeSlack, number: str = "F1", **more: Any) -> JSON:
    slack.downloads[f"/files/{number}"] = (200, {"Content-Type": "text/plain"}, POLICY)
    known = {"id": number, "name": "policy.txt", "size": len(POLICY), "mimetype": "text/plain", "filetype": "text"}
    slack.files[number] = known | {"url_private_download": f"{slack.url}/files/{number}", "url_private": "x"} | more
    return slack.files[number]


def at_question(workspace: Workspace, ref: str = "4") -> Any:
    ann = workspace.person("U1ANN")
    ann.types("hello")
    ann.types(f"go to {ref}")
    return ann


def kept(workspace: Workspace) -> list[tuple[str, str]]:
    return [(row[3], row[5]) for row in workspace.round.answers() if row[4].startswith("file:")]


def test_a_shared_file_is_evidence_of_the_question_and_its_size_is_said(workspace: Workspace) -> None:
    ann = at_question(workspace)
    ann.types("", subtype="file_share", files=[shared(workspace.slack)])
    assert kept(workspace) == [("4", "policy.txt")]
    assert "policy.txt (37 bytes) is attached to question 4." in ann.last["text"]
    assert workspace.slack.fetched == [("/files/F1", "Bearer xoxb-test")]


def test_both_events_of_one_upload_to_two_processes_are_one_file(workspace: Workspace) -> None:
    ann, other, file = at_question(workspace), workspace.start(), shared(workspace.slack)
    said = ann.message("", "60.1", subtype="file_share", files=[file])
    also = {
        "type": "file_shared",
        "user_id": ann.user,
        "channel_id": ann.channel,
        "file_id": "F1",
        "file": {"id": "F1"},
    }
    before = len(ann.seen())
    two_at_once(lambda: workspace.event(said), lambda: workspace.event(also, other))
    workspace.event(also)
    workspace.event(said, other)
    workspace.settle(workspace.bot, other)
    assert kept(workspace) == [("4", "policy.txt")]
    assert len(ann.seen()) == before + 1
    other.close()


def test_a_file_of_a_shared_channel_is_looked_up(workspace: Workspace) -> None:
    ann = at_question(workspace)
    shared(workspace.slack)
    ann.types("", subtype="file_share", files=[{"id": "F1", "file_access": "check_file_info", "url_private": "x"}])
    assert kept(workspace) == [("4", "policy.txt")]


def test_words_beside_a_file_that_say_how_old_it_is_are_recorded_of_it(workspace: Workspace) -> None:
    ann = at_question(workspace)
    ann.types("Dated March 2024, review by Sept 2099.", subtype="file_share", files=[shared(workspace.slack)])
    assert "Recorded of policy.txt: dated March 2024, to be reviewed by September 2099." in ann.last["text"]
    ann.types("", subtype="file_share", files=[shared(workspace.slack, "F2", name="Strategy March 2024.txt")])
    assert "It tells how old it is. If this is right, type: dated March 2024" in ann.last["text"]


def test_words_beside_a_file_are_an_answer(workspace: Workspace) -> None:
    ann = at_question(workspace)
    ann.types("2")
    ann.types("See the policy.", subtype="file_share", files=[shared(workspace.slack)])
    assert kept(workspace) == [("4", "policy.txt")]
    assert workspace.round.cell("CSC", "4").words == {"working_well": "See the policy."}


LOGIN = (200, {"Content-Type": "text/html; charset=utf-8"}, b"<!DOCTYPE html><html>Sign in to Slack</html>")


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (LOGIN, "files:read"),
        ((200, {"Content-Type": "text/plain"}, POLICY[:-1]), "did not come through whole"),
        ((200, {"Content-Type": "text/plain"}, POLICY + b"x"), "did not come through whole"),
        ((404, {}, b""), "could not be fetched"),
    ],
)
def test_what_is_not_the_document_is_not_kept(workspace: Workspace, answer: Any, told: str) -> None:
    ann, file = at_question(workspace), shared(workspace.slack)
    workspace.slack.downloads["/files/F1"] = answer
    ann.types("", subtype="file_share", files=[file])
    assert kept(workspace) == []
    assert told in workspace.slack.said("chat.postEphemeral")[-1]["text"]
    assert list(FolderEvidence(workspace.store).stored()) == []


@pytest.mark.parametrize("to", ["/canary", "http://127.0.0.1:1/", "http://169.254.169.254/latest/meta-data/"])
def test_a_redirect_is_never_followed_with_the_token(workspace: Workspace, to: str) -> None:
    ann, file = at_question(workspace), shared(workspace.slack)
    workspace.slack.downloads["/files/F1"] = (302, {"Location": to}, b"")
    ann.types("", subtype="file_share", files=[file])
    assert workspace.slack.fetched == [("/files/F1", "Bearer xoxb-test")]
    assert kept(workspace) == []


@pytest.mark.parametrize(
    "more", [{"mode": "external"}, {"is_external": True}, {"mode": "tombstone"}, {"size": LARGEST + 1}]
)
def test_links_and_giants_are_not_fetched(workspace: Workspace, more: JSON) -> None:
    ann = at_question(workspace)
    ann.types("", subtype="file_share", files=[shared(workspace.slack, **more)])
    assert workspace.slack.fetched == []
    assert kept(workspace) == []


def files_of(slack: FakeSlack, folder: Path, api_url: str = REAL) -> Files:
    return Files(web_client("xoxb-test", slack.base), FolderEvidence(folder), api_url, "xoxb-test")


FOREIGN = (
    "http://files.slack.com/a", "https://files.slack.com@evil.example/a", "https://user:pw@files.slack.com/a",
    "https://files.slack.com:8443/a", "https://slack.com.evil.example/a", "https://evilslack.com/a", "https://127.0.0.1/a",
    "https://[::1]/a", "https://0x7f000001/a", "https://169.254.169.254/latest", "ftp://files.slack.com/a", "file:///etc/passwd",
    "//files.slack.com/a", "https://files.slack.com.:443/a", "https:files.slack.com", "https://files.slack.com\\@evil.example/",
    "https://evil.example#files.slack.com", "https://evil.example/?files.slack.com", "javascript:alert(1)", "", "https://",
    "https://files.slack.com:99999/a", "https://files.slack.com\n.evil.example/", "https://ｆiles.slack.com.evil.example/",
)  # fmt: skip


@pytest.mark.parametrize("url", FOREIGN)
def test_no_socket_is_opened_to_a_foreign_address(slack: FakeSlack, tmp_path: Path, url: str) -> None:
    with pytest.raises(Refused):
        files_of(slack, tmp_path).bring({"id": "F1", "name": "a", "url_private": url or "x"})


def test_the_stand_in_serves_its_own_files_and_no_other_port_does(slack: FakeSlack, tmp_path: Path) -> None:
    files = files_of(slack, tmp_path, slack.base)
    with pytest.raises(Refused):
        files.bring({"id": "F1", "name": "a", "url_private": "http://127.0.0.1:1/a"})
    with pytest.raises(Refused):  # in production a loopback address is as foreign as any: the canary hears nothing
        files_of(slack, tmp_path).bring({"id": "F1", "name": "a", "url_private": f"{slack.url}/canary"})
    assert slack.fetched == []
    assert files.is_slacks(f"{slack.url}/files/F1")


@given(st.text(max_size=60))
def test_only_slacks_hosts_are_slacks(text: str) -> None:
    files = Files(web_client("t", REAL), FolderEvidence(Path("unused")), REAL, "t")
    assert not files.is_slacks(f"https://{text}.example/a")
    assert files.is_slacks("https://files.slack.com/files-pri/T1-F1/a")


@pytest.mark.parametrize("said_size", [0, None])
def test_an_empty_file_is_no_evidence(workspace: Workspace, said_size: int | None) -> None:
    ann = at_question(workspace)
    file = shared(workspace.slack, size=said_size)
    workspace.slack.downloads["/files/F1"] = (200, {"Content-Type": "text/plain"}, b"")
    ann.types("", subtype="file_share", files=[file])
    told = workspace.slack.said("chat.postEphemeral")[-1]["text"]
    assert kept(workspace) == []
    assert told == "policy.txt is empty, so it shows nothing. Check it, and share it here once more."


def test_a_name_that_tells_who_a_child_is_gets_a_word(workspace: Workspace) -> None:
    ann = at_question(workspace)
    ann.types("", subtype="file_share", files=[shared(workspace.slack, name="NHS number 943 476 5919.txt")])
    assert "Its name seems to tell who a child is." in ann.last["text"]
