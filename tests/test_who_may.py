"""Who may do what: role × partnership × deed × door, asked of the code that decides, beside the page that says so.

Three times: in what both partnerships have in common, in the mailbox and the workspace that are the own partnership's,
and in those that are the other's, where nobody of the own may do anything at all.
"""

import re
from collections.abc import Iterator
from datetime import date
from itertools import product
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import sqlalchemy as sa
import typer.main
from sqlalchemy.orm import Session
from typer.core import TyperGroup

from bot.slack.managers import Office
from cli.allowed import allow_named
from cli.main import app
from config.branches import WHOLE, Circle
from config.partnerships import Manager, PartnershipTable
from config.questionnaire import Template
from config.ways import SLACK, WAYS
from intake.conversation import Came, Desk, Talk
from intake.ledger import Refused
from intake.letters import Header
from intake.mail.inward import Trust
from intake.mail.inward.hold import manager_at
from intake.mail.inward.route import route
from intake.notices import Stationery
from intake.roles import DEEDS, Capacity, Door, deed_of, may, role_of
from reports.nudges import Chaser
from storage.nouns import Contact, Sent, Submission
from storage.record import Database
from tests.rounds import NOON, STATIONERY, Round
from tests.test_documentation import commands

PAGE = Path(__file__).parents[1] / "docs" / "running.md"
AGENCIES = """\
abbr,name,sector,partnerships,contact_name,contact_email,slack_user,role
CSC,Children's Social Care,council,east,Ann Lee,ann@csc.example,U1ANN,lead
CSC,Children's Social Care,council,east,Bo Day,bo@csc.example,U2BO,named person
SCH,High School,school,west,Cy May,cy@sch.example,U3CY,lead
"""
JO = Manager(name="Jo Bloggs", email="jo@east.example", slack_user="U9JO")
WES = Manager(name="Wes Hall", email="wes@west.example", slack_user="U8WES")
TABLES = {
    "east": PartnershipTable(key="east", name="The East", managers=[JO]),
    "west": PartnershipTable(key="west", name="The West", managers=[WES]),
}
PEOPLE = {  # of the east: their Slack account and address
    Capacity.LEAD: ("U1ANN", "ann@csc.example"),
    Capacity.COLLEAGUE: ("U2BO", "bo@csc.example"),
    Capacity.MANAGER: ("U9JO", "jo@east.example"),
    Capacity.OPERATOR: ("U7OP", "op@council.example"),
}
OWN, OTHER = "own", "another"
RETURNS = {OWN: "CSC", OTHER: "SCH"}


class Cell(NamedTuple):
    """One question of the matrix."""

    role: Capacity
    partnership: str
    deed: str
    door: Door


PLACES = {"common": WHOLE, "own": Circle("east", frozenset(TABLES)), "the other's": Circle("west", frozenset(TABLES))}
CELLS = [Cell(*each) for each in product(Capacity, RETURNS, DEEDS, Door)]


def told() -> dict[tuple[str, Door], set[Capacity]]:
    """What the page says, by deed and door."""
    page = PAGE.read_text().partition("## Who may do what")[2].partition("## ")[0]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in page.splitlines() if line[:1] == "|"][2:]
    found = {}
    for deed, *cells in rows:
        for door, cell in zip(Door, cells, strict=True):
            found[deed, door] = {role for role in Capacity if re.search(rf"\b{role}\b", cell)}
    return found


class Gates(NamedTuple):
    """Where each door decides, over one record."""

    round: Round
    office: Office
    desk: Desk
    stationery: Stationery
    place: str

    def lets(self, cell: Cell) -> bool:
        with self.round.database.read() as db:
            submission = self.round.submission(db, RETURNS[cell.partnership])
            try:
                return self._lets(db, cell, submission)
            except Refused:
                return False

    def _lets(self, db: Session, cell: Cell, submission: Submission) -> bool:
        user, address = PEOPLE[cell.role]
        match cell.door:
            case Door.COMMAND_LINE:
                return cell.role is Capacity.OPERATOR and any(map(runs, DEEDS[cell.deed].commands))
            case Door.WEB:
                return may(cell.role, cell.deed, cell.door)  # whoever holds the link: it knows nobody
            case Door.LETTER if cell.deed == "answer":
                return self._answers_by_letter(db, address, submission)
            case Door.LETTER:
                is_manager = manager_at(self.stationery, address, submission) is not None
                return is_manager and may(Capacity.MANAGER, cell.deed, Door.LETTER)
            case Door.SLACK if cell.deed == "answer":
                with self.desk.looking(Came(user, "", ""), submission.id):
                    return True
            case Door.SLACK if cell.deed == "see an audit":
                return bool(self.office.table(user, submission.partnerships[0].key))
            case Door.SLACK:
                return bool(self.office.case(db, user, submission.id, cell.deed))

    def _answers_by_letter(self, db: Session, address: str, submission: Submission) -> bool:
        token = db.scalars(sa.select(Sent.token).where(Sent.submission_id == submission.id)).one()
        header = Header.read(f"From: {address}\r\nTo: audit+{token}@example.org\r\n\r\n".encode())
        return (
            route(db, header, token, Trust("audit@example.org", circle=PLACES[self.place]), date(2026, 3, 2)).contact
            is not None
        )


