"""The whole record: every noun there is, for what must miss none of them (migrations, backups)."""

from storage.beside import Call, Plea, Quote, Remark, Tagged
from storage.faults import Fault
from storage.models import Agency, Answer, Audit, Base, Contact, Event, Evidence, Partnership, Submission, Tag
from storage.post import Message, Receipt, Sent, Sighting
from storage.turns import Handover, OwedFile, Shown, Turn

NOUNS: tuple[type[Base], ...] = (
    *(Partnership, Agency, Contact, Audit, Submission, Answer, Evidence, Tag, Event),
    *(Call, Quote, Remark, Plea, Tagged),
    Fault,
    *(Sent, Message, Receipt, Sighting),
    *(Turn, Handover, Shown, OwedFile),
)
RECORD = Base.metadata  # their tables, and those that pair them
