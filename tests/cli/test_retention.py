"""s11 retention: letters, messages, words and leavers go when their time is over, and the record holds."""

import io
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from config.dates import before
from intake.forms import Offer, SentForm
from intake.forms.sent import Asked
from intake.mail.inward import message_id
from intake.returns import Given
from storage.evidence import EvidenceStore, open_evidence, write_whole
from storage.nouns import Agency, Audit, Contact, Message, Receipt, Sent, Submission, Turn
from storage.record import open_database
from tests.cli.conftest import PARTNERSHIPS, S11

KEEP = 'keep_letters = "2y"\nkeep_leavers = "6m"\nkeep_messages = "1y"\nkeep_turns = "6m"\n'
THEN = datetime(2027, 3, 1, 12, tzinfo=UTC)
WORDS = "Thank you, Jo Bloggs, for what you said of Wilma Sandershaw."
LETTERS = (("2027-03-01", "answered"), ("2027-03-01", "held"), ("2029-02-01", "answered"))
NOW = "2029-03-05T09:00"


@pytest.fixture
def kept(opened: S11, tmp_path: Path) -> S11:
    """Three letters of the surgery, of which two are old and one of these is held; and somebody left last summer."""
    head, _, managers = PARTNERSHIPS.partition("[[partnership.managers]]")
    (tmp_path / "home" / "config" / "partnerships.toml").write_text(f"{head}{KEEP}[[partnership.managers]]{managers}")
    store = open_evidence(str(tmp_path / "home" / "evidence"))
    with open_database(f"sqlite:///{tmp_path}/home/s11.db") as record, record.write.begin() as db:
        own = sa.select(Submission).join(Audit).join(Agency).where(Audit.key == "section-11", Agency.abbr == "GP1")
        number = db.scalars(own).one().id
        for at, (day, outcome) in enumerate(LETTERS):
            raw = store.put(io.BytesIO(f"Subject: letter {at}\n\nWilma Sandershaw wrote this.\n".encode())).sha256
            received = datetime.fromisoformat(day).replace(tzinfo=UTC)
            letter = Receipt(
                source=f"mail:{at}", raw_key=raw, received_at=received, outcome=outcome, sender="jo@a.example"
            )
            letter.submission_id, letter.subject = number, f"letter {at}"
            db.add(letter)
        _plant_ours(db, number, store)
    assert opened("contact", "left", "sam@yot.example", "--on", "2028-08-01", now="2028-08-01T09:00").code == 0
    assert opened("clock", "--once", now="2029-01-01T09:00").code == 0
    return opened


def _plant_ours(db: Session, submission: int, store: EvidenceStore) -> None:
    """A letter of ours that left with a file, one that was given up, the form in it, and words that found no place."""
    contact = db.scalars(sa.select(Contact.id).where(Contact.email == "jo@surgery.example")).one()
    whose: dict[str, Any] = {"submission_id": submission, "contact_id": contact}
    key = store.put(io.BytesIO(b"The form.")).sha256
    mail: dict[str, Any] = {"via": "email", "recipient": "jo@surgery.example", "subject": "Your return", "body": WORDS}
    enclosed = [{"sha256": key, "name": "form.txt", "media_type": "text/plain"}]
    db.add(Message(**mail, **whose, key="one", sent_at=THEN, html=f"<p>{WORDS}</p>", attachments=enclosed))
    db.add(Message(**mail, **whose, key="two", failed_at=THEN, last_error="Nobody is jo@surgery.example."))
    given = (Given("1.1", "text", WORDS),)
    form = SentForm("s11-abc", "section-11", WORDS, (Asked("1.1", ("text",)),), given, offers=(Offer(WORDS, given),))
    db.add(Sent(token="s11-abc", form=form.as_stored(), sent_at=THEN, **whose))
    said: dict[str, Any] = {"via": "slack", "did": "said", "question": "1.1", "prompt": "text", "place": ""}
    db.add(Turn(source="slack:1", at=THEN, held=WORDS, **said, **whose))


def letters(place: Path) -> list[tuple[str, bool]]:
    """The subject of each letter, and whether its bytes are kept."""
    store = open_evidence(str(place / "home" / "evidence"))
    stored = {each.key for each in store.stored()}
    with open_database(f"sqlite:///{place}/home/s11.db") as record, record.read() as db:
        return [(each.subject, each.raw_key in stored) for each in db.scalars(sa.select(Receipt).order_by(Receipt.id))]


def test_what_is_due_is_listed_first(kept: S11, tmp_path: Path) -> None:
    told = kept("retention", "--dry-run", now=NOW)
    assert told.out == (
        "letter of Monday 1 March 2027: jo@a.example: letter 0\n"
        "leaver of Tuesday 1 August 2028: Sam Roe <sam@yot.example>\n"
    )
    assert letters(tmp_path) == [("letter 0", True), ("letter 1", True), ("letter 2", True)]


