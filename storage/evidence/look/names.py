"""The name somebody gave a file: kept as data, and never a path."""

import re
import unicodedata
from urllib.parse import quote

LONGEST = 255  # bytes in UTF-8
NAMELESS = "file"
_SEPARATORS = re.compile(r"[/\\]")
_UNSEEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}  # control, bidi and zero width, halves of characters, line ends
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(?:\.|$)")


def clean_name(name: str) -> str:
    """The last part of the name, in NFC, at most 255 bytes, without characters nobody sees; again changes nothing."""
    last = _SEPARATORS.split(name)[-1]
    seen = "".join(each for each in last if each.isspace() or unicodedata.category(each) not in _UNSEEN)
    plain = unicodedata.normalize("NFC", " ".join(seen.split()))
    return NAMELESS if not plain.strip(". ") else _shortened(plain)


def name_on_disk(name: str) -> str:
    """A clean name that any file system takes and no folder hides."""
    safe = re.sub(r'[<>:"|?*/\\\x00-\x1f]', "_", clean_name(name)).lstrip(". ").rstrip(". ") or NAMELESS
    return f"_{safe}" if _RESERVED.match(safe) else safe


def disposition(name: str) -> str:
    """The header that makes a browser save a file under its name and never show it."""
    plain = re.sub(r"[^A-Za-z0-9._ -]", "_", name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def _shortened(name: str) -> str:
    """Cut in the middle, so that the ending stays."""
    if len(name.encode()) <= LONGEST:
        return name
    stem, dot, ending = name.rpartition(".")
    if not dot or len(ending.encode()) > 20:
        stem, dot, ending = name, "", ""
    room = LONGEST - len((dot + ending).encode())
    return stem.encode()[:room].decode(errors="ignore").rstrip() + dot + ending
