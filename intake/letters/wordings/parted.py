"""Lists whose lines run a rating into its words: "3.1 Green all staff trained". Pure."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from intake.letters.lines import Wording
from intake.letters.ours import Known
from intake.letters.questions import numbering_of
from intake.ratings import COLOURS, cue, levelled

_CODE = re.compile(
    r"\W{0,4}(?:q(?:uestion)?\W{0,2})?(?P<ref>[\w.]{1,20}?)[\])]?[.:)]?\s{1,4}(?=[^\W\d_])", re.IGNORECASE
)
_LABEL = re.compile(r"[^\W\d_]+(?:\s[^\W\d_]+){0,2}(?=\s+[^\W_])")  # that may be a rating, with words behind
_BEHIND = re.compile(r"\s+[^\W_]")
_GOES_ON = cue("senses.named", "senses.divided", lead=r"\s")
_TELLS = cue("senses.told")
_MEETS = re.compile(r"\bmet\Z")
_LAST_WORD = re.compile(r"\s[^\W_]+\Z")
_LEAST = 3  # lines that such a list has at least, and of which none but every third may begin otherwise
_DIFFERENT = 2  # ratings run into words: "1.1 Met our LADO" and "1.2 Met all parents" tell of meetings


class _Item(NamedTuple):
    """A line of the letter's own that begins with a question's number."""

    line: int
    rating: str = ""  # code of the rating that it begins with; empty where it begins with none, or not for sure
    end: int = 0  # where that ends, where it runs into the words behind it
    is_heard: bool = False  # as it stands


def part_lists(wording: Wording, known: Known) -> Wording:
    """With each rating of a list parted from the words that it runs into; one such line alone may be a sentence."""
    items = list(_items(wording, known))
    rated = [each for each in items if each.rating]
    run_in = [each for each in rated if each.end]
    lines = list(wording.lines)
    among = rated if all(_is_colour(lines[each.line].text[: each.end]) for each in run_in) else run_in
    if len(rated) < max(_LEAST, len(items) * 2 / 3) or len({each.rating for each in among}) < _DIFFERENT:
        return wording
    for each in run_in:
        text = lines[each.line].text
        if not each.is_heard:
            lines[each.line] = lines[each.line]._replace(text=f"{text[: each.end]} - {text[each.end :].lstrip()}")
    return wording._replace(lines=lines)


def _is_colour(said: str) -> bool:
    """Whether words end with a colour: among "1.1 Green" and "2.1 Blue", "5.2 Amber peer talks" meets nobody."""
    return said.lower().split()[-1] in COLOURS


def _items(wording: Wording, known: Known) -> Iterator[_Item]:
    for number, line in enumerate(wording.lines):
        coded = None if line.depth or line.cell or line.label else _CODE.match(line.text)
        if coded is not None and coded["ref"].lower() in numbering_of(known.refs).refs:
            yield _item(number, coded.end(), line.text[coded.end() :], known)


def _item(number: int, start: int, words: str, known: Known) -> _Item:
    head = known.spoken.head(words, yes_no=False)
    if head.says_something:
        rating = next(iter(head.ratings), "")  # of one in doubt too, which is asked about as it stands
        return _Item(
            number, rating, start + head.end if head.is_clear and _BEHIND.match(words, head.end) else 0, is_heard=True
        )
    found = _LABEL.match(words)
    label = found[0] if found else ""
    while label:
        code = known.spoken.rating_of(label)
        if code and not _goes_on(levelled(words), len(label)):
            return _Item(number, code, start + len(label))
        label = _LAST_WORD.sub("", label) if " " in label else ""
    return _Item(number)


def _goes_on(words: str, end: int) -> bool:
    """Whether the label is a part of what follows: "Red flags", "Met our LADO", "Outstanding cases were closed"."""
    if _GOES_ON.match(words, end):
        return True
    return words[:end].split()[-1] not in COLOURS and bool(_MEETS.search(words[:end]) or _TELLS.search(words, end))
