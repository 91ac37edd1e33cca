"""An invented person named in fifty places of a record, each by another road and in another spelling."""

import io
import zipfile
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from config.questionnaire import SHIPPED, Template, load_template
from intake import audits
from intake.forms import SentForm
from intake.ledger import Saying, attach, enter_file, look, record, submit
from intake.returns import Given
from storage.evidence import open_evidence
from storage.nouns import (
    Answer,
    Audit,
    Contact,
    InboxRow,
    Message,
    NotedFault,
    Plea,
    Quote,
    Receipt,
    Remark,
    Sent,
    Submission,
    Tag,
    Turn,
)
from storage.record import Database, open_database
from storage.record.trail import Speaker
from tests.rounds import STATIONERY
from tests.storage.files import pdf

WHO = "Quilla Vantongeren"
ADDRESS = "quilla.vantongeren@example.org"
NOON = datetime(2029, 1, 9, 12, tzinfo=UTC)
WORDS = f"Our lead is {WHO}, who trains every new starter. She is the LADO contact."
QUOTED = "who trains every new starter"
PLACES = {  # how many places of each kind they are planted in, counted by hand
    "answer": 12,  # four with who gave them, one with its source, the names of two files
    "entry of the trail": 7,  # who gave four answers, who signed and in whose name, why it was opened again
    "file of evidence": 3,  # two names, and the words of one
    "fault that was noted": 2,
    "return": 1,
    "telephone call": 1,
    "letter or message of ours": 9,  # five parts of one, three of one that waits, and the news of the return
    "delivery that waits": 1,
    "wish of an agency": 1,
    "letter that came in": 8,  # two, in four columns each
    "remark": 1,
    "form that was sent": 1,
    "turn of a conversation": 1,
    "quotation": 1,
    "letter as it came": 2,
    "file with a letter of ours": 1,
    "file that nothing refers to": 1,
    "file in the trash": 1,
    "file in the home": 2,
}


def plant_person(home: Path) -> None:
    """Plant them in rows, in files of the store, in the trash and in the home."""
    template = load_template((SHIPPED / "section-11.toml").read_bytes(), "section-11.toml")
    store = open_evidence(str(home / "evidence"))
    with open_database(f"sqlite:///{home / 's11.db'}") as database:
        _in_rows(database, template, store)
    (home / "outbox").mkdir(exist_ok=True)
    (home / "outbox" / "one.eml").write_bytes(letter("Our own letter"))
    (home / "s11.log").write_text("2029-01-09 INFO a file of quilla_vantongeren.docx was looked into\nanother line\n")
    store.put(io.BytesIO(b"Left by a killed process: quilla vantongeren."))
    lying = store.put(io.BytesIO(b"In the trash: VANTONGEREN, Quilla.")).sha256
    store.trash.take(lying, NOON.date())


def letter(subject: str) -> bytes:
    """A letter that names them in each of its parts, in words that a search of its bytes does not find."""
    made = EmailMessage()
    made["From"] = f"{WHO} <{ADDRESS}>"
    made["To"] = "audit@example.org"
    made["Subject"] = f"{subject}: Quílla Vantongeren"
    made.set_content("Dear all,\n\nQuilla\nVantongeren has moved — Siân knows.\n", cte="base64")
    made.add_alternative(
        "<p>Dear all, <b>Quilla</b> Vantongeren&nbsp;has moved.</p>", subtype="html", cte="quoted-printable"
    )
    made.add_attachment(document(), maintype="application", subtype="zip", filename="Quilla Vantongeren — plan.docx")
    made.add_attachment(b"\x89PNG\r\n\x1a\n\0\0", maintype="image", subtype="png", filename="chart.png")
    return made.as_bytes()


