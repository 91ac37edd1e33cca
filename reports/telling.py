"""A digest as people get it: text and HTML, equal in content."""

from typing import NamedTuple

from config.letters import Letters
from reports.digests import Digest
from reports.words import plain


class Told(NamedTuple):
    """A digest as a letter."""

    subject: str
    text: str
    html: str


def told(letters: Letters, title: str, digest: Digest, *, report: str = "", ask: str = "") -> Told:
    """The digest of an audit (its title) as a letter; `report` is the address of the report, where it has one."""
    on = digest.on
    facts = {"title": title, "digest": digest, "report": report, "ask": ask, "day": f"{on:%A} {on.day} {on:%B %Y}"}
    first = digest.sections[0].lines[0] if digest.sections else ""
    text, page = (plain(letters.render(name, **facts)) for name in ("digest.txt", "digest.html"))
    return Told(plain(" ".join(f"{title}: {first}".split())), text, page)
