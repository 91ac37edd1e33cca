"""The small round of s11 demo --try: its last year answered and closed, this year's opened after it and asked."""

import io
import shutil
from datetime import timedelta
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from cli import post, wiring
from config.dates import today
from config.questionnaire import Template, load_template
from config.settings import Settings
from intake.audits import close, import_answers, open_audit, read_agencies
from intake.mail.outward import Asker, name_partnerships, not_yet_asked, queue
from storage.nouns import Agency, Audit, Submission
from storage.record.trail import Speaker

DATA = Path(__file__).parent / "demo_data" / "try"
KEY, LAST = "try", "try-last-year"
LEAD, MANAGER = "jo@surgery.example.org", "Meg Vale"
US = "section11@anytown.example.org"
YEAR, WEEKS = timedelta(days=365), timedelta(days=22)


def make_round(using: Settings) -> None:
    """Make it once: two rounds in a record of their own, and the invitations of the second queued."""
    wiring.make_record(using)
    using.config_folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(DATA / "partnerships.toml", using.config_folder / "partnerships.toml")
    with wiring.writing(using) as db:
        if db.scalar(select(Audit).where(Audit.key == KEY)) is not None:
            return
        speaker = wiring.speaker(using, MANAGER, "command line")
        _answer_last_year(db, using, speaker)
        _ask_this_year(db, using, speaker)


def submission_of_lead(db: Session) -> Submission:
    return db.scalars(select(Submission).join(Audit).join(Agency).where(Audit.key == KEY, Agency.abbr == "GP1")).one()


def _answer_last_year(db: Session, using: Settings, speaker: Speaker) -> None:
    then = Speaker(speaker.name, speaker.via, speaker.at - YEAR)
    template = _questionnaire(is_last=True)
    agencies = read_agencies((DATA / "agencies.csv").read_bytes())
    opened = open_audit(db, template, LAST, (None, today(then.at) + WEEKS), agencies, {}, then)
    import_answers(db, opened.audit, template, (DATA / "last-year.csv").read_bytes(), then)
    close(db, opened.audit, then, post.stationery(using))


def _ask_this_year(db: Session, using: Settings, speaker: Speaker) -> None:
    template = _questionnaire()
    agencies = read_agencies((DATA / "agencies.csv").read_bytes())
    opened = open_audit(db, template, KEY, (None, today(speaker.at) + WEEKS), agencies, {}, speaker)
    stationery, store = post.stationery(using), wiring.evidence(using)
    name_partnerships(db, opened.audit, stationery.partnerships, speaker)
    asker = Asker(template, stationery, lambda file: store.put(io.BytesIO(file)).sha256, speaker, wiring.ways(using))
    queue(db, not_yet_asked(db, opened.audit, today(speaker.at)), asker)
    import_answers(db, opened.audit, template, (DATA / "this-year.csv").read_bytes(), speaker)


def _questionnaire(*, is_last: bool = False) -> Template:
    source = (DATA / "audit.toml").read_bytes()
    if is_last:
        source = source.replace(b'after = "try-last-year"\n', b"").replace(b'"this year"', b'"last year"')
        source = source.replace(b"audit, to try", b"audit of last year")
    return load_template(source, "audit.toml")
