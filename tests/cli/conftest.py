"""A person at the command line, in a home of their own."""

import shutil
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from cli.main import main
from storage.backups.seal import new_key

DEMO = Path(__file__).parents[2] / "cli" / "demo_data" / "city-hackney-2009"
ASKED = "2029-01-08T09:00"  # a Monday
AGENCIES = """\
abbr,name,sector,partnerships,contact_name,contact_email,slack_user,role
GP1,Example Surgery,primary_care,anytown,Jo Bloggs,jo@surgery.example,U1,lead
YOT,Example Youth Justice Team,justice,anytown,Sam Roe,sam@yot.example,,lead
"""
PARTNERSHIPS = """\
[[partnership]]
key = "anytown"
name = "Anytown Partnership"
[[partnership.managers]]
name = "Mo Ray"
email = "mo@anytown.example"
"""


class Told(NamedTuple):
    """What a command answered."""

    code: int
    out: str
    err: str


S11 = Callable[..., Told]


@pytest.fixture
def s11(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> S11:
    """Run `s11` with words; settings are given by keyword, as S11_ names in small letters."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")

    def run(*words: str | Path, **settings: Any) -> Told:
        with pytest.MonkeyPatch.context() as here:
            here.setattr("sys.argv", ["s11", *map(str, words)])
            here.setenv("S11_HOME", str(tmp_path / "home"))
            for name, value in settings.items():
                here.setenv(f"S11_{name.upper()}", str(value))
            capsys.readouterr()
            code = 0
            try:
                main()
            except SystemExit as left:
                code = int(left.code or 0)
            out, err = capsys.readouterr()
            return Told(code, out, err)

    return run


def run_in(home: Path, *words: str | Path, **settings: str) -> None:
    """Run `s11` in a home that is made once for many tests; it has to go well."""
    with pytest.MonkeyPatch.context() as here:
        here.setenv("S11_HOME", str(home))
        for name, value in settings.items():
            here.setenv(f"S11_{name.upper()}", value)
        here.setattr("sys.argv", ["s11", *map(str, words)])
        with pytest.raises(SystemExit) as left:
            main()
    assert not left.value.code, words


@pytest.fixture(scope="session")
def new_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home as `s11 init` makes it, to be copied."""
    home = tmp_path_factory.mktemp("new") / "home"
    run_in(home, "init")
    return home


@pytest.fixture
def record(s11: S11, tmp_path: Path, new_home: Path) -> None:
    """A record in the home, as `s11 init` makes it."""
    shutil.copytree(new_home, tmp_path / "home", dirs_exist_ok=True)


@pytest.fixture(scope="session")
def city_hackney_home(tmp_path_factory: pytest.TempPathFactory, new_home: Path) -> Path:
    """A home in which the City & Hackney audit is open and its published table imported, to be copied."""
    home = tmp_path_factory.mktemp("city-hackney") / "home"
    shutil.copytree(new_home, home)
    run_in(home, "audit", "open", "city-hackney-2009", "--agencies", DEMO / "agencies.csv", "--due", "2030-03-31")
    run_in(home, "answers", "import", "city-hackney-2009", DEMO / "matrix.csv")
    return home


@pytest.fixture
def city_hackney(s11: S11, tmp_path: Path, city_hackney_home: Path) -> S11:
    """The same person, with the City & Hackney audit opened and its published table imported."""
    shutil.copytree(city_hackney_home, tmp_path / "home")
    return s11


@pytest.fixture(scope="session")
def opened_place(tmp_path_factory: pytest.TempPathFactory, new_home: Path) -> Path:
    """A folder with two agencies' file and a home in which section-11 is open for them, to be copied."""
    place = tmp_path_factory.mktemp("opened") / "place"
    shutil.copytree(new_home, place / "home")
    (place / "agencies.csv").write_text(AGENCIES)
    (place / "home" / "config" / "partnerships.toml").write_text(PARTNERSHIPS)
    run_in(place / "home", "audit", "open", "section-11", "--agencies", place / "agencies.csv", "--due", "2030-03-31")
    return place


@pytest.fixture
def opened(s11: S11, tmp_path: Path, opened_place: Path) -> S11:
    """A person who has opened section-11 for a surgery and a youth justice team."""
    shutil.copytree(opened_place, tmp_path, dirs_exist_ok=True)
    return s11


@pytest.fixture(scope="session")
def asked_place(tmp_path_factory: pytest.TempPathFactory, opened_place: Path) -> Path:
    """The same with barnsley-2021 open besides, and its invitations gone out, to be copied."""
    place = tmp_path_factory.mktemp("asked") / "place"
    shutil.copytree(opened_place, place)
    opening = ("audit", "open", "barnsley-2021", "--agencies", place / "agencies.csv", "--due", "2029-03-30")
    for words in (opening, ("invite", "barnsley-2021"), ("outbox", "deliver", "--once")):
        run_in(place / "home", *words, now=ASKED)
    return place


@pytest.fixture
def asked(s11: S11, tmp_path: Path, asked_place: Path) -> S11:
    """A person who has asked both agencies for barnsley-2021 as well."""
    shutil.copytree(asked_place, tmp_path, dirs_exist_ok=True)
    return s11


@pytest.fixture
def at_hand(s11: S11, tmp_path: Path) -> Iterator[Path]:
    """Every file that the commands are told of; signals are given back to the test afterwards."""
    for name in ("agencies.csv", "matrix.csv"):
        shutil.copy(DEMO / name, tmp_path / name)
    (tmp_path / "letter.eml").write_text("From: jo@asc.example.org\n\nHello\n")
    (tmp_path / "export.json").write_text("{}")
    (tmp_path / "backup.key").write_text(new_key()[0])
    kept = {each: signal.getsignal(each) for each in (signal.SIGTERM, signal.SIGINT)}
    yield tmp_path
    for each, before in kept.items():
        signal.signal(each, before)
