"""The names that agencies have: written with one escape wherever anybody sees them, and called by nobody."""

import json

import pytest

from tests.bot.slack.workspace import Workspace

NAME = "Kent & Medway <Trust>"
SEEN = "Kent &amp; Medway &lt;Trust&gt;"


@pytest.mark.parametrize("user", ["U9JO", "U1ANN"])
def test_a_name_is_escaped_once(workspace: Workspace, user: str) -> None:
    workspace.round.tamper("update agencies set name = :n where abbr = 'CSC'", n=NAME)
    person = workspace.person(user)
    seen = [person.opens_home()]
    if user == "U9JO":
        seen += [person.chooses(each, "Kent") for each in ("Excuse", "Give more time", "Note a call", "Change whom")]
    else:
        person.types("hello")
        person.types("go to 4")
        person.types(f"2 {NAME}")
        seen += person.seen()
        seen += workspace.slack.said("chat.update")
    told = json.dumps(seen)
    assert "&amp;amp;" not in told
    assert "&amp;lt;" not in told


def test_a_manager_reads_the_name_as_it_is(workspace: Workspace) -> None:
    workspace.round.tamper("update agencies set name = :n where abbr = 'CSC'", n=NAME)
    assert SEEN in json.dumps(workspace.person("U9JO").opens_home())


def test_what_a_lead_wrote_in_escapes_is_kept_letter_by_letter(workspace: Workspace) -> None:
    ann = workspace.person("U1ANN")
    ann.types("hello")
    ann.types("go to 4")
    ann.types("2")
    ann.types("We write &amp;amp; in our pages.")
    ann.types("back")
    assert "We write &amp;amp; in our pages." in ann.last["text"]
