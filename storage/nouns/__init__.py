"""The nouns of the record: who was asked, what was said, what was sent. They are the domain model."""

from storage.nouns.after import (
    ASSURANCE,
    HANDED,
    Action,
    ActionEntry,
    Meeting,
    MeetingEntry,
    Recommendation,
    Review,
    Thread,
    ThreadEntry,
)
from storage.nouns.answers import Answer, Evidence, Tag, answer_evidence
from storage.nouns.base import Base
from storage.nouns.events import Event
from storage.nouns.faults import NotedFault
from storage.nouns.follow_up import Call, Plea, Quote, Remark, Tagged
from storage.nouns.letters import Message, Receipt, Sent, Sighting
from storage.nouns.moments import still_holds
from storage.nouns.people import LONGEST_SILENCE, Agency, Contact, LegalHold, Partnership, agency_contacts, way
from storage.nouns.returns import Audit, Submission, submission_partnerships
from storage.nouns.seals import Seal
from storage.nouns.turns import Handover, InboxRow, Shown, Turn

__all__ = [
    "ASSURANCE",
    "HANDED",
    "LONGEST_SILENCE",
    "Action",
    "ActionEntry",
    "Agency",
    "Answer",
    "Audit",
    "Base",
    "Call",
    "Contact",
    "Event",
    "Evidence",
    "Handover",
    "InboxRow",
    "LegalHold",
    "Meeting",
    "MeetingEntry",
    "Message",
    "NotedFault",
    "Partnership",
    "Plea",
    "Quote",
    "Receipt",
    "Recommendation",
    "Remark",
    "Review",
    "Seal",
    "Sent",
    "Shown",
    "Sighting",
    "Submission",
    "Tag",
    "Tagged",
    "Thread",
    "ThreadEntry",
    "Turn",
    "agency_contacts",
    "answer_evidence",
    "still_holds",
    "submission_partnerships",
    "way",
]
