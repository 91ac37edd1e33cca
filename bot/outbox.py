"""The outbox: claim a message with one UPDATE, send it, note what became of it. At least once, and no two at a time."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, true, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from bot.channels import Channel, DeliveryError
from config.branches import WHOLE, Circle
from config.faults import wait_after
from config.ways import EMAIL, WAYS, Way
from storage.evidence import Damaged, Missing, Unavailable
from storage.nouns import Contact, Message, Partnership, still_holds, submission_partnerships
from storage.record import Database, call_off_left, mark_bounced, trail, what_broke

LEASE = timedelta(minutes=10)  # longer than any send may take
FIRST_WAIT, LONGEST_WAIT = 30.0, 7200.0  # seconds between tries
SHORTEST_WAIT = 5.0  # where the channel was down, which is nothing that this message did
MOST_ATTEMPTS = 36  # about two days


class Delivered(StrEnum):
    """What a try came to."""

    SENT = "sent"
    LATER = "later"
    FAILED = "failed"
    DOWN = "down"


@dataclass(frozen=True)
class OutboxPace:
    """At most so many messages in so long, counted in the record so that a restart does not forget."""

    messages: int
    per: timedelta


@dataclass(frozen=True)
class Outbox:
    """One channel's way out of the record. Each channel has its own, so none waits for another."""

    database: Database
    channel: Channel
    now: Callable[[], datetime]
    chance: random.Random
    pace: OutboxPace | None = None
    tell: Callable[[Session, Contact, Way, datetime], None] | None = None  # managers, that a way of a contact is shut
    circle: Circle = WHOLE  # whose messages leave by it
    unnoted: dict[int, datetime] = field(default_factory=dict)  # sent, and the record not told yet, for it was away

    def deliver_one(self) -> Delivered | None:
        """Send the oldest message that may leave now; None when none may."""
        self._note_sent()
        message = self._claim()
        if message is None:
            return None
        try:
            self._send(message)
        except DeliveryError as error:
            return self._note_failure(message.id, error)
        self.unnoted[message.id] = self.now()
        self._note_sent()
        return Delivered.SENT

    def _send(self, message: Message) -> None:
        """Hand it to its channel; whatever breaks on the way is the fault of this message, and costs no other."""
        try:
            self.channel.deliver(message)
        except (DeliveryError, SQLAlchemyError):
            raise  # a record that is away is no message's fault
        except (Missing, Damaged) as lost:
            raise DeliveryError(str(lost), permanent=True) from None
        except Unavailable as away:
            raise DeliveryError(str(away)) from None  # letters without files may go meanwhile
        except Exception as error:  # whatever it is, the next message is not to wait for it
            is_passing = isinstance(error, OSError)
            raise DeliveryError(f"It broke on the way out: {what_broke(error)}.", permanent=not is_passing) from error

    def _note_sent(self) -> None:
        """Tell the record what has left. Where it is away the next try tells it, and nothing leaves twice meanwhile."""
        for number, at in list(self.unnoted.items()):
            with self.database.write.begin() as db:
                done = {"sent_at": at, "claimed_until": None, "last_error": ""}
                db.execute(update(Message).where(Message.id == number).values(done))
            del self.unnoted[number]

    def deliver_due(self, stopped: Callable[[], bool] = lambda: False) -> dict[Delivered, int]:
        """Send all that may leave now and count what became of them; a channel that is down ends the round."""
        counts: dict[Delivered, int] = {}
        while not stopped() and (came_to := self.deliver_one()) is not None:
            counts[came_to] = counts.get(came_to, 0) + 1
            if came_to is Delivered.DOWN:
                break
        return counts

    def may_leave_at(self) -> datetime | None:
        """When the pace allows the next message; None for now."""
        if self.pace is None:
            return None
        with self.database.read() as db:
            return self._paced_until(db, self.now())

    def _paced_until(self, db: Session, now: datetime) -> datetime | None:
        if self.pace is None:
            return None
        recent = (
            select(Message.sent_at)
            .where(self._ours(), still_holds(Message.sent_at, now - self.pace.per, self.pace.per))
            .order_by(Message.sent_at.desc())
        )
        oldest = db.scalar(recent.offset(self.pace.messages - 1).limit(1))
        return oldest + self.pace.per if oldest else None

    def _ours(self) -> ColumnElement[bool]:
        return and_(Message.via == self.channel.via, sent_for(self.circle))

    def _claim(self) -> Message | None:
        now = self.now()
        with self.database.read() as db:  # a look costs no write lock
            if self._paced_until(db, now) or db.scalar(_due(self._ours(), now)) is None:
                return None
        with self.database.write.begin() as db:
            _cancel_late(db, self.channel.via, now)
            call_off_left(db, now)
            due = _due(self._ours(), now).with_for_update(skip_locked=True).scalar_subquery()
            mine = (
                update(Message)
                .where(Message.id == due, _is_free(now))
                .values(claimed_until=now + LEASE, attempts=Message.attempts + 1)
                .returning(Message)
                .execution_options(synchronize_session=False)
            )
            message = db.scalar(mine)
            if message is not None:
                db.expunge(message)
        return message

    def _note_failure(self, message_id: int, error: DeliveryError) -> Delivered:
        now = self.now()
        with self.database.write.begin() as db:
            message = db.get_one(Message, message_id)
            message.claimed_until, message.last_error = None, str(error)[:500]
            by = next((each for each in WAYS if each.name == message.via), EMAIL)
            contact = _reader(db, message, by) if error.elsewhere else None
            if contact is not None and not by.is_letter:
                db.add(_by_letter(message, contact))
            if error.permanent or message.attempts >= MOST_ATTEMPTS or (contact is not None and not by.is_letter):
                message.failed_at = now
                if contact is not None and error.unreachable:
                    self._shut(db, contact, by, now)
                return Delivered.FAILED
            first = SHORTEST_WAIT if error.down else FIRST_WAIT
            message.next_try_at = now + back_off(message.attempts, self.chance, first)
        return Delivered.DOWN if error.down else Delivered.LATER

    def _shut(self, db: Session, contact: Contact, by: Way, now: datetime) -> None:
        was_open = not contact.is_shut(by)
        mark_bounced(db, contact, now, by)
        if was_open and self.tell is not None and not by.is_letter:
            self.tell(db, contact, by, now)


