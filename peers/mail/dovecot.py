"""A Dovecot of our own on loopback, run by a user without rights, with its mail in a folder we can see."""

import os
import shutil
import socket
import subprocess
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

USER = "games" if os.geteuid() == 0 else ""
CONF = """\
protocols = imap
listen = 127.0.0.1
base_dir = {root}/run
state_dir = {root}/state
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
log_path = {root}/log
ssl = no
disable_plaintext_auth = no
auth_mechanisms = plain login xoauth2 oauthbearer
mail_location = maildir:{root}/mail/%u
mail_uid = {user}
mail_gid = {group}
first_valid_uid = 1
first_valid_gid = 1
passdb {{
  driver = oauth2
  mechanisms = xoauth2 oauthbearer
  args = {root}/oauth2.conf
}}
passdb {{
  driver = passwd-file
  args = scheme=PLAIN username_format=%u {root}/users
}}
userdb {{
  driver = static
  args = uid={user} gid={group} home={root}/mail/%u
}}
namespace inbox {{
  inbox = yes
  separator = /
  mailbox Processed {{
    auto = create
  }}
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
"""
OAUTH2 = """\
introspection_url = http://127.0.0.1:{port}/introspect
introspection_mode = post
username_attribute = username
active_attribute = active
active_value = true
"""


@dataclass(frozen=True)
class Dovecot:
    """The running server; accounts `intake` and any other of `accounts`, all with the password `secret`."""

    root: Path
    port: int

    def deliver(self, raw: bytes, account: str = "intake") -> None:
        """As a mail server does: written beside, then renamed into new."""
        maildir = self.root / "mail" / account
        if not (maildir / "tmp").is_dir():
            for part in ("tmp", "new", "cur"):
                (maildir / part).mkdir(parents=True, exist_ok=True)
            self.own(maildir)
        name = f"{time.time_ns()}.{uuid.uuid4().hex}.here"
        beside = maildir / "tmp" / name
        beside.write_bytes(raw)
        if USER:
            shutil.chown(beside, USER, USER)
        beside.rename(maildir / "new" / name)

    def own(self, path: Path) -> None:
        """Give a folder and its mail to the server's user, where that is not us."""
        for each in (path, *path.rglob("*")) if USER else ():
            shutil.chown(each, USER, USER)

    def letters(self, folder: str = "", account: str = "intake") -> list[Path]:
        maildir = self.root / "mail" / account / (f".{folder}" if folder else "")
        return sorted(each for part in ("new", "cur") for each in (maildir / part).glob("*"))

    def forget_uids(self, account: str = "intake") -> None:
        """What a restored or rebuilt server does: every UID and the UIDVALIDITY are new."""
        for each in (self.root / "mail" / account).rglob("dovecot*"):
            each.unlink()


@contextmanager
def dovecot(introspection: int, *accounts: str) -> Iterator[Dovecot]:
    root = Path(tempfile.mkdtemp(prefix="s11-dovecot-", dir="/tmp"))
    root.chmod(0o755)
    port = free_port()
    user = USER or os.environ.get("USER", "nobody")
    for each in ("run", "state", "mail"):
        (root / each).mkdir()
    (root / "dovecot.conf").write_text(CONF.format(root=root, user=user, group=user, port=port))
    (root / "oauth2.conf").write_text(OAUTH2.format(port=introspection))
    (root / "users").write_text("".join(f"{each}:{{PLAIN}}secret\n" for each in ("intake", *accounts)))
    server = Dovecot(root, port)
    server.own(root)
    as_whom = [f"--reuid={USER}", f"--regid={USER}", "--clear-groups"] if USER else []
    # In the foreground, and told to end when we die: no death of ours leaves a server behind.
    command = ["setpriv", *as_whom, "--pdeathsig=TERM", "dovecot", "-F", "-c", str(root / "dovecot.conf")]
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL)
    try:
        wait_for(port)
        yield server
    finally:
        process.terminate()
        process.wait(timeout=60)
        shutil.rmtree(root, ignore_errors=True)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        port: int = found.getsockname()[1]
    return port


def wait_for(port: int, seconds: float = 120) -> None:
    until = time.monotonic() + seconds
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.05)
        else:
            return
