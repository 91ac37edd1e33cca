"""Workbooks of a business manager's: a questionnaire or a list of agencies in Excel, read as it was laid out. Pure."""

from intake.audits.workbooks.agencies import rows_of_agencies, said_of_heads
from intake.audits.workbooks.questionnaire import DraftAudit, read_questionnaire, told
from intake.audits.workbooks.rows import Fate
from intake.audits.workbooks.sheets import is_workbook
from intake.audits.workbooks.table import KnownTable

__all__ = [
    "DraftAudit",
    "Fate",
    "KnownTable",
    "is_workbook",
    "read_questionnaire",
    "rows_of_agencies",
    "said_of_heads",
    "told",
]
