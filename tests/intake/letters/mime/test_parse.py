"""A letter taken apart: whose it is, what it holds, and what is too monstrous to open."""

import pytest

from intake.letters import Unreadable
from intake.letters.mime import read_letter
from intake.letters.mime.charsets import decoded, unflowed


@pytest.mark.parametrize(
    ("header", "senders"),
    [
        ("Jo Bloggs <jo@surgery.example.org>", ("jo@surgery.example.org",)),
        ("jo@surgery.example.org", ("jo@surgery.example.org",)),
        ('"jo@surgery.example.org" <jo@surgery.example.org>', ("jo@surgery.example.org",)),
        ("jane@nhs.example <evil@bad.example>", ("jane@nhs.example", "evil@bad.example")),
        ("=?utf-8?q?jane=40nhs=2Eexample?= <evil@bad.example>", ("evil@bad.example", "jane@nhs.example")),
        ("a@one.example, b@two.example", ("a@one.example", "b@two.example")),
        ("nobody", ()),
        ('"' * 32_768 + " <a@b.example>", ()),
    ],
)
def test_every_address_a_sender_shows_is_seen(header: str, senders: tuple[str, ...]) -> None:
    assert read_letter(f"From: {header}\r\n\r\nhi".encode()).senders == senders


def test_two_from_headers_are_two_senders() -> None:
    assert len(read_letter(b"From: a@one.example\r\nFrom: b@two.example\r\n\r\nhi").senders) == 2


def test_headers_keep_their_order_and_lose_their_folds() -> None:
    letter = read_letter(b"Authentication-Results: one\r\nAuthentication-Results: two\r\nSubject: a\r\n b\r\n\r\nhi")
    assert letter.all("authentication-results") == ("one", "two")
    assert letter.subject == "a b"
    assert letter.return_path is None
    assert read_letter(b"Return-Path: <>\r\n\r\nhi").return_path == ""


@pytest.mark.parametrize(
    ("content", "charset", "words"),
    [
        ("naïve".encode(), "utf-8", "naïve"),
        ("naïve".encode("cp1252"), "utf-8", "naïve"),
        (b"\x93Good\x94", "iso-8859-1", "“Good”"),
        ("naïve".encode(), "x-unknown", "naïve"),
        (b"abc", "rot13", "abc"),
        (b"\x81", "us-ascii", "\ufffd"),
    ],
)
def test_words_survive_whatever_a_mailer_claims(content: bytes, charset: str, words: str) -> None:
    assert decoded(content, charset) == words


def test_flowed_text_is_joined_at_its_soft_breaks_and_at_one_depth() -> None:
    assert unflowed("> one \n> two\nthree \nfour") == "> one two\nthree four"


def test_a_bounce_tells_who_was_not_reached() -> None:
    letter = read_letter(
        b"Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n--b\r\n"
        b"Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example.org\r\n\r\n"
        b"Final-Recipient: rfc822; jo@surgery.example.org\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n--b--\r\n"
    )
    assert (letter.media_type, letter.report_type) == ("multipart/report", "delivery-status")
    assert letter.deliveries == (("jo@surgery.example.org", "failed", "5.1.1"),)


PART = b"--b\r\nContent-Type: text/plain\r\n\r\nx\r\n"


@pytest.mark.parametrize(
    "raw",
    [
        b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(1000)),
        b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + PART * 20_000,
        b"Content-Type: text/plain" + b";" * 32_768 + b"\r\n\r\nhi",
    ],
    ids=["1,000 layers", "20,000 parts", "32,768 semicolons"],
)
def test_a_monster_is_refused_with_a_sentence(raw: bytes) -> None:
    with pytest.raises(Unreadable, match=r"^The letter has .*safely\.$"):
        read_letter(raw)


def test_a_damaged_winmail_is_kept_as_a_file() -> None:
    raw = b"Content-Type: application/ms-tnef; name=winmail.dat\r\n\r\n\x78\x9f\x3e\x22 broken"
    assert [each.name for each in read_letter(raw).attachments] == ["winmail.dat"]
