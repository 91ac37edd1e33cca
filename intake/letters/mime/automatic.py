"""Mail that no person wrote: automatic replies, lists and bounces, and the little in it worth knowing. Pure."""

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, timedelta
from typing import Literal

from intake.letters.mime.letter import Letter

_PRECEDENCE = ("list", "junk", "bulk", "auto_reply")
_FLAGS = ("list-id", "x-autoreply", "x-autorespond", "x-auto-reply", "x-autoresponder", "x-failed-recipients")
_DAEMON = re.compile(r"(?:mailer-daemon|postmaster|mail-daemon|maildaemon|mailerdaemon)@", re.IGNORECASE)
_AWAY_SUBJECT = re.compile(
    r"(?:automatic reply|auto(?:matic)?[ -]?reply|auto[ -]?response|out of (?:the )?office)\b", re.I
)
_BOUNCE_SUBJECT = re.compile(
    r"undeliver|delivery (?:status notification|failure|failed|has failed)|mail delivery|returned mail"
    r"|failure notice|could not be delivered|nicht zustellbar|non remis",
    re.IGNORECASE,
)
_STATUS = re.compile(r"\b5\.\d{1,3}\.\d{1,3}\b")
_PASSING = re.compile(
    r"\b(?:4\.\d{1,3}\.\d{1,3}|5\.2\.[23]|delayed|will (?:be )?retr|over quota|mailbox (?:is )?full)\b", re.I
)
_NOBODY = re.compile(
    r"\b(?:user unknown|unknown user|no such user|does ?n[o']t exist|not found|mailbox unavailable|address rejected"
    r"|no mailbox|recipient rejected|55[013])\b",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"[\w.+'-]{1,64}@[\w.-]{1,253}\w")
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_UNTIL = re.compile(
    r"\b(?:until|till|back|return\w{0,3}|through|resum\w{1,3}|available (?:again )?(?:on|from))\b([^.!?\n]{0,60})",
    re.IGNORECASE,
)
_MONTH = "(" + "|".join(_MONTHS) + ")[a-z]{0,6}"
_SPELLED = re.compile(rf"\b(\d{{1,2}})(?:st|nd|rd|th)?(?: of)? {_MONTH}\.?,?(?: (\d{{4}}))?", re.IGNORECASE)
_AMERICAN = re.compile(rf"\b{_MONTH}\.? (\d{{1,2}})(?:st|nd|rd|th)?\b,?(?: (\d{{4}}))?", re.IGNORECASE)
_FIGURES = re.compile(r"\b(\d{1,2})[/.](\d{1,2})(?:[/.](\d{4}|\d{2}))?\b")
_ISO = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
JUST_PASSED = timedelta(days=183)  # 29 October, written on 5 November, is last week and not next year
LONGEST_AWAY = timedelta(days=400)


def kind_of(letter: Letter) -> Literal["automatic", "bounce"] | None:
    """Whether a program wrote this letter; None for a person's."""
    if letter.deliveries or letter.report_type == "delivery-status":
        return "bounce"
    from_daemon = letter.return_path == "" or any(_DAEMON.match(each) for each in letter.senders)
    if from_daemon and (_BOUNCE_SUBJECT.search(letter.subject) or letter.header("x-failed-recipients")):
        return "bounce"
    by_header = letter.auto_submitted not in ("", "no") or letter.precedence in _PRECEDENCE
    by_header = by_header or any(letter.header(name) for name in _FLAGS) or letter.media_type == "multipart/report"
    if by_header or from_daemon or _AWAY_SUBJECT.match(letter.subject):
        return "automatic"
    return None


def unreachable(letter: Letter) -> set[str]:
    """The addresses a bounce says will never be reached; a full mailbox or a delay is not for good."""
    if letter.deliveries:
        return {each.recipient for each in letter.deliveries if each.action == "failed" and _is_hard(each.status)}
    words = _words(letter)[:20_000]
    if _PASSING.search(words) or not (_STATUS.search(words) or _NOBODY.search(words)):
        return set()
    return {each.lower() for each in _ADDRESS.findall(words + " " + letter.header("x-failed-recipients"))}


def days_in(words: str, today: date) -> Iterator[date]:
    """The days named in some words; one without a year that passed within half a year is that day, else the next."""
    found = [(day, month, year) for day, month, year in _SPELLED.findall(words)]
    found += [(day, month, year) for month, day, year in _AMERICAN.findall(words)]
    for day, month, year in found:
        yield from _date(int(day), _MONTHS.index(month.lower()) + 1, year, today)
    for day, month, year in _FIGURES.findall(words):
        yield from _date(int(day), int(month), year, today)
    for year, month, day in _ISO.findall(words):
        yield from _date(int(day), int(month), year, today)


def away_until(letter: Letter, today: date) -> date | None:
    """The day an automatic reply says its writer is back: the last one named after "until", "back" or "return"."""
    words = " ".join(_words(letter)[:5000].split())
    named = (day for said in _UNTIL.findall(words) for day in days_in(said, today))
    return max((day for day in named if today < day <= today + LONGEST_AWAY), default=None)


def _is_hard(status: str) -> bool:
    return not status or (
        status.startswith("5.") and status not in ("5.2.2", "5.2.3") and not status.startswith("5.7.")
    )


def _words(letter: Letter) -> str:
    return "\n".join(letter.texts or (re.sub(r"<[^<>]{0,2000}>", " ", each[:50_000]) for each in letter.htmls))


def _date(day: int, month: int, year: str, today: date) -> Iterator[date]:
    """The day, in the year named or else in the nearest; nothing where there is no such day."""
    named = [int(year) + (2000 if len(year) == 2 else 0)] if year else []
    for each in named or range(today.year - 1, today.year + 2):
        with suppress(ValueError):  # no such day in that year, such as 29 February
            found = date(each, month, day)
            if year or found - today >= -JUST_PASSED:
                yield found
                return
