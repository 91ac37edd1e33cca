"""Settings as people write them: with blanks, with a tilde, in a .env that is no file."""

from pathlib import Path

import pytest

from config.settings import Settings, UnknownSetting


@pytest.mark.parametrize("blank", ["", " ", "\t  ", "\r"])
def test_blanks_alone_set_nothing(tmp_path: Path, blank: str) -> None:
    """A secret of blanks would sign links that anybody can forge; a folder of blanks would be made."""
    names = ("S11_HOME", "S11_CONFIG", "S11_DATABASE_URL", "S11_EVIDENCE_URL", "S11_SECRET_KEY", "S11_NOW")
    said = {**dict.fromkeys(names, blank), "S11_IMAP_URL__ANYTOWN": blank}
    assert Settings.read(said, tmp_path / "none") == Settings.read({}, tmp_path / "none")


def test_blanks_around_a_value_are_none_of_it(tmp_path: Path) -> None:
    using = Settings.read(
        {"S11_HOME": " /srv/s11 \r", "S11_OPERATOR_EMAIL": " jo@anytown.example.org "}, tmp_path / "no"
    )
    assert (str(using.home), using.operator_email) == ("/srv/s11", "jo@anytown.example.org")


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("S11_HOME", "~/s11", "S11_HOME begins with ~, which only a shell reads. Write the whole path."),
        ("S11_CONFIG", "~jo/s11", "S11_CONFIG begins with ~, which only a shell reads. Write the whole path."),
        ("S11_EVIDENCE_URL", "~/e", "S11_EVIDENCE_URL begins with ~, which only a shell reads. Write the whole path."),
        ("S11_NOW", "0001-01-01", "S11_NOW cannot be read: '0001-01-01'. Write a moment such as 2026-03-14T09:30."),
        ("S11_NOW", "9999-12-31", "S11_NOW cannot be read: '9999-12-31'. Write a moment such as 2026-03-14T09:30."),
    ],
)
def test_what_would_lead_elsewhere_is_refused(tmp_path: Path, name: str, value: str, told: str) -> None:
    with pytest.raises(UnknownSetting) as refused:
        Settings.read({name: value}, tmp_path / "none")
    assert str(refused.value) == told


def test_a_setting_beside_the_file_that_holds_it_is_refused(tmp_path: Path) -> None:
    """From the environment it wins over a file that .env names, as everything does."""
    (tmp_path / "secret").write_text("of the file, long enough")
    (tmp_path / ".env").write_text(f"S11_SECRET_KEY_FILE={tmp_path / 'secret'}\n")
    said = {"S11_SECRET_KEY": "of the environment"}
    using = Settings.read(said, tmp_path / ".env")
    assert using.secret_key is not None
    assert using.secret_key.get_secret_value() == "of the environment"
    told = "S11_SECRET_KEY and S11_SECRET_KEY_FILE are both set. Leave one of them out."
    with pytest.raises(UnknownSetting, match=told):
        Settings.read({**said, "S11_SECRET_KEY_FILE": str(tmp_path / "secret")}, tmp_path / "none")


@pytest.mark.parametrize(
    ("holds", "told"),
    [
        (b"two", "S11_READERS cannot be read: what {path} holds. Write a number from 1 to 64."),
        (b" \n", "S11_READERS_FILE: the file {path} holds nothing. Write the value into it."),
        (b"\xff", "S11_READERS_FILE: the file {path} cannot be read (not text)."),
    ],
)
def test_what_a_file_holds_is_told_as_that(tmp_path: Path, holds: bytes, told: str) -> None:
    path = tmp_path / "readers"
    path.write_bytes(holds)
    with pytest.raises(UnknownSetting) as refused:
        Settings.read({"S11_READERS_FILE": str(path)}, tmp_path / "none")
    assert str(refused.value) == told.format(path=path)


def test_the_mark_of_an_editor_is_none_of_a_secret(tmp_path: Path) -> None:
    (tmp_path / "secret").write_bytes(b"\xef\xbb\xbfwritten in Notepad\r\n")
    using = Settings.read({"S11_SECRET_KEY_FILE": str(tmp_path / "secret")}, tmp_path / "none")
    assert using.secret_key is not None
    assert using.secret_key.get_secret_value() == "written in Notepad"


@pytest.mark.parametrize("kind", ["a folder", "a link to nothing"])
def test_a_dotenv_that_is_no_file_is_not_passed_over(tmp_path: Path, kind: str) -> None:
    """Docker makes a folder where the file that it was to mount is not there."""
    path = tmp_path / ".env"
    path.mkdir() if kind == "a folder" else path.symlink_to("s11.env")
    with pytest.raises(UnknownSetting, match=r"The file .*\.env cannot be read: it is no file\."):
        Settings.read({}, path)
