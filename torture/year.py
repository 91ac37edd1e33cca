"""A year of an audit with 200 agencies in accelerated time: every nudge that would leave, and why.

Ten agencies tell the story; the others answer on days drawn from the seed. The clock looks every quarter of an hour,
stands still for three days twice, and each nudge it finds is noted as sent at once.
"""

import random
import sys
import tempfile
from collections import Counter
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from config import dates
from config.dates import LONDON
from config.letters import open_letters
from config.partnerships import Holiday, PartnershipTable
from config.questionnaire import SHIPPED, NudgePlan, load_template
from intake import audits as decisions
from intake.audits import AgencyRow, open_audit
from intake.audits.agencies_csv import ContactRow
from intake.ledger import submit
from intake.notices import Stationery
from reports.nudges import FROM, Chase, due_now
from reports.nudges.due import DueNudge, key_of
from reports.nudges.slots import TO
from storage.nouns import Audit, Message, Submission
from storage.record import open_database
from storage.record.trail import Speaker

OPENS, DUE = date(2027, 2, 8), date(2027, 5, 14)
INVITED = datetime(2027, 2, 9, 10, tzinfo=LONDON)
SCHOOL = [
    Holiday(first=date(2027, 2, 15), last=date(2027, 2, 19)),
    Holiday(first=date(2027, 3, 26), last=date(2027, 4, 9)),
]
KNOWN = {
    "anytown": PartnershipTable(key="anytown", name="Anytown", school_holidays=SCHOOL),
    "glen": PartnershipTable(key="glen", name="Glen", nation="scotland"),
}
LETTERS = Stationery(open_letters(), KNOWN, "audit@example.org")
TELLING = {
    "MIDWAY": "sends its return on 17 March",
    "AWAY": "away until Monday 22 March",
    "BOUNCED": "its letters come back from 16 February",
    "EXTENDED": "has until 11 June",
    "EXCUSED": "excused on 1 March",
    "SCHOOL": "a school: half term, Easter",
    "SCOTLAND": "keeps Scotland's holidays",
    "SILENT": "never answers",
    "REPLIES": "answers by replying to the first nudge",
    "HANDED": "a deputy takes over on 1 April",
}
STANDSTILL = ((datetime(2027, 3, 29, tzinfo=LONDON), 3), (datetime(2027, 5, 10, tzinfo=LONDON), 3))
STEP = timedelta(minutes=30)


class Sent(NamedTuple):
    """One nudge that left."""

    at: datetime
    abbr: str
    email: str
    role: str
    stage: int
    was_submitted: bool


def agencies() -> list[AgencyRow]:
    """The ten, and 190 more."""
    named = [*TELLING, *(f"A{number:03}" for number in range(200 - len(TELLING)))]
    rows = []
    for abbr in named:
        people = [ContactRow(f"Lead of {abbr}", f"lead@{abbr.lower()}.example.org", None, "lead")]
        if abbr in ("SILENT", "HANDED"):
            people.append(ContactRow(f"Deputy of {abbr}", f"deputy@{abbr.lower()}.example.org", None, "deputy"))
        if abbr == "SILENT":
            people.append(ContactRow("Senior lead", "head@silent.example.org", None, "senior lead"))
        sector = "school" if abbr == "SCHOOL" else "council"
        where = "glen" if abbr == "SCOTLAND" else "anytown"
        rows.append(AgencyRow(abbr, abbr.title(), sector, (where,), tuple(people)))
    return rows


def play(seed: int) -> list[Sent]:
    chance = random.Random(seed)
    template = load_template((SHIPPED / "south-glos-2019.toml").read_bytes(), "south-glos-2019")
    with tempfile.TemporaryDirectory() as home, open_database(f"sqlite:///{Path(home) / 's11.db'}") as record:
        record.migrate()
        with record.write.begin() as db:
            opened = open_audit(db, template, "year", (OPENS, DUE), agencies(), {}, _by(OPENS))
            key = opened.audit.key
        sent: list[Sent] = []
        answering = {f"A{n:03}": _morning(OPENS + timedelta(days=chance.randint(2, 110))) for n in range(190)}
        now, end = datetime(2027, 1, 25, tzinfo=LONDON), datetime(2027, 6, 30, tzinfo=LONDON)
        while now < end:
            now = _awake(now + STEP)
            if not (FROM <= now.time() <= TO or now.hour % 6 == now.minute == 0):  # by day, and through the night
                continue
            with record.write.begin() as db:
                audit = db.query(Audit).filter_by(key=key).one()
                wanted = select(Submission).where(Submission.audit == audit).options(joinedload(Submission.agency))
                _happen(db, {each.agency.abbr: each for each in db.scalars(wanted)}, now, answering, sent)
                for due in due_now(db, audit, Chase(NudgePlan(), KNOWN, now)):
                    if due.stage.window.is_open(now):
                        sent.append(_note(db, due, now))
        return sent


