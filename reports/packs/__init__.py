"""What a partnership takes into a meeting with one agency: its return, and the questions worth asking, with why."""

from reports.packs.document import pack_document
from reports.packs.pack import Pack, pack_of
from reports.packs.worth import WorthAsking, worth_asking

__all__ = ["Pack", "WorthAsking", "pack_document", "pack_of", "worth_asking"]
