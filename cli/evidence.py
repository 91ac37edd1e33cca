"""s11 evidence: the files behind the answers, out again, and proved to be what was given."""

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Column, Table
from rich.text import Text
from sqlalchemy.orm import Session

from cli import wiring
from cli.copies import note_copy
from cli.evidence_dates import date_
from cli.options import Key
from cli.progress import Progressed, counting
from config.settings import Settings
from config.words import count
from intake.ledger import File, Refused, rescan, waiting
from reports.figures import Exhibit, exhibits, submissions_of
from storage.evidence import CHUNK, EvidenceStore, Proved, links, name_on_disk
from storage.evidence import verify as verified
from storage.evidence.look.clamd import may_leave
from storage.record import known_keys

app = typer.Typer(help="The files behind the answers.", no_args_is_help=True, rich_markup_mode=None)
app.command("date")(date_)
Json = Annotated[bool, typer.Option("--json", help="One JSON document instead of a table.")]
Ref = Annotated[str, typer.Argument(help="A file (the start of its SHA-256), an agency, a question, or all.")]
SHORTEST = 6  # characters of a SHA-256


@app.command("list")
def list_(key: Key, json_: Json = False) -> None:
    """Every file of an audit: whose, for which question, its scan state and its versions."""
    with wiring.reading(wiring.settings()) as db:
        listed = _listed(db, key)
    if json_:
        wiring.say(json.dumps([_as_json(each) for each in listed], indent=1, ensure_ascii=False))
        return
    whole = [Column(each, no_wrap=True) for each in ("agency", "question", "sha256", "bytes")]
    wrapped = [Column(each, overflow="fold") for each in ("file", "scan", "given")]
    table = Table(*whole, *wrapped, box=None, pad_edge=False)
    for agency, file in listed:
        name = ", ".join(each for each in (file.name, file.version, str(file.days)) if each)
        state = ", ".join(each for each in (file.scan, file.flags) if each)
        given = f"{file.said_by}, {file.said_at:%d %b %Y}"
        words = (agency, file.question or "all", file.sha256[:12], str(file.size), name, state, given)
        table.add_row(*(Text(each) for each in words))
    wiring.out().print(table)


@app.command()
def get(key: Key, ref: Ref, out: Annotated[Path, typer.Option(help="The folder to write into.")]) -> None:
    """Write files of an audit into a folder, each proved; a flagged one, or one not yet scanned, is held back."""
    using = wiring.settings()
    with wiring.reading(using) as db:
        found = {each.file.sha256: each for each in _chosen(db, key, ref)}
    store = wiring.evidence(using)
    held = [each for each in found.values() if not may_leave(each.file.scan)]
    note_copy(using, "evidence", out)  # first: one that cannot be written leaves those before it there
    for each in found.values():
        if each not in held:
            wiring.say(f"Wrote {_write(store, each.file, out)}.")
    if held:
        told = [f"{each.file.name} of {each.agency} is held back: {each.file.scan}." for each in held]
        wiring.attention("\n".join(told))


@app.command()
def link(key: Key, ref: Ref) -> None:
    """An address for each file, to download it within 15 minutes: that one file and nothing else."""
    using = wiring.settings()
    with wiring.reading(using) as db:
        chosen = list(_chosen(db, key, ref))
    store = wiring.evidence(using)
    for each in chosen:
        if not may_leave(each.file.scan):
            raise Refused(f"{each.file.name} of {each.agency} is held back: {each.file.scan}.")
        wiring.say(address(using, store, each.file.sha256, each.file.name))


