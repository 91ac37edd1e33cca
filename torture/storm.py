"""The whole program at work while everything breaks, and a model beside it that knows every letter and acknowledgement.

python -m torture.storm [SECONDS [SEED [servers]]]     needs root for the full disk, Dovecot, fiu-run and faketime (apt)
"""

import hashlib
import logging
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import NamedTuple

from peers.mail.dovecot import Dovecot, dovecot, free_port
from storage.record import open_database
from tests.postbox import Postbox, listening
from tests.storage.servers import moto
from torture.killed import S11, run
from torture.mail import opened
from torture.weather import BAD, Weather

LETTERS = 3  # before a fault, and as many during it
LONGEST = 8.0  # seconds that a fault lasts
PATIENCE = 180.0  # seconds after which it counts as not resumed
DISK = 40  # MB
FAULTY = ("fiu-run", "-x", "-c", "enable_random name=posix/io/*,probability=0.02")


@dataclass
class Model:
    """What was sent, by whom, and what came back: letters by their number, acknowledgements by the letter's."""

    senders: dict[int, str] = field(default_factory=dict)
    raw: dict[int, str] = field(default_factory=dict)  # SHA-256

    def letter(self, sender: str, token: str) -> bytes:
        number = len(self.senders)
        made = EmailMessage(policy=SMTP)
        made["From"], made["To"] = sender, f"audit+{token}@localhost"
        made["Subject"], made["Message-ID"] = "Re: Section 11 audit", f"<{number}@letters.example>"
        made.set_content(f"1.1: {number % 4}\nThis is letter L{number}L of {sender.split('@')[0]}.\n")
        raw = bytes(made)
        self.senders[number], self.raw[number] = sender, hashlib.sha256(raw).hexdigest()
        return raw


class Found(NamedTuple):
    """How the record and the post differ from the model."""

    lost: list[int]
    twice: list[int]
    wrong: list[int]  # under another agency, or acknowledged to somebody else


@dataclass
class World:
    """A deployment, what stands around it, and the process that is at work."""

    folder: Path
    box: Dovecot
    post: Postbox
    weather: dict[str, Weather]
    environment: dict[str, str]
    url: str  # of the record, without any weather
    tokens: dict[str, str]
    chance: random.Random
    model: Model = field(default_factory=Model)
    process: subprocess.Popen[bytes] | None = None

    def start(self, *before: str) -> None:
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [*before, *S11, "run"], env=self.environment, stdout=log, stderr=log, start_new_session=True
            )

    def kill(self) -> None:
        if self.process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def write_letters(self) -> None:
        for _ in range(LETTERS):
            sender = self.chance.choice(sorted(self.tokens))
            raw = self.model.letter(sender, self.tokens[sender])
            for _ in range(self.chance.choice((1, 1, 1, 2))):  # as where it lies in two folders
                self.box.deliver(raw)

    def found(self) -> Found:
        with open_database(self.url) as record, record.engine.connect() as connection:
            receipts = connection.exec_driver_sql("SELECT raw_key, outcome FROM receipts").all()
            rows = connection.exec_driver_sql(
                "SELECT answers.value, contacts.email FROM answers JOIN submissions ON submissions.id = submission_id"
                " JOIN agency_contacts ON agency_contacts.agencies_id = submissions.agency_id"
                " JOIN contacts ON contacts.id = contacts_id"
            ).all()
        outcomes = {str(key): outcome for key, outcome in receipts}
        lost, twice, wrong = [], [], []
        acks = [(message_from_bytes(raw), to) for _, to, raw in list(self.post.came)]
        for number, sender in self.model.senders.items():
            said = [email for text, email in rows if f"L{number}L" in text]
            told = {str(ack["Message-ID"]): to for ack, to in acks if f"<{number}@" in str(ack["In-Reply-To"])}
            is_kept = outcomes.get(self.model.raw[number]) == "answered"
            lost += [number] if not (said and told and is_kept) else []
            twice += [number] if len(said) > 1 or len(told) > 1 else []
            wrong += [number] if {*said, *(each for to in told.values() for each in to)} - {sender} else []
        return Found(lost, twice, wrong)


