"""A letter's words for a person to glance at: its text, or its HTML without the tags. Pure."""

import html
import re

from intake.letters.mime.letter import Letter

LONGEST = 50_000  # characters of HTML looked at
_HIDDEN = re.compile(r"<(style|script|head|title)\b[^<>]{0,2000}>[^<]{0,50000}", re.IGNORECASE)
_BREAK = re.compile(r"<(?:br|/p|/div|/tr|/li|/h\d|/blockquote)\b[^<>]{0,200}>", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]{0,5000}>")


def plain(letter: Letter) -> str:
    """The plain text where there is some, else the HTML's words."""
    text = "\n".join(letter.texts)
    return text if text.strip() else "\n".join(_untagged(each[:LONGEST]) for each in letter.htmls)


def _untagged(page: str) -> str:
    flat = " ".join(_HIDDEN.sub(" ", page).split())
    lines = _TAG.sub("", _BREAK.sub("\n", flat)).splitlines()
    return "\n".join(html.unescape(line).strip() for line in lines if line.strip())
