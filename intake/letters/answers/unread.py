"""Files that may hold answers which nobody could read, and what to send instead. Pure."""

import re
from collections.abc import Iterable

from config.questionnaire import Template
from intake.letters.mime import Attachment

_WORDS_OF_FORM = re.compile(
    r"\b(?:forms?|section\s?11|s\.?\s?11|questionnaires?|self\s?assessments?|completed|filled\s?in|our\s+answers)\b"
)
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_ENDINGS = {
    "pages": "a Pages document",
    "numbers": "a Numbers sheet",
    "odt": "an OpenDocument text",
    "ods": "an OpenDocument sheet",
    "rtf": "a rich text file",
    "doc": "an old Word document",
    "xls": "an old Excel sheet",
    "docx": "locked or damaged",
    "xlsx": "locked or damaged",
    "xlsm": "locked or damaged",
}


def why_unread(file: Attachment) -> str:
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


def speaks_of_form(texts: Iterable[str], template: Template) -> bool:
    """Whether a file's name or a letter's words say that it is the filled form."""
    for text in texts:
        plain = re.sub(r"[_-]+", " ", text.lower())
        if _WORDS_OF_FORM.search(plain) or template.key.replace("-", " ") in plain:
            return True
    return False
