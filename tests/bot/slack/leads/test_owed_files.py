"""A file that was shared is never lost: not when the process dies, not when the store is away for a while."""

import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.slack.api import MOST_TRIES
from bot.slack.app import SlackBot
from cli.slack import SWEEP
from config.questionnaire import SHIPPED
from storage.nouns import InboxRow
from storage.record import Database
from tests.bot.slack.conftest import AGENCIES
from tests.bot.slack.fake import FakeSlack
from tests.bot.slack.leads.test_files import at_question, kept, shared
from tests.bot.slack.workspace import Person, Workspace, two_at_once
from tests.conftest import audit_file
from tests.rounds import Round


@pytest.fixture
def asking(database: Database, slack: FakeSlack, tmp_path: Path) -> Iterator[Workspace]:
    """An audit whose forms ask for files."""
    round_ = Round.opened(database, audit_file(SHIPPED / "section-11.toml"), AGENCIES)
    made = Workspace(round_, slack, tmp_path / "evidence")
    yield made
    made.close()


def owed(workspace: Workspace) -> list[str]:
    """What was delivered and is not answered yet."""
    with workspace.bot.tray.inbox.database.read() as db:
        return list(db.scalars(sa.select(InboxRow.person).where(InboxRow.done_at.is_(None))))


def dying(workspace: Workspace) -> SlackBot:
    """A process that ends before it does anything of what it acknowledged."""
    made = workspace.start()
    made.tray.patience = 0.0
    made.lanes.pool.shutdown()
    return made


def goes_on(workspace: Workspace, *bots: SlackBot) -> None:
    """A later round of the processes that live, at the latest a minute after: each looks in turn."""
    workspace.inbox_clock += timedelta(seconds=60 - SWEEP)
    for each in bots or (workspace.bot,):
        each.tray.sweep()
    workspace.settle(*bots or (workspace.bot,))


def in_a_form(workspace: Workspace, ann: Person, bot: SlackBot) -> None:
    ann.presses("Answer in a form")
    workspace.interact(ann.saving({"text": "Every month.", "evidence": ["F1"]}), bot)


def in_a_message(workspace: Workspace, ann: Person, bot: SlackBot) -> None:
    workspace.event(ann.message("", "60.1", subtype="file_share", files=[{"id": "F1"}]), bot)


def by_its_own_event(workspace: Workspace, ann: Person, bot: SlackBot) -> None:
    workspace.event({"type": "file_shared", "user_id": ann.user, "channel_id": ann.channel, "file_id": "F1"}, bot)


Way = Callable[[Workspace, Person, SlackBot], None]
WAYS = pytest.mark.parametrize("way", [in_a_form, in_a_message, by_its_own_event])


@WAYS
def test_a_process_that_dies_after_it_acknowledged_loses_no_file(asking: Workspace, way: Way) -> None:
    ann = at_question(asking, "3.1")
    shared(asking.slack)
    way(asking, ann, dying(asking))
    assert kept(asking) == []
    assert owed(asking) == ["U1ANN"]
    goes_on(asking)
    assert kept(asking) == [("3.1", "policy.txt")]
    assert "policy.txt (37 bytes) is attached to question 3.1." in ann.last["text"]
    assert owed(asking) == []
    goes_on(asking)
    assert len(asking.slack.fetched) == 1


@WAYS
def test_a_file_that_came_through_is_owed_no_longer(asking: Workspace, way: Way) -> None:
    ann = at_question(asking, "3.1")
    shared(asking.slack)
    way(asking, ann, asking.bot)
    asking.settle()
    assert kept(asking) == [("3.1", "policy.txt")]
    assert owed(asking) == []


def test_a_file_in_a_form_is_of_its_question_wherever_the_person_is_since(asking: Workspace) -> None:
    ann = at_question(asking, "3.1")
    shared(asking.slack)
    in_a_form(asking, ann, dying(asking))
    ann.types("go to 1.1")
    goes_on(asking)
    assert kept(asking) == [("3.1", "policy.txt")]


def test_two_processes_that_go_on_at_once_attach_it_once(asking: Workspace) -> None:
    ann, other = at_question(asking, "3.1"), asking.start()
    shared(asking.slack)
    in_a_message(asking, ann, dying(asking))
    before = len(ann.seen())
    asking.inbox_clock += timedelta(minutes=2)
    two_at_once(asking.bot.tray.sweep, other.tray.sweep)
    asking.settle(asking.bot, other)
    assert kept(asking) == [("3.1", "policy.txt")]
    assert len(ann.seen()) == before + 1
    other.close()


def test_a_file_that_is_gone_from_slack_is_told_once(asking: Workspace) -> None:
    ann = at_question(asking, "3.1")
    shared(asking.slack)
    asking.slack.downloads["/files/F1"] = (404, {}, b"")
    in_a_message(asking, ann, asking.bot)
    asking.settle()
    assert owed(asking) == []
    goes_on(asking)
    assert len(asking.slack.said("chat.postEphemeral")) == 1


def test_a_store_that_is_away_for_a_while_gets_it_later(asking: Workspace) -> None:
    ann = at_question(asking, "3.1")
    shared(asking.slack)
    shutil.rmtree(asking.store, ignore_errors=True)
    asking.store.write_text("no folder")
    in_a_message(asking, ann, asking.bot)
    asking.settle()
    assert owed(asking) == ["U1ANN"]
    asking.store.unlink()
    goes_on(asking)
    assert kept(asking) == [("3.1", "policy.txt")]


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_file_that_slack_does_not_hand_out_just_now_comes_later(asking: Workspace, status: int) -> None:
    ann = at_question(asking, "3.1")
    shared(asking.slack)
    whole = asking.slack.downloads["/files/F1"]
    asking.slack.downloads["/files/F1"] = (status, {}, b"")
    in_a_message(asking, ann, asking.bot)
    asking.settle()
    told = asking.slack.said("chat.postEphemeral")[-1]["text"]
    assert told == "That cannot be recorded just now. It is kept, so there is no need to send it again."
    asking.slack.downloads["/files/F1"] = whole
    goes_on(asking)
    assert kept(asking) == [("3.1", "policy.txt")]


@pytest.mark.parametrize("code", ["internal_error", "invalid_auth", "ratelimited", "user_disabled"])
def test_a_file_that_slack_does_not_look_up_just_now_comes_later(asking: Workspace, code: str) -> None:
    ann = at_question(asking, "3.1")
    file = shared(asking.slack)
    asking.slack.files["F1"] = file
    asking.slack.refusals["files.info"] = [code]
    in_a_message(asking, ann, asking.bot)
    asking.settle()
    assert kept(asking) == []
    goes_on(asking)
    assert kept(asking) == [("3.1", "policy.txt")]


def test_what_cannot_be_kept_in_ten_tries_is_given_up_aloud(asking: Workspace) -> None:
    ann = at_question(asking, "3.1")
    shared(asking.slack)
    shutil.rmtree(asking.store, ignore_errors=True)
    asking.store.write_text("no folder")
    in_a_message(asking, ann, asking.bot)
    for _ in range(MOST_TRIES):
        goes_on(asking)
    assert owed(asking) == []
    told = asking.slack.said("chat.postEphemeral")[-1]["text"]
    assert told == "A file that you shared could not be fetched. Nothing of it was kept. Share it here once more."


def test_a_strangers_file_is_neither_fetched_nor_owed(asking: Workspace) -> None:
    shared(asking.slack)
    in_a_message(asking, asking.person("U7EVE"), asking.bot)
    asking.settle()
    assert owed(asking) == []
    assert asking.slack.fetched == []
