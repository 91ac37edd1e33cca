"""The whole record: every noun there is, for what must miss none of them (migrations, backups)."""

from storage.nouns.follow_up import Call, Plea, Quote, Remark, Tagged
from storage.nouns.letters import Message, Receipt, Sent, Sighting
from storage.nouns.models import Agency, Answer, Audit, Base, Contact, Event, Evidence, Partnership, Submission, Tag
from storage.nouns.turns import Handover, OwedFile, Shown, Turn
from storage.record.faults import Fault

NOUNS: tuple[type[Base], ...] = (
    *(Partnership, Agency, Contact, Audit, Submission, Answer, Evidence, Tag, Event),
    *(Call, Quote, Remark, Plea, Tagged),
    Fault,
    *(Sent, Message, Receipt, Sighting),
    *(Turn, Handover, Shown, OwedFile),
)
RECORD = Base.metadata  # their tables, and those that pair them
