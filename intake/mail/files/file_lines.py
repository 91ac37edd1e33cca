"""A line for every file of a letter: what it counts for, or that nobody read it and what to send instead. Pure."""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from config.words import size_in_words
from intake.ledger import Brought
from intake.letters import Filed

NAMELESS = "a file without a name"
EMPTY = "it is empty, so it shows nothing. Check it, and send it once more"
_ATTACHED = re.compile(
    r"\b(?:(?:see|find|per|in|please)\s+(?:the\s+|our\s+|my\s+)?(?:attached|attachments?|enclosed)"
    r"|(?:is|are|have|i've|we've)\s+(?:attached|enclosed)(?!\s+to\b)|(?:attached|enclosed)\s?(?:[.:)]|$))",
    re.IGNORECASE,
)
_INSTEAD = {
    "a file in which none of our questions stands": "Fill in the form that came with our letter, or answer in a reply",
    "encrypted": "Send the letter once more without encryption",
    "locked with a password": "Send it once more without the password, or write your answers in a reply",
}


class NotedFile(NamedTuple):
    """A file that came with the letter: what it is evidence for, and what a person should know of it."""

    name: str
    size: str
    place: str = ""
    remark: str = ""
    is_unread: bool = False
    caution: str = ""  # where its name tells who a child is


def noted(filed: Filed, brought: Brought | None, caution: str = "") -> NotedFile:
    """`brought` is the file as it was kept; None where it is a form of ours, whose answers were read."""
    if brought is None:
        size = size_in_words(len(filed.attachment.content))
        return NotedFile(filed.attachment.name or NAMELESS, size, "", "read as your form")
    wary = f"kept, not opened ({brought.flags})" if brought.flags else ""
    name = brought.name or NAMELESS
    if brought.is_empty:
        return NotedFile(name, size_in_words(0), "", EMPTY, is_unread=True, caution=caution)
    if filed.unread:
        instead = _INSTEAD.get(filed.unread, "Send it as .xlsx or .docx, or write your answers in a reply")
        kept = f"{wary or 'kept'}, but its answers were not read: it is {filed.unread}. {instead}"
        return NotedFile(name, size_in_words(brought.size), "", kept, is_unread=True, caution=caution)
    place = f"with question {filed.question}" if filed.question else "with the return as a whole"
    return NotedFile(name, size_in_words(brought.size), place, wary or "kept", caution=caution)


def lacks_files(answers: Iterable[str], remarks: Iterable[str], files: Sequence[tuple[Filed, Brought | None]]) -> str:
    """What to say where the letter speaks of a file and brings none, or none but the form that says so."""
    if any(brought is not None for _, brought in files):
        return ""
    if any(_ATTACHED.search(each) for each in answers):
        came = "only the form came" if files else "none came with your letter"
        return f"You write of a file, but {came}. Send it in a reply."
    if not files and any(_ATTACHED.search(each) for each in remarks):
        return "You write of a file, but none came with your letter. Send it in a reply."
    return ""
