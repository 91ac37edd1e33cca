"""For which question a file is, as an answer says: "3.1 Green, rota attached". Pure."""

import re
from collections.abc import Iterable, Iterator, Sequence

from config.notation import LatePattern
from intake.letters.filed.names import words_of_name
from intake.letters.reading import Filed, ReadAnswer

_ATTACHED = LatePattern(r"\b(?:attached|enclosed)\b(?! (?:to|last|in|when|once)\b)", re.IGNORECASE)
_BEFORE, _CLAUSE = 60, re.compile(r"[^A-Za-z'’ -]")  # characters before it, and what ends the words before
_NOT_HERE = re.compile(r"(?:not|no|be|isn't|aren't|was|were|previously|already|without|never|nothing|none|yet)")
_SAYS_NOTHING = re.compile(
    r"(?:see|find|please|the|our|my|an?|is|are|as|all|have|has|i|we|i've|we've|it|this|that|copy|new|latest|also|and|with"
    r"|which|now|files?|documents?|evidence)"
)


def attached_to(files: Sequence[Filed], answers: Sequence[ReadAnswer], left: Iterable[str] = ()) -> list[Filed]:
    """The files, each with the questions whose answers say that it is attached, where no other can be meant.

    "Policy attached" is of the file with that word in its name; "see attached" of the only file that is of no question,
    unless it is said where another is. Words that are left over tell it where the letter answers one question alone.
    """
    spare = [each for each in files if not each.question and not each.is_form]
    served = {ref for each in files for ref in each.questions}
    said = [(each.question, what) for each in answers for what in _said(f"{each.words}\n{each.value}")]
    only = {each.question for each in answers}
    said += [(ref, what) for text in left for what in _said(text) for ref in only if len(only) == 1]
    told = dict.fromkeys(said)
    return [file if file not in spare else file.at(_meant(file, spare, served, told)) for file in files]


def _meant(
    file: Filed, spare: Sequence[Filed], served: Iterable[str], said: Iterable[tuple[str, frozenset[str]]]
) -> list[str]:
    """By a word of its name; else, of the only file, by the only question that says no other's word."""
    called: dict[str, None] = {}
    unnamed: dict[str, None] = {}
    for ref, what in said:
        meant = [each for each in spare if _is_called(each.attachment.name, what)]
        if len(meant) == 1:
            called |= {ref: None} if meant[0] == file else {}
        elif not meant and len(spare) == 1 and ref not in served:
            unnamed[ref] = None
    return list(called) or (list(unnamed) if len(unnamed) == 1 else [])


def _said(words: str) -> Iterator[frozenset[str]]:
    """What is said to be attached, by the words that tell one file from another."""
    for found in _ATTACHED.finditer(words):
        clause = _CLAUSE.split(words[max(0, found.start() - _BEFORE) : found.start()])[-1]
        before = clause.lower().replace("’", "'").split()[-4:]
        if not any(map(_NOT_HERE.fullmatch, before)):
            behind = _CLAUSE.split(words[found.end() : found.end() + _BEFORE])[0].lower().split()[:3]
            what = [
                *before,
                *(behind if not clause.strip() or not before or before[-1] in ("see", "the", "find") else ()),
            ]
            yield frozenset(word for word in what if not _SAYS_NOTHING.fullmatch(word))


def _is_called(name: str, what: Iterable[str]) -> bool:
    """Whether a file's name has one of these words, in the singular or the plural."""
    return bool(words_of_name(name) & words_of_name(" ".join(what)))
