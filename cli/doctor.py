"""s11 doctor: whether everything is in order, line by line."""

import json
import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Annotated

import typer

from bot.slack.doctor import check
from bot.work import WorkQueue
from cli import wiring
from cli.branches import mailboxes, without_slack, workspaces
from cli.checks import Check, show, sum_up
from cli.home import OWNER, absence, other_version, place, unwritable
from cli.last_backup import backup_check
from cli.mail_checks import mail_checks
from cli.partnership_checks import partnership_checks
from cli.seats import seat_check
from cli.setting_checks import dotenv_check, isolated, setting_checks
from cli.slack import reach
from cli.store_checks import file_checks, has_record, store_checks
from cli.tags import themes_check
from config.addresses import WRITE
from config.letters import open_letters
from config.questionnaire import Faulty
from config.settings import Settings, UnknownSetting
from config.words import count, form, listing
from reports.nudges import open_audits
from storage.backups import MARKER
from storage.evidence.look import clamd

LEAST_SPACE = 200_000_000  # bytes


def doctor(
    json_: Annotated[bool, typer.Option("--json", help="One JSON document instead of a table.")] = False,
) -> None:
    """Check the set-up line by line, each with its mend; leaves with 1 when something fails.

    A warning fails nothing. In a pipe each line begins with its state: ok, warn or fail.

      s11 doctor

      s11 doctor --json
    """
    checks = list(_checks())
    if json_:
        wiring.say(json.dumps([each._asdict() for each in checks], indent=1))
    else:
        show(checks, wiring.out())
        wiring.err().print(sum_up(checks))
    if any(each.state == "fail" for each in checks):
        raise SystemExit(1)


def _checks() -> Iterator[Check]:
    try:
        using = wiring.settings()
    except UnknownSetting as unknown:
        yield Check("settings", "fail", str(unknown), "Correct the name or value.")
        return
    yield from isolated("settings", lambda: dotenv_check(Path(".env")))
    if using.now:
        yield Check("clock", "warn", f"The clock stands still at {using.now}.", "Unset S11_NOW after the rehearsal.")
    yield Check("settings", "ok", f"Home is {using.home}.")
    if using.config and not using.config.is_dir() and has_record(using):  # s11 init makes it with the record
        told = f"There is no folder {using.config}: no partnership, letter or questionnaire of yours counts."
        yield Check("settings", "fail", told, "Correct S11_CONFIG, or run s11 init to make it.")
    yield from isolated("disk", lambda: [_space(using)])
    yield from isolated("record", lambda: [_record(using)])
    yield from isolated("questionnaires", lambda: [_questionnaires(using)])
    yield from isolated("letters", lambda: _letters(using))
    yield from isolated("partnerships", lambda: partnership_checks(using))
    yield from isolated("themes", lambda: [themes_check(using)])
    yield from isolated("evidence", lambda: store_checks(using))
    yield from isolated("stored files", lambda: file_checks(using))
    yield from isolated("scanner", lambda: [_scanner(using)])
    yield from isolated("secrets", lambda: _secrets(using))
    yield from isolated("addresses", lambda: setting_checks(using))
    yield from mail_checks(using)
    if has_record(using):  # else there is nothing to keep, and the line of the record says so
        yield backup_check(using, wiring.now(using))
    yield from isolated("seats", lambda: _seats(using))
    yield from isolated("slack", lambda: _slack(using))


def _space(using: Settings) -> Check:
    existing = next(folder for folder in (using.home.absolute(), *using.home.absolute().parents) if folder.exists())
    free = shutil.disk_usage(existing).free
    if free < LEAST_SPACE:
        return Check("disk", "fail", f"{free // 1_000_000} MB are free.", "Make space, or move S11_HOME.")
    return Check("disk", "ok", f"{free // 1_000_000} MB are free.")


def _record(using: Settings) -> Check:
    if (using.home / MARKER).exists():
        return Check("record", "fail", "A restore did not finish.", "Run s11 restore again with the same backup.")
    try:
        with wiring.unopened(using) as record:
            if told := absence(using, record):
                return Check("record", "fail", told, f"{wiring.FIND_RECORD} For a new one, run s11 init.")
            if told := other_version(record):
                said, _, mend = told.partition(". ")
                return Check("record", "fail", f"{said}.", mend)
            if spoilt := record.first_damage():
                return Check("record", "fail", f"It is damaged: {spoilt}.", wiring.MEND_RECORD)
            if told := record.fault_of_server():
                return Check("record", "fail", told, "Check S11_DATABASE_DIRECT_URL.")
            if told := unwritable(using):
                return Check("record", "fail", told, OWNER)
    except wiring.UNOPENED as error:
        if told := unwritable(using):
            return Check("record", "fail", told, OWNER)
        return Check("record", "fail", f"It cannot be opened: {wiring.reason(error)}.", wiring.mend(error))
    return Check("record", "ok", f"{place(using)} is up to date.")


def _questionnaires(using: Settings) -> Check:
    try:
        many = len(wiring.templates(using))
    except Faulty as faulty:
        return Check("questionnaires", "fail", str(faulty.faults[0]), "Run s11 audit check on the file.")
    return Check("questionnaires", "ok", f"{many} can be opened.")


def _letters(using: Settings) -> Iterator[Check]:
    """Those of the deployment's own, before one of them is needed."""
    for told in open_letters(using.config_folder / "letters").faults():
        yield Check("letters", "fail", told, "Correct it, or take the file out to use ours.")


def _seats(using: Settings) -> Iterator[Check]:
    """Who reads the mailboxes and who keeps the clock; a record that cannot be opened has its own line."""
    with suppress(wiring.NotReady), wiring.open_record(using) as record:
        if record.engine.dialect.name == "postgresql":
            many = WorkQueue(record).workers()
            told = f"{count(many, 'worker')} {form(many, 'takes', 'take')} up letters and tags."
            yield Check(
                "workers", "ok", told if many else "None is at work, so the mailbox and the clock do all of it."
            )
        for each in mailboxes(using):
            yield seat_check(record, "mailbox", each.circle.key)
        with record.read() as db:
            is_round_on = bool(open_audits(db))
        if is_round_on:  # nothing is due where nothing is asked
            yield seat_check(record, "clock")


def _scanner(using: Settings) -> Check:
    if using.clamd is None:
        return Check("scanner", "warn", "Files are not scanned.", "Say where clamd listens with S11_CLAMD.")
    if clamd.answers(using.clamd):
        return Check("scanner", "ok", "clamd answers.")
    told = "clamd does not answer, so new files wait and are not handed out."
    mend = f"Start clamd or write into S11_CLAMD {WRITE['S11_CLAMD']}; then run s11 evidence scan."
    return Check("scanner", "fail", told, mend)


def _secrets(using: Settings) -> Iterator[Check]:
    for path in (using.home / "secret_key", Path(".env")):
        if path.is_file() and path.stat().st_mode & 0o077:
            yield Check("secrets", "warn", f"Others on this machine can read {path}.", f"Run chmod 600 {path}.")


def _slack(using: Settings) -> Iterator[Check]:
    for each in workspaces(using):
        yield from (each.tell(Check(*one)) for one in check(reach(each.using)))
    if (others := without_slack(using)) is not None:
        told = f"Slack is set up for {listing(sorted(others.apart))} alone. Whoever is asked by others gets letters."
        yield Check("slack", "warn", told, "Set S11_SLACK_BOT_TOKEN to talk with them in Slack too.")
