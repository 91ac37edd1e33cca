"""s11 init and s11 doctor: a home that says what is wrong with it."""

import json
import shutil
import sqlite3
from pathlib import Path

import pytest

from tests.cli.conftest import S11


def test_init_makes_a_home_and_can_be_run_again(s11: S11, tmp_path: Path) -> None:
    first = s11("init")
    assert first.code == 0
    assert (tmp_path / "home" / "s11.db").exists()
    own = tmp_path / "home" / "config" / "partnerships.toml"
    own.write_text('[[partnership]]\nkey = "anytown"\nname = "Anytown"\n')
    assert s11("init").code == 0
    assert "Anytown" in own.read_text()


def test_doctor_finds_nothing_wrong_with_a_new_home(s11: S11) -> None:
    s11("init")
    told = s11("doctor", "--json")
    states = {each["check"]: each["state"] for each in json.loads(told.out)}
    assert told.code == 0
    assert states.pop("forms") == ("ok" if shutil.which("soffice") or shutil.which("libreoffice") else "warn")
    assert states == {
        "settings": "ok",
        "disk": "ok",
        "record": "ok",
        "questionnaires": "ok",
        "partnerships": "warn",  # the starter file names none yet
        "themes": "ok",
        "evidence": "ok",
        "scanner": "warn",  # none is set
        "web": "ok",
        "mailbox": "warn",  # letters are read from files
        "sending": "warn",  # and written to files
        "faults": "ok",
        "outbox": "ok",
        "backup": "warn",  # none was made yet
        "held letters": "ok",
    }


def test_doctor_fails_on_a_faulty_questionnaire_of_ones_own(s11: S11, tmp_path: Path) -> None:
    s11("init")
    (tmp_path / "home" / "config" / "audits" / "own.toml").write_text("key = 1\n")
    told = s11("doctor")
    assert told.code == 1
    assert "fail questionnaires: " in told.out
    assert "own.toml:1: " in told.out


def test_doctor_fails_on_a_folder_of_ones_own_that_is_not_there(s11: S11, tmp_path: Path) -> None:
    """A mistyped one would leave every letter, partnership and questionnaire of theirs out, and say nothing."""
    s11("init")
    told = s11("doctor", config=tmp_path / "cnofig")
    assert told.code == 1
    assert (
        f"fail settings: There is no folder {tmp_path / 'cnofig'}: no partnership, letter or questionnaire of yours "
        "counts. Correct S11_CONFIG, or run s11 init to make it." in told.out.splitlines()
    )


def test_doctor_never_shows_a_password(s11: S11) -> None:
    told = s11("doctor", database_url="postgresql+psycopg://s11:hunter2@127.0.0.1:1/none")
    assert told.code == 1
    assert "hunter2" not in told.out + told.err
    assert "fail record: It cannot be opened" in told.out


def test_a_setting_that_does_not_exist_stops_the_program_with_the_nearest_name(s11: S11) -> None:
    told = s11("audit", "list", databse_url="sqlite:///x.db")
    assert told.code == 2
    assert told.err == "There is no setting S11_DATABSE_URL. Did you mean S11_DATABASE_URL?\n"


def test_a_setting_may_be_a_file_that_holds_it(s11: S11, tmp_path: Path) -> None:
    secret = tmp_path / "url"
    secret.write_text(f"sqlite:///{tmp_path}/elsewhere.db\n")
    assert s11("init", database_url_file=secret).code == 0
    assert (tmp_path / "elsewhere.db").exists()


