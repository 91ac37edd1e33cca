"""The lines in which a form of ours shows last time's answers, taken out wherever and however they come back.

Whoever edits such a line in place, or copies words out of it, says nothing that is plain: it is set aside for people.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from intake.letters.lines import Line, Wording
from intake.letters.ours import CODE, Known, tokens, words_of

OPENING = 5  # words: "Last time", and the day
HEADING = 2  # words: "Last time" in a cell heads a column of somebody's own
COPIED = 5  # words in a row that nobody writes again by chance
_BARE = re.compile(r"\W{0,4}\d{1,3}(?:\.\d{1,3}){0,2}\W{1,3}")  # a code without its brackets
_HINT = re.compile(r"\([^()]*\)\s*:?\s*$")

Words = tuple[str, ...]


class _Open(NamedTuple):
    """A shown line that may go on: the cell it stands in, what of it may be to come, and whether it was edited."""

    cell: object
    rests: Sequence[Words] = ()
    is_edited: bool = False
    is_aside: bool = False
    had_blank: bool = False


def set_last_time_aside(wording: Wording, known: Known) -> Wording:
    """Last time's answers as we showed them, which are nobody's of now; those edited in place are set aside."""
    if not known.last:
        return wording
    shown = _ByQuestion(known)
    kept: list[Line] = []
    aside: dict[str, None] = {}
    open_: _Open | None = None
    for line in wording.lines:
        shown.pass_by(line.text)
        said = words_of(line.text)
        if not said:
            kept.append(line)
            open_ = open_._replace(had_blank=True) if open_ else None
            continue
        read = _read(open_, line, said, known, shown.here())
        if read is None:
            open_ = None
            kept.append(line)
            continue
        open_, more = read
        if open_.is_aside:
            aside[line.text] = None
        elif more:
            kept.append(line._replace(text=more))
    return wording._replace(lines=kept, aside=(*wording.aside, *aside))


class _ByQuestion:
    """The shown lines of the question that a line stands at: those of another, typed over them, are an edit."""

    def __init__(self, known: Known) -> None:
        self.known = known
        self.every = tuple(words for _, words in known.last)
        self.at = ""

    def pass_by(self, text: str) -> None:
        code = CODE.match(text)
        words = words_of(_BARE.sub("", text[code.end() :] if code else text))
        near = [each for each in self.known.ours.starting(words) if each.role == "question"]
        asked = {ref for each in near if _shares(each.words, words) for ref in each.about}
        if code or asked:
            ref = code[1] if code else min(asked)
            self.at = ref if len(asked) < 2 and (not asked or ref in asked) else ""

    def here(self) -> Sequence[Words]:
        return tuple(words for ref, words in self.known.last if ref == self.at) or self.every


def _read(
    open_: _Open | None, line: Line, said: Words, known: Known, shown: Sequence[Words]
) -> tuple[_Open, str] | None:
    """Where a line shows last time's answer: how it may go on, and what its reader wrote behind it."""
    if _is_asked(line, known):
        return None
    begins = any(said[:OPENING] == words[:OPENING] for words in shown)
    is_next = open_ is not None and open_.is_edited and begins  # below an edited line stands the next that we showed
    if open_ is not None and open_.cell == line.cell and not is_next and (went_on := _goes_on(open_, line, said)):
        return went_on
    if written := _written_before(line, said, shown):
        return written
    near = [words for words in shown if said[:OPENING] == words[: min(OPENING, len(said))]]
    if near and len(said) > (HEADING if line.cell else 1):
        return _matched(line, said, near)
    rests = tuple(words[at + len(said) :] for words in shown for at in _found(words, said))
    if any(next(_found(words, said), None) is not None for words in known.other_lines if rests):
        return None  # another letter of ours shows it as an answer of now
    return (_Open(line.cell, rests, is_aside=True), "") if len(said) >= COPIED and rests else None


def _written_before(line: Line, said: Words, shown: Sequence[Words]) -> tuple[_Open, str] | None:
    """A whole shown line with words of somebody's own before it: "keep Last time (2 March 2025): 2 Good"."""
    for words in shown:
        at = next(_found(said, words), 0)
        if at:
            places = tokens(line.text)
            more = f"{line.text[: places[at].start]} {line.text[places[at + len(words) - 1].end :]}"
            return _Open(line.cell), more.strip(" .,;:\"'”’)*_")
    return None


def _is_asked(line: Line, known: Known) -> bool:
    """Whether a line is one of our questions, or what we ask below it."""
    return known.ours.begins(line.text) or known.ours.has(words_of(_HINT.sub("", line.text)))


def _goes_on(open_: _Open, line: Line, said: Words) -> tuple[_Open, str] | None:
    """A line below one that was cut by a mailer, or whose words somebody edited."""
    if open_.is_edited:
        return None if open_.had_blank else (open_, "")
    rests = [rest for rest in open_.rests if rest and _shares(rest, said)]
    if rests:
        read, more = _matched(line, said, rests)
        return read._replace(is_aside=open_.is_aside or read.is_aside), more
    is_whole = () in open_.rests or not open_.rests or open_.had_blank
    return None if is_whole else (_Open(line.cell, is_edited=True, is_aside=True), "")


def _shares(rest: Words, said: Words) -> bool:
    size = min(len(rest), len(said))
    return rest[:size] == said[:size]


def _matched(line: Line, said: Words, shown: Sequence[Words]) -> tuple[_Open, str]:
    """What of the shown words is still to come, and what its reader wrote behind all of them."""
    ahead = [words[len(said) :] for words in shown if words[: len(said)] == said]
    if ahead:
        return _Open(line.cell, ahead), ""
    whole = max((len(words) for words in shown if said[: len(words)] == words), default=0)
    if not whole:
        return _Open(line.cell, is_edited=True, is_aside=True), ""
    last = list(tokens(line.text))[whole - 1]
    return _Open(line.cell), line.text[last.end :].strip(" .,;:\"'”’)*_")


def _found(words: Words, said: Words) -> Iterator[int]:
    """Where among some words these stand in a row."""
    return (at for at, word in enumerate(words) if word == said[0] and words[at : at + len(said)] == said)
