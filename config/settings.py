"""Settings: one typed object read from S11_* variables, a .env file and files that hold secrets."""

import difflib
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from dotenv import dotenv_values
from dotenv.parser import parse_stream
from pydantic import BaseModel, ConfigDict, Field, PrivateAttr, SecretStr, ValidationError, field_validator

from config.addresses import read_url
from config.dates import LONDON
from config.files import LONGEST_SECRET, read_whole

PREFIX = "S11_"
MOST_READERS = 64
FIRST_YEAR, LAST_YEAR = 1970, 9000  # of S11_NOW
OF = "__"  # between a setting and the partnership whose own it is
GOES_WITH: Mapping[str, tuple[str, ...]] = {  # another account's password is nobody's to try
    "imap_url": ("imap_password",),
    "smtp_url": ("smtp_password",),
    "slack_bot_token": ("slack_app_token", "slack_signing_secret"),
}
ONE_EACH = ("imap_url", "slack_bot_token", "slack_app_token", "slack_signing_secret")  # whose it is tells whose words
OWN = (
    *("imap_url", "imap_password", "smtp_url", "smtp_password", "mail_from", "authserv_id"),
    *("oauth_tenant", "oauth_client_id", "oauth_client_secret", "oauth_authority"),
    *("slack_bot_token", "slack_app_token", "slack_signing_secret", "slack_api_url"),
)


class UnknownSetting(Exception):
    """A setting that cannot be used; the message says which and what to write."""


