"""What of a person no command can erase: copies elsewhere, letters that have left, and files that nobody can search."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from shlex import quote

from sqlalchemy import select
from sqlalchemy.orm import Session

from cli.copies import copies_made
from config.dates import uk_moment
from config.settings import Settings
from intake.rights import FileSearch, KeptFile, addresses_beside, last_name_places
from reports.figures import count
from storage.evidence import EvidenceStore
from storage.inbox import FILE as INBOX
from storage.nouns import Evidence, Message, Sighting

SHOWN = 20
# Looked through by other ways, or without words.
_APART = {f"{name}{end}" for name in ("s11.db", INBOX) for end in ("", "-wal", "-shm")} | {
    "evidence",
    "secret_key",
}


def home_of(using: Settings) -> list[Path]:
    """What lies in the home beside the record and its files."""
    if not using.home.is_dir():
        return []
    return [path for path in sorted(using.home.iterdir()) if path.name not in _APART]


def remains(
    db: Session, using: Settings, store: EvidenceStore, search: FileSearch, kept: Sequence[KeptFile]
) -> list[str]:
    """A line for each kind of copy that s11 cannot reach, with dates where they are known.

    `kept` is what the search found in the store, which is read once for all of them.
    """
    return [
        *_copies(using),
        *_sent(db),
        *_mailbox(db),
        *_unsearched(db, kept),
        *_last_names(db, store, search, kept),
        *also_written_from(store, search, kept),
    ]


def also_written_from(store: EvidenceStore, search: FileSearch, kept: Sequence[KeptFile]) -> list[str]:
    """A line for each address that their name stands beside."""
    return [
        f"Letters have the name beside {each} as well. If that is theirs, add --also {quote(each)}."
        for each in addresses_beside(store, search, kept)
    ]


def _copies(using: Settings) -> Iterator[str]:
    made = list(copies_made(using))
    if made:
        yield "Copies that were made, each of which may name them. Delete those that are not needed:"
        yield from (f"  {each}" for each in made)
    else:
        yield "No copy was noted: s11 notes backups, exports, reports and digests since this version."


def _sent(db: Session) -> Iterator[str]:
    sent = db.scalars(select(Message.sent_at).where(Message.sent_at.is_not(None)).order_by(Message.sent_at)).all()
    first, last = (sent[0], sent[-1]) if sent else (None, None)
    if first and last:
        many = count(len(sent), "letter or message", "letters and messages")
        told = f"{many} of ours left from {uk_moment(first)} to {uk_moment(last)}"
        yield f"{told}. Their readers have them."


def _mailbox(db: Session) -> Iterator[str]:
    number = len(db.scalars(select(Sighting.id)).all())
    if number:
        held = count(number, "letter that was", "letters that were")
        yield f"The audit mailbox may still hold {held} read. Delete theirs there."


def _last_names(db: Session, store: EvidenceStore, search: FileSearch, kept: Sequence[KeptFile]) -> Iterator[str]:
    for each in search.sought.last_names:
        if number := last_name_places(db, store, search, each, kept):
            told = f"{each} stands in {count(number, 'more place')}"
            yield f"The last name alone may mean them too: {told}. Look: s11 person find {quote(each)}"


def _unsearched(db: Session, kept: Sequence[KeptFile]) -> Iterator[str]:
    names: dict[str, str] = {key: name for key, name in db.execute(select(Evidence.sha256, Evidence.name))}
    found = [each for each in kept if not each.look.is_whole]
    if found:
        yield f"{count(len(found), 'stored file')} cannot be searched for words. Look at them yourself:"
        yield from (f"  {each.key[:12]} {names.get(each.key, each.role)}" for each in found[:SHOWN])
        if len(found) > SHOWN:
            yield f"  and {len(found) - SHOWN} more"
