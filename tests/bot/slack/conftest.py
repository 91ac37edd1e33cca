"""A workspace a test: the South Gloucestershire audit, open for two organisations, with Slack accounts."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from config.loading import SHIPPED
from config.partnerships import Manager, PartnershipTable
from storage.database import Database
from tests.bot.slack.fake import FakeSlack, fake_slack
from tests.bot.slack.workspace import Workspace
from tests.conftest import audit_file
from tests.rounds import Round

AGENCIES = """\
abbr,name,sector,partnerships,contact_name,contact_email,slack_user,role
CSC,Children's Social Care,council,east,Ann Lee,ann@csc.example,U1ANN,lead
CSC,Children's Social Care,council,east,Bo Day,bo@csc.example,U2BO,deputy
SCH,High School,school,east,Cy May,cy@sch.example,U3CY,head
"""
MANAGER = Manager(name="Jo Bloggs", email="jo@east.example", slack_user="U9JO")
EAST = PartnershipTable(key="east", name="The East", managers=[MANAGER])


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
