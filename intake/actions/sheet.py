"""Actions from a CSV file or a workbook: all of its rows, or none and every fault."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from config.dates import read_timescale, timescale_words, today
from config.questionnaire import Template
from intake.actions.course import Followed, follow
from intake.actions.make import NewAction, add_action, read_refs, timescale_of
from intake.audits import FaultyTable, TableFault, read_rows, table
from intake.audits.workbooks import KnownTable, is_workbook
from intake.ledger import Refused, Saying
from storage.nouns import Action, Audit, Submission
from storage.record.trail import Speaker

REQUIRED = ("what",)
OPTIONAL = ("agency", "owner", "by_when", "known_by", "refs", "because", "rated", "revised", "update")


# What people write above a column of a workbook.
MEANT = {
    "what": r"what|actions?|((agreed|proposed) )?actions?( required| needed)?|what (is|will be) (to be )?done",
    "agency": r"agency|organisation|organization|abbr|abbreviation",
    "owner": r"owner|(action )?lead|who|by whom|responsible|(person|lead|officer) responsible|responsibility",
    "by_when": r"by_when|by when|(due|target|end|completion)( date)?|time ?scales?|deadline|when",
    "known_by": r"known_by|known by|how will (we know|it be known)|success (measure|criteria)|outcomes?|evidence",
    "refs": r"refs?|questions?|standards?|q(uestion)? (no|number)",
    "because": r"because|why|reason|findings?|issue|area for (improvement|development)",
    "rated": r"rated|rating|rag( rating)?",
    "revised": r"revised",
    "update": r"updates?|progress( update)?",
}
ACTIONS = KnownTable(MEANT, "what", 2, "actions", "actions.csv")


class SheetKept(NamedTuple):
    """What came of a sheet: actions that are new, those that stood already, and how days without a year were read."""

    new: int
    stood: int
    read: Sequence[str]


NO, YES = ("", "no", "n"), ("yes", "y")


def add_by_sheet(
    db: Session, audit: Audit, template: Template, data: bytes, speaker: Speaker, partnership: str = ""
) -> SheetKept:
    """Keep a row an action. Raises FaultyTable, with nothing kept.

    The columns are what, agency, owner, by_when, known_by, refs, because; and how a plan has been followed so far:
    rated (a rating), revised (yes or no), update (yes, no, or the words of the update).
    """
    known, is_book = (*REQUIRED, *OPTIONAL), is_workbook(data)
    rows, faults = table(ACTIONS.rows(data, known) if is_book else read_rows(data), REQUIRED, OPTIONAL)
    returns = {each.agency.abbr.casefold(): each for each in audit.submissions}
    mark = hashlib.sha256(data).hexdigest()[:12]
    new = stood = 0
    read, on = ACTIONS.left(data, known) if is_book else [], today(speaker.at)
    for row in rows:
        cells = {name: row.cells.get(name, "").strip() for name in (*REQUIRED, *OPTIONAL)}
        try:
            made = _new(template, cells, returns, partnership, on)
        except Refused as told:
            faults.append(TableFault(row.number, "", cells["what"], str(told)))
            continue
        if faults:
            continue
        saying = Saying(speaker, f"actions:{mark}:{row.number}", "partnership")
        if _is_there(db, audit, saying.source):
            stood += 1
            continue
        action = add_action(db, audit, template, made, saying)
        follow(db, audit, action, _followed(cells), saying)
        new += 1
        if cells["by_when"] and read_timescale(cells["by_when"]) is None:
            read.append(f"Row {row.number}: {cells['by_when']} is read as {timescale_words(action.by_when)}.")
    if faults:
        raise FaultyTable(faults)
    return SheetKept(new, stood, read)


def _new(
    template: Template, cells: Mapping[str, str], returns: Mapping[str, Submission], partnership: str, on: date
) -> NewAction:
    """What a row says; raises Refused."""
    abbr = cells["agency"]
    submission = returns.get(abbr.casefold()) if abbr else None
    if abbr and submission is None:
        raise Refused(f"{abbr[:40]} is not asked in this audit.")
    if submission is None and not cells["owner"]:
        raise Refused("Fill the column agency, or owner with the group or person that owns it.")
    if not cells["what"]:
        raise Refused("Say what is to be done.")
    read_refs(template, cells["refs"])
    timescale_of(cells["by_when"], on)
    if cells["revised"].casefold() not in (*NO, *YES):
        raise Refused("Write yes or no into the column revised.")
    own = {name: cells[name] for name in ("owner", "by_when", "known_by", "refs", "because")}
    return NewAction(cells["what"], submission, partnership=partnership, **own)


def _followed(cells: Mapping[str, str]) -> Followed:
    said = cells["update"]
    words = "" if said.casefold() in NO else "An update was received." if said.casefold() in YES else said
    return Followed(words, rated=cells["rated"], is_revised=cells["revised"].casefold() in YES)


def _is_there(db: Session, audit: Audit, source: str) -> bool:
    return db.scalar(select(Action.id).where(Action.audit_id == audit.id, Action.source == source)) is not None
