"""Where our form goes on within a line, behind somebody's words: a mailer made text of HTML and ran our lines together.

Pure.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from config.questionnaire import Template
from intake.forms import prompts
from intake.letters.ours import CODE, ReplyWords, words_of
from intake.letters.questions.cursor import Cursor

_LEAST = 3  # words of a prompt: fewer may be anybody's
_MOST = 12  # words of a heading
_ENDS = tuple(".!?;:→")
_HEADINGS = 3  # that may stand above a question


@lru_cache(maxsize=32)
def starts(template: Template) -> Mapping[str, frozenset[tuple[str, ...]]]:
    """The first two words of each prompt, by question."""
    told = {each.ref: [words_of(prompt.text) for prompt in prompts(template, each)] for each in template.questions}
    return {ref: frozenset(words[:2] for words in each if len(words) >= _LEAST) for ref, each in told.items()}


class Resumed(NamedTuple):
    """Where in a line somebody's words end, and where a code or a prompt of ours begins behind them."""

    end: int
    start: int


def resumed(reply: ReplyWords, number: int, place: int, at: Cursor, template: Template) -> Resumed | None:
    """Where in the line, behind this place, a question or a later prompt of ours begins; None for nowhere."""
    text, first = reply.texts[number], reply.token_at(number, place)
    here = starts(template).get(at.question) if at.in_form else None
    for token in range(first + 1, reply.first[number + 1]):
        start = reply.all[token].start
        if text[start - 1] == "[" and asks(reply, number, start - 1):
            return Resumed(_before_headings(reply, first, token, start - 1), start - 1)
        if (
            here
            and tuple(each.word for each in reply.all[token : token + 2]) in here
            and _is_later(reply, token, at, template)
        ):
            return Resumed(start, start)
    return _before_next(reply, number, first)


def asks(reply: ReplyWords, number: int, start: int) -> bool:
    """Whether a code in brackets stands here, and its question's own words behind it."""
    code = CODE.match(reply.texts[number], start)
    if code is None:
        return False
    match = reply.find(reply.token_at(number, code.end()), code[1], fresh=True)
    return match is not None and match.stretch.role == "question" and code[1] in match.stretch.about


def _is_later(reply: ReplyWords, token: int, at: Cursor, template: Template) -> bool:
    """Whether a prompt of the question is asked here, behind the one at which we stand."""
    match = reply.find(token, at.question)
    if match is None or match.stretch.role != "prompt":
        return False
    keys = [each.key for each in prompts(template, template.by_ref[at.question])]
    return at.prompt not in keys or keys.index(match.stretch.prompt) > keys.index(at.prompt)


def _before_next(reply: ReplyWords, number: int, first: int) -> Resumed | None:
    """Where a heading ends the line, behind whole sentences, and its question begins the next one."""
    text, last = reply.texts[number], reply.first[number + 1]
    below = next((at for at in range(number + 1, min(number + 4, len(reply.texts))) if reply.texts[at]), number)
    if reply.texts[below][:1] != "[" or not asks(reply, below, 0):
        return None
    end = _before_headings(reply, first + 1, last, len(text))
    return Resumed(end, len(text)) if end < len(text) and text[:end].rstrip()[-1:] in _ENDS else None


def _before_headings(reply: ReplyWords, first: int, code: int, start: int) -> int:
    """The place of the code, or of the headings of ours right before it."""
    for _ in range(_HEADINGS):
        ways = range(max(first, code - _MOST), code)
        found = next((token for token in ways if _is_heading(reply, token, code)), None)
        if found is None:
            break
        code, start = found, reply.all[found].start
    return start


def _is_heading(reply: ReplyWords, token: int, end: int) -> bool:
    roles = reply.known.roles(tuple(each.word for each in reply.all[token:end]))
    return "turn" in roles or "other" in roles
