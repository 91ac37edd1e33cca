"""An option that is given says something: empty it is no option that was left out, and nothing is done."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer.main

from cli.main import app
from tests.cli.conftest import DEMO, S11
from tests.cli.every import EVERY, KEY
from tests.cli.test_no_record import tree

NAMED = EVERY | {
    "demo": (),
    "tag": ("Words.",),
    "restore": ("out/all.backup",),
    "themes train": ("--more", "no-such.jsonl"),  # which stops it whatever happens: no test may start a training
    "themes evaluate": (),
    "audit new": ("--from", "no-such.xlsx"),
}


def options() -> Iterator[tuple[str, str]]:
    """Every option that takes a value: its command and its name."""

    def found(name: str, command: Any) -> Iterator[tuple[str, str]]:
        for part, each in getattr(command, "commands", {}).items():
            yield from found(
                f"{name} {part}".strip(), each if hasattr(each, "params") else group.get_command(None, part)
            )
        for each in command.params:
            if each.param_type_name == "option" and not each.is_flag:
                yield name, each.opts[0]

    group: Any = typer.main.get_command(app)
    yield from found("", group)


OPTIONS = [*options()]


@pytest.fixture
def at_hand(city_hackney: S11, tmp_path: Path) -> S11:
    for name in ("agencies.csv", "matrix.csv"):
        shutil.copy(DEMO / name, tmp_path / name)
    return city_hackney


def test_options_are_found_in_commands_and_in_groups() -> None:
    assert {("invite", "--to-me"), ("contact set", "--phone"), ("report", "--out"), ("extend", "--to")} <= {*OPTIONS}
    assert {command for command, _ in OPTIONS} <= NAMED.keys()


@pytest.mark.parametrize(("command", "option"), OPTIONS, ids=lambda each: str(each))
def test_an_option_that_is_given_and_empty_is_refused(at_hand: S11, tmp_path: Path, command: str, option: str) -> None:
    before = tree(tmp_path)
    for blank in ("", "  "):
        told = at_hand(*command.split(), *NAMED[command], option, blank)
        assert (told.code, told.out) == (2, "")
        assert told.err in (f"{option} is empty. Say it.\n", f"{option} is empty. Leave it out, or say it.\n")
    told = at_hand(*command.split(), *NAMED[command], option, "one\ntwo")
    assert (told.code, told.err) == (2, f"{option}: Write this on one line, without control characters.\n")
    assert tree(tmp_path).keys() == before.keys()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("invite", KEY, "--to-me", "nonsense"), "nonsense is no address."),
        (("excuse", KEY, "ASC", "--because", "x" * 2001), "Use 2000 characters at most."),
        (("call", KEY, "ASC", "--note", "x" * 2001), "Use 2000 characters at most."),
        (("submit", KEY, "ASC", "--by", "Jo", "--because", "x" * 2001), "Use 2000 characters at most."),
        (("reopen", KEY, "ASC", "--because", "x" * 2001), "Use 2000 characters at most."),
        (("excuse", KEY, "ASC", "--because", "merged", "--by", "x" * 201), "Who decides: Use 200 characters at most."),
        (("contact", "set", "ASC", "a@b.example", "--name", "x" * 201), "The name: Use 200 characters at most."),
        (("contact", "set", "ASC", "a@b.example", "--role", "x" * 201), "The role: Use 200 characters at most."),
        (("contact", "set", "ASC", "a@b.example", "--phone", "0" * 201), "The telephone number: Use 200"),
        (("contact", "set", "ASC", "a@b.example", "--slack-user", "U" * 41), "The Slack user: Use 40 characters"),
    ],
    ids=lambda each: " ".join(each)[:60] if isinstance(each, tuple) else "",
)
def test_what_is_no_address_or_too_long_changes_nothing(at_hand: S11, words: tuple[str, ...], told: str) -> None:
    before = at_hand("export", KEY).out
    answer = at_hand(*words)
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith(told)
    assert at_hand("export", KEY).out == before
    assert at_hand("outbox", "list").out == "Nothing waits to leave.\n"


@pytest.mark.parametrize("key", ["Two Words", "../up", "x" * 61, "-dash", "SECTION"])
def test_a_round_is_named_in_small_letters_digits_and_dashes(at_hand: S11, key: str) -> None:
    told = at_hand("audit", "open", KEY, "--agencies", "agencies.csv", "--due", "2031-03-31", "--as", key)
    assert (told.code, told.out) == (2, "")
    assert told.err == "--as: Write small letters, digits and dashes, 60 at most, as in section-11-2027.\n"


def test_a_questionnaire_of_ten_thousand_letters_is_not_there(at_hand: S11) -> None:
    told = at_hand("audit", "open", "x" * 10_000, "--agencies", "agencies.csv", "--due", "2031-03-31")
    assert (told.code, told.out, told.err.startswith("There is no questionnaire xxx")) == (2, "", True)


@pytest.mark.parametrize(
    "command", ["outbox retry", "outbox discard --because Gone.", "held show", "held release", "held discard"]
)
def test_a_number_that_no_record_has_is_refused(at_hand: S11, command: str) -> None:
    for number in (0, 2**31, 10**30):
        told = at_hand(*command.split(), str(number))
        assert (told.code, told.out, "Traceback" in told.err) == (2, "", False)


def test_how_great_a_number_may_be_is_told(at_hand: S11) -> None:
    told = at_hand("pack", KEY, "--out", "pack.docx", "--groups", "99")
    assert (told.code, told.err) == (2, "--groups: Write a whole number from 1 to 50.\n")


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:"])
def test_no_record_is_made_in_memory(s11: S11, tmp_path: Path, url: str) -> None:
    told = s11("init", database_url=url)
    assert (told.code, told.err) == (
        2,
        "The record would be gone at once. Write sqlite:///PATH into S11_DATABASE_URL.\n",
    )
    assert not (tmp_path / "home").exists()


def test_s11_doctor_wants_an_address_to_write_from(s11: S11, record: None) -> None:
    assert "fail sender: not an address is no address of mail." in s11("doctor", mail_from="not an address").out
    assert "ok   sender: The setting can be read." in s11("doctor", mail_from="audit@anytown.example").out


def test_what_signs_links_cannot_be_guessed(s11: S11, record: None) -> None:
    short, long = "fifteen letters", "a key of some thirty letters."
    assert "fail secret key: S11_SECRET_KEY is too short to sign with." in s11("doctor", secret_key=short).out
    assert short not in s11("doctor", secret_key=short).out
    assert "ok   secret key: The setting can be read." in s11("doctor", secret_key=long).out
    assert s11("web", secret_key=short).err.startswith("S11_SECRET_KEY is too short to sign with.")


def test_a_file_that_renames_an_agency_says_so(at_hand: S11, tmp_path: Path) -> None:
    path = tmp_path / "agencies.csv"
    name = next(line.split(",")[1] for line in path.read_text().splitlines() if line.startswith("ASC,"))
    path.write_text(path.read_text().replace(f"ASC,{name},", "ASC,Care for Adults,"))
    told = at_hand("audit", "open", KEY, "--agencies", path, "--due", "2030-03-31")
    assert (told.code, f"ASC has another name now, in every audit: {name} -> Care for Adults." in told.out) == (0, True)