def _reader(db: Session, message: Message, by: Way) -> Contact | None:
    """The contact a message is for; None for a manager or a channel."""
    if message.contact_id is not None:
        return db.get_one(Contact, message.contact_id)
    return None if by.is_letter else db.scalar(select(Contact).where(getattr(Contact, by.field) == message.recipient))


def _by_letter(message: Message, contact: Contact) -> Message:
    """The same words as a letter: what somebody was to be told is told, whichever way is shut."""
    return Message(
        key=f"by-letter:{message.key}",
        via=EMAIL.name,
        recipient=contact.email,
        subject=message.subject,
        body=message.body,
        submission_id=message.submission_id,
        partnership=message.partnership,
        contact_id=contact.id,
        not_after=message.not_after,
    )


def back_off(attempts: int, chance: random.Random, first: float = FIRST_WAIT) -> timedelta:
    """How long a message waits after this many failed tries."""
    return timedelta(seconds=wait_after(attempts, first, LONGEST_WAIT, chance))


def retry(message: Message) -> None:
    """Take a message up again as if it had never been tried; its key, and so its Message-ID, stays."""
    message.failed_at = message.cancelled_at = message.next_try_at = message.claimed_until = None
    message.attempts = 0


def given_up() -> ColumnElement[bool]:
    """Messages that could not leave and that nobody has set aside."""
    return and_(Message.failed_at.is_not(None), Message.sent_at.is_(None), Message.cancelled_at.is_(None))


def set_aside(db: Session, message: Message, speaker: trail.Speaker, because: str) -> None:
    """A message that was given up is not to leave any more; it stays in the record with who said so, and why."""
    whose = trail.held_return(db, message.submission_id) if message.submission_id is not None else None
    if whose is not None:
        facts = {"message": message.key, "because": because}
        trail.note(db, whose, speaker, "message set aside", whose.agency.abbr, facts)
    message.cancelled_at = speaker.at
    message.last_error = f"Set aside by {speaker.name}: {because} Before that: {message.last_error}"[:500]


def waiting() -> ColumnElement[bool]:
    """Messages that are neither sent, given up nor cancelled."""
    return and_(Message.sent_at.is_(None), Message.failed_at.is_(None), Message.cancelled_at.is_(None))


def dead_letters(db: Session) -> int:
    return db.scalar(select(func.count()).select_from(Message).where(given_up())) or 0


def _is_free(now: datetime) -> ColumnElement[bool]:
    return and_(waiting(), or_(Message.claimed_until.is_(None), ~still_holds(Message.claimed_until, now, LEASE)))


def _due(ours: ColumnElement[bool], now: datetime) -> Select[int]:
    return (
        select(Message.id)
        .where(
            ours,
            _is_free(now),
            or_(Message.not_before.is_(None), Message.not_before <= now),
            or_(Message.next_try_at.is_(None), ~still_holds(Message.next_try_at, now, timedelta(seconds=LONGEST_WAIT))),
        )
        .order_by(Message.id)
        .limit(1)
    )


def sent_for(circle: Circle) -> ColumnElement[bool]:
    """Whether a message leaves in the name of this branch: as it says, or of the first partnership of its return."""
    if circle.is_whole:
        return true()
    keys = select(func.min(Partnership.key)).join(submission_partnerships)
    first = keys.where(submission_partnerships.c.submissions_id == Message.submission_id).scalar_subquery()
    owner = func.coalesce(func.nullif(Message.partnership, ""), first, "")
    return owner == circle.key if circle.key else owner.not_in(circle.apart)


def _cancel_late(db: Session, via: str, now: datetime) -> None:
    """What was to be said by a moment now past is not said at all."""
    late = and_(Message.via == via, _is_free(now), Message.not_after < now)
    db.execute(
        update(Message).where(late).values(cancelled_at=now, last_error="Its time had passed before it could go.")
    )
