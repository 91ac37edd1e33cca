"""Numbered lists in a letter: "1. …", "2. …" that count things, and do not name our questions 1 and 2."""

import re
from collections.abc import Callable, Mapping, Sequence

from intake.letters.lines import Line
from intake.letters.questions.sentences import PREFIX
from intake.ratings import levelled

_ITEM = re.compile(r"[\s*_•-]{0,4}\(?(\d{1,2})[.):]\s+(?=\S)")
_CODE = re.compile(rf"\W{{0,2}}(?:(?:{PREFIX})\.?\s?(?=\d)|(?=\d{{1,2}}\.))(\d{{1,2}}(?:\.\d{{1,2}})?)\b")
MOST_BETWEEN = 3  # lines of words between two items


def counted(lines: Sequence[Line], rated: Mapping[str, bool], says: Callable[[str], bool]) -> frozenset[int]:
    """The lines that are items of a list from 1 up, of which none answers a rated question with a rating.

    `rated`: by question, whether it asks a rating or a yes; `says`: whether words begin with one.
    """
    found: set[int] = set()
    for run in _runs(lines):
        items = [(number, _ITEM.match(levelled(lines[number].text))) for number in run]
        said = [(match[1], lines[number].text[match.end() :]) for number, match in items if match]
        if any((code := _CODE.match(levelled(words))) and code[1] in rated for _, words in said):
            continue  # "1. 2.3 - Met" counts, and names its question behind the number
        answers = any(rated.get(ref, False) and says(words) for ref, words in said)
        announced = _before(lines, run[0]).rstrip().endswith(":")
        if announced or not answers:
            found.update(run)
    return frozenset(found)


def _runs(lines: Sequence[Line]) -> list[list[int]]:
    """Runs of lines numbered 1, 2, … that stand close together."""
    runs: list[list[int]] = []
    last = 0
    for number, line in enumerate(lines):
        item = _ITEM.match(levelled(line.text)) if not line.cell else None
        if item is None:
            continue
        value = int(item[1])
        if value == 1:
            runs.append([number])
        elif runs and value == last + 1 and number - runs[-1][-1] <= MOST_BETWEEN:
            runs[-1].append(number)
        else:
            value = -1
        last = value
    return [run for run in runs if len(run) > 1]


def _before(lines: Sequence[Line], number: int) -> str:
    return next((lines[at].text for at in range(number - 1, max(-1, number - 4), -1) if lines[at].text), "")
