"""The record: opened, written under one lock, sealed by a trail, dumped and loaded."""

from storage.record.asked import knows_of, last_heard, people_asked
from storage.record.current import counted_answers, current_answers
from storage.record.database import Database, insert_new, open_database, read_address
from storage.record.dump import count_on, dump, is_bare, known_keys, load, record_tables
from storage.record.faults import AWAY, Faults, apart, lately, note
from storage.record.messages import (
    NUDGE,
    call_off_chasing,
    call_off_nudges,
    call_off_nudges_to,
    call_off_phone_lists,
    mark_bounced,
)
from storage.record.pleas import settle, waiting
from storage.record.proof import entries_of, first_bad_entry
from storage.record.remarks import TwoSaid, teller, two_said
from storage.record.seals import LastSeal, newest, renew, seal, seal_faults
from storage.record.witness import is_witness, witness_faults, witness_of

__all__ = [
    "AWAY",
    "NUDGE",
    "Database",
    "Faults",
    "LastSeal",
    "TwoSaid",
    "apart",
    "call_off_chasing",
    "call_off_nudges",
    "call_off_nudges_to",
    "call_off_phone_lists",
    "count_on",
    "counted_answers",
    "current_answers",
    "dump",
    "entries_of",
    "first_bad_entry",
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
    "settle",
    "teller",
    "two_said",
    "waiting",
    "witness_faults",
    "witness_of",
]
