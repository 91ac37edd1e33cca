"""s11 doctor judges every setting that names a place or a key, and ends in lines, whatever is set."""

import errno
import json
import os
import re
from pathlib import Path

import pytest

from config.addresses import read_place, read_store, read_url
from tests.cli.conftest import S11
from tests.cli.every import KEY

LONG = "a" * 64  # no label of a host may have so many
FAULTS = [
    ("mailbox", "imap_url", "imap://x@mail.example.org/INBOX"),
    ("mailbox", "imap_url", "rubbish"),
    ("mailbox", "imap_url", "imaps://a@127.0.0.1:99999/INBOX"),
    ("mailbox", "imap_url", "imaps://a@127.0.0.1:hunter2/INBOX"),
    ("mailbox", "imap_url", "imaps://[/INBOX"),
    ("mailbox", "imap_url", "imaps://mail.example.org"),
    ("mailbox", "imap_url", f"imaps://a@{LONG}.example.org"),
    ("sending", "smtp_url", "rubbish"),
    ("sending", "smtp_url", "smtp://a:hunter2@127.0.0.1:x"),
    ("sending", "smtp_url", "smtps://a@127.0.0.1:70000"),
    ("sending", "smtp_url", f"smtp://a@{LONG}.example.org"),
    ("web", "web_bind", "nonsense"),
    ("web", "web_bind", "127.0.0.1:99999"),
    ("web", "web_bind", ":8011"),
    ("heartbeat", "heartbeat_url", "zzz"),
    ("heartbeat", "heartbeat_url", "ftp://beat.example.org"),
    ("public address", "public_url", "audit.example.org"),
    ("public address", "public_url", "https://audit.example.org:x"),
    ("slack address", "slack_api_url", "slack"),
    ("tokens", "oauth_authority", "login"),
    ("backup key", "backup_key", "zzz"),
    ("evidence", "evidence_url", "s3://"),
    ("evidence", "evidence_url", "s3:bucket/prefix"),
    ("evidence", "evidence_url", "https://bucket.example.org"),
    ("evidence", "s3_endpoint_url", "s3.example.org"),
    ("scanner", "clamd", "localhost:99999"),
    ("scanner", "clamd", "nonsense"),
    ("record", "database_url", "postgresql+psycopg://s11:pw@127.0.0.1:hunter2/s11"),
    ("record", "database_url", "rubbish"),
]


@pytest.mark.parametrize(("check", "setting", "value"), FAULTS, ids=lambda each: str(each).replace("/", "|"))
def test_what_cannot_be_read_is_a_line_and_the_others_follow(
    s11: S11, record: None, check: str, setting: str, value: str
) -> None:
    told = s11("doctor", "--json", **{setting: value, "mail_from": "audit@anytown.example.org"})
    found = {each["check"]: each for each in json.loads(told.out)}
    assert (told.code, told.err) == (1, "")
    failed = {name for name, each in found.items() if each["state"] == "fail"}
    assert failed - ({"sending"} if check == "evidence" else set()) == {check}  # letters carry files of the store
    assert {"disk", "questionnaires", "partnerships", "sending", "mailbox", "web"} <= found.keys()
    assert "hunter2" not in told.out
    assert "could not be looked at" not in found[check]["says"]


USES = {
    "run": ("imap_url", "web_bind", "database_url", "evidence_url", "s3_endpoint_url"),
    "mail": ("imap_url",),
    "web": ("web_bind", "database_url", "evidence_url", "s3_endpoint_url"),
    "evidence verify": ("database_url", "evidence_url", "s3_endpoint_url"),
    "outbox deliver --once": ("database_url", "evidence_url", "smtp_url"),
}
USED = [(command, setting, value) for command, used in USES.items() for _, setting, value in FAULTS if setting in used]


@pytest.mark.parametrize(("command", "setting", "value"), USED, ids=lambda each: str(each).replace("/", "|"))
def test_the_part_that_uses_it_says_so_in_one_line(
    s11: S11, record: None, command: str, setting: str, value: str
) -> None:
    mail = (
        {} if setting == "imap_url" else {"mail_from": "audit@anytown.example.org"}
    )  # else it is read from the mailbox
    told = s11(*command.split(), **{setting: value}, **mail)
    assert (told.code, told.out, told.err.count("\n")) == (2, "", 1)
    assert "hunter2" not in told.err


