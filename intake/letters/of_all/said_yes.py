"""How a letter says YES to what ours offered, and what it leaves out of it: "Yes please, but 3.1 is Amber". Pure."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from config.notation import LatePattern
from intake.letters.lines import BREAK, Wording
from intake.letters.of_all.beside import is_idle
from intake.letters.of_all.sentence import ways_of_all
from intake.letters.ours import Known, greets, says_more_than_thanks
from intake.letters.questions import numbering_of
from intake.ratings import levelled

_PLEASE = r"(?:please|pls|thanks|thank you|many thanks|cheers)"
_THAT_IS = (
    r"(?:(?:that['\u2019]?s|that is|this is|they are) )?(?:right|fine|correct|ok(?:ay)?|what (?:i|we) (?:meant?|said))"
)
_YES = LatePattern(
    r"[\W_]{0,4}(?:ok(?:ay)?[\s,:-]{1,3})?(?:yes|yep|yeah)(?!\w)"
    rf"(?:[\s,:.!-]{{1,3}}(?:{_PLEASE}|do|go ahead(?: (?:and|with) (?:record )?(?:it|that|this|them|those))?"
    r"|(?:to |for )?(?:all|both)(?: of (?:it|them|these))?|to (?:record|that|this|it|them|these)"
    rf"|{_THAT_IS}|record (?:it|this|that|them|these|all)"
    r"|of (?:it|them|these)|(?:i|we) (?:agree|confirm)|agreed|confirmed)(?!\w)){0,5}"
    r"(?P<numbers>(?:[\s,:-]{1,3}(?:to |and |& |number |no\.?\s?)?\(?\d{1,2}\)?(?!\.?\d|\w)){0,9})"
    rf"(?:[\s,.!]{{1,3}}{_PLEASE}(?!\w)){{0,3}}"
)
_AGREES = LatePattern(  # with our whole letter perhaps, which also shows what was recorded: no YES
    rf"[\W_]{{0,4}}(?:{_THAT_IS}|(?:i |we )?(?:agreed?|confirm(?:ed)?)|please do|go ahead"
    r"|record (?:it|this|that|them|these|all))"
    rf"(?:[\s,.!-]{{1,3}}(?:{_PLEASE}|all|record (?:it|this|that|them|these)))*[\W_]*\Z"
)
_GREETED = re.compile(
    r"(?:hi|hello|dear|good (?:morning|afternoon|evening))\b[^\d?,.!]{0,30}[,.!\u2013-]\s*", re.IGNORECASE
)
_THANKED = re.compile(r"\W*(?:many |lots of )?(?:thanks|thank you|cheers)\b[^\d?]{0,60}")
_ALL = re.compile(r"\b(?:all|both)\b")
_ENDS = re.compile(r"[\s.!)*_-]*\Z")
_GAP = re.compile(r"[\s,.;:!\u2013-]{1,4}(?:(?:and|also|with|please|though)\s){0,2}")
_LIMITS = LatePattern(
    r"[\s,.;:!(\u2013-]{0,4}(?:(?:please|for|to)\s){0,2}"
    r"(?:but(?:\s(?:not|only))?|except\w*|apart|other|save|bar|only|not|with the exception)(?!\w)"
)
_OF_LETTER = re.compile(  # "(all 29)" may count what was not offered, "Yes, received" speaks of our letter
    r"\d|\b(?:got|get|receiv\w+|have|had|read|seen|saw|noted|understood|hello|hi"
    r"|e-?mail|letter|message|reminder|sorry|it's me)\b",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_LONGEST = 300  # characters of a line that says so


class SaidYes(NamedTuple):
    """The line that says it, the offers it names by number, and what stands beside it on the line."""

    line: int
    text: str
    numbers: tuple[int, ...]
    is_all: bool
    without: tuple[str, ...] = ()  # the questions it leaves out
    rest: str = ""  # what the line says besides, which is read as any other
    is_limited: bool = False  # by words that are not plain
    is_agreed: bool = False  # to something, without the word
    lines: int = 1  # how many it stands on


def said_yes(wording: Wording, known: Known) -> SaidYes | None:
    """The YES that the letter's own words begin with, behind a greeting or thanks at the most."""
    if not known.offers:
        return None
    for number, line in enumerate(wording.lines):
        if line.label == BREAK or line.depth or line.cell:
            return None
        if not line.text.strip() or line.file is not None:
            continue
        text, over = _goes_on(wording, number)
        found = _told(number, text, known) if len(text) < _LONGEST else None
        if found or not (greets(line.text) or not says_more_than_thanks([line.text], known.names)):
            return found._replace(lines=over) if found else None
    return None


