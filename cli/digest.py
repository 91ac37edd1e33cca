"""s11 digest: what an audit adds up to on one screen, shown, written as files, or sent."""

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy.orm import Session

from cli import wiring
from cli.branches import mailbox_of
from cli.copies import note_copy
from cli.faults import heed, partnerships_of
from cli.options import By, Key, Partnership
from cli.report import digest_files
from cli.tags import tag_first, themes_of
from cli.witness import bear_witness
from config.letters import open_letters
from config.partnerships import PartnershipTable, refuse_left_out, sound_partnerships
from config.settings import Settings
from config.words import form, listing
from intake.ledger import Refused
from reports.digests import (
    PICTURE,
    REPORT,
    WORKBOOK,
    DigestLetter,
    DigestLinks,
    Post,
    digest_of,
    digests_due,
    note_answers,
    queue,
    told,
)
from reports.figures import submissions_of
from storage.nouns import Message
from storage.record import Faults, apart


def digest(
    key: Key,
    partnership: Partnership = None,
    send: Annotated[bool, typer.Option("--send", help="Queue it for each partnership's readers and channel.")] = False,
    out: Annotated[
        Path | None, typer.Option(help="Write it as text and HTML into this folder, with the report it links to.")
    ] = None,
    with_answers: Annotated[
        bool, typer.Option("--with-answers", help="Send all that agencies wrote in the workbook; the trail notes it.")
    ] = False,
    by: By = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show, whatever else is said.")] = False,
) -> None:
    """Say on one screen what an audit adds up to, whole or for a partnership; bare, it is only shown.

    With --send each partnership gets a digest of its own agencies: counts, and quotations that s11 quotes approved.
    """
    using = wiring.settings()
    if send and out is not None:
        raise Refused("Give --send or --out DIR, one of the two.")
    if with_answers and not send:
        raise Refused(f"--with-answers goes with --send. For yourself: s11 report {key} --out DIR has every answer.")
    faults = Faults()
    tag_first(using, key, faults)
    if send and not dry_run:
        with wiring.open_record(using) as record:
            bear_witness(using, record, wiring.now(using), all_of_it=True)
        for line in list(send_digests(using, key, partnership, by if with_answers else None, faults)):
            wiring.say(line)
    else:
        with wiring.reading(using) as db:
            if out is not None and not dry_run:
                _write(db, using, key, partnership, out, faults)
            else:
                wiring.say(shown(db, using, key, partnership).text)
                wiring.say("\n".join(_to_whom(db, using, key, partnership)))
    heed(using, faults)


def shown(
    db: Session, using: Settings, key: str, partnership: str | None, beside: DigestLinks | None = None
) -> DigestLetter:
    """The digest as it stands, in words."""
    audit, template = wiring.audit_of(db, key)
    now, ways, boxes = wiring.now(using), wiring.ways(using), mailbox_of(using, "").circle
    made = digest_of(db, audit, template, partnership, themes_of(using), now, open_ways=ways, mailboxes=boxes).digest
    tables = sound_partnerships(using.config_folder / "partnerships.toml")
    written = _post(using, tables.get(partnership or "") or PartnershipTable(key="all", name="all"))
    return told(written.letters, template.title, made, beside=beside, ask=written.ask, colours=written.colours)


def queue_due(db: Session, using: Settings, now: datetime, faults: Faults | None = None) -> list[Message]:
    """Queue the digests that are due now and return them; tags are as they were last made.

    One that cannot be made costs no other.
    """
    tables = partnerships_of(using, faults or Faults())
    due = digests_due(db, tables, now)
    queued: list[Message] = []
    for one in due:
        with apart(faults, _about(one.audit, one.partnership), db):
            queued += _queue(db, using, one.audit, tables[one.partnership], (one.slot, now), faults)
    return queued


def _about(key: str, partnership: str) -> str:
    return f"the digest of {key} for {partnership}"


