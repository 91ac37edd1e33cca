"""A manager who types is known: who has not answered, how it stands, the report and the digest, as messages."""

import pytest

from tests.bot.slack.test_blocks import check_message
from tests.bot.slack.workspace import Person, Workspace, texts

STRANGE = "Your Slack account is not named for an agency here"


def said(person: Person) -> str:
    for each in person.seen():
        check_message(each["blocks"])
    return "\n".join("\n".join([each["text"], *texts(each["blocks"])]) for each in person.seen())


@pytest.mark.parametrize(
    ("types", "reads"),
    [
        ("who", "Children's Social Care"),
        ("who has not answered?", "Children's Social Care"),
        ("Who hasn't answered yet", "Children's Social Care"),
        ("status", "0 of 2 sent"),
        ("status", "Di Fox &lt;di@pol.example&gt;: not asked yet; type invite di@pol.example"),
        ("digest", "Who has answered"),
        ("report", "The report is being made, and will come here."),
        ("figures", "The figures are being made, and will come here."),
        ("report", "Returns: 0 of 2 (0%) submitted."),
        ("report south-glos-2019", "Returns: 0 of 2 (0%) submitted."),
        ("help", "who has not answered, longest silent first"),
        ("hello", "You are a manager of The East."),
        ("what is this", "I do not know those words, and nothing was recorded."),
        ("who is the lead", "I did not understand that, and nothing was recorded. Write it like this:"),
        ("staus", "status: how far each agency is"),
        ("status please", "0 of 2 sent"),
        ("Can I see the report?", "Returns: 0 of 2 (0%) submitted."),
        ("phonelist", "phone list: whom to ring, with their numbers"),
        ("extend CSC by two weeks", "give CSC until 30 June 2027: another last day for one agency"),
        ("approve the first", "quotes: sentences that others may read: approve 7-0-12; withdraw 7-0-12"),
        ("thanks", "Type help to see all words; who and status come first."),
    ],
)
def test_a_manager_is_answered(two_partnerships: Workspace, types: str, reads: str) -> None:
    jo = two_partnerships.person("U9JO")
    jo.types(types)
    assert reads in said(jo)
    assert two_partnerships.slack.said("chat.postEphemeral") == []


@pytest.mark.parametrize(("types", "reads"), [("status", "0 of 2 sent"), ("who", "Police"), ("", "You are a manager")])
def test_the_command_is_answered_too(two_partnerships: Workspace, types: str, reads: str) -> None:
    jo = two_partnerships.person("U9JO")
    jo.commands(types)
    assert reads in said(jo)


@pytest.mark.parametrize("types", ["who", "status", "digest", "report"])
def test_nobody_reads_of_another_partnerships_agencies(two_partnerships: Workspace, types: str) -> None:
    wes = two_partnerships.person("U8WES")
    wes.types(types)
    assert "Children's Social Care" not in said(wes)


def test_a_report_comes_as_files(two_partnerships: Workspace) -> None:
    two_partnerships.person("U9JO").types("report")
    names = [each["filename"] for each in two_partnerships.slack.said("files.getUploadURLExternal")]
    assert names == ["report.html", "report.xlsx", "heat-map.png"]


def test_an_audit_that_is_not_there_is_told(two_partnerships: Workspace) -> None:
    two_partnerships.person("U9JO").types("status spring")
    told = two_partnerships.slack.said("chat.postEphemeral")[-1]["text"]
    assert told == "There is no audit spring here. Type status and one of: south-glos-2019."


def test_a_closed_audit_is_reported_still(two_partnerships: Workspace) -> None:
    two_partnerships.round.close()
    jo = two_partnerships.person("U9JO")
    jo.types("who")
    assert "have not answered" in said(jo)


@pytest.mark.parametrize(("user", "reads"), [("U1ANN", "Children's Social Care"), ("U7EVE", STRANGE)])
def test_the_words_are_a_managers_alone(two_partnerships: Workspace, user: str, reads: str) -> None:
    person = two_partnerships.person(user)
    person.types("who")
    told = said(person) + str(two_partnerships.slack.said("chat.postEphemeral"))
    assert (reads in told, "have not answered" in told) == (True, False)


def lead_and_manager(workspace: Workspace) -> Person:
    workspace.round.tamper("update contacts set slack_user = 'U9JO' where slack_user = 'U1ANN'")
    jo = workspace.person("U9JO")
    jo.types("hello")
    return jo


@pytest.mark.parametrize(("types", "reads"), [("who", "2 have not answered."), ("digest", "Who has answered")])
def test_who_is_both_reads_as_a_manager(two_partnerships: Workspace, types: str, reads: str) -> None:
    jo = lead_and_manager(two_partnerships)
    jo.types(types)
    assert reads in said(jo)


@pytest.mark.parametrize(("types", "reads"), [("status", "0 of 19 questions answered"), ("help", "take back")])
def test_who_is_both_goes_on_as_a_lead(two_partnerships: Workspace, types: str, reads: str) -> None:
    jo = lead_and_manager(two_partnerships)
    jo.types(types)
    assert reads in said(jo)
    assert jo.last["text"] == "You are a manager here too. As one, type who, report or digest."


def test_an_answer_that_begins_with_a_managers_word_is_an_answer(two_partnerships: Workspace) -> None:
    jo = lead_and_manager(two_partnerships)
    jo.types("go to 4")
    jo.types("2")
    jo.types("Report yearly to the board")
    assert two_partnerships.round.cell("CSC", "4").words == {"working_well": "Report yearly to the board"}
