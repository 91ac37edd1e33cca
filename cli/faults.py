"""Faults at one thing, told to the people who can mend them: in the record, in a letter a day, and at the end."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from cli import wiring
from cli.checks import Check
from config import dates
from config.dates import LONDON, uk_date
from config.email_address import is_deliverable
from config.letters import open_letters
from config.partnerships import Partnerships, sound_partnerships
from config.questionnaire import Faulty
from config.settings import Settings
from reports.figures import count
from storage.nouns import Message, NotedFault
from storage.record import Database, Faults, insert_new, lately, note

KEY = "faults:"  # and the day: there is one letter a day


def heed(using: Settings, faults: Faults, *, keep: bool = True) -> None:
    """At the end of a command: note what could not be done, unless it only showed, and leave with 1 if there is any."""
    if faults.found and keep:
        with wiring.open_record(using) as record:
            noted(using, record, faults)
    leave(faults)


def partnerships_of(using: Settings, faults: Faults) -> Partnerships:
    """Who asks, without a partnership whose lines are faulty: that is one fault, and costs no other."""
    found = sound_partnerships(using.config_folder / "partnerships.toml")
    if found.faults:
        faults.add("a partnership in partnerships.toml", Faulty(found.faults))
    return found


def leave(faults: Faults) -> None:
    if faults.found:
        told = "\n".join(f"  {about} ({said})" for about, said in faults.found.items())
        wiring.attention(f"Not done: {count(len(faults.found), 'thing')}. Everything else is done.\n{told}")


def noted(using: Settings, record: Database, faults: Faults) -> None:
    """Keep the faults for s11 doctor, and queue the operator's letter of the day where there is news."""
    now = wiring.now(using)
    if faults.found:
        with record.write.begin() as db:
            note(db, faults, now)
    if using.operator_email:
        with record.read() as db:
            if not _letter(db, using, now):  # a look costs no write lock
                return
        with record.write.begin() as db:
            insert_new(db, Message, _letter(db, using, now))


def checks(db: Session, using: Settings, now: datetime) -> list[Check]:
    """What s11 doctor says of the faults of the last day."""
    found = [Check("faults", "fail", _line(each), _mend(using)) for each in lately(db, now)]
    if using.operator_email and not is_deliverable(using.operator_email):
        told = f"{using.operator_email} is no address of mail, so nobody hears of faults by letter."
        found.append(Check("operator", "fail", told, "Correct S11_OPERATOR_EMAIL."))
    return found or [Check("faults", "ok", "Everything that was due in the last day was done.")]


def _mend(using: Settings) -> str:
    heard = "" if using.operator_email else " Set S11_OPERATOR_EMAIL to be told by letter."
    return f"Mend it, then run s11 clock --once; the line goes a day after the last time.{heard}"


def _letter(db: Session, using: Settings, now: datetime) -> list[dict[str, object]]:
    """The row of today's letter to the operator; none where it was written, or nothing went wrong since the last."""
    today = dates.today(now)
    days = {day: f"{KEY}{day.isoformat()}" for day in (today, today - timedelta(days=1))}
    written = dict(db.execute(select(Message.key, Message.not_before).where(Message.key.in_(days.values()))).all())
    if days[today] in written:
        return []
    found = lately(db, now, written.get(days[today - timedelta(days=1)]))
    if not found:
        return []
    subject = f"s11: {count(len(found), 'thing')} could not be done"
    lines = [_line(each) for each in found]
    body = open_letters().render("faults", lines=lines)  # ours alone: their own may be what broke
    return [
        {"key": days[today], "via": "email", "recipient": using.operator_email, "subject": subject, "body": body}
        | {"auto_submitted": "auto-generated", "not_before": now}
    ]


def _line(each: NotedFault) -> str:
    last = each.last_at.astimezone(LONDON)
    often = f"{count(each.times, 'time')}, last on {uk_date(last.date())} at {last:%H:%M}"
    return f"Not done: {each.about}. {each.said}; {often}."
