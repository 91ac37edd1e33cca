"""Tables that a mailer laid down with a cell a line, in plain text alone: each code begins its row. Pure."""

import re
from collections.abc import Iterator

from intake.letters.lines import Wording
from intake.letters.ours import Known

_ALONE = re.compile(r"\W{0,2}(?P<ref>\d{1,2}(?:\.\d{1,2})*)[.):]?\W{0,2}")
_LEAST = 2


def codes_down(wording: Wording, known: Known) -> Wording:
    """Brackets around each code that is a line alone, where they go up and our questions stand in full between them.

    Else the rows below a question in full would be taken for its answer. Our own form in brackets is no such table.
    """
    found = dict(_alone(wording, known))
    order = [known.refs.index(ref) for ref in found.values()]
    if len(found) < _LEAST or order != sorted(set(order)):
        return wording
    inside = wording.lines[min(found) : max(found) + 1]
    own = [line.text for line in inside if not line.depth and not line.cell]
    if not any(known.ours.begins(text) for text in own) or any(text.startswith("[") for text in own):
        return wording
    lines = [line._replace(text=f"[{found[at]}]") if at in found else line for at, line in enumerate(wording.lines)]
    return wording._replace(lines=lines)


def _alone(wording: Wording, known: Known) -> Iterator[tuple[int, str]]:
    """The lines that are the code of a question and can be no rating."""
    ratings = {rating.code.lower() for rating in known.template.scale.given}
    for number, line in enumerate(wording.lines):
        code = _ALONE.fullmatch(line.text) if line.text and not line.cell and not line.depth else None
        if code and code["ref"] in known.refs and code["ref"] not in ratings and line.text[0] not in "[(#":
            yield number, code["ref"]
