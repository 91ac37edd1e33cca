"""The third part of s11 demo: a dozen answered letters, in as many styles, through the same way in as the mailbox."""

import csv
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import func, select

from cli import post, wiring
from cli.demo_talk import KEY
from cli.invite import AtHand, write_invitations
from config.dates import today
from config.settings import Settings
from intake.mail.inward import FolderMailbox, LetterOutcome, take_in
from intake.mail.outward import Asker, not_yet_asked, write_out
from reports.figures import submissions_of
from storage.nouns import Sent
from storage.record import Database

DATA = Path(__file__).parent / "demo_data" / "letters"
US = "section11@southglos.example.org"


class Became(NamedTuple):
    """One letter in the table: its name says the style it is written in."""

    letter: str
    sender: str
    outcome: str
    answers: str
    asked_back: str
    files: str


def read_letters(own: Settings) -> list[Became]:
    """Ask by letter, read the answers, send the acknowledgements into the outbox folder; again records nothing."""
    using = own.model_copy(update={"mail_from": US})
    with wiring.open_record(using) as record:
        _invite(using, record)
        with post.postroom(using, record) as room:
            came = [(found.name, take_in(room, found)) for found in FolderMailbox(DATA).letters()]
        for out in post.outboxes(using, record):
            out.deliver_due()
        with record.read() as db:
            submitted = {
                each.agency.abbr for each in submissions_of(db, wiring.audit_of(db, KEY)[0]) if each.submitted_at
            }
    return [_became(Path(name).stem, outcome, submitted) for name, outcome in came]


def _invite(using: Settings, record: Database) -> None:
    """The letters that ask, once: their tokens are those that the answers carry."""
    with record.read() as db:
        if db.scalar(select(func.count(Sent.id))):
            return
    tokens = {
        row["contact_email"]: row["token"] for row in csv.DictReader((DATA / "tokens.csv").read_text().splitlines())
    }
    at_hand = AtHand()
    with record.write.begin() as db:
        audit, template = wiring.audit_of(db, KEY)
        speaker = wiring.speaker(using, "demo", "command line")
        known = Asker(template, post.stationery(using), at_hand.keep, speaker, token=lambda who: tokens[who.email])
        write_invitations(
            using,
            using.home / "invitations",
            write_out(db, not_yet_asked(db, audit, today(speaker.at)), known),
            at_hand,
        )


def _became(letter: str, outcome: LetterOutcome, submitted: set[str]) -> Became:
    counts = (len(outcome.answers), len(outcome.not_understood), len(outcome.evidence))
    told = "read before" if outcome.outcome == "duplicate" else outcome.outcome.replace("_", " ")
    if outcome.outcome == "answered" and outcome.agency in submitted:
        told += ", submitted"
    return Became(letter, outcome.sender, told, *(str(count or "") for count in counts))