def _goes_on(wording: Wording, number: int) -> tuple[str, int]:
    """The line, with the next that says what it leaves out: "YES" and below it "but not 3.1"; and how many that are."""
    text = wording.lines[number].text.strip()
    below = next((at for at in range(number + 1, len(wording.lines)) if wording.lines[at].text.strip()), None)
    yes = _YES.match(levelled(text[:_LONGEST]))
    if below is not None and yes and _ENDS.match(text, yes.end()):
        line = wording.lines[below]
        if not (line.depth or line.cell or line.file is not None) and _LIMITS.match(levelled(line.text)):
            return f"{text.rstrip('.! ')} {line.text.strip()}", below + 1 - number
    return text, 1


def _told(number: int, text: str, known: Known) -> SaidYes | None:
    """What one line says, without the greeting and the thanks before it."""
    for words in _without_thanks(text, known):
        flat = levelled(words)
        if _AGREES.match(flat):
            return SaidYes(number, text, (), is_all=False, is_agreed=True)
        found = _YES.match(flat)
        if found is None:
            continue
        numbers = tuple(int(each) for each in re.findall(r"\d+", found["numbers"]))
        is_all = _ALL.search(found[0]) is not None
        is_plain = bool(numbers) or is_all or not (known.implied and known.offers[0].number)
        return _beside(SaidYes(number, text, numbers, is_all), words, found.end(), known) if is_plain else None
    return None


def _without_thanks(text: str, known: Known) -> Iterator[str]:
    greeted = _GREETED.match(text)
    text = text[greeted.end() :] if greeted else text
    yield text
    sentences = _SENTENCE.split(text)
    is_thanks = (
        _THANKED.fullmatch(levelled(each)) or not says_more_than_thanks([each], known.names) for each in sentences
    )
    thanks = next((at for at, each in enumerate(is_thanks) if not each), 0)
    if thanks:
        yield " ".join(sentences[thanks:])


def _beside(yes: SaidYes, words: str, at: int, known: Known) -> SaidYes | None:
    """It with what follows on its line: nothing, what it leaves out, answers of their own, or a courtesy."""
    flat = levelled(words)
    if _ENDS.match(flat, at):
        return yes
    if (limits := _LIMITS.match(flat, at)) is not None:
        return _without(yes, words, limits, known)
    gap = _GAP.match(flat, at)
    rest = words[gap.end() :] if gap else ""
    is_coded = numbering_of(known.refs).begins.match(levelled(rest[:40])) is not None
    is_courtesy = bool(rest) and (is_idle(rest) or not says_more_than_thanks([rest], known.names))
    is_courtesy = is_courtesy and _OF_LETTER.search(rest) is None
    return yes._replace(rest=rest) if rest and (is_coded or is_courtesy) else None


def _without(yes: SaidYes, words: str, limits: re.Match[str], known: Known) -> SaidYes:
    """ "… but not 3.1" leaves it out, "… but 3.1 is Amber" rates it too; anything else is asked about."""
    items, at = ways_of_all(known.refs, known.template.scale).left_out(words[limits.start() :])
    rated = [ref for ref, value in items if value]
    is_bare = re.search(r"\bnot\b", limits[0]) is not None
    is_only = "only" in limits[0] and not rated
    if not items or is_only or (rated and (is_bare or len(rated) < len(items))):
        return yes._replace(is_limited=True, rest=words[limits.start() :].strip(" ,.;:"))
    rest = words[limits.start() + at :] if rated else ""
    return yes._replace(without=tuple(ref for ref, _ in items), rest=rest)
