"""Who talks: one person speaking for one return, and what a conversation needs beside the record."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy.orm import Session

from config.partnerships import PartnershipTable
from config.questionnaire import Template
from config.ways import LETTERS_ONLY, Way
from intake.conversation.session.load import here as look
from intake.conversation.session.privacy import warning
from intake.conversation.state import Here
from storage.nouns import Contact, Submission, Turn


@dataclass(frozen=True)
class Talk:
    """What a conversation needs beside the record.

    `notice` reads words as they are recorded, with the names and addresses of those who take part, and returns
    sentences for their writer; it is the one place where personal data is looked for. `ways` are those that are set up
    here, best first: colleagues are written to by no other.
    """

    partnerships: Mapping[str, PartnershipTable] = field(default_factory=dict)
    notice: Callable[[str, Collection[str]], Sequence[str]] = warning
    ways: Sequence[Way] = LETTERS_ONLY


@dataclass(frozen=True)
class Talker:
    """One person speaking for one return, within one transaction of `Database.write`."""

    db: Session
    template: Template
    submission: Submission
    contact: Contact
    talk: Talk = field(default_factory=Talk)
    today: date = field(kw_only=True)  # whoever has left by then is nobody's colleague
    earlier: dict[str, tuple[Turn | None, bool]] = field(default_factory=dict, init=False)  # by source, until a turn

    def look(self, was: Here | None = None) -> Here:
        """How it stands; with `was`, how it stood before this turn brought answers and nothing else."""
        return look(self.db, self.template, self.submission, self.contact, self.talk.partnerships, self.today, was)
