"""What Slack was told we have is recorded once and answered, whichever process ends at whatever moment."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa

from bot.slack.app import SlackBot
from storage.nouns import InboxRow
from tests.bot.slack.fake import JSON
from tests.bot.slack.leads.test_owed_files import dying, goes_on, owed
from tests.bot.slack.workspace import Person, Workspace, texts, two_at_once
from tests.rounds import NOON

AWAY = ["internal_error"] * 4  # more often than a call is made again


def at_four(workspace: Workspace) -> Person:
    ann = workspace.person("U1ANN")
    ann.types("hello")
    ann.types("go to 4")
    return ann


def in_words(workspace: Workspace, ann: Person, bot: SlackBot) -> None:
    workspace.event(ann.message("2", "70.000200"), bot)


def by_a_press(workspace: Workspace, ann: Person, bot: SlackBot) -> None:
    workspace.slack.refusals["views.open"] = ["expired_trigger_id"]  # so that the reply is the next message
    workspace.interact(ann.press("2 Good"), bot)


def in_a_form(workspace: Workspace, ann: Person, bot: SlackBot) -> None:
    ann.presses("Answer in a form")
    workspace.interact(ann.saving({"rating": "2 Good"}), bot)


Way = Callable[[Workspace, Person, SlackBot], None]
WAYS = pytest.mark.parametrize("way", [in_words, by_a_press, in_a_form])


def ratings(workspace: Workspace) -> list[str]:
    return [row[6] for row in workspace.round.answers() if row[3:5] == ("4", "rating")]


def rows(workspace: Workspace) -> list[tuple[JSON, bool]]:
    """What each row of the inbox holds, and whether it is done."""
    with workspace.bot.tray.inbox.database.read() as db:
        wanted = sa.select(InboxRow.payload, InboxRow.done_at).order_by(InboxRow.id)
        return [(payload, done_at is not None) for payload, done_at in db.execute(wanted)]


@WAYS
def test_a_process_that_ends_after_its_ok_loses_nothing(workspace: Workspace, way: Way) -> None:
    ann = at_four(workspace)
    way(workspace, ann, dying(workspace))
    assert ratings(workspace) == []
    before = len(ann.seen())
    goes_on(workspace)
    assert len(ratings(workspace)) == 1
    assert len(ann.seen()) == before + 1
    goes_on(workspace)
    assert len(ann.seen()) == before + 1


@WAYS
def test_what_is_recorded_and_not_answered_is_answered_and_not_recorded_again(workspace: Workspace, way: Way) -> None:
    ann = at_four(workspace)
    before = len(ann.seen())
    workspace.slack.refusals["chat.postMessage"] = [*AWAY]
    way(workspace, ann, workspace.bot)
    workspace.settle()
    workspace.slack.refusals.clear()
    assert (len(ratings(workspace)), len(ann.seen())) == (1, before)
    goes_on(workspace)
    assert len(ratings(workspace)) == 1
    assert len(ann.seen()) == before + 1
    assert "2 Good" in ann.last["text"] or "5." in ann.last["text"]


def test_a_reply_that_is_out_is_not_posted_again(workspace: Workspace) -> None:
    ann, inbox = at_four(workspace), workspace.bot.tray.inbox.database
    in_words(workspace, ann, dying(workspace))
    (held,) = (payload for payload, is_done in rows(workspace) if not is_done)
    goes_on(workspace)
    before = len(ann.seen())
    with inbox.write.begin() as db:  # as a process leaves it that is killed before it notes that it answered
        newest = sa.select(sa.func.max(InboxRow.id)).scalar_subquery()
        db.execute(sa.update(InboxRow).where(InboxRow.id == newest).values(payload=held, done_at=None, tries=1))
    goes_on(workspace)
    assert owed(workspace) == []
    assert len(ann.seen()) == before


def test_what_was_left_is_worked_off_before_the_next_words_of_its_person(workspace: Workspace) -> None:
    ann = at_four(workspace)
    in_words(workspace, ann, dying(workspace))
    ann.types("We train everybody each year.")
    said = workspace.round.cell("CSC", "4")
    assert (said.rating, said.words) == ("2", {"working_well": "We train everybody each year."})


def test_two_processes_that_take_it_up_at_once_answer_once(workspace: Workspace) -> None:
    ann, other = at_four(workspace), workspace.start()
    in_words(workspace, ann, dying(workspace))
    before = len(ann.seen())
    workspace.inbox_clock += timedelta(minutes=2)
    two_at_once(workspace.bot.tray.sweep, other.tray.sweep)
    workspace.settle(workspace.bot, other)
    assert (len(ratings(workspace)), len(ann.seen())) == (1, before + 1)
    other.close()


def test_a_form_that_takes_longer_says_so_and_then_what_came_of_it(workspace: Workspace) -> None:
    ann = at_four(workspace)
    ann.presses("Answer in a form")
    workspace.bot.tray.patience = 0.0
    form = ann.saving({"rating": "2 Good"})
    _, said = workspace.interact(form, dying(workspace))
    assert texts(said["view"]["blocks"]) == ["One moment…"]
    goes_on(workspace)
    (drawn,) = (each for each in workspace.slack.said("views.update") if each.get("view_id") == form["view"]["id"])
    assert texts(drawn["view"]["blocks"]) == ["That is saved. Close this, and go on in our messages."]


@pytest.mark.parametrize("is_closed", [False, True], ids=["the window is there", "the window is closed"])
def test_what_is_wrong_in_a_form_that_took_longer_is_told_with_what_was_typed(
    workspace: Workspace, is_closed: bool
) -> None:
    ann = at_four(workspace)
    ann.presses("Answer in a form")
    form = ann.saving({"rating": "Not applicable", "working_well": "Everybody is trained."})
    workspace.interact(form, dying(workspace))
    workspace.slack.refusals["views.update"] = ["not_found"] if is_closed else []
    goes_on(workspace)
    told = workspace.slack.said("chat.postEphemeral")
    shown = str(told[-1] if is_closed else ann.form)
    assert "Say in a few words why it does not apply to you." in shown
    assert "Everybody is trained." in shown
    assert (ratings(workspace), owed(workspace)) == ([], [])


def test_a_form_with_a_fault_may_be_saved_again_just_as_it_is(workspace: Workspace) -> None:
    ann = at_four(workspace)
    ann.presses("Answer in a form")
    form = ann.saving({"rating": "Not applicable"})
    told = [workspace.interact(form)[1]["response_action"] for _ in range(2)]
    assert told == ["errors", "errors"]


def test_what_is_done_keeps_no_words_and_goes_within_a_day(workspace: Workspace) -> None:
    at_four(workspace)
    assert rows(workspace) == [({}, True), ({}, True)]
    workspace.inbox_clock = NOON + timedelta(days=1)
    workspace.bot.tray.sweep()
    assert rows(workspace) == []


def test_what_would_let_somebody_speak_for_slack_is_not_kept(workspace: Workspace) -> None:
    ann = at_four(workspace)
    workspace.interact(
        ann.press("2 Good") | {"token": "xoxp", "response_url": "https://hooks.example"}, dying(workspace)
    )
    (held,) = (payload for payload, is_done in rows(workspace) if not is_done)
    assert not {"token", "response_url"} & set(held["body"])


def test_what_fails_ten_times_is_given_up_aloud(workspace: Workspace) -> None:
    ann = at_four(workspace)
    workspace.slack.refusals["chat.postMessage"] = [*AWAY] * 9
    in_words(workspace, ann, workspace.bot)
    workspace.settle()
    for _ in range(9):
        goes_on(workspace)
    told = workspace.slack.said("chat.postEphemeral")[-1]["text"]
    assert told == "What you sent could not be answered, after ten tries. Type status to see what is recorded."
    assert owed(workspace) == []
