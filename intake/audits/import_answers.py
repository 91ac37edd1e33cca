"""A filled table into the record: what is new is added, what stands already is left, whole returns are submitted."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from config.questionnaire import Side, Template
from intake.audits.answers_csv import FileFault, TableAnswer, read_filled
from intake.audits.csv_table import FaultyTable, TableFault
from intake.ledger import Brought, Saying, attach, enter_file, record, submit
from intake.returns import EMPTY, FILE, Cells, Given, cells, is_file, outstanding
from storage.nouns import Audit, Event, Evidence, Submission
from storage.record import AnswerRow, current_rows, trail


class Imported(NamedTuple):
    """What an import came to: answers added, answers that stood already, and agencies submitted by it."""

    recorded: int
    unchanged: int
    submitted: list[str]


def table_of(
    db: Session, audit: Audit, template: Template, data: bytes, file_fault: FileFault = lambda _: None
) -> list[TableAnswer]:
    """What a table says for this audit; raises FaultyTable with every fault, those of the files it names too."""
    sectors = {abbr: each.sector for abbr, each in _submissions(db, audit).items()}
    return read_filled(data, template, sectors, file_fault)


def import_answers(
    db: Session,
    audit: Audit,
    template: Template,
    data: bytes,
    speaker: trail.Speaker,
    *,
    also_submit: bool = False,
    files: Mapping[str, Brought] | None = None,
) -> Imported:
    """Record a table of answers. Raises FaultyTable, with nothing recorded, where any of it cannot be read.

    A return is submitted once nothing required of it is outstanding, or at once with `also_submit`; required
    evidence is a matter of the report and holds no import up. `files` are those the table names, brought before.
    """
    trail.hold(db, audit)
    submissions = _submissions(db, audit)
    brought = files or {}
    filled = table_of(db, audit, template, data, lambda path: None if path in brought else "This file was not brought.")
    by_agency: dict[str, list[TableAnswer]] = defaultdict(list)
    for each in _with_keys(db, filled, brought, speaker):
        by_agency[each.agency].append(each)
    asked = {abbr: submissions[abbr] for abbr in by_agency}
    trail.hold_returns(db, asked.values())
    source = _source(db, audit, data)
    imported, standing = Imported(0, 0, []), _standing(db, template, asked.values())
    for abbr, said in by_agency.items():
        new = _new(said, standing[asked[abbr].id])
        for side in ("agency", "partnership"):
            _record(db, template, asked[abbr], new, Saying(speaker, f"{source}:{side}", side))
        imported = imported._replace(
            recorded=imported.recorded + len(new), unchanged=imported.unchanged + len(said) - len(new)
        )
    imported.submitted.extend(_submit(db, template, asked, speaker, also_submit=also_submit))
    if imported.recorded:
        facts = {"file": hashlib.sha256(data).hexdigest(), "recorded": imported.recorded}
        trail.note(db, audit, speaker, "answers imported", source, facts)
    return imported


def _submit(
    db: Session, template: Template, asked: Mapping[str, Submission], speaker: trail.Speaker, *, also_submit: bool
) -> Iterator[str]:
    """Submit those of these returns that are open and whole, or all that are open; says which."""
    waiting = {abbr: each for abbr, each in asked.items() if each.submitted_at is None}
    standing = _standing(db, template, waiting.values())
    for abbr, submission in waiting.items():
        owed = outstanding(template, submission.sector, standing[submission.id])
        if also_submit or next(owed, None) is None:
            submit(db, submission, speaker)
            yield abbr


def _submissions(db: Session, audit: Audit) -> dict[str, Submission]:
    wanted = select(Submission).where(Submission.audit_id == audit.id).options(selectinload(Submission.agency))
    return {submission.agency.abbr: submission for submission in db.scalars(wanted)}


def _with_keys(
    db: Session, filled: Iterable[TableAnswer], brought: Mapping[str, Brought], speaker: trail.Speaker
) -> list[TableAnswer]:
    """The same with each file under the prompt of its bytes, once; raises FaultyTable for files nobody has."""
    keyed: dict[tuple[str, Given, Side], TableAnswer] = {}
    faults: list[TableFault] = []
    for each in filled:
        given = each.given
        if each.file:
            evidence = enter_file(db, brought[each.file], speaker.at)
            given = given._replace(prompt=FILE + evidence.sha256, value=evidence.name)
        elif is_file(given.prompt) and _evidence(db, given) is None:
            told = "This file is not in the record. Name it in the file column instead."
            faults.append(TableFault(each.row, "prompt", given.prompt, told))
        keyed[each.agency, given, each.by] = each._replace(given=given)
    if faults:
        raise FaultyTable(faults)
    return list(keyed.values())


def _evidence(db: Session, given: Given) -> Evidence | None:
    sha256 = given.prompt.removeprefix(FILE)
    return db.scalar(select(Evidence).where(Evidence.sha256 == sha256, Evidence.name == given.value))


def _record(
    db: Session, template: Template, submission: Submission, said: Iterable[TableAnswer], saying: Saying
) -> None:
    given = [each.given for each in said if each.by == saying.by]
    if words := [each for each in given if not is_file(each.prompt)]:
        record(db, template, submission, words, saying)
    for each in given:
        if is_file(each.prompt) and (evidence := _evidence(db, each)) is not None:
            attach(db, template, submission, each.question, evidence, saying)


def _source(db: Session, audit: Audit, data: bytes) -> str:
    """A name of its own for each import, so that a file imported again after another one counts again."""
    earlier = select(func.count()).where(Event.audit_id == audit.id, Event.action == "answers imported")
    return f"import:{(db.scalar(earlier) or 0) + 1}:{hashlib.sha256(data).hexdigest()[:12]}"


def _new(said: Iterable[TableAnswer], standing: Cells) -> list[TableAnswer]:
    """What the table says beyond what stands."""
    return [each for each in said if not standing.get((each.given.question, each.by), EMPTY).has(*each.given[1:])]


def _standing(db: Session, template: Template, submissions: Iterable[Submission]) -> dict[int, Cells]:
    """What stands in each of these returns (by id), read at once: others wait to write meanwhile."""
    said: dict[int, list[AnswerRow]] = {each.id: [] for each in submissions}
    for row in current_rows(db, list(said)):
        said[row.submission_id].append(row)
    return {number: cells(template, rows) for number, rows in said.items()}
