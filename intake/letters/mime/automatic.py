"""Mail that no person wrote: automatic replies and lists, and the day they name. Pure."""

import re
from datetime import date, timedelta
from typing import Literal

from config.dates import days_in
from intake.letters.mime.bounce import is_bounce, is_from_daemon, words_of
from intake.letters.mime.letter import Letter

_PRECEDENCE = ("list", "junk", "bulk", "auto_reply")
_FLAGS = ("list-id", "x-autoreply", "x-autorespond", "x-auto-reply", "x-autoresponder", "x-failed-recipients")
_AWAY_SUBJECT = re.compile(
    r"(?:automatic reply|auto(?:matic)?[ -]?reply|auto[ -]?response|out of (?:the )?office)\b", re.I
)
_UNTIL = re.compile(
    r"\b(?:until|till|back|return\w{0,3}|through|resum\w{1,3}|available (?:again )?(?:on|from))\b([^.!?\n]{0,60})",
    re.IGNORECASE,
)
LONGEST_AWAY = timedelta(days=400)


def kind_of(letter: Letter) -> Literal["automatic", "bounce"] | None:
    """Whether a program wrote this letter; None for a person's."""
    if is_bounce(letter):
        return "bounce"
    by_header = letter.auto_submitted not in ("", "no") or letter.precedence in _PRECEDENCE
    by_header = by_header or any(letter.header(name) for name in _FLAGS) or letter.media_type == "multipart/report"
    if by_header or is_from_daemon(letter) or _AWAY_SUBJECT.match(letter.subject):
        return "automatic"
    return None


def away_until(letter: Letter, today: date) -> date | None:
    """The day an automatic reply says its writer is back: the last one named after "until", "back" or "return"."""
    words = " ".join(words_of(letter)[:5000].split())
    named = (day for said in _UNTIL.findall(words) for day in days_in(said, today))
    return max((day for day in named if today < day <= today + LONGEST_AWAY), default=None)
