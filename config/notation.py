"""Words that people use, in a small notation: `not yet|quite`, `by (the end of)? $month`, `said .. so`, `20##`.

`|` parts words that may stand for each other (in brackets whole phrases; elsewhere no blank beside it), `?` ends
what may be missing, `..` is up to four words of any kind, `#` a digit, `$name` a list and `!` what must not come next.
Words are whole, and stand as they are written.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import Any

_PIECE = re.compile(r"\(|\)\??|\||\.\.|[^\s()|]+")
_LOOSE_BAR = re.compile(r"\s\||\|\s")
_SPACE = r"\s{1,3}"
_GAP = r"(?:[^\w\n.;]{1,3}[\w'-]+){0,4}?"
WordLists = Mapping[str, Sequence[str]]


@lru_cache(maxsize=4096)
def compiled_once(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """What `re.compile` gives, for patterns made of an audit's own questions and ratings; each letter asks for them.

    `re` keeps 512 patterns, fewer than the forms of two audits take: each letter would have them compiled anew.
    """
    return re.compile(pattern, flags)


class LatePattern:
    """A regular expression that is compiled when it is first looked for: a command pays for those it uses.

    What it finds is what `re.compile` would find. Its ways of looking are kept once they were asked for, so that the
    second look costs what it costs there.
    """

    def __init__(self, pattern: str, flags: int = 0) -> None:
        self.pattern, self.flags = pattern, flags

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        return re.compile(self.pattern, self.flags)

    @cached_property
    def match(self) -> Callable[..., re.Match[str] | None]:
        return self.compiled.match

    @cached_property
    def fullmatch(self) -> Callable[..., re.Match[str] | None]:
        return self.compiled.fullmatch

    @cached_property
    def search(self) -> Callable[..., re.Match[str] | None]:
        return self.compiled.search

    @cached_property
    def finditer(self) -> Callable[..., Iterator[re.Match[str]]]:
        return self.compiled.finditer

    @cached_property
    def findall(self) -> Callable[..., list[Any]]:
        return self.compiled.findall

    @cached_property
    def split(self) -> Callable[..., list[str | Any]]:
        return self.compiled.split

    @cached_property
    def sub(self) -> Callable[..., str]:
        return self.compiled.sub

    @cached_property
    def subn(self) -> Callable[..., tuple[str, int]]:
        return self.compiled.subn


class UnreadableNotation(ValueError):
    """A phrase that cannot be read; the message says why."""


def phrases(sources: Sequence[str], lists: WordLists) -> str:
    """A regular expression for any of these phrases as whole words of a text in small letters; never a longer word."""
    each = sorted((phrase(source, lists) for source in sources), key=len, reverse=True)
    return rf"(?:{'|'.join(each)})(?!\w)" if each else r"(?!)"


def phrase(source: str, lists: WordLists) -> str:
    """A regular expression for one phrase; raises UnreadableNotation."""
    refuse_loose_bars(source)
    pieces = _PIECE.findall(source)
    read = _sequence(pieces, lists)
    if pieces:
        raise UnreadableNotation(f"{source}: a bracket is closed that was never opened.")
    return read


def refuse_loose_bars(source: str) -> None:
    """Raises UnreadableNotation for "not yet | to be agreed", where a bar would part two words alone."""
    loose = _LOOSE_BAR.search(re.sub(r"\([^()]*\)", "()", source))
    if loose:
        why = "A bar parts words; phrases stand in brackets, as in (not yet|to be agreed), or in a row each."
        raise UnreadableNotation(f"{source}: a blank stands beside a bar. {why}")


def _sequence(pieces: list[str], lists: WordLists, *, bracketed: bool = False) -> str:
    """Up to the end, or in a bracket to where it closes or a bar parts it from the next phrase."""
    written, begun = "", False
    while pieces and pieces[0] not in (")", ")?") and not (bracketed and pieces[0] == "|"):
        if pieces[0] == "..":
            pieces.pop(0)
            written += _GAP
            continue
        if pieces[0].startswith("!"):
            written += rf"(?!{_SPACE}{_item(pieces, lists, bracketed=bracketed)[0]}(?!\w))"
            continue
        said, optional = _item(pieces, lists, bracketed=bracketed)
        spaced = f"{_SPACE}{said}" if begun else f"{said}{_SPACE}" if optional else said
        written += f"(?:{spaced})?" if optional else spaced
        begun = begun or not optional
    if not begun:
        raise UnreadableNotation("A phrase needs a word that cannot be missing.")
    return written


def _item(pieces: list[str], lists: WordLists, *, bracketed: bool) -> tuple[str, bool]:
    """One word, some that may stand for each other, or what a bracket holds; and whether it may be missing."""
    piece = pieces.pop(0)
    if piece == "(":
        return _bracket(pieces, lists)
    said = [piece]
    while not bracketed and len(pieces) > 1 and pieces[0] == "|":
        said.append(pieces.pop(1))
        pieces.pop(0)
    ways = [_word(each.removeprefix("!").removesuffix("?"), lists) for each in said]
    return (ways[0] if len(ways) == 1 else f"(?:{'|'.join(ways)})"), any(each.endswith("?") for each in said)


def _bracket(pieces: list[str], lists: WordLists) -> tuple[str, bool]:
    ways = [_sequence(pieces, lists, bracketed=True)]
    while pieces[:1] == ["|"]:
        pieces.pop(0)
        ways.append(_sequence(pieces, lists, bracketed=True))
    if not pieces:
        raise UnreadableNotation("A bracket is not closed.")
    return f"(?:{'|'.join(ways)})", pieces.pop(0) == ")?"


def _word(word: str, lists: WordLists) -> str:
    if word.startswith("$"):
        if word[1:] not in lists:
            raise UnreadableNotation(f"There is no list {word}.")
        return f"(?:{'|'.join(phrase(entry, lists) for entry in lists[word[1:]])})"
    return re.escape(word).replace(r"\#", r"\d")
