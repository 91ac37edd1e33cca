"""However many agencies are asked, the record is asked as often: statements are counted, not seconds."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from cli.status import standings
from config.dates import LONDON
from config.questionnaire import Template
from config.themes import SHIPPED_THEMES, load_themes
from intake.returns import Given
from reports.digests import digest_of
from reports.figures import approved, beside, differing, exhibits, figures_with_words, submissions_of
from reports.nudges import Chase, due_now
from reports.overdue import overdue_now
from reports.tags import untagged
from storage.nouns import Submission
from storage.record import Database
from tests.rounds import EAST, NOON, Round

HEADER = "abbr,name,sector,partnerships,contact_name,contact_email,slack_user,role\n"
EVENING = datetime(2026, 3, 9, 20, tzinfo=LONDON)
DAY_8 = datetime(2026, 3, 10, 10, tzinfo=LONDON)
AFTER = datetime(2026, 7, 14, 10, tzinfo=LONDON)  # the last day, by two weeks
Read = Callable[[Session, Round], object]


def told(db: Session, told: Round) -> object:
    found = submissions_of(db, told.audit(db))
    return standings(db, told.template, found, Chase(told.template.nudges, {"east": EAST}, EVENING))


def counted(db: Session, told: Round) -> object:
    found = submissions_of(db, told.audit(db))
    return figures_with_words(db, told.template, found), approved(db, told.template, found)


def kept(db: Session, told: Round) -> object:
    found = submissions_of(db, told.audit(db))
    return exhibits(db, told.template, found), beside(db, found), differing(db, found, EVENING.date())


def digest(db: Session, told: Round) -> object:
    return digest_of(db, told.audit(db), told.template, "east", load_themes(SHIPPED_THEMES), EVENING)


def nudges(db: Session, told: Round) -> object:
    found = due_now(db, told.audit(db), Chase(told.template.nudges, {"east": EAST}, DAY_8))
    assert found
    return found


def late(db: Session, told: Round) -> object:
    found = overdue_now(db, told.audit(db), AFTER)
    assert found
    return found


def words(db: Session, told: Round) -> object:
    return untagged(db, told.audit(db), told.template, "1")


def asked(database: Database, template: Template, key: str, agencies: int) -> Round:
    """A round with so many agencies, all invited, each of which has written and given a file; half are in."""
    names = [f"{key}{number}" for number in range(agencies)]
    rows = "".join(f"{each},Agency {each},council,east,Ann,{each}@a.example.org,,lead\n" for each in names)
    made = Round.opened(database, template, HEADER + rows, key)
    with database.write.begin() as db:
        for each in db.scalars(sa.select(Submission).where(Submission.audit_id == made.audit(db).id)):
            each.invited_at = NOON
    for number, abbr in enumerate(names):
        made.say(abbr, Given("1.1", "rating", "2"), Given("1.1", "text", "The LADO is known."))
        made.give(abbr, "1.1", abbr.encode(), "policy.pdf", source=f"file:{abbr}")
        if number % 2:
            made.submit(abbr)
    return made


@contextmanager
def statements(database: Database) -> Iterator[list[str]]:
    said: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        said.append(statement)

    sa.event.listen(database.engine, "before_cursor_execute", note)
    try:
        yield said
    finally:
        sa.event.remove(database.engine, "before_cursor_execute", note)


@pytest.fixture
def rounds(database: Database, small: Template) -> tuple[Round, Round]:
    """The same questions asked of two agencies, and of forty."""
    return asked(database, small, "few", 2), asked(database, small, "many", 40)


@pytest.mark.parametrize("read", [told, counted, kept, digest, nudges, late, words])
def test_forty_agencies_take_as_many_statements_as_two(rounds: tuple[Round, Round], read: Read) -> None:
    said = []
    for each in rounds:
        with statements(each.database) as noted, each.database.read() as db:
            read(db, each)
        said.append(noted)
    assert len(said[1]) == len(said[0]), sorted(set(said[1]))
