"""Every mention of somebody: in the record, in the files it keeps, and in what lies in the home."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, undefer

from config.email_address import looks_like_address
from config.files import LONGEST_OF_ALL, read_whole
from intake.ledger import Refused
from intake.rights.files import FileSearch, Look
from intake.rights.letters import people_of_letter
from intake.rights.rows import WHERE, RowWords, in_words, rows_naming
from intake.rights.sought import Sought
from storage.evidence import Damaged, EvidenceStore, Missing, Stored, Trashed
from storage.nouns import Agency, Audit, Contact, Evidence, Message, Receipt, Submission
from storage.record import KINDS, names_of

LETTER_AS_IT_CAME = "letter as it came"
QUESTIONNAIRE = "questionnaire of an audit"


@dataclass(frozen=True)
class NamedPlace:
    """A place that names somebody: what it is, which one, what of it, how often, and of whose return."""

    where: str
    which: str
    part: str
    times: int
    audit: str = ""
    agency: str = ""
    at: datetime | None = None
    words: str = ""  # as they stand, for a person to read

    def document(self) -> dict[str, Any]:
        """For another program; without the words."""
        told = asdict(self) | {"at": self.at.isoformat() if self.at else None}
        return {name: value for name, value in told.items() if name != "words"}


@dataclass(frozen=True)
class KeptFile:
    """A file in the store: its key, what it is kept as, how often somebody is named in it, and where it lies."""

    key: str
    role: str
    look: Look
    trashed: Trashed | None = None
    name: str = ""

    @property
    def called(self) -> str:
        """As a person can find it: by its name where it has one, and so much of its key as s11 evidence get takes."""
        return f"{self.name} ({self.key[:12]})" if self.name else self.key


def known_as(db: Session, who: Iterable[str]) -> Sought:
    """Whom these words name; of a contact their name, address and Slack user are all sought."""
    sought = Sought.of(who)
    own = [each for each in db.scalars(sa.select(Contact)) if is_contact(each, sought)]
    more = (words for each in own for words in (each.name, each.email, each.slack_user or ""))
    return Sought.of([*sought.words, *(each for each in more if sum(map(str.isalpha, each)) > 2 or "@" in each)])


def is_contact(contact: Contact, sought: Sought) -> bool:
    """Whether they are this contact, and not only somebody whose name is a part of theirs."""
    return sought.is_whole(contact.name) or sought.is_whole(contact.email)


def row_mentions(db: Session, sought: Sought) -> Iterator[NamedPlace]:
    """Every row and column that names them."""
    whose = _returns(db)
    for row in rows_naming(db, sought):
        audit, agency = whose.get(row.submission or 0, ("", ""))
        which = _called(db, row) or f"{audit} {agency} {row.question}".strip() or str(row.keys[0])
        for column, value in row.columns.items():
            words = in_words(value)
            yield NamedPlace(
                WHERE.get(row.table, row.table), which, column, sought.times(words), audit, agency, row.at,
                "\n".join(filter(None, (words, row.said))),
            )  # fmt: skip
    for each in db.scalars(sa.select(Audit).options(undefer(Audit.template)).order_by(Audit.id)):
        words = each.template.decode("utf-8", "replace")
        if times := sought.times(words):
            yield NamedPlace(QUESTIONNAIRE, each.key, "template", times, each.key)


def last_name_places(db: Session, store: EvidenceStore, search: FileSearch, last: str, kept: Iterable[KeptFile]) -> int:
    """In how many places of the record and its files this last name stands without the rest of their name.

    `kept` are the files that name all of it.
    """
    alone = FileSearch(Sought.of([last]), search.pdf)
    number = 0
    for row in rows_naming(db, alone.sought):
        told = map(in_words, row.columns.values())
        number += sum(alone.sought.times(each) > search.sought.times(each) for each in told)
    whole = {(each.key, each.trashed): each.look.times for each in kept}
    for each in kept_files(db, store, alone):
        number += each.look.times > whole.get((each.key, each.trashed), 0)
    return number


def kept_files(db: Session, store: EvidenceStore, search: FileSearch) -> Iterator[KeptFile]:
    """Every file in the store and its trash that names them or that nobody can search."""
    roles = _roles(db)
    names: dict[str, str] = {key: name for key, name in db.execute(sa.select(Evidence.sha256, Evidence.name))}
    for stored in store.stored():
        found = _looked(store, stored, search) if stored.is_ours else None
        if found is not None and (found.times or not found.is_whole):
            yield KeptFile(
                stored.key, roles.get(stored.key, "file that nothing refers to"), found, name=names.get(stored.key, "")
            )
    for lying in store.trash.listed():
        found = search.look(store.trash.read(lying))
        if found.times or not found.is_whole:
            yield KeptFile(lying.key, "file in the trash", found, lying)


def addresses_beside(store: EvidenceStore, search: FileSearch, kept: Iterable[KeptFile]) -> list[str]:
    """Addresses that stand beside their name in these letters and that nobody gave: theirs, or a namesake's.

    They are to be told before an erasure: after it no name stands beside them any more.
    """
    found: dict[str, None] = {}
    for each in kept:
        if each.role == LETTER_AS_IT_CAME and each.look.times:
            with suppress(Missing, Damaged), store.open(each.key) as file:
                people = people_of_letter(file.read())
                found |= {address.lower(): None for name, address in people if search.sought.names(name)}
    return [each for each in found if looks_like_address(each) and not search.sought.names(each)]


def file_mentions(files: Iterable[KeptFile]) -> Iterator[NamedPlace]:
    return (NamedPlace(each.role, each.called, "content", each.look.times) for each in files if each.look.times)


def home_files(paths: Iterable[Path]) -> Iterator[Path]:
    """The files among these paths and in the folders among them; raises Refused for one that is not there."""
    for path in paths:
        if not path.exists():
            raise Refused(f"There is no file or folder {path}.")
        yield from sorted(each for each in path.rglob("*") if each.is_file()) if path.is_dir() else [path]


def home_mentions(paths: Iterable[Path], search: FileSearch) -> Iterator[NamedPlace]:
    """The files that name them, in their name or their words."""
    for path in paths:
        found = search.look(read_whole(path, LONGEST_OF_ALL))
        if times := found.times + search.sought.times(path.name):
            yield NamedPlace("file in the home", str(path), "content" if found.times else "name", times)


def _looked(store: EvidenceStore, stored: Stored, search: FileSearch) -> Look | None:
    try:
        with store.open(stored.key) as file:
            return search.look(file.read())
    except (Missing, Damaged):  # s11 evidence verify tells of it
        return None


def _roles(db: Session) -> dict[str, str]:
    """What each file that the record speaks of is kept as."""
    roles = dict.fromkeys(db.scalars(sa.select(Evidence.sha256)), "file of evidence")
    for files in db.scalars(sa.select(Message.attachments)):
        roles |= {str(each.get("sha256")): "file with a letter of ours" for each in files}
    return roles | dict.fromkeys(db.scalars(sa.select(Receipt.raw_key)), LETTER_AS_IT_CAME)


def _called(db: Session, row: RowWords) -> str:
    if row.table in KINDS and len(row.keys) == 1:
        return next(iter(names_of(db, row.table, [row.id]).values()), "")
    return ""


def _returns(db: Session) -> Mapping[int, tuple[str, str]]:
    wanted = sa.select(Submission.id, Audit.key, Agency.abbr).select_from(Submission)
    joined = wanted.join(Audit, Audit.id == Submission.audit_id).join(Agency, Agency.id == Submission.agency_id)
    return {number: (audit, agency) for number, audit, agency in db.execute(joined)}
