"""A digest as people get it: text and HTML, equal in content."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from config.dates import uk_date
from config.letters import Letters
from reports.digests.parts import BARS, Digest, Section
from reports.figures import plain

THEMES = {"themes": "Themes"}
MOVED = "movement"  # which stands on the page alone
UNCOUNTED: Mapping[str, str] = {  # lists that only the workbook with answers has
    "silent": "Outstanding",
    "outstanding": "Outstanding",
    "evidence": "Evidence",
}
SUMMARY = "Summary"
COLOURS = ("#1d4f91", "#ffffff")
_FIGURE = re.compile(  # as our own sentences write them: a day, an hour or a question's number is none
    r"(?<![\w.,])(?:"
    r"\d+ of \d+(?: \([^()]*%\))?"
    r"|\d+ \((?:over |under )?\d+%\)"
    r"|\d+ (?:more|fewer|missing|not answered)\b"
    r"|[+-]\d+(?= since )"
    r"|(?<=\()\d+(?=\))"
    r")|^\d+ (?:letter|file|theme)s?\b"
)


class DigestLetter(NamedTuple):
    """A digest as a letter."""

    subject: str
    text: str
    html: str


@dataclass(frozen=True)
class DigestLinks:
    """What a digest points to: the page of the report by its address, the workbook and the picture by their names."""

    report: str = ""
    workbook: str = ""
    picture: str = ""
    with_answers: bool = False  # whether the workbook holds what agencies wrote, and every list

    def list_of(self, section: Section) -> str:
        """Where the whole list of a section is, for readers who cannot click its heading; empty where nowhere."""
        if self.report:
            return f"{self.report}#{section.anchor}"
        if not self.workbook or section.anchor == MOVED or (section.anchor in UNCOUNTED and not self.with_answers):
            return ""
        return f"{self.workbook}, sheet {({**THEMES, **UNCOUNTED}).get(section.anchor, SUMMARY)}"


def told(
    letters: Letters, title: str, digest: Digest, *, beside: DigestLinks | None = None, ask: str = "",
    colours: tuple[str, str] = COLOURS,
) -> DigestLetter:  # fmt: skip
    """The digest of an audit (its title) as a letter; `ask` is who answers questions about it.

    `colours`: the partnership's, and that of words upon it.
    """
    facts = {
        "title": title,
        "digest": digest,
        "beside": beside or DigestLinks(),
        "ask": ask,
        "day": day_of(digest),
        "pieces": pieces,
        "colour": colours[0],
        "ink": colours[1],
        "bars_title": BARS,
    }
    text, page = (plain(letters.render(name, **facts)) for name in ("digest.txt", "digest.html"))
    return DigestLetter(plain(" ".join(f"{title}: {digest.headline}".split())), text, page)


def pieces(line: str) -> Iterator[tuple[str, bool]]:
    """A line of a digest in parts, and whether each is a figure, which links to its list."""
    at = 0
    for found in _FIGURE.finditer(line):
        yield line[at : found.start()], False
        yield found[0], True
        at = found.end()
    yield line[at:], False


def day_of(digest: Digest) -> str:
    """Such as Tuesday 2 June 2026."""
    return uk_date(digest.on)
