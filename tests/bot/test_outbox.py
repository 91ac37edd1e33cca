"""Messages leave once, in order, at their time; what cannot leave waits longer each time or is given up."""

import random
from collections.abc import Callable
from contextlib import ExitStack
from datetime import datetime, timedelta
from threading import Barrier, Thread

import pytest
import sqlalchemy as sa

from bot.channels import DeliveryError, ShutChannel
from bot.outbox import LEASE, MOST_ATTEMPTS, Delivered, Outbox, OutboxPace, back_off, dead_letters, retry
from config.branches import Circle
from storage.evidence import Damaged, Missing, Unavailable
from storage.nouns import Contact, Message
from storage.record import Database
from tests.locked import lock
from tests.rounds import NOON


class Post:
    """A channel that remembers what it was given, and fails as told."""

    def __init__(self, via: str = "email", fault: Callable[[str], DeliveryError | None] = lambda key: None) -> None:
        self.via, self.fault = via, fault
        self.sent: list[str] = []

    def deliver(self, message: Message) -> None:
        if error := self.fault(message.key):
            raise error
        self.sent.append(message.key)


class Clock:
    def __init__(self) -> None:
        self.at = NOON

    def __call__(self) -> datetime:
        return self.at

    def wait(self, **times: float) -> None:
        self.at += timedelta(**times)


def write(database: Database, *keys: str, **facts: object) -> None:
    with database.write.begin() as db:
        for key in keys:
            common: dict[str, object] = {"via": "email", "recipient": "ann@csc.example", "subject": "s", "body": "b"}
            db.add(Message(key=key, **(common | facts)))  # type: ignore[arg-type]


def message(database: Database, key: str) -> Message:
    with database.read() as db:
        return db.scalars(sa.select(Message).where(Message.key == key)).one()


@pytest.fixture
def clock() -> Clock:
    return Clock()


def outbox(database: Database, post: Post, clock: Clock, pace: OutboxPace | None = None) -> Outbox:
    return Outbox(database, post, clock, random.Random(11), pace)


def test_messages_leave_in_order_and_once(database: Database, clock: Clock) -> None:
    post = Post()
    write(database, "one", "two", "three")
    assert outbox(database, post, clock).deliver_due() == {Delivered.SENT: 3}
    assert outbox(database, post, clock).deliver_due() == {}
    assert post.sent == ["one", "two", "three"]
    assert message(database, "two").sent_at == NOON


def test_each_channel_takes_its_own(database: Database, clock: Clock) -> None:
    """Mail is down; Slack does not notice."""
    mail, slack = Post(fault=lambda key: DeliveryError("no server", down=True)), Post("slack")
    write(database, "letter", "another letter")
    write(database, "note", via="slack")
    assert outbox(database, mail, clock).deliver_due() == {Delivered.DOWN: 1}
    assert outbox(database, slack, clock).deliver_due() == {Delivered.SENT: 1}
    assert slack.sent == ["note"]
    assert message(database, "another letter").attempts == 0


def test_nothing_leaves_before_its_time_or_after_it(database: Database, clock: Clock) -> None:
    post = Post()
    write(database, "early", not_before=NOON + timedelta(hours=1))
    write(database, "late", not_after=NOON - timedelta(seconds=1))
    write(database, "now", not_before=NOON, not_after=NOON)
    outbox(database, post, clock).deliver_due()
    assert post.sent == ["now"]
    assert message(database, "late").cancelled_at == NOON
    clock.wait(hours=1)
    outbox(database, post, clock).deliver_due()
    assert post.sent == ["now", "early"]


def test_a_passing_fault_is_tried_again_later_and_holds_nobody_up(database: Database, clock: Clock) -> None:
    faults = [DeliveryError("mailbox busy")]
    post = Post(fault=lambda key: faults.pop() if key == "busy" and faults else None)
    write(database, "busy", "next")
    out = outbox(database, post, clock)
    assert out.deliver_due() == {Delivered.LATER: 1, Delivered.SENT: 1}
    assert message(database, "busy").last_error == "mailbox busy"
    assert out.deliver_one() is None
    clock.wait(seconds=30)
    assert out.deliver_one() is Delivered.SENT
    assert post.sent == ["next", "busy"]


