"""How a letter opens before it answers: "Hi Jo, 4.1 is Green", "Apologies for the delay. 4.1: Green". Pure."""

import re

from config.notation import LatePattern

_GREETING = LatePattern(
    r"\W*(?:hi|hello|dear|good (?:morning|afternoon|evening)|guten (?:morgen|tag|abend)"
    r"|bore da|prynhawn da|annwyl|bonjour|dzień dobry|buenos días|hey|morning|afternoon)"
    r"(?:[\s,]+[^\W\d_][\w.'’-]*){0,4}\W*",
    re.IGNORECASE,
)
_BEFORE_ANSWER = LatePattern(
    r"\W{0,3}(?:hi|hello|hey|dear|morning|helo)(?:\s[^\W\d_][\w'’-]{0,30}){0,3}\s?[,!\u2013-]\s{1,3}"
    r"(?=(?:(?:first|and|also|so),?\s)?(?:q|question\s)?[\[(]?\d)",
    re.IGNORECASE,
)
_ANSWERS = r"(?=(?:q|question\s)?[\[(]?\d{1,2}(?:\.\d{1,2})?[\])]?\s?(?:evidence\s?)?[:=\u2013-]\s)"
_COURTESY = (
    r"(?:thanks|thank you|many thanks|sorry|apologies|many apologies|my apologies|hope|hoping|hi"
    r"|hello|helo|dear|hey|morning"
    r"|good (?:morning|afternoon|evening)|happy|quick one|just a quick|here you (?:go|are)"
    r"|here goes|as (?:promised|requested)"
    r"|welcome back|lovely to)"
)
_NO_CHEER = (
    r"(?:no|not|never|still|drafts?|wait|stop|hold|hang|ignore|oops|wrong|scrap|forget|only|if"
    r"|ask|tests?|maybe|perhaps)"
)
_OPENING = LatePattern(  # "Thanks for this.", "Surfaced!", and no "Not agreed yet!"
    rf"\W{{0,3}}(?:{_COURTESY}\b(?:(?!\b(?:draft|not|but|if|until|ignore)\b)[^.!?:\d\n]){{0,90}}[.!]"
    rf"|(?:(?!{_NO_CHEER}\b)[^\W\d_][\w'’-]{{1,20}}\s?){{1,3}}!"
    rf"|(?:and|also|then|finally|lastly|next|plus)\b,?)\s{{1,3}}{_ANSWERS}",
    re.IGNORECASE,
)


def greets(text: str) -> bool:
    return len(text) < 60 and _GREETING.fullmatch(text) is not None


def without_greeting(text: str) -> str:
    """A line that answers right behind its greeting, without that: "Hi Jo, | 4.1 is Green sorry"."""
    for way in (_BEFORE_ANSWER, _OPENING):
        found = way.match(text)
        text = text[found.end() :] if found else text
    return text
