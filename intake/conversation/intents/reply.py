"""A person's words as an answer, a command, or the sentence that tells them what to say. Pure."""

import re
from dataclasses import replace
from typing import NamedTuple

from config.questionnaire import Kind, Unclear, spelling
from intake import returns
from intake.conversation.intents import parse as words
from intake.conversation.intents.commands import Command, Do
from intake.conversation.intents.file_dates import file_dated
from intake.conversation.intents.names import (
    files_named,
    find_colleague,
    find_questions,
    is_named,
    is_question,
    is_whole,
)
from intake.conversation.intents.rating_and_more import NAMED_EMOJI, Both, both
from intake.conversation.intents.ratings_in_words import asked_back
from intake.conversation.intents.small_talk import is_for_us
from intake.conversation.state import Asks, Here, Place, Step, last_of, prompts, step_at
from intake.ratings import ear, is_not_applicable
from intake.returns import Given


class FreeWords(NamedTuple):
    """Free words in reply to something that is not a prompt: a reason, a name, a department."""

    words: str


Intent = Given | Both | Command | FreeWords
FREE = (Kind.TEXT,)
FREE_WORDS = (Asks.REASON, Asks.NAME, Asks.REOPEN, Asks.SCOPE)
_SAYS = re.compile(r"(?:(?:it['’]?s|it is|we['’]?re|we are) an? |(?:number|level|rating|score) )", re.IGNORECASE)
TO_FILE = "Attach a file here, or type skip to go on without one."
TO_WORDS = "A file goes here, so your words are not saved. To add them, type back. To go on, type skip."
NO_FILE = ("none", "no", "no file", "nothing", "nothing to attach", "i have none")


def understand(here: Here, place: Place, reply: str) -> Intent:
    """What a reply means at this place. Raises Unclear with the sentence its writer should read.

    Where free words are asked for, only a whole message that is a command is one: an answer is never taken for a
    command because a command's word is in it. Words in quotes are always an answer.
    """
    reply = words.visible(reply)
    if place.asks in (Asks.LAST, Asks.LAST_OF_STANDARD):
        return _at_last(here, place, reply)
    step = step_at(here, place.key) if place.asks is Asks.PROMPT else None
    is_box = step is not None and step.prompt.kind in FREE
    is_free = is_box or place.asks in FREE_WORDS
    literal = words.unquoted(reply)
    is_ours = literal is not None and (
        command_in(here, literal, free=True)
        or file_dated(here, step, literal)
        or is_for_us(literal)
        or words.near(literal)
        or asked_back(here, step, literal)
    )
    if is_free and literal is not None and is_ours:
        return _answer(here, place, step, literal)
    command = file_dated(here, step, reply) or command_in(here, reply, free=is_free)
    if command is not None and _is_answer(here, step, command, reply):
        return _answer(here, place, step, reply)
    stands = here.standing.get(place.key) if is_box else None
    is_new = is_box and not place.held and stands is None and not _has_last(here, place)
    is_passing = command is not None and command.do is Do.KEEP and not command.about  # in words such as "no change"
    if command is not None and not (is_new and is_passing and words.plain(reply) not in ("keep", "keep it")):
        return command
    if stands is not None and stands.value and ((slip := words.near(reply)) or is_for_us(reply)):
        told = "Your answer stays as it is." + (f" Did you mean {slip}?" if slip else "")
        raise Unclear(f'{told} If these words should take its place, type them in quotes: "{reply}".')
    if doubt := asked_back(here, step, reply):
        raise Unclear(doubt)
    return _answer(here, place, step, reply)


def _at_last(here: Here, place: Place, reply: str) -> Intent:
    """Where last time's answer is shown a yes says too little; an answer that is plain is one, and nothing is kept."""
    command = file_dated(here, None, reply) or command_in(here, reply, free=False)
    if command is not None and command.do is not Do.AGREE:
        return command
    if command is not None or place.asks is Asks.LAST_OF_STANDARD or spelling(reply).rstrip(".!") in NODS_TO_LAST:
        raise Unclear(WHAT_NOW[place.asks])
    return understand(here, replace(place, asks=Asks.PROMPT), reply)


def _has_last(here: Here, place: Place) -> bool:
    last = last_of(here, place.question)
    return last is not None and last.at(place.prompt) is not None


NODS_TO_LAST = (
    "yes",
    "y",
    "no",
    "n",
    "yep",
    "yeah",
    "fine",
    "agree",
    "agreed",
    "correct",
    "still true",
    "that's right",
)


def _is_answer(here: Here, step: Step | None, command: Command, reply: str) -> bool:
    """ "Part met" is no wish to go to a part, and "ok" passes over no rating that must be given."""
    if step is None or step.prompt.kind is not Kind.RATING:
        return False
    if command.do is Do.NEXT and step.prompt.required and not here.standing.get(step.key):
        return words.plain(reply) in NODS
    return command.do is Do.JUMP and ear(here.template.scale).rating_of(reply) is not None


NODS = ("ok", "okay")
SHORT = 6  # words of a command: "hand over 4 to Bo Day"


def command_in(here: Here, reply: str, *, free: bool) -> Command | None:
    """The command a whole message is; among free words one that names something must name what exists."""
    command = words.alone(reply, choice=not free)
    if command is not None:
        return command
    command = words.with_words(reply)
    if command is None:
        return None
    return command if not free or _fits(here, command) or _is_by_number(command, reply) else None


