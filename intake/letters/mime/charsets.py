"""Bytes to words, whatever a mailer claims: nothing raises, nothing is dropped."""

import codecs
import quopri
import re
from email.errors import HeaderParseError
from email.header import decode_header

_TEXT = re.compile(r"(utf|iso|windows|cp|us-ascii|ascii|koi8|big5|gb|hz|shift|sjis|euc|mac|latin|tis)", re.IGNORECASE)
_WIDER = {"ascii": "cp1252", "iso8859-1": "cp1252"}  # what mailers mean when they say so


def decoded(content: bytes, charset: str) -> str:
    """The words, by the charset claimed, else UTF-8, else Windows-1252."""
    for name in (_known(charset), "utf-8"):
        if name:
            try:
                return content.decode(name)
            except (UnicodeError, ValueError):
                continue
    return content.decode("cp1252", "replace")


def encoded_words(header: str) -> str:
    """A header with its encoded words read, whatever charset they claim; as it stands where they cannot be."""
    try:
        parts = decode_header(header)
    except (ValueError, LookupError, HeaderParseError):
        return header
    return "".join(decoded(part, charset or "") if isinstance(part, bytes) else part for part, charset in parts)


def _known(charset: str) -> str:
    name = charset.strip().strip("\"'")
    if not _TEXT.match(name) or len(name) > 40:
        return ""
    try:
        found = codecs.lookup(name).name
    except (LookupError, ValueError):
        return ""
    return "utf-8" if found == "ascii" else _WIDER.get(found, found)


def unflowed(words: str, *, delete_space: bool = False) -> str:
    """Text sent as format=flowed with its soft line breaks taken out; lines of another quote depth stay apart."""
    lines: list[str] = []
    open_at = -1  # the quote depth at which the last line waits for more
    for line in words.splitlines():
        quotes = len(line) - len(line.lstrip(">"))
        rest = line[quotes:].removeprefix(" ")
        is_soft = rest.endswith(" ") and rest != "-- "
        shown = rest[:-1] if is_soft and delete_space else rest
        if open_at == quotes:
            lines[-1] += shown
        else:
            lines.append(f"{'>' * quotes} {shown}" if quotes else shown)
        open_at = quotes if is_soft else -1
    return "\n".join(lines)


_QUOTED_BYTE = re.compile(r"=[0-9A-F]{2}")
_SOFT_BREAK = re.compile(r"=[ \t]{0,8}\r?\n")


def unquoted_again(words: str) -> str:
    """Text that a gateway has put in quoted-printable twice, read once more: "caf=C3=A9", lines that end in "="."""
    signs = len(_QUOTED_BYTE.findall(words)) + len(_SOFT_BREAK.findall(words))
    if (
        signs < 3
        or not re.search(r"=3D|=[C-F][0-9A-F]=|=[ \t]{0,8}\n", words)
        or re.search(r"=(?![0-9A-F]{2}|[ \t]{0,8}(?:\r?\n|$))", words)
    ):
        return words
    return decoded(quopri.decodestring(words.encode()), "utf-8")
