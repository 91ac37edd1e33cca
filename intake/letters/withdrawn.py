"""What a letter answers and itself takes back: "Please ignore 1.2, I need to ask Ben first". Pure."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache

from config.notation import LatePattern
from intake.letters.ours import Known
from intake.letters.questions import Numbering
from intake.letters.reading import Form, Puzzle
from intake.ratings import levelled

_LONGEST = 300  # characters of a line that says so
_SPEAKS = re.compile(r"ignor|disregard|withdraw|scrap|delete|discount|omit|back|leave|left|n['’]t |not ", re.IGNORECASE)
_OUT = r"(?:out|blank|open|empty|off|aside)"
_VERB = (
    r"(?<!not )(?<!n't )(?<!never )(?:ignore|disregard|withdraw|scrap|delete|discount|omit|take back"
    rf"|leave(?=.{{1,60}}? {_OUT}\b)(?: out)?)|(?:don't|do not|not to) (?:count|record|include|use)"
)
_WHAT = (
    r"(?:(?:our|my|the|what|answers?|ratings?|scores?|entry|responses?|we|i|put|said|wrote|gave|have|questions?"
    r"|to|for|at|on|under|of|out|back) ){0,7}"
)
_ENDS = (
    rf"(?= ?(?:\Z|[.,;:!)\u2013-])| (?:{_OUT}|for (?:now|the)|yet|please|pls|below|above|until|till|as|because|since"
    r"|while|though|i|we)\b)"
)
_TURNED = (
    r"\]?[ ,:;\u2013-]{1,3}(?:(?:please|pls|sorry,?) ){0,2}"
    r"(?:ignore|disregard|(?:to|should|can|is to) be (?:ignored|left out))"
    r"(?: (?:what|that|this|it|the|our|my|form|sheet|workbook|document|attachment|answer|says?|in|is|for|now)){0,6}"
    r" ?(?:\Z|[.,;!])"
)
_OLDER = LatePattern(  # what the same letter answers anew
    r"\b(?:earlier|previous|last|first|old|original|yesterday(?:'s)?) (?:\w{1,20} )?"
    r"(?:answers?|ratings?|scores?|e-?mails?|letters?|messages?|returns?|replies|reply|form|version|draft|one|time)\b"
    r"|\b(?:yesterday|sent|previously)\b|\b(?:said|wrote|put|gave) (?:\w{1,20} ){0,5}before\b"
)
_WHY = "Your letter takes this back, so nothing was recorded. Write “[{0}]” and your answer once it counts."


def without_withdrawn(form: Form, lines: Iterable[str], known: Known) -> Form:
    """What the letter says, without its answers to questions of which its own lines say that they are not to count.

    The words taken out are asked about, and left over.
    """
    back = dict(told for line in lines if _may_say(line) for told in _withdrawn(line, known))
    out = [each for each in form.answers if each.question in back]
    said: dict[str, list[str]] = {}
    for each in out:
        words, others = each.words or each.value, said.setdefault(each.question, [])
        if not any(words in other for other in others):
            others.append(words)
    told = tuple(Puzzle(ref, " / ".join([*words, back[ref]]), _WHY.format(ref)) for ref, words in said.items())
    return replace(
        form,
        answers=tuple(each for each in form.answers if each not in out),
        not_understood=(*(each for each in form.not_understood if each.question not in said), *told),
        leftovers=(*form.leftovers, *(f"{ref} {' / '.join(words)}" for ref, words in said.items())),
    )


def _may_say(line: str) -> bool:
    return len(line) <= _LONGEST and _SPEAKS.search(line) is not None


def _withdrawn(line: str, known: Known) -> Iterator[tuple[str, str]]:
    """The questions whose answer a sentence of the line takes back and rates anew in no way, each with the sentence."""
    numbers, ways = _ways(known.refs)
    for sentence in re.split(r"(?<=[.!?;])\s+", line):
        flat = levelled(sentence)
        back = list(ways.finditer(flat))
        if not back or _OLDER.search(flat) or re.search(known.spoken.pattern, numbers.alone.sub(" ", flat)):
            continue
        for found in back:
            for each in numbers.alone.finditer(found["refs"] or found["ref"]):
                yield numbers.refs[each["ref"]], sentence


@lru_cache(maxsize=64)
def _ways(refs: tuple[str, ...]) -> tuple[Numbering, re.Pattern[str]]:
    """The numbers of a form, and how an answer to one of them is taken back."""
    numbers = Numbering(refs)
    one = rf"(?:{numbers.lead}\[?(?:{numbers.bare})\]?)"
    some = rf"{one}(?: ?(?:,|and|&|or) ?{one}){{0,5}}"
    return numbers, re.compile(rf"(?:\b(?:{_VERB}) {_WHAT}(?P<refs>{some}){_ENDS}|(?P<ref>{one}){_TURNED})")
