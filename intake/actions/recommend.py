"""A recommendation of the partnership, numbered, with its owning group and the priorities it serves."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from config.questionnaire import Template
from intake.actions.make import read_refs, said_as_made
from intake.ledger import Refused, Saying, one_line, reason
from intake.returns import storable
from storage.nouns import Audit, Recommendation
from storage.record import add_numbered, trail


@dataclass(frozen=True)
class NewRecommendation:
    """A recommendation as a person writes it; refs and priorities are parted by commas."""

    words: str
    owner: str = ""
    refs: str = ""
    priorities: str = ""
    partnership: str = ""


def add_recommendation(
    db: Session, audit: Audit, template: Template, new: NewRecommendation, known: Iterable[str], saying: Saying
) -> Recommendation:
    """Keep it under the next number; `known` are the keys of the priorities there are. Raises Refused."""
    trail.hold(db, audit)
    row = {
        "partnership": new.partnership,
        "words": storable(reason(new.words, "Write what is recommended.")),
        "owner": storable(one_line(new.owner, "The group that owns it")),
        "refs": read_refs(template, new.refs),
        "priorities": ", ".join(_priorities(new.priorities, list(known))),
    }
    made = add_numbered(db, audit, Recommendation, row | said_as_made(saying))
    facts = {"refs": made.refs, "priorities": made.priorities}
    trail.note(db, audit, saying.speaker, "recommended", f"recommendation {made.number}", dict(facts))
    return made


def _priorities(words: str, known: list[str]) -> list[str]:
    named = [each.strip().casefold() for each in words.replace(";", ",").split(",") if each.strip()]
    for each in named:
        if each not in known:
            there = f"There are: {', '.join(known)}." if known else "partnerships.toml names none."
            raise Refused(f"There is no priority {each[:40]}. {there}")
    return [each for each in known if each in named]
