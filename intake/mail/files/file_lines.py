"""A line for every file of a letter: what it counts for, or that nobody read it and what to send instead. Pure."""

import re
from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from config.notation import LatePattern
from config.words import form, listing, size_in_words
from intake.ledger import Brought
from intake.letters import Filed

NAMELESS = "a file without a name"
_SHORT = 10  # words: more may say something that a person should read
EMPTY = "it is empty, so it shows nothing. Check it, and send it once more"
_ATTACHED = re.compile(
    r"\b(?:(?:see|find|per|in|please)\s+(?:the\s+|our\s+|my\s+)?(?:attached|attachments?|enclosed)"
    r"|(?:is|are|have|i've|we've)\s+(?:attached|enclosed)(?!\s+to\b)|(?:attached|enclosed)\s?(?:[.:)]|$))",
    re.IGNORECASE,
)
_NAMED = LatePattern(  # "see minutes.docx"; what stands behind a slash is a page
    r"(?<![\w/.@-])(\w[\w()'&+-]{0,80}\.(?:docx?|xlsx?|xlsm|pdf|pptx?|od[tsp]|rtf|csv|txt|jpe?g|png|zip|msg|eml))(?![\w/.]\w)",
    re.IGNORECASE,
)
_WARY = {
    "archive": "it is an archive with files in it",
    "encrypted": "it is locked with a password",
    "macros": "it holds macros",
    "active content": "it holds parts that could run by themselves",
    "oversized": "it is very large",
    "not looked into": "what is in it could not be told",
}
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
    why = [_WARY.get(each, each) for each in brought.flags.split(", ") if each]
    wary = f"We did not open it: {listing(why)}." if why else ""
    name = brought.name or NAMELESS
    if brought.is_empty:
        return NotedFile(name, size_in_words(0), "", EMPTY, is_unread=True, caution=caution)
    if filed.unread:
        instead = _INSTEAD.get(filed.unread, "Send it as .xlsx or .docx, or write your answers in a reply")
        kept = f"kept, but its answers were not read: it is {filed.unread}. {instead}"
        return NotedFile(name, size_in_words(brought.size), "", kept, is_unread=True, caution=caution)
    several = form(len(filed.questions), "question", "questions")
    place = f"with {several} {listing(filed.questions)}" if filed.questions else "with the return as a whole"
    return NotedFile(name, size_in_words(brought.size), place, "kept", caution=" ".join(filter(None, (wary, caution))))


def lacks_files(
    answers: Iterable[tuple[str, str]],
    remarks: Iterable[str],
    files: Sequence[tuple[Filed, Brought | None]],
    names: Collection[str] = (),
) -> str:
    """What to say where the letter speaks of a file and brings none, or none but the form that says so.

    `answers` are questions with their words. A file that it names is missed unless the letter brings it, or the return
    has it: `names`.
    """
    answers, remarks = list(answers), list(remarks)
    there = [each.casefold() for each in (*names, *(filed.attachment.name or "" for filed, _ in files))]
    said = [words for _, words in answers]
    named = dict.fromkeys(found for words in (*said, *remarks) for found in _NAMED.findall(words))
    if missed := [each for each in named if not any(each.rpartition(".")[0].casefold() in name for name in there)]:
        has = form(len(missed), "has", "have")
        return (
            f"You write of {listing(missed)}, which {has} not come. Send {form(len(missed), 'it', 'them')} in a reply."
        )
    if any(brought is not None for _, brought in files):
        return ""
    if any(map(_ATTACHED.search, said)):
        came = "only the form came" if files else "none came with your letter"
        refs = tuple(dict.fromkeys(ref for ref, words in answers if ref and _ATTACHED.search(words)))
        place = f" for {listing(refs)}" if refs else ""
        return f"You write of a file{place}, but {came}. Send it in a reply."
    if not files and any(_ATTACHED.search(each) for each in remarks):
        return "You write of a file, but none came with your letter. Send it in a reply."
    return ""


def only_points_to_files(words: str) -> bool:
    """Whether a line says that something is attached, and nothing beside."""
    return "?" not in words and len(words.split()) <= _SHORT and _ATTACHED.search(words) is not None
