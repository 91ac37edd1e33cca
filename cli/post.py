"""Mail wired to this deployment: the postroom, the mailbox and the ways out, as the settings say."""

import os
import random
import shutil
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from typing import BinaryIO

from bot.channels import ShutChannel
from bot.envelope import OURS
from bot.outbox import Outbox, OutboxPace
from bot.smtp import EmailChannel, FileChannel, Server, Whose
from cli import wiring
from cli.branches import mailbox_of, senders, without_slack
from cli.faults import noted, partnerships_of
from cli.options import UNNAMED
from config.letters import open_letters
from config.partnerships import load_partnerships
from config.settings import Settings
from config.ways import SLACK
from intake.ledger import Refused
from intake.letters import LibreOffice, Reader, Readers
from intake.mail.inward import Porter, Postroom, Trust
from intake.mail.inward.imap import Address, ImapMailbox
from intake.mail.inward.oauth import Tokens
from intake.notices import Stationery
from storage.nouns import Message, Submission
from storage.record import Database, Faults

LOCAL = {"localhost", "localhost.localdomain"}
NOBODY = "audit@localhost"  # until S11_MAIL_FROM says who we are; nothing leaves this machine without a server
EXCHANGE = OutboxPace(30, timedelta(minutes=1))  # what Exchange Online lets one mailbox send, and kind to any other


def mail_from(using: Settings) -> str:
    """The audit mailbox: S11_MAIL_FROM, or the account letters come to where that is an address."""
    if using.mail_from:
        return using.mail_from
    user = mailbox_address(using.imap_url).user if using.imap_url else ""
    return user if "@" in user else NOBODY


def sender_of(using: Settings, submission: Submission) -> str:
    """From which address the letters about a return leave, as the outbox says it: of the first of its partnerships."""
    key = min((each.key for each in submission.partnerships), default="")
    own = next((each.using for each in senders(using) if each.circle.key == key), using)
    return mail_from(own)


def stationery(using: Settings, faults: Faults | None = None) -> Stationery:
    """What letters are written with; with `faults` a faulty partnership is left out, into them, else it is raised."""
    path = using.config_folder / "partnerships.toml"
    partnerships = load_partnerships(path) if faults is None else partnerships_of(using, faults)
    letters, circle = open_letters(using.config_folder / "letters"), mailbox_of(using, "").circle
    unnamed = {UNNAMED, wiring.system_user()}
    return Stationery(letters, partnerships, mail_from(using), wiring.ways(using), circle, unnamed, faults)


def refuse_nobody(using: Settings) -> None:
    """Raises Refused where letters would leave for people who cannot write back."""
    sender = mail_from(using)
    if using.smtp_url and sender.rpartition("@")[2].casefold() in LOCAL:
        told = f"Letters would go out from {sender}, where no reply arrives."
        raise Refused(f"{told} Write the address of the audit mailbox into S11_MAIL_FROM.")


def in_name_of(submission: Submission | None) -> str:
    """Who a letter is from: the partnership whose return it is about; the audit, where there are several or none."""
    names = [each.name for each in submission.partnerships if each.name != each.key] if submission else []
    return names[0] if submission and len(names) == len(submission.partnerships) == 1 else OURS


def office() -> LibreOffice | None:
    """LibreOffice, where this machine has it: forms in formats that we do not read go through it."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    return LibreOffice(found) if found else None


@contextmanager
def postroom(using: Settings, record: Database, of: str = "", porter: Porter | None = None) -> Iterator[Postroom]:
    """Where the letters of a partnership's own mailbox come in; without its key, those of the common one.

    With a `porter` they are read by workers, where there are any.
    """
    circle, own = mailbox_of(using, of)
    trust, faults = Trust(mail_from(own), own.authserv_id, circle), Faults()
    written = replace(stationery(own, faults), circle=circle)
    noted(using, record, faults)
    with ExitStack() as opened:
        children = [opened.enter_context(Reader(office=office())) for _ in range(using.readers or _cores())]
        several = opened.enter_context(Readers(children)) if len(children) > 1 else None
        store = wiring.evidence(using)
        made = Postroom(record, store, children[0], written, trust, lambda: wiring.now(using), using.clamd)
        yield replace(made, porter=porter, readers=several)


def _cores() -> int:
    """Two, where this process may use as many."""
    return min(2, len(os.sched_getaffinity(0)))


def imap(using: Settings) -> ImapMailbox:
    """The mailbox of S11_IMAP_URL; raises NotReady where it is not set, or cannot be."""
    if not using.imap_url:
        raise wiring.NotReady("No mailbox is set. Set S11_IMAP_URL, or read letters from files with s11 mail read.")
    address = mailbox_address(using.imap_url)
    password = using.imap_password.get_secret_value() if using.imap_password else ""
    return ImapMailbox(address, password, None if password else tokens(using))


def mailbox_address(url: str) -> Address:
    """Raises NotReady where S11_IMAP_URL cannot be read."""
    try:
        return Address.read(url)
    except ValueError as told:
        raise wiring.NotReady(str(told)) from None


def tokens(using: Settings) -> Tokens | None:
    """Where OAuth2 tokens come from; None where passwords are used."""
    if not using.oauth_client_id or not using.oauth_client_secret:
        return None
    secret = using.oauth_client_secret.get_secret_value()
    return Tokens(using.oauth_tenant or "common", using.oauth_client_id, secret, using.oauth_authority or "")


def email_channel(using: Settings, whose: Whose = lambda _: OURS) -> EmailChannel | FileChannel:
    """SMTP where a server is set, else files; `whose` says in whose name a letter goes out. Raises NotReady."""
    evidence, sender = wiring.evidence(using), mail_from(using)

    def now() -> datetime:
        return wiring.now(using)

    def open_file(sha256: str) -> AbstractContextManager[BinaryIO]:
        return evidence.open(sha256)

    if not using.smtp_url:
        return FileChannel(using.home / "outbox", sender, now, open_file, whose)
    if not using.mail_from:
        raise wiring.NotReady("S11_SMTP_URL needs a sender. Write the audit mailbox into S11_MAIL_FROM.")
    try:
        server = Server.read(using.smtp_url)
    except ValueError as told:
        raise wiring.NotReady(str(told)) from None
    password = using.smtp_password.get_secret_value() if using.smtp_password else ""
    token = None if password else tokens(using)
    return EmailChannel(server, sender, now, open_file, password, token, whose=whose)


def outboxes(using: Settings, record: Database) -> list[Outbox]:
    """One for each sender that this deployment has, and one that turns into letters what nobody can say in Slack."""

    def whose(message: Message) -> str:
        with record.read() as db:
            return in_name_of(db.get(Submission, message.submission_id) if message.submission_id else None)

    def now() -> datetime:
        return wiring.now(using)

    chance = random.Random()  # noqa: S311  (it spreads retries; nothing rests on it)
    found = []
    for circle, own in senders(using):
        channel = email_channel(own, whose)
        paced = isinstance(channel, EmailChannel) and not channel.server.is_loopback
        found.append(Outbox(record, channel, now, chance, EXCHANGE if paced else None, circle=circle))
    if (others := without_slack(using)) is not None:
        found.append(Outbox(record, ShutChannel(SLACK.name), now, chance, circle=others))
    return found
