"""Files that a letter takes back: "Please ignore policy.pdf, wrong file". Pure."""

import re
from collections.abc import Sequence

from config.notation import LatePattern, compiled_once
from intake.letters.filed.names import NAMES_FILE, FileNames
from intake.letters.ours import Known
from intake.letters.questions import numbering_of
from intake.ratings import levelled

_NUMBER = re.compile(r"\d+|nought|zero|nil|none|one|two|three|four|five")
_LONGEST = 300  # characters of a line that says so
_OUT = LatePattern(
    r"\b(?:ignore|disregard|delete|remove|withdraw|scrap|scratch|forget|bin|discard|don't use|do not use|don't count"
    r"|do not count|take back|wrong (?:file|document|attachment|version)|not the right (?:file|document|attachment))\b"
)
_NOT_OUT = LatePattern(
    r"\b(?:not|never|don't|do not|didn't|can't|cannot) "
    r"(?:ignore|disregard|delete|remove|withdraw|scrap|forget|bin|discard)\b"
)
_THE_FILE = LatePattern(r"\b(?:files?|documents?|attachments?|photos?|pictures?|scans?)\b")
_THAT_FILE = LatePattern(
    r"\W*(?:(?:please|pls|sorry|oops|apologies|hello|hi|kindly|also|can you|could you)\b[ ,.:!-]{0,3}){0,3}"
    r"(?:(?:ignore|disregard|delete|remove|withdraw|scrap|bin|discard|forget) (?:that|the|this|my|our)\b"
    r"|(?:that|this|it|the last one) (?:was|is) the wrong\b|(?:i|we) (?:sent|attached) the wrong\b"
    r"|wrong (?:file|attachment))"
)
_CLAUSE = re.compile(  # "rota.docx: delete. policy.docx: keep.", "Ignore rota.docx and policy.docx is for 4.1"
    r"(?<=[.!;])\s+|\n|,?\s(?:and|but)\s(?=\S{1,80}\.\w{2,4}\s(?:is|are|was|for|stays|goes|belongs)\b)"
)
_CODE = re.compile(r"\d\.\d")
_FORM = LatePattern(
    r"\b(?:forms?|returns?|answers?|ratings?|spreadsheet|sheet|workbook|letter|e-?mail|response|questionnaire)\b"
)


def withdraws_file(text: str, known: Known) -> bool:
    """Whether a line takes a file back, which is called by its name, and nothing else."""
    flat = levelled(text[:_LONGEST])
    out, named = _OUT.search(flat), NAMES_FILE.search(flat)
    if out is None or has_label(flat, known):
        return False
    if numbering_of(known.refs).begins.match(flat) and not (named and named.start() < out.start()):
        return False  # "3.1 2 - ignore the old guide.pdf"; "4.1 policy.txt, wrong file" takes a file back
    if _FORM.search(NAMES_FILE.sub(" ", flat)):
        return False
    return named is not None or any(FileNames(known.brings).named_in(flat))


def has_label(flat: str, known: Known) -> bool:
    """Whether levelled words have a word of the scale: they may rate, whatever else they say."""
    found = (each[0] for each in compiled_once(known.spoken.pattern).finditer(flat))
    return any(not _NUMBER.fullmatch(each.strip()) and known.spoken.rating_of(each) for each in found)


def files_taken_back(text: str, names: Sequence[str]) -> list[str]:
    """The files of these names that a line takes back, by name, or as "that file" of the only one."""
    told = (name for each in _CLAUSE.split(levelled(text[:_LONGEST])) for name in _taken_back(each, FileNames(names)))
    return list(dict.fromkeys(told))


def _taken_back(flat: str, known: FileNames) -> list[str]:
    if "?" in flat or not _OUT.search(flat) or _NOT_OUT.search(flat) or _FORM.search(NAMES_FILE.sub(" ", flat)):
        return []
    found = list(known.named_in(flat)) or (list(known.called_in(flat)) if _THE_FILE.search(flat) else [])
    told = list(dict.fromkeys(name for _, _, named in found for name in named))
    is_only = len(known.names) == 1 and _THAT_FILE.match(flat) and not (_CODE.search(flat) or NAMES_FILE.search(flat))
    return told or (list(known.names) if is_only else [])