Fault = Callable[[World], None]


def killed(world: World) -> None:
    world.kill()
    world.start()


def child_killed(world: World) -> None:
    assert world.process is not None
    listed = Path(f"/proc/{world.process.pid}/task/{world.process.pid}/children").read_text().split()
    for child in listed:
        with suppress(ProcessLookupError):
            os.kill(int(child), signal.SIGKILL)


def full_disk(world: World) -> None:
    ballast = world.folder / "home" / "ballast"
    with suppress(OSError), ballast.open("wb", buffering=0) as file:
        while file.write(b"\0" * 4096):
            pass
    world.write_letters()
    time.sleep(world.chance.uniform(1, LONGEST))
    ballast.unlink()


def started_with(*before: str) -> Fault:
    """Work for a while under something that breaks it, then without."""

    def fault(world: World) -> None:
        world.kill()
        world.start(*before)
        world.write_letters()
        time.sleep(world.chance.uniform(4, LONGEST))
        killed(world)

    return fault


def bad_weather(where: str, mode: str) -> Fault:
    def fault(world: World) -> None:
        world.weather[where].mode = mode
        world.write_letters()
        time.sleep(world.chance.uniform(1, LONGEST))
        world.weather[where].mode = "clear"

    return fault


FAULTS: dict[str, Fault] = {
    "killed": killed,
    "its child killed": child_killed,
    "the disk full": full_disk,
    "each call may fail (EIO, ENOSPC)": started_with(*FAULTY),
    "the clock a day ahead": started_with("faketime", "-f", "+1d"),
    "the clock a day behind": started_with("faketime", "-f", "-1d"),
    **{f"{where} {mode}": bad_weather(where, mode) for where in ("IMAP", "SMTP", "S3", "record") for mode in BAD},
}


@contextmanager
def disk(at: Path) -> Iterator[None]:
    """A small disk for the home."""
    at.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={DISK}m", "tmpfs", str(at)], check=True)
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", str(at)], check=True)


@contextmanager
def world(folder: Path, chance: random.Random, *, on_servers: bool) -> Iterator[World]:
    """On SQLite and a folder, or on PostgreSQL and S3, both behind weather of ours."""
    with ExitStack() as opened_:
        enter = opened_.enter_context
        enter(disk(folder / "home"))
        box, post = enter(dovecot(free_port())), Postbox()
        behind = {"IMAP": ("127.0.0.1", box.port), "SMTP": ("127.0.0.1", enter(listening(post)))}
        url, given = f"sqlite:///{folder}/home/s11.db", {"S11_SECRET_KEY": "x" * 40}
        if on_servers:
            url, behind["record"] = enter(postgresql(folder))
            keys = {"AWS_ACCESS_KEY_ID": "x", "AWS_SECRET_ACCESS_KEY": "x", "AWS_DEFAULT_REGION": "us-east-1"}
            os.environ.update(keys)
            s3 = enter(moto())
            behind["S3"] = ("127.0.0.1", int(s3.endpoint.rpartition(":")[2]))
            given |= {**keys, "S11_EVIDENCE_URL": f"s3://{s3.bucket()}/x", "S11_S3_ENDPOINT_URL": s3.endpoint}
            given["S11_DATABASE_URL"] = url
        os.environ.update(given)
        tokens = opened(folder, folder / "home")
        weather = {name: enter(Weather(target, chance)) for name, target in behind.items()}
        given |= {
            "S11_HOME": str(folder / "home"),
            "S11_IMAP_URL": f"imap://intake@127.0.0.1:{weather['IMAP'].port}/INBOX",
            "S11_IMAP_PASSWORD": "secret",
            "S11_SMTP_URL": f"smtp://127.0.0.1:{weather['SMTP'].port}",
            "S11_MAIL_FROM": "audit@localhost",
            "S11_WEB_BIND": f"127.0.0.1:{free_port()}",
        }
        if on_servers:
            given["S11_S3_ENDPOINT_URL"] = f"http://127.0.0.1:{weather['S3'].port}"
            given["S11_DATABASE_URL"] = url.replace(f":{behind['record'][1]}/", f":{weather['record'].port}/")
        made = World(folder, box, post, weather, {**os.environ, **given}, url, tokens, chance)
        opened_.callback(made.kill)
        yield made


