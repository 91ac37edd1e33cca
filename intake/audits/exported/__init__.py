"""An exported audit back into the record, read and written some returns at a time."""

from intake.audits.exported.people import unproved
from intake.audits.exported.restored import bring_back, restore

__all__ = ["bring_back", "restore", "unproved"]