def document() -> bytes:
    """As Word keeps it: the name is cut by a change of style."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", "<w:p><w:t>Quilla Van</w:t><w:t>tongeren</w:t></w:p><w:p>leads</w:p>")
    return target.getvalue()


def _in_rows(database: Database, template: Template, store: Any) -> None:
    def speaker(name: str, minutes: int) -> Speaker:
        return Speaker(name, "mail", NOON + timedelta(minutes=minutes))

    with database.write.begin() as db:
        audit = db.scalars(sa.select(Audit).where(Audit.key == "section-11")).one()
        own = {each.agency.abbr: each for each in audit.submissions}
        one, two = own["GP1"], own["YOT"]
        refs = ["1.1", "1.2", "1.3", "2.1"]
        for number, ref in enumerate(refs[:4]):
            given = [Given(ref, "text", f"{WORDS} It is question {number}.")]
            record(db, template, one, given, Saying(speaker(WHO, number), f"mail:{number}"))
        given = [Given(ref, "text", "We follow the policy of Q. Vantongeren's team.") for ref in refs[:1]]
        record(db, template, two, given, Saying(speaker("Sam Roe", 1), "mail:<q.vantongeren@example.org>"))
        plan = pdf(f"(The plan of {WHO}.) Tj")
        kept = look(io.BytesIO(plan), f"{WHO} plan.pdf")
        store.put(io.BytesIO(plan))
        attach(db, template, one, refs[0], enter_file(db, kept, NOON), Saying(speaker("Jo Bloggs", 5), "file:1"))
        store.put(io.BytesIO(b"\x89PNG a picture"))
        kept = look(io.BytesIO(b"\x89PNG a picture"), "quilla-vantongeren.png")
        attach(db, template, one, refs[1], enter_file(db, kept, NOON), Saying(speaker("Jo Bloggs", 6), "file:2"))
        submit(db, one, speaker(WHO, 7))
        audits.reopen(db, one, speaker("Mo Ray", 8), f"{WHO} was named by mistake.", STATIONERY)
        audits.note_call(db, two, speaker("Mo Ray", 9), "Rang; quilla VANTONGEREN will answer.")
        db.flush()
        _beside(db, one, two, store)


def _beside(db: Any, one: Submission, two: Submission, store: Any) -> None:
    contact = db.scalars(sa.select(Contact).where(Contact.email == "jo@surgery.example")).one()
    answer = db.scalars(sa.select(Answer).where(Answer.submission_id == one.id, Answer.prompt == "text")).first()
    at = answer.value.index(QUOTED)
    db.add(Quote(answer_id=answer.id, start=at, end=at + len(QUOTED), approved_by=WHO, approved_at=NOON))
    tag = Tag(theme="lado", start=answer.value.index("LADO"), end=answer.value.index("LADO") + 4, version="1")
    tag.words = f"{WHO} LADO"
    answer.tags.append(tag)
    said: dict[str, Any] = {"submission_id": one.id, "said_by": "Jo Bloggs", "said_at": NOON}
    db.add(Remark(**said, source="mail:9", number=1, words="Ask Vantongeren, Quilla about it."))
    db.add(
        Plea(
            submission_id=one.id,
            contact_id=contact.id,
            source="mail:9",
            wish="not me",
            words=f"Ask {WHO}: {ADDRESS}.",
            said_by="Jo Bloggs",
            asked_at=NOON,
        )
    )
    form = SentForm("s11-abc", "section-11", f"Dear {WHO},", (), (Given("1.1", "text", WORDS),))
    db.add(Sent(token="s11-abc", contact_id=contact.id, submission_id=one.id, form=form.as_stored(), sent_at=NOON))
    turn: dict[str, Any] = {"submission_id": one.id, "contact_id": contact.id, "question": "1.1", "prompt": "text"}
    db.add(Turn(**turn, source="slack:1", via="slack", at=NOON, did="said", place="", held=f"ask {WHO}"))
    files = [{"sha256": store.put(io.BytesIO(document())).sha256, "name": f"{WHO}.docx", "media_type": "x/y"}]
    mail: dict[str, Any] = {
        "via": "email",
        "subject": f"About {WHO}",
        "submission_id": one.id,
        "contact_id": contact.id,
    }
    sent: dict[str, Any] = {
        "body": WORDS,
        "html": f"<p>{WHO}</p>",
        "sent_at": NOON,
        "facts": {"of": WHO},
        "attachments": files,
    }
    db.add(Message(**mail, key="sent:1", recipient="jo@surgery.example", **sent))
    db.add(Message(**mail, key="waits:1", recipient=ADDRESS, body=WORDS))
    for number, outcome in enumerate(("answered", "held")):
        raw = store.put(io.BytesIO(letter(f"Letter {number}"))).sha256
        db.add(
            Receipt(
                source=f"mail:<{number}.{ADDRESS}>", raw_key=raw, received_at=NOON, outcome=outcome, sender=ADDRESS,
                subject=f"Re: {WHO}", reason=f"{ADDRESS} is nobody's.", submission_id=two.id if number else None,
            )
        )  # fmt: skip
    moments: dict[str, Any] = {"first_at": NOON, "last_at": NOON}
    db.add(NotedFault(about=f"the letter of {ADDRESS}", said=f"It names {WHO}.", **moments))
    db.add(InboxRow(source="slack:F1", person="U1", kind="file", payload={"text": f"the plan of {WHO}"}, came_at=NOON))