def _happen(
    db: Session,
    returns: dict[str, Submission],
    now: datetime,
    answering: dict[str, datetime],
    sent: list[Sent],
) -> None:
    """What the agencies do at this moment."""
    by = Speaker("Jo Park", "test", now)
    if now == _first(INVITED):
        for each in returns.values():
            each.invited_at = now
    for abbr, at in answering.items():
        if _first(at) == now:
            submit(db, returns[abbr], by)
    if now == _first(_morning(date(2027, 3, 17))):
        submit(db, returns["MIDWAY"], by)
    if now == _first(_morning(date(2027, 2, 16))):
        returns["BOUNCED"].agency.contacts[0].bounced_at = now
    if now == _first(_morning(date(2027, 2, 10))):
        returns["AWAY"].agency.contacts[0].away_until = date(2027, 3, 22)
        decisions.extend(db, returns["EXTENDED"], by, date(2027, 6, 11), LETTERS)
    if now == _first(_morning(date(2027, 3, 1))):
        decisions.excuse(db, returns["EXCUSED"], by, "It closed.", LETTERS)
    if now == _first(_morning(date(2027, 4, 1))):
        lead = next(each for each in returns["HANDED"].agency.contacts if each.role == "lead")
        lead.left_on = dates.today(now)
    _reply(db, returns, now, sent, by)


def _reply(db: Session, returns: dict[str, Submission], now: datetime, sent: list[Sent], by: Speaker) -> None:
    replied = [each.at for each in sent if each.abbr == "REPLIES" and each.stage == 1]
    if replied and now >= replied[0] + timedelta(hours=4) and returns["REPLIES"].submitted_at is None:
        submit(db, returns["REPLIES"], by)


def _note(db: Session, due: DueNudge, now: datetime) -> Sent:
    message = Message(
        key=key_of(due.submission, due.contact, due.stage.number),
        via="email",
        recipient=due.contact.email,
        subject="",
        body="",
        submission_id=due.submission.id,
        not_before=due.stage.window.not_before,
        not_after=due.stage.window.not_after,
        sent_at=now,
    )
    db.add(message)
    submitted = due.submission.submitted_at is not None
    return Sent(now, due.submission.agency.abbr, due.contact.email, due.contact.role, due.stage.number, submitted)


def _awake(now: datetime) -> datetime:
    for start, days in STANDSTILL:
        if start <= now < start + timedelta(days=days):
            return start + timedelta(days=days)
    return now


def _first(at: datetime) -> datetime:
    """The first look of the clock at or after a moment."""
    return _awake(at)


def _morning(day: date) -> datetime:
    return datetime.combine(day, time(9, 30), LONDON)


def _by(day: date) -> Speaker:
    return Speaker("Jo Park", "test", _morning(day))


def wrong(sent: list[Sent]) -> list[str]:
    """Every nudge that broke a rule."""
    faults, seen = [], set()
    reminders: Counter[str] = Counter()
    for each in sent:
        local = each.at.astimezone(LONDON)
        who = f"{each.abbr} {each.email} stage {each.stage} at {local:%a %d %b %H:%M}"
        if not (local.weekday() in (1, 2, 3) and FROM <= local.time() <= TO):
            faults.append(f"wrong time: {who}")
        if (each.email, each.stage) in seen:
            faults.append(f"twice: {who}")
        if each.was_submitted:
            faults.append(f"after submission: {who}")
        seen.add((each.email, each.stage))
        reminders[each.email] += each.stage > 0
    return faults + [f"more than three: {email}" for email, count in reminders.items() if count > 3]


def reason(stage: int) -> str:
    """Why the plan has this step."""
    plan = NudgePlan()
    if stage == 0:
        return f"{plan.pre_notice_days} days before it opens"
    step = plan.reminders[stage - 1]
    if step.working_days_before_due is not None:
        return f"working days before the last day: {step.working_days_before_due}"
    return "half of the time is over" if step.midpoint else f"{step.days_after_opening} days after it was asked"


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def main() -> None:
    seed = int(sys.argv[1]) if len(sys.argv) > 1 else 11
    sent = play(seed)
    for abbr, story in TELLING.items():
        say(f"\n{abbr}: {story}")
        for each in sent:
            if each.abbr == abbr:
                step = "notice" if each.stage == 0 else f"reminder {each.stage}"
                say(
                    f"  {each.at.astimezone(LONDON):%a %d %b %Y %H:%M}  {step:<11} {each.role:<12} {reason(each.stage)}"
                )
    faults = wrong(sent)
    say(f"\n{len(sent)} nudges to 200 agencies; broken rules: {len(faults)}")
    say("\n".join(faults[:20]))
    sys.exit(bool(faults))


if __name__ == "__main__":
    main()