@contextmanager
def postgresql(folder: Path) -> Iterator[tuple[str, tuple[str, int]]]:
    """A server of ours on loopback; run by a user without rights, as it refuses root."""
    port, data = free_port(), Path(tempfile.mkdtemp(prefix="s11-pg-", dir="/tmp"))
    subprocess.run(["chown", "games", str(data)], check=True)
    as_whom = ["setpriv", "--reuid=games", "--regid=games", "--clear-groups"]
    subprocess.run(
        [*as_whom, "initdb", "-D", str(data / "d"), "-U", "s11", "-A", "trust"], check=True, capture_output=True
    )
    command = ["postgres", "-D", str(data / "d"), "-p", str(port), "-k", str(data), "-c", "listen_addresses=127.0.0.1"]
    with (folder / "postgres.log").open("wb") as log:
        server = subprocess.Popen([*as_whom, "--pdeathsig=INT", *command], stdout=log, stderr=log)
    try:
        address = ("127.0.0.1", port)
        time.sleep(3)
        yield f"postgresql+psycopg://s11@127.0.0.1:{port}/postgres", address
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(timeout=60)
        subprocess.run(["rm", "-rf", str(data)], check=True)


def resumed(at_work: World) -> float | None:
    """Seconds until every letter is answered and acknowledged; None where that does not happen."""
    began = time.monotonic()
    while time.monotonic() - began < PATIENCE:
        with suppress(Exception):  # whatever the record says while it comes back
            if not at_work.found().lost:
                return time.monotonic() - began
        time.sleep(0.5)
    return None


def campaign(at_work: World, seconds: float) -> None:
    names = [name for name in FAULTS if name.split()[0] in at_work.weather or name.split()[0] not in ("S3", "record")]
    until, rounds = time.monotonic() + seconds, 0
    at_work.start()
    while time.monotonic() < until or rounds < len(names):
        name = names[rounds % len(names)]
        rounds += 1
        at_work.write_letters()
        time.sleep(at_work.chance.uniform(0, 2))
        FAULTS[name](at_work)
        took = resumed(at_work)
        lost, twice, wrong = at_work.found()
        told = "not" if took is None else f"{took:.1f}"
        say(f"{name:36} {len(at_work.model.senders):8} {len(lost):5} {len(twice):6} {len(wrong):6} {told:>10}")
        if took is None or twice or wrong:
            tail = (at_work.folder / "log").read_text().splitlines()[-12:]
            say(f"lost {lost[:5]}, twice {twice[:5]}, wrong {wrong[:5]}\n" + "\n".join(tail))
            return


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> None:
    logging.getLogger("werkzeug").setLevel(logging.ERROR)  # the S3 server tells of every request
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 600
    chance = random.Random(int(sys.argv[2]) if len(sys.argv) > 2 else 11)
    for on_servers in (False, True)[len(sys.argv) > 3 :]:
        with tempfile.TemporaryDirectory() as name, world(Path(name), chance, on_servers=on_servers) as at_work:
            say(f"\n{'PostgreSQL and S3' if on_servers else 'SQLite and a folder'}")
            say(f"{'what broke':36} {'letters':>8} {'lost':>5} {'twice':>6} {'wrong':>6} {'resumed, s':>10}")
            campaign(at_work, seconds / 2)
            at_work.kill()
            run(Path(name) / "home", "verify")
            say(f"verify: the record is whole. {len(at_work.post.came)} acknowledgements left.")


if __name__ == "__main__":
    main()