def runs(command: str) -> bool:
    stub: Any = type("Stub", (), {"invoke": lambda self, context: True})()
    allow_named(stub, command)
    return bool(stub.invoke(None))


@pytest.fixture(params=PLACES)
def gates(database: Database, small: Template, request: pytest.FixtureRequest) -> Iterator[Gates]:
    made = Round.opened(database, small, AGENCIES)
    with database.write.begin() as db:
        for abbr, token in (("CSC", "s11-aaaaaaaaaaaaaaaa"), ("SCH", "s11-bbbbbbbbbbbbbbbb")):
            submission = made.submission(db, abbr)
            contact = db.scalars(sa.select(Contact).where(Contact.agencies.contains(submission.agency))).first()
            assert contact
            db.add(Sent(token=token, contact_id=contact.id, submission_id=submission.id, form="{}", sent_at=NOON))
    circle = PLACES[request.param]
    stationery = Stationery(STATIONERY.letters, TABLES, "audit@example.org", WAYS, circle)
    desk = Desk(database, Talk(TABLES, ways=WAYS), lambda: NOON, SLACK, circle=circle)
    yield Gates(made, Office(desk, lambda: Chaser(stationery, WAYS), lambda _: ""), desk, stationery, request.param)


def expected(cell: Cell, place: str = "common") -> bool:
    """What the page says of one's own partnership; of another's nothing is open but what bears no partnership."""
    bears_none = cell.role is Capacity.OPERATOR or cell.door is Door.WEB
    is_own = cell.partnership == OWN and place != "the other's"
    return cell.role in told()[cell.deed, cell.door] and (is_own or bears_none)


def test_each_cell_of_the_matrix_is_as_the_page_says(gates: Gates) -> None:
    wrong = [cell for cell in CELLS if gates.lets(cell) is not expected(cell, gates.place)]
    assert wrong == []


def test_most_of_the_matrix_is_closed_and_the_page_of_threats_counts_it() -> None:
    closed = len(CELLS) - sum(map(expected, CELLS))
    assert closed > len(CELLS) * 4 / 5
    told = f"{len(CELLS)} cells: 4 roles, 2 partnerships, {len(DEEDS)} deeds, 4 doors; {closed} of them closed"
    assert told in (PAGE.parent / "threats.md").read_text()


def test_no_manager_of_another_partnership_is_let_in_by_slack_or_letter(gates: Gates) -> None:
    doors = (Door.SLACK, Door.LETTER)
    others = [
        each for each in CELLS if each.role is Capacity.MANAGER and each.partnership == OTHER and each.door in doors
    ]
    assert len(others) == 2 * len(DEEDS)
    assert [each for each in others if gates.lets(each)] == []


def test_the_table_opens_no_door_that_the_page_does_not_tell_of() -> None:
    """Also where no code asks yet whether that role may."""
    allowed = {(deed, door): {role for role in Capacity if may(role, deed, door)} for deed in DEEDS for door in Door}
    assert allowed == told()


def test_the_page_has_each_deed_and_no_other() -> None:
    assert {deed for deed, _ in told()} == set(DEEDS)


def test_each_command_has_a_row_and_each_row_a_command_that_there_is() -> None:
    group = typer.main.get_command(app)
    assert isinstance(group, TyperGroup)
    named = {each for deed in DEEDS.values() for each in deed.commands}
    assert {each.removeprefix("s11 ") for each in commands(group)} == named


def test_a_command_without_a_row_does_not_run() -> None:
    assert deed_of("erase everything") == ""
    with pytest.raises(Refused) as refused:
        runs("erase everything")
    assert str(refused.value) == "Nobody may run s11 erase everything: the table of roles has no row for it."


@pytest.mark.parametrize(
    ("duty", "role"),
    [
        ("lead", Capacity.LEAD),
        ("", Capacity.LEAD),
        ("Monitoring Lead", Capacity.LEAD),
        ("named person", Capacity.COLLEAGUE),
    ],
)
def test_a_word_of_the_deployments_own_makes_a_lead_or_a_colleague(duty: str, role: str) -> None:
    assert role_of(duty) == role
