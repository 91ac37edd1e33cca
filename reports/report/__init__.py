"""The report of an audit: page, workbook, picture and CSV."""

from reports.report.colours import ink
from reports.report.export import export_json, export_parts
from reports.report.export_csv import export_csv, for_spreadsheets
from reports.report.figures_json import figures_json
from reports.report.rates import Mentions, mentions, under_prompts
from reports.report.roll import roll
from reports.report.verdicts import rolled, rolled_each, thresholds

__all__ = [
    "Mentions",
    "export_csv",
    "export_json",
    "export_parts",
    "figures_json",
    "for_spreadsheets",
    "ink",
    "mentions",
    "roll",
    "rolled",
    "rolled_each",
    "thresholds",
    "under_prompts",
]
