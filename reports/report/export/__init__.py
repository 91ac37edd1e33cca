"""The exact export: an audit's record as JSON, written as it is read."""

from reports.report.export.document import export_json, export_parts
from reports.report.export.entries import in_order, iso

__all__ = ["export_json", "export_parts", "in_order", "iso"]
