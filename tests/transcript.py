"""Conversations as text files: read, played against a record, and compared line by line."""

import hashlib
import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from pathlib import Path

import sqlalchemy as sa

from config import dates
from config.partnerships import Manager, PartnershipTable
from config.questionnaire import SHIPPED, Template
from intake.audits import AgencyRow, close, excuse, extend, open_audit, read_agencies
from intake.conversation import Talk, Talker, give_file, hello, speak
from intake.conversation.pages import value_shown
from intake.conversation.pages.plain import plain
from intake.conversation.session.load import here
from intake.conversation.state import Key
from intake.ledger import Refused, Saying, attach, record, submit
from intake.returns import Given
from storage.nouns import Agency, Answer, Audit, Contact, Evidence, Message, Submission
from storage.record import Database, trail
from tests.conftest import AUDITS, audit_file
from tests.rounds import NOON, STATIONERY

DUE = date(2026, 6, 30)
HEADER = re.compile(r"(audit|agency|who|due|scale|before):\s*(.+)")
PARTNERSHIPS = {
    "east": PartnershipTable(
        key="east", name="The East", managers=[Manager(name="Jo Bloggs", email="jo@east.example")]
    ),
    "west": PartnershipTable(key="west", name="The West", at_risk="In the West, call 999 or 01632 960 001."),
}


@dataclass
class Line:
    """One thing that happens: who, what, and the lines expected in reply."""

    number: int
    who: str
    words: str
    expected: list[str] = field(default_factory=list)


@dataclass
class Transcript:
    """A file: who takes part in which audit, and what is said."""

    audit: str = "small"
    agencies: list[str] = field(default_factory=list)
    people: dict[str, tuple[str, list[str]]] = field(default_factory=dict)  # first name: whole name, agencies
    due: date = DUE
    before: list[str] = field(default_factory=list)  # "2024-round: CSC 1.1 rating 2", answers of the round before
    lines: list[Line] = field(default_factory=list)


def read(path: Path) -> Transcript:
    """`audit:`, `agency: CSC, Social Care, council[, east;west]`, `who: Ann Lee of CSC, SCH`, then what is said.

    `ann: words` speaks, `\\n` in it is a new line; `ann comes` says hello; `bot:` and indented lines are the whole
    reply, where a line `...` stands for any lines and `...` within a line for any words. `note:` is for
    readers. `later: 3 days`, `closed:`, `ann attaches: name` happen; `record:` and `told:` look at the record.
    `before: CSC 1.1 rating 2` and `before: CSC 2.3 file NAME` were said a year ago, in the questionnaire of
    `before: audit NAME` or the same.
    """
    script = Transcript()
    for number, line in enumerate(path.read_text().splitlines(), start=1):
        header = HEADER.fullmatch(line)
        if header and not script.lines:
            _header(script, *header.groups())
        elif line.startswith(" ") and script.lines:
            script.lines[-1].expected.append(line.strip())
        elif line.startswith("bot:"):
            script.lines[-1].expected.append(line.removeprefix("bot:").strip())
        elif line.strip() and not line.startswith(("note:", "#")):
            who, _, words = line.partition(":")
            script.lines.append(Line(number, who.strip(), words.strip().replace("\\n", "\n")))
    return script


def _header(script: Transcript, name: str, value: str) -> None:
    match name:
        case "audit":
            script.audit = value
        case "agency":
            script.agencies.append(value)
        case "before":
            script.before.append(value)
        case "who":
            whole, _, of = value.partition(" of ")
            script.people[whole.split()[0].casefold()] = (whole, [each.strip() for each in of.split(",")])
        case _:
            script.due = date.fromisoformat(value)


def template_of(script: Transcript) -> Template:
    own = AUDITS / f"{script.audit}.toml"
    return audit_file(own if own.exists() else SHIPPED / f"{script.audit}.toml")


