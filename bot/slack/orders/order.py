"""What a manager orders in words that name one thing: a letter, an agency, an audit, a day. Pure."""

import re
from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from config.dates import read_date
from config.notation import LatePattern


class Order(StrEnum):
    """What is to be done or shown."""

    LETTERS = "letters"
    LETTER = "letter"
    RELEASE = "release"
    DISCARD = "discard"
    REQUESTS = "requests"
    ACTIONS = "actions"
    ANSWERS = "answers"
    CLOSE = "close"
    MOVE = "move"
    REOPEN = "reopen"
    EXCUSE = "excuse"
    ASK_AGAIN = "ask again"
    GIVE_TIME = "give time"
    PAUSE = "pause"
    NOTE_CALL = "note call"
    RETURNS = "returns"
    REVIEW = "review"
    RATINGS = "ratings"
    MEETINGS = "meetings"
    MEET = "meet"
    MEETING = "meeting"
    INVITE = "invite"
    ADD_CONTACT = "add contact"
    ADD_AGENCY = "add agency"
    SEND_DIGEST = "send digest"
    QUOTES = "quotes"
    APPROVE = "approve"
    WITHDRAW = "withdraw"
    THEMES = "themes"
    CONFIRM = "confirm"
    REFUSE = "refuse"

    @property
    def deed(self) -> str:
        """What the table of roles calls it."""
        return _DEEDS[self]


_DEEDS = {
    **dict.fromkeys((Order.LETTERS, Order.LETTER, Order.RELEASE, Order.DISCARD), "decide a letter"),
    **dict.fromkeys((Order.RETURNS, Order.REVIEW, Order.RATINGS), "review"),
    **dict.fromkeys((Order.QUOTES, Order.APPROVE, Order.WITHDRAW), "approve a quote"),
    **dict.fromkeys((Order.THEMES, Order.CONFIRM, Order.REFUSE), "judge themes"),
    **dict.fromkeys((Order.MEETINGS, Order.MEET, Order.MEETING), "follow actions"),
    Order.REQUESTS: "decide a wish",
    Order.ACTIONS: "see an audit",
    Order.ANSWERS: "see an agency",
    Order.CLOSE: "end an audit",
    Order.MOVE: "extend",
    Order.REOPEN: "open again",
    Order.EXCUSE: "excuse",
    Order.ASK_AGAIN: "excuse",
    Order.GIVE_TIME: "extend",
    Order.PAUSE: "pause",
    Order.NOTE_CALL: "note a call",
    Order.INVITE: "invite",
    Order.ADD_CONTACT: "name people",
    Order.ADD_AGENCY: "add an agency",
    Order.SEND_DIGEST: "see an audit",
}


class Ordered(NamedTuple):
    """One order: `about` is an agency, an audit or an address, `audit` the audit where the order names both."""

    what: Order
    number: int = 0
    about: str = ""
    audit: str = ""
    day: date | None = None
    when: str = ""  # the words of the day
    is_sure: bool = False
    words: str = ""  # a reason, a note, or what is to be done to a return
    ids: tuple[str, ...] = ()