BREAKS = {
    "a file that was never kept": (Missing("f1b5" * 16), Delivered.FAILED, "is not in the evidence store"),
    "a file that is damaged": (Damaged("f1b5" * 16), Delivered.FAILED, "is damaged in the evidence store"),
    "a store that is away": (Unavailable("The store is away."), Delivered.LATER, "The store is away."),
    "a disk that fails": (OSError("no such device"), Delivered.LATER, "It broke on the way out"),
    "words that fit no header": (ValueError("a header may not hold a line break"), Delivered.FAILED, "ValueError at"),
}


@pytest.mark.parametrize(("broken", "came_to", "told"), BREAKS.values(), ids=BREAKS)
def test_whatever_breaks_one_message_stops_no_other_and_is_told(
    database: Database, clock: Clock, broken: Exception, came_to: Delivered, told: str
) -> None:
    class Breaking(Post):
        def deliver(self, message: Message) -> None:
            if message.key == "broken":
                raise broken
            super().deliver(message)

    post = Breaking()
    write(database, "broken", "next")
    assert outbox(database, post, clock).deliver_due() == {came_to: 1, Delivered.SENT: 1}
    assert post.sent == ["next"]
    assert told in message(database, "broken").last_error


def test_what_met_a_channel_that_was_down_leaves_seconds_after_it_is_up(database: Database, clock: Clock) -> None:
    """It is nothing that the message did."""
    faults = [DeliveryError("mx cannot be reached", down=True)]
    post = Post(fault=lambda key: faults.pop() if faults else None)
    write(database, "ack")
    out = outbox(database, post, clock)
    assert out.deliver_due() == {Delivered.DOWN: 1}
    clock.wait(seconds=5)
    assert out.deliver_due() == {Delivered.SENT: 1}


def test_waits_double_to_two_hours_and_differ_by_chance() -> None:
    waits = [back_off(tries, random.Random(3)) for tries in (1, 2, 3, 20, 30)]
    assert timedelta(seconds=15) <= waits[0] <= timedelta(seconds=30)
    assert waits[2] / waits[1] == pytest.approx(2)
    assert waits[1] / waits[0] == pytest.approx(2)
    assert timedelta(hours=1) <= waits[3] <= timedelta(hours=2)
    assert waits[4] == waits[3]
    assert back_off(1, random.Random(4)) != waits[0]


def test_a_refusal_for_good_is_a_dead_letter_until_retried(database: Database, clock: Clock) -> None:
    faults = [DeliveryError("550 no such user", permanent=True, unreachable=True)]
    post = Post(fault=lambda key: faults.pop() if faults else None)
    with database.write.begin() as db:
        db.add(Contact(name="Ann", email="ann@csc.example"))
    write(database, "gone", contact_id=1)
    write(database, "nudge:1:1:1", contact_id=1)
    out = outbox(database, post, clock)
    assert out.deliver_due() == {Delivered.FAILED: 1}
    with database.write.begin() as db:
        assert dead_letters(db) == 1
        assert db.get_one(Message, 2).cancelled_at == NOON  # it would have come back too
        assert db.get_one(Contact, 1).bounced_at == NOON
        retry(db.get_one(Message, 1))
    assert out.deliver_due() == {Delivered.SENT: 1}


def test_a_message_is_given_up_after_so_many_tries(database: Database, clock: Clock) -> None:
    write(database, "never")
    out = outbox(database, Post(fault=lambda key: DeliveryError("again")), clock)
    came_to = []
    for _ in range(MOST_ATTEMPTS):
        came_to.append(out.deliver_one())
        clock.wait(hours=3)
    assert came_to == [Delivered.LATER] * (MOST_ATTEMPTS - 1) + [Delivered.FAILED]
    assert out.deliver_one() is None


def test_a_cancelled_message_stays(database: Database, clock: Clock) -> None:
    post = Post()
    write(database, "nudge", cancelled_at=NOON)
    assert outbox(database, post, clock).deliver_due() == {}


def test_what_a_killed_sender_had_in_hand_leaves_when_its_lease_ends(database: Database, clock: Clock) -> None:
    """It was claimed, and perhaps sent; nobody knows, so it is sent, with the Message-ID it had."""
    write(database, "in hand", claimed_until=NOON + LEASE)
    post = Post()
    out = outbox(database, post, clock)
    assert out.deliver_one() is None
    clock.wait(minutes=10, seconds=1)
    assert out.deliver_one() is Delivered.SENT