def test_a_dotenv_file_is_read_and_the_environment_wins(s11: S11, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("S11_DATABASE_URL=sqlite:///from-dotenv.db\n")
    s11("init")
    assert (tmp_path / "from-dotenv.db").exists()
    s11("init", database_url=f"sqlite:///{tmp_path}/from-environment.db")
    assert (tmp_path / "from-environment.db").exists()


def test_a_frozen_clock_is_read_and_warned_of(s11: S11) -> None:
    told = s11("doctor", "--json", now="2026-03-14T09:30")
    assert {"check": "clock", "state": "warn"}.items() <= json.loads(told.out)[0].items()
    told = s11("doctor", now="tomorrow")
    assert told.code == 1
    assert "S11_NOW cannot be read: 'tomorrow'. Write a moment such as 2026-03-14T09:30." in told.out


@pytest.mark.parametrize(
    ("stands_at", "told"),
    [
        ("0030", "The record was made by another version of s11. Run s11 init to bring it up to date."),
        ("9999", "The record was made by a newer s11. Install that version or a later one."),
    ],
)
def test_a_record_of_another_version_is_refused_with_what_helps(
    s11: S11, tmp_path: Path, stands_at: str, told: str
) -> None:
    s11("init")
    with sqlite3.connect(tmp_path / "home" / "s11.db") as db:
        db.execute("UPDATE alembic_version SET version_num = ?", [stands_at])
    db.close()
    assert s11("figures", "section-11") == (2, "", f"{told}\n")
    assert f"fail record: {told}" in s11("doctor").out.splitlines()
    if stands_at == "9999":
        assert s11("init") == (2, "", f"{told}\n")


def test_a_home_that_cannot_be_made_is_told_in_words(s11: S11, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    home = tmp_path / "file" / "home"
    said = f"The home cannot be made: {home}: Not a directory. Check S11_DATABASE_URL and S11_HOME.\n"
    assert s11("init", home=home) == (2, "", said)
    assert s11("demo", "--home", home) == (2, "", said)


WRITE = "Write postgresql+psycopg://USER@HOST/NAME or sqlite:///PATH."
CHECK = "Check S11_DATABASE_URL and S11_HOME."
MISTYPED = {
    "nonsense": "The address of the record cannot be read.",
    "postgres://s11:hunter2@db.example.org/s11": "postgres:// is no database that s11 can read.",
    "post+gres://db.example.org": "post+gres:// is no database that s11 can read.",
    "mysql://s11:hunter2@db.example.org/s11": "mysql:// is no database that s11 can read.",
    "sqlite+other:///s11.db": "sqlite+other:// is no database that s11 can read.",
}


@pytest.mark.parametrize(("url", "told"), MISTYPED.items(), ids=MISTYPED)
def test_an_address_of_no_database_of_ours_says_what_to_write(s11: S11, url: str, told: str) -> None:
    assert s11("audit", "list", database_url=url) == (2, "", f"The record cannot be opened: {told} {WRITE} {CHECK}\n")
    assert s11("init", database_url=url).err.startswith(f"The home cannot be made: {told} {WRITE} Check ")
    assert f"fail record: It cannot be opened: {told} {WRITE} {CHECK}" in s11("doctor", database_url=url).out


@pytest.mark.parametrize("settings", [{}, {"database_url": "nonsense"}], ids=["no record", "no address of one"])
def test_doctor_leaves_nothing_behind_where_there_is_no_record(
    s11: S11, tmp_path: Path, settings: dict[str, str]
) -> None:
    answer = s11("doctor", **settings)
    assert list(tmp_path.iterdir()) == []
    told = f"{tmp_path / 'home' / 'evidence'} was not tried, for no record answers. Mend the line of the record first."
    assert f"warn evidence: {told}" in answer.out.splitlines()


@pytest.mark.parametrize("url", ["garbage", "mysql://x", "postgresql+psycopg://x@127.0.0.1:1/x", "sqlite:///."])
def test_a_record_that_cannot_be_opened_is_told_in_one_line(s11: S11, url: str) -> None:
    told = s11("audit", "list", database_url=url)
    assert told.code == 2
    assert told.err.startswith("The record cannot be opened: ")
    assert told.err.endswith(". Check S11_DATABASE_URL and S11_HOME.\n")
    assert told.err.count("\n") == 1
    assert s11("init", database_url=url).code == 2
    assert "fail record: It cannot be opened: " in s11("doctor", database_url=url).out
