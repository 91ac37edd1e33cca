"""Leads in Slack: presses, forms, words, threads, edits, and people who may not."""

import sqlalchemy as sa

from intake.returns import Given
from storage.nouns import Answer, Event, Message, Shown, Turn
from tests.bot.slack.fake import JSON
from tests.bot.slack.workspace import Workspace, texts
from tests.rounds import Round


def rating(round_: Round, ref: str, abbr: str = "CSC") -> str | None:
    return round_.cell(abbr, ref).rating


def test_a_question_takes_two_presses_and_the_next_one_follows(workspace: Workspace) -> None:
    ann = workspace.person("U1ANN")
    ann.types("hello")
    ann.types("go to 4")
    ann.presses("2 Good")
    assert rating(workspace.round, "4") == "2"
    assert [each["block_id"] for each in ann.form["blocks"] if each["type"] == "input"] == [
        "rating", "working_well", "worried_about", "needs_to_happen", "not-applicable-reason",
    ]  # fmt: skip
    assert ann.saves({"working_well": "Everybody is trained.", "needs_to_happen": "Nothing."}) == {}
    assert workspace.round.cell("CSC", "4").words == {
        "working_well": "Everybody is trained.",
        "needs_to_happen": "Nothing.",
    }
    assert ann.last["text"].split("\n")[1].startswith("5. ")
    done = workspace.slack.said("chat.update")[-1]
    assert "✓ What's working well? Everybody is trained." in "\n".join(texts(done["blocks"]))


def test_words_do_all_that_buttons_do(workspace: Workspace) -> None:
    ann = workspace.person("U1ANN")
    ann.commands("")
    ann.commands("go to 4")
    ann.types("good")
    ann.types("Plans &amp; training &lt;yearly&gt;")
    ann.types("skip")
    ann.commands("skip")
    assert rating(workspace.round, "4") == "2"
    assert workspace.round.cell("CSC", "4").words == {"working_well": "Plans & training <yearly>"}
    assert "5. Does your organisation have a senior lead" in ann.last["text"]


def test_an_old_button_changes_the_old_answer_and_asks_nothing_twice(workspace: Workspace) -> None:
    ann = workspace.person("U1ANN")
    ann.types("hello")
    ann.types("go to 4")
    old = ann.last
    ann.types("2")
    ann.types("go to 5")
    ann.presses("3 Outstanding", old)
    assert rating(workspace.round, "4") == "3"
    seen = len(ann.seen())
    ann.saves({"worried_about": "Turnover."})
    assert workspace.round.cell("CSC", "4").words == {"worried_about": "Turnover."}
    assert "5." not in "".join(texts([each["blocks"] for each in ann.seen()[seen:]]))


def test_the_same_button_twice_is_one_press(workspace: Workspace) -> None:
    ann = workspace.person("U1ANN")
    ann.types("hello")
    ann.types("go to 4")
    card = ann.last
    ann.presses("2 Good", card)
    seen = len(ann.seen())
    ann.presses("2 Good", card)
    assert len([row for row in workspace.round.answers() if row[3] == "4"]) == 1
    assert len(ann.seen()) <= seen + 1


def test_not_applicable_asks_why(workspace: Workspace) -> None:
    ann = workspace.person("U1ANN")
    ann.types("hello")
    ann.types("go to 6")
    ann.presses("N/A")
    assert "Why does it not apply?" in ann.last["text"]
    ann.types("We commission nothing.")
    assert workspace.round.cell("CSC", "6").not_applicable


def test_not_applicable_in_a_form_needs_its_reason_and_loses_nothing(workspace: Workspace) -> None:
    ann = workspace.person("U1ANN")
    ann.types("hello")
    ann.types("go to 6")
    ann.presses("Answer in a form")
    said = ann.saves({"rating": "Not applicable", "working_well": "Words"})
    assert said == {
        "response_action": "errors",
        "errors": {"not-applicable-reason": "Say in a few words why it does not apply to you."},
    }
    assert workspace.round.answers() == []
    ann.saves({"rating": "Not applicable", "not-applicable-reason": "No such role."})
    assert workspace.round.cell("CSC", "6").not_applicable
    assert workspace.round.cell("CSC", "6").words["reason"] == "No such role."


