"""The writer's name in brackets, which Outlook puts before each line typed into a letter: "[Jane Doe] Green". Pure."""

import re
from collections import Counter

from intake.letters.lines import Wording
from intake.letters.ours.known import Known

_MARK = re.compile(r"\[(?P<name>[^\W\d_][\w.'’ ,-]{1,40})\]:?\s{0,3}")


def take_marks_off(wording: Wording, known: Known) -> Wording:
    """The lines without such marks: of the sender, or of anybody whose name stands so more than once."""
    marks = Counter(found["name"] for line in wording.lines if (found := _MARK.match(line.text)))
    names = {name for name, count in marks.items() if _is_name(name, count, known)}
    if not names:
        return wording
    told = []
    for line in wording.lines:
        found = _MARK.match(line.text)
        told.append(line._replace(text=line.text[found.end() :]) if found and found["name"] in names else line)
    return wording._replace(lines=told)


def _is_name(name: str, count: int, known: Known) -> bool:
    if name in known.refs:
        return False
    words = name.split()
    if " ".join(re.findall(r"[^\W\d_]+", name.lower())) in known.names:
        return True
    return count > 1 and len(words) > 1 and all(word[:1].isupper() for word in words)
