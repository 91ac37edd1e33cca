"""What s11 doctor says of settings that are read only when their part starts, and of the lines of .env."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from traceback import extract_tb

from cli.branches import owners
from cli.checks import Check
from cli.home import OWNER
from cli.wiring import NotReady, read_secret
from config.addresses import WEB, read_place, read_url
from config.email_address import is_address
from config.settings import Settings, lost_lines, said_twice
from config.words import listing
from storage.backups.seal import Unusable, read_keys


def isolated(what: str, look: Callable[[], Iterable[Check]]) -> Iterator[Check]:
    """What a check finds; one that breaks is a line that says so, and the others still run."""
    try:
        yield from look()
    except Exception as error:  # noqa: BLE001  (whatever it is, the next check is no part of it)
        yield _broken(what, error)


def _broken(what: str, error: Exception) -> Check:
    if isinstance(error, PermissionError) and error.filename:
        return Check(what, "fail", f"s11 may not look at {error.filename}.", OWNER)
    at = extract_tb(error.__traceback__)[-1]  # not its words, which may repeat a password
    told = f"It could not be looked at: {type(error).__name__} in {Path(at.filename).name}, line {at.lineno}."
    return Check(what, "fail", told, "Check the settings of this part, and tell whoever looks after s11.")


def dotenv_check(path: Path) -> Iterator[Check]:
    """A line that cannot be read sets nothing, and one of two of the same name, both in silence."""
    if not path.is_file():
        return
    if lost := lost_lines(path):
        numbers = ", ".join(map(str, lost))
        yield Check("settings", "fail", f"Nothing was read from .env, line {numbers}.", "Write NAME=value there.")
    if twice := said_twice(path):
        told = f"More than one line of .env sets {listing(twice)}, and the last counts."
        yield Check("settings", "warn", told, "Leave one line of each.")


def setting_checks(using: Settings) -> Iterator[Check]:
    """Those that are set, one line each; none of them is called."""
    yield from _own_checks(using)
    for each in owners(using):
        yield from map(each.tell, _own_checks(each.using))
    yield from _read("web", using.web_bind, lambda text: read_place("S11_WEB_BIND", text))
    yield from _read("public address", using.public_url, lambda text: read_url("S11_PUBLIC_URL", text, WEB))
    yield from _read("heartbeat", using.heartbeat_url, lambda text: read_url("S11_HEARTBEAT_URL", text, WEB))
    secret = using.secret_key.get_secret_value() if using.secret_key else None
    yield from _read("secret key", secret, read_secret)
    key = using.backup_key.get_secret_value() if using.backup_key else None
    yield from _read("backup key", key, read_keys)


def _own_checks(using: Settings) -> Iterator[Check]:
    """Those that a partnership may have of its own."""
    yield from _read("sender", using.mail_from, _read_sender)
    slack = using.slack_api_url if "slack_api_url" in using.model_fields_set else None
    yield from _read("slack address", slack, lambda text: read_url("S11_SLACK_API_URL", text, WEB))
    yield from _read("tokens", using.oauth_authority, lambda text: read_url("S11_OAUTH_AUTHORITY", text, WEB))


def _read_sender(text: str) -> None:
    if not is_address(text):
        raise ValueError(f"{text} is no address of mail. Write the audit mailbox into S11_MAIL_FROM.")


def _read(what: str, text: str | None, read: Callable[[str], object]) -> Iterator[Check]:
    """Nothing of a setting that is not set."""
    if text is None:
        return
    try:
        read(text)
    except (ValueError, Unusable, NotReady) as told:
        said, _, mend = str(told).partition(". ")
        yield Check(what, "fail", f"{said}.", mend)
    else:
        yield Check(what, "ok", "The setting can be read.")