class Settings(BaseModel):
    """How this deployment is set up. Each field is the S11_ variable of the same name, in capitals."""

    model_config = ConfigDict(frozen=True)
    _own: dict[str, dict[str, Any]] = PrivateAttr(default_factory=dict)  # by partnership: what is set for it alone

    home: Path = Field(default=Path("./var"), description="where the embedded default keeps its database and files")
    config: Path | None = Field(
        default=None,
        description="your own folder of audits/*.toml and partnerships.toml; $S11_HOME/config when not set",
    )
    database_url: str | None = Field(
        default=None, description="any SQLAlchemy URL; sqlite:///$S11_HOME/s11.db when not set"
    )
    database_direct_url: str | None = Field(
        default=None, description="PostgreSQL itself, where S11_DATABASE_URL is a PgBouncer that stands before it"
    )
    evidence_url: str | None = Field(
        default=None, description="a folder, or s3://bucket/prefix; $S11_HOME/evidence when not set"
    )
    s3_endpoint_url: str | None = Field(default=None, description="for S3 servers other than AWS")
    clamd: str | None = Field(
        default=None, description="host:port or socket path of clamd; files are not scanned without"
    )
    slack_bot_token: SecretStr | None = Field(default=None, description="Slack: the bot token, xoxb-…")
    slack_app_token: SecretStr | None = Field(default=None, description="Slack: the app token, xapp-…, for Socket Mode")
    slack_signing_secret: SecretStr | None = Field(default=None, description="Slack: the signing secret, for HTTP mode")
    slack_api_url: str = Field(default="https://slack.com/api/", description="base of Slack's Web API")
    imap_url: str | None = Field(
        default=None, description="imaps://user@host:993/INBOX, the audit mailbox; imap:// on loopback only"
    )
    imap_password: SecretStr | None = Field(default=None, description="the mailbox's password")
    smtp_url: str | None = Field(
        default=None,
        description="smtp://user@host:587 (STARTTLS) or smtps://; letters go to $S11_HOME/outbox when not set",
    )
    smtp_password: SecretStr | None = Field(default=None, description="the sending account's password")
    oauth_tenant: str | None = Field(default=None, description="Microsoft 365 or NHSmail: the tenant")
    oauth_client_id: str | None = Field(default=None, description="Microsoft 365 or NHSmail: the application's id")
    oauth_client_secret: SecretStr | None = Field(default=None, description="Microsoft 365 or NHSmail: its secret")
    oauth_authority: str | None = Field(
        default=None, description="where tokens come from; https://login.microsoftonline.com/TENANT when not set"
    )
    mail_from: str | None = Field(default=None, description="the audit mailbox, to which replies come back")
    authserv_id: str | None = Field(
        default=None,
        description="whose Authentication-Results to believe, or microsoft365; then only dmarc=pass is accepted",
    )
    web_bind: str = Field(default="127.0.0.1:8011", description="where the web process listens")
    public_url: str | None = Field(default=None, description="the address people reach the web process at")
    secret_key: SecretStr | None = Field(
        default=None, description="signs links to evidence; made in $S11_HOME/secret_key when not set"
    )
    backup_key: SecretStr | None = Field(
        default=None, description="seals backups: an age key; its public half, age1…, is enough to make them"
    )
    readers: int | None = Field(
        default=None, ge=1, le=MOST_READERS, description="letters read at once; two when not set, one on a single core"
    )
    operator_email: str | None = Field(
        default=None, description="who is told, once a day, what needs a person's attention"
    )
    heartbeat_url: str | None = Field(default=None, description="called by the clock after each good round")
    now: datetime | None = Field(
        default=None, description="freezes the clock (ISO 8601) for one-shot commands: rehearsals and tests"
    )

    @field_validator("now")
    @classmethod
    def _counted(cls, now: datetime | None) -> datetime | None:
        """A month before and after it are days of the calendar too."""
        if now is not None and not FIRST_YEAR <= now.year <= LAST_YEAR:
            raise ValueError
        return now

    @property
    def config_folder(self) -> Path:
        return self.config or self.home / "config"

    @property
    def database(self) -> str:
        return self.database_url or f"sqlite:///{self.home / 's11.db'}"

    @property
    def evidence(self) -> str:
        return self.evidence_url or str(self.home / "evidence")

    @classmethod
    def read(cls, environment: Mapping[str, str], dotenv: Path) -> "Settings":
        """Read settings from `.env` and, over it, the environment; raises UnknownSetting on a name or value amiss.

        Any of them may be given as NAME_FILE, a file that holds the value; NAME__KEY is that partnership's own.
        Blanks around a value are none of it, and blanks alone set nothing.
        """
        given = {**_once(_dotenv(dotenv)), **_once(environment)}
        values = {
            name: said for name, value in given.items() if name.startswith(PREFIX) and (said := (value or "").strip())
        }
        own = sorted(name for name in values if OF in name)
        settings = cls._validated({name: value for name, value in values.items() if name not in own})
        for name in own:
            setting, key = _owner(name)
            ((field, value),) = cls._validated({setting: values[name]}).model_dump(exclude_unset=True).items()
            settings._own.setdefault(key, {})[field] = value
        settings._refuse_shared()
        return settings

    @classmethod
    def _validated(cls, values: Mapping[str, str]) -> "Settings":
        try:
            return cls.model_validate(dict(_field(name, value) for name, value in values.items()))
        except ValidationError as error:
            name = PREFIX + str(error.errors()[0]["loc"][0]).upper()
            said = repr(values[name]) if name in values else f"what {values[f'{name}_FILE']} holds"
            raise UnknownSetting(f"{name} cannot be read: {said}. {_WRITE[name]}") from None

    def of(self, partnership: str) -> "Settings":
        """As they are for one partnership: what is set for it, else what is set for all."""
        own = self._own.get(partnership, {})
        apart = {name: None for url, names in GOES_WITH.items() if url in own for name in names}
        return self.model_copy(update=apart | own)

    def owners(self, *fields: str) -> frozenset[str]:
        """The partnerships for which one of these is set; without a name, for which anything is."""
        return frozenset(key for key, own in self._own.items() if not fields or not own.keys().isdisjoint(fields))

    def _refuse_shared(self) -> None:
        """Two readers of one mailbox, or two apps in one workspace, would each take what is the other's."""
        for field in ONE_EACH:
            taken: dict[object, str] = {}
            for key, own in [("", {field: getattr(self, field)}), *sorted(self._own.items())]:
                name = PREFIX + field.upper() + (OF + variable(key) if key else "")
                first = taken.setdefault(_place(own[field]), name) if own.get(field) else name
                if first != name:
                    told = f"{first} and {name} are the same."
                    raise UnknownSetting(f"{told} Give each partnership its own, or set the common one alone.")

    def useless(self) -> list[str]:
        """What is set for one partnership and used by nothing, with the setting that it waits for."""
        return [
            f"{PREFIX}{name.upper()}{OF}{variable(key)} does nothing without {PREFIX}{url.upper()}{OF}{variable(key)}."
            for key, own in sorted(self._own.items())
            for url, names in GOES_WITH.items()
            for name in names
            if name in own and url not in own
        ]

    def moment(self, clock: datetime) -> datetime:
        """The time by this deployment's clock: S11_NOW where it is set (London time unless it says), else `clock`."""
        if self.now is None:
            return clock
        return self.now if self.now.tzinfo else self.now.replace(tzinfo=LONDON)


def _place(value: str | SecretStr) -> object:
    """What two values have in common that lead to one place: a mailbox may be written in more than one way."""
    if isinstance(value, SecretStr):
        return value.get_secret_value()
    try:
        found = read_url("S11_IMAP_URL", value, ("imaps", "imap"))
    except ValueError:
        return value
    return found.host.casefold(), found.user.casefold(), found.path.strip("/").casefold() or "inbox"


