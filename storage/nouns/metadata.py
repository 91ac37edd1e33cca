"""The whole record: every noun there is, for what must miss none of them (migrations, backups)."""

from storage.nouns.after import Action, ActionEntry, Meeting, MeetingEntry, Recommendation, Review, Thread, ThreadEntry
from storage.nouns.answers import Answer, Evidence, Tag
from storage.nouns.base import Base
from storage.nouns.events import Event
from storage.nouns.faults import NotedFault
from storage.nouns.follow_up import Call, Plea, Quote, Remark, Tagged
from storage.nouns.letters import Message, Receipt, Sent, Sighting
from storage.nouns.people import Agency, Contact, LegalHold, Partnership
from storage.nouns.returns import Audit, Submission
from storage.nouns.seals import Seal
from storage.nouns.turns import Handover, InboxRow, Shown, Turn

NOUNS: tuple[type[Base], ...] = (
    *(Partnership, Agency, Contact, Audit, Submission, Answer, Evidence, Tag, Event),
    *(Call, Quote, Remark, Plea, Tagged),
    *(Thread, ThreadEntry, Review, Action, ActionEntry, Recommendation, Meeting, MeetingEntry),
    *(NotedFault, Seal, LegalHold),
    *(Sent, Message, Receipt, Sighting),
    *(Turn, Handover, Shown, InboxRow),
)
RECORD = Base.metadata  # their tables, and those that pair them