def _is_by_number(command: Command, reply: str) -> bool:
    """Whether it has a command's whole shape, with a number, and no more: what is not there is asked back."""
    by_number = (Do.HAND, Do.RETURN, Do.TAKE_BACK, Do.JUMP, Do.KEEP, Do.DROP)
    return command.do in by_number and command.about[:1].isdigit() and len(reply.split()) <= SHORT


def _fits(here: Here, command: Command) -> bool:
    match command.do:
        case Do.HAND:
            return (not command.about or is_named(here, command.about)) and _is_colleague(here, command.who)
        case Do.CHANGE if command.who and not command.about:
            return is_question(here, command.who) or here.template.scale.spells(command.who) is not None
        case Do.WITHDRAW:
            return bool(files_named(here, command.about))
        case Do.KEEP:
            return here.last is not None
        case Do.SUBMIT:  # as a letter is signed
            return command.who.casefold() == here.me.name.casefold()
        case Do.SCOPE | Do.REOPEN | Do.AGENCY:
            return False
        case Do.CHANGE if command.who:
            return is_question(here, command.about)
        case _:
            return is_question(here, command.about) or is_whole(here, command.about)


def _is_colleague(here: Here, named: str) -> bool:
    try:
        return bool(find_colleague(here, named))
    except Unclear:
        return False


def _answer(here: Here, place: Place, step: Step | None, reply: str) -> Intent:
    if not reply.strip():
        raise Unclear(nothing_said(step))
    if place.asks in (*FREE_WORDS, Asks.HAND):
        return FreeWords(reply.strip())
    if step is None:
        return _elsewhere(here, place, reply)
    if step.prompt.kind is Kind.FILES:
        return _instead_of_a_file(here, reply)
    if step.prompt.kind is Kind.TEXT and not any(mark.isalnum() for mark in NAMED_EMOJI.sub("", reply)):
        raise Unclear("Type your answer in words. To leave it for now, type skip.")
    try:
        said = reply if step.prompt.kind is Kind.TEXT else _bare(here, step, reply)
        return returns.understand(here.template, step.question, step.prompt.key, said)
    except Unclear as unclear:
        if "." in reply and is_question(here, reply):
            return Command(Do.JUMP, reply)
        if several := both(here, step, reply):
            return several
        told = _choose(here) if step.prompt.kind is Kind.RATING and str(unclear).startswith("Choose") else str(unclear)
        raise Unclear(f"{told}{_did_you_mean(reply)}") from None


def _instead_of_a_file(here: Here, reply: str) -> Command:
    if spelling(reply) in NO_FILE or is_not_applicable(reply):
        return Command(Do.SKIP)
    if is_question(here, reply):
        return Command(Do.JUMP, reply.strip())
    raise Unclear(TO_FILE if len(reply.split()) < 5 else TO_WORDS)


def _bare(here: Here, step: Step, reply: str) -> str:
    """The choice alone: "4: Good" at question 4, "It's a 2", "level two"."""
    said = _after_its_number(step, reply.strip(" `\t\n")).rstrip(".!")
    rest = _SAYS.sub("", said)
    return rest if here.template.scale.spells(rest) else said


def _after_its_number(step: Step, reply: str) -> str:
    """ "4: Good" and "Q4 Good" at question 4 say Good."""
    number = re.escape(step.question.ref)
    found = re.match(rf"(?:(?:question|q)\.? ?{number}(?: ?[:.)–-])? |{number} ?: )(?=\S)", reply, re.IGNORECASE)
    return reply[found.end() :] if found else reply


def _choose(here: Here) -> str:
    """The ratings a person may give; one that says nothing was sent is not offered."""
    scale = here.template.scale
    return f"Choose one of: {', '.join([each.name for each in scale.given] + ['N/A'] * scale.not_applicable)}."


def _elsewhere(here: Here, place: Place, reply: str) -> Intent:
    """Words where nothing is asked: the number of a question is a wish to go there."""
    if place.asks in (Asks.HOME, Asks.REVIEW) and is_named(here, reply):
        find_questions(here, reply)
        return Command(Do.CHANGE if place.asks is Asks.REVIEW else Do.JUMP, reply.strip())
    is_sent = place.asks is Asks.HOME and here.state.submitted_at is not None
    raise Unclear(f"{SENT if is_sent else WHAT_NOW[place.asks]}{_did_you_mean(reply)}")


WHAT_NOW = {
    Asks.HOME: "Type continue to answer, status for the list, or help for all the words.",
    Asks.REVIEW: "Type submit to send your return, or change and a number to change an answer.",
    Asks.CLASH: "Type keep for the answer that stands, or replace for yours.",
    Asks.LAST: "Type keep to leave last time's answer as it is, change to answer anew, or drop.",
    Asks.LAST_OF_STANDARD: "Type keep to keep all of these as you see them, or back to take them one by one.",
    Asks.PROMPT: "Type status for the list of questions, or help for all the words.",
}
SENT = "Your return is sent. To change an answer, type change and its number. To keep a copy, type copy."


def nothing_said(step: Step | None) -> str:
    if step is not None and step.prompt.required and step.prompt.kind is not Kind.FILES:
        return "Nothing was typed. Type your answer, or skip to leave it for now."
    return "Nothing was typed. Type help to see what you can say."


def _did_you_mean(reply: str) -> str:
    close = words.near(reply)
    return f" Did you mean {close}?" if close else ""


def next_box(here: Here, step: Step) -> Step | None:
    """The box for free words that comes after this prompt in its question."""
    own = prompts(here, step.question)
    later = own[own.index(step.prompt) + 1 :]
    return next((Step(step.question, each) for each in later if each.kind is Kind.TEXT and not each.is_plan), None)
