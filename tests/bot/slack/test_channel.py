"""Slack as a way out: once, in words where blocks are not taken, and a refusal that says what to do."""

import random

import pytest
import sqlalchemy as sa

from bot.channels import DeliveryError
from bot.outbox import Delivered, Outbox
from bot.slack.api import DOWN, ChannelPace
from bot.slack.api.send import NEVER
from bot.slack.channel import SlackChannel
from storage.nouns import Message
from tests.bot.slack.workspace import Workspace, texts
from tests.rounds import NOON


def message(workspace: Workspace, key: str = "invite:1", attempts: int = 1) -> Message:
    with workspace.round.database.read() as db:
        submission = workspace.round.submission(db, "CSC").id
    return Message(
        key=key, via="slack", recipient="U1ANN", subject="Your audit <!here>", body="Please answer.",
        submission_id=submission, attempts=attempts,
    )  # fmt: skip


def test_an_invitation_opens_the_conversation(workspace: Workspace) -> None:
    SlackChannel(workspace.bot.posting).deliver(message(workspace))
    ann = workspace.person("U1ANN")
    assert "&lt;!here&gt;" in ann.last["text"]
    assert (ann.last["link_names"], ann.last["unfurl_links"]) in ((False, False), ("0", "0"))
    ann.presses("Open the audit")
    assert "Ann Lee, you are answering" in "".join(texts(ann.last["blocks"]))


def test_a_try_whose_end_nobody_saw_is_not_made_twice(workspace: Workspace) -> None:
    channel = SlackChannel(workspace.bot.posting)
    channel.deliver(message(workspace))
    channel.deliver(message(workspace, attempts=2))
    channel.deliver(message(workspace, key="invite:2", attempts=2))
    assert [each["metadata"]["event_payload"]["key"] for each in workspace.slack.said()] == ["invite:1", "invite:2"]


@pytest.mark.parametrize("code", ["invalid_blocks", "msg_blocks_too_long"])
def test_words_go_where_blocks_are_not_taken(workspace: Workspace, code: str) -> None:
    workspace.slack.refusals["chat.postMessage"] = [code]
    SlackChannel(workspace.bot.posting).deliver(message(workspace))
    assert "Please answer." in workspace.slack.said()[0]["text"]
    assert "blocks" not in workspace.slack.said()[0]


@pytest.mark.parametrize("code", sorted(NEVER) + sorted(DOWN))
def test_a_refusal_is_told_apart(workspace: Workspace, code: str) -> None:
    workspace.slack.refusals["chat.postMessage"] = [code]
    with pytest.raises(DeliveryError, match=code) as told:
        SlackChannel(workspace.bot.posting).deliver(message(workspace))
    assert (told.value.permanent, told.value.down) == (code in NEVER, code in DOWN)


def test_the_outbox_notes_what_a_person_must_mend(workspace: Workspace) -> None:
    with workspace.round.database.write.begin() as db:
        db.add(message(workspace, attempts=0))
    workspace.slack.refusals["chat.postMessage"] = ["user_disabled"]
    outbox = Outbox(workspace.round.database, SlackChannel(workspace.bot.posting), lambda: NOON, random.Random(1))
    assert outbox.deliver_due() == {Delivered.FAILED: 1}
    assert "Name another contact" in str(workspace.round.rows(sa.select(Message.last_error)))


def test_a_channel_gets_a_message_a_second_and_another_need_not_wait() -> None:
    now, slept = [100.0], list[float]()
    pace = ChannelPace(lambda: now[0], slept.append)
    for channel in ("D1", "D1", "D2", "D1"):
        pace.wait(channel)
    assert slept == [1.0, 2.0]
