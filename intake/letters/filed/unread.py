"""Files that may hold answers which nobody could read, and what to send instead. Pure."""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from config.questionnaire import Template
from intake.letters.mime import Attachment
from intake.letters.reading import Filed

_WORDS_OF_FORM = re.compile(
    r"\b(?:forms?|section\s?11|s\.?\s?11|questionnaires?|self\s?assessments?|completed|filled\s?in|our\s+answers)\b"
)
_SAYS_NOTHING = re.compile(
    r"(?:\d+|[a-z]|scan(?:ned|s)?|img|image|photo|picture|pic|doc|docs|document|file|untitled|new|copy|of|page|pages|fw|re|"
    r"whatsapp|at|am|pm|final|version|v\d|answers?|return|returns|audit|response|responses|reply|attachment|attached)"
)
_BRINGS = re.compile(
    r"attach(?:ed|ment|ments)|enclosed|find|see|as|requested|here|is|are|our|my|i|we|have|please|it|them|this|these|herewith|"
    r"hi|hello|dear|all|morning|afternoon|good|thank|thanks|you|many|for|your|kind|best|regards|with|sent|from|iphone|ipad|"
    r"the|to|and|back|return|file|files|scan|scanned|photo|photos|document|documents|copy|as|of|by|email|hope|ok"
)
WITHOUT_QUESTIONS = "a file in which none of our questions stands"
LEFT_OUT = "a form that its letter leaves out"
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_ENDINGS = {
    "pages": "a Pages document",
    "numbers": "a Numbers sheet",
    "odt": "an OpenDocument text",
    "ods": "an OpenDocument sheet",
    "rtf": "a rich text file",
    **dict.fromkeys(("jpg", "jpeg", "png", "heic", "tif", "tiff", "gif", "bmp", "webp"), "a picture"),
    "doc": "an old Word document",
    "xls": "an old Excel sheet",
    "docx": "locked or damaged",
    "xlsx": "locked or damaged",
    "xlsm": "locked or damaged",
}


class Carrier(NamedTuple):
    """What the letter that brings files says: whether it answers nothing, its own words, and those left over."""

    answers_none: bool
    own: Sequence[str]
    left: Sequence[str]


def with_reason(file: Filed, letter: Carrier, template: Template) -> Filed:
    """The file, with what it is where it may hold answers and none in it could be read."""
    why = "" if file.is_form or file.question or file.unread == LEFT_OUT else file.unread or _kind(file.attachment)
    name = file.attachment.name
    is_sent = letter.answers_none and (
        _speaks_of_form([*letter.own, name], template) or (_only_brings(letter.left) and _tells_nothing(name))
    )
    is_likely = why == "encrypted" or (why != WITHOUT_QUESTIONS and _speaks_of_form([name], template))
    return file._replace(unread=why if why and (is_sent or is_likely) else "")


def _kind(file: Attachment) -> str:
    """What the file is, where it is of a kind in which we cannot read answers; empty for any other."""
    ending = file.name.lower().rpartition(".")[2]
    if file.media_type in ("application/pkcs7-mime", "application/x-pkcs7-mime") or ending == "p7m":
        return "encrypted"
    if file.content.startswith(b"%PDF"):
        return "a PDF"
    if file.media_type.startswith("image/"):
        return "a picture"
    if file.content.startswith(_OLD_OFFICE) and ending in ("docx", "xlsx", "xlsm"):
        return "locked with a password"
    return _ENDINGS.get(ending, "")


def _only_brings(texts: Iterable[str]) -> bool:
    """Whether a letter says nothing but that something is attached."""
    return all(_BRINGS.fullmatch(word) for text in texts for word in re.findall(r"[a-z]+", text.lower()))


def _tells_nothing(name: str) -> bool:
    """Whether a file's name does not tell what it is: "Scan_2030-05-05.pdf", "IMG 4.jpg"."""
    stem = name.lower().rpartition(".")[0] or name.lower()
    return all(_SAYS_NOTHING.fullmatch(word) for word in re.findall(r"\d+|[a-z]+", stem))


def _speaks_of_form(texts: Iterable[str], template: Template) -> bool:
    """Whether a file's name or a letter's words say that it is the filled form."""
    for text in texts:
        plain = re.sub(r"[_-]+", " ", text.lower())
        if _WORDS_OF_FORM.search(plain) or template.key.replace("-", " ") in plain:
            return True
    return False
