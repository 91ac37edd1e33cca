"""The header of a raw letter: fields as they stand, addresses read strictly, and never slow. Pure."""

import hashlib
import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import NamedTuple

from config.email_address import IN_HEADER
from intake.letters.mime.charsets import encoded_words

LONGEST = 256 * 1024  # bytes of header looked at
_END = re.compile(rb"\r?\n\r?\n")
_LINE_END = re.compile(r"\r?\n")
_FIELD = re.compile(r"([!-9;-~]{1,100})[ \t]*:(.*)", re.DOTALL)
_ANGLED = re.compile(r"<([^<>]{1,400})>")
_QUOTED = re.compile(r'"[^"\\]{0,998}(?:\\.[^"\\]{0,998}){0,50}"')
_ID = re.compile(r"<[^<>\s]{1,400}>")


class Header(NamedTuple):
    """The fields of a letter in their order, names in small letters, values unfolded but not decoded."""

    fields: tuple[tuple[str, str], ...]

    @classmethod
    def read(cls, raw: bytes) -> "Header":
        block, _ = split(raw)
        unfolded: list[str] = []
        for line in _LINE_END.split(block.decode("utf-8", "surrogateescape")):  # splitlines knows ten line ends
            if line[:1] in (" ", "\t") and unfolded:
                unfolded[-1] += " " + line.strip(" \t")
            else:
                unfolded.append(line)
        found = (_FIELD.fullmatch(line) for line in unfolded)
        return cls(tuple((each[1].lower(), each[2].strip()) for each in found if each))

    def all(self, name: str) -> list[str]:
        """Every value of a field, topmost first."""
        return [value for field, value in self.fields if field == name]

    def one(self, name: str) -> str:
        """The first value of a field, or nothing."""
        return next(iter(self.all(name)), "")

    def words(self, name: str) -> str:
        """A field as people read it, encoded words decoded, on one line."""
        return _flat(self.one(name))

    @property
    def message_id(self) -> str:
        found = _ID.search(self.one("message-id"))
        return found[0] if found else ""

    def ids(self, *names: str) -> list[str]:
        """The Message-IDs in these fields, each once, in order."""
        return list(dict.fromkeys(each for name in names for value in self.all(name) for each in _ID.findall(value)))

    def sender(self) -> str | None:
        """The one address this letter says it is from, in small letters; None where it names none or more than one."""
        named = self.all("from")
        return only_address(named[0]) if len(named) == 1 else None

    def reached_us(self, now: datetime) -> datetime:
        """When it reached the mailbox as far as its header tells: the last hop, or its date; never after `now`."""
        hop = self.one("received").rpartition(";")[2]
        for told in (hop, self.one("date")):
            try:
                moment = parsedate_to_datetime(told[:200].strip())
            except (ValueError, TypeError, IndexError, OverflowError):
                continue
            return min(moment if moment.tzinfo else moment.replace(tzinfo=UTC), now)
        return now


def split(raw: bytes) -> tuple[bytes, bytes]:
    """The header and the body of a raw letter; the mbox line before it is left out."""
    if raw.startswith(b"From "):
        raw = raw.partition(b"\n")[2]
    end = _END.search(raw, 0, LONGEST)
    return (raw[: end.start()], raw[end.end() :]) if end else (raw[:LONGEST], raw)


def body_sha256(raw: bytes) -> str:
    """What tells two letters of one Message-ID apart: the body, whatever servers added above it on the way."""
    return hashlib.sha256(b"\n".join(split(raw)[1].splitlines()).rstrip()).hexdigest()


def addresses(value: str) -> set[str]:
    """Every address a field could be taken to name, wherever it hides in it, in small letters."""
    return {each.lower().rstrip(".") for each in IN_HEADER.findall(_flat(value))}


def only_address(value: str) -> str | None:
    """The address of a field that can be read in one way only: one address, and no second one in its name."""
    if len(value) > 2000 or "(" in _QUOTED.sub("", value):
        return None
    found = addresses(value)
    if len(found) != 1:
        return None
    bare = _QUOTED.sub("", value)
    angled = _ANGLED.findall(bare)
    if "<" in bare or ">" in bare:
        right = len(angled) == 1 and bare.count("<") == 1 and bare.count(">") == 1 and bare.rstrip().endswith(">")
        if not right or not IN_HEADER.fullmatch(angled[0].strip()) or "," in bare.partition("<")[0]:
            return None
        return str(angled[0]).strip().lower().rstrip(".")
    return found.pop() if IN_HEADER.fullmatch(bare.strip()) else None


def _flat(value: str) -> str:
    """A field's value with its encoded words decoded, on one line."""
    return " ".join(encoded_words(value[:4000]).encode("utf-8", "replace").decode().split())
