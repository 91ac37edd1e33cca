"""One call that Slack does not take costs a delay, and nothing else: not the next question, not a form, not a card."""

import pytest

from tests.bot.slack.workspace import Person, Workspace

PASSING = ["internal_error", "fatal_error", "service_unavailable", "request_timeout", "HTTP 500", "HTTP 503"]


def at_four(workspace: Workspace) -> Person:
    ann = workspace.person("U1ANN")
    ann.types("hello")
    ann.types("go to 4")
    return ann


@pytest.mark.parametrize("fault", PASSING)
@pytest.mark.parametrize("method", ["chat.postMessage", "chat.update", "views.open", "views.update"])
def test_every_call_of_a_press_is_made_again(workspace: Workspace, method: str, fault: str) -> None:
    ann = at_four(workspace)
    before = len(workspace.slack.said(method))
    workspace.slack.refusals[method] = [fault]
    ann.presses("2 Good")
    ann.saves({"working_well": "Everybody is trained."})
    assert len(workspace.slack.said(method)) > before
    assert "5." in ann.last["text"]
    assert workspace.round.cell("CSC", "4").words == {"working_well": "Everybody is trained."}


@pytest.mark.parametrize("fault", PASSING)
def test_home_is_drawn_after_a_fault(workspace: Workspace, fault: str) -> None:
    workspace.slack.refusals["views.publish"] = [fault]
    assert workspace.person("U1ANN").opens_home()["type"] == "home"


def test_what_slack_will_never_take_is_not_tried_again(workspace: Workspace) -> None:
    ann = at_four(workspace)
    workspace.slack.refusals["chat.postMessage"] = ["user_disabled"]
    tried = workspace.slack.met["chat.postMessage"]
    ann.types("2")
    assert workspace.slack.met["chat.postMessage"] == tried + 1
