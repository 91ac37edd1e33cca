"""The whole way of a letter, against a real Dovecot and a real SMTP listener: out, answered, in, acknowledged."""

import io
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from config.letters import open_letters
from intake.letters import Reader
from intake.mail.inward import Postroom, Trust
from intake.mail.inward.collect import collect
from intake.mail.inward.imap import Address, ImapMailbox
from intake.notices import Stationery
from peers.mail.dovecot import Dovecot, dovecot
from peers.mail.stubs import Cutter, authority
from storage.evidence.folder import FolderEvidence
from storage.record import open_database
from tests.certificates import self_signed
from tests.postbox import Postbox, listening

US = "intake@anytown.example"
AUDIT = "section-11"
AGENCIES = """\
abbr,name,sector,partnerships,contact_name,contact_email,slack_user,role
GP1,Example Surgery,primary_care,anytown,Jo Bloggs,jo@surgery.example,,lead
YOT,Example Youth Justice Team,justice,anytown,Sam Roe,sam@yot.example,,lead
"""
WHO_ASKS = '[[partnership]]\nkey = "anytown"\nname = "Anytown Partnership"\n'
S11 = (sys.executable, "-c", "from cli.main import main; main()")
MANY = 100
FILLER = "Our policy was read and agreed by the board. " * 380  # about 18 KB, as the mails of the ceiling


class Home:
    """A deployment with its settings in the environment."""

    def __init__(self, folder: Path, **settings: str) -> None:
        self.folder = folder
        given = {f"S11_{name.upper()}" if name.islower() else name: value for name, value in settings.items()}
        self.environment = {**os.environ, "S11_HOME": str(folder / "home"), "S11_MAIL_FROM": US, **given}

    def run(self, *words: str, code: int = 0) -> str:
        done = subprocess.run([*S11, *words], env=self.environment, capture_output=True, text=True, check=False)
        if done.returncode != code:
            raise AssertionError(f"s11 {' '.join(words)} left with {done.returncode}: {done.stdout}{done.stderr}")
        return done.stdout

    def open(self) -> None:
        (self.folder / "agencies.csv").write_text(AGENCIES)
        self.run("init")
        (self.folder / "home" / "config" / "partnerships.toml").write_text(WHO_ASKS)
        self.run("audit", "open", AUDIT, "--agencies", str(self.folder / "agencies.csv"), "--due", "2030-03-31")
        self.run("invite", AUDIT)

    def answers(self) -> dict[str, dict[str, str]]:
        exported = json.loads(self.run("export", AUDIT))
        return {
            agency["abbr"]: {each["question"]: each["rating"] for each in agency["answers"]}
            for agency in exported["agencies"]
        }

    @contextmanager
    def mail(self) -> Iterator[None]:
        """`s11 mail` at work; it must end cleanly when told to."""
        process = subprocess.Popen([*S11, "mail"], env=self.environment, stderr=subprocess.PIPE, text=True)
        try:
            yield
        except AssertionError as fault:
            process.kill()
            raise AssertionError(f"{fault} s11 mail said: {process.communicate()[1]}") from None
        finally:
            process.send_signal(signal.SIGTERM)
            told = process.communicate(timeout=120)[1]
        if process.returncode != 0:
            raise AssertionError(f"s11 mail left with {process.returncode}: {told}")


def until(true: Callable[[], object], seconds: float, what: str) -> float:
    """How long it took until something was so; raises when it never was."""
    began = time.monotonic()
    while not true():
        if time.monotonic() - began > seconds:
            raise AssertionError(f"After {seconds} s still not: {what}.")
        time.sleep(0.02)
    return time.monotonic() - began


def answered(invitation: bytes, sender: str, *answers: str) -> bytes:
    """A reply as a person writes it: the answers on top, the form quoted below."""
    form = message_from_bytes(invitation, policy=policy.default)
    assert isinstance(form, EmailMessage)
    reply = EmailMessage(policy=policy.SMTP)
    reply["From"], reply["To"] = sender, form["Reply-To"]
    reply["Subject"] = f"Re: {form['Subject']}"
    reply["In-Reply-To"], reply["References"] = form["Message-ID"], form["Message-ID"]
    reply["Message-ID"] = f"<{time.time_ns()}@{sender.partition('@')[2]}>"
    text = form.get_body(("plain",))
    assert text is not None
    quoted = "".join(f"> {line}\n" for line in text.get_content().splitlines())
    reply.set_content("\n".join(answers) + "\n\nOn Monday the audit wrote:\n" + quoted)
    return bytes(reply)


def to(postbox: Postbox, address: str) -> list[bytes]:
    return [data for _, recipients, data in postbox.came if recipients == [address]]


def trip(name: str, home: Home, server: Dovecot, postbox: Postbox) -> None:
    """Invited by SMTP, answered into Dovecot, heard of through IDLE, acknowledged by SMTP, exported."""
    home.open()
    with home.mail():
        until(lambda: len(postbox.came) >= 2, 300, "both invitations came")
        invitation = to(postbox, "jo@surgery.example")[-1]
        time.sleep(3)  # let it fall idle, so that IDLE and not the first look finds the letter
        server.deliver(answered(invitation, "jo@surgery.example", "1.1: 2", "1.2: 3"))
        took = until(lambda: len(to(postbox, "jo@surgery.example")) == 2, 300, "the acknowledgement came")
    acknowledgement = message_from_bytes(to(postbox, "jo@surgery.example")[-1], policy=policy.default)
    assert acknowledgement["Auto-Submitted"] == "auto-replied"
    found = home.answers()["GP1"]
    assert found == {"1.1": "2", "1.2": "3"}, found
    assert server.letters() == [], "the letter was not filed"
    say(f"{name}: two answers in the export; acknowledged {took:.2f} s after the letter was delivered.")