_POLITE = LatePattern(
    r"(?:please |can i (?:have|see) |show (?:me )?|give me |let me see )+(?:the |my )?", re.IGNORECASE
)
_PLEASE = LatePattern(r"[, ]+(?:please|thanks|thank you)$", re.IGNORECASE)
_KEY = r"[a-z0-9][a-z0-9-]{0,59}"
_GRAMMAR = r"""
letters     | (?:held|letters|held letters)
letter      | (?:read +)?letter +(?P<number>\d{1,9})
release     | release +(?:letter +)?(?P<number>\d{1,9})
discard     | discard +(?:letter +)?(?P<number>\d{1,9})
requests    | (?:requests?|wishes)
actions     | actions?
answers     | answers +(?:of +)?(?P<about>\S+)(?: +(?:in +)?(?P<audit>\S+))?
close       | close +(?P<about>\S+?)(?P<sure>,? +yes)?
move        | move +(?P<about>\S+) +to +(?P<day>.+)
reopen      | reopen +(?P<about>\S+?)(?: +(?:in +)?(?P<audit>\S+))?[,:]? +because[ :]+(?P<words>.+)
excuse      | excuse +(?P<about>\S+?)(?: +(?:in +)?(?P<audit>\S+))?[,:]? +because[ :]+(?P<words>.+)
ask again   | ask +(?P<about>\S+)(?: +in +(?P<audit>\S+))? +(?:again|after +all)
give time   | (?:give|extend) +(?P<about>\S+)(?: +in +(?P<audit>\S+))? +(?:time +)?(?:until|to|till) +(?P<day>.+)
pause       | pause +(?P<about>\S+)(?: +in +(?P<audit>\S+))? +(?:until|to|till) +(?P<day>.+)
note call   | call(?:ed)? +(?P<about>[^\s:,]+)(?: +in +(?P<audit>[^\s:]+))? *[:,] *(?P<words>.+)
returns     | (?:returns|review)(?: +(?P<about>{key}))?
review      | review +(?P<about>\S+)(?: +in +(?P<audit>{key}))?[:,]? +(?P<words>(?:{verbs})\b.*)
ratings     | ratings?(?: +(?:for +|of +)?(?P<about>{key}))?(?:[,:]? +because[ :]+(?P<words>.+))?
meetings    | meetings?(?: +(?P<about>{key}))?
meet        | meet +(?:with +)?(?P<about>\S+)(?: +in +(?P<audit>{key}))? +on +(?P<day>[^:]+?)(?: *: *(?P<words>.+))?
meeting     | meeting +(?P<number>\d{1,9})(?: +in +(?P<audit>{key}))? *[:,] *(?P<words>.+)
invite      | (?:re-?)?invite +(?P<about>[^\s@]+@[^\s@]+)(?: +(?:to +|in +)?(?!again\b)(?P<audit>{key}))?(?: +again)?
add contact | add +(?:a +)?contact +(?:to +|for +)?(?P<about>[^\s,:]+)[,:]? +(?P<words>.*@.*)
add agency  | add +(?:an +)?agency(?: +to +(?P<audit>{key}):)? +(?P<words>[^,]+,.+)
send digest | send +(?:the +)?digest(?: +(?!yes\b)(?P<about>{key}))?(?P<sure>,? +yes)?
quotes      | quotes?(?: +(?P<about>{key}))?
approve     | approve +(?:quotes? +)?(?P<ids>{ids})
withdraw    | withdraw +(?:quotes? +)?(?P<ids>{ids})
themes      | themes?(?: +(?P<about>{key}))?(?: +(?P<words>[a-z_]+))?
confirm     | confirm +(?:themes? +|tags? +)?(?P<ids>{numbers})
refuse      | (?:refuse|reject) +(?:themes? +|tags? +)?(?P<ids>{numbers})
"""


def _read(grammar: str) -> Iterator[tuple[Order, LatePattern]]:
    parts = {
        "{key}": _KEY,
        "{verbs}": "rate|ask|done|mend|mended|missing|return|accept|decide",
        "{ids}": r"\d+-\d+-\d+(?:[ ,]+(?:and +)?\d+-\d+-\d+)*",
        "{numbers}": r"\d{1,9}(?:[ ,]+(?:and +)?\d{1,9})*",
    }
    for line in grammar.strip().splitlines():
        name, _, form = line.partition("|")
        for mark, means in parts.items():
            form = form.replace(mark, means)
        yield Order(name.strip()), LatePattern(rf"(?:/s11 +)?{form.strip()}", re.IGNORECASE)


_ORDERS = tuple(_read(_GRAMMAR))


def order_of(said: str) -> Ordered | None:
    """The order that a whole message is; None for other words. A day that cannot be read is left out."""
    whole = " ".join(said.split())
    for what, form in _ORDERS:
        words = whole if "(?P<words>" in form.pattern else bare(whole)
        if found := form.fullmatch(words):
            return _ordered(what, found.groupdict())
    return None


def bare(said: str) -> str:
    """A whole message without what is only polite in it: it may name nothing else then."""
    words = " ".join(said.split()).strip("?.! ")
    if found := _POLITE.match(words):
        words = words[found.end() :]
    return _PLEASE.sub("", words).strip("?.!, ")


def _ordered(what: Order, said: dict[str, str | None]) -> Ordered:
    held = {name: value or "" for name, value in said.items()}
    when = held.get("day", "").strip("?.! ")
    return Ordered(
        what,
        number=int(held.get("number") or 0),
        about=held.get("about", "").casefold(),
        audit=held.get("audit", "").casefold(),
        day=read_date(when) if when else None,
        when=when,
        is_sure=bool(held.get("sure")),
        words=held.get("words", "").strip(),
        ids=tuple(re.findall(r"[\d-]+", held.get("ids", ""))),
    )
