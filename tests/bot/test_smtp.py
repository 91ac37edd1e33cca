"""Letters over a real SMTP listener on loopback: what is on the wire, and what a refusal means."""

import io
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any, BinaryIO

import pytest

from bot.channels import DeliveryError
from bot.envelope import envelope
from bot.smtp import EmailChannel, FileChannel, Server
from intake.mail.inward import message_id
from storage.nouns import Message
from tests.certificates import self_signed
from tests.postbox import Postbox, listening
from tests.rounds import NOON

US = "audit@anytown.example"
FORM = b"PK the form"


@contextmanager
def kept(sha256: str) -> Iterator[BinaryIO]:
    yield io.BytesIO(FORM)


@pytest.fixture
def postbox() -> Postbox:
    return Postbox()


@pytest.fixture
def port(postbox: Postbox) -> Iterator[int]:
    with listening(postbox) as found:
        yield found


def channel(port: int, **facts: Any) -> EmailChannel:
    return EmailChannel(Server.read(f"smtp://audit@127.0.0.1:{port}"), US, lambda: NOON, kept, **facts)


def message(**facts: Any) -> Message:
    common = {"key": "ack:1", "via": "email", "recipient": "ann@csc.example", "subject": "Re: form", "body": "Hello\n"}
    return Message(**(common | facts))


def test_a_letter_on_the_wire(port: int, postbox: Postbox) -> None:
    out = channel(port)
    out.deliver(
        message(
            html="<p>Hello</p>",
            token="s11-abcdefghijkmnpqr",
            auto_submitted="auto-replied",
            in_reply_to="<b@csc.example>",
            references="<a@csc.example> <b@csc.example>",
            attachments=[{"sha256": "0" * 64, "name": "form.xlsx", "media_type": "application/x-xlsx"}],
        )
    )
    out.close()
    (sender, recipients, data) = postbox.came[0]
    letter = message_from_bytes(data, policy=policy.default)
    assert (sender, recipients) == (US, ["ann@csc.example"])
    assert letter["Message-ID"] == message_id("ack:1", "s11-abcdefghijkmnpqr", US)
    assert letter["Reply-To"] == "audit+s11-abcdefghijkmnpqr@anytown.example"
    assert letter["In-Reply-To"] == "<b@csc.example>"
    assert letter["References"].split() == [
        "<a@csc.example>",
        "<b@csc.example>",
        "<s11-abcdefghijkmnpqr@anytown.example>",
    ]
    assert letter["Auto-Submitted"] == "auto-replied"
    assert letter["Date"] == "Mon, 02 Mar 2026 12:00:00 +0000"
    assert [part.get_content_type() for part in letter.walk()] == [
        "multipart/mixed", "multipart/alternative", "text/plain", "text/html", "application/x-xlsx",
    ]  # fmt: skip
    (form,) = letter.iter_attachments()
    assert (form.get_filename(), form.get_content()) == ("form.xlsx", FORM)


def test_the_message_id_is_the_same_on_every_try() -> None:
    first, second = (envelope(message(), US, NOON + timedelta(hours=later), kept) for later in (0, 3))
    assert first["Message-ID"] == second["Message-ID"]
    assert envelope(message(key="ack:2"), US, NOON, kept)["Message-ID"] != first["Message-ID"]


INJECTIONS = [
    "Hi\r\nBcc: evil@bad.example",
    "Hi\nBcc: evil@bad.example",
    "Hi\rBcc: evil@bad.example",
    "Hi\r\n\r\n<b>body</b>",
    "=?utf-8?q?Hi=0D=0ABcc:_evil=40bad.example?=",
    "=?utf-8?b?SGkNCkJjYzogZXZpbEBiYWQuZXhhbXBsZQ==?=",
    "Hi\u2028Bcc: evil@bad.example",
    "Hi\x85Bcc: evil@bad.example",
    "Hi\x0bBcc: evil@bad.example",
    "Hi\x00Bcc: evil@bad.example",
    "x" * 2000 + "\r\nBcc: evil@bad.example",
]


@pytest.mark.parametrize("words", INJECTIONS, ids=range(len(INJECTIONS)))
def test_no_words_become_a_header_or_a_recipient(words: str, port: int, postbox: Postbox) -> None:
    out = channel(port)
    files = [{"sha256": "0" * 64, "name": words + ".txt", "media_type": "text/plain"}]
    out.deliver(
        message(subject=words, references=words, in_reply_to=words, auto_submitted=words[:60], attachments=files)
    )
    out.close()
    ((_, recipients, data),) = postbox.came
    assert recipients == ["ann@csc.example"]
    assert message_from_bytes(data)["Bcc"] is None
    assert message_from_bytes(data, policy=policy.default)["Bcc"] is None
    assert b"\r\nBcc:" not in data


