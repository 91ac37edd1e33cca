"""The composition root: the only reader of environment and clock, and where the record is opened."""

import getpass
import io
import os
import re
import secrets
import signal
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, NoReturn

from sqlalchemy import select
from sqlalchemy.exc import ArgumentError, DBAPIError, InterfaceError, OperationalError
from sqlalchemy.orm import Session, undefer

from bot.work import make_queue
from cli.branches import workspaces
from cli.home import OWNER, absence, other_version, unwritable
from config.addresses import WEB, read_place, read_store, read_url
from config.faults import PlainFault
from config.files import LONGEST, LONGEST_SECRET, keep_short, open_file, read_whole
from config.questionnaire import SHIPPED, Faulty, Template, load_folder, load_template
from config.settings import Settings
from config.ways import SLACK, WAYS, Way
from config.words import visible
from intake.ledger import LONGEST_NAME, Refused, one_line
from storage import evidence as stored
from storage.backups import MARKER
from storage.evidence import EvidenceStore, open_evidence
from storage.nouns import Audit
from storage.record import Database, open_database
from storage.record.trail import Speaker

if TYPE_CHECKING:
    from rich.console import Console


class NotReady(Exception):
    """The program cannot start on its task; the message says what to do first."""


class DamagedAudit(PlainFault):
    """An audit of which the questionnaire can no longer be read: a backup has it whole."""


class Unreached(NotReady):
    """What was set is not there at this moment; it may come back by itself."""


LONGEST_FILE = 255  # bytes of a file's name, which speaks for what is imported from it
SHORTEST_SECRET = 16  # characters
FIND_RECORD = "Check S11_HOME and S11_DATABASE_URL, or bring a backup back with s11 restore."
_NEVER = re.compile(
    "does not exist|authentication failed|no password|pg_hba|unable to open|not a database|invalid|is kept in"
)
UNOPENED = (DBAPIError, ArgumentError, ImportError, OSError)  # what a wrong URL, a server or a disk may raise


def reason(error: Exception) -> str:
    """The first line of what a driver or the system says, without its documentation links."""
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename}: {error.strerror}" if error.filename else error.strerror
    said = str(getattr(error, "orig", None) or error).strip() or type(error).__name__
    return said.splitlines()[0].rstrip(".")


def settings() -> Settings:
    return Settings.read(os.environ, Path(".env"))


def now(using: Settings) -> datetime:
    return using.moment(datetime.now(UTC))


def system_user() -> str:
    """Who runs this, by the system's own name for them."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # a container may have a number without a name
        return "operator"


def speaker(using: Settings, name: str, via: str) -> Speaker:
    """Who acts, the system user where nobody is named; raises Refused for a name that is no line, or a long one."""
    return Speaker(
        one_line(name or system_user(), "Who decides", LONGEST_FILE if via == "import" else LONGEST_NAME),
        via,
        now(using),
    )


def templates(using: Settings) -> dict[str, Template]:
    """Shipped questionnaires, with the deployment's own added to or in place of them."""
    return load_folder(SHIPPED, using.config_folder / "audits")


def unopened(using: Settings) -> Database:
    """The record's database as it stands: whatever is there, of whatever version."""
    return open_database(using.database, using.database_direct_url or "")


def open_record(using: Settings) -> Database:
    """The deployment's record; raises NotReady where there is none, or one of another version. It makes none."""
    if (using.home / MARKER).exists():
        raise NotReady(f"A restore into {using.home} did not finish. Run s11 restore again with the same backup.")
    try:
        record = unopened(using)
        with ExitStack() as refused:
            refused.enter_context(record)
            if told := absence(using, record):
                raise NotReady(f"{told} {FIND_RECORD} For a new one, run s11 init.")
            if told := other_version(record):
                raise NotReady(told)
            refused.pop_all()
    except UNOPENED as error:
        why = f"{told} {OWNER}" if (told := unwritable(using)) else mend(error)
        told = f"The record cannot be opened: {reason(error)}. {why}"
        if is_broken(error):
            raise Broken(f"The record cannot be used: {reason(error)}. {mend(error)}") from None
        raise (Unreached if _may_pass(error) else NotReady)(told) from None
    return record


class Broken(NotReady):
    """The disk or the file of the record is at fault, and no setting."""


_BROKEN = re.compile(r"malformed|disk I/O error|disk is full|read-?only", re.IGNORECASE)
_HELD = re.compile(r"is locked|lock timeout|statement timeout", re.IGNORECASE)
WAIT = "Another command or program holds it. Wait until that is done, and run this again."
MEND_RECORD = "Make room on the disk and let s11 write there; a damaged file comes back from a backup with s11 restore."


