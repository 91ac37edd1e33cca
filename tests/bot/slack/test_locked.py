"""What people do in Slack while the record is locked is done once it is free, in their order, and once."""

import pytest

from bot.slack.leads.show import LOST
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
    assert LOST not in [each["text"] for each in workspace.slack.said("chat.postEphemeral")]


def test_a_record_that_stays_away_is_told_to_whoever_waits(workspace: Workspace) -> None:
    ann, stage = workspace.person("U1ANN"), workspace.bot.filing.stage
    ann.types("hello")
    ann.types("go to 4")
    stage.pause = lambda _: None
    with lock(workspace.round.database):
        ann.types("2")
    assert [each["text"] for each in workspace.slack.said("chat.postEphemeral")] == [LOST]
    ann.types("2")
    assert workspace.round.cell("CSC", "4").rating == "2"
