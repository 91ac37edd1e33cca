"""The record: opened, written under one lock, sealed by a trail, dumped and loaded."""

from storage.record.asked import knows_of, last_heard, people_asked
from storage.record.current import (
    AnswerRow,
    EvidenceRow,
    TagRow,
    counted_answers,
    counted_rows,
    current_answers,
    current_rows,
)
from storage.record.database import Database, insert_into, insert_new, open_database, read_address
from storage.record.dump import count_on, dump, is_bare, known_keys, load, record_tables
from storage.record.faults import AWAY, Faults, apart, lately, note
from storage.record.messages import (
    NUDGE,
    call_off_chasing,
    call_off_letters_to,
    call_off_news,
    call_off_nudges,
    call_off_nudges_to,
    call_off_phone_lists,
    mark_bounced,
)
from storage.record.pleas import settle, waiting
from storage.record.proof import (
    LastSeal,
    entries_of,
    first_bad_entry,
    is_witness,
    newest,
    renew,
    seal,
    seal_faults,
    witness_faults,
    witness_of,
)
from storage.record.remarks import TwoSaid, teller, two_said
from storage.record.seat import Seat, SeatName, seat_of
from storage.record.which import among, begins

__all__ = [
    "AWAY",
    "NUDGE",
    "AnswerRow",
    "Database",
    "EvidenceRow",
    "Faults",
    "LastSeal",
    "Seat",
    "SeatName",
    "TagRow",
    "TwoSaid",
    "among",
    "apart",
    "begins",
    "call_off_chasing",
    "call_off_letters_to",
    "call_off_news",
    "call_off_nudges",
    "call_off_nudges_to",
    "call_off_phone_lists",
    "count_on",
    "counted_answers",
    "counted_rows",
    "current_answers",
    "current_rows",
    "dump",
    "entries_of",
    "first_bad_entry",
    "insert_into",
    "insert_new",
    "is_bare",
    "is_witness",
    "known_keys",
    "knows_of",
    "last_heard",
    "lately",
    "load",
    "mark_bounced",
    "newest",
    "note",
    "open_database",
    "people_asked",
    "read_address",
    "record_tables",
    "renew",
    "seal",
    "seal_faults",
    "seat_of",
    "settle",
    "teller",
    "two_said",
    "waiting",
    "witness_faults",
    "witness_of",
]
