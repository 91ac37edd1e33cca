"""City & Hackney's published matrix, given in Slack as the partnership's ratings: a sheet, and nothing else."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from cli.demo import DATA, KEY
from config.questionnaire import SHIPPED
from storage.nouns import Agency, Answer, Submission
from storage.record import Database
from tests.bot.slack.conftest import EAST
from tests.bot.slack.fake import FakeSlack
from tests.bot.slack.orders.test_judge import share
from tests.bot.slack.orders.test_orders import told
from tests.bot.slack.workspace import Workspace
from tests.conftest import audit_file
from tests.rounds import Round

RATED = ("ASC", "CoL", "MPS", "YS")  # of thirteen
PUBLISHED = list(csv.DictReader((DATA / KEY / "matrix.csv").read_text().splitlines()))
MATRIX = [{"question": each["question"], **{one: each[one] for one in RATED}} for each in PUBLISHED]


def rating(cell: str) -> str:
    """The rating of a published cell: "No - IA" answers yes or no before it, and N/A is none."""
    return cell.rpartition("-")[2].strip() if cell != "N/A" else ""


ALL = [(row["question"], abbr, row[abbr]) for row in MATRIX for abbr in RATED]
CELLS = {(ref, abbr, rating(cell)) for ref, abbr, cell in ALL if cell not in ("Yes", "No")}


@pytest.fixture
def hackney(database: Database, slack: FakeSlack, tmp_path: Path) -> Iterator[Workspace]:
    agencies = (DATA / KEY / "agencies.csv").read_text().replace("city-hackney", "east")
    round_ = Round.opened(database, audit_file(SHIPPED / f"{KEY}.toml"), agencies)
    made = Workspace(round_, slack, tmp_path / "evidence", {"east": EAST})
    yield made
    made.close()


def sheet(rows: list[dict[str, str]]) -> str:
    file = io.StringIO()
    writer = csv.DictWriter(file, ["question", *RATED])
    writer.writeheader()
    writer.writerows(rows)
    return file.getvalue()


def ratings(workspace: Workspace) -> set[tuple[object, ...]]:
    wanted = sa.select(Answer.question, Agency.abbr, Answer.value).join(
        Submission, Answer.submission_id == Submission.id
    )
    wanted = wanted.join(Agency, Submission.agency_id == Agency.id).where(Answer.by == "partnership")
    return set(workspace.round.rows(wanted.where(Answer.prompt == "rating")))


def test_a_published_matrix_is_the_partnerships_ratings(hackney: Workspace) -> None:
    jo = hackney.person("U9JO")
    share(jo, f"ratings {KEY} because Scrutiny panel, 4 May", sheet([*MATRIX[:-1], MATRIX[-1] | {"MPS": "Purple"}]))
    assert f"Row {len(MATRIX) + 1}, column MPS" in told(jo)
    assert ratings(hackney) == set()
    share(jo, f"ratings {KEY} because Scrutiny panel, 4 May", sheet(MATRIX))
    assert f"Recorded {len(ALL)} ratings of the partnership in {KEY}; 0 stood already." in told(jo)
    assert ratings(hackney) == CELLS
    assert hackney.round.first_bad_entry() is None