def is_broken(error: Exception) -> bool:
    """Whether the disk or the file is at fault, where no setting would mend it."""
    return _BROKEN.search(reason(error)) is not None


def is_held(error: Exception) -> bool:
    """Whether somebody else was at work in the record for longer than we wait."""
    return _HELD.search(reason(error)) is not None


def mend(error: Exception) -> str:
    """What to do where a driver, a server or a disk did not give the record."""
    if is_held(error):
        return WAIT
    if is_broken(error):
        return MEND_RECORD
    where = "Check S11_DATABASE_URL and S11_HOME."
    if "not a database" in reason(error):
        return f"{where} Where they are right, the file is damaged: bring a backup back with s11 restore."
    return where


def _may_pass(error: Exception) -> bool:
    """Whether a server may be back in a while; no waiting makes a name, a password, a driver or a folder right."""
    return isinstance(error, (OperationalError, InterfaceError)) and not _NEVER.search(reason(error))


def make_record(using: Settings, *, new: bool = False) -> None:
    """Make the record, or bring an older one up to date.

    Raises NotReady where tables or files are there that a new record would not know, unless `new`.
    """
    if told := unwritable(using):
        raise NotReady(f"{told} {OWNER}")
    with home_to_make(), unopened(using) as record:
        if not new and (told := absence(using, record)):
            if not record.is_empty():
                raise NotReady(f"{told} Check S11_DATABASE_URL. To put a record beside them, run s11 init --new.")
            if any(each.is_ours for each in evidence(using).stored()):
                held = f"Yet {using.evidence} holds files that a new record would not know."
                raise NotReady(f"{told} {held} {FIND_RECORD} To begin anew beside them, run s11 init --new.")
        if record.is_newer():
            raise NotReady(other_version(record))
        record.migrate()
        make_queue(record)


@contextmanager
def home_to_make() -> Iterator[None]:
    """What the system or a driver says while a home is made becomes a sentence, as NotReady."""
    try:
        yield
    except UNOPENED as error:
        told = f"The home cannot be made: {reason(error)}. {mend(error)}"
        raise (Broken if is_broken(error) else NotReady)(told) from None


@contextmanager
def reading(using: Settings) -> Iterator[Session]:
    with open_record(using) as record, record.read() as db:
        yield db


@contextmanager
def snapshot(using: Settings) -> Iterator[Session]:
    """To look at all of the record as it stands now, however long that takes; it holds no writer up."""
    with open_record(using) as record, record.snapshot() as connection, Session(connection) as db:
        yield db


@contextmanager
def writing(using: Settings, *, dry_run: bool = False) -> Iterator[Session]:
    """One transaction: all of it is recorded or none; none with `dry_run`."""
    with open_record(using) as record, record.write() as db:
        yield db
        if dry_run:
            db.rollback()
        else:
            db.commit()


def audit_of(db: Session, key: str) -> tuple[Audit, Template]:
    """The round of this key and the questionnaire it was opened with; raises Refused or DamagedAudit."""
    audit = db.scalar(select(Audit).where(Audit.key == key).options(undefer(Audit.template)))
    if audit is None:
        known = ", ".join(db.scalars(select(Audit.key).order_by(Audit.key))) or "none yet"
        raise Refused(f"There is no open audit {key}. Open: {known}. s11 audit open starts one.")
    return audit, template_of(audit)


def template_of(audit: Audit) -> Template:
    """The questionnaire an audit was opened with; raises DamagedAudit where what is kept of it cannot be read."""
    try:
        return load_template(audit.template, f"the questionnaire of {audit.key}")
    except Faulty as faulty:
        at = faulty.faults[0]
        raise DamagedAudit(
            f"{audit.key}: Its questionnaire in the record is damaged, line {at.line}. {at.what}"
        ) from None


def read_secret(text: str) -> str:
    """What signs addresses; raises NotReady where it is so short that somebody could try all there are."""
    if len(text) < SHORTEST_SECRET:
        least = f"Write {SHORTEST_SECRET} characters or more that nobody can guess"
        raise NotReady(f"S11_SECRET_KEY is too short to sign with. {least}, or leave it out: s11 makes one.")
    return text


def secret_key(using: Settings) -> str:
    """What signs links: S11_SECRET_KEY, or one that is made once and kept in the home for its owner's eyes."""
    if using.secret_key is not None:
        return read_secret(using.secret_key.get_secret_value())
    path = using.home / "secret_key"
    if not path.exists():
        using.home.mkdir(parents=True, exist_ok=True)
        beside = path.with_name(f".secret_key.{secrets.token_hex(4)}")
        beside.touch(mode=0o600)
        beside.write_text(secrets.token_urlsafe(48))
        try:
            path.hardlink_to(beside)  # of two that make one at once, the first stands
        except FileExistsError:
            pass
        finally:
            beside.unlink()
    return read_whole(path, LONGEST_SECRET).decode().strip()


