"""What a reply may ask of a manager: more time, or that somebody else is asked. A person decides; we pass it on."""

import re
from collections.abc import Iterable
from typing import Literal, NamedTuple

from sqlalchemy.orm import Session

from intake.posting import Stationery
from storage.models import Contact, Submission
from storage.post import Message

Wish = Literal["more time", "not me"]
_MORE_TIME = re.compile(
    r"\s*[*_>\s]*(?:more time\b|(?:can|could|may) (?:we|i) have (?:more time|an extension|longer)\b)", re.I
)
_NOT_ME = re.compile(r"\s*[*_>\s]*(?:not me\b|(?:this|it) is not for me\b|i(?:'m| am|m) not the right person\b)", re.I)


class Plea(NamedTuple):
    """One wish, in the words it was said."""

    wish: Wish
    words: str


def pleas(remarks: Iterable[str]) -> list[Plea]:
    """The wishes among words that answered no question; the first of each kind."""
    found: dict[Wish, Plea] = {}
    kinds: tuple[tuple[Wish, re.Pattern[str]], ...] = (("more time", _MORE_TIME), ("not me", _NOT_ME))
    for words in remarks:
        for wish, said in kinds:
            if any(said.match(line) for line in words.replace("\u2019", "'").splitlines()):
                found.setdefault(wish, Plea(wish, words))
    return list(found.values())


def pass_on(
    db: Session, stationery: Stationery, submission: Submission, contact: Contact, remarks: Iterable[str], source: str
) -> list[Message]:
    """Queue a letter to each manager of the return for each wish; the same letter read again queues nothing new."""
    queued = []
    for wish, words in pleas(remarks):
        for manager in stationery.managers(submission.partnerships):
            facts = {
                "manager": manager,
                "contact": contact,
                "agency": submission.agency,
                "audit": submission.audit.key,
                "wish": wish,
                "words": words,
            }
            asks = "asks for more time" if wish == "more time" else "says somebody else should be asked"
            queued.append(
                Message(
                    key=f"plea:{wish}:{source}:{manager.email.lower()}",
                    via="email",
                    recipient=manager.email,
                    subject=f"{submission.agency.abbr} {asks}",
                    body=stationery.letters.render("plea", **facts),
                    auto_submitted="auto-generated",
                    submission_id=submission.id,
                )
            )
    db.add_all(queued)
    return queued
