"""What is said costs few statements: an answer in the terminal, a press in Slack, a letter of twenty answers."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from cli.clock import one_round
from cli.talk import TerminalSession
from cli.wiring import audit_of
from cli.work import TagsMade
from config.questionnaire import SHIPPED, Template
from config.settings import Settings
from intake.conversation import Talk
from intake.letters import Reader
from intake.returns import Given
from reports.figures import submissions_of
from reports.report import export_json
from storage.nouns import Audit
from storage.record import Database, open_database
from tests.bot.slack.fake import fake_slack
from tests.bot.slack.workspace import Person, Workspace
from tests.conftest import audit_file
from tests.post import postroom
from tests.rounds import NOON, Round

AGENCIES = """\
abbr,name,sector,partnerships,contact_name,contact_email,slack_user,role
CSC,Children's Social Care,council,east,Ann Lee,ann@csc.example,U1ANN,lead
CSC,Children's Social Care,council,east,Bo Day,bo@csc.example,U2BO,deputy
"""
TRANSACTION = re.compile(r"BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE")


@contextmanager
def counted(database: Database) -> Iterator[list[str]]:
    """The statements that reach the database, transactions' own apart."""
    said: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if not TRANSACTION.match(statement):
            said.append(statement)

    sa.event.listen(database.engine, "before_cursor_execute", note)
    try:
        yield said
    finally:
        sa.event.remove(database.engine, "before_cursor_execute", note)


@pytest.fixture
def opened(database: Database) -> Round:
    return Round.opened(database, audit_file(SHIPPED / "south-glos-2019.toml"), AGENCIES)


@pytest.fixture
def ann_in_slack(opened: Round, tmp_path: Path) -> Iterator[Person]:
    with fake_slack() as slack:
        workspace = Workspace(opened, slack, tmp_path / "evidence")
        yield workspace.person("U1ANN")
        workspace.close()


@pytest.fixture
def at_terminal(opened: Round, tmp_path: Path) -> TerminalSession:
    with opened.database.read() as db:
        number = opened.submission(db, "CSC").id
    using = Settings.read({"S11_HOME": str(tmp_path), "S11_NOW": NOON.isoformat()}, tmp_path / "none.env")
    return TerminalSession(using, opened.database, opened.template, "ann@csc.example", number, Talk(), tmp_path)


def at_most(limit: int, database: Database, said: list[str]) -> None:
    """No more than this, and one more where a lock is a statement of its own."""
    most = limit + (database.engine.dialect.name == "postgresql")
    assert len(said) <= most, "\n".join([f"{len(said)} statements, {most} expected at most:", *said])


def test_words_typed_in_the_terminal(at_terminal: TerminalSession) -> None:
    place = at_terminal.speak("2", at_terminal.hello().place).place
    with counted(at_terminal.record) as said:
        at_terminal.speak("We listen to children.", place)
    at_most(12, at_terminal.record, said)


def test_a_press_in_slack(ann_in_slack: Person) -> None:
    """From the press to the messages that are true again: the one it was in, and a colleague's of this return.

    One is to tell from the record what was recorded, and one what else it says since.
    """
    ann_in_slack.types("hello")
    ann_in_slack.types("go to 4")
    database = ann_in_slack.workspace.round.database
    with counted(database) as said:
        ann_in_slack.presses("2 Good")
    inbox = 6 if database.engine.dialect.name == "postgresql" else 0  # on SQLite it is a file of its own
    at_most(15 + inbox, database, said)


def test_a_letter_of_twenty_answers(opened: Round, tmp_path: Path, reader: Reader) -> None:
    """Kept, read, recorded and acknowledged."""
    post = postroom(opened, tmp_path, reader)
    body = "".join(f"{ref}: 2\n" for ref in range(1, 20)) + "\nWhat's working well? Everybody is trained.\n"
    raw = post.letter(body, token=post.form(text=post.printed()))
    with counted(opened.database) as said:
        assert len(post.room.receive(raw).answers) == 20
    at_most(20, opened.database, said)  # one reads what our last letter offered


def test_the_clock_looks_through_all_answers_for_words_only_where_there_may_be_news(
    opened: Round, tmp_path: Path
) -> None:
    """A look goes through every answer of a round, and the clock comes by each minute."""

    def looks(made: TagsMade, minutes: int) -> bool:
        at = (NOON + timedelta(minutes=minutes)).isoformat()
        using = Settings.read({"S11_HOME": str(tmp_path), "S11_NOW": at}, tmp_path / "none.env")
        with counted(opened.database) as said:
            one_round(using, opened.database, made)
        return any("tagged" in each for each in said)

    made = TagsMade()
    seen = [looks(made, 0), looks(made, 1)]
    opened.say("CSC", Given("4", "rating", "2"))
    seen += [looks(made, 2), looks(made, 3), looks(made, 64), looks(TagsMade(), 65)]
    assert seen == [True, False, True, False, True, True]


def plans(opened_sqlite: Path, look: Callable[[Session, Audit, Template], object]) -> list[str]:
    """How SQLite would find the entries of the trail that a look asks for, statement by statement."""
    said: list[tuple[str, Any]] = []
    with open_database(f"sqlite:///{opened_sqlite}") as database:

        def note(_connection: object, _cursor: object, statement: str, parameters: Any, *_: object) -> None:
            if "FROM events" in statement or "JOIN events" in statement:
                said.append((statement, parameters))

        with database.read() as db:
            audit, template = audit_of(db, db.scalars(sa.select(Audit.key)).one())
            sa.event.listen(database.engine, "before_cursor_execute", note)
            look(db, audit, template)
            sa.event.remove(database.engine, "before_cursor_execute", note)
            return [
                " ".join(str(row[3]) for row in db.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {each}", given))
                for each, given in dict.fromkeys(said)
            ]


def exported(db: Session, audit: Audit, template: Template) -> None:
    export_json(db, template, audit, submissions_of(db, audit), whole=True)


def test_an_export_finds_each_returns_entries_and_never_looks_through_the_whole_trail(opened_sqlite: Path) -> None:
    found = plans(opened_sqlite, exported)
    through = [each for each in found if "SCAN events" in each or "ix_events_audit_id_number (audit_id=?)" in each]
    assert through == [] != found
