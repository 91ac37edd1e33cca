"""An account that takes no messages any more: what it was to be told goes as a letter, and managers hear of it once."""

import random

import pytest
import sqlalchemy as sa

from bot.outbox import Delivered, Outbox
from bot.slack.channel import SlackChannel
from intake.notices import tell_shut
from storage.nouns import Contact, Message
from tests.bot.slack.workspace import Workspace
from tests.rounds import NOON

SWITCHED_OFF = ["user_disabled", "user_not_found", "users_not_found", "channel_not_found"]
LOST = ["account_inactive", "token_revoked", "token_expired", "invalid_auth", "not_authed", "missing_scope"]


def outbox(workspace: Workspace) -> Outbox:
    channel = SlackChannel(workspace.bot.posting.once())
    stationery = workspace.chaser().stationery
    return Outbox(
        workspace.round.database,
        channel,
        lambda: NOON,
        random.Random(1),
        tell=lambda db, contact, by, at: tell_shut(db, stationery, contact, by, at),
    )


def told(workspace: Workspace, *keys: str) -> None:
    """Colleagues of Ann are told something in Slack: such a message names no contact, only an account."""
    with workspace.round.database.write.begin() as db:
        for key in keys:
            subject, body = "Bo Day asks you to answer a question", "4. Escalation"
            db.add(Message(key=key, via="slack", recipient="U1ANN", subject=subject, body=body))


def letters(workspace: Workspace) -> list[tuple[object, ...]]:
    wanted = sa.select(Message.recipient, Message.subject).where(Message.via == "email").order_by(Message.id)
    return [tuple(each) for each in workspace.round.rows(wanted)]


ANNS = ("ann@csc.example", "Bo Day asks you to answer a question")
JOS = ("jo@east.example", "The Slack account of Ann Lee takes no messages")


@pytest.mark.parametrize("code", SWITCHED_OFF)
def test_what_an_account_that_is_gone_was_to_be_told_goes_as_a_letter(workspace: Workspace, code: str) -> None:
    told(workspace, "one", "two")
    workspace.slack.refusals["chat.postMessage"] = [code, code]
    assert outbox(workspace).deliver_due() == {Delivered.FAILED: 2}
    assert letters(workspace) == [ANNS, JOS, ANNS]


@pytest.mark.parametrize("code", LOST)
def test_where_the_app_may_not_speak_contacts_are_written_to(workspace: Workspace, code: str) -> None:
    told(workspace, "one")
    workspace.slack.refusals["chat.postMessage"] = [code]
    outbox(workspace).deliver_due()
    assert letters(workspace) == [ANNS]
    assert workspace.round.rows(sa.select(Contact.slack_shut_at).where(Contact.slack_user == "U1ANN")) == [(None,)]


def test_a_channel_that_is_gone_is_nobodys_letter(workspace: Workspace) -> None:
    with workspace.round.database.write.begin() as db:
        db.add(Message(key="digest", via="slack", recipient="C1BOARD", subject="Digest", body="Words"))
    workspace.slack.refusals["chat.postMessage"] = ["channel_not_found"]
    outbox(workspace).deliver_due()
    assert letters(workspace) == []


def test_whoever_writes_from_the_account_is_written_to_there_again(workspace: Workspace) -> None:
    told(workspace, "one")
    workspace.slack.refusals["chat.postMessage"] = ["user_disabled"]
    outbox(workspace).deliver_due()
    workspace.person("U1ANN").types("hello")
    assert workspace.round.rows(sa.select(Contact.slack_shut_at).where(Contact.slack_user == "U1ANN")) == [(None,)]


def test_where_letters_come_back_too_the_manager_is_asked_to_ring(workspace: Workspace) -> None:
    workspace.round.tamper("update contacts set bounced_at = '2026-03-01 12:00:00' where slack_user = 'U1ANN'")
    told(workspace, "one")
    workspace.slack.refusals["chat.postMessage"] = ["user_disabled"]
    outbox(workspace).deliver_due()
    body = workspace.round.rows(sa.select(Message.body).where(Message.recipient == "jo@east.example"))[0][0]
    assert "Telephone the agency, and ask whom to write to." in body
