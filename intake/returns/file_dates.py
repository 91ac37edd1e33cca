"""How old a file is by itself, read from what people say beside it, from its name, and from its first page. Pure."""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from config.dates import last_day, read_timescale
from config.notation import LatePattern


class FileDates(NamedTuple):
    """How old a file is by itself: the day it bears, and the day by which it is looked at again; None: not known."""

    dated: date | None = None
    review_by: date | None = None

    @property
    def is_known(self) -> bool:
        return self.dated is not None or self.review_by is not None

    def over(self, known: "FileDates") -> "FileDates":
        """These, and of what they do not tell the days that were known."""
        return FileDates(self.dated or known.dated, self.review_by or known.review_by)

    def __str__(self) -> str:
        """Such as "dated March 2024, to be reviewed by September 2026": a month where no more was said."""
        told = [f"dated {_shown(self.dated, 1)}"] if self.dated else []
        last = last_day(f"{self.review_by:%Y-%m}").day if self.review_by else 0
        return ", ".join(told + ([f"to be reviewed by {_shown(self.review_by, last)}"] if self.review_by else []))


class SaidOfFile(NamedTuple):
    """Words in which somebody says how old a file is.

    `file` is what stands before that: its name, other words, or nothing, where the one in hand is meant. `is_all` where
    the words say nothing else. `question` is where they stand.
    """

    file: str
    days: FileDates
    is_all: bool = True
    question: str = ""


NO_DATES = FileDates()
OFFERED = "If this is right, "  # what is offered in these words is ours, and said by nobody
LONGEST = 1_000  # characters of a sentence that is looked at
_PAGE = 4_000  # of a first page
_MONTHS = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)"
)
_GAP = r"[ ._/,-]{0,2}"
_DAY = (
    rf"\d{{1,2}}(?:st|nd|rd|th)?(?: of)?{_GAP}{_MONTHS}{_GAP}20\d\d|{_MONTHS}{_GAP}20\d\d"
    r"|20\d\d[._-](?:0[1-9]|1[0-2])(?:[._-]\d\d)?|20\d\d(?:0[1-9]|1[0-2])[0-3]\d"
    r"|\d{1,2}[./-]\d{1,2}[./-](?:20)?\d\d|(?:0?[1-9]|1[0-2])[/.]20\d\d"
)
_REVIEW = (
    r"review(?:ed)? by|review (?:date|due|on)|(?:date (?:of|for) )?next review(?: date)?(?: (?:due|by|on|in))?"
    r"|(?:due for|for|to be|due to be) review(?:ed)?(?: (?:by|on|in))?|renewal(?: date)?|renew by"
    r"|expir(?:y|es)(?: date)?(?: on)?|valid (?:until|to)"
)
_BORNE = (
    r"dated|date(?: of)? (?:issued?|approv(?:ed|al)|publi(?:shed|cation)|adopt(?:ed|ion))"
    r"|(?:issue|approval|version) date|last review(?: date)?|date"
    r"|(?:last )?(?:updated|revised|approved|issued|reviewed|ratified|written|published|adopted)(?: on| in)?"
)
_CUED = LatePattern(
    rf"(?<![a-z])(?:(?P<review>{_REVIEW})|(?:{_BORNE}))(?: is| was)?[ ._:–-]{{0,4}}"
    rf"(?P<day>{_DAY})(?![a-z0-9])",
    re.IGNORECASE,
)
_DATE = LatePattern(rf"(?<![a-z0-9])(?:{_DAY})(?![a-z0-9])", re.IGNORECASE)
_BETWEEN = LatePattern(r"(?:[ ,;&]|and|with|is|it|to|be|for|due|a){0,12}", re.IGNORECASE)
_JOINS = ("it", "this", "that", "it's", "the", "file", "is", "was", "and", "a", "are", "which", "its", "with", "-", "–")
_DIGIT = re.compile(r"\d")
_SENTENCE = LatePattern(r"(?<=[.!?])\s|\n")


def said_of_files(words: str) -> Iterator[SaidOfFile]:
    """Every sentence in which a day stands behind a word such as dated or review by, with what stands before it."""
    for sentence in _SENTENCE.split(words) if _DIGIT.search(words) else ():  # no day is without one
        said = " ".join(sentence.split()).rstrip(".! )")
        found = list(_CUED.finditer(said)) if len(said) <= LONGEST and OFFERED not in said else []
        days = _days((each["day"], bool(each["review"])) for each in found)
        if days.is_known:
            gaps = [said[one.end() : two.start()] for one, two in pairwise(found)]
            is_all = all(map(_BETWEEN.fullmatch, gaps)) and found[-1].end() == len(said)
            yield SaidOfFile(_before(said[: found[0].start()]), days, is_all)


