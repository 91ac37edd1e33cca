"""The record: opened, written under one lock, sealed by a trail, dumped and loaded."""

from storage.record.asked import knows_of, last_heard, people_asked
from storage.record.current import counted_answers, current_answers
from storage.record.database import Database, insert_into, insert_new, open_database, read_address
from storage.record.dump import count_on, dump, is_bare, load, record_tables
from storage.record.faults import AWAY, Faults, apart, lately, note
from storage.record.known import known_keys
from storage.record.messages import (
    NUDGE,
    call_off_chasing,
    call_off_nudges,
    call_off_nudges_to,
    call_off_phone_lists,
    mark_bounced,
)
from storage.record.pleas import settle, waiting
from storage.record.seat import Seat, SeatName, seat_of

__all__ = [
    "AWAY",
    "NUDGE",
    "Database",
    "Faults",
    "Seat",
    "SeatName",
    "apart",
    "call_off_chasing",
    "call_off_nudges",
    "call_off_nudges_to",
    "call_off_phone_lists",
    "count_on",
    "counted_answers",
    "current_answers",
    "dump",
    "insert_into",
    "insert_new",
    "is_bare",
    "known_keys",
    "knows_of",
    "last_heard",
    "lately",
    "load",
    "mark_bounced",
    "note",
    "open_database",
    "people_asked",
    "read_address",
    "record_tables",
    "seat_of",
    "settle",
    "waiting",
]
