"""An audit is opened, filled from tables, and managed."""

from intake.audits.agencies_csv import AgencyRow, read_agencies, told_of_agencies
from intake.audits.contacts import (
    contact_of,
    mark_left,
    mark_reached,
    mark_unreachable,
    move_contact,
    open_returns,
    set_contact,
    stand_down,
)
from intake.audits.csv_table import FaultyTable, TableFault, guarded, ragged_fault, read_rows, table
from intake.audits.exported import bring_back, restore, unproved
from intake.audits.import_answers import import_answers, table_of
from intake.audits.manage import (
    ask_again,
    close,
    excuse,
    extend,
    move_due,
    note_call,
    open_audit_again,
    pause,
    reopen,
    sign_off,
)
from intake.audits.open import call_partnership, open_audit

__all__ = [
    "AgencyRow",
    "FaultyTable",
    "TableFault",
    "ask_again",
    "bring_back",
    "call_partnership",
    "close",
    "contact_of",
    "excuse",
    "extend",
    "guarded",
    "import_answers",
    "mark_left",
    "mark_reached",
    "mark_unreachable",
    "move_contact",
    "move_due",
    "note_call",
    "open_audit",
    "open_audit_again",
    "open_returns",
    "pause",
    "ragged_fault",
    "read_agencies",
    "read_rows",
    "reopen",
    "restore",
    "set_contact",
    "sign_off",
    "stand_down",
    "table",
    "table_of",
    "told_of_agencies",
    "unproved",
]
