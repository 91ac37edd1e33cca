"""A gentle word to somebody who has typed what tells who a child is. Pure: words in, sentences out."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import pairwise

from config.notation import LatePattern
from config.words import listing
from nlp.danger import tells_of_danger
from nlp.people import WORDS, Personal, find

_ALWAYS = frozenset({"nhs_number", "nino"})
_KIN = (
    r"mother|mum|mummy|mam|father|dad|daddy|parent|carer|son|daughter|brother|sister|sibling|nan|gran|grandmother"
    r"|grandfather|grandparent|aunt|uncle|stepfather|stepmother|guardian|family"
)
_CHILD = r"boy|girl|child|baby|toddler|pupil|patient|teenager|young person|student"
_GENERAL = r"(?![ -](?:protection|safeguarding|health|care|line|support|death|services|centre|hub|first|in need))"
_SOMEBODY = LatePattern(
    rf"\b(?:(?:her|his|the|this|that|their|one|'s|’s) (?:{_KIN}|{_CHILD}){_GENERAL}\b|(?:{_KIN}|{_CHILD})\b\W{{0,3}}$"
    r"|lives? (?:at|in|with)\b|living (?:at|with)\b|home address|(?:her|his) (?:phone|mobile|number|email|address))",
    re.IGNORECASE,
)
_OWN = LatePattern(  # what agencies say of themselves
    r"\b(?:our|us|duty|desk|team|office|switchboard|helpline|hotline|reception|lead|service|services|surgery|site"
    r"|out of hours|hub|school is|website|policy)\b",
    re.IGNORECASE,
)
_BIRTH = LatePattern(r"\b(?:d\.?o\.?b\b|birth|born|birthday|b\.|aged)", re.IGNORECASE)
_BORN = LatePattern(r"\W{0,3}\(?(?:dob|d\.o\.b|birth)", re.IGNORECASE)
_CASE = LatePattern(
    r"\b(?:case|child|pupil|patient|client|hospital|urn|upn|mrn|pnc|mosaic|liquidlogic|lcs|ics|systmone|emis)"
    r"(?: (?:record|reference|ref|id|number|no))*\W{0,4}(?:is |was )?\W{0,2}$",
    re.IGNORECASE,
)
_CALLED = LatePattern(rf"\b(?:{_CHILD}|{_KIN})\b,?(?: (?:called|named))?[ (]*$", re.IGNORECASE)
_AGE = LatePattern(
    r",? \((?:aged? )?(?:1[0-7]|[0-9])\)|,? \(?aged? (?:1[0-7]|[0-9])\b"
    r"|,? \(?(?:1[0-7]|[0-9])[ -](?:years?|yrs?|months?|weeks?)(?:[ -]old\b|(?=[.,;)]|$))",
    re.IGNORECASE,
)
_WHOSE = LatePattern(
    rf"['’]s (?:{_KIN}|school|teacher|social worker|foster|case|home)\b(?! (?:lead|is our))", re.IGNORECASE
)
_LIVES = LatePattern(r",? (?:\(|of |at |from |in |(?:who )?lives? (?:at|in) |living (?:at|in) )?")
_AT_WORK = LatePattern(
    r"\b(?:dr|doctor|cllr|leads?|manag\w{2,6}|nurse|officer|inspector|sergeant|solicitor|trustee|chair|vicar|head|our|"
    r"team|office|surgery|practice|pharmacy|clinic|centre|nursery|school|church|hall|contact|write to|works?|runs?)\b",
    re.IGNORECASE,
)
_SENTENCE = LatePattern(r"[.!?]\s+(?=[A-Z])|\n+")


def warning(words: str, known: Collection[str] = ()) -> Sequence[str]:
    """What the words seem to hold about a child or a family, by kind and never by value; nothing where all is well.

    An agency's ordinary facts are left alone: its roles, names of staff, phones, sites and the dates of its policies.
    `known` are the names and addresses of the people who take part.
    """
    kinds = dict.fromkeys(kind for kind in WORDS if kind in _kinds(words, known))
    if not kinds:
        return ()
    named = [WORDS[kind] for kind in kinds]
    told = f"Your words seem to hold {listing(named)}." if len(named) < 4 else "Your words seem to tell who a child is."
    return (told, "The answer does not need it: say what was done, not for whom.")


def _kinds(words: str, known: Collection[str]) -> set[str]:
    own = {each.casefold() for each in known}
    found = [each for each in find(words) if words[each.start : each.end].casefold() not in own]
    telling = (
        {each for each in found if _tells(words, each)} | set(_at_home(words, found)) | set(_in_danger(words, found))
    )
    spans = [_sentence(words, each.start) for each in telling]
    named = {each for each in found if each.kind == "name" and any(start <= each.start < end for start, end in spans)}
    return {each.kind for each in telling | named}


def _at_home(words: str, found: Sequence[Personal]) -> Iterator[Personal]:
    """People named with the street they live in; who leads or works there is no secret."""
    for person, place in pairwise(found):
        if (person.kind, place.kind) == ("name", "address") and _LIVES.fullmatch(words[person.end : place.start]):
            start, end = _sentence(words, person.start)
            if not _AT_WORK.search(words[start:end]):
                yield from (person, place)


def _in_danger(words: str, found: Iterable[Personal]) -> Iterator[Personal]:
    """Whoever is named where words tell of a child in danger, and where they live."""
    for each in found:
        start, end = _sentence(words, each.start)
        if each.kind in ("name", "address") and tells_of_danger(words[start:end]):
            yield each


def _tells(words: str, found: Personal) -> bool:
    """Whether this tells who a child or a family is, by what stands around it in its sentence."""
    start, end = _sentence(words, found.start)
    before, after = words[start : found.start], words[found.end : end]
    match found.kind:
        case "date_of_birth":
            return bool(_BIRTH.search(before[-40:]) or _BORN.match(after))
        case "name":
            return bool(_CALLED.search(before) or _AGE.match(after) or _WHOSE.match(after))
        case "reference":
            return bool(_CASE.search(before) or _SOMEBODY.search(before))
        case kind:
            return kind in _ALWAYS or (_SOMEBODY.search(before) is not None and not _OWN.search(before[-40:]))


def _sentence(words: str, place: int) -> tuple[int, int]:
    edges = list(_edges(words))
    start = max((edge for edge in edges if edge <= place), default=0)
    return start, min((edge for edge in edges if edge > place), default=len(words))


def _edges(words: str) -> Iterator[int]:
    yield 0
    yield from (each.end() for each in _SENTENCE.finditer(words))
