"""A workspace a test: the South Gloucestershire audit, open for two organisations, with Slack accounts."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa

from config.partnerships import Manager, PartnershipTable
from config.questionnaire import SHIPPED
from storage.nouns import Submission
from storage.record import Database
from tests.bot.slack.fake import FakeSlack, fake_slack
from tests.bot.slack.workspace import Workspace
from tests.conftest import audit_file
from tests.rounds import NOON, Round

AGENCIES = """\
abbr,name,sector,partnerships,contact_name,contact_email,slack_user,role
CSC,Children's Social Care,council,east,Ann Lee,ann@csc.example,U1ANN,lead
CSC,Children's Social Care,council,east,Bo Day,bo@csc.example,U2BO,deputy
SCH,High School,school,east,Cy May,cy@sch.example,U3CY,head
"""
MANAGER = Manager(name="Jo Bloggs", email="jo@east.example", slack_user="U9JO")
EAST = PartnershipTable(key="east", name="The East", managers=[MANAGER])


THREE = """\
abbr,name,sector,partnerships,contact_name,contact_email,slack_user,role
CSC,Children's Social Care,council,east,Ann Lee,ann@csc.example,U1ANN,lead
POL,Police,police,east;west,Di Fox,di@pol.example,,lead
SCH,High School,school,west,Cy May,cy@sch.example,U3CY,head
"""
WES = Manager(name="Wes Hall", email="wes@west.example", slack_user="U8WES")
WEST = PartnershipTable(key="west", name="The West", managers=[WES])


@pytest.fixture
def slack() -> Iterator[FakeSlack]:
    with fake_slack() as started:
        yield started


@pytest.fixture
def workspace(database: Database, slack: FakeSlack, tmp_path: Path) -> Iterator[Workspace]:
    round_ = Round.opened(database, audit_file(SHIPPED / "south-glos-2019.toml"), AGENCIES)
    made = Workspace(round_, slack, tmp_path / "evidence", {"east": EAST})
    yield made
    made.close()


@pytest.fixture
def two_partnerships(database: Database, slack: FakeSlack, tmp_path: Path) -> Iterator[Workspace]:
    """Three agencies, invited: one of the east, one of the west, one of both; a manager each."""
    with invited(database, slack, tmp_path, THREE) as made:
        yield made


@pytest.fixture
def large(database: Database, slack: FakeSlack, tmp_path: Path) -> Iterator[Workspace]:
    """Two hundred agencies of the east, with long and hostile names."""
    rows = (
        f'A{n:03},"Agency {n:03} <!channel> & {"long " * 20}",council,east,Ann {n},ann@a{n}.example,,lead\n'
        for n in range(200)
    )
    with invited(database, slack, tmp_path, THREE.partition("\n")[0] + "\n" + "".join(rows)) as made:
        yield made


@contextmanager
def invited(database: Database, slack: FakeSlack, folder: Path, agencies: str) -> Iterator[Workspace]:
    round_ = Round.opened(database, audit_file(SHIPPED / "south-glos-2019.toml"), agencies)
    with database.write.begin() as db:
        db.execute(sa.update(Submission).values(invited_at=NOON))
    made = Workspace(round_, slack, folder / "evidence", {"east": EAST, "west": WEST})
    yield made
    made.close()
