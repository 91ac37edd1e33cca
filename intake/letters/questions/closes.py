"""Lines that are no part of any answer: a sign-off, a signature, a greeting, what a mail server adds. Pure."""

import re
from collections.abc import Set as AbstractSet
from itertools import takewhile

from config.questionnaire import PLAN_WHO, Kind
from intake.forms import prompts
from intake.letters import ours
from intake.letters.lines import BREAK
from intake.letters.ours import Known, ReplyWords, hands_in
from intake.letters.questions.afterthoughts import puts_right
from intake.letters.questions.cursor import Cursor
from intake.ratings import levelled

_LABEL = re.compile(r"\W*[^\W\d_][\w' -]{2,40}[:?]\s")
_NUMBERED = re.compile(r"\W{0,4}(?:q(?:uestion)?\.?\s?)?\d{1,2}(?:\.\d|\b)", re.IGNORECASE)
_CODE = re.compile(r"\d\.\d|\b(?:q|questions?)\.?\s?\d", re.IGNORECASE)
_FILES = re.compile(
    r"\W{0,3}(?:attachments?|attached|enclosures?|enclosed|encs?|(?:files|documents)(?: attached| enclosed)?)\W{0,2}:",
    re.IGNORECASE,
)
_FILE = re.compile(r"\w\.(?:pdf|docx?|xlsx?|pptx?|odt|ods|rtf|txt|csv|jpe?g|png|msg|eml|zip)\b", re.IGNORECASE)
_CODED_FILE = re.compile(
    rf"{_FILE.pattern}[^.\n]{{0,12}}?[(\[:\u2013-]\s?(?:for |to |with )?(?:q(?:uestion)?\.?\s?)?\d"
    rf"|[(\[]\d{{1,2}}\.\d{{1,2}}[)\]]{_FILE.pattern.removeprefix(chr(92) + 'w')}",
    re.IGNORECASE,
)
_ON = re.compile(  # a paragraph about a question, which is then named there or asked about
    r"\W{0,3}(?:on|for|as\s(?:to|for|regards)|with\sregard\sto|regarding|re)\s(?:(?:question|q|standard|item)\.?\s?)?"
    r"\d{1,2}\.\d{1,2}\b",
    re.IGNORECASE,
)
_SEVERAL = re.compile(  # "3.1 and 3.2: …", and so no words of the question above
    r"\W{0,3}(?:(?:questions?|q)\.?\s?)?\d{1,2}\.\d{1,2}(?:\s?(?:,|and|&|to|-|\u2013)\s?\d{1,2}\.\d{1,2}){1,9}\s?[:\u2013-]",
    re.IGNORECASE,
)
_LONGEST_HEAD = 80
_MOST_BEHIND = 12  # lines of a signature and of what a mail server adds
Answered = AbstractSet[tuple[str, str]]  # the questions and prompts with words at them


def closes(text: str, number: int, known: Known, reply: ReplyWords, at: Cursor, answered: Answered) -> Cursor | None:
    """Where the reader stands behind a line that closes or opens a letter; None where the line may be an answer."""
    if known.trusting and hands_in(text):
        return at.sign()
    names = frozenset[str]() if _asks_whom(number, known, reply, at, answered) else known.names
    if ours.signs_off(text, names) and not known.spoken.head(text).says_something:
        return at.sign()
    if _is_answered(at, answered) and ours.begins_signature(reply.lines, number, known.names, in_form=at.in_form):
        return at.sign()
    if ours.bids_farewell(text) and _is_end(number, known, reply):
        return at
    if ours.is_disclaimer(text):
        return at.sign() if at.question and not known.implied else at
    if at.is_named and not at.in_form and _is_footer(text, number, reply):
        return at.sign()
    if not ours.greets(text):
        return None
    if reply.goes_on(number):
        return at.leave()
    return at if not at.question or at.question == known.implied else None


