"""A person at the command line, in a home of their own."""

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


@pytest.fixture
def city_hackney(s11: S11) -> S11:
    """The same person, with the City & Hackney audit opened and its published table imported."""
    opened = s11("audit", "open", "city-hackney-2009", "--agencies", DEMO / "agencies.csv", "--due", "2030-03-31")
    assert opened.code == 0, opened.err
    imported = s11("answers", "import", "city-hackney-2009", DEMO / "matrix.csv")
    assert imported.code == 0, imported.err
    return s11
