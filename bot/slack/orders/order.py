"""What a manager orders in words that name one thing: a letter, an agency, an audit, a day. Pure."""

import re
from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from config.dates import read_date


class Order(StrEnum):
    """What is to be done or shown."""

    LETTERS = "letters"
    LETTER = "letter"
    RELEASE = "release"
    DISCARD = "discard"
    REQUESTS = "requests"
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
    Order.REQUESTS: "decide a wish",
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
    is_sure: bool = False
    words: str = ""  # a reason, a note, or what is to be done to a return
    ids: tuple[str, ...] = ()


MEANS = {
    "letters": "the letters that wait for a decision",
    "letter 12": "what letter 12 says; release 12 lets it count, discard 12 sets it aside",
    "requests": "what agencies ask of you, each with its button",
    "answers CSC": "what an agency answered, and its files",
    "move KEY to 30 June 2027": "another last day for everybody",
    "give CSC until 30 June 2027": "another last day for one agency; pause CSC until 4 May stops its reminders",
    "excuse CSC because it closed": "it need not answer; ask CSC again takes that back",
    "call CSC: will answer by Friday": "a note of a telephone call",
    "invite jo@agency.example": "the form once more, for one person",
    "add contact CSC, jo@agency.example, Jo Park": "somebody who speaks for an agency, and is asked at once",
    "add agency HIL, Hill Surgery, health, Sam Hill, sam@hill.example": "another agency, which is asked at once",
    "reopen CSC because the wrong file was sent": "takes a submitted return back for a change; the agency reads why",
    "returns": "the returns that wait for you, each with its button",
    "review CSC rate 4 2 because no date": "your rating; also ask 4, done 4, mend 4, missing, return, accept",
    "ratings KEY because Panel, 4 May": "with a CSV file: the partnership's ratings by sheet",
    "quotes": "sentences that others may read: approve 7-0-12, withdraw 7-0-12",
    "themes": "what answers are about: confirm 3, refuse 3",
    "send digest": "to whom it goes; send digest yes sends it",
    "close KEY": "what is outstanding in an audit; close KEY yes closes it",
}
_KEY = r"[a-z0-9][a-z0-9-]{0,59}"
_GRAMMAR = r"""
letters     | (?:held|letters|held letters)
letter      | (?:read +)?letter +(?P<number>\d{1,9})
release     | release +(?:letter +)?(?P<number>\d{1,9})
discard     | discard +(?:letter +)?(?P<number>\d{1,9})
requests    | (?:requests?|wishes)
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


def _read(grammar: str) -> Iterator[tuple[Order, re.Pattern[str]]]:
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
        yield Order(name.strip()), re.compile(rf"(?:/s11 +)?{form.strip()}", re.IGNORECASE)


_ORDERS = tuple(_read(_GRAMMAR))


def order_of(said: str) -> Ordered | None:
    """The order that a whole message is; None for other words. A day that cannot be read is left out."""
    whole = " ".join(said.split())
    for what, form in _ORDERS:
        words = whole if "(?P<words>" in form.pattern else whole.strip("?.! ")
        if found := form.fullmatch(words):
            return _ordered(what, found.groupdict())
    return None


def _ordered(what: Order, said: dict[str, str | None]) -> Ordered:
    held = {name: value or "" for name, value in said.items()}
    return Ordered(
        what,
        number=int(held.get("number") or 0),
        about=held.get("about", "").casefold(),
        audit=held.get("audit", "").casefold(),
        day=read_date(held["day"].strip("?.! ")) if held.get("day") else None,
        is_sure=bool(held.get("sure")),
        words=held.get("words", "").strip(),
        ids=tuple(re.findall(r"[\d-]+", held.get("ids", ""))),
    )