def keeper(using: Settings) -> Callable[[bytes], str]:
    """Puts a file that we made ourselves into the store, and says its SHA-256."""
    return lambda content: evidence(using).put(io.BytesIO(content)).sha256


def evidence(using: Settings, *, as_it_is: bool = False) -> EvidenceStore:
    """The deployment's store of files; raises NotReady where its address cannot be read.

    `as_it_is` is for whoever names each file that is missing: a folder without any is looked through too.
    """
    try:
        read_store("S11_EVIDENCE_URL", using.evidence)
        if using.s3_endpoint_url:
            read_url("S11_S3_ENDPOINT_URL", using.s3_endpoint_url, WEB)
    except ValueError as told:
        raise NotReady(str(told)) from None
    return open_evidence(
        using.evidence, endpoint=using.s3_endpoint_url, expects=lambda: () if as_it_is else _some_files(using)
    )


def _some_files(using: Settings) -> set[str]:
    from cli.absent import some_files  # which opens the record by this module

    return some_files(using)


def web_bind(using: Settings) -> str:
    """Where the web process listens; raises NotReady where that cannot be read."""
    try:
        read_place("S11_WEB_BIND", using.web_bind)
    except ValueError as told:
        raise NotReady(str(told)) from None
    return using.web_bind


def is_there(path: Path, *, a_file: bool = False) -> bool:
    """Whether something lies there, or a file; nothing does under a name that no disk takes."""
    try:
        return path.is_file() if a_file else path.exists()
    except (OSError, ValueError):
        return False


def read_file(path: Path, longest: int = LONGEST) -> bytes:
    try:
        return read_whole(path, longest)
    except (OSError, ValueError) as error:
        raise Refused(f"The file {path} cannot be read: {getattr(error, 'strerror', None) or error}.") from None


@contextmanager
def file_to_read(path: Path, longest: int) -> Iterator[BinaryIO]:
    """One that is longer than anybody should hold; raises Refused where it cannot be read."""
    with ExitStack() as closed:
        try:
            file = closed.enter_context(open_file(path))
            keep_short(path, file, longest)
        except (OSError, ValueError) as error:
            raise Refused(f"The file {path} cannot be read: {getattr(error, 'strerror', None) or error}.") from None
        yield file


def write_file(path: Path, content: str | bytes) -> None:
    """Write beside and rename, on the disk when this returns: nobody meets half a file, nor loses one."""
    write_parts(path, (content.encode() if isinstance(content, str) else content,))


def write_parts(path: Path, parts: Iterable[bytes]) -> None:
    """The same, a part at a time."""
    try:
        stored.write_parts(path, _from_elsewhere(parts))
    except _Elsewhere as error:
        raise error.args[0] from None
    except (OSError, ValueError) as error:
        raise Refused(f"The file {path} cannot be written: {getattr(error, 'strerror', None) or error}.") from None


class _Elsewhere(Exception):
    """What went wrong where the parts come from: the file has no part in it."""


def _from_elsewhere(parts: Iterable[bytes]) -> Iterator[bytes]:
    try:
        yield from parts
    except (OSError, ValueError) as error:
        raise _Elsewhere(error) from error


def out() -> "Console":
    """Data and results go here."""
    from cli.screen import PeopleConsole  # most commands write plain lines

    return PeopleConsole(highlight=False)


def err() -> "Console":
    """Messages to a person go here."""
    from cli.screen import PeopleConsole

    return PeopleConsole(stderr=True, highlight=False, soft_wrap=True)


def say(text: str) -> None:
    """A plain line on stdout; characters of people's words that would command a terminal are shown, not sent."""
    sys.stdout.write(visible(text if text.endswith("\n") else text + "\n"))


def complain(text: str) -> None:
    """The same on stderr."""
    sys.stderr.write(visible(text if text.endswith("\n") else text + "\n"))


def attention(text: str) -> NoReturn:
    """Something needs a person: say so and leave with 1."""
    complain(text)
    raise SystemExit(1)


def refuse_frozen(using: Settings) -> None:
    """A clock that stands still is for rehearsals; what runs for long must not start with one."""
    if using.now is not None:
        raise NotReady("S11_NOW is set. Unset it: a long-running process needs a clock that runs.")


def stopped_by_signals() -> threading.Event:
    """Set by Ctrl-C or SIGTERM, so that what is in hand is finished first."""
    stop = threading.Event()
    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, lambda *_: stop.set())
    return stop


def ways(using: Settings) -> tuple[Way, ...]:
    """The ways to people that are set up here, best first; letters always are."""
    is_shut = {SLACK: not workspaces(using)}
    return tuple(each for each in WAYS if not is_shut.get(each))
