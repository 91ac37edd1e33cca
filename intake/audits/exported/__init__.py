"""An exported audit back into the record, read and written some returns at a time."""

from intake.audits.exported.restored import restore

__all__ = ["restore"]