@dataclass
class Play:
    """A transcript being played; the clock moves a minute with every line."""

    database: Database
    script: Transcript
    template: Template
    now: datetime = NOON
    shown: list[str] = field(default_factory=list)
    count: Iterator[int] = field(default_factory=itertools.count)
    speaking_for: dict[str, str] = field(default_factory=dict)

    @classmethod
    def opened(cls, database: Database, script: Transcript) -> "Play":
        play = cls(database, script, template_of(script))
        rows = ["abbr,name,sector,partnerships,contact_name,contact_email,slack_user,role"]
        for agency in script.agencies or ["CSC, Children's Social Care, council"]:
            abbr, name, sector, *partnerships = [each.strip() for each in agency.split(",")]
            for whole, of in script.people.values():
                if abbr in of:
                    mail = f"{whole.split()[0].lower()}@agency.example"
                    rows.append(f"{abbr},{name},{sector},{''.join(partnerships) or 'east'},{whole},{mail},,lead")
        with database.write.begin() as db:
            agencies = read_agencies("\n".join(rows).encode())
            operator = trail.Speaker("operator", "command line", NOON)
            after = play.year_before(db, agencies) if script.before else None
            dates_ = (NOON.date(), script.due)
            open_audit(db, play.template, play.template.key, dates_, agencies, {}, operator, after=after)
        return play

    def year_before(self, db: sa.orm.Session, agencies: list[AgencyRow]) -> str:
        """The round before, open again a year ago and signed."""
        was = next((each.split()[1] for each in self.script.before if each.startswith("audit ")), self.script.audit)
        template = template_of(replace(self.script, audit=was))
        ago = trail.Speaker("Old Lead", "email", NOON - timedelta(days=365))
        audit = open_audit(db, template, "before", (None, ago.at.date()), agencies, {}, ago).audit
        for number, each in enumerate(self.script.before):
            abbr, question, prompt, *words = each.split()
            if abbr == "audit":
                continue
            returned = next(one for one in audit.submissions if one.agency.abbr == abbr)
            saying = Saying(ago, f"before:{number}")
            if prompt == "file":
                attach(db, template, returned, question, entered(db, " ".join(words)), saying)
            else:
                record(db, template, returned, [Given(question, prompt, " ".join(words))], saying)
        for returned in audit.submissions:
            submit(db, returned, ago)
        return audit.key

    def audit(self, db: sa.orm.Session) -> Audit:
        return db.scalars(sa.select(Audit).where(Audit.key == self.template.key)).one()

    def submission(self, db: sa.orm.Session, abbr: str) -> Submission:
        wanted = sa.select(Submission).join(Agency).join(Audit)
        return db.scalars(wanted.where(Agency.abbr == abbr, Audit.key == self.template.key)).one()

    def happen(self, line: Line) -> list[str]:
        """What is shown, or found in the record."""
        self.now += timedelta(minutes=1)
        who, *rest = line.who.split()
        match who, rest:
            case "later", _:
                amount, unit = line.words.split()
                self.now += timedelta(**{unit.rstrip("s") + "s": int(amount)})
                return []
            case ("closed" | "excused" | "extended") as decision, of:
                return self.decided(decision, of, line.words)
            case "record", _:
                return [self.stands(line.words)]
            case "told", _:
                return self.told(line.words)
            case name, ["attaches"]:
                return self.attaches(name, line.words)
            case name, ["comes"]:
                return self.turn(name, None, "")
            case name, ["for", abbr]:
                self.speaking_for[name] = abbr
                return self.turn(name, line.words, "")
            case name, []:
                return self.turn(name, line.words, "")
        raise AssertionError(f"Line {line.number} is not understood: {line.who}")

    def decided(self, decision: str, of: list[str], words: str) -> list[str]:
        """What a manager decides meanwhile."""
        with self.database.write.begin() as db:
            if decision == "closed":
                close(db, self.audit(db), self.operator(), STATIONERY)
                return []
            submission = db.scalars(
                sa.select(Submission)
                .join(Agency)
                .join(Audit)
                .where(Agency.abbr == of[0], Audit.key == self.template.key)
            ).one()
            if decision == "excused":
                excuse(db, submission, self.operator(), words, STATIONERY)
            else:
                extend(db, submission, self.operator(), date.fromisoformat(words), STATIONERY)
        return []

    def operator(self) -> trail.Speaker:
        return trail.Speaker("operator", "command line", self.now)

    def turn(self, name: str, words: str | None, _files: str) -> list[str]:
        with self.database.write.begin() as db:
            talker = self.talker(db, name)
            saying = Saying(trail.Speaker(talker.contact.name, "terminal", self.now), f"script:{next(self.count)}")
            try:
                reply = hello(talker, saying) if words is None else speak(talker, words, saying)
            except Refused as refused:
                return [str(refused)]
        return plain(reply)

    def attaches(self, name: str, file: str) -> list[str]:
        """A file of 12,000 bytes; the same name is the same file."""
        with self.database.write.begin() as db:
            talker = self.talker(db, name)
            saying = Saying(trail.Speaker(talker.contact.name, "terminal", self.now), f"script:{next(self.count)}")
            reply = give_file(talker, entered(db, file), saying)
        return plain(reply)

    def talker(self, db: sa.orm.Session, name: str) -> Talker:
        whole, agencies = self.script.people[name.casefold()]
        contact = db.scalars(sa.select(Contact).where(Contact.name == whole)).one()
        abbr = self.speaking_for.get(name, agencies[0])
        submission = db.scalars(
            sa.select(Submission).join(Agency).join(Audit).where(Agency.abbr == abbr, Audit.key == self.template.key)
        ).one()
        return Talker(db, self.template, submission, contact, Talk(PARTNERSHIPS), today=dates.today(self.now))

    def stands(self, wanted: str) -> str:
        """What stands at `question prompt` for the first agency, and who said it."""
        question, prompt = wanted.split()[:2]
        with self.database.read() as db:
            talker = self.talker(db, next(iter(self.script.people)))
            now = here(db, self.template, talker.submission, talker.contact, PARTNERSHIPS, talker.today)
            standing = now.standing.get(Key(question, prompt))
            said = value_shown(now, Key(question, prompt)).replace("\n", " / ")
            kept = db.get_one(Answer, standing.id).kept_from if standing else ""
        told = f", kept from {kept}" if kept else ""
        return f"{said} ({standing.said_by}{told})" if standing and said else "nothing"

    def told(self, name: str) -> list[str]:
        mail = f"{name.split()[0].lower()}@agency.example"
        with self.database.read() as db:
            return list(db.scalars(sa.select(Message.subject).where(Message.recipient == mail).order_by(Message.id)))


def entered(db: sa.orm.Session, name: str) -> Evidence:
    """A file of 12,000 bytes; the same name is the same file."""
    sha256 = hashlib.sha256(name.encode()).hexdigest()
    evidence = db.scalar(sa.select(Evidence).where(Evidence.sha256 == sha256))
    if evidence is None:
        evidence = Evidence(sha256=sha256, name=name, size=12_000, media_type="application/pdf")
        db.add(evidence)
        db.flush()
    return evidence


def fits(expected: list[str], shown: list[str]) -> bool:
    """Whether the lines are those expected, where `...` stands for any lines."""
    if not expected or expected == [""]:
        return not any(shown)
    if expected[0] == "...":
        return any(fits(expected[1:], shown[start:]) for start in range(len(shown) + 1))
    if not shown:
        return False
    pattern = ".*".join(re.escape(part) for part in expected[0].split("..."))
    return bool(re.fullmatch(pattern, shown[0].strip())) and fits(expected[1:], shown[1:])
