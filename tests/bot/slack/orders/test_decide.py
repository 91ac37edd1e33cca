"""What a manager decides of one return in a line comes to the same as the form behind the menu of Home."""

import pytest
import sqlalchemy as sa

from config.questionnaire import SHIPPED
from storage.nouns import Agency, Audit, Call, Event, Message, Partnership, Plea, Submission
from tests.bot.slack.conftest import AGENCIES
from tests.bot.slack.orders.test_orders import KEY, told
from tests.bot.slack.workspace import Workspace
from tests.conftest import audit_file
from tests.rounds import NOON, Round


def of(workspace: Workspace, abbr: str) -> tuple[object, ...]:
    wanted = sa.select(Submission.excused_because, Submission.extended_to, Submission.paused_until).join(Agency)
    return workspace.round.rows(wanted.where(Agency.abbr == abbr))[0]


@pytest.mark.parametrize(
    ("types", "reads", "stands"),
    [
        (
            "excuse CSC because it closed in May.",
            f"CSC in {KEY} is excused, and is told why.",
            ("it closed in May.", "None", "None"),
        ),
        ("give csc until 14 July 2026", "Tuesday 14 July 2026, 23:59.", ("", "2026-07-14", "None")),
        (f"extend CSC in {KEY} to 14/7/2026", "Tuesday 14 July 2026, 23:59.", ("", "2026-07-14", "None")),
        ("pause CSC until 4 May 2026.", "no reminder before Monday 4 May 2026.", ("", "None", "2026-05-04")),
        ("pause CSC until May", "Write the day in full, such as 30 June 2027.", ("", "None", "None")),
        ("pause CSC until 1 March 2026", "1 March 2026 is past. Give a day to come;", ("", "None", "None")),
        ("pause CSC until tomorrow", "no reminder before Tuesday 3 March 2026.", ("", "None", "2026-03-03")),
        ("answers CSC nosuch", f"CSC is not asked in nosuch. It is in {KEY}: type one", ("", "None", "None")),
        ("ask CSC again", f"CSC in {KEY} is not excused. Nothing was changed.", ("", "None", "None")),
        ("excuse POL2 because it closed", "No return of POL2 is among yours.", ("", "None", "None")),
    ],
)
def test_a_return_is_decided_in_a_line(
    two_partnerships: Workspace, types: str, reads: str, stands: tuple[str, str, str]
) -> None:
    jo = two_partnerships.person("U9JO")
    jo.types(types)
    assert reads in told(jo)
    assert tuple(map(str, of(two_partnerships, "CSC"))) == stands


def test_who_was_excused_is_asked_again(two_partnerships: Workspace) -> None:
    jo = two_partnerships.person("U9JO")
    for _ in range(2):
        jo.types("excuse CSC because it closed in May")
    assert f"CSC in {KEY} is excused for that reason already. Nothing was changed." in told(jo)
    jo.types("ask CSC again")
    assert f"CSC in {KEY} is asked again." in told(jo)
    assert of(two_partnerships, "CSC")[0] == ""


def test_where_nobody_was_ever_asked_nobody_is_said_to_be_told(two_partnerships: Workspace) -> None:
    two_partnerships.round.tamper("update submissions set invited_at = null")
    jo = two_partnerships.person("U9JO")
    jo.types("excuse CSC because it closed in May")
    assert f"CSC in {KEY} is excused. Nobody there was told, as nobody there was asked." in told(jo)


def test_a_call_is_noted_in_the_managers_name(two_partnerships: Workspace) -> None:
    two_partnerships.person("U9JO").types("call CSC: Ann will answer by Friday")
    assert two_partnerships.round.rows(sa.select(Call.said_by, Call.words)) == [
        ("Jo Bloggs", "Ann will answer by Friday")
    ]


def test_requests_come_with_their_buttons(two_partnerships: Workspace) -> None:
    jo = two_partnerships.person("U9JO")
    jo.types("requests")
    assert "No agency asks anything of you now." in told(jo)
    with two_partnerships.round.database.write.begin() as db:
        about = two_partnerships.round.submission(db, "CSC").id
        said = {"wish": "more time", "words": "MORE TIME until 14 July 2026", "said_by": "Ann Lee"}
        db.add(Plea(submission_id=about, contact_id=None, source="mail:<1@x>", asked_at=NOON, **said))  # type: ignore[arg-type]
    jo.types("requests")
    jo.presses("Decide…")
    jo.saves({"choice": "Yes"})
    assert str(of(two_partnerships, "CSC")[1]) == "2026-07-14"


def test_the_phone_list_is_of_their_own_agencies_with_numbers_and_a_menu(two_partnerships: Workspace) -> None:
    two_partnerships.round.tamper("update contacts set phone = '01632 960 001' where email = 'ann@csc.example'")
    jo = two_partnerships.person("U9JO")
    jo.types("phone list")
    assert "Ann Lee · lead · 01632 960 001 · ann@csc.example" in told(jo)
    assert "High School" not in told(jo)
    jo.chooses("Note a call", "CSC", jo.last)
    jo.saves({"said": "By Friday."})
    assert two_partnerships.round.rows(sa.select(Call.words)) == [("By Friday.",)]


