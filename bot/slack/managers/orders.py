"""What a manager asks for in words that name one thing: a letter, an agency, an audit, a day. Pure."""

import re
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
    ANSWERS = "answers"
    CLOSE = "close"
    MOVE = "move"
    REOPEN = "reopen"

    @property
    def deed(self) -> str:
        """What the table of roles calls it."""
        return _DEEDS[self]


_DEEDS = {
    **dict.fromkeys((Order.LETTERS, Order.LETTER, Order.RELEASE, Order.DISCARD), "decide a letter"),
    Order.ANSWERS: "see an agency",
    Order.CLOSE: "end an audit",
    Order.MOVE: "extend",
    Order.REOPEN: "open again",
}


class Ordered(NamedTuple):
    """One order: `about` is an agency or an audit, `audit` the audit where the order names both."""

    what: Order
    number: int = 0
    about: str = ""
    audit: str = ""
    day: date | None = None
    is_sure: bool = False
    because: str = ""


MEANS = {
    "letters": "the letters that wait for a decision",
    "letter 12": "what letter 12 says; release 12 lets it count, discard 12 sets it aside",
    "answers CSC": "what an agency answered, and its files",
    "close KEY": "what is outstanding in an audit; close KEY yes closes it",
    "move KEY to 30 June 2027": "another last day for everybody",
    "reopen CSC because the wrong file was sent": "takes a submitted return back for a change; the agency reads why",
}
_NUMBERED = re.compile(r"(?:/s11 +)?(?:read +)?(letter|release|discard) +(?:letter +)?(\d{1,9})", re.IGNORECASE)
_LETTERS = re.compile(r"(?:/s11 +)?(?:held|letters|held letters)", re.IGNORECASE)
_ANSWERS = re.compile(r"(?:/s11 +)?answers +(?:of +)?(\S+)(?: +(?:in +)?(\S+))?", re.IGNORECASE)
_CLOSE = re.compile(r"(?:/s11 +)?close +(\S+?)(,? +yes)?", re.IGNORECASE)
_REOPEN = re.compile(r"(?:/s11 +)?reopen +(\S+?)(?: +(?:in +)?(\S+))?[,:]? +because[ :]+(.+)", re.IGNORECASE)
_MOVE = re.compile(r"(?:/s11 +)?move +(\S+) +to +(.+)", re.IGNORECASE)


def order_of(said: str) -> Ordered | None:
    """The order that a whole message is; None for other words. A day that cannot be read is left out."""
    words = " ".join(said.split()).strip("?.! ")
    if _LETTERS.fullmatch(words):
        return Ordered(Order.LETTERS)
    if found := _NUMBERED.fullmatch(words):
        return Ordered(Order(found[1].lower()), int(found[2]))
    if found := _ANSWERS.fullmatch(words):
        return Ordered(Order.ANSWERS, about=found[1].upper(), audit=(found[2] or "").casefold())
    if found := _CLOSE.fullmatch(words):
        return Ordered(Order.CLOSE, about=found[1].casefold(), is_sure=bool(found[2]))
    if found := _REOPEN.fullmatch(" ".join(said.split())):
        about, audit = found[1].upper(), (found[2] or "").casefold()
        return Ordered(Order.REOPEN, about=about, audit=audit, because=found[3])
    if found := _MOVE.fullmatch(words):
        return Ordered(Order.MOVE, about=found[1].casefold(), day=read_date(found[2]))
    return None
