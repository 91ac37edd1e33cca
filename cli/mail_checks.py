"""What s11 doctor looks at in the mail: both servers, what could not leave, and what waits for a person."""

from collections.abc import Iterator
from contextlib import suppress

from bot.channels import DeliveryError
from bot.outbox import dead_letters
from bot.smtp import FileChannel
from cli import post, wiring
from cli.branches import Branch, mailboxes, senders
from cli.checks import Check
from cli.faults import checks
from cli.home import OWNER, may_write
from cli.setting_checks import isolated
from config.branches import WHOLE
from config.questionnaire import Faulty
from config.settings import OF, Settings, variable
from config.words import count
from intake.mail.inward.imap import UNREACHED
from storage.record import held_letters


def mail_checks(using: Settings) -> Iterator[Check]:
    yield from isolated("mailbox", lambda: [_mailbox(using)])
    yield from isolated("sending", lambda: [_sending(using)])
    yield from isolated("partnerships' mail", lambda: _own(using))
    yield from isolated("forms", lambda: [_forms()])
    yield from isolated("outbox", lambda: _waiting(using))


def _own(using: Settings) -> Iterator[Check]:
    """What partnerships have of their own: each of it as what is common."""
    boxes = [each for each in mailboxes(using) if each.circle.key]
    sent = [each for each in senders(using) if each.circle.key]
    for look, branches in ((_mailbox, boxes), (_sending, sent)):
        for each in branches:
            yield each.tell(look(each.using))
    yield from _answered_elsewhere(using)
    for each in sent:
        if each.circle.key not in using.owners("imap_url"):
            told = f"{each.circle.key} has a sender of its own and no mailbox of its own."
            mend = f"Set S11_IMAP_URL{OF}{variable(each.circle.key)}, or let its replies come to the common mailbox."
            yield Check(f"sending{each.of}", "warn", told, mend)


def _answered_elsewhere(using: Settings) -> Iterator[Check]:
    """Replies go to the sender's address: in another's mailbox every one of them is held."""
    taken: dict[str, str] = {}
    for each in [Branch(WHOLE, using), *(each for each in mailboxes(using) if each.circle.key)]:
        with suppress(wiring.NotReady):  # which the line of the mailbox tells
            sender = post.mail_from(each.using).lower()
            if taken.setdefault(sender, each.of) != each.of:
                told = f"Letters{each.of} leave from {sender}, so replies to them do not come to its own mailbox."
                mend = f"Set S11_MAIL_FROM{OF}{variable(each.circle.key)} to the address of that mailbox."
                yield Check(f"sending{each.of}", "fail", told, mend)


def _mailbox(using: Settings) -> Check:
    if not using.imap_url:
        told = "No mailbox is set; letters are read from files only."
        return Check("mailbox", "warn", told, "Set S11_IMAP_URL to read replies.")
    try:
        box = post.imap(using)
        opens = f"{box.address.name} opens; {count(box.check(), 'letter lies', 'letters lie')} there."
    except wiring.NotReady as unready:
        return Check("mailbox", "fail", str(unready))
    except UNREACHED as error:
        told = f"It cannot be opened: {wiring.reason(error)}."
        return Check("mailbox", "fail", told, "Check S11_IMAP_URL and the password or S11_OAUTH settings.")
    if not using.authserv_id:
        told = f"{opens} No server vouches for senders."
        return Check("mailbox", "warn", told, "Set S11_AUTHSERV_ID to your mail server's name, or to microsoft365.")
    return Check("mailbox", "ok", opens)


def _sending(using: Settings) -> Check:
    try:
        post.mail_from(using)
    except wiring.NotReady:
        told = "Who sends is read from S11_IMAP_URL, and that cannot be read."
        return Check("sending", "warn", told, "Mend S11_IMAP_URL, or set S11_MAIL_FROM.")
    try:
        channel = post.email_channel(using)
        if isinstance(channel, FileChannel) and not may_write(channel.folder):
            return Check("sending", "fail", f"s11 may not write letters to {channel.folder}.", OWNER)
        if isinstance(channel, FileChannel):
            told = f"No mail server is set; letters are written to {channel.folder}."
            return Check("sending", "warn", told, "Set S11_SMTP_URL to send them.")
        channel.check()
    except (wiring.NotReady, DeliveryError) as unsent:
        return Check("sending", "fail", str(unsent), "Check S11_SMTP_URL, S11_MAIL_FROM and the password.")
    return Check("sending", "ok", f"{channel.server.host} takes letters from {channel.mail_from}.")


def _forms() -> Check:
    office = post.office()
    if office is None:
        told = "Forms sent as .odt, .ods, .xls or .rtf are kept, and their answers are not read."
        return Check("forms", "warn", told, "Install LibreOffice (Writer and Calc), with soffice on the PATH.")
    return Check("forms", "ok", f"{office.command} turns forms sent as .odt, .ods, .xls or .rtf into what we read.")


def _waiting(using: Settings) -> Iterator[Check]:
    try:
        with wiring.unopened(using) as record:
            if not record.is_current():
                return
            with record.read() as db:
                dead, kept = dead_letters(db), len(held_letters(db))
                broken = checks(db, using, wiring.now(using))
    except (*wiring.UNOPENED, Faulty):
        return  # the record's own line has said so
    yield from broken
    if dead:
        yield Check(
            "outbox",
            "fail",
            f"{count(dead, 'message')} could not be delivered.",
            "Run s11 outbox list, then s11 outbox retry or discard.",
        )
    else:
        yield Check("outbox", "ok", "Nothing was given up.")
    if kept:
        yield Check(
            "held letters",
            "warn",
            f"{count(kept, 'letter waits', 'letters wait')} for a person to decide.",
            "Run s11 held list.",
        )
    else:
        yield Check("held letters", "ok", "None waits for a person.")
