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
from storage.inbox import Inbox, TakenUp

PATIENCE = 2.0  # seconds that a form waits for its errors; Slack gives it three
MOST_TRIES = 10


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
    in_hand: set[int] = field(default_factory=set)
    over: threading.Event = field(default_factory=threading.Event)

    def start(self) -> None:
        """Hold on to what takes longer than a claim lasts."""
        threading.Thread(target=self._hold_on, name="inbox", daemon=True).start()

    def take_in(self, source: str, person: str, kind: str, payload: JSON, live: Live | None = None) -> bool:
        """On the disk, before Slack hears that we have it; False for what is there already."""
        is_ours = live is not None and self.live.setdefault(source, live) is live  # before anybody takes the row up
        is_new = False
        try:
            is_new = self.inbox.keep(source, person, kind, payload)
        finally:
            if is_ours and not is_new:
                self.live.pop(source, None)
                if live is not None and live.opening is not None:  # whoever took it up meanwhile waits for no view
                    live.opening.set_result(None)
        return is_new

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
        self.lanes.do(person, lambda: self._next(person, ()))

    def sweep(self) -> None:
        """Take up what nobody works on: after a failure, a restart, or another process's end."""
        for person in self.inbox.waiting():
            self.go_on(person)
        self.inbox.forget()

    def close(self) -> None:
        self.over.set()

    def _next(self, person: str, passed: tuple[int, ...]) -> None:
        row = self.inbox.claim(person, passed)
        if row is None:
            return
        self.lanes.do(person, lambda: self._next(person, (*passed, row.id)))  # after this one, whatever comes of it
        self.in_hand.add(row.id)
        live = self.live.pop(row.source, Live())
        try:
            self._work(row, live)
        finally:
            self.in_hand.discard(row.id)

    def _work(self, row: TakenUp, live: Live) -> None:
        """Done when it was answered, or can never be; else another try takes it up."""
        ended, counts, is_kept = False, True, True
        kind = self.kinds.get(row.kind)
        try:
            if kind is not None:
                is_kept = (kind.give_up if row.tries >= MOST_TRIES else kind.work)(row, live)
            ended = True
        except DeliveryError as error:
            ended, counts = error.permanent, not error.down
            raise
        finally:
            if ended and not is_kept:
                self.inbox.drop(row.id)
            elif ended:
                self.inbox.done(row.id)
            else:
                self.inbox.release(row.id, counts=counts)
            if live.waits is not None:
                live.waits.end()

    def _hold_on(self) -> None:
        while not self.over.wait(self.inbox.lease.total_seconds() / 3):
            if held := list(self.in_hand):
                with suppress(Exception):  # the next beat is soon, and the record counts each source once
                    self.inbox.renew(held)