@pytest.mark.parametrize(
    "address", ["ann@csc.example\r\nBcc: e@bad.example", "a@b.example, e@bad.example", "Ann", "<a@b>"]
)
def test_an_address_that_is_none_is_refused_for_good(address: str) -> None:
    with pytest.raises(DeliveryError) as told:
        envelope(message(recipient=address), US, NOON, kept)
    assert (told.value.permanent, told.value.unreachable) == (True, True)


@pytest.mark.parametrize(
    ("answer", "permanent", "unreachable"),
    [
        ("550 5.1.1 no such user", True, True),
        ("550 no such user", True, True),
        ("550 5.7.1 blocked by policy", True, False),
        ("552 5.2.2 mailbox full", True, False),
        ("450 4.2.0 greylisted", False, False),
    ],
)
def test_what_a_refused_address_means(
    answer: str, permanent: bool, unreachable: bool, port: int, postbox: Postbox
) -> None:
    postbox.refuse["ann@csc.example"] = answer
    out = channel(port)
    with pytest.raises(DeliveryError) as told:
        out.deliver(message())
    out.close()
    assert (told.value.permanent, told.value.unreachable, told.value.down) == (permanent, unreachable, False)


@pytest.mark.parametrize(("answer", "permanent"), [("554 5.6.0 no", True), ("451 4.3.0 later", False)])
def test_what_a_refused_letter_means(answer: str, permanent: bool, port: int, postbox: Postbox) -> None:
    postbox.answer = answer
    out = channel(port)
    with pytest.raises(DeliveryError) as told:
        out.deliver(message())
    assert told.value.permanent is permanent
    postbox.answer = "250 taken"
    out.deliver(message())
    out.close()
    assert len(postbox.came) == 1


def test_a_server_that_is_not_there_is_down() -> None:
    with pytest.raises(DeliveryError) as told:
        channel(1).deliver(message())
    assert (told.value.down, told.value.permanent) == (True, False)


def test_logging_in_with_a_password_and_with_a_token(port: int, postbox: Postbox) -> None:
    told: list[dict[str, Any]] = [{"password": "secret"}, {"token": lambda: "good-token"}]
    for facts in told:
        out = channel(port, **facts)
        out.deliver(message())
        out.close()
    assert [said for _, said in postbox.logins] == ["audit secret", "user=audit\x01auth=Bearer good-token\x01\x01"]


def test_off_loopback_a_server_without_tls_is_refused(port: int) -> None:
    """The same listener, called by a name that is not loopback's."""
    out = channel(port)
    out.server = out.server._replace(host="0.0.0.0")
    with pytest.raises(DeliveryError, match="STARTTLS"):
        out.deliver(message())


def test_a_certificate_nobody_vouches_for_is_refused(tmp_path: Path, postbox: Postbox) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(self_signed(tmp_path))
    with listening(postbox, context) as where:
        with pytest.raises(DeliveryError, match="certificate"):
            channel(where).deliver(message())
        out = channel(where, context=ssl.create_default_context(cafile=str(tmp_path / "server.pem")))
        out.deliver(message())
        out.close()
    assert len(postbox.came) == 1


def test_without_a_server_letters_are_files_and_again_is_the_same_file(tmp_path: Path) -> None:
    out = FileChannel(tmp_path / "outbox", US, lambda: NOON, kept)
    out.deliver(message())
    out.deliver(message())
    (path,) = (tmp_path / "outbox").iterdir()
    assert path.suffix == ".eml"
    assert message_from_bytes(path.read_bytes(), policy=policy.default)["To"] == "ann@csc.example"


def test_a_full_disk_is_a_passing_fault(tmp_path: Path) -> None:
    (tmp_path / "outbox").write_text("a file stands where the folder should be")
    with pytest.raises(DeliveryError) as told:
        FileChannel(tmp_path / "outbox", US, lambda: NOON, kept).deliver(message())
    assert (told.value.permanent, told.value.down) == (False, True)


@pytest.mark.parametrize("name", ["Anytown & Nexttown (Children), Partnership", "Partneriaeth Môn", "Two\nlines"])
def test_a_letter_goes_out_in_the_name_of_a_partnership(name: str) -> None:
    data = bytes(envelope(message(), US, NOON, kept, name))
    sender = message_from_bytes(data, policy=policy.default)["From"].addresses[0]
    assert (sender.display_name, sender.addr_spec) == (name.replace("\n", " "), US)
