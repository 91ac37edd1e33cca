"""Lines that are no part of any answer: a sign-off, a signature, a greeting, what a mail server adds. Pure."""

from collections.abc import Set as AbstractSet

from config.questionnaire import PLAN_WHO, Kind
from intake.forms import prompts
from intake.letters import ours
from intake.letters.lines import BREAK
from intake.letters.ours import Known, ReplyWords, hands_in
from intake.letters.questions.cursor import Cursor

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
    if not ours.greets(text):
        return None
    if reply.goes_on(number):
        return at.leave()
    return at if not at.question or at.question == known.implied else None


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