def _is_footer(text: str, number: int, reply: ReplyWords) -> bool:
    """Whether a paragraph of its own is what a house puts below its letters, and no answer follows."""
    lines = reply.lines
    if lines[number].cell or not number or lines[number - 1].text or _NUMBERED.match(text) or not ours.is_footer(text):
        return False
    own = takewhile(lambda line: line.label != BREAK and line.depth <= lines[number].depth, lines[number:])
    return not any(_NUMBERED.match(line.text) for line in own)


def _asks_whom(number: int, known: Known, reply: ReplyWords, at: Cursor, answered: Answered) -> bool:
    """Whether the writer's own name can be the answer: who does it is asked, or it stands where words belong."""
    question = known.template.by_ref.get(at.question)
    if question is None or _is_answered(at, answered):
        return False
    asked = prompts(known.template, question)
    if any(each.kind is not Kind.TEXT for each in asked if at.prompt in ("", each.key)):
        return False
    if at.prompt == PLAN_WHO or reply.lines[number].cell:
        return True
    return reply.is_right_below(number) or (at.in_form and reply.goes_on(number))


def _is_answered(at: Cursor, answered: Answered) -> bool:
    """Whether something was said already where we stand; a name may be the answer where nothing was."""
    return not at.question or (at.question, at.prompt) in answered


def stands_apart(number: int, known: Known, reply: ReplyWords, *, in_list: bool) -> bool:
    """Whether a line of its writer's own below an answer begins what is said of no question.

    The head of the next part ("From Nadia, HR:"), a list of files, words on other questions, and behind some
    answers (`in_list`: a paragraph each) what is said to us.
    """
    line = reply.lines[number]
    if line.cell or not number:
        return False
    if _FILES.match(line.text):
        below = next((each.text for each in reply.lines[number + 1 : number + 3] if each.text), "")
        return len(_FILE.findall(line.text)) > 1 or _CODED_FILE.search(f"{line.text} {below}") is not None
    if _SEVERAL.match(line.text):
        return True
    if reply.lines[number - 1].text:
        return False
    return (
        _heads_part(number, reply) or _ON.match(line.text) is not None or (in_list and _ends_list(number, known, reply))
    )


def _heads_part(number: int, reply: ReplyWords) -> bool:
    """Whether a line alone in its paragraph, or right above the next answer, announces who or what follows."""
    text = reply.texts[number]
    if len(text) > _LONGEST_HEAD or not text.endswith(":") or _NUMBERED.match(text):
        return False
    return _NUMBERED.match(next((each for each in reply.texts[number + 1 : number + 3] if each), "")) is not None


def _ends_list(number: int, known: Known, reply: ReplyWords) -> bool:
    """Whether a paragraph of its own ends the letter below a list of answers, and speaks to us."""
    lines = reply.lines
    if lines[number].cell or not number or lines[number - 1].text:
        return False
    own = list(takewhile(lambda line: line.label != BREAK and line.depth <= lines[number].depth, lines[number:]))
    end = next((at for at, line in enumerate(own) if not line.text), len(own))
    behind = [line.text for line in own[end:] if line.text]
    if len(behind) > _MOST_BEHIND or any(_NUMBERED.match(text) for text in behind):
        return False
    words = " ".join(line.text for line in own[:end])
    if puts_right(words, known):
        return True
    if (
        _LABEL.match(lines[number].text)
        or _NUMBERED.match(words)
        or _CODE.search(words)
        or re.search(known.spoken.pattern, levelled(words))
    ):
        return False  # it may put an answer right
    return ours.speaks_to_us(words) and _is_end(number + end - 1, known, reply)


def _is_end(number: int, known: Known, reply: ReplyWords) -> bool:
    """Whether its writer goes on no further than to sign."""
    depth = reply.lines[number].depth
    for line in reply.lines[number + 1 :]:
        if line.label == BREAK or line.depth > depth:
            return True
        if line.text:
            is_name = line.text.istitle() and len(line.text.split()) < 4
            return is_name or ours.signs_off(line.text, known.names) or ours.is_disclaimer(line.text)
    return True
