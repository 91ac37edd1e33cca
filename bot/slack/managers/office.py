"""What a business manager decides in Slack: who may, and each decision as the commands take it. Once, however often."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.slack.api import JSON, VIA
from bot.slack.managers import contacts as people
from bot.slack.managers.pleas import AskedPlea, asked_of, reply
from config import dates
from config.branches import Circle
from config.partnerships import Manager, PartnershipTable, at_risk
from intake import audits
from intake.conversation import Desk
from intake.ledger import Refused
from intake.mail.inward import Bench, rule
from intake.mail.outward import Asker, Deciding, Keep, ask_newcomer
from intake.notices import writer_of
from intake.roles import Capacity, Door, may
from nlp.danger import tells_of_danger
from reports.nudges import Chaser
from storage.nouns import Call, Message, Plea, Submission
from storage.record import trail

TWICE = timedelta(minutes=10)  # the same call noted again within this is one call
SAID = "said"  # the box of a form that asks for one thing
NOT_YOURS = "You are not named as a manager of this agency's partnership, so nothing was recorded."
HOW_NAMED = "Whoever runs s11 can name you in partnerships.toml."


class Barred(Refused):
    """Not for this person, or not any more: no other word or day would do."""


class Decides(StrEnum):
    """What a manager may decide about a return, and about who speaks for its agency."""

    EXCUSE = "excuse"
    AGAIN = "again"
    SIGN = "sign"
    EXTEND = "extend"
    PAUSE = "pause"
    CALL = "call"
    CONTACT = "contact"
    PLEA = "plea"

    @property
    def deed(self) -> str:
        """What the table of roles calls it."""
        return _DEEDS.get(self, "")


LOOK = "see an agency"
_DEEDS = {
    Decides.EXCUSE: "excuse",
    Decides.AGAIN: "excuse",
    Decides.SIGN: "sign off",
    Decides.EXTEND: "extend",
    Decides.PAUSE: "pause",
    Decides.CALL: "note a call",
    Decides.CONTACT: "name people",
    Decides.PLEA: "decide a wish",
}


class AgencyPage(NamedTuple):
    """Which agencies of which audit a manager's home shows: from `first` on."""

    partnership: str = ""
    audit: int = 0
    first: int = 0

    def packed(self) -> JSON:
        return {"k": self.partnership, "a": self.audit, "n": self.first}

    @classmethod
    def read(cls, value: JSON) -> "AgencyPage":
        """The beginning for what is not ours."""
        key, audit, first = value.get("k"), value.get("a"), value.get("n")
        if not isinstance(key, str) or not isinstance(audit, int) or not isinstance(first, int):
            return cls()
        return cls(key, audit, max(first, 0))


START = AgencyPage()


class Decision(NamedTuple):
    """A decision on its way: about which return, and the page of the home it was begun on."""

    what: Decides
    submission: int
    page: AgencyPage = START
    plea: int = 0  # what an agency asked, where that is decided

    def packed(self) -> JSON:
        made: JSON = {"d": self.what.value, "s": self.submission, "h": self.page.packed()}
        return made | ({"p": self.plea} if self.plea else {})

    @classmethod
    def read(cls, value: JSON) -> "Decision | None":
        """None for what is not ours."""
        what, submission, page = value.get("d"), value.get("s"), value.get("h")
        if what not in list(Decides) or not isinstance(submission, int) or isinstance(submission, bool):
            return None
        plea = value.get("p")
        number = plea if isinstance(plea, int) and not isinstance(plea, bool) else 0
        return cls(Decides(what), submission, AgencyPage.read(page if isinstance(page, dict) else {}), number)


class DecisionOutcome(NamedTuple):
    """What came of a decision: whether it is news, and how many of the agency hear of it."""

    is_news: bool
    hears: int


class _Case(NamedTuple):
    """One return, open for a decision."""

    db: Session
    submission: Submission
    speaker: trail.Speaker


