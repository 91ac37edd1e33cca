"""Whose words go to whom: nobody reads what another agency said, nor a manager what is not of their partnership."""

import re
from collections import defaultdict
from dataclasses import dataclass, field

from storage.nouns import Message
from tests.round_machine.people import APART, MANAGERS, OF, OF_LAST_YEAR
from tests.round_machine.truth import Return

OUTSIDE = ("notice:", "taken-up:", "ack:", "plea-decided:", "by-letter:")  # to whoever wrote, a contact or not
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

    def goes_to(self, message: Message, found: list[Return]) -> None:
        """What is about a return goes to its own people, and to managers and officers of its partnerships."""
        about = [each for each in found if each.id == message.submission_id]
        if not about or not message.recipient or message.key.startswith(OUTSIDE):
            return
        people = {at for each in about for one in each.people for at in (one.email, one.slack)}
        keys = {key for each in about for key in each.partnerships}
        ours = {at for key in keys for at in (*MANAGERS[OF[key]][1:], f"olu@{key}.example")}
        assert message.recipient in people | ours, f"{message.key} about {about[0].abbr} goes to {message.recipient}"
        if message.contact_id is not None:
            own = [one for each in about for one in each.people if one.id == message.contact_id]
            assert any(message.recipient in (one.email, one.slack) for one in own), f"{message.key} is of {own}"

    def leaves_from(self, message: Message, sender: str, found: list[Return]) -> None:
        """In the name of its partnership, else of its return's first: from its own address, where it has one."""
        of = next((min(each.partnerships) for each in found if each.id == message.submission_id), "")
        own = message.partnership or of
        wanted = own if own == APART and message.via == "email" else ""
        assert sender == wanted, f"{message.key} of {own or 'all'} leaves from {sender or 'the common address'}"

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
