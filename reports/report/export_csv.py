"""What stands now as CSV, one answer a row, for spreadsheets and to be read in again."""

import csv
import io
from collections.abc import Iterable

from sqlalchemy.orm import Session

from config.questionnaire import Template
from intake.returns import is_file
from reports.report.export import in_order, iso
from storage.nouns import Submission
from storage.record import counted_answers

CSV_COLUMNS = ("agency", "question", "prompt", "value", "by", "said_by", "via", "said_at")


def for_spreadsheets(table: str) -> str:
    """The same behind the mark by which Excel knows UTF-8: without it, it shows accents as other letters."""
    return f"\ufeff{table}"


def export_csv(db: Session, template: Template, submissions: Iterable[Submission]) -> str:
    """What stands now, one answer a row, in columns that `s11 answers import` reads."""
    from intake.audits import guarded  # most who load this write no table

    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    writer.writerow(CSV_COLUMNS)
    for submission in submissions:
        for answer in in_order(template, counted_answers(db, [submission])):
            if is_file(answer.prompt) and not answer.value:
                continue  # withdrawn
            value = answer.value
            if answer.not_applicable:
                value = f"N/A: {value}" if value else "N/A"
            who = (answer.by, answer.said_by, answer.via, iso(answer.said_at) or "")
            row = (submission.agency.abbr, answer.question, answer.prompt, value, *who)
            writer.writerow([guarded(cell) for cell in row])
    return out.getvalue()
