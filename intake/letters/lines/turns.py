"""Answers in turn with their questions, as interviews are printed: "Q: 1.1", "A: Met"; "Q4. Your rating", "A4. Good".

A letter may also gather questions below a rating, a line each. Both are written as the reader knows them. Pure.
"""

import re
from collections.abc import Callable, Collection, Sequence
from itertools import pairwise

from config.notation import LatePattern

_ASKED = LatePattern(r"\W*(?:q|question)\s?[:.]?\s?(?P<ref>\d{1,2}(?:\.\d{1,2})?)(?!\w|\.\d)", re.IGNORECASE)
_TOLD = LatePattern(
    r"\W*(?:a|ans|answer|response|reply|r)\s?(?P<ref>\d{1,2}(?:\.\d{1,2})?)?(?!\w|\.\d)\s?[:.)\u2013-]\s?(?=\S)",
    re.IGNORECASE,
)
_LEAST = 2  # such turns make a letter of them
MOST_APART = 3  # lines from a question to its answer


def in_turns(texts: Sequence[str], refs: Collection[str], says: Callable[[str], bool]) -> list[str]:
    """The texts, an answer behind its question's number where two or more questions are each followed by one.

    `says`: whether words begin with a rating, which makes no question of them.
    """
    turns = _turns(texts, refs, says)
    if len(turns) < _LEAST:
        return list(texts)
    told = list(texts)
    for asked, ref, answer, start in turns:
        told[asked] = ""
        told[answer] = f"{ref}: {texts[answer][start:]}"
    return told


def _turns(texts: Sequence[str], refs: Collection[str], says: Callable[[str], bool]) -> list[tuple[int, str, int, int]]:
    """The lines that ask, their questions, the lines that answer them and where the answers begin."""
    turns: list[tuple[int, str, int, int]] = []
    here = (-1, "")
    for number, text in enumerate(texts):
        if (asked := _ASKED.match(text)) and asked["ref"] in refs and not says(text[asked.end() :].lstrip(" .:-")):
            here = (number, asked["ref"])
        elif here[1] and number - here[0] <= MOST_APART and (told := _TOLD.match(text)):
            if told["ref"] in (None, here[1]):
                turns.append((here[0], here[1], number, told.end()))
            here = (-1, "")
    return turns


def gathered(texts: Sequence[str], refs: Collection[str], is_rating: Callable[[str], bool]) -> list[str]:
    """The texts, each number alone with the rating it stands below: "Met", "1.1", "1.2", "Not met", "1.3".

    Only where a rating begins and a number ends them, and one rating has two below it: "1.1", "Met", "1.2" is read as
    it stands.
    """
    if not any(_is_ref(text, refs) for text in texts):
        return list(texts)
    kinds = [_kind(text, refs, is_rating) for text in texts]
    said = [number for number, kind in enumerate(kinds) if kind]
    run = [kinds[number] for number in said]
    told, rating = list(texts), ""
    if run[:1] != ["rating"] or _is_broken(texts, said):
        return told
    is_between = len(run) > 2 and run[-1] == "rating" and ("rating", "rating") not in pairwise(run)
    if not is_between and (run[-1] != "ref" or not _is_gathered(run)):
        return told
    for place, number in enumerate(said):
        if kinds[number] == "rating":
            rating, told[number] = texts[number].strip(" :"), ""
        else:  # one above and one below: nobody can tell whose
            below = next((texts[each].strip() for each in said[place:] if kinds[each] == "rating"), "")
            told[number] = f"{texts[number].strip()}: {rating}" + (f" / {below}" if is_between else "")
    return told


def _kind(text: str, refs: Collection[str], is_rating: Callable[[str], bool]) -> str:
    words = text.strip()
    if _is_ref(words, refs):
        return "ref"
    return "rating" if 0 < len(words) < 40 and is_rating(words.strip(" :")) else ""


def _is_ref(text: str, refs: Collection[str]) -> bool:
    return text.strip().strip("*_-\u2022 .").lstrip("Qq") in refs


def _is_gathered(run: Sequence[str]) -> bool:
    pairs = list(pairwise(run))
    return ("rating", "rating") not in pairs and ("ref", "ref") in pairs


def _is_broken(texts: Sequence[str], said: Sequence[int]) -> bool:
    """Whether other words stand between the first of them and the last."""
    return any(texts[number].strip() for number in range(said[0], said[-1]) if number not in said)