@dataclass(frozen=True)
class Office:
    """Asks at every press who is a manager: `chaser` reads partnerships.toml as it stands at that moment.

    `keep` puts the files of an invitation into the evidence store.
    """

    desk: Desk
    chaser: Callable[[], Chaser]
    keep: Keep  # where the files of an invitation go

    @property
    def tables(self) -> Mapping[str, PartnershipTable]:
        """The partnerships whose workspace this is: a manager of any other is a stranger here."""
        named = self.chaser().stationery.partnerships
        return {key: table for key, table in named.items() if self.desk.circle.serves(key)}

    @property
    def mailboxes(self) -> Circle:
        """Who has a mailbox of their own, so that what came to it is theirs alone to see."""
        return self.chaser().stationery.circle

    def managed(self, user: str) -> Iterator[PartnershipTable]:
        """The partnerships this person manages."""
        return (each for each in self.tables.values() if _manager(each, user))

    def at_risk(self, user: str, said: Iterable[str]) -> tuple[str, ...]:
        """Whom to call, where any of these words of a manager may be of a child in danger; nothing else."""
        return at_risk(self.managed(user)) if any(tells_of_danger(each) for each in said) else ()

    def manager(self, user: str, deed: str = "see an audit") -> Manager:
        """Who this manager is, who may do this here; raises Barred for anybody else."""
        found = next((named for each in self.tables.values() if (named := _manager(each, user))), None)
        if found is None or not may(Capacity.MANAGER, deed, Door.SLACK):
            raise Barred(f"You are not named as a manager here. {HOW_NAMED}")
        return found

    def table(self, user: str, key: str) -> PartnershipTable:
        """One of them; raises Barred for any other."""
        found = next((each for each in self.managed(user) if each.key == key), None)
        if found is None or not may(Capacity.MANAGER, "see an audit", Door.SLACK):
            raise Barred(f"You are not named as a manager of this partnership. {HOW_NAMED}")
        return found

    def case(self, db: Session, user: str, submission: int, deed: str = LOOK) -> tuple[Submission, Manager]:
        """A return and its manager, who may do this here; raises Barred for anybody else."""
        found, tables = db.get(Submission, submission), self.tables
        own = [tables[each.key] for each in found.partnerships if each.key in tables] if found else []
        manager = next((named for table in own if (named := _manager(table, user))), None)
        is_allowed = manager is not None and may(Capacity.MANAGER, deed, Door.SLACK)
        if found is None or manager is None or not is_allowed:  # a stranger is not told whether there is such a return
            raise Barred(f"{NOT_YOURS} {HOW_NAMED}")
        return found, manager

    def decide(self, user: str, decision: Decision, said: Mapping[str, str]) -> DecisionOutcome:
        """Take a decision in the manager's name, as its form says; raises Refused, and then nothing is recorded."""
        with self.desk.database.write.begin() as db:
            submission, manager = self.case(db, user, decision.submission, decision.what.deed)
            trail.hold_returns(
                db, {submission, *audits.open_returns(db, [submission.agency])}
            )  # a contact is of all of them
            still_open(submission, decision.what)
            case = _Case(db, submission, trail.Speaker(manager.name, VIA, self.desk.now()))
            before, is_news = _newest_message(db), True
            if decision.what is Decides.PLEA:
                self._rule(case, manager, decision, said)
            elif is_news := not _is_done(case, decision.what, said):
                self._carry_out(case, decision.what, said)
            hears = select(func.count(Message.id)).where(Message.id > before, Message.submission_id == submission.id)
            return DecisionOutcome(is_news, db.scalar(hears) or 0)

    def _carry_out(self, case: _Case, what: Decides, form: Mapping[str, str]) -> None:
        said, stationery = form.get(SAID, ""), self.chaser().stationery
        match what:
            case Decides.EXCUSE:
                audits.excuse(*case, said, stationery)
            case Decides.AGAIN:
                audits.ask_again(*case, stationery)
            case Decides.SIGN:
                audits.sign_off(*case, said, stationery)
            case Decides.EXTEND:
                audits.extend(*case, read_day(said), stationery)
            case Decides.PAUSE:
                audits.pause(*case, read_day(said), stationery)
            case Decides.CALL:
                audits.note_call(*case, said)
            case Decides.CONTACT:
                self._change_people(case, form)

    def asked(self, db: Session, submission: Submission, number: int) -> AskedPlea:
        """What the agency asked, as it waits; raises Barred where it is decided, or is not of this return."""
        plea = db.get(Plea, number)
        if plea is None or plea.submission_id != submission.id:
            raise Barred("That is no longer there. Look at your Home again.")
        if plea.decided_at is not None:
            raise Barred(f"{plea.decided_by} decided this before. {plea.outcome}")
        return asked_of(plea, submission, writer_of(db, plea), self.chaser().stationery)

    def _rule(self, case: _Case, manager: Manager, decision: Decision, form: Mapping[str, str]) -> None:
        """As a reply to our letter about it would; a form that Slack delivers again changes nothing."""
        db, submission, speaker = case
        plea = db.get(Plea, decision.plea)
        if plea is not None and plea.decided_at is not None and plea.decided_by == speaker.name:
            return
        plea = self.asked(db, submission, decision.plea).plea
        deciding = Deciding(self.chaser().stationery, self.keep, speaker)
        rule(db, Bench(plea, submission, writer_of(db, plea), manager, deciding), reply(plea, form))

    def _change_people(self, case: _Case, said: Mapping[str, str]) -> None:
        """Whoever is named after the others were asked is asked now, by the same letter."""
        db, submission, speaker = case
        chaser, today = self.chaser(), dates.today(speaker.at)

        def asker(each: Submission) -> Asker:
            return Asker(self.desk.template_of(each), chaser.stationery, self.keep, speaker, chaser.stationery.ways)

        deciding = Deciding(chaser.stationery, self.keep, speaker)
        if contact := people.change(db, submission.agency, deciding, said):
            ask_newcomer(db, contact, asker, today)


