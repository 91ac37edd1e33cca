"""What s11 doctor says of the evidence store: whether it works, and whether it is the one that the record speaks of."""

from collections.abc import Iterator

from cli import wiring
from cli.absent import names_files, never_came
from cli.checks import Check
from cli.home import absence
from config.settings import Settings
from config.words import count, form
from storage.evidence import ELSEWHERE, FolderEvidence, Unavailable
from storage.record import known_keys


def store_checks(using: Settings) -> Iterator[Check]:
    """Whether files go in and come out; a folder that is not there is made only where nothing says that it was."""
    try:
        store = wiring.evidence(using)
        if isinstance(store, FolderEvidence) and not has_record(using):  # to try it makes the folder
            told = f"{store.root} was not tried, for no record answers."
            yield Check("evidence", "warn", told, "Mend the line of the record first.")
            return
        if isinstance(store, FolderEvidence) and not store.root.exists() and names_files(using):
            yield Check("evidence", "fail", f"There is no folder {store.root}, and the record has files.", ELSEWHERE)
            return
        found = list(store.check())
    except (Unavailable, wiring.NotReady) as fault:
        yield Check("evidence", "fail", str(fault), "Check S11_EVIDENCE_URL and S11_S3_ENDPOINT_URL.")
    else:
        yield from (Check(*each) for each in found)


def file_checks(using: Settings) -> Iterator[Check]:
    """Whether record and store are each other's: one that lacks the other's files is the wrong one, or lost some."""
    try:
        every, stored = _named(using), {each.key for each in wiring.evidence(using).stored() if each.is_ours}
    except (wiring.NotReady, Unavailable):
        return  # the line of the record or of the store has said so
    absent = every & (never_came(using) - stored)
    named = every - absent
    if absent:
        told = f"{count(len(absent), 'file')} that the record names never came: an export brings none."
        yield Check("stored files", "warn", told, "s11 backup and s11 restore bring them from where it was made.")
    if stored and not named:
        told = f"The record knows none of the files in {using.evidence}."
        mend = "Check S11_DATABASE_URL and S11_EVIDENCE_URL, or restore the last backup."
        yield Check("stored files", "fail", told, mend)
    elif named and named.isdisjoint(stored):
        told = f"{using.evidence} holds none of the {count(len(named), 'file')} that the record names."
        yield Check("stored files", "fail", told, ELSEWHERE)
    elif gone := named - stored:
        many = f"{len(gone)} {form(len(gone), 'is', 'are')}"
        told = f"Of {count(len(named), 'file')} that the record names, {many} not in the store."
        mend = "See which with s11 evidence verify, and bring them back from a backup."
        yield Check("stored files", "fail", told, mend)
    elif stored:
        yield Check("stored files", "ok", "The record knows them.")


def has_record(using: Settings) -> bool:
    """Whether there is one that can be opened."""
    try:
        with wiring.unopened(using) as record:
            return not absence(using, record)
    except wiring.UNOPENED:
        return False


def _named(using: Settings) -> set[str]:
    with wiring.reading(using) as db:
        return known_keys(db)
