"""One round of an audit in a record, with short words for what tests do to it."""

import hashlib
import io
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from config.letters import open_letters
from config.partnerships import Manager, PartnershipTable
from config.questionnaire import Side, Template
from config.ways import WAYS
from intake.audits import import_answers, open_audit, read_agencies, reopen
from intake.audits.import_answers import Imported
from intake.audits.open import OpenedAudit
from intake.ledger import File, Saying, attach, date_file, enter_file, files_of, look, record, submit, withdraw
from intake.notices import Stationery
from intake.returns import EMPTY, Cell, FileDates, Given, cells
from reports.figures import Figures, figures, submissions_of
from reports.figures.returns import returns_of
from storage.nouns import Agency, Answer, Audit, Event, Submission
from storage.record import Database, current_answers, first_bad_entry, seal, seal_faults, trail

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
DUE = date(2026, 6, 30)
MO = Manager(name="Mo Shah", email="mo@east.example.org", phone="01632 960 003")
EAST = PartnershipTable(key="east", name="The East", managers=[MO])
STATIONERY = Stationery(open_letters(), {"east": EAST}, "audit@example.org", WAYS)


def jo(minutes: int = 0, via: str = "import") -> trail.Speaker:
    """Jo Park, so many minutes after noon."""
    return trail.Speaker("Jo Park", via, NOON + timedelta(minutes=minutes))


@dataclass
class Round:
    database: Database
    template: Template
    key: str

    @classmethod
    def opened(cls, database: Database, template: Template, agencies: str | bytes, key: str = "") -> "Round":
        made = cls(database, template, key or template.key)
        made.open(agencies)
        return made

    def open(
        self, agencies: str | bytes, due: date = DUE, template: Template | None = None, opens: date | None = None
    ) -> OpenedAudit:
        data = agencies if isinstance(agencies, bytes) else agencies.encode()
        with self.database.write.begin() as db:
            opened = open_audit(
                db, template or self.template, self.key, (opens, due), read_agencies(data), {"east": "The East"}, jo()
            )
            db.flush()
            return opened

    def say(self, abbr: str, *given: Given, by: Side = "agency", source: str = "", minutes: int = 1) -> int:
        """Record it and say how many answers were new."""
        with self.database.write.begin() as db:
            saying = Saying(jo(minutes), source or f"test:{minutes}", by)
            return len(record(db, self.template, self.submission(db, abbr), given, saying))

    def load(self, table: str | bytes, minutes: int = 1, *, also_submit: bool = False) -> Imported:
        data = table if isinstance(table, bytes) else table.encode()
        with self.database.write.begin() as db:
            return import_answers(db, self.audit(db), self.template, data, jo(minutes), also_submit=also_submit)

    def give(
        self,
        abbr: str,
        question: str,
        data: bytes,
        name: str,
        *,
        by: Side = "agency",
        source: str = "",
        minutes: int = 1,
    ) -> bool:
        """Give a file that is in no store, and say whether that was new."""
        with self.database.write.begin() as db:
            evidence = enter_file(db, look(io.BytesIO(data), name), jo(minutes).at)
            saying = Saying(jo(minutes), source or f"test:{minutes}", by)
            return attach(db, self.template, self.submission(db, abbr), question, evidence, saying) is not None

    def date(self, name: str, days: FileDates, abbr: str = "CSC", minutes: int = 9) -> None:
        """Say how old a file of the return is, by its name."""
        (file,) = {each.sha256 for each in self.files(abbr) if each.name == name}
        with self.database.write.begin() as db:
            date_file(db, self.submission(db, abbr), file, days, jo(minutes))

    def take_back(self, abbr: str, question: str, data: bytes, minutes: int = 2) -> None:
        with self.database.write.begin() as db:
            saying = Saying(jo(minutes), f"test:{minutes}")
            withdraw(db, self.template, self.submission(db, abbr), question, hashlib.sha256(data).hexdigest(), saying)

    def files(self, abbr: str) -> list[File]:
        with self.database.read() as db:
            return files_of(current_answers(db, [self.submission(db, abbr).id]))

    def submit(self, abbr: str, minutes: int = 5) -> None:
        with self.database.write.begin() as db:
            submit(db, self.submission(db, abbr), jo(minutes))

    def reopen(self, abbr: str, because: str, minutes: int = 6) -> None:
        with self.database.write.begin() as db:
            reopen(db, self.submission(db, abbr), jo(minutes), because, STATIONERY)

    def close(self) -> None:
        with self.database.write.begin() as db:
            self.audit(db).closed_at = NOON

    def audit(self, db: Session) -> Audit:
        return db.scalars(sa.select(Audit).where(Audit.key == self.key)).one()

    def submission(self, db: Session, abbr: str) -> Submission:
        wanted = sa.select(Submission).join(Audit).join(Agency).where(Audit.key == self.key, Agency.abbr == abbr)
        return db.scalars(wanted).one()

    def cell(self, abbr: str, ref: str, by: Side = "agency") -> Cell:
        """What stands on a question."""
        with self.database.read() as db:
            said = cells(self.template, current_answers(db, [self.submission(db, abbr).id]))
        return said.get((ref, by), EMPTY)

    def answers(self) -> list[tuple[Any, ...]]:
        """Every answer ever given, all columns, oldest first."""
        return self.rows(sa.select(Answer.__table__).order_by(sa.text("id")))

    def events(self) -> list[tuple[Any, ...]]:
        wanted = sa.select(Event.number, Event.actor, Event.via, Event.at, Event.action, Event.about)
        return self.rows(wanted.join(Audit, Audit.id == Event.audit_id).where(Audit.key == self.key).order_by(Event.id))

    def rows(self, wanted: sa.Executable) -> list[tuple[Any, ...]]:
        with self.database.read() as db:
            return [tuple(row) for row in db.execute(wanted)]

    def figures(self, partnership: str | None = None) -> Figures:
        with self.database.read() as db:
            found = submissions_of(db, self.audit(db), partnership)
            return figures(self.template, returns_of(db, self.template, found))

    def first_bad_entry(self) -> str | None:
        with self.database.read() as db:
            return first_bad_entry(db, self.audit(db))

    def seal(self) -> None:
        """As the clock's round does before a digest."""
        with self.database.write.begin() as db:
            seal(db, NOON, all_of_it=True)

    def seal_faults(self) -> list[str]:
        with self.database.read() as db:
            return list(seal_faults(db))

    def tamper(self, statement: str, **values: object) -> None:
        """Change the record behind the program's back."""
        with self.database.engine.execution_options(write=True).begin() as connection:
            connection.execute(sa.text(statement), values)
