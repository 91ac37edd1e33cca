"""Settings: one typed object read from S11_* variables, a .env file and files that hold secrets."""

import difflib
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from dotenv import dotenv_values
from pydantic import BaseModel, ConfigDict, Field, ValidationError

PREFIX = "S11_"
LONDON = ZoneInfo("Europe/London")


class UnknownSetting(Exception):
    """A setting that cannot be used; the message says which and what to write."""


class Settings(BaseModel):
    """How this deployment is set up. Each field is the S11_ variable of the same name, in capitals."""

    model_config = ConfigDict(frozen=True)

    home: Path = Field(default=Path("./var"), description="where the embedded default keeps its database and files")
    config: Path | None = Field(
        default=None,
        description="your own folder of audits/*.toml and partnerships.toml; $S11_HOME/config when not set",
    )
    database_url: str | None = Field(
        default=None, description="any SQLAlchemy URL; sqlite:///$S11_HOME/s11.db when not set"
    )
    now: datetime | None = Field(
        default=None, description="freezes the clock (ISO 8601) for one-shot commands: rehearsals and tests"
    )

    @property
    def config_folder(self) -> Path:
        return self.config or self.home / "config"

    @property
    def database(self) -> str:
        return self.database_url or f"sqlite:///{self.home / 's11.db'}"

    @classmethod
    def read(cls, environment: Mapping[str, str], dotenv: Path) -> "Settings":
        """Read settings from `.env` and, over it, the environment; raises UnknownSetting on a name or value amiss.

        Any of them may be given as NAME_FILE, a file that holds the value.
        """
        given = {**dotenv_values(dotenv), **environment} if dotenv.is_file() else dict(environment)
        values = {name: value for name, value in given.items() if name.startswith(PREFIX) and value}
        try:
            return cls.model_validate(dict(_field(name, value or "") for name, value in values.items()))
        except ValidationError as error:
            name = PREFIX + str(error.errors()[0]["loc"][0]).upper()
            raise UnknownSetting(f"{name} cannot be read: {values.get(name)!r}. {_WRITE[name]}") from None

    def moment(self, clock: datetime) -> datetime:
        """The time by this deployment's clock: S11_NOW where it is set (London time unless it says), else `clock`."""
        if self.now is None:
            return clock
        return self.now if self.now.tzinfo else self.now.replace(tzinfo=LONDON)


_WRITE = {
    "S11_NOW": "Write a moment such as 2026-03-14T09:30.",
    "S11_HOME": "Write the path of a folder.",
    "S11_CONFIG": "Write the path of a folder.",
}


def _field(name: str, value: str) -> tuple[str, str]:
    known = [PREFIX + field.upper() for field in Settings.model_fields]
    if name in known:
        return name.removeprefix(PREFIX).lower(), value
    if name.removesuffix("_FILE") in known:
        try:
            return _field(name.removesuffix("_FILE"), Path(value).read_text("utf-8").strip())
        except OSError as error:
            raise UnknownSetting(f"{name}: the file {value} cannot be read ({error.strerror}).") from None
    near = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
    hint = f"Did you mean {near[0]}?" if near else f"Settings: {', '.join(known)}."
    raise UnknownSetting(f"There is no setting {name}. {hint}")