def test_a_rating_in_a_box_for_words_of_a_form_is_asked_back_and_in_quotes_it_is_the_answer(
    workspace: Workspace,
) -> None:
    ann = workspace.person("U1ANN")
    ann.types("hello")
    ann.types("go to 6")
    ann.presses("Answer in a form")
    said = ann.saves({"rating": "2 Good", "working_well": "2/3", "worried_about": "Question 5: Good"})
    assert said == {
        "response_action": "errors",
        "errors": {
            "working_well": "Here words are asked. Choose the rating above. "
            "If this is your answer, write it in quotes: “2/3”.",
            "worried_about": "This seems to be about question 5. Answer it there. "
            "If it is your answer here, write it in quotes.",
        },
    }
    assert workspace.round.answers() == []
    ann.saves({"rating": "2 Good", "working_well": "“2/3”", "worried_about": "Turnover."})
    assert workspace.round.cell("CSC", "6").words == {"working_well": "2/3", "worried_about": "Turnover."}


def test_two_colleagues_with_the_same_form_never_overwrite_each_other_unseen(workspace: Workspace) -> None:
    ann, bo = workspace.person("U1ANN"), workspace.person("U2BO")
    for each in (ann, bo):
        each.types("hello")
        each.types("go to 4")
    ann.presses("Answer in a form")
    anns = ann.form
    bo.presses("Answer in a form")
    bo.saves({"rating": "0 Inadequate", "working_well": "Nothing yet."})
    said = ann.saves({"rating": "3 Outstanding", "worried_about": "Little."}, anns)
    assert said["response_action"] == "update"
    assert "Bo Day answered while you were writing: 0 Inadequate" in texts(said["view"]["blocks"])
    assert rating(workspace.round, "4") == "0"
    ann.saves({"rating": "3 Outstanding", "worried_about": "Little."}, said["view"])
    cell = workspace.round.cell("CSC", "4")
    assert (cell.rating, cell.words) == ("3", {"working_well": "Nothing yet.", "worried_about": "Little."})
    told = workspace.round.rows(_messages())
    assert [(via, to) for via, to, _ in told] == [("slack", "U2BO")]


def _messages() -> "sa.Select[str, str, str]":
    return sa.select(Message.via, Message.recipient, Message.subject)


def test_a_press_over_a_colleagues_answer_asks_which_stands(workspace: Workspace) -> None:
    ann, bo = workspace.person("U1ANN"), workspace.person("U2BO")
    for each in (ann, bo):
        each.types("hello")
        each.types("go to 4")
    card = ann.last
    bo.types("0")
    ann.presses("3 Outstanding", card)
    assert rating(workspace.round, "4") == "0"
    assert "Nothing is lost. Which should stand?" in ann.last["text"]
    ann.presses("Use mine")
    assert rating(workspace.round, "4") == "3"


def test_a_stranger_is_refused_privately_and_nothing_is_recorded(workspace: Workspace) -> None:
    ann, eve, cy = workspace.person("U1ANN"), workspace.person("U7EVE"), workspace.person("U3CY")
    ann.types("hello")
    ann.types("go to 4")
    before = everything(workspace.round)
    for stranger in (eve, cy):
        payload = ann.press("2 Good") | {"user": {"id": stranger.user}}
        workspace.interact(payload)
        workspace.settle()
    eve.types("hello")
    assert everything(workspace.round) == before
    told = workspace.slack.said("chat.postEphemeral") + [each for each in workspace.slack.said("views.update")]
    assert len(told) == 3
    assert eve.seen() == []


def everything(round_: Round) -> list[list[tuple[object, ...]]]:
    return [round_.rows(sa.select(table)) for table in (Answer.__table__, Turn.__table__, Event.__table__)]


def test_somebody_who_left_is_refused_at_the_next_press(workspace: Workspace) -> None:
    ann = workspace.person("U1ANN")
    ann.types("hello")
    ann.types("go to 4")
    press = ann.press("2 Good")
    workspace.round.tamper("UPDATE contacts SET left_on = '2026-03-01' WHERE slack_user = 'U1ANN'")
    workspace.interact(press)
    workspace.settle()
    assert workspace.round.answers() == []


def test_a_closed_audit_says_so_kindly_to_an_old_button(workspace: Workspace) -> None:
    ann = workspace.person("U1ANN")
    ann.types("hello")
    ann.types("go to 7")
    card = ann.last
    workspace.round.close()
    ann.presses("Yes", card)
    assert workspace.round.answers() == []
    everything_said = "\n".join(texts([each["blocks"] for each in ann.seen()[-1:]]))
    assert "This audit is closed" in everything_said + str(workspace.slack.said("views.update")[-1:])


def test_an_edited_message_changes_its_answer(workspace: Workspace) -> None:
    ann = workspace.person("U1ANN")
    ann.types("hello")
    ann.types("go to 4")
    ann.types("2")
    ts = ann.types("We train evrybody.")
    ann.types("skip")
    edit(workspace, ann.message("We train everybody.", ts), "We train evrybody.", "90.1")
    assert workspace.round.cell("CSC", "4").words == {"working_well": "We train everybody."}
    assert "is changed, as you edited your message" in ann.last["text"]
    assert "needs to happen" not in ann.last["text"].lower()
    edit(workspace, ann.message("We train all.", ts), "We train everybody.", "91.1")
    assert workspace.round.cell("CSC", "4").words == {"working_well": "We train all."}