@app.command()
def verify(
    json_: Json = False,
    again: Annotated[bool, typer.Option("--again", help="Begin anew, not where an interrupted run stopped.")] = False,
) -> None:
    """Read every stored file and name those damaged, missing or nobody's; leaves with 1 when there is any."""
    using = wiring.settings()
    store = wiring.evidence(using)
    with (
        wiring.open_record(using) as record,
        Progressed(using.home / "verify.part", wiring.now(using), again=again) as part,
    ):

        def known() -> set[str]:
            with record.read() as db:
                return known_keys(db)

        if part.done:
            wiring.err().print(
                f"Going on where the last run stopped: {count(len(part.done), 'file was', 'files were')} read."
            )
        with counting(wiring.err(), "Reading files", len(part.done)) as counted:

            def note(proved: Proved, total: int) -> None:
                part.note(proved)
                counted(total)

            found = verified(store, known, part.done, note)
        part.finish()
    if json_:
        wiring.say(json.dumps(found._asdict()))
    else:
        wiring.say(f"{count(found.checked, 'file was', 'files were')} read.")
    if not found.is_sound:
        trashed = {each.key for each in store.trash.listed()} if found.missing else set[str]()
        told = (("damaged", found.damaged), ("missing", found.missing), ("orphaned", found.orphaned))
        lines = [f"{what}: {each}{_where(each, trashed)}" for what, keys in told for each in keys]
        wiring.attention("\n".join(lines))


@app.command()
def scan(all_: Annotated[bool, typer.Option("--all", help="Also files that were scanned before.")] = False) -> None:
    """Have clamd look at the files that wait for it; leaves with 1 where some still wait or are flagged."""
    using = wiring.settings()
    if using.clamd is None:
        raise wiring.NotReady("No scanner is set. Say where clamd listens with S11_CLAMD.")
    store, found = wiring.evidence(using), dict[str, str]()
    with wiring.open_record(using) as record:
        with record.read() as db:
            wanted = sorted(known_keys(db)) if all_ else waiting(db)
        with counting(wiring.err(), "Scanning files", 0) as counted:
            for sha256 in wanted:
                with record.write.begin() as db:
                    found[sha256] = rescan(db, store, using.clamd, sha256, wiring.now(using))
                counted(len(wanted))
    clean = sum(may_leave(state) for state in found.values())
    wiring.say(f"{count(len(found), 'file was', 'files were')} scanned: {count(clean, 'is', 'are')} clean.")
    if held := [f"{sha256[:12]}: {state}" for sha256, state in found.items() if not may_leave(state)]:
        wiring.attention("\n".join(held))


def address(using: Settings, store: EvidenceStore, sha256: str, name: str) -> str:
    """Where one file can be downloaded from for the next 15 minutes."""
    base = (using.public_url or f"http://{using.web_bind}").rstrip("/")
    own = store.link(sha256, name, links.LASTS)
    return own or f"{base}/evidence/{links.sign(wiring.secret_key(using), sha256, name)}"


def _where(key: str, trashed: set[str]) -> str:
    return f", but in the trash: s11 prune --restore {key[:12]}" if key in trashed else ""


def _listed(db: Session, key: str) -> list[Exhibit]:
    audit, template = wiring.audit_of(db, key)
    return exhibits(db, template, submissions_of(db, audit))


def _chosen(db: Session, key: str, ref: str) -> list[Exhibit]:
    wanted = ref.casefold()

    def fits(each: Exhibit) -> bool:
        is_start = len(wanted) >= SHORTEST and each.file.sha256.startswith(wanted)
        return is_start or wanted in ("all", each.agency.casefold(), each.file.question.casefold())

    found = [each for each in _listed(db, key) if fits(each)]
    if not found:
        raise Refused(f"No file of {key} is found by {ref}. s11 evidence list {key} shows them all.")
    return found


def _write(store: EvidenceStore, file: File, folder: Path) -> Path:
    """Under its own name, or with its SHA-256 where another has that name; never through a link or over a file."""
    name = name_on_disk(file.name)
    beside = folder / f".{file.sha256}.part"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with store.open(file.sha256) as source, beside.open("wb") as copy:
            while chunk := source.read(CHUNK):
                copy.write(chunk)
        path = folder / name
        if path.exists() or path.is_symlink():
            path = folder / f"{file.sha256[:12]} {name}"
        return beside.rename(path)
    except OSError as error:
        raise Refused(f"{folder / name} cannot be written: {error.strerror}.") from None
    finally:
        beside.unlink(missing_ok=True)


def _as_json(each: Exhibit) -> dict[str, object]:
    agency, file = each
    told = file._asdict() | {"said_at": file.said_at.isoformat(), "is_latest": file.is_latest}
    days = {name: day.isoformat() if day else None for name, day in told.pop("days")._asdict().items()}
    return {"agency": agency, **told, **days}
