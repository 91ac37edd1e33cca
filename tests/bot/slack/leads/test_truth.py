"""What a person is told is what the record holds: in views, in messages, and on cards that asked before."""

from collections.abc import Callable

import pytest

from tests.bot.slack.fake import JSON
from tests.bot.slack.workspace import Person, Workspace, texts


def asked(workspace: Workspace, user: str, ref: str = "4") -> Person:
    person = workspace.person(user)
    person.types("hello")
    person.types(f"go to {ref}")
    return person


def labels(message: JSON) -> list[str]:
    return [
        each["text"]["text"] for block in message["blocks"] for each in block.get("elements", []) if "value" in each
    ]


def closed(workspace: Workspace) -> None:
    workspace.round.close()


def sent(workspace: Workspace) -> None:
    workspace.round.submit("CSC")


def answered_by_bo(workspace: Workspace) -> None:
    asked(workspace, "U2BO").types("3")


NOT_TAKEN: list[tuple[Callable[[Workspace], None], str, str]] = [
    (closed, "2 Good", "This audit is closed, so answers can no longer be changed."),
    (sent, "2 Good", "Your return is submitted. To change an answer, type reopen in our messages."),
    (answered_by_bo, "2 Good", "Bo Day answered question 4 while you were writing: 3 Outstanding"),
    (lambda _: None, "N/A", "Say in a few words why question 4 does not apply to you."),
]


@pytest.mark.parametrize(("happens", "label", "stands"), NOT_TAKEN, ids=["closed", "sent", "colleague", "n/a"])
def test_a_press_that_records_nothing_is_told_what_stands(
    workspace: Workspace, happens: Callable[[Workspace], None], label: str, stands: str
) -> None:
    ann = asked(workspace, "U1ANN")
    card = ann.last
    happens(workspace)
    before, seen = workspace.round.answers(), len(ann.seen())
    ann.presses(label, card)
    told = "\n".join(texts(ann.form["blocks"]))
    assert (workspace.round.answers(), stands in told, "saved" in told) == (before, True, False)
    assert len(ann.seen()) == seen + 1  # and our messages say it too


def test_two_clicks_at_once_leave_the_form_and_the_card_a_way_on(workspace: Workspace) -> None:
    ann = asked(workspace, "U1ANN")
    first = ann.press("2 Good")
    second = {**first, "trigger_id": "t-second", "actions": [{**first["actions"][0], "action_ts": "999.2"}]}
    workspace.interact(first)
    workspace.interact(second)
    workspace.settle()
    drawn = workspace.slack.said("chat.update")[-1]
    assert (ann.form["title"]["text"], labels(drawn)) == ("Question 4", ["Go on writing", "Next question"])


def test_the_same_press_on_another_day_says_that_it_stands(workspace: Workspace) -> None:
    ann = asked(workspace, "U1ANN")
    card = ann.last
    ann.presses("2 Good", card)
    ann.types("go to 5")
    ann.presses("2 Good", card)
    assert "That is your answer to question 4 already." in ann.last["text"]


def test_a_typed_rating_is_said_again_and_its_card_asks_no_more(workspace: Workspace) -> None:
    ann = asked(workspace, "U1ANN")
    card = ann.last
    ann.types("2")
    drawn = workspace.slack.said("chat.update")[-1]
    assert ann.last["text"].startswith("Saved: 2 Good.")
    assert (drawn["ts"], labels(drawn)) == (card["ts"], ["Change"])


def test_words_are_not_said_again(workspace: Workspace) -> None:
    ann = asked(workspace, "U1ANN")
    ann.types("2")
    ann.types("Everybody is trained each year.")
    assert "Saved:" not in ann.last["text"]


def test_a_colleagues_answer_is_drawn_on_the_card_that_asks_me(workspace: Workspace) -> None:
    ann = asked(workspace, "U1ANN")
    card = ann.last
    asked(workspace, "U2BO").presses("3 Outstanding")
    drawn = next(each for each in workspace.slack.said("chat.update") if each["channel"] == ann.channel)
    assert (drawn["ts"], labels(drawn)) == (card["ts"], ["Go on writing", "Next question"])
    assert "Bo Day answered this." in "\n".join(texts(drawn["blocks"]))


def test_a_form_saved_as_it_was_changes_nothing_and_says_so(workspace: Workspace) -> None:
    ann = asked(workspace, "U1ANN")
    ann.types("2")
    ann.types("skip")
    for _ in range(2):
        ann.types("skip")
    card = workspace.slack.said("chat.update")[-1]
    ann.presses("Change", card)
    before, seen = workspace.round.answers(), len(ann.seen())
    ann.saves({})
    told = "\n".join(each["text"] for each in ann.seen()[seen:])
    assert (workspace.round.answers(), told) == (before, "Nothing in question 4 is new.")


@pytest.mark.parametrize(
    ("over", "offers"),
    [(sent, ["status", "change 1", "copy", "pause"]), (closed, ["status", "copy", "pause"])],
)
def test_help_offers_what_still_does_something(
    workspace: Workspace, over: Callable[[Workspace], None], offers: list[str]
) -> None:
    ann = asked(workspace, "U1ANN")
    over(workspace)
    ann.types("help")
    assert [line.partition(":")[0] for line in ann.last["text"].splitlines() if ": " in line] == offers
    for word in offers:
        ann.types(word)
        assert "can no longer be changed" not in ann.last["text"].partition("\n")[0] or word == "pause"


def test_who_looks_their_answers_over_in_a_closed_audit_is_not_asked_to_sign(workspace: Workspace) -> None:
    ann = asked(workspace, "U1ANN")
    ann.types("review")
    closed(workspace)
    ann.types("hello")
    assert labels(ann.last) == ["Keep a copy"]
