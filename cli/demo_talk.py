"""The second half of s11 demo: one agency's conversation, from the first question to the receipt."""

import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from rich.console import Console
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.terminal import Terminal
from cli import wiring
from cli.talk import TerminalSession
from config.questionnaire import SHIPPED, load_folder
from config.settings import Settings
from intake.audits import open_audit, read_agencies
from intake.conversation import Talk, reference
from storage.nouns import Agency, Audit, Submission

DATA = Path(__file__).parent / "demo_data"
KEY = "south-glos-2019"
NAMES = {  # one return serves every partnership of the region that an agency works in
    "bath": "Bath and North East Somerset Safeguarding Children Board",
    "bristol": "Bristol Safeguarding Children Board",
    "north-somerset": "North Somerset Safeguarding Children Board",
    "south-gloucestershire": "South Gloucestershire Safeguarding Children Board",
}
WHO = "ann.lee@ech.example.org"


def play_conversation(own: Settings) -> tuple[str, Path]:
    """The reference on the receipt, and the file with all that was said; what was said before is not said twice."""
    template = load_folder(SHIPPED)[KEY]
    told = own.home / "conversation.txt"
    with wiring.writing(own) as db:
        agencies = read_agencies((DATA / KEY / "agencies.csv").read_bytes())
        due = (None, date(2030, 3, 31))
        open_audit(db, template, KEY, due, agencies, NAMES, wiring.speaker(own, "demo", "command line"))
    with wiring.open_record(own) as record:
        with record.read() as db:
            submission_id = _submission(db).id
            is_sent = _submission(db).submitted_at is not None
        if not is_sent:
            # the sources are the same each time, so a demo that was cut off goes on where it stopped
            session = TerminalSession(own, record, template, WHO, submission_id, Talk(), own.home / "copies", "demo")
            page = Console(file=io.StringIO(), width=84, no_color=True)
            lines = _lines()
            Terminal(page, lambda _prompt: next(lines, None), is_typed=False).converse(session)
            assert isinstance(page.file, io.StringIO)
            wiring.write_file(told, page.file.getvalue())
        with record.read() as db:
            return reference(_submission(db)), told


def _lines() -> Iterator[str]:
    yield from (DATA / KEY / "conversation.txt").read_text().splitlines()


def _submission(db: Session) -> Submission:
    return db.scalars(select(Submission).join(Audit).join(Agency).where(Audit.key == KEY, Agency.abbr == "ECH")).one()
