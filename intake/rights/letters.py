"""Letters as they are kept, without somebody's name: headers, bodies, and files in them."""

import re
import secrets
from collections.abc import Callable, Iterator
from email import message_from_bytes
from email.errors import HeaderParseError, MessageError
from email.header import Header, decode_header
from email.message import Message
from email.utils import getaddresses
from typing import NamedTuple

from intake.letters import decoded
from intake.rights.sought import MARK, Sought

LETTER = re.compile(rb"(?:From [^\n]*\n|>?[!-9;-~]{1,76}:[ \t][^\n]*\n|[ \t][^\n]*\n){1,400}?(?:\r?\n)")
UNREADABLE = (MessageError, HeaderParseError, RecursionError, ValueError, LookupError, TypeError, AttributeError)
PEOPLE = ("From", "Sender", "Reply-To", "To", "Cc")
_GONE = "Subject: [erased]\nContent-Type: text/plain; charset=utf-8\n\n[erased] This letter named a person. ({token})\n"


class LetterWords(NamedTuple):
    """Every header and text of a letter in words, and the files in it as bytes."""

    texts: list[str]
    files: list[bytes]


def words_of_letter(raw: bytes) -> LetterWords | None:
    """None where it cannot be taken apart."""
    try:
        message = message_from_bytes(raw)
        texts = [words for part in message.walk() for words in _told(part)]
        files = [_content(part) for part in _files(message)]
    except UNREADABLE:
        return None
    return LetterWords(texts, files)


def people_of_letter(raw: bytes) -> list[tuple[str, str]]:
    """Name and address of whoever its headers name, as they are written there."""
    try:
        message = message_from_bytes(raw)
        told = [_in_words(value) for name in PEOPLE for value in message.get_all(name, [])]
        return getaddresses(told)
    except UNREADABLE:
        return []


def erased_letter(raw: bytes, sought: Sought, named: Callable[[bytes], bool]) -> bytes | None:
    """The letter without their name; a file in it that names them is left out whole. None where it is no letter."""
    try:
        message = message_from_bytes(raw)
        for part in message.walk():
            _erase(part, sought, named)
        made = message.as_bytes()
        words = words_of_letter(made)
    except UNREADABLE:
        return _gone()
    if words is None or any(named(each) for each in (*words.files, *(text.encode() for text in words.texts))):
        return _gone()
    return made


def _gone() -> bytes:
    """What stands in place of a letter. No two are the same, for a letter is known by its bytes."""
    return _GONE.format(token=secrets.token_hex(8)).encode()


def _told(part: Message) -> Iterator[str]:
    for name, value in part.items():
        yield f"{name}: {_in_words(value)}"
    yield part.get_filename() or ""
    if part.is_multipart():
        yield f"{part.preamble or ''}\n{part.epilogue or ''}"
    elif part.get_content_maintype() == "text":
        yield _text(part)


def _erase(part: Message, sought: Sought, named: Callable[[bytes], bool]) -> None:
    name = part.get_filename() or ""
    if part.is_multipart():
        part.preamble, part.epilogue = (_or_none(each, sought) for each in (part.preamble, part.epilogue))
    elif part.get_content_maintype() == "text":
        text = _text(part)
        if named(text.encode()) or sought.names(text):
            _put(part, sought.erased(text), part.get_content_type())
    elif named(_content(part)):
        _put(part, f"{MARK} This file named a person.\n", "text/plain")
    _erase_headers(part, sought)
    if sought.names(name):
        for header in ("Content-Disposition", "Content-Type"):
            if part[header] is not None:
                for parameter in ("filename", "name"):
                    part.del_param(parameter, header)
        if part["Content-Disposition"] is not None:
            part.set_param("filename", sought.erased(name), "Content-Disposition")


def _erase_headers(part: Message, sought: Sought) -> None:
    kept = [(name, value, _in_words(value)) for name, value in part.items()]
    if not any(sought.names(words) for _, _, words in kept):
        return
    for name in {each.lower() for each, _, _ in kept}:
        del part[name]
    for name, value, words in kept:
        part[name] = _header(sought.erased(words)) if sought.names(words) else value


def _header(words: str) -> str:
    flat = " ".join(words.split())
    return flat if flat.isascii() else Header(flat, "utf-8").encode()


def _put(part: Message, text: str, kind: str) -> None:
    del part["Content-Transfer-Encoding"]
    part.set_payload(text, "utf-8")
    if part.get_content_type() != kind:
        part.set_type(kind)


def _or_none(text: str | None, sought: Sought) -> str | None:
    return sought.erased(text) if text else text


def _files(message: Message) -> Iterator[Message]:
    return (each for each in message.walk() if not each.is_multipart() and each.get_content_maintype() != "text")


def _content(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else str(part.get_payload()).encode("utf-8", "replace")


def _text(part: Message) -> str:
    return decoded(_content(part), part.get_content_charset() or "")


def _in_words(value: object) -> str:
    try:
        parts = decode_header(str(value))
    except UNREADABLE:
        return str(value)
    return "".join(decoded(each, code or "") if isinstance(each, bytes) else each for each, code in parts)
