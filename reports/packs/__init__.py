"""What a partnership takes into a meeting, with one agency or with all: the questions worth asking, with why."""

from reports.packs.discussion import Discussion, discussion_of
from reports.packs.discussion_page import discussion_document
from reports.packs.document import pack_document
from reports.packs.pack import Pack, pack_of
from reports.packs.worth import WorthAsking, worth_asking

__all__ = [
    "Discussion",
    "Pack",
    "WorthAsking",
    "discussion_document",
    "discussion_of",
    "pack_document",
    "pack_of",
    "worth_asking",
]
