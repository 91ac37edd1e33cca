"""A letter's header is read in one way or not at all."""

from datetime import UTC, datetime, timedelta

import pytest

from intake.letters import Header, body_sha256
from intake.letters.mime.headers import only_address
from intake.letters.mime.parse import read_letter

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    "value",
    [
        "ann@csc.example",
        "<ann@csc.example>",
        "Ann Lee <ann@csc.example>",
        '"Lee, Ann" <ANN@csc.example>',
        '"Ann (Council) Lee" <ann@csc.example>',
        "=?utf-8?q?Ann_L=C3=A9e?= <ann@csc.example>",
    ],
)
def test_one_sender(value: str) -> None:
    assert only_address(value) == "ann@csc.example"


@pytest.mark.parametrize(
    "value",
    [
        "",
        "Ann Lee",
        "ann@csc.example <evil@bad.example>",
        '"ann@csc.example" <evil@bad.example>',
        "=?utf-8?q?ann=40csc=2Eexample?= <evil@bad.example>",
        "ann@csc.example, evil@bad.example",
        "Ann <ann@csc.example>, Evil <evil@bad.example>",
        "Ann <ann@csc.example> <ann@csc.example>",
        "ann@csc.example (<evil@bad.example>)",
        "<ann@csc.example>>",
        "Lee, Ann <ann@csc.example>",
        '"' * 32_000,
    ],
)
def test_more_than_one_sender_or_none(value: str) -> None:
    assert only_address(value) is None


def test_two_from_fields_name_nobody() -> None:
    assert Header.read(b"From: a@a.example\nFrom: a@a.example\n\nhello").sender() is None


def test_fields_are_unfolded_and_found_in_any_case() -> None:
    header = Header.read(b"MESSAGE-id:\r\n <a@b>\r\nReferences: <c@d>\r\n\t<e@f> <c@d>\r\n\r\nSubject: not this")
    assert header.message_id == "<a@b>"
    assert header.ids("references") == ["<c@d>", "<e@f>"]
    assert header.one("subject") == ""


def test_a_letter_reached_us_at_its_last_hop_and_never_later_than_now() -> None:
    hop = "from x by y; Mon, 2 Mar 2026 10:00:00 +0000"
    assert Header.read(f"Received: {hop}\nDate: Sun, 1 Mar 2026 09:00:00 +0000\n\n".encode()).reached_us(NOW) == (
        NOW - timedelta(hours=2)
    )
    assert Header.read(b"Date: Sun, 1 Mar 2026 12:00:00 +0000\n\n").reached_us(NOW) == NOW - timedelta(days=1)
    assert Header.read(b"Date: Sun, 1 Mar 2066 12:00:00 +0000\n\n").reached_us(NOW) == NOW
    assert Header.read(b"Date: soon\n\n").reached_us(NOW) == NOW


def test_a_letter_is_the_same_by_its_body_whatever_servers_add_above() -> None:
    one = b"Delivered-To: a@x.example\r\nSubject: A\r\n\r\nGood\r\n"
    other = b"Delivered-To: b@x.example\nSubject: A\n\nGood\n"
    assert body_sha256(one) == body_sha256(other)
    assert body_sha256(one) != body_sha256(b"Subject: A\n\nBad\n")


def test_a_header_without_end_is_read_quickly() -> None:
    assert Header.read(b"X: " + b"a" * 10_000_000).one("x").startswith("aaa")


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("=?utf-8?q?Caf=C3=A9?= audit", "Café audit"),
        ("=?iso-8859-1?q?It=92s_done?=", "It’s done"),
        ("=?x-unknown?q?Caf=C3=A9?=", "Café"),
        ("=?utf-8?b?abcde?=", "=?utf-8?b?abcde?="),
    ],
)
def test_a_subject_is_read_alike_by_whoever_looks(written: str, read: str) -> None:
    """In the mailbox's list and in the letter taken apart; words whose code is broken stand as they are."""
    raw = f"From: ann@csc.example\nSubject: {written}\n\nhello".encode()
    assert (Header.read(raw).words("subject"), read_letter(raw).subject) == (read, read)
