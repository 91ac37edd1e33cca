"""Where Slack meets the record: whose press or words these are, and what one turn of theirs comes to."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.slack.api import JSON, VIA, Came, Card
from bot.slack.views import CardDrawing, which_card
from config import dates
from config.questionnaire import Question, Template, load_template
from intake.conversation import (
    Talk,
    Talker,
    last_spoken_for,
    last_turn,
    place_of,
    refuse_stranger,
    returns_of_contact,
    which,
)
from intake.conversation.pages import Reply
from intake.conversation.state import Place
from intake.ledger import Refused, Saying
from storage.nouns import Contact, Shown, Submission, Turn
from storage.record import Database, trail


@dataclass(frozen=True)
class TurnOutcome:
    """What a turn comes to in Slack. `reply` is None where this source was heard before, or nothing is to be said."""

    submission: int = 0
    contact: int = 0
    reply: Reply | None = None
    cards: tuple[Card, ...] = ()
    answered: Card | None = None  # what the message that was pressed becomes
    about: str = ""  # the question whose message is to be drawn anew once the reply is out
    is_open: bool = False  # whether the form of that question is open
    view: JSON | None = None  # a form to show in place of the next message
    copy: tuple[str, bytes] | None = None  # a file to hand over: name, bytes


class Choose(Exception):
    """The person serves several agencies and must say for which they speak."""

    def __init__(self, card: Card) -> None:
        super().__init__(card.text)
        self.card = card


@dataclass(frozen=True)
class Desk:
    """Finds people and returns in the record; one transaction a turn."""

    database: Database
    talk: Talk
    now: Callable[[], datetime]
    templates: dict[int, Template] = field(default_factory=dict)  # by audit: they never change once it is open

    @contextmanager
    def turn(self, came: Came, submission: int | None = None, thread: str = "") -> Iterator["Speaking"]:
        """One person's turn for one return. Raises Refused for a stranger, Choose where the return is not clear."""
        with self.database.write.begin() as db:
            contact = self.contact(db, came.user)
            shown = self.shown_in(db, came.channel, thread) if thread and submission is None else None
            found = self._submission(db, contact, shown.submission_id if shown else submission)
            trail.hold(db, found.audit)  # before anything is looked up: the second of two sees what the first did
            db.refresh(found)
            refuse_stranger(found, contact, dates.today(self.now()))
            talker = self.talker(db, found, contact)
            saying = Saying(trail.Speaker(contact.name, VIA, self.now()), came.source)
            yield Speaking(talker, saying, Place.read(shown.place) if shown else None)

    @contextmanager
    def looking(self, came: Came, submission: int) -> Iterator[Talker]:
        """A return to look at, for one who may."""
        with self.database.read() as db:
            contact = self.contact(db, came.user)
            found = self._submission(db, contact, submission)
            refuse_stranger(found, contact, dates.today(self.now()))
            yield self.talker(db, found, contact)

    def talker(self, db: Session, submission: Submission, contact: Contact) -> Talker:
        return Talker(db, self.template_of(submission), submission, contact, self.talk, today=dates.today(self.now()))

    def contact(self, db: Session, user: str) -> Contact:
        """The contact with this Slack account; raises Refused where there is none, or they have left."""
        contact = db.scalar(select(Contact).where(Contact.slack_user == user))
        if contact is None or contact.has_left(dates.today(self.now())):
            told = "Your Slack account is not named for an agency here, so nothing was recorded."
            raise Refused(f"{told} Ask your partnership to add it. Your member ID is {user}.")
        return contact

    def returns(self, db: Session, contact: Contact) -> list[Submission]:
        return returns_of_contact(db, contact)

    def template_of(self, submission: Submission) -> Template:
        audit = submission.audit
        if audit.id not in self.templates:
            self.templates[audit.id] = load_template(audit.template, f"the questionnaire of {audit.key}")
        return self.templates[audit.id]

    def shown_in(self, db: Session, channel: str, thread: str) -> Shown | None:
        """What was last shown in a thread, or in the message that began it."""
        wanted = select(Shown).where(Shown.channel == channel, Shown.thread == thread)
        return db.scalar(wanted.order_by(Shown.id.desc()).limit(1))

    def note_shown(self, outcome: TurnOutcome, channel: str, ts: str, thread: str) -> None:
        """Remember which place a message of ours asked for, so that words in its thread find it."""
        if outcome.reply is None or not ts:
            return
        with self.database.write.begin() as db:
            known = select(Shown.id).where(Shown.channel == channel, Shown.ts == ts)
            if db.scalar(known) is None:
                ours = {"submission_id": outcome.submission, "contact_id": outcome.contact}
                db.add(Shown(channel=channel, ts=ts, thread=thread or ts, place=str(outcome.reply.place), **ours))

    def which(self, returns: Sequence[Submission]) -> Choose:
        return Choose(which_card(which(returns), [each.id for each in returns]))

    def _submission(self, db: Session, contact: Contact, wanted: int | None) -> Submission:
        if wanted is not None:
            found = db.get(Submission, wanted)
            if found is None:
                raise Refused("That return is no longer in the record. Type status to see yours.")
            return found
        returns = self.returns(db, contact)
        last = last_spoken_for(db, contact)
        known = next((each for each in returns if each.id == last), None)
        if known is not None or len(returns) == 1:
            return known or returns[0]
        if returns:
            raise self.which(returns)
        closed = db.get(Submission, last) if last is not None else None
        if closed is None:
            raise Refused("No audit is open for you now. You will hear from us here when one opens.")
        return closed


@dataclass(frozen=True)
class Speaking:
    """A turn under way; `about` is the place that the thread it was said in asked for."""

    talker: Talker
    saying: Saying
    about: Place | None = None

    @property
    def was_heard(self) -> bool:
        talker = self.talker
        same = select(Turn.id).where(Turn.submission_id == talker.submission.id, Turn.source == self.saying.source)
        return talker.db.scalar(same) is not None

    @property
    def last(self) -> Turn | None:
        return last_turn(self.talker.db, self.talker.submission, self.talker.contact)

    @property
    def place(self) -> Place | None:
        """Where the person was before this turn."""
        turn = self.last
        return place_of(turn) if turn else None

    def is_asked(self, place: Place) -> bool:
        """Whether our newest message to this person asks for this place already."""
        mine = (Shown.submission_id == self.talker.submission.id, Shown.contact_id == self.talker.contact.id)
        newest = self.talker.db.scalar(select(Shown.place).where(*mine).order_by(Shown.id.desc()).limit(1))
        shown = Place.read(newest or "")
        return newest is not None and (shown.asks, shown.key) == (place.asks, place.key)

    @property
    def drawing(self) -> CardDrawing:
        submission = self.talker.submission
        is_open = submission.audit.closed_at is None
        return CardDrawing(submission.id, may_fill=is_open and submission.submitted_at is None)

    def question(self, ref: str) -> Question | None:
        return self.talker.template.by_ref.get(ref)

    def came_to(self, reply: Reply | None, **more: object) -> TurnOutcome:
        cards = tuple(self.drawing.reply(reply)) if reply else ()
        return TurnOutcome(self.talker.submission.id, self.talker.contact.id, reply, cards, **more)  # type: ignore[arg-type]