def again(home: Home, server: Dovecot, postbox: Postbox) -> None:
    """The server forgets its UIDs and the letter lies in two folders: nothing is recorded twice."""
    before, came = home.answers(), len(postbox.came)
    filed = server.letters("Processed")[0].read_bytes()
    server.forget_uids()
    for _ in range(2):
        server.deliver(filed)
    with home.mail():
        until(lambda: server.letters() == [], 300, "both copies are filed")
    copies = home.folder / "copies"
    copies.mkdir()
    (copies / "one.eml").write_bytes(filed)
    (told,) = json.loads(home.run("mail", "read", str(copies), "--json"))
    assert told["outcome"] == "duplicate", told
    assert (home.answers(), len(postbox.came)) == (before, came)
    say(
        "UIDVALIDITY changed, the same letter in two folders and once more as a file: nothing twice, nobody told twice."
    )


def cut(home: Home, server: Dovecot, cutter: Cutter, postbox: Postbox) -> None:
    """The connection ends three times in the middle of FETCH; every letter is read once all the same."""
    home.open()
    home.run("outbox", "deliver", "--once")
    invitation = to(postbox, "sam@yot.example")[-1]
    for number in range(30):
        reply = answered(invitation, "sam@yot.example", f"1.1: {number % 4}", "", FILLER)
        server.deliver(reply)
    with home.mail():
        took = until(lambda: server.letters() == [], 600, "all letters are filed")
    assert cutter.cut == 3, cutter.cut
    with open_database(f"sqlite:///{home.folder}/home/s11.db") as record, record.engine.connect() as connection:
        outcomes = connection.exec_driver_sql("SELECT outcome, count(*) FROM receipts GROUP BY outcome").all()
        twice = connection.exec_driver_sql(
            "SELECT count(*) FROM (SELECT source, question, prompt FROM answers GROUP BY 1, 2, 3 HAVING count(*) > 1)"
        ).scalar()
    assert dict(map(tuple, outcomes)) == {"answered": 30}, outcomes
    assert twice == 0
    say(f"Cut in the middle of FETCH three times: 30 of 30 letters read once, in {took:.1f} s.")


def many(server: Dovecot, folder: Path, count: int) -> None:
    """So many letters a second, beside fetching, hashing and storing alone, in the same run."""
    invitation = (folder / "invitation.eml").read_bytes()
    for _ in range(count):
        raw = answered(invitation, "jo@surgery.example", "1.1: 2", "1.2: 3", "", FILLER)
        server.deliver(raw, "many")
        server.deliver(raw, "ceiling")
    box = ImapMailbox(Address("127.0.0.1", server.port, "ceiling", "INBOX", tls=False), "secret")
    ceiling_store = FolderEvidence(folder / "ceiling")
    began = time.monotonic()
    fetched = sum(bool(ceiling_store.put(io.BytesIO(each.raw))) for each in box.letters(lambda *_: set()))
    ceiling = fetched / (time.monotonic() - began)
    box.close()
    box = ImapMailbox(Address("127.0.0.1", server.port, "many", "INBOX", tls=False), "secret")
    with open_database(f"sqlite:///{folder}/home/s11.db") as record, Reader() as reader:
        from datetime import UTC, datetime

        stationery = Stationery(open_letters(), {}, US)
        store = FolderEvidence(folder / "home" / "evidence")
        room = Postroom(record, store, reader, stationery, Trust(US), lambda: datetime.now(UTC))
        began = time.monotonic()
        read = sum(1 for _ in collect(room, box))
        ours = read / (time.monotonic() - began)
    box.close()
    assert (fetched, read, server.letters("", "many")) == (count, count, []), (fetched, read)
    say(f"{count} letters of 18 KB: {ours:.0f}/s read, recorded and filed; {ceiling:.0f}/s fetched and stored alone.")
    say(f"Ratio to that ceiling: {ours / ceiling:.2f}.")


def say(words: str) -> None:
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


def main(count: int) -> None:
    """All of it; told to end by SIGTERM, it ends what it started first."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with tempfile.TemporaryDirectory() as name, authority() as introspection:
        folder = Path(name)
        certificate = self_signed(folder)
        with dovecot(introspection, "many", "ceiling") as server, authority(certificate) as tokens:
            imap = f"imap://intake@127.0.0.1:{server.port}/INBOX"
            for way in ("password", "xoauth2"):
                (folder / way).mkdir()
                postbox = Postbox()
                with listening(postbox) as port:
                    settings = {"imap_url": imap, "smtp_url": f"smtp://intake@127.0.0.1:{port}"}
                    if way == "password":
                        settings |= {"imap_password": "secret"}
                    else:
                        settings |= {
                            "oauth_client_id": "s11",
                            "oauth_client_secret": "secret",
                            "oauth_tenant": "tenant",
                        }
                        settings |= {"oauth_authority": f"https://localhost:{tokens}/tenant"}
                        settings |= {"REQUESTS_CA_BUNDLE": str(certificate)}
                    home = Home(folder / way, **settings)
                    trip(f"Round trip, {way}", home, server, postbox)
                    (folder / way / "invitation.eml").write_bytes(to(postbox, "jo@surgery.example")[0])
                    if way == "password":
                        again(home, server, postbox)
            (folder / "cut").mkdir()
            cutter = Cutter(server.port, [60_000, 150_000, 250_000])
            postbox = Postbox()
            with listening(postbox) as port:
                through = imap.replace(str(server.port), str(cutter.port))
                smtp = f"smtp://127.0.0.1:{port}"
                cut(
                    Home(folder / "cut", imap_url=through, smtp_url=smtp, imap_password="secret"),
                    server,
                    cutter,
                    postbox,
                )
            cutter.close()
            many(server, folder / "password", count)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else MANY)