def send_digests(
    using: Settings, key: str, partnership: str | None, answers_by: str | None, faults: Faults, ordered: str = ""
) -> Iterator[str]:
    """Queue it for one partnership, or for each, and say to whom; with what agencies wrote if somebody decided so.

    What a message `ordered` (its source) is queued once, however often it is carried out, and told alike.
    """
    tables = partnerships_of(using, faults)
    now = wiring.now(using)
    with wiring.writing(using) as db:
        keys = [partnership] if partnership else _partnerships(db, key)
        is_any = False
        for each in keys:
            table = tables.get(each) or PartnershipTable(key=each, name=each)
            with apart(faults, _about(key, each), db):
                refuse_left_out(tables, [each])
                queued = _queue(db, using, key, table, (ordered or now, now), faults, answers_by)
                readers = [message.recipient for message in queued] or (readers_of(using, table) if ordered else [])
                is_any = is_any or bool(readers)
                told = f"queued for {', '.join(readers)}." if readers else f"nothing queued. {_nobody(using, table)}"
                yield f"{each}: {told}"
    if is_any:
        yield "s11 mail and s11 bot send what is queued, and so does s11 outbox deliver."
    else:
        yield "No digest was queued." if keys else f"No agency of {key} has a partnership, so no digest was queued."


def _queue(
    db: Session,
    using: Settings,
    key: str,
    table: PartnershipTable,
    moments: tuple[datetime | str, datetime],
    faults: Faults | None,
    answers_by: str | None = None,
) -> list[Message]:
    """Queue a digest at its `moments`: the slot it is for or what ordered it, and now."""
    slot, now = moments
    audit, template = wiring.audit_of(db, key)
    written = replace(_post(using, table), with_answers=answers_by is not None)
    ways, boxes = wiring.ways(using), mailbox_of(using, "").circle
    made = digest_of(db, audit, template, table.key, themes_of(using), now, open_ways=ways, mailboxes=boxes).digest
    if not written.readers and not written.boards:
        return []
    files = digest_files(db, using, key, table.key, faults, with_answers=written.with_answers)
    queued = queue(db, written, template.title, made, files, slot, now)
    if queued and answers_by is not None and WORKBOOK in files:
        by = wiring.speaker(using, answers_by, "command line")
        note_answers(db, audit, table.key, queued, files[WORKBOOK], by)
    return queued


def _post(using: Settings, table: PartnershipTable) -> Post:
    store = wiring.evidence(using)

    def keep(content: bytes) -> str:
        return store.put(io.BytesIO(content)).sha256

    return Post(open_letters(using.config_folder / "letters"), table, keep, wiring.ways(using))


def _write(db: Session, using: Settings, key: str, partnership: str | None, out: Path, faults: Faults) -> None:
    files = digest_files(db, using, key, partnership, faults)
    there = {name: name for name in (REPORT, WORKBOOK, PICTURE) if name in files}
    beside = DigestLinks(there.get(REPORT, ""), there.get(WORKBOOK, ""), there.get(PICTURE, ""))
    made = shown(db, using, key, partnership, beside)
    letter: dict[str, str | bytes] = {"digest.txt": made.text, "digest.html": made.html}
    note_copy(using, "digest", out)  # first: stopped half-way, what was written lies there
    for name, content in (letter | files).items():
        wiring.write_file(out / name, content)
    wiring.say(
        f"Wrote {out / 'digest.html'}; {listing(['digest.txt', *there])} {form(1 + len(there), 'is', 'are')} beside it."
    )


def _to_whom(db: Session, using: Settings, key: str, partnership: str | None) -> Iterator[str]:
    tables = sound_partnerships(using.config_folder / "partnerships.toml")
    yield "With --send this goes to" if partnership else "With --send each partnership gets its own:"
    for each in [partnership] if partnership else _partnerships(db, key):
        table = tables.get(each) or PartnershipTable(key=each, name=each)
        yield f"  {each}: {', '.join(readers_of(using, table)) or f'nobody. {_nobody(using, table)}'}"


def readers_of(using: Settings, table: PartnershipTable) -> list[str]:
    """The addresses and channels that get a partnership's digest."""
    written = _post(using, table)
    return [*written.readers, *(f"{each.via.capitalize()} channel {each.place}" for each in written.boards)]


def _nobody(using: Settings, table: PartnershipTable) -> str:
    if table.digest.to or table.managers:
        return "It was queued at this very moment before."
    if table.digest.slack_channel:
        return "Set S11_SLACK_BOT_TOKEN, so that it can go to its Slack channel."
    return f"Name a manager or digest addresses of {table.key} in {using.config_folder / 'partnerships.toml'}."


def _partnerships(db: Session, key: str) -> list[str]:
    audit, _ = wiring.audit_of(db, key)
    return sorted({each.key for submission in submissions_of(db, audit) for each in submission.partnerships})
