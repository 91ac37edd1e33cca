"""Whether the record is as it was written: its entries, what is sealed in bulk, and the witness outside it."""

from storage.record.proof.entries import entries_of, first_bad_entry, missing_audits, resealed
from storage.record.proof.erasure import ERASED, Erasure, Tombstone, erasure_facts, erasures
from storage.record.proof.names import names_of
from storage.record.proof.renew import renew
from storage.record.proof.seal_faults import seal_faults
from storage.record.proof.sealed_tables import KINDS
from storage.record.proof.seals import LastSeal, newest, seal, sealed_anew, sealed_rows
from storage.record.proof.witness import compared_with, is_witness, witness_faults, witness_of

__all__ = [
    "ERASED",
    "KINDS",
    "Erasure",
    "LastSeal",
    "Tombstone",
    "compared_with",
    "entries_of",
    "erasure_facts",
    "erasures",
    "first_bad_entry",
    "is_witness",
    "missing_audits",
    "names_of",
    "newest",
    "renew",
    "resealed",
    "seal",
    "seal_faults",
    "sealed_anew",
    "sealed_rows",
    "witness_faults",
    "witness_of",
]