def test_lines_of_dotenv_that_set_nothing_are_named(s11: S11, record: None, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("# ours\nS11_MAIL_FROM=audit@anytown.example.org\n\nS11_IMAP_URL imaps\nS11_CLAMD\n")
    told = s11("doctor")
    assert told.code == 1
    assert "fail settings: Nothing was read from .env, line 4, 5. Write NAME=value there." in told.out.splitlines()
    assert "ok   record" in told.out


def test_a_setting_that_stands_twice_in_dotenv_is_named(s11: S11, record: None, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("S11_MAIL_FROM=a@anytown.example.org\nPATH=x\nS11_MAIL_FROM=b@anytown.example.org\n")
    told = "warn settings: More than one line of .env sets S11_MAIL_FROM, and the last counts. Leave one line of each."
    assert told in s11("doctor").out.splitlines()


def test_a_dotenv_that_is_no_text_is_told_to_every_command(s11: S11, record: None, tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"S11_HOME=\xff\xfe\n")
    told = s11("status", KEY)
    assert (told.code, told.err) == (2, "The file .env cannot be read: not text in UTF-8.\n")
    assert s11("doctor").code == 1


def test_a_secret_file_that_is_no_text_is_told(s11: S11, tmp_path: Path) -> None:
    (tmp_path / "password").write_bytes(b"\xff\xfe")
    told = s11("doctor", imap_password_file=tmp_path / "password")
    assert told.code == 1
    assert "S11_IMAP_PASSWORD_FILE" in told.out


def test_a_check_that_breaks_is_a_line_and_the_others_follow(s11: S11, record: None, tmp_path: Path) -> None:
    """Their own file is not text, which the reader of partnerships does not expect."""
    (tmp_path / "home" / "config" / "partnerships.toml").write_bytes(b"\xff\xfe")
    told = s11("doctor")
    assert told.code == 1
    assert "fail partnerships: " in told.out
    assert "held letters" in told.out


@pytest.mark.parametrize(
    ("check", "told"),
    [
        ("record", "s11 may not write to {home}/s11.db."),
        ("sending", "s11 may not write letters to {home}/outbox."),
        ("partnerships", "s11 may not look at {home}/config/partnerships.toml."),
    ],
)
def test_what_belongs_to_another_user_is_named(
    s11: S11, record: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, check: str, told: str
) -> None:
    """As after s11 was run as root; the tests may run as root themselves, whom nothing stops."""
    path = Path(told.format(home=tmp_path / "home").split()[-1].rstrip("."))
    looked, opened = os.access, os.open
    monkeypatch.setattr(os, "access", lambda at, mode: path not in (at, Path(at) / "outbox") and looked(at, mode))

    def refusing(at: str, *how: int, **more: int) -> int:
        if check == "partnerships" and Path(at) == path:
            raise PermissionError(errno.EACCES, "Permission denied", str(at))
        return opened(at, *how, **more)

    monkeypatch.setattr(os, "open", refusing)
    mend = "Give it and its folder to the user who runs s11, on a disk that may be written."
    assert f"fail {check}: {told.format(home=tmp_path / 'home')} {mend}" in s11("doctor").out.splitlines()


def test_it_says_which_forms_are_not_read_without_libreoffice(
    s11: S11, record: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    told = "Forms sent as .odt, .ods, .xls or .rtf are kept, and their answers are not read."
    mend = "Install LibreOffice (Writer and Calc), with soffice on the PATH."
    assert f"warn forms: {told} {mend}" in s11("doctor").out.splitlines()
    (tmp_path / "soffice").write_text("#!/bin/sh\n")
    (tmp_path / "soffice").chmod(0o755)
    turns = f"{tmp_path}/soffice turns forms sent as .odt, .ods, .xls or .rtf into what we read."
    assert f"ok   forms: {turns}" in s11("doctor").out.splitlines()


@pytest.mark.parametrize(
    ("text", "host", "port"),
    [
        ("imaps://jo%40nhs@[::1]:993/INBOX", "::1", 993),
        (" imaps://jo%40nhs@mail.example.org ", "mail.example.org", None),
    ],
)
def test_a_url_is_taken_apart(text: str, host: str, port: int | None) -> None:
    found = read_url("S11_IMAP_URL", text, ("imaps",))
    assert (found.host, found.port, found.user) == (host, port, "jo@nhs")


@pytest.mark.parametrize(("text", "place"), [("[::1]:8011", ("::1", 8011)), ("0.0.0.0:80", ("0.0.0.0", 80))])
def test_a_host_and_its_port_are_read(text: str, place: tuple[str, int]) -> None:
    assert read_place("S11_WEB_BIND", text) == place


@pytest.mark.parametrize("text", ["var/evidence", "/srv/a: b", "file:///srv/evidence", "s3://bucket", "s3://bucket/a"])
def test_a_store_may_be_a_folder_or_a_bucket(text: str) -> None:
    assert read_store("S11_EVIDENCE_URL", text) == text


def test_at_a_terminal_it_is_a_table_and_the_last_line_names_what_fails(
    s11: S11, record: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")  # rich takes it for a terminal
    monkeypatch.setenv("NO_COLOR", "1")
    told = s11("doctor", clamd="nonsense")
    shown = [re.split(r" {2,}", line) for line in re.sub(r"\x1b\[[0-9;]*m", "", told.out).splitlines()]
    assert [each.strip() for each in shown[0] if each] == ["State", "What", "How it is", "Mend"]
    assert [line[:2] for line in shown if line[0] == "fail"] == [["fail", "scanner"]]
    assert told.err.splitlines()[-1].endswith("To mend: scanner.")
    assert told.code == 1


def test_warnings_alone_fail_nothing(s11: S11, record: None) -> None:
    told = s11("doctor")
    assert "warn scanner: " in told.out
    assert told.code == 0
    assert "To mend" not in told.err


@pytest.mark.parametrize(("now", "state"), [("2029-01-16T09:00", "ok"), ("2029-01-16T09:01", "fail")])
def test_backups_that_stopped_are_a_fault_on_the_ninth_day(s11: S11, record: None, now: str, state: str) -> None:
    assert "warn backup: None was made from this home." in s11("doctor", now=now).out
    assert s11("backup", "--make-key", "s11.key").code == 0
    assert s11("backup", "b", "--key", "s11.key", now="2029-01-08T09:00").code == 0
    assert f"{state:<4} backup: The last was made on Monday 8 January 2029 at 09:00." in s11("doctor", now=now).out
