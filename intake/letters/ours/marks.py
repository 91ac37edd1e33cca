"""The writer's name or initials before each line typed into a letter: "[Jane Doe] Green", "*JD* Green". Pure."""

import re
from collections import Counter

from intake.letters.lines import Wording
from intake.letters.ours.known import Known

_MARK = re.compile(
    r"\[(?P<name>[^\W\d_][\w.'’ ,-]{1,40})\]:?\s{0,3}"
    r"|(?:\*{1,2}|[(\[])(?P<initials>[A-Z]{2,3})(?:\*{1,2}|[)\]])[:,]?\s{1,3}(?=\S)"
)


def take_marks_off(wording: Wording, known: Known) -> Wording:
    """The lines without such marks: of the sender, or of anybody whose name stands so more than once."""
    marks = Counter(_name(found) for line in wording.lines if (found := _MARK.match(line.text)))
    spelled = " ".join(line.text for line in wording.lines if "=" in line.text)  # a key: "PM = Partially met"
    names = {name for name, count in marks.items() if _is_name(name, count, known) and f"{name} =" not in spelled}
    if not names:
        return wording
    told = []
    for line in wording.lines:
        found = _MARK.match(line.text)
        told.append(line._replace(text=line.text[found.end() :]) if found and _name(found) in names else line)
    return wording._replace(lines=told)


def _name(found: re.Match[str]) -> str:
    return found["name"] or found["initials"]


def _is_name(name: str, count: int, known: Known) -> bool:
    if name in known.refs or known.spoken.rating_of(name):
        return False
    if re.fullmatch("[A-Z]{2,3}", name) and name != "NA":
        return count > 1
    words = name.split()
    if " ".join(re.findall(r"[^\W\d_]+", name.lower())) in known.names:
        return True
    return count > 1 and len(words) > 1 and all(word[:1].isupper() for word in words)
