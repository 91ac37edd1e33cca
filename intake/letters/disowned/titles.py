"""What the title of a file or tab says that makes its ratings none: a draft, an example, another audit. Pure."""

import re

from config.notation import LatePattern
from intake.letters.disowned.ways import speaks_of_now, way_it_heads
from intake.letters.ours import Known
from intake.letters.tables import is_example
from intake.ratings import levelled

_MOST_WORDS = 12  # of a title; more is a sentence
_DRAFT = LatePattern(
    r"\b(?:drafts?|work in progress|mock[ -]?up|placeholders?"
    r"|(?:old|previous|superseded|wrong) (?:version|copy|form|answers)"
    r"|sister (?:practice|school|surgery|site|service)|not (?:yet )?(?:agreed|final|approved))\b"
)
_NO_DRAFT = LatePattern(r"\b(?:final|finali[sz]ed|no longer|not an?|agreed version|replaces|supersedes)\b")
_TARGET = LatePattern(
    r"(?:(?:our|the|my) )?(?:targets?|goals?|ambitions?|aspirations?|trajectory)"
    r"(?: (?:b?rag|states?|ratings?|scores?|levels?|answers?|for|by|in|\d{2,4}|[-/]|next year|year))*"
)
_CHECKED = (
    r"(?:training(?: needs)?|record(?:s|[ -]keeping)?|case[ -]?(?:files?|notes?|records?)?|files?|notes"
    r"|infection(?: prevention)?(?: (?:and|&))?(?: control)?|ipc|health (?:and|&) safety|prevent|data protection|gdpr"
    r"|clinical|financial?|finance"
    r"|(?:safer )?recruitment|medic\w+|hygiene|environment\w*|quality(?: assurance)?|qa|supervision|attendance|fire"
    r"|food|equality|accessibility|cyber|it|internal|external|staff|dbs|single central record|consent|complaints?)"
)
_OTHER_AUDIT = LatePattern(
    rf"\b{_CHECKED} (?:audits?|analysis|surveys?|checks?|checklist|inspections?|spot checks?|questionnaire)\b"
)
_HOUSE = re.compile(
    r"(?P<name>(?:[A-Z][\w'’.-]{0,20} ){1,4})"
    r"(?P<kind>Surgery|Practice|School|Academy|Nursery|College|Hospice|Hospital|Clinic)\b"
)


def is_no_return(title: str, known: Known) -> bool:
    """Whether a title says that what it heads is no return, or none of now."""
    flat = levelled(title).strip(" .:-*_#=")
    if len(flat.split()) > _MOST_WORDS or title.rstrip().endswith("."):
        return False
    if speaks_of_now(flat):
        return False
    if way_it_heads(flat) or is_example(title) or _TARGET.fullmatch(flat) or _OTHER_AUDIT.search(flat):
        return True
    return (_DRAFT.search(flat) is not None and not _NO_DRAFT.search(flat)) or _is_other_house(title, known)


def _is_other_house(title: str, known: Known) -> bool:
    """Whether it names a house of the agency's own kind by another name; one of another kind may be a part of it."""
    found = _HOUSE.search(title)
    if found is None or levelled(found["kind"]) not in known.addressed:
        return False
    return not set(levelled(found["name"]).split()) & known.addressed
