"""The boxes to which the words of one answer go, each behind its label: "Notes are kept. What changed: …". Pure."""

import re
from collections.abc import Collection, Mapping, Sequence

from config.notation import LatePattern
from intake.letters.ours import words_of
from intake.ratings import Spoken

_LABEL = LatePattern(
    r"(?:\A[\s*_•·-]{0,4}|(?<=[.!?;)\d])[\s*_]{1,4}|\s[–—-]\s)"
    r"(?P<label>[^\W\d_](?:[\w/'’-]| (?![–—-]\s)){1,44}?)[*_]{0,2}\s?[:?][*_]{0,2}\s{1,3}(?=\S)"
)
_FOR_WHOM = re.compile(
    r"(?:our\s|the\s|and\s|so\s|then\s)?(?P<label>.+?)"
    r"(?:\s(?:for|to|on|in)\s(?:the\s|our\s)?(?:children|child|young\speople|families|pupils)"
    r"(?:\sand\s(?:young\speople|families|children))?)?(?:\sas\sa\sresult|\sbecause\sof\s(?:it|this))?(?:\sso\sfar)?"
)
_CHANGES = (
    "difference made",
    "what difference it made",
    "what difference has it made",
    "what is different",
    "what's changed",
)


def in_boxes(
    text: str, labels: Mapping[str, str], asked: Sequence[str], here: str, spoken: Spoken
) -> list[tuple[str, str]]:
    """The text in parts, each with the box that its label names; "" for what goes where the words before went.

    `asked`: the boxes for words of the question, in their order; `here`: the one in which the text begins, if any.
    """
    if not asked:
        return [("", text)]
    found: list[tuple[int, int, str]] = []
    for label in _LABEL.finditer(text):
        box, before, behind = _box(label["label"], labels, asked), text[: label.start()], text[label.end() :]
        goes_on = box == (here or asked[0]) and re.search(r"\w", before) and not _is_rating(before, spoken)
        if box and box != here and not goes_on and not _is_rating(behind, spoken):
            found.append((label.start(), label.end(), box))
            here = box
    ends = [*(start for start, _, _ in found), len(text)]
    lead = text[: ends[0]].rstrip(" -–—") if found else text
    parts = [("", lead)] if lead.strip() or not found else []
    return [*parts, *((box, text[end : ends[at + 1]].strip(" -–—")) for at, (_, end, box) in enumerate(found))]


def _box(label: str, labels: Mapping[str, str], asked: Collection[str]) -> str:
    said = " ".join(words_of(label))
    bare = _FOR_WHOM.fullmatch(said)
    for words in (said, bare["label"] if bare else said):
        box = "difference" if words in _CHANGES else labels.get(words, "")
        if box in asked:
            return box
    return ""


def _is_rating(words: str, spoken: Spoken) -> bool:
    """Whether a rating stands here and, up to the end of its sentence, nothing else."""
    head = spoken.head(words)
    return head.is_clear and re.match(r"\W*(?:\Z|[.;]\s)", words[head.end :]) is not None
