"""Lines that only say of files that they come, for what, or that they are not to count: they answer nothing. Pure."""

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from config.notation import LatePattern
from intake.letters.filed.back import has_label, withdraws_file
from intake.letters.filed.names import ENDING, NAMES_FILE, FileNames
from intake.letters.filed.said import said_of_places
from intake.letters.lines import BREAK, END, Line, Wording
from intake.letters.ours import Known, words_of
from intake.letters.questions import numbering_of
from intake.ratings import levelled

_HEAD = LatePattern(
    r"\W{0,3}(?:attachments?|attached|enclosures?|enclosed|encs?|files|documents)(?: attached| enclosed)?\W{0,3}",
    re.IGNORECASE,
)
_LONGEST = 300  # characters of a line that says so
_STRONG = LatePattern(
    rf"\b(?:attach\w*|enclos\w*|herewith|(?:goes|go) with"
    rf"|(?:first|second|third|other|last|1st|2nd|3rd|this|that|the|these|those) (?:files?|attachments?|documents?|one)"
    rf"|files? for)\b|{ENDING}"
)
_BRINGS = LatePattern(
    r"\b(?:here(?:'s| is| are| it is| they are)|as promised|forg[eo]t\w*|this is|these are|copy for|and for)\b"
)
_SENTENCE = re.compile(r"(?<=[.!?])\s")
_AGE = re.compile(r"\b(?:dated|date|reviewed|review|updated|approved|issued|version)\b")
_BELONGS = LatePattern(r"\b(?:is|are|goes|go|belongs?) (?:for|with|to)\b")
_TO_US = LatePattern(
    r"\W*(?:(?:and|also|ps|p\.s\.|nb|hello|hi|please|pls),?:? )*(?:"
    r"(?:i|we)(?:'ve|'m|'re| have| am| are| also| now| again| will){0,4} (?:attach|enclos)\w*"
    r"|(?:find|see|note) (?:the |our |my |all )?(?:attached|enclosed)|(?:attached|enclosed)(?: is| are| please|:)"
    r"|(?:attachments?|enclosures?|encs?|files?|documents?|evidence)(?: attached| enclosed)?:"
    r"|(?:the |our |my |all |both )?(?:[\w'-]{1,20} ){1,5}(?:is|are) (?:now |also |all |both )?(?:attached|enclosed)\b"
    r"|(?:the |our |my |all |both )?(?:[\w'-]{1,20} ){1,5}(?:attached|enclosed)"
    r"(?:,? and (?:all )?(?:numbered|named|labelled|coded|marked|titled))?[.!\s]*\Z"
    r"|here(?:'s| is| are) (?:the|our|my)\b|.{1,40} (?:to follow|will follow)\b)"
)
_OF_FILES = LatePattern(  # where files came with it
    r"\W*(?:(?:the|our|my|all|all the|both) )?(?:files?|attachments?|documents?|evidence)"
    r" (?:are|is|have been|has been) (?:all )?"
    r"(?:numbered|named|labelled|coded|marked|titled|called)\b[^.\d]{0,60}[.!\s]*\Z"
    r"|\W*(?:(?:the|our|my|all|all the) )?(?:[\w'-]{1,20} ){1,3}(?:is|are) (?:all )?in the (?:attached )?"
    r"(?:(?:spread)?sheet|workbook|document|file|attachment|pdf)s?(?: attached)?[.!\s]*\Z"
)
_FILLS = re.compile(
    r"attach(?:ed|ments?|ing)?|enclos(?:ed?|ures?|ing)|herewith|here|files?|documents?|evidence|evidencing|proof|copy|copies"
    r"|i|i'm|i've|we|we've|it|it's|its|am|is|are|have|forgot|forgotten|forget|forgetting|missing|promised|following|there's"
    r"|the|this|that|these|those|my|our|a|an|and|also|now|too|again|time|both|all|not|but|only|more|new|some|further|extra"
    r"|additional|latest|first|second|third|last|other|ones?|please|pls|see|find|goes|go|belongs|shows|supports|supporting"
    r"|for|with|re|to|of|on|as|questions?|q|sorry|thanks|thank|you|oops|apologies|ps|hello|hi"
)


