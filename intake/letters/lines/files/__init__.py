"""Files become lines: a workbook, a document, a PDF, row by row or page by page."""

from intake.letters.lines.files.office import lines_of_file, office_faults, office_kind

__all__ = ["lines_of_file", "office_faults", "office_kind"]
