"""Small words, signs and long lists: what is no answer is none, and what is needed is passed over by nothing."""

import pytest

from tests.bot.slack.workspace import Person, Workspace, texts

SIGNS = [":+1:", ":thumbsup:", ":white_check_mark:", ":slightly_smiling_face:", ":+1::skin-tone-3:", ":tada: :clap:"]


def at_four(workspace: Workspace) -> Person:
    ann = workspace.person("U1ANN")
    ann.types("hello")
    ann.types("go to 4")
    return ann


@pytest.mark.parametrize("sign", SIGNS)
def test_a_sign_alone_is_no_words(workspace: Workspace, sign: str) -> None:
    ann = at_four(workspace)
    ann.types("2")
    ann.types(sign)
    assert "Type your answer in words." in ann.last["text"]
    assert len(workspace.round.answers()) == 1


def test_a_sign_in_a_sentence_is_kept(workspace: Workspace) -> None:
    ann = at_four(workspace)
    ann.types("2")
    ann.types("Good supervision :+1:")
    assert workspace.round.cell("CSC", "4").words == {"working_well": "Good supervision :+1:"}


@pytest.mark.parametrize("word", ["ok", "okay", "Ready", "go", "done", "hello"])
def test_a_small_word_passes_over_no_rating_that_is_needed(workspace: Workspace, word: str) -> None:
    ann = at_four(workspace)
    ann.types(word)
    assert "3 Outstanding" in ann.last["text"]


def test_skip_passes_it_over(workspace: Workspace) -> None:
    ann = at_four(workspace)
    ann.types("skip")
    assert "5. Does your organisation have a senior lead" in ann.last["text"]


TOLD = "A child told us today that her father beats her and she is afraid to go home tonight"


def test_who_types_of_a_child_in_danger_reads_first_whom_to_call(workspace: Workspace) -> None:
    ann = at_four(workspace)
    ann.types(f"2 - because {TOLD}")
    assert ann.last["text"].startswith("If a child is at risk of harm now, call 999.")
    assert workspace.round.cell("CSC", "4").rating == "2"


def test_who_writes_of_a_child_in_danger_in_a_form_reads_whom_to_call(workspace: Workspace) -> None:
    ann = at_four(workspace)
    ann.presses("Answer in a form")
    ann.saves({"rating": "2 Good", "worried_about": TOLD})
    assert "If a child is at risk of harm now, call 999." in ann.last["text"]


def test_help_offers_what_can_be_said_here(workspace: Workspace) -> None:
    ann = at_four(workspace)
    ann.types("help")
    told = "\n".join([ann.last["text"], *texts(ann.last["blocks"])])
    assert ("remove" in told, "terminal" in told) == (True, False)


def test_a_strangers_home_says_how_to_be_added_and_no_more(workspace: Workspace) -> None:
    told = "\n".join(texts(workspace.person("U7EVE").opens_home()["blocks"]))
    assert "Ask your partnership to add it." in told
    assert "recorded" not in told
