"""A reply that answers more than it was asked: a rating with its reason, a yes with a rating. Pure."""

import re
from typing import NamedTuple

from config.questionnaire import RATING, YES_NO, Kind
from intake.conversation.state import Here, Step, prompts
from intake.ratings import Head, belied, concluded, ear
from intake.returns import Given, storable

_MARKS = re.compile(r"^[\W_]*", re.UNICODE)
NAMED_EMOJI = re.compile(r":[a-z0-9_+-]+:")  # by name, as Slack sends them
_OPENS = "\"'“‘([£$#@"
_BECAUSE = re.compile(r"^because\b(?! of\b)[\s,:]*", re.IGNORECASE)
_THANKS = re.compile(r"(?<![\s,.])[\s,.]++(?:please|pls|thanks?|thank you|cheers)\W*$", re.IGNORECASE)


class Both(NamedTuple):
    """What was understood, in the order of the prompts, and the words that came with it."""

    given: tuple[Given, ...]
    words: str = ""


_LISTED = re.compile(r"[\s(]*(\d)\s?([.):,]|-(?=\s))(?=\s|\w)")


def _is_list(reply: str) -> bool:
    """ "1. Lead 2. Chart": items counted, and not a rating; "3 - 5 staff" is a range."""
    first = _LISTED.match(reply)
    if first is None:
        return False
    after, mark = int(first[1]) + 1, re.escape(first[2])
    is_range = first[2] == "-" and re.match(r"\s*\d", reply[first.end() :])
    return bool(is_range or re.search(rf"[\s(]{after}\s?{mark}\s", reply[first.end() :]))


def both(here: Here, step: Step, reply: str) -> Both | None:
    """The answers at the head of a reply and its other words; None where it is not plain what was meant."""
    reply = _THANKS.sub("", reply) if len(reply.split()) < 6 else reply
    own = prompts(here, step.question)
    keys = [each.key for each in own[own.index(step.prompt) :]]
    if step.prompt.key not in (RATING, YES_NO) or _is_list(reply):
        return None
    head = ear(here.template.scale).head(reply, yes_no=step.prompt.key == YES_NO, rating=RATING in keys)
    found = _given(here, step, head, keys)
    if found is None:
        return None if head.says_something or head.cue else _concluded(here, step, reply)
    if not any(mark.isalnum() for mark in NAMED_EMOJI.sub("", reply[head.end :])):
        return Both(found)
    words = _from(reply, head.end)
    rated = next((each.value for each in found if each.prompt == RATING), "")
    if rated and belied(ear(here.template.scale), rated, reply[: head.end], words):
        return None
    return Both(found, storable(words))


def _concluded(here: Here, step: Step, reply: str) -> Both | None:
    """ "Two files are overdue, so Good": the rating that ends its reason, which is kept."""
    head = concluded(ear(here.template.scale), reply)
    found = _given(here, step, head, [RATING]) if step.prompt.key == RATING and "\n" not in reply.strip() else None
    return Both(found, storable(reply.strip())) if found else None


def box_for(here: Here, step: Step) -> Step | None:
    """The only box that words of this question can mean: the one that must be filled, or the only one there is."""
    texts = [each for each in prompts(here, step.question) if each.kind is Kind.TEXT and not each.is_plan]
    musts = [each for each in texts if each.required]
    meant = musts if len(musts) == 1 and musts[0] is texts[0] else texts
    return Step(step.question, meant[0]) if len(meant) == 1 else None


def _given(here: Here, step: Step, head: Head, keys: list[str]) -> tuple[Given, ...] | None:
    """A yes or a rating at the prompt that was asked, and a rating that follows a yes."""
    if not head.is_clear or head.not_applicable:
        return None
    said = {YES_NO: head.yes_no, RATING: head.ratings}
    if not said[step.prompt.key]:
        return None
    asked = [key for key in (YES_NO, RATING) if key in keys and said[key]]
    found = [Given(step.question.ref, key, next(iter(said[key]))) for key in asked]
    given = {rating.code for rating in here.template.scale.given}
    return tuple(found) if all(each.prompt != RATING or each.value in given for each in found) else None


def _from(reply: str, end: int) -> str:
    """The words after the rating, without the marks and the because that joined them to it."""
    rest = reply[end:]
    marks = _MARKS.match(rest)
    start = marks.end() if marks else 0
    while start and rest[start - 1] in _OPENS:
        start -= 1
    return _BECAUSE.sub("", rest[start:]).strip()