def test_a_preview_added_by_slack_is_no_edit(workspace: Workspace) -> None:
    ann = workspace.person("U1ANN")
    ann.types("hello")
    ts = ann.types("See https://example.org")
    count = len(workspace.round.answers())
    edit(workspace, ann.message("See https://example.org", ts), "See https://example.org", "90.1")
    assert len(workspace.round.answers()) == count


def test_a_deleted_message_takes_its_words_back_and_leaves_a_rating(workspace: Workspace) -> None:
    ann = workspace.person("U1ANN")
    ann.types("hello")
    ann.types("go to 4")
    rated = ann.types("2")
    wrote = ann.types("Something said too soon.")
    for ts in (wrote, rated):
        previous = ann.message("", ts)
        workspace.event({
            "type": "message", "subtype": "message_deleted", "channel_type": "im", "channel": ann.channel,
            "deleted_ts": ts, "previous_message": previous, "ts": "95.1",
        })  # fmt: skip
        workspace.settle()
    assert rating(workspace.round, "4") == "2"
    assert workspace.round.cell("CSC", "4").words == {}
    assert "still stands" in ann.last["text"]


def test_words_in_a_thread_are_about_its_question(workspace: Workspace) -> None:
    ann = workspace.person("U1ANN")
    ann.types("hello")
    ann.types("go to 4")
    ts = str(len(workspace.slack.calls))
    threads = shown(workspace)
    ann.types("go to 9")
    ann.types("3", thread_ts=threads[-1])
    assert (rating(workspace.round, "4"), rating(workspace.round, "9")) == ("3", None)
    assert ann.last["thread_ts"] == threads[-1]
    assert ts


def shown(workspace: Workspace) -> list[str]:
    return [str(row[0]) for row in workspace.round.rows(sa.select(Shown.ts).order_by(Shown.id))]


def test_somebody_of_two_agencies_is_asked_which(workspace: Workspace) -> None:
    workspace.round.open(
        "abbr,name,sector,partnerships,contact_name,contact_email,slack_user,role\n"
        "GP1,The Surgery,primary_care,east,Ann Lee,ann@csc.example,U1ANN,lead\n"
    )
    ann = workspace.person("U1ANN")
    ann.types("hello")
    assert "Which agency are you answering for?" in ann.last["text"]
    ann.presses("GP1")
    ann.types("go to 4")
    ann.types("1")
    assert (rating(workspace.round, "4", "GP1"), rating(workspace.round, "4", "CSC")) == ("1", None)


def test_the_apps_own_messages_and_other_channels_are_not_answers(workspace: Workspace) -> None:
    ann = workspace.person("U1ANN")
    ann.types("hello")
    said: list[JSON] = [
        {"bot_id": "B0BOT"},
        {"channel_type": "channel", "channel": "C1"},
        {"subtype": "channel_join"},
        {"user": "U0BOT"},
    ]
    for each in said:
        ann.types("2", **{key: value for key, value in each.items()})
    assert workspace.round.answers() == []


def test_from_the_review_to_the_receipt(workspace: Workspace) -> None:
    ann = workspace.person("U3CY")
    ann.types("hello")
    fill_in(workspace, "SCH")
    ann.types("review")
    ann.presses("Sign and send")
    ann.types("Cy May")
    assert "Your reference is" in "\n".join(texts(ann.last["blocks"]))
    ann.presses("Keep a copy")
    assert [name for name, _ in workspace.slack.calls if name.startswith("files.")]


def fill_in(workspace: Workspace, abbr: str) -> None:
    round_ = workspace.round
    for question in round_.template.questions:
        for prompt in question.prompts:
            if prompt.required:
                value = {"rating": "2", "yes_no": "yes"}.get(prompt.key, "Words.")
                round_.say(abbr, Given(question.ref, prompt.key, value), source=f"x:{question.ref}{prompt.key}")


def edit(workspace: Workspace, now: JSON, before: str, at: str) -> None:
    inner = {**now, "edited": {"user": now["user"], "ts": at}}
    workspace.event({
        "type": "message", "subtype": "message_changed", "channel_type": "im", "channel": now["channel"],
        "message": inner, "previous_message": {**now, "text": before}, "ts": at, "event_ts": at,
    })  # fmt: skip
    workspace.settle()
