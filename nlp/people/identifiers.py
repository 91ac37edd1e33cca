"""Identifiers that have a shape: NHS numbers, dates of birth, phones, emails, postcodes and the like."""

import re
from collections.abc import Iterator

from config.notation import LatePattern
from nlp.people.wordlists import cues

Found = tuple[str, int, int]

EMAIL = LatePattern(r"(?<![\w.+'-])[\w.+'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_AT = r"(?: ?[\[({<] ?at ?[\])}>] ?| ?@ | @ ?)"
_DOT = r"(?:\.| ?[\[({<] ?dot ?[\])}>] ?| dot )"
_LOCAL = r"(?<![\w.+'-])[\w.+'-]{1,64}"
HIDDEN_EMAIL = LatePattern(  # "kelly.b [at] example.org", "r.khan at example dot org", "office AT example.org"
    rf"{_LOCAL}(?:{_AT}[\w-]{{1,63}}(?:{_DOT}[\w-]{{1,63}}){{1,8}}"
    r"| at [\w-]{1,63}(?: dot [\w-]{1,63}){1,8}"
    r"| (?-i:AT) [\w-]{1,63}(?:\.[\w-]{1,63}){1,8})",
    re.IGNORECASE,
)
NHS = LatePattern(r"(?<![\d.])\d{3}[ \u00a0-]?\d{3}[ \u00a0-]?\d{4}(?!\d)")
NHS_CUE = LatePattern(
    r"\bnhs\s{0,3}(?:no|number|num|nr|#|id)?\.?\W{0,4}(?:is|was|:)?\W{0,3}(\d[\d \u00a0-]{6,14}\d)", re.IGNORECASE
)
POSTCODE = LatePattern(
    r"\b(?:GIR ?0AA|(?:[A-Z]{1,2}\d[A-Z\d]?|[A-Z]{1,2}\d) {0,2}\d[ABD-HJLNP-UW-Z]{2})\b",
    re.IGNORECASE,
)
NINO = LatePattern(r"\b[A-Z]{2}[ -]?\d{2}[ -]?\d{2}[ -]?\d{2}[ -]?[A-Z]\b", re.IGNORECASE)
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)"
)
_NUMERIC = (
    r"(?:\d{1,2} ?[/.-] ?\d{1,2} ?[/.-] ?(?:\d{4}|\d{2})|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}-[A-Z][a-z]{2}-\d{2,4})"
)
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_WRITTEN = rf"(?:{_DAY}(?: of)? {_MONTH}\.?,? (?:\d{{4}}|'?\d{{2}})|{_MONTH}\.? {_DAY},? \d{{4}})"
DATE = LatePattern(rf"(?<![\w/.-])(?:{_NUMERIC}|{_WRITTEN})(?![\w/-]|\.\d)", re.IGNORECASE)
COMPACT = LatePattern(
    r"\b(?:d\.?o\.?b\.?|date of birth|born(?: on)?)\W{0,4}"
    r"(\d{6}|\d{8}|\d{1,2} \d{1,2} \d{2,4}|\d{1,2}(?:st|nd|rd|th)? \w{3,9}(?: \d{2,4})?)\b",
    re.IGNORECASE,
)
BIRTH = LatePattern(
    r"\b(?:d\.?o\.?b\b|birth|born|birthday|b\.|aged?|child|baby|boy|girl|pupil|patient|young person|sibling)",
    re.IGNORECASE,
)
NOT_BIRTH = LatePattern(
    r"\b(?:review|updat|due|meeting|met|polic|procedure|audit|train|dated|deliver|effective|expir|ratif|publish|approv|"
    r"version|issued|complet|submit|deadline|conference|inspect|visit|launch|until|by|before|from|renew|signed|"
    r"board|committee|minutes|report|course|session|held|event|agreed|start|refresh|next|last|week|term|period|"
    r"seen|as at|to date|on|in|between|and|to)\w{0,6}\W{0,3}$",
    re.IGNORECASE,
)
PHONE = LatePattern(
    r"(?<![\w.+/-])(?:(?:\+|00)44[ .-]?(?:\(0\) ?)?|\(?0(?=[\d) ]))(?:[ ().-]{0,2}\d){8,10}(?!\w|[.-]\d)", re.IGNORECASE
)
_CUE = (
    r"urn|upn|cin|uln|mrn|crn|pnc|case|crime|client|hospital|pupil|patient|record|file|passport|reference|referral|"
    r"incident|liquidlogic|mosaic|lcs|ics|systmone|emis|rio|carenotes|unit|unique|police|log|custody|social care|ref|id"
)
REFERENCE = LatePattern(
    rf"\b(?:{_CUE})\b\.?(?: (?:reference|ref|record|pupil|property|crime))?\.?"
    r"(?: ?(?:number|no|num|id|ref|reference|code)\b\.?)?"
    r"[ :#=.-]{0,4}(?:is |was )?#?((?=[A-Z/-]{0,6}\d)[A-Z0-9][A-Z0-9/-]{3,19})(?![\w/])",
    re.IGNORECASE,
)
UPN = LatePattern(r"\b[A-HJ-NP-RT-Z]\d{12}\b|\b[A-HJ-NP-RT-Z]\d{11}[A-HJ-NP-RT-Z]\b")
LONG_NUMBER = LatePattern(r"(?<![\w£$€.,/-])\d{6,20}(?![\w,%/-]|\.\d)")
ADDRESS = LatePattern(
    r"\b(?:Flat \d{1,4}[A-Za-z]?,? )?\d{1,4}[A-Za-z]?,? (?:[A-Z][a-z'’]{1,20} ){1,3}"
    r"(?:Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Close|Drive|Dr|Court|Crescent|Gardens|Grove|Way|Place|Terrace|Walk|Mews|Hill|Row|Square)\b"
)
HELPLINES = frozenset({"08001111", "08088005000", "08000280285", "08001111222"})  # numbers everybody may read


