"""Where what came of a turn is shown: said, drawn anew, or refused in private."""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from sqlalchemy.exc import DBAPIError

from bot.channels import DeliveryError
from bot.slack import views
from bot.slack.api import JSON, REPLY, Card, Lanes, Opening, Posted, Posting, found_said, marked
from bot.slack.leads import turns
from bot.slack.leads.outcome import HandedFile, TurnOutcome, became_of
from bot.slack.views import told, which_card
from intake.conversation import Came, Desk, WhichReturn
from intake.ledger import Refused
from storage.evidence import Unavailable
from storage.record import AWAY

KEPT = "That cannot be recorded just now. It is kept, so there is no need to send it again."
NOT_OPEN = "The window did not open in time. Press the button once more."
MOST_SEEN = 5_000
IN_TIME = 20.0  # seconds; a trigger lives three, and a call that opens a view is tried again
Result = TypeVar("Result")
WAITS = (1.0, 2.0, 4.0, 8.0, 15.0, 30.0, 30.0)  # seconds between tries at a record that is locked or away


def _opened(opening: Opening | None) -> str | None:
    """The view that was opened; None where none was, or not in time: nobody's turn waits for a window for ever."""
    try:
        return opening.result(IN_TIME) if opening else None
    except TimeoutError:
        return None


@dataclass
class Screen:
    """One app's way to do a turn and to show what it came to."""

    desk: Desk
    posting: Posting
    lanes: Lanes
    seen: "OrderedDict[str, None]" = field(default_factory=OrderedDict)
    lock: threading.Lock = field(default_factory=threading.Lock)
    waits: Sequence[float] = WAITS
    pause: Callable[[float], object] = time.sleep

    def open(self, opening: Opening, body: JSON, *, on_top: bool = False) -> None:
        """A view that says to wait, opened at once: a trigger lives three seconds."""
        trigger = str(body.get("trigger_id"))
        self.lanes.open(opening, lambda: self.posting.open_view(trigger, views.loading(), on_top=on_top))

    def look(self, came: Came, body: JSON, draw: Callable[[], JSON], *, on_top: bool = False) -> None:
        """Open a view of what is there, which records nothing: once, however often Slack delivers the press."""
        if self.is_first(came):
            opening = Opening()
            self.open(opening, body, on_top=on_top)
            self.lanes.do(came.user, lambda: self.turn(came, lambda: TurnOutcome(view=draw()), opening))

    def turn(
        self,
        came: Came,
        act: Callable[[], TurnOutcome],
        opening: Opening | None = None,
        message: Posted | None = None,
        *,
        again: bool = False,
    ) -> None:
        """Do it, and show what it came to; `message` is the one that was pressed.

        With `again` it was begun before, and its reply may be out. Raises DeliveryError where Slack takes no reply.
        """
        try:
            self._show(came, self.patiently(act), opening, message, again=again)
        except WhichReturn as which:
            self._say(came, [which_card(which.page, which.returns)], again=again)
        except Refused as refused:
            self._refuse(came, str(refused), opening, again=again)
        except (DBAPIError, Unavailable):
            if not again:
                self._refuse(came, KEPT, opening)
            raise

    def warn(self, came: Came, at_risk: Sequence[str], *, again: bool = False) -> None:
        """Whom to call, in a message of its own: whatever came of the words that may be of a child in danger."""
        if at_risk:
            own = came._replace(source=f"{came.source}#at-risk")
            self.turn(own, lambda: TurnOutcome(cards=(told("\n".join(at_risk)),)), again=again)

    def patiently(self, act: Callable[[], Result]) -> Result:
        """What it comes to, once the record is there: a turn's source counts once, so it may be tried again."""
        for wait in self.waits:
            try:
                return act()
            except AWAY:
                self.pause(wait)
        return act()

    def is_first(self, came: Came, what: str = "done") -> bool:
        """Whether this process did not do this before: Slack delivers again what it thinks was lost."""
        key = f"{what} {came.source}"
        with self.lock:
            if key in self.seen:
                return False
            self.seen[key] = None
            if len(self.seen) > MOST_SEEN:
                self.seen.popitem(last=False)
        return True

    def _show(
        self, came: Came, outcome: TurnOutcome, opening: Opening | None, message: Posted | None, *, again: bool
    ) -> None:
        view_id = _opened(opening)
        is_open = view_id is not None and outcome.view is not None and self.posting.update_view(view_id, outcome.view)
        if view_id is not None and outcome.view is None:
            self.posting.update_view(view_id, views.gone(became_of(outcome)))
        cards = () if is_open and outcome.instead else outcome.cards
        if outcome.view is not None and view_id is None and not cards:
            self.posting.whisper(came.channel, came.user, told(NOT_OPEN))
        for posted in self._say(came, cards, again=again):
            self._note_shown(outcome, posted, came.thread)
        for file in outcome.files:
            self._hand_over(came, file)
        if message is not None and (outcome.answered or outcome.about):
            redrawn = outcome.answered or turns.answered_card(self.desk, came, outcome)
            if redrawn is not None:
                self.posting.update(message, redrawn)
        for at, card in outcome.redrawn:
            self.posting.update(at, card)

    def _say(self, came: Came, cards: Sequence[Card], *, again: bool) -> list[Posted]:
        """Post them, unless an earlier try did: the last one carries the source of what it answers."""
        if again and cards and (said := found_said(self.posting.client, came.channel, came.source, came.thread)):
            return [said]
        marks = [None] * (len(cards) - 1) + [marked(REPLY, came.source)]
        pairs = zip(cards, marks, strict=False)
        return [self.posting.say(came.channel, card, came.thread, metadata=mark) for card, mark in pairs]

    def _note_shown(self, outcome: TurnOutcome, posted: Posted, thread: str) -> None:
        if outcome.reply is not None and posted.ts:
            where = {"channel": posted.channel, "ts": posted.ts, "thread": thread or posted.ts}
            ours = {"submission_id": outcome.submission, "contact_id": outcome.contact}
            shown = {"place": str(outcome.reply.place), **where, **ours}
            self.patiently(lambda: self.desk.note_shown(shown))

    def _hand_over(self, came: Came, file: HandedFile) -> None:
        try:
            self.posting.hand_over(came.channel, *file)
        except DeliveryError:
            told_ = f"{file.name} could not be put here. Whoever runs s11 can send it to you."
            self.posting.say(came.channel, told(told_))

    def _refuse(self, came: Came, said: str, opening: Opening | None, *, again: bool = False) -> None:
        view_id = _opened(opening)
        if view_id is not None:
            self.posting.update_view(view_id, views.gone(said))
        elif again or self.is_first(came, f"told {said}"):
            self.posting.whisper(came.channel, came.user, told(said))
