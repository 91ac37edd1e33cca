"""winmail.dat: what Outlook wraps a letter in when it speaks to itself. tnefparse's only home."""

import struct
from typing import Any, NamedTuple

from intake.letters.mime.charsets import decoded


class Winmail(NamedTuple):
    """The words and files of a winmail.dat."""

    text: str
    html: str
    files: tuple[tuple[str, bytes], ...]


def opened(content: bytes) -> Winmail | None:
    """What is inside, or None where it cannot be opened: the file itself is then kept."""
    from tnefparse.tnef import TNEF

    try:
        box: Any = TNEF(content, do_checksum=False)
        files = tuple((_name(each), bytes(each.data or b"")) for each in box.attachments)
        inside = Winmail(_text(box.body), _text(box.htmlbody), files)
    except (ValueError, LookupError, AttributeError, TypeError, ArithmeticError, struct.error):
        return None
    return inside if any(inside) else None


def _name(attachment: Any) -> str:
    return _text(attachment.long_filename() or attachment.name).strip("\0")


def _text(words: object) -> str:
    if isinstance(words, bytes):
        return decoded(words.rstrip(b"\0"), "")
    return str(words).rstrip("\0") if words else ""