def test_what_is_due_goes_and_the_record_holds(kept: S11, tmp_path: Path) -> None:
    assert kept("retention", now=NOW).code == 0
    assert letters(tmp_path) == [("[erased]", False), ("letter 1", True), ("letter 2", True)]
    with open_database(f"sqlite:///{tmp_path}/home/s11.db") as record, record.read() as db:
        assert db.scalars(sa.select(Contact.name).order_by(Contact.id)).all() == ["Jo Bloggs", "[erased]"]
    assert kept("verify").code == 0
    assert kept("evidence", "verify", "--again").code == 0
    assert kept("retention", now=NOW).out == "Nothing is due to go.\n"


def test_the_clock_does_it_too(kept: S11, tmp_path: Path) -> None:
    assert kept("clock", "--once", now=NOW).code == 0
    assert letters(tmp_path) == [("[erased]", False), ("letter 1", True), ("letter 2", True)]


def test_a_letter_of_no_return_is_kept_as_the_partnership_says_whose_mailbox_it_came_to(
    kept: S11, tmp_path: Path
) -> None:
    """A neighbour that keeps its own for good has no say in it."""
    file = tmp_path / "home" / "config" / "partnerships.toml"
    file.write_text(file.read_text() + '[[partnership]]\nkey = "nexttown"\nname = "Nexttown Partnership"\n')
    with open_database(f"sqlite:///{tmp_path}/home/s11.db") as record, record.write.begin() as db:
        db.execute(sa.update(Receipt).where(Receipt.id == 1).values(submission_id=None, partnership="anytown"))
        db.execute(sa.update(Receipt).where(Receipt.id == 3).values(submission_id=None, partnership="nexttown"))
    told = kept("retention", "--dry-run", now="2039-03-05T09:00").out
    assert ["letter 0" in told, "letter 2" in told] == [True, False]


OURS = (
    "message of Monday 1 March 2027: jo@surgery.example: Your return\n"
    "message of Monday 1 March 2027: jo@surgery.example: Your return\n"
    "form of Monday 1 March 2027: jo@surgery.example: section-11\n"
    "turn of Monday 1 March 2027: jo@surgery.example: section-11 1.1\n"
)


def test_what_we_sent_and_what_found_no_place_goes_once_the_audit_is_closed(kept: S11, tmp_path: Path) -> None:
    assert kept("retention", now=NOW).code == 0
    assert kept("audit", "close", "section-11", "--yes", now=NOW).code == 0
    written = tmp_path / "home" / "outbox" / f"{message_id('one', '', '')[1:-2]}.eml"
    write_whole(written, WORDS.encode())
    assert kept("retention", "--dry-run", now=NOW).out == OURS
    assert written.exists()
    assert kept("retention", now=NOW).code == 0
    assert not written.exists()
    with open_database(f"sqlite:///{tmp_path}/home/s11.db") as record, record.read() as db:
        ours = db.scalars(sa.select(Message).where(Message.key.in_(("one", "two"))).order_by(Message.key)).all()
        told = [(each.recipient, each.subject, each.body, each.html, each.attachments) for each in ours]
        form = SentForm.from_stored(db.scalars(sa.select(Sent.form).where(Sent.token == "s11-abc")).one())
        words = db.scalars(sa.select(Turn.held)).all()
    assert told == [("[erased]", "[erased]", "[erased]", "", [])] * 2
    assert (form.text, form.shows, form.asked) == ("", (), (Asked("1.1", ("text",)),))
    assert words == [""]
    assert b"The form." not in {
        path.read_bytes() for path in (tmp_path / "home" / "evidence").rglob("*") if path.is_file()
    }
    assert kept("verify").code == 0
    assert kept("retention", now=NOW).out == "Nothing is due to go.\n"


def test_a_legal_hold_keeps_what_we_sent_and_what_found_no_place(kept: S11) -> None:
    kept("audit", "close", "section-11", "--yes", now=NOW)
    kept("person", "hold", "Wilma Sandershaw", "--because", "A court asked for it.", now=NOW)
    assert kept("retention", "--dry-run", now=NOW).out == "leaver of Tuesday 1 August 2028: Sam Roe <sam@yot.example>\n"


def test_a_legal_hold_keeps_what_names_them(kept: S11, tmp_path: Path) -> None:
    kept("person", "hold", "Wilma Sandershaw", "--because", "A court asked for it.", now=NOW)
    assert kept("retention", now=NOW).out == "leaver of Tuesday 1 August 2028: Sam Roe <sam@yot.example>\n"
    assert letters(tmp_path)[0] == ("letter 0", True)


def test_where_no_partnership_says_so_all_is_kept(kept: S11, tmp_path: Path) -> None:
    (tmp_path / "home" / "config" / "partnerships.toml").write_text(PARTNERSHIPS)
    assert kept("retention", now=NOW).out == "Nothing is due to go.\n"


@pytest.mark.parametrize(
    ("start", "span", "day"),
    [
        ("2028-03-01", "1d", "2028-02-29"),
        ("2028-03-31", "1m", "2028-02-29"),
        ("2028-03-01", "6m", "2027-09-01"),
        ("2028-01-15", "12m", "2027-01-15"),
        ("2028-02-29", "2y", "2026-02-28"),
    ],
)
def test_a_span_is_counted_by_the_calendar(start: str, span: str, day: str) -> None:
    assert before(date.fromisoformat(start), span).isoformat() == day