def said_alone(words: str) -> SaidOfFile | None:
    """What a whole message says of a file's age, and nothing beside; None where it says anything else."""
    found = list(said_of_files(words))
    return found[0] if len(found) == 1 and found[0].is_all and len(_SENTENCE.split(words.strip())) == 1 else None


def plain_dates(name: str, first_page: str, today: date) -> FileDates:
    """What a file's name, or its first page where the name tells nothing, plainly says of its age: to be offered."""
    stem = re.sub(r"_", " ", re.sub(r"\.[A-Za-z][A-Za-z0-9]{1,4}$", "", name[:LONGEST]))
    for words in (stem, first_page[:_PAGE]):
        cued = [(each["day"], bool(each["review"])) for each in _CUED.finditer(words)]
        days = _sound(_days(cued), today)
        if days.is_known:
            return days
        alone = {day for each in _DATE.finditer(stem) if (day := _first(each[0]))} if words is stem else set[date]()
        if len(alone) == 1:
            return _of_name(stem, alone.pop(), today)
    return NO_DATES


def why_not(days: FileDates, today: date) -> str:
    """Why these days are not recorded as they are; empty where they may be."""
    if days.dated and days.dated > today:
        return f"{_shown(days.dated, 1)} is still to come. Say dated and the day that the file bears."
    if days.dated and days.review_by and days.review_by < days.dated:
        return "A file is looked at again after its own date. Say both days once more."
    return ""


def _of_name(stem: str, day: date, today: date) -> FileDates:
    """The one day in a name; one that is still to come is a review's where the name says so, else nothing."""
    if day <= today:
        return FileDates(dated=day)
    found = next(iter(_DATE.finditer(stem)))[0]
    return FileDates(review_by=_last(found)) if "review" in stem.casefold() else NO_DATES


def _sound(days: FileDates, today: date) -> FileDates:
    return NO_DATES if why_not(days, today) else days


def _days(found: Iterable[tuple[str, bool]]) -> FileDates:
    """The latest of each kind."""
    borne, review = list[date](), list[date]()
    for said, is_review in found:
        if (day := _last(said) if is_review else _first(said)) is not None:
            (review if is_review else borne).append(day)
    return FileDates(max(borne, default=None), max(review, default=None))


def _first(said: str) -> date | None:
    """The first day of what is named: a file of March is at least as old as its first."""
    kept = _timescale(said)
    return date(*(*map(int, kept.split("-")), 1, 1)[:3]) if kept else None


def _last(said: str) -> date | None:
    kept = _timescale(said)
    return last_day(kept) if kept else None


def _timescale(said: str) -> str | None:
    """As `read_timescale` keeps it, of what people write into names too: March-2024, 20240312, 03/2024."""
    words = re.sub(r"[ ._/,-]+", " ", re.sub(r"(?<=\d)(?:st|nd|rd|th)\b|\bof\b", "", said.lower())).strip()
    words = re.sub(r"(?<=\d)(?=[a-z])|(?<=[a-z])(?=\d)", " ", words)
    if found := re.fullmatch(r"(20\d\d) ?(\d\d)(?: ?(\d\d))?", words):
        words = "-".join(filter(None, found.groups()))
    elif found := re.fullmatch(r"(?:(\d{1,2}) )?(\d{1,2}) (\d{2}|20\d\d)", words):
        year = found[3] if len(found[3]) == 4 else f"20{found[3]}"
        words = "-".join([year, *(f"{int(each):02}" for each in (found[2], found[1]) if each)])
    return read_timescale(words)


def _before(words: str) -> str:
    """What stands before the first day, without what only joins them."""
    said = words.split()
    while said and said[-1].strip(",;:(").casefold() in ("", *_JOINS):
        said.pop()
    return " ".join(said).rstrip(",;:( ")


def _shown(day: date, whole: int) -> str:
    """The day, or its month where it is the day that stands for one."""
    return f"{day:%B %Y}" if day.day == whole else f"{day.day} {day:%B %Y}"