def test_somebody_is_asked_once_more_and_only_once(two_partnerships: Workspace) -> None:
    jo = two_partnerships.person("U9JO")
    for _ in range(2):
        jo.types("invite <mailto:di@pol.example|di@pol.example> again")
    assert f"di@pol.example is asked once more for Police, in {KEY}." in told(jo)
    letters = sa.select(Message.recipient).where(Message.key.like("invite:%"))
    assert two_partnerships.round.rows(letters) == [("di@pol.example",)]


def test_a_contact_is_added_and_asked(two_partnerships: Workspace) -> None:
    jo = two_partnerships.person("U9JO")
    jo.types("add contact CSC, Sam Hill, <mailto:sam@csc.example|sam@csc.example>, deputy, 01632 960 002, <@U5SAM>")
    assert "Sam Hill (sam@csc.example) speaks for Children's Social Care." in told(jo)
    wanted = sa.text("select name, role, phone, slack_user from contacts where email = 'sam@csc.example'")
    assert two_partnerships.round.rows(wanted) == [("Sam Hill", "deputy", "01632 960 002", "U5SAM")]
    asked = sa.select(Message.recipient).where(Message.key.like("invite:%"))
    assert two_partnerships.round.rows(asked) == [("U5SAM",)]


def test_an_agency_is_added_for_the_managers_partnership_and_asked(two_partnerships: Workspace) -> None:
    jo = two_partnerships.person("U9JO")
    jo.types("add agency HIL, Hill Surgery, health, Sam Hill, sam@hill.example, lead")
    assert f"Hill Surgery (HIL) is asked in {KEY} for The East. sam@hill.example is asked now." in told(jo)
    wanted = sa.select(Partnership.key).join(Agency.partnerships).where(Agency.abbr == "HIL")
    assert two_partnerships.round.rows(wanted) == [("east",)]
    assert two_partnerships.round.rows(sa.select(Message.recipient)) == [("sam@hill.example",)]
    assert two_partnerships.round.first_bad_entry() is None


@pytest.mark.parametrize(
    ("types", "reads"),
    [
        ("add agency SCH, My School, school", "There is an agency SCH already."),
        ("add agency ABCDEFGHIJKLMNOPQRSTU, Hill, health", "Use 20 characters at most."),
        ("add agency HIL, Hill Surgery", "Write it like this: add agency HIL"),
        ("add agency HIL, Hill Surgery, health, Sam, sam at hill", "Write one address"),
    ],
)
def test_an_agency_that_cannot_be_added_is_told_why(two_partnerships: Workspace, types: str, reads: str) -> None:
    jo = two_partnerships.person("U9JO")
    jo.types(types)
    assert reads in told(jo)
    assert two_partnerships.round.rows(sa.select(sa.func.count()).select_from(Agency)) == [(3,)]


ORDERS = (
    "excuse CSC because I say so",
    "give CSC until 14 July 2026",
    "pause CSC until 4 May 2026",
    "call CSC: he said no",
    "invite ann@csc.example",
    "add contact CSC, eve@evil.example",
    "review CSC rate 4 1 because I say so",
    "review CSC return because I say so",
    "review CSC accept",
)


@pytest.mark.parametrize("types", ORDERS)
@pytest.mark.parametrize("user", ["U8WES", "U3CY", "U7EVE"])
def test_nobody_decides_for_another_partnerships_agency(two_partnerships: Workspace, user: str, types: str) -> None:
    two_partnerships.round.submit("CSC")
    before = two_partnerships.round.events(), two_partnerships.round.rows(sa.select(Message.key))
    two_partnerships.person(user).types(types)
    assert (two_partnerships.round.events(), two_partnerships.round.rows(sa.select(Message.key))) == before
    assert of(two_partnerships, "CSC") == ("", None, None)


def test_a_closed_audit_takes_no_order(two_partnerships: Workspace) -> None:
    two_partnerships.round.close()
    jo = two_partnerships.person("U9JO")
    for types in ("excuse CSC because it closed", "invite ann@csc.example", "add agency HIL, Hill Surgery, health"):
        before = len(two_partnerships.slack.said("chat.postEphemeral"))
        jo.types(types)
        assert len(two_partnerships.slack.said("chat.postEphemeral")) == before + 1
    assert two_partnerships.round.rows(sa.select(sa.func.count()).select_from(Audit)) == [(1,)]
    assert of(two_partnerships, "CSC") == ("", None, None)


def test_where_two_rounds_are_open_an_order_names_one(workspace: Workspace) -> None:
    """What is read is the newest; what changes a return is done to none that was not meant."""
    jo = workspace.person("U9JO")
    Round.opened(workspace.round.database, audit_file(SHIPPED / "section-11.toml"), AGENCIES)
    before = workspace.round.rows(sa.select(Event.id))
    for order in (
        "excuse CSC because it closed",
        "give CSC until 30 June 2027",
        "pause CSC until 4 May 2027",
        "call CSC: left a message",
        "review CSC rate 4 2 because no date",
        "reopen CSC because the wrong file was sent",
    ):
        jo.types(order)
        assert "Name the audit behind the agency, as CSC in section-11." in told(jo).splitlines()[-1]
    assert workspace.round.rows(sa.select(Event.id)) == before
    jo.types("excuse CSC in south-glos-2019 because it closed")
    assert "CSC in south-glos-2019 is excused" in told(jo)
