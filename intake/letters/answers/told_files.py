"""For which question a file is, as the letter says: "rota.pdf for question 17", "3.1 Green, rota attached". Pure."""

import re
from collections.abc import Iterable, Iterator, Sequence

from config.notation import LatePattern
from config.questionnaire import Template
from intake.letters.questions import numbering_of
from intake.letters.reading import Filed, ReadAnswer
from intake.ratings import levelled

_LEADS = (
    r"(?:\.\w{2,5})?[\"'”’)\]]{0,2}\s{0,2}(?:[,:=–-]>?\s{0,2})?[(\[]?"
    r"(?:(?:is|goes|belongs|as|our|the|evidence|which|supports?|relates|shows)\s){0,4}(?:for|to|with|at|under|re)\s{1,2}"
)
_ENDS = r"\]?(?=\s{0,2}(?:[.,;)]|\Z|and\b|&))"
_SENT = (
    r"(?:(?:i|we|i've|we've|have|please|see|find|attach|attached|enclose|enclosed|is|are|there's|the|our|file) ){0,5}"
)
_ATTACHED = LatePattern(r"\b(?:attached|enclosed)\b(?! (?:to|last|in|when|once)\b)", re.IGNORECASE)
_BRINGS = (
    r"(?:attached|enclosed|attaching|enclosing|attach|enclose)\b"
    r"(?: (?:is|are|please|find|here|some|more|further|the|our|my|a|an|new|additional|extra|evidence|file|document"
    r"|minutes|policy|report|notes?|proof|information)){0,8}? (?:for|on|to|under|re)\s"
)
_BEFORE, _CLAUSE = 60, re.compile(r"[^A-Za-z'’ -]")  # characters before it, and what ends the words before
_NOT_HERE = re.compile(r"(?:not|no|be|isn't|aren't|was|were|previously|already|without|never|nothing|none|yet)")
_SAYS_NOTHING = re.compile(
    r"(?:see|find|please|the|our|my|an?|is|are|as|all|have|has|i|we|i've|we've|it|this|that|copy|new|latest|also|and|with"
    r"|which|now|files?|documents?|evidence)"
)
_LONGEST = 400  # characters of a line that says so


def told_question(name: str, lines: Iterable[str], template: Template) -> str | None:
    """The one question for which the letter says that this file is, right behind its name or else right before it."""
    stem = levelled(name.rsplit(".", 1)[0]).strip()
    if len(stem) < 4:
        return None
    numbers = numbering_of(tuple(template.by_ref))
    in_brackets = r"(?:\.\w{2,5})?[\"'”’]?\s{0,2}[(\[](?=q|\d{1,2}\.\d)"
    file, one = rf"(?<!\w){re.escape(stem)}", rf"\[?(?:{numbers.lead}(?P<ref>{numbers.bare}))"
    flat = [levelled(line[:_LONGEST]) for line in lines]
    for said in (
        rf"{file}(?:{_LEADS}|{in_brackets}){one}{_ENDS}",
        rf"\bfor {one}\]? ?[:=–-]? ?{_SENT}[\"'“‘(]?{file}(?!\w)",
    ):
        refs = {numbers.refs[each["ref"]] for line in flat for each in re.finditer(said, line)}
        if refs:
            return refs.pop() if len(refs) == 1 else None
    return None


def told_without_name(lines: Iterable[str], template: Template) -> str | None:
    """The one question for which the letter says that it brings a file: "Attached is more evidence for 5.2"."""
    numbers = numbering_of(tuple(template.by_ref))
    said = re.compile(
        rf"(?<!\w){_BRINGS}\[?(?:{numbers.lead}(?P<ref>{numbers.bare}))(?!\s?(?:,|and|&)\s?{numbers.bare})"
    )
    refs: set[str] = set()
    for line in lines:
        flat = levelled(line[:_LONGEST])
        for each in said.finditer(flat):
            before = flat[max(0, each.start() - _BEFORE) : each.start()].split()[-3:]
            if not any(map(_NOT_HERE.fullmatch, before)):
                refs.add(numbers.refs[each["ref"]])
    return refs.pop() if len(refs) == 1 else None


def attached_to(files: Sequence[Filed], answers: Sequence[ReadAnswer], left: Iterable[str] = ()) -> list[Filed]:
    """The files, each with the question whose answer says that it is attached, where no other can be meant.

    "Policy attached" is of the file with that word in its name; "see attached" of the only file that is of no question,
    unless it is said where another is. Words that are left over tell it where the letter answers one question alone.
    """
    spare = [each for each in files if not each.question and not each.is_form]
    served = {each.question for each in files if each.question}
    told = {(each.question, what) for each in answers for what in _said(f"{each.words}\n{each.value}")}
    only = {each.question for each in answers}
    told |= {(ref, what) for text in left for what in _said(text) for ref in only if len(only) == 1}
    said = {(ref, what) for ref, what in told if what or ref not in served}
    return [file if file not in spare else file._replace(question=_meant(file, spare, said)) for file in files]


def _meant(file: Filed, spare: Sequence[Filed], said: Iterable[tuple[str, frozenset[str]]]) -> str | None:
    refs = set()
    for ref, what in said:
        meant = [each for each in spare if _is_called(each.attachment.name, what)] if what else spare
        if len(meant) == 1 and meant[0] == file:
            refs.add(ref)
    return refs.pop() if len(refs) == 1 else None


def _said(words: str) -> Iterator[frozenset[str]]:
    """What is said to be attached, by the words that tell one file from another."""
    for found in _ATTACHED.finditer(words):
        clause = _CLAUSE.split(words[max(0, found.start() - _BEFORE) : found.start()])[-1]
        before = clause.lower().replace("’", "'").split()[-4:]
        if not any(map(_NOT_HERE.fullmatch, before)):
            what = frozenset(word for word in before if not _SAYS_NOTHING.fullmatch(word))
            if what or not re.match(r" \w", words[found.end() :]):  # "see attached rota.pdf" names its file
                yield what


def _is_called(name: str, what: Iterable[str]) -> bool:
    """Whether a file's name has one of these words, in the singular or the plural."""
    named = {each.removesuffix("s") for each in re.findall(r"[a-z]{3,}", name.lower().rpartition(".")[0])}
    return any(each.removesuffix("s") in named for each in what)