AHEAD = NOON + timedelta(days=1)  # as a clock that was wrong until a moment ago
WRITTEN_AHEAD = {
    "it was in hand": {"claimed_until": AHEAD + LEASE},
    "it is to be tried again": {"next_try_at": AHEAD + timedelta(hours=1)},
    "others left": {},
}


@pytest.mark.parametrize("facts", WRITTEN_AHEAD.values(), ids=WRITTEN_AHEAD)
def test_a_clock_that_was_a_day_ahead_holds_nothing_back(
    database: Database, clock: Clock, facts: dict[str, object]
) -> None:
    """What it wrote would have to be waited for until it is true: a claim, the next try, what counts for the pace."""
    write(database, *(f"out {number}" for number in range(30)), sent_at=AHEAD)
    write(database, "letter", **facts)
    assert outbox(database, Post(), clock, OutboxPace(30, timedelta(minutes=1))).deliver_one() is Delivered.SENT


def test_clocks_that_differ_a_little_hold_for_each_other(database: Database, clock: Clock) -> None:
    write(database, "in hand", claimed_until=NOON + LEASE + timedelta(minutes=2))
    assert outbox(database, Post(), clock).deliver_one() is None


def test_thirty_a_minute_and_no_more_even_after_a_stop(database: Database, clock: Clock) -> None:
    write(database, *(f"letter {number}" for number in range(70)))
    post, pace = Post(), OutboxPace(30, timedelta(minutes=1))
    assert outbox(database, post, clock, pace).deliver_due() == {Delivered.SENT: 30}
    clock.wait(seconds=59)
    after_a_stop = outbox(database, post, clock, pace)
    assert after_a_stop.deliver_due() == {}
    assert after_a_stop.may_leave_at() == NOON + timedelta(minutes=1)
    clock.wait(seconds=1)
    assert after_a_stop.may_leave_at() is None
    assert after_a_stop.deliver_due() == {Delivered.SENT: 30}


def test_two_senders_never_send_the_same(database: Database, clock: Clock) -> None:
    write(database, *(f"letter {number}" for number in range(40)))
    post, together = Post(), Barrier(2)

    def send() -> None:
        together.wait()
        outbox(database, post, clock).deliver_due()

    senders = [Thread(target=send) for _ in range(2)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()
    assert sorted(post.sent) == sorted(f"letter {number}" for number in range(40))


def test_what_left_while_the_record_was_locked_is_noted_afterwards_and_leaves_once(
    database: Database, clock: Clock
) -> None:
    with ExitStack() as locked:

        class Locking(Post):
            def deliver(self, message: Message) -> None:
                super().deliver(message)
                if message.key == "one":
                    self.release = locked.enter_context(lock(database))

        post = Locking()
        write(database, "one", "two")
        out = outbox(database, post, clock)
        for _ in range(3):
            with pytest.raises(sa.exc.OperationalError):
                out.deliver_due()
        clock.wait(minutes=1)
        post.release()
        assert out.deliver_due() == {Delivered.SENT: 1}
    assert post.sent == ["one", "two"]
    assert message(database, "one").sent_at == NOON


def test_a_message_leaves_by_the_sender_of_its_partnership(database: Database, clock: Clock) -> None:
    write(database, "moors", partnership="moor")
    write(database, "avons", partnership="avon")
    write(database, "nobodys")
    own = frozenset({"moor"})
    sent = {}
    for key in ("moor", ""):
        post = Post()
        Outbox(database, post, clock, random.Random(1), circle=Circle(key, own)).deliver_due()
        sent[key] = post.sent
    assert sent == {"moor": ["moors"], "": ["avons", "nobodys"]}


def test_what_nobody_can_say_in_slack_is_said_by_letter(database: Database, clock: Clock) -> None:
    with database.write.begin() as db:
        ann = Contact(name="Ann Lee", email="ann@csc.example", slack_user="U1ANN")
        db.add(ann)
    write(database, "asked", via="slack", recipient="U1ANN", partnership="avon")
    out = Outbox(database, ShutChannel("slack"), clock, random.Random(1), circle=Circle("", frozenset({"moor"})))
    assert out.deliver_due() == {Delivered.FAILED: 1}
    letter = message(database, "by-letter:asked")
    assert (letter.via, letter.recipient, letter.partnership) == ("email", "ann@csc.example", "avon")