def set_file_talk_aside(wording: Wording, known: Known) -> Wording:
    """Without the lines of their own that only speak of files: they are set aside, to be read as such."""
    said = set(_talk(wording.lines, known))
    said |= {at - 1 for at in said if at and _HEAD.fullmatch(wording.lines[at - 1].text)}
    if not said:
        return wording
    aside = tuple(line.text for number, line in enumerate(wording.lines) if number in said)
    kept = [line._replace(text="") if number in said else line for number, line in enumerate(wording.lines)]
    return wording._replace(lines=kept, aside=(*wording.aside, *aside))


def file_words(lines: Sequence[Line], known: Known) -> list[str]:
    """The letter's own lines, neither quoted nor ours, in which it may say what its files are for."""
    own = takewhile(lambda line: line.label not in (BREAK, END), lines)
    return [line.text for line in own if line.text and not line.depth and not _is_ours(line.text, known)]


def speaks_of_files(text: str, known: Known) -> bool:
    """Whether a line says what files are for, or takes one back, and nothing else."""
    return withdraws_file(text, known) or _places(text, known)


def _talk(lines: Sequence[Line], known: Known) -> Iterator[int]:
    """The lines that speak of files, above our form and everything quoted."""
    own = list(takewhile(lambda line: _is_own(line, known), lines))
    begins = numbering_of(known.refs).begins
    coded = [number for number, line in enumerate(own) if begins.match(levelled(line.text))]
    for number, line in enumerate(own):
        if not line.text or line.cell or line.file is not None or len(line.text) > _LONGEST or _goes_on(own, number):
            continue
        if speaks_of_files(line.text, known) or (
            coded and number > coded[-1] and _ends_list(own, number, coded) and _speaks_to_us(line.text, known)
        ):
            yield number


def _speaks_to_us(text: str, known: Known) -> bool:
    """Whether a line says of no question that a file comes; where one box alone is open, that answers it."""
    flat = levelled(text)
    speaks = _TO_US.match(flat) or (_OF_FILES.match(flat) if known.brings else None)
    return not known.implied and speaks is not None and not has_label(flat, known)


def _is_own(line: Line, known: Known) -> bool:
    return line.label not in (BREAK, END) and not line.depth and not _is_ours(line.text, known)


def _is_ours(text: str, known: Known) -> bool:
    return len(words_of(text)) > 3 and known.ours.begins(text)


def _goes_on(own: Sequence[Line], number: int) -> bool:
    """Whether a line goes on with the sentence of the one above it."""
    above = own[number - 1].text.rstrip() if number else ""
    return bool(above) and above[-1] not in ".!?:;" and own[number].text.lstrip()[:1].islower()


def _ends_list(own: Sequence[Line], number: int, coded: Sequence[int]) -> bool:
    """Whether a paragraph of its own stands below a list whose items are one paragraph each."""
    return not own[number - 1].text and not any(
        own[at].text and not own[at - 1].text and at not in coded for at in range(coded[0] + 1, coded[-1])
    )


def _places(text: str, known: Known) -> bool:
    """Whether a line says for which questions files are, and no more."""
    flat = levelled(text)
    is_called = _BELONGS.search(flat) and any(FileNames(known.brings).called_in(flat))
    brings = known.brings and _BRINGS.search(flat)
    if not (_STRONG.search(flat) or is_called or brings) or has_label(flat, known):
        return False
    said = list(said_of_places(text, known.brings, tuple(known.template.by_ref), both=known.refs[:2]))
    if not said or _tells_more(flat, known):
        return False
    begins = numbering_of(known.refs).begins.match(flat) or re.match(r"\W*(?:for|re|on|as to)\W", flat)
    return not begins or ((not said[0].opens or len(said) > 1) and _only_fills(flat, known))


def _tells_more(flat: str, known: Known) -> bool:
    """Whether behind the questions it names a line goes on to tell what is so: "…, 36 of 40 have signed"."""
    first = _AGE.split(_SENTENCE.split(flat)[0])[0]
    last = max((each.end() for each in numbering_of(known.refs).alone.finditer(first)), default=0)
    return not _only_fills(first[last:], known) or re.search(r"\d", NAMES_FILE.sub(" ", first[last:])) is not None


def _only_fills(flat: str, known: Known) -> bool:
    """Whether the first sentence of a line has no words but those that bring a file."""
    names = {word for name in known.brings for word in words_of(name)}
    first = _SENTENCE.split(flat)[0]
    left = [
        each
        for each in re.findall(r"[a-z][a-z']*", NAMES_FILE.sub(" ", first))
        if not (_FILLS.fullmatch(each) or each in names)
    ]
    return len(left) < 3
