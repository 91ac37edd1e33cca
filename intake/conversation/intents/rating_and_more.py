"""A reply that answers more than it was asked: a rating with its reason, a yes with a rating. Pure."""

import re
from itertools import combinations
from typing import NamedTuple

from config.questionnaire import RATING, YES_NO, Kind
from intake.conversation.state import Here, Step, prompts
from intake.ratings import Head, Spoken
from intake.returns import Given, storable

_MARKS = re.compile(r"^[\W_]*", re.UNICODE)
_EMOJI = re.compile(r":[a-z0-9_+-]+:")  # by name, as Slack sends them
_OPENS = "\"'“‘([£$#@"
_BECAUSE = re.compile(r"^because\b(?! of\b)[\s,:]*", re.IGNORECASE)
_POLITE = re.compile(r"(?:please|pls|thanks?|thank you|cheers|then|sir|for us|for me|overall)\W*", re.IGNORECASE)
_WEIGHS = re.compile(r"\W*(?:i|i'd|i'm|we|we'd|we're|it|it's|this|that|they|there|probably|currently)\b", re.IGNORECASE)
_LOOSE = re.compile(
    r"ish\b|(?:i think|i guess|i suppose|i would say|i'd say|or so|or|maybe|perhaps|probably|possibly|just|barely|"
    r"not sure|going on|heading|moving|leaning|bordering|borderline|to be confirmed|tbc|"
    r"but (?:really|actually|probably|possibly|more|closer|nearer|maybe|perhaps|could|should|might|would))\b",
    re.IGNORECASE,
)
_ON_TERMS = re.compile(r"[ ,(]*(?:not|if|unless|until|once|when|as soon as|subject to|depending)\b", re.IGNORECASE)
_SIGNED = re.compile(r"[\s(]*[-–−~≈<>+]\d")  # minus two, about two
_THANKS = re.compile(r"[\s,.]+(?:please|pls|thanks?|thank you|cheers)\W*$", re.IGNORECASE)
_PART = re.compile(r"\s*[,.:;!(\n]|\s+[-–—]\s|[-–—]\s")
_FEW = 8
_WHEN = ("last", "before", "previously", "earlier", "now", "then", "by", "in", "at", "next", "this", "if", "or")
_ENOUGH = 3  # words that are a reason, and not the rest of a rating


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
    if step.prompt.key not in (RATING, YES_NO) or _WEIGHS.match(reply) or _is_list(reply) or _SIGNED.match(reply):
        return None
    head = Spoken(here.template.scale).head(reply, yes_no=step.prompt.key == YES_NO, rating=RATING in keys)
    found = _given(here, step, head, keys)
    if found is None:
        return None
    rest = _MARKS.sub("", reply[head.end :])
    if _LOOSE.match(reply[head.end :].lstrip(" -–—,.(")) or _ON_TERMS.match(reply, head.end):
        return None
    is_bare = not any(mark.isalnum() for mark in _EMOJI.sub("", reply[head.end :]))
    if is_bare or _POLITE.fullmatch(rest) or _says_again(here, found, rest):
        return Both(found)
    if _says_another(here, found, rest):
        return None
    if len(rest.split()) < _ENOUGH and not _PART.match(reply, head.end):
        return None
    return Both(found, storable(_from(reply, head.end)))


def box_for(here: Here, step: Step) -> Step | None:
    """The only box that words of this question can mean: the one that must be filled, or the only one there is."""
    texts = [each for each in prompts(here, step.question) if each.kind is Kind.TEXT]
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


def _says_again(here: Here, found: tuple[Given, ...], rest: str) -> bool:
    """ "2. Good": the same rating in its other spelling."""
    again = here.template.scale.spells(rest.strip(" ().!"))
    return again is not None and again.code == found[-1].value


def _says_another(here: Here, found: tuple[Given, ...], rest: str) -> bool:
    """ "2 (was 1)", "Good, Outstanding by summer": a few words with another rating in them."""
    words, scale = re.findall(r"\w+", rest), here.template.scale
    if len(words) > _FEW:
        return False
    runs = combinations(range(len(words) + 1), 2)
    spelt = {scale.spells(" ".join(words[first:last])) for first, last in runs if not _counts(words[first:])}
    return any(rating is not None and rating.code != found[-1].value for rating in spelt)


def _counts(words: list[str]) -> bool:
    """A number before a noun counts something: "2, with 3 leads in post"."""
    return words[0].isdecimal() and len(words) > 1 and words[1].casefold() not in _WHEN


def _from(reply: str, end: int) -> str:
    """The words after the rating, without the marks and the because that joined them to it."""
    rest = reply[end:]
    marks = _MARKS.match(rest)
    start = marks.end() if marks else 0
    while start and rest[start - 1] in _OPENS:
        start -= 1
    return _BECAUSE.sub("", rest[start:]).strip()
