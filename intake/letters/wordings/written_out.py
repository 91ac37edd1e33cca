"""What a letter says by signs of its own, written out: arrows taken off, numbers and letters as we print them. Pure."""

import re
from collections import Counter
from collections.abc import Sequence

from intake.forms import ARROW
from intake.letters.lines import Line, Wording
from intake.letters.lines.dictated import stopped, undictated
from intake.letters.lines.key import spelled_out
from intake.letters.lines.leads import without_leads
from intake.letters.lines.turns import gathered, in_turns
from intake.letters.lines.wrapped import mended
from intake.letters.ours import Known, without_greeting
from intake.ratings import COLOURS

_LOST = ("?", "\ufffd", "\u00e2\u2020\u2019")  # what mailers make of an arrow that they cannot write
_LISTED = re.compile(
    r"(?<![\w.])(\d{1,2}\.\d{1,2})\s?;(?=\s?\d{1,2}\.\d{1,2}(?:\s?[;,.]|\s?\Z|\s(?:and|&)\s))"
)  # "3.1; 4.1"
_MANY = 3  # lines that are nothing else: our empty places, and nobody's answer


def take_arrows_off(wording: Wording, _: Known) -> Wording:
    """Without the arrows that mark where to type, also where a mailer put a question mark for each of them."""
    alone = Counter(line.text for line in wording.lines if len(line.text) <= len(_LOST[-1]))
    ways = (ARROW, *(lost for lost in _LOST if alone[lost] >= _MANY))
    return wording._replace(lines=[_reworded(line, _without_arrow(line.text, ways)) for line in wording.lines])


def take_own_arrows_off(wording: Wording, _: Known) -> Wording:
    """A file without the arrows of a letter copied into it; three boxes that hold "?" are in doubt, and no arrows."""
    return wording._replace(lines=[_reworded(line, _without_arrow(line.text, (ARROW,))) for line in wording.lines])


def _reworded(line: Line, text: str) -> Line:
    """The line with these words; most are as they were, and to make each anew takes longer than to look."""
    return line if text == line.text else line._replace(text=text)


def _without_arrow(text: str, ways: Sequence[str]) -> str:
    """Also where the lines of our form were run together, and the arrow ends one."""
    way = next((way for way in ways if text.startswith(way)), "")
    return text[len(way) :].strip() if way else text.removesuffix(ARROW).rstrip()


def write_numbers_out(wording: Wording, known: Known) -> Wording:
    """With each answer behind its question's number, where a letter's own lines say the number in words or apart."""
    own = [number for number, line in enumerate(wording.lines) if not line.depth and not line.cell and line.text]
    before = [without_greeting(wording.lines[number].text) for number in own]
    told = undictated(before, known.refs)
    told = stopped(before, told, known.spoken.pattern, COLOURS.__contains__) if told != before else told
    told = without_leads(told, known.refs)
    told = [_LISTED.sub(r"\1,", text) if ";" in text else text for text in told]
    told = in_turns(told, known.refs, lambda words: known.spoken.head(words).says_something)
    told = gathered(told, known.refs, lambda words: known.spoken.rating_of(words) is not None)
    lines = list(wording.lines)
    for number, text in zip(own, told, strict=True):
        lines[number] = _reworded(lines[number], text)
    return wording._replace(lines=lines)


def write_letters_out(wording: Wording, known: Known) -> Wording:
    """With the ratings themselves for the letters that stand for them, where the letter has a key to these."""
    own = [line.text for line in wording.lines if not line.depth and line.text]
    told = spelled_out([line.text for line in wording.lines], own, known.spoken.rating_of)
    return wording._replace(lines=[line._replace(text=text) for line, text in zip(wording.lines, told, strict=True)])


def mend_wrapped(wording: Wording, known: Known) -> Wording:
    """With no rating of a letter's own lines broken over two of them."""
    scale = known.template.scale
    labels = [said for each in scale.given for said in (each.label, *each.aliases)]
    own = [not (line.depth or line.cell or line.label or known.ours.begins(line.text)) for line in wording.lines]
    told = mended([line.text if is_own else "" for line, is_own in zip(wording.lines, own, strict=True)], labels)
    lines = [
        _reworded(line, text) if is_own else line for line, text, is_own in zip(wording.lines, told, own, strict=True)
    ]
    return wording._replace(lines=lines)
