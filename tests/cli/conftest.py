"""A person at the command line, in a home of their own."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from cli.main import main

DEMO = Path(__file__).parents[2] / "cli" / "demo_data" / "city-hackney-2009"


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


@pytest.fixture(scope="session")
def new_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home as `s11 init` makes it, to be copied."""
    home = tmp_path_factory.mktemp("new") / "home"
    with pytest.MonkeyPatch.context() as here:
        here.setenv("S11_HOME", str(home))
        here.setattr("sys.argv", ["s11", "init"])
        with pytest.raises(SystemExit) as left:
            main()
    assert not left.value.code
    return home


@pytest.fixture
def record(s11: S11, tmp_path: Path, new_home: Path) -> None:
    """A record in the home, as `s11 init` makes it."""
    shutil.copytree(new_home, tmp_path / "home", dirs_exist_ok=True)


@pytest.fixture(scope="session")
def city_hackney_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home in which the City & Hackney audit is open and its published table imported, to be copied."""
    home = tmp_path_factory.mktemp("city-hackney") / "home"
    with pytest.MonkeyPatch.context() as here:
        here.setenv("S11_HOME", str(home))
        for words in (
            ("init",),
            ("audit", "open", "city-hackney-2009", "--agencies", str(DEMO / "agencies.csv"), "--due", "2030-03-31"),
            ("answers", "import", "city-hackney-2009", str(DEMO / "matrix.csv")),
        ):
            here.setattr("sys.argv", ["s11", *words])
            with pytest.raises(SystemExit) as left:
                main()
            assert not left.value.code, words
    return home


@pytest.fixture
def city_hackney(s11: S11, tmp_path: Path, city_hackney_home: Path) -> S11:
    """The same person, with the City & Hackney audit opened and its published table imported."""
    shutil.copytree(city_hackney_home, tmp_path / "home")
    return s11