DIGIT = LatePattern(r"\d")
TOGETHER = LatePattern(r"\d(?:(?<=[\w/-]\d)|(?=[\w/-]))")  # a digit with another, a letter or a dash beside it
HIDDEN = LatePattern(r"@|[\[({<] ?(?i:at) ?[\])}>]| (?i:dot) | AT ")  # what every email has, however it is written
FEWEST = 7  # digits of a telephone number


def identifiers(text: str) -> Iterator[Found]:
    """Each identifier as (kind, start, end); where two overlap the first one yielded is meant.

    Most of what people write holds few digits or none, and is not looked through for each kind of number.
    """
    if HIDDEN.search(text):
        yield from (("email", *each.span()) for each in EMAIL.finditer(text))
        yield from (("email", *each.span()) for each in HIDDEN_EMAIL.finditer(text))
    digits = len(DIGIT.findall(text))
    if digits:
        yield from _numbers(text, is_together=TOGETHER.search(text) is not None, is_phone=digits >= FEWEST)


def _numbers(text: str, *, is_together: bool, is_phone: bool) -> Iterator[Found]:
    yield from (("nhs_number", *each.span(1)) for each in NHS_CUE.finditer(text))
    if is_together:
        yield from (("nino", *each.span()) for each in NINO.finditer(text))
        yield from (("reference", *each.span(1)) for each in REFERENCE.finditer(text))
    if is_phone:
        yield from (("phone", *each.span()) for each in PHONE.finditer(text) if each[0].startswith(("+", "00")))
        yield from (("nhs_number", *each.span()) for each in NHS.finditer(text) if is_nhs_number(each[0]))
    yield from (("date_of_birth", *each.span(1)) for each in COMPACT.finditer(text))
    if is_together:
        yield from (("date_of_birth", *each.span()) for each in DATE.finditer(text) if _is_birth(text, each))
    if is_phone:
        yield from _phones(text)
        yield from (("reference", *each.span()) for each in UPN.finditer(text))
    yield from (("address", *each.span()) for each in ADDRESS.finditer(text))
    if is_together:
        yield from (("postcode", *each.span()) for each in POSTCODE.finditer(text) if _is_postcode(each[0]))
        yield from (("reference", *each.span()) for each in LONG_NUMBER.finditer(text))


def is_nhs_number(words: str) -> bool:
    """Ten digits of which the last is the check digit of the others."""
    digits = [int(each) for each in words if each.isdigit()]
    if len(digits) != 10 or len(set(digits)) == 1:
        return False
    check = 11 - sum(digit * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False)) % 11
    return check % 11 == digits[9] and check != 10


def _is_birth(text: str, date: re.Match[str]) -> bool:
    """A full date is taken for a birth unless the words before it say what else happened that day."""
    before = text[max(0, date.start() - 45) : date.start()]
    if BIRTH.search(before) or re.match(r"\W{0,3}\(?(?:dob|d\.o\.b|birth)", text[date.end() : date.end() + 9].lower()):
        return True
    return NOT_BIRTH.search(before) is None


def _is_postcode(words: str) -> bool:
    """Capitals, or small letters of an area there is: "ks2 1st" is none."""
    if words == words.upper():
        return True
    area = re.match("[a-z]*", words.lower())
    return area is not None and area[0] in cues().areas and words[-2:].lower() not in ("st", "nd", "rd", "th")


def _phones(text: str) -> Iterator[Found]:
    import phonenumbers  # a tenth of a second, which only those who read a text need pay

    shapes = [match.span() for match in PHONE.finditer(text)]
    parsed = [(each.start, each.end) for each in phonenumbers.PhoneNumberMatcher(text, "GB")]
    for start, end in [*shapes, *parsed]:  # shapes first: they hold the whole of "+44(0)118 496 0720"
        if re.sub(r"\D", "", text[start:end]) not in HELPLINES:
            yield "phone", start, end