def _dotenv(path: Path) -> Mapping[str, str | None]:
    try:
        found = dotenv_values(path) if path.is_file() else {}
        is_passed_over = not path.is_file() and (path.is_symlink() or path.exists())
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or "not text in UTF-8"
        raise UnknownSetting(f"The file {path} cannot be read: {why}.") from None
    if is_passed_over:  # the defaults would make another home
        raise UnknownSetting(f"The file {path} cannot be read: it is no file.")
    return found


def _once(given: Mapping[str, str | None]) -> Mapping[str, str | None]:
    """The same; raises UnknownSetting where a setting and a file that holds it stand side by side."""
    for name, value in given.items():
        beside = name.removesuffix("_FILE")
        if name.startswith(PREFIX) and beside != name and value and given.get(beside):
            raise UnknownSetting(f"{beside} and {name} are both set. Leave one of them out.")
    return given


_FOLDERS = ("S11_HOME", "S11_CONFIG", "S11_EVIDENCE_URL")
_WRITE = {
    "S11_NOW": "Write a moment such as 2026-03-14T09:30.",
    "S11_HOME": "Write the path of a folder.",
    "S11_CONFIG": "Write the path of a folder.",
    "S11_READERS": f"Write a number from 1 to {MOST_READERS}.",
}


def _field(name: str, value: str) -> tuple[str, str]:
    known = [PREFIX + field.upper() for field in Settings.model_fields]
    if name.removesuffix("_FILE") in known and name not in known:
        name, value = name.removesuffix("_FILE"), _held(name, value)
    if name in known:
        if name in _FOLDERS and value.startswith("~"):
            raise UnknownSetting(f"{name} begins with ~, which only a shell reads. Write the whole path.")
        return name.removeprefix(PREFIX).lower(), value
    near = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
    hint = f"Did you mean {near[0]}?" if near else f"Settings: {_listed(known)}."
    raise UnknownSetting(f"There is no setting {name}. {hint}")


def _held(name: str, path: str) -> str:
    """What the file holds that NAME_FILE names; some editors begin it with a mark."""
    try:
        held = read_whole(Path(path), LONGEST_SECRET).decode("utf-8-sig").strip()
    except (OSError, ValueError) as error:  # ValueError: not text, or a name that no disk takes
        why = getattr(error, "strerror", None) or "not text"
        raise UnknownSetting(f"{name}: the file {path} cannot be read ({why}).") from None
    if not held:
        raise UnknownSetting(f"{name}: the file {path} holds nothing. Write the value into it.")
    return held


def _owner(name: str) -> tuple[str, str]:
    """The setting that NAME__KEY sets, and the partnership: NORTH_MOOR is north-moor, for a variable has no hyphen."""
    setting, _, key = name.partition(OF)
    if key.endswith("_FILE"):
        setting, key = f"{setting}_FILE", key.removesuffix("_FILE")
    known = [PREFIX + each.upper() for each in OWN]
    if setting.removesuffix("_FILE") not in known:
        if setting.removesuffix("_FILE") not in [PREFIX + each.upper() for each in Settings.model_fields]:
            near = difflib.get_close_matches(setting, known, n=1, cutoff=0.5)
            hint = f" Did you mean {near[0]}{OF}{key}?" if near else ""
            raise UnknownSetting(f"There is no setting {setting}.{hint}")
        raise UnknownSetting(f"{setting} is one for all partnerships. Of its own a partnership has {_listed(known)}.")
    if not key.replace("_", "").isalnum():
        raise UnknownSetting(f"{name} names no partnership. Write its key behind {setting}{OF}, in capitals.")
    return setting, key.lower().replace("_", "-")


def variable(partnership: str) -> str:
    """How a partnership's key stands behind a setting."""
    return partnership.upper().replace("-", "_")


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names)


def lost_lines(path: Path) -> list[int]:
    """The numbers of lines that are no NAME=value, and of settings of ours without one; they are passed over."""
    with path.open(encoding="utf-8") as lines:
        return [
            each.original.line + _above(each.original.string)
            for each in parse_stream(lines)
            if each.error or (each.key and each.key.startswith(PREFIX) and each.value is None)
        ]


def said_twice(path: Path) -> list[str]:
    """Settings of ours that stand more than once in `.env`: the last of them counts."""
    with path.open(encoding="utf-8") as lines:
        many = Counter(each.key for each in parse_stream(lines) if each.key and each.key.startswith(PREFIX))
    return [name for name, times in many.items() if times > 1]


def _above(text: str) -> int:
    """Blank lines that the parser counts to the line below them."""
    return len(text) - len(text.lstrip("\n\r")) if text.strip() else 0
