"""What a manager writes of a meeting in their own words, read into what is kept of it. Pure."""

import re

from config.notation import LatePattern
from intake.actions.meeting import Minutes

HOW = (
    "Write what was said. Put There: before who was there, Outcome: before what was agreed, "
    "and Actions: before numbers of actions."
)
_PART = LatePattern(r"(?:^|(?<=[\s.;,]))(there|present|outcome|agreed|actions?|notes?)\s*:\s*", re.IGNORECASE)
_MEANS = {"there": "present", "present": "present", "outcome": "outcome", "agreed": "outcome"}


def read_minutes(words: str) -> Minutes:
    """Words with marks such as "There:" and "Outcome:" in front of their parts; what has none is a note."""
    first, *rest = _PART.split(words)
    said: dict[str, list[str]] = {"note": [first]}
    for mark, part in zip(rest[::2], rest[1::2], strict=True):
        word = mark.lower()
        kind = "actions" if word.startswith("action") else _MEANS.get(word, "note")
        said.setdefault(kind, []).append(part)
    joined = {kind: "\n".join(filter(None, (each.strip() for each in parts))) for kind, parts in said.items()}
    return Minutes(joined["note"], joined.get("outcome", ""), joined.get("present", ""), None, _numbers(joined))


def _numbers(joined: dict[str, str]) -> str:
    return re.sub(r"\band\b|&", ",", joined.get("actions", "")).strip(" .")