def _newest_message(db: Session) -> int:
    return db.scalar(select(func.max(Message.id))) or 0


def still_open(submission: Submission, what: Decides) -> None:
    """Raises Barred where nothing is left to decide; calls and people may be noted after a return has come."""
    if submission.audit.closed_at is not None:
        raise Barred(f"The audit {submission.audit.key} is closed. Nothing in it can be changed.")
    if submission.submitted_at is not None and what not in (Decides.CALL, Decides.CONTACT, Decides.PLEA):
        raise Barred(f"{submission.agency.abbr} has submitted since. Nothing was changed.")


def _manager(table: PartnershipTable, user: str) -> Manager | None:
    return next((each for each in table.managers if each.slack_user and each.slack_user == user), None)


def _is_done(case: _Case, what: Decides, form: Mapping[str, str]) -> bool:
    """Whether this very decision stands: Slack delivers again what it thinks was lost."""
    db, submission, speaker = case
    said = form.get(SAID, "")
    match what:
        case Decides.EXCUSE:
            return submission.excused_at is not None and submission.excused_because == said.strip()
        case Decides.AGAIN:
            return submission.excused_at is None
        case Decides.SIGN | Decides.PLEA:
            return False  # what is signed, or ruled on, is not open for a decision any more
        case Decides.EXTEND:
            return submission.extended_to == read_day(said)
        case Decides.PAUSE:
            return submission.paused_until == read_day(said)
        case Decides.CALL:
            same = (Call.submission_id == submission.id, Call.said_by == speaker.name, Call.words == said.strip())
            return db.scalar(select(Call.id).where(*same, Call.at > speaker.at - TWICE).limit(1)) is not None
        case Decides.CONTACT:
            return people.stands(db, submission.agency, form, dates.today(speaker.at))


def read_day(said: str) -> date:
    """The day of a date picker; raises Refused where none was picked."""
    try:
        return date.fromisoformat(said)
    except ValueError:
        raise Refused("Choose a day.") from None
