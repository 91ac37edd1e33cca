"""Lines that say how old a file is, by its name: they answer no question, whatever number the name begins with."""

import re

from intake.letters.lines import Line, Wording
from intake.letters.ours import Known
from intake.returns import said_alone

_NAMES_FILE = re.compile(r"\.[A-Za-z][A-Za-z0-9]{1,4}\b")
_ENDS = re.compile(r"\.[A-Za-z][A-Za-z0-9]{1,4}$")


def set_file_dates_aside(wording: Wording, _: Known) -> Wording:
    """Without the lines that are such as "1.2 policy.docx, dated March 2024": they are set aside."""
    aside = [line for line in wording.lines if _dates_file(line)]
    if not aside:
        return wording
    kept = [line for line in wording.lines if line not in aside]
    return wording._replace(lines=kept, aside=(*wording.aside, *(line.text for line in aside)))


def _dates_file(line: Line) -> bool:
    if line.depth or line.cell or not _NAMES_FILE.search(line.text):
        return False
    said = said_alone(line.text)
    return said is not None and _ENDS.search(said.file) is not None
