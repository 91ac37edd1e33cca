"""What Slack delivered, from the disk to its answer: taken in, worked off in its person's lane, taken up again."""

import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from bot.channels import DeliveryError
from bot.slack.api.blocks import JSON
from bot.slack.api.lanes import Lanes, Opening
from bot.slack.api.payloads import delivered
from storage.inbox import Inbox, KeptDelivery, TakenUp

PATIENCE = 2.0  # seconds that a form waits for its errors; Slack gives it three
MOST_TRIES = 10
SOON = 0.1  # seconds


class FormWait:
    """A form whose window waits for what came of it, and not for long."""

    def __init__(self) -> None:
        self._lock, self._came = threading.Lock(), threading.Event()
        self._given: JSON | None = None
        self._left = False

    def give(self, answer: JSON) -> bool:
        """Answer the window, once; False where it waits no longer."""
        with self._lock:
            if self._left or self._given is not None:
                return False
            self._given = answer
        return True

    def end(self) -> None:
        """What was given may be shown: the inbox knows what came of it, so the same form saved again is heard anew."""
        self._came.set()

    def wait(self, seconds: float) -> JSON | None:
        """The answer; None where it did not come in time."""
        self._came.wait(seconds)
        with self._lock:
            self._left = self._given is None
        if not self._left:
            self._came.wait(seconds)  # it is there, and its row is about to be settled
        return self._given


class Live(NamedTuple):
    """What only the process that heard it has: a view on its way, a window that waits."""

    opening: Opening | None = None
    waits: FormWait | None = None


class Worked(NamedTuple):
    """How one kind of delivery is worked off, and what its sender is told when ten tries were in vain.

    `work` says whether anything may have been recorded: where nothing was, the same once more is a new delivery.
    """

    work: Callable[[TakenUp, Live], bool]
    give_up: Callable[[TakenUp, Live], bool]


@dataclass
class PostTray:
    """One process's hands on the inbox."""

    inbox: Inbox
    lanes: Lanes
    patience: float = PATIENCE
    kinds: dict[str, Worked] = field(default_factory=dict)
    live: dict[str, Live] = field(default_factory=dict)
    taken: dict[str, TakenUp] = field(default_factory=dict)  # by person, and not begun: their lane comes to it
    waits: dict[int, str] = field(default_factory=dict)  # rows whose windows wait here for their turn, and their people
    in_hand: set[int] = field(default_factory=set)
    over: threading.Event = field(default_factory=threading.Event)

    def start(self) -> None:
        """Hold on to what takes longer than a claim lasts."""
        threading.Thread(target=self._hold_on, name="inbox", daemon=True).start()

    def take_in(self, source: str, person: str, kind: str, payload: JSON, live: Live | None = None) -> bool:
        """On the disk, before Slack hears that we have it; False for what is there already."""
        is_ours = live is not None and self.live.setdefault(source, live) is live  # before anybody takes the row up
        kept = KeptDelivery()
        try:
            kept = self.inbox.keep(source, person, kind, payload, takes=True, is_live=is_ours)
        finally:
            if is_ours and not kept.is_new:
                self.live.pop(source, None)
                if live is not None and live.opening is not None:  # whoever took it up meanwhile waits for no view
                    live.opening.set_result(None)
        if kept.taken is not None:
            self._hold(person, kept.taken)
        elif is_ours and kept.is_new:
            self.waits[kept.number] = person
            self.in_hand.add(kept.number)
        return kept.is_new

    def hear_form(self, ack: Callable[..., Any], source: str, body: JSON, kind: str, moment: JSON) -> None:
        """A form: acknowledged with its errors, or with `moment` where they take longer."""
        person, waits = str(body["user"]["id"]), FormWait()
        is_new = self.take_in(source, person, kind, {"body": delivered(body)}, Live(waits=waits))
        self.go_on(person)
        answer = waits.wait(self.patience) if is_new else {}
        self.live.pop(source, None) if is_new else None
        ack(**answer) if answer is not None else ack(response_action="update", view=moment)

    def go_on(self, person: str) -> None:
        """Work off all that this person sent and that is not done, oldest first."""
        if not self.lanes.do(person, lambda: self._next(person, ())):
            self._put_back(person)

    def sweep(self) -> None:
        """Take up what nobody works on: after a failure, a restart, or another process's end."""
        for person in dict.fromkeys((*self.inbox.waiting(), *self.taken)):
            self.go_on(person)
        self.inbox.forget()

    def close(self) -> None:
        """Once the lanes are closed: what they did not come to is left to whoever looks first."""
        self.over.set()
        for person in list(self.taken):
            self._put_back(person)
        for number in list(self.waits):
            self.inbox.put_back(number)

    def _hold(self, person: str, row: TakenUp) -> None:
        self.in_hand.add(row.id)
        self.taken[person] = row

    def _put_back(self, person: str) -> None:
        row = self.taken.pop(person, None)
        if row is not None:
            self.in_hand.discard(row.id)
            self.inbox.put_back(row.id)

    def _next(self, person: str, passed: tuple[int, ...]) -> None:
        row = self.taken.pop(person, None) or self.inbox.claim(person, passed)
        if row is None:
            self._come_back(person)
            return
        self.in_hand.add(row.id)
        self.waits.pop(row.id, None)
        is_last = False
        try:
            is_last = self._work(row, passed)
        finally:
            self.in_hand.discard(row.id)
            if is_last:
                self._come_back(person)
            else:
                self.lanes.do(person, lambda: self._next(person, (*passed, row.id)))  # whatever came of this one

    def _come_back(self, person: str) -> None:
        """Another process works for them: what a window waits for here is done as soon as it is its turn."""
        if person in list(self.waits.values()) and not self.over.is_set():
            later = threading.Timer(SOON, self.go_on, (person,))
            later.daemon = True
            later.start()

    def _work(self, row: TakenUp, passed: tuple[int, ...]) -> bool:
        """Done when it was answered, or can never be; else another try takes it up. Whether nothing is left to do."""
        ended, counts, is_kept = False, True, True
        kind, live = self.kinds.get(row.kind), self.live.pop(row.source, Live())
        try:
            if kind is not None:
                is_kept = (kind.give_up if row.tries >= MOST_TRIES else kind.work)(row, live)
            ended = True
        except DeliveryError as error:
            ended, counts = error.permanent, not error.down
            raise
        finally:
            if ended:
                then = self.inbox.done(row, passed) if is_kept else self.inbox.drop(row, passed)
            else:
                then = self.inbox.release(row, passed, counts=counts)
            if then is not None:
                self._hold(row.person, then)
            if live.waits is not None:
                live.waits.end()
        return then is None

    def _hold_on(self) -> None:
        while not self.over.wait(self.inbox.lease.total_seconds() / 3):
            if held := list(self.in_hand):
                with suppress(Exception):  # the next beat is soon, and the record counts each source once
                    self.inbox.renew(held)
