"""Whose words go to whom: nobody reads what another agency said, nor a manager what is not of their partnership."""

import re
from collections import defaultdict
from dataclasses import dataclass, field

from storage.nouns import Message
from tests.round_machine.people import MANAGERS, OF, OF_LAST_YEAR
from tests.round_machine.truth import Return

MARKER = re.compile(r"zebra\d+")


@dataclass
class Whose:
    """Of each word that was never said before: the agencies that said it, or about which it was said."""

    of: dict[str, set[str]] = field(
        default_factory=lambda: defaultdict(set, {marker: {abbr} for marker, (abbr, _) in OF_LAST_YEAR.items()})
    )

    def heard(self, line: str, speaker: str, found: list[Return]) -> None:
        for marker in MARKER.findall(line):
            for each in found:
                theirs = speaker and any(speaker in (one.email, one.slack) for one in each.people)
                if theirs or re.search(rf"\b{each.abbr}\b", line):
                    self.of[marker].add(each.abbr)

    def told(self, message: Message, found: list[Return]) -> None:
        """A word of no agency in particular may go to everybody."""
        may = self._may_read(message, found)
        for marker in set(MARKER.findall(f"{message.subject}\n{message.body}\n{message.html}")):
            of = self.of.get(marker)
            assert not of or may is None or of & may, (
                f"{message.recipient} reads {marker}, which is of {of}, in {message.key}:\n{message.body}"
            )

    def approved(self, message: Message, approved: str) -> None:
        """What leaves for the board holds no word of an agency but those that a manager approved."""
        for marker in set(MARKER.findall(f"{message.body}\n{message.html}\n{message.facts}")):
            assert not self.of.get(marker) or marker in approved, f"{message.recipient} reads {marker} unapproved"

    def _may_read(self, message: Message, found: list[Return]) -> set[str] | None:
        """The agencies whose words somebody may read; None for an address of none of these people."""
        for key, (_, email, user) in ((key, MANAGERS[name]) for key, name in OF.items()):
            if message.recipient in (email, user):
                return {each.abbr for each in found if key in each.partnerships}
        own = {
            each.abbr
            for each in found
            for one in each.people
            if message.recipient in (one.email, one.slack) and message.submission_id in (each.id, None)
        }
        return own or None
