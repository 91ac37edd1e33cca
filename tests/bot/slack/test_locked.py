"""What people do in Slack while the record is locked is done once it is free, in their order, and once."""

from datetime import timedelta

import pytest

from bot.slack.leads.show import KEPT
from tests.bot.slack.workspace import Workspace
from tests.locked import lock


@pytest.mark.parametrize("tries", [1, 3])
def test_a_press_waits_for_the_record(workspace: Workspace, tries: int) -> None:
    ann, stage = workspace.person("U1ANN"), workspace.bot.filing.stage
    ann.types("hello")
    ann.types("go to 4")
    waited: list[float] = []
    with lock(workspace.round.database) as release:

        def pause(seconds: float) -> None:
            waited.append(seconds)
            if len(waited) == tries:
                release()

        stage.pause = pause
        ann.presses("2 Good")
    assert waited == list(stage.waits[:tries])
    assert workspace.round.cell("CSC", "4").rating == "2"
    assert KEPT not in [each["text"] for each in workspace.slack.said("chat.postEphemeral")]


def test_what_meets_a_record_that_stays_away_is_kept_and_not_to_be_sent_again(workspace: Workspace) -> None:
    ann, stage = workspace.person("U1ANN"), workspace.bot.filing.stage
    ann.types("hello")
    ann.types("go to 4")
    stage.pause = lambda _: None
    with lock(workspace.round.database):
        ann.types("2")
    assert [each["text"] for each in workspace.slack.said("chat.postEphemeral")] == [KEPT]
    workspace.inbox_clock += timedelta(minutes=2)
    workspace.bot.tray.sweep()
    workspace.settle()
    assert workspace.round.cell("CSC", "4").rating == "2"
    assert ann.last["text"].startswith("Saved: 2 Good.\nWhat's working well?")
