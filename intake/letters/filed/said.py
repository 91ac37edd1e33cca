"""What a sentence says of files: for which questions they are, and for which they are not. Pure."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from config.notation import LatePattern
from intake.letters.filed.names import ENDING, FileNames
from intake.letters.questions import Numbering, numbering_of
from intake.ratings import levelled

_LONGEST = 400  # characters of a line that says so
_SENTENCE = re.compile(r"(?<=[.!?;])\s+|\n")
_CUES = LatePattern(
    r"\b(?:attach\w*|enclos\w*|here(?:'s| is| are| it is| they are)|herewith|as promised|forg[eo]t\w*|files?|documents?"
    r"|evidence|proof|cop(?:y|ies)|scans?|photos?|pictures?|screenshots?|(?:goes|go|is|are|comes|belongs?) (?:with|to)"
    r"|(?:is|are|was|were) (?:meant )?for|replac\w+|with (?:this|these)|supports?|proves?|backs?|covers?)\b"
    rf"|{ENDING}"
)
_ATTACHES = re.compile(r"\b(?:attach|enclos)")
_TO = LatePattern(  # what stands before the number of a question that a file is for
    r"(?:\b(?:for|with|to|at|under|re|on|of|regarding|about|supports?|shows?|proves?|covers?|backs?|up|evidences?|evidence"
    r"|files?|attachments?|not|mention\w* in|with this|with these|promised in|named in|only)|[(\[:=>-])\s{0,2}\Z"
)
_JOINS = re.compile(
    r"\]?\s{0,2}(?:,|and|&|/|\+|or|, ?and|also|as well as|,? for|,? with|and (?:also )?(?:for|with|to))\s{0,2}\[?"
)
_TO_LAST = re.compile(r"\]?\s{0,2}(?:-|to|through|until)\s{0,2}\[?")
_NOT = LatePattern(
    r"(?:\bnot|n't|\binstead of|\brather than|\bno longer|\bnothing to do with)"
    r"(?: (?:for|with|to|at|under|really|meant|of)){0,3}\s{0,2}\Z"
)
_REFUSED = LatePattern(r"\b(?:do not|don't|never|not to) (?:move|put|file|place|add|use|count)\b")
_NUMBER_ENDS = re.compile(
    r"\]?\s{0,2}(?:\Z|[.,;:!)&/+-]|(?:and|or|as|is|are|now|please|too|also|here|attached|enclosed|which|that|this|with|in"
    r"|from|but|not|see|to|by)\b)"
)
_NUMBER_LED = re.compile(r"\b(?:for|with|to|under|re:?)\s{0,2}\Z")
_LATER = LatePattern(
    r"\b(?:(?:will|to|shall|should) (?:follow|come|send|be sent|be attached)|follows?|later|tomorrow|next week"
    r"|yet to come|follow(?:ing)? (?:later|separately|soon|on)|still to come|(?:i|we)'ll|once"
    r"|(?:not|nothing|none|isn't|aren't|without|never)\b.{0,24}\battach\w*)\b"
)
_BOTH = LatePattern(
    r"\b(?:for|with|to|under|proves?|supports?|covers?|shows?|backs?)\s(?:them\s)?both\b(?!\s(?!of\b|questions?\b|answers?\b)\w)"
)
_PLURAL = LatePattern(r"\b(?:files|attachments|documents|these|they|both|all|photos|copies|policies|scans)\b")


class SaidOfPlace(NamedTuple):
    """The files that are named, and the questions they are for or not for. Without a name: those that just came."""

    files: tuple[str, ...]
    refs: tuple[str, ...]
    none_of: tuple[str, ...] = ()
    is_plural: bool = False
    opens: bool = False  # the sentence begins with the question's bare number, as an answer does


class _Mark(NamedTuple):
    """A file or questions that a sentence names, and where."""

    start: int
    end: int
    files: tuple[str, ...] = ()
    refs: tuple[str, ...] = ()
    is_not: bool = False


def said_of_places(
    text: str, names: Sequence[str], order: tuple[str, ...], *, both: Sequence[str] = (), freely: bool = False
) -> Iterator[SaidOfPlace]:
    """What a line says, sentence by sentence. `both`: the questions just answered, where there are two.

    `freely`: the letter does nothing but bring files, so that a question's number alone says it.
    """
    known = FileNames(names)
    for sentence in _SENTENCE.split(levelled(text[:_LONGEST])):
        if "?" in sentence or _REFUSED.search(sentence) or not any(map(str.isalnum, sentence)):
            continue
        named = list(known.named_in(sentence))
        if not (freely or named or _CUES.search(sentence)):
            continue
        files = [_Mark(*each) for each in named] or [_Mark(*each) for each in known.called_in(sentence)]
        said = _said(sentence, files, numbering_of(order), tuple(both))
        brings = named or freely or _ATTACHES.search(sentence)
        yield from (each for each in said if brings or not (each.files and each.opens))


def _said(sentence: str, files: list[_Mark], numbers: Numbering, both: tuple[str, ...]) -> Iterator[SaidOfPlace]:
    start = len(sentence) - len(sentence.lstrip(" [(*-"))
    later = list(_clauses_of_later(sentence))
    found = [*files, *_refs(sentence, files, numbers), *_both(sentence, both)]
    marks = sorted(each for each in found if not any(start <= each.start < end for start, end in later))
    refs = [each for each in marks if each.refs]
    if not refs:
        return
    is_plural = _PLURAL.search(sentence) is not None
    opens = refs[0].start == start
    if len(refs) == len(marks):
        yield SaidOfPlace((), _all(refs), _all(refs, is_not=True), is_plural, opens)
        return
    runs = [(is_ref, list(run)) for is_ref, run in groupby(marks, key=lambda each: bool(each.refs))]
    if not runs[0][0]:
        pairs = [(runs[at][1], runs[at + 1][1]) for at in range(0, len(runs) - 1, 2)]
    else:
        pairs = [(runs[at + 1][1], runs[at][1]) for at in range(0, len(runs) - 1, 2)]
    for named, told in pairs:
        yield from _paired(named, told, respectively="respectively" in sentence, opens=opens)


def _paired(named: list[_Mark], told: list[_Mark], *, respectively: bool, opens: bool) -> Iterator[SaidOfPlace]:
    files, refs = tuple(dict.fromkeys(name for each in named for name in each.files)), _all(told)
    if len(files) > 1 and len(refs) > 1:  # which is for which is not said, or each in its place
        if respectively and len(files) == len(refs):
            yield from (SaidOfPlace((name,), (ref,)) for name, ref in zip(files, refs, strict=True))
        else:
            yield SaidOfPlace(files, ())
        return
    yield SaidOfPlace(files, refs, _all(told, is_not=True), opens=opens)


def _all(marks: Sequence[_Mark], *, is_not: bool = False) -> tuple[str, ...]:
    return tuple(dict.fromkeys(ref for each in marks for ref in each.refs if each.is_not == is_not))


def _clauses_of_later(sentence: str) -> Iterator[tuple[int, int]]:
    """Where a part of the sentence speaks of what does not come with the letter."""
    start = 0
    for each in [*re.finditer(r"[,;]\s|\sbut\s", sentence), None]:
        end = each.start() if each else len(sentence)
        if _LATER.search(sentence[start:end]):
            yield start, end
        start = each.end() if each else end


def _both(sentence: str, both: tuple[str, ...]) -> Iterator[_Mark]:
    found = _BOTH.search(sentence) if len(both) == 2 else None
    if found:
        yield _Mark(found.end() - 1, found.end(), refs=both)


def _refs(sentence: str, files: Sequence[_Mark], numbers: Numbering) -> Iterator[_Mark]:
    """The questions that the sentence names as those that something is for, each group of them once."""
    before: _Mark | None = None
    for found in numbers.alone.finditer(sentence):
        start, end = found.span()
        if any(each.start <= start < each.end for each in files):
            continue
        ref = numbers.refs[found["ref"]]
        gap = sentence[before.end : start] if before else None
        if before and gap is not None and _TO_LAST.fullmatch(gap):
            before = before._replace(end=end, refs=(*before.refs, *_between(before.refs[-1], ref, numbers)))
        elif before and gap is not None and _JOINS.fullmatch(gap) and not _NOT.search(sentence[:start]):
            before = before._replace(end=end, refs=(*before.refs, ref))
        elif _is_meant(sentence, found):
            if before:
                yield before
            before = _Mark(start, end, refs=(ref,), is_not=_NOT.search(sentence[:start]) is not None)
    if before:
        yield before


def _between(first: str, last: str, numbers: Numbering) -> tuple[str, ...]:
    at, to = numbers.order[first], numbers.order[last]
    return tuple(ref for ref, number in numbers.order.items() if at < number <= to)


def _is_meant(sentence: str, found: re.Match[str]) -> bool:
    before = sentence[: found.start()]
    if "." in found["ref"] or not found["ref"][0].isdigit() or found["named"]:
        return not before.strip(" [(*-") or _TO.search(before) is not None or _NOT.search(before) is not None
    return _NUMBER_LED.search(before) is not None and _NUMBER_ENDS.match(sentence[found.end() :]) is not None
