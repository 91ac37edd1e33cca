"""Whether the record is as it was written: its entries, what is sealed in bulk, and the witness outside it."""

from storage.record.proof.entries import entries_of, first_bad_entry, missing_audits
from storage.record.proof.renew import renew
from storage.record.proof.seals import LastSeal, newest, seal, seal_faults
from storage.record.proof.witness import compared_with, is_witness, witness_faults, witness_of

__all__ = [
    "LastSeal",
    "compared_with",
    "entries_of",
    "first_bad_entry",
    "is_witness",
    "missing_audits",
    "newest",
    "renew",
    "seal",
    "seal_faults",
    "witness_faults",
    "witness_of",
]
