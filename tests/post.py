"""The audit mailbox in tests: a postroom over a round, and letters written to it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

import sqlalchemy as sa

from config.letters import open_letters
from config.partnerships import Manager, PartnershipTable
from intake.forms import SentForm
from intake.forms.sent import Asked
from intake.letters import Reader
from intake.mail.inward import LetterOutcome, Postroom, Trust, reply_address
from intake.mail.outward.invitation import Invitee, invitation
from intake.notices import Stationery
from storage.evidence.folder import FolderEvidence
from storage.nouns import Contact, Message, Receipt, Sent
from tests.rounds import DUE, NOON, Round

US = "audit@anytown.example"
MANAGER = "mo@west.example"
ANN = "ann@csc.example"
FORM = "[1.1] Does a named person lead?\n"
LETTERS = open_letters()


@dataclass
class Post:
    """A round with its postroom. `minutes` after noon is the time by its clock."""

    round: Round
    room: Postroom
    sent: int = 0
    clock: list[datetime] = field(default_factory=lambda: [NOON])

    def wait(self, **times: float) -> None:
        self.clock[0] += timedelta(**times)

    def form(self, email: str = ANN, abbr: str = "CSC", text: str = "[1.1] Does a named person lead?\n") -> str:
        """Send a contact a form and say its token."""
        self.sent += 1
        token = f"s11-{'abcdefghjkmnpqr'}{'abcdefghjkmnpqrstuvw'[self.sent]}"
        with self.round.database.write.begin() as db:
            contact = db.scalars(sa.select(Contact).where(Contact.email == email)).one()
            submission = self.round.submission(db, abbr)
            asked = tuple(Asked(each.ref, tuple(p.key for p in each.prompts)) for each in self.round.template.questions)
            form = SentForm(token, self.round.template.key, text, asked)
            db.add(
                Sent(
                    token=token, contact_id=contact.id, submission_id=submission.id, form=form.as_stored(), sent_at=NOON
                )
            )
        return token

    def printed(self) -> str:
        """The form as it is printed for a council."""
        asked = Invitee("Ann Lee", "Children's Social Care", "council", "The West", DUE, "Call 999.")
        return invitation(LETTERS, self.round.template, asked, "").text

    def quoted(self, text: str) -> str:
        return "\n\nOn Mon, 2 Mar 2026 at 10:00, Section 11 audit <audit@anytown.example> wrote:\n" + "".join(
            f"> {line}\n" for line in text.splitlines()
        )

    def letter(
        self, body: str = "1.1: Good\n", sender: str = "ann@csc.example", token: str = "", **fields: str
    ) -> bytes:
        self.sent += 1
        letter = EmailMessage(policy=SMTP)
        plain = {"From": sender, "To": reply_address(US, token) if token else US, "Subject": "Re: Section 11 audit"}
        plain |= {"Message-ID": f"<letter-{self.sent}@csc.example>", "Date": "Mon, 02 Mar 2026 11:00:00 +0000"}
        lines = plain | {name.replace("_", "-"): value for name, value in fields.items()}
        letter.set_content(body)
        head = "".join(f"{name}: {value}\r\n" for name, value in lines.items() if value is not None)
        return head.encode() + bytes(letter)

    def comes(self, *facts: str, **fields: str) -> LetterOutcome:
        return self.room.receive(self.letter(*facts, **fields))

    def messages(self, recipient: str = "") -> list[Message]:
        with self.round.database.read() as db:
            found = db.scalars(sa.select(Message).order_by(Message.id)).all()
        return [each for each in found if not recipient or each.recipient == recipient]

    def receipts(self) -> list[Receipt]:
        with self.round.database.read() as db:
            return list(db.scalars(sa.select(Receipt).order_by(Receipt.id)))

    def contact(self, email: str) -> Contact:
        with self.round.database.read() as db:
            return db.scalars(sa.select(Contact).where(Contact.email == email)).one()


def postroom(round_: Round, folder: Path, reader: Reader, authserv_id: str | None = None) -> Post:
    clock = [NOON]
    now: Callable[[], datetime] = lambda: clock[0]  # noqa: E731
    manager = Manager(name="Mo Ray", email=MANAGER)
    tables = {key: PartnershipTable(key=key, name=f"The {key.title()}", managers=[manager]) for key in ("east", "west")}
    stationery = Stationery(LETTERS, tables, US)
    store = FolderEvidence(folder / "evidence")
    return Post(round_, Postroom(round_.database, store, reader, stationery, Trust(US, authserv_id), now), clock=clock)
