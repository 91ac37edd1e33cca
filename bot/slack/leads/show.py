"""Where what came of a turn is shown: done in its person's lane, then said, drawn anew, or refused in private."""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field

from sqlalchemy.exc import DBAPIError

from bot.channels import DeliveryError
from bot.slack import views
from bot.slack.api import JSON, Lanes, Posted, Posting
from bot.slack.leads import turns
from bot.slack.leads.outcome import HandedFile, TurnOutcome, became_of
from bot.slack.views import told, which_card
from intake.conversation import Came, Desk, WhichReturn
from intake.ledger import Refused
from storage.evidence import Unavailable
from storage.nouns import Shown
from storage.record import AWAY

LOST = "That did not go through. Nothing you gave before is lost. Do it once more in a minute."
MOST_SEEN = 5_000
WAITS = (1.0, 2.0, 4.0, 8.0, 15.0, 30.0, 30.0)  # seconds between tries at a record that is locked or away
Opening = Future[str | None]


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

    def opening(self, body: JSON, *, on_top: bool = False) -> Opening:
        """A view that says to wait, opened at once: a trigger lives three seconds."""
        trigger = str(body.get("trigger_id"))
        return self.lanes.pool.submit(self.posting.open_view, trigger, views.loading(), on_top=on_top)

    def work(
        self, came: Came, act: Callable[[], TurnOutcome], opening: Opening | None = None, message: Posted | None = None
    ) -> None:
        """Do it after all that this person did before; `message` is the one that was pressed."""

        def turn() -> None:
            try:
                self._show(came, self._patiently(act), opening, message)
            except WhichReturn as which:
                if self.is_first(came, "told"):
                    self.posting.say(came.channel, which_card(which.page, which.returns), came.thread)
            except Refused as refused:
                self._refuse(came, str(refused), opening)
            except (DBAPIError, Unavailable):
                self._refuse(came, LOST, opening)
                raise

        self.lanes.do(came.user, turn)

    def _patiently(self, act: Callable[[], TurnOutcome]) -> TurnOutcome:
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

    def _show(self, came: Came, outcome: TurnOutcome, opening: Opening | None, message: Posted | None) -> None:
        view_id = opening.result() if opening else None
        is_open = view_id is not None and outcome.view is not None and self.posting.update_view(view_id, outcome.view)
        if view_id is not None and outcome.view is None:
            self.posting.update_view(view_id, views.gone(became_of(outcome)))
        for card in () if is_open and outcome.instead else outcome.cards:
            posted = self.posting.say(came.channel, card, came.thread)
            self._note_shown(outcome, posted, came.thread)
        for file in outcome.files:
            self._hand_over(came, file)
        if message is not None and (outcome.answered or outcome.about):
            redrawn = outcome.answered or turns.answered_card(self.desk, came, outcome)
            if redrawn is not None:
                self.posting.update(message, redrawn)
        for at, card in outcome.redrawn:
            self.posting.update(at, card)

    def _note_shown(self, outcome: TurnOutcome, posted: Posted, thread: str) -> None:
        if outcome.reply is not None and posted.ts:
            where = {"channel": posted.channel, "ts": posted.ts, "thread": thread or posted.ts}
            ours = {"submission_id": outcome.submission, "contact_id": outcome.contact}
            self.desk.note_shown(Shown(place=str(outcome.reply.place), **where, **ours))  # type: ignore[arg-type]

    def _hand_over(self, came: Came, file: HandedFile) -> None:
        try:
            self.posting.hand_over(came.channel, *file)
        except DeliveryError:
            told_ = f"{file.name} could not be put here. Whoever runs s11 can send it to you."
            self.posting.say(came.channel, told(told_))

    def _refuse(self, came: Came, said: str, opening: Opening | None) -> None:
        view_id = opening.result() if opening else None
        if view_id is not None:
            self.posting.update_view(view_id, views.gone(said))
        elif self.is_first(came, f"told {said}"):
            self.posting.whisper(came.channel, came.user, told(said))
