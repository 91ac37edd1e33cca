"""What is sealed: of which tables which columns, from when on, and what is paired with them."""

from collections.abc import Sequence
from typing import NamedTuple


class SealedTable(NamedTuple):
    """What is sealed of a table: these columns, of rows that are settled, and whom or what it is paired with."""

    name: str
    columns: Sequence[str]
    settled: str = ""  # SQL; rows that may still change by right are not sealed yet
    pair: tuple[str, str, str] | None = None  # a table, its column for this row, its column for the other
    is_pair_later: bool = False  # older seals know nothing of the pair: sealed where there is one
    later: Sequence[str] = ()  # columns that older seals know nothing of: sealed where something stands in them
    is_hourly: bool = False
    is_renewed: bool = False  # changes by right, and each change leaves a seal
    is_named: bool = False  # so does each row that is made by right: one without a seal was added by hand


_LETTER = [
    "source",
    "raw_key",
    "received_at",
    "outcome",
    "reason",
    "submission_id",
    "size",
    "message_id",
    "body_sha256",
    "sender",
    "subject",
    "contact_id",
    "decided_by",
]
KINDS = {
    "audits": SealedTable("audit", ["key"], is_renewed=True),
    "partnerships": SealedTable("partnership", ["key", "name"], is_renewed=True, is_named=True),
    "agencies": SealedTable(
        "agency",
        ["abbr", "name"],
        pair=("agency_partnerships", "agencies_id", "partnerships_id"),
        is_renewed=True,
        is_named=True,
    ),
    "contacts": SealedTable(
        "contact",
        ["name", "email", "slack_user", "role", "left_on", "time_zone", "phone"],
        pair=("agency_contacts", "contacts_id", "agencies_id"),
        is_renewed=True,
        is_named=True,
    ),
    "evidence": SealedTable(
        "file",
        ["sha256", "name", "size", "media_type", "scan", "scanned_at", "flags"],
        later=["dated", "review_by"],
        is_renewed=True,
    ),
    "events": SealedTable("entry", ["audit_id", "submission_id", "answer_id", "number", "hash"]),
    "remarks": SealedTable(
        "remark",
        [
            "submission_id",
            "source",
            "number",
            "words",
            "said_by",
            "said_at",
            "question",
            "prompt",
            "value",
            "not_applicable",
            "met_source",
            "met_prompt",
        ],
    ),
    "sent": SealedTable("form", ["token", "contact_id", "submission_id", "form", "sent_at"]),
    "calls": SealedTable("call", ["submission_id", "said_by", "at", "words"]),
    "handovers": SealedTable(
        "handover", ["submission_id", "question", "by_contact_id", "to_contact_id", "source", "at"]
    ),
    "pleas": SealedTable("plea", ["submission_id", "contact_id", "source", "wish", "words", "said_by", "asked_at"]),
    "threads": SealedTable("thread", ["submission_id", "question", "wants", "source", "opened_by", "opened_at"]),
    "thread_entries": SealedTable("thread word", ["thread_id", "by", "words", "said_by", "via", "source", "said_at"]),
    "reviews": SealedTable(
        "review",
        ["submission_id", "question", "verdict", "value", "because", "said_by", "via", "source", "said_at"],
    ),
    "actions": SealedTable(
        "action",
        [
            *("audit_id", "submission_id", "partnership", "number", "what", "refs", "because", "owner", "by_when"),
            *("known_by", "source", "made_by", "via", "made_at"),
        ],
    ),
    "action_entries": SealedTable(
        "word on an action",
        ["action_id", "kind", "words", "value", "said_by", "via", "source", "said_at"],
        pair=("action_evidence", "action_entries_id", "evidence_id"),
        is_pair_later=True,
    ),
    "recommendations": SealedTable(
        "recommendation",
        [
            *("audit_id", "partnership", "number", "words", "owner", "refs", "priorities"),
            *("source", "made_by", "via", "made_at"),
        ],
    ),
    "meetings": SealedTable(
        "meeting",
        [
            *("audit_id", "submission_id", "partnership", "number", "set_for", "about"),
            *("source", "made_by", "via", "made_at"),
        ],
    ),
    "meeting_entries": SealedTable(
        "word on a meeting", ["meeting_id", "kind", "words", "value", "said_by", "via", "source", "said_at"]
    ),
    "quotes": SealedTable(
        "quotation", ["answer_id", "start", "end", "approved_by", "approved_at", "withdrawn_at"], is_renewed=True
    ),
    "receipts": SealedTable(
        "letter",
        _LETTER,
        settled="outcome NOT IN ('unread', 'held')",
        later=["partnership"],
    ),
    "held": SealedTable(
        "held letter", _LETTER, settled="outcome = 'held'", later=["partnership"], is_renewed=True
    ),  # and what became of it
    "messages": SealedTable(
        "message",
        [
            "key",
            "via",
            "recipient",
            "subject",
            "body",
            "submission_id",
            "sent_at",
            "html",
            "token",
            "auto_submitted",
            "in_reply_to",
            "references",
            "attachments",
            "contact_id",
            "reply_to",
            "facts",
        ],
        settled="sent_at IS NOT NULL",
        later=["partnership"],
        is_hourly=True,
    ),
    "holds": SealedTable(
        "legal hold", ["who", "because", "held_at", "held_by", "released_at", "released_by"], is_renewed=True
    ),
    "turns": SealedTable(
        "turn",
        ["submission_id", "contact_id", "source", "via", "at", "did", "question", "prompt", "place", "held", "seen"],
        is_hourly=True,
    ),
}
