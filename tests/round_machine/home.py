"""A home of its own, with its settings and its clock, and the commands as its operator types them."""

import contextlib
import io
import os
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from cli.main import main
from config.settings import Settings
from tests.round_machine.people import APART, US

BEGINS = datetime(2026, 3, 2, 10, tzinfo=UTC)


class Told(NamedTuple):
    """What a command answered."""

    code: int
    out: str
    err: str


@dataclass
class Home:
    """A folder in which commands run, at the moment that it is there."""

    folder: Path
    now: datetime = BEGINS

    def __post_init__(self) -> None:
        self.home = self.folder / "home"

    @property
    def settings(self) -> dict[str, str]:
        return {
            "S11_HOME": str(self.home),
            "S11_NOW": self.now.strftime("%Y-%m-%dT%H:%M+00:00"),
            "S11_MAIL_FROM": US,
            f"S11_MAIL_FROM__{APART.upper()}": f"{APART}@anytown.example",
            "S11_SLACK_BOT_TOKEN": "xoxb-of-nobody",
            "COLUMNS": "200",
        }

    @property
    def using(self) -> Settings:
        return Settings.read(self.settings, Path("no.env"))

    def s11(self, *words: str) -> Told:
        """A command, in this process, at the world's moment and in its folder."""
        before, argv, here = dict(os.environ), sys.argv, Path.cwd()
        out, err, code = io.StringIO(), io.StringIO(), 0
        os.environ.update(self.settings)
        os.chdir(self.folder)
        sys.argv = ["s11", *words]
        try:
            with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
                main()
        except SystemExit as left:
            code = int(left.code or 0)
        finally:
            os.chdir(here)
            sys.argv = argv
            os.environ.clear()
            os.environ.update(before)
        return Told(code, out.getvalue(), err.getvalue())
