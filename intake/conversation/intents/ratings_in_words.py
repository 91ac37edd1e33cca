"""Words in a box for words that rate something, or put another question right: letters ask them back. Pure."""

import re

from config.notation import LatePattern
from config.questionnaire import RATING, Kind, Unclear, spelling
from intake.conversation.intents.parse import unquoted
from intake.conversation.state import Here, Step, prompts, questions
from intake.ratings import Spoken, ear, levelled

MOST_WORDS = 14  # of a line that does: more is an answer
_CODE = LatePattern(
    r"(?<![\w.])(?:(?:question|q)\.? ?)?(\d{1,2}\.\d{1,2})(?![\w/]|\.\d)|\b(?:question|q)\.? ?(\d{1,2})\b"
)
_COUNTED = LatePattern(r"\b(?:one|two|three|four)\b")  # "we have one (see 1.2)"
_PUTS_RIGHT = LatePattern(  # "the evidence for 2.1 is wrong", "please change 1.2 to …"
    r"\W{0,4}(?:(?:sorry|also|and|please|can you|could you)\W{1,3}){0,2}(?:(?:(?:the|our|my) )?"
    r"(?:evidence|words|wording|comments?|answer|rating) (?:for|on|at|to|of|in) .{1,20}?"
    r"(?:(?:is|are|was|were) (?:now )?(?:wrong|out of date|not right|a mistake|mistaken|old)"
    r"|should (?:now )?(?:say|read|be))\b"
    r"|(?:change|correct|amend) (?:the|my|our|question|q|\d))"
)


def asked_back(here: Here, step: Step | None, reply: str) -> str | None:
    """The sentence that asks these words back in a conversation; None where they are an answer for the box."""
    ref = _meant_for(here, step, reply)
    if step is None or ref is None:
        return None
    if ref == step.question.ref and "\n" not in reply.strip():
        return (
            f"“{reply.strip()}” seems to be about the rating, and here words are asked, so nothing is saved. To change "
            f'the rating, type change {ref}. If it is your answer, type it in quotes: "{reply.strip()}".'
        )
    return (
        f"This seems to be about question {ref}, so nothing is saved here. "
        f"To answer there, type change {ref}. If it is your answer to question {step.question.ref}, type it in quotes."
    )


def said_in_box(here: Here, step: Step, reply: str) -> str:
    """The words of a box in a form, quotes taken off where they say that it is the answer; raises Unclear."""
    literal = unquoted(reply)
    if literal is not None and _meant_for(here, step, literal):
        return literal
    ref = _meant_for(here, step, reply)
    if ref is None:
        return reply
    if ref == step.question.ref and "\n" not in reply.strip():
        raise Unclear(
            "Here words are asked. Choose the rating above. "
            f"If this is your answer, write it in quotes: “{reply.strip()}”."
        )
    raise Unclear(
        f"This seems to be about question {ref}. Answer it there. If it is your answer here, write it in quotes."
    )


def _meant_for(here: Here, step: Step | None, reply: str) -> str | None:
    """The question that words in a box for words rate or put right, be it their own; None where they are an answer."""
    if step is None or step.prompt.kind is not Kind.TEXT:
        return None
    lines = [line for line in reply.splitlines() if line.strip()]
    spoken, own = ear(here.template.scale), step.question.ref
    found = [ref for line in lines if (ref := _question_of(here, spoken, line))]
    if len(lines) == 1 and (_is_rating(here, step, spoken, reply) or found == [own]):
        return own
    is_among = len(lines) > 1 and len(found) < max(2, len(lines) / 2)  # of words that are an answer
    return None if not found or is_among else found[0]


def _is_rating(here: Here, step: Step, spoken: Spoken, reply: str) -> bool:
    """ "2/3", "2?", "Good": a rating or two, and no more."""
    is_rated = any(each.key == RATING for each in prompts(here, step.question))
    if not is_rated or step.prompt.is_plan or len(reply.split()) > 4:
        return False
    if re.fullmatch(r"\W*\d ?/ ?\d\W*", reply):
        return True
    head = spoken.head(reply, yes_no=False)
    return bool(head.ratings) and not re.search(r"\w", levelled(reply)[head.end :])


def _question_of(here: Here, spoken: Spoken, line: str) -> str | None:
    """The question that a short line rates, or whose words it puts right."""
    if len(line.split()) > MOST_WORDS + 6:
        return None
    refs = {spelling(each.ref): each.ref for each in questions(here)}
    flat = levelled(line)
    named = [refs[ref] for found in _CODE.findall(flat) if (ref := spelling(found[0] or found[1])) in refs]
    if not named:
        return None
    rest = _COUNTED.sub(" ", _CODE.sub(" ", flat))
    stands = spoken.stands(rest) or spoken.head(rest, yes_no=False).ratings
    is_rated = len(line.split()) <= MOST_WORDS and (stands or re.search(_rated(spoken), flat))
    return named[0] if is_rated or _PUTS_RIGHT.match(flat) else None


def _rated(spoken: Spoken) -> str:
    """ "Greens are 1.1", "Good for 1.1 and 1.2"."""
    return rf"\b{spoken.plurals}\b|^\W*(?:{spoken.pattern})\s(?:for|on|in)\s(?:q|\d)"
