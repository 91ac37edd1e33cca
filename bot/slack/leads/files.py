"""Files that people share: fetched in their person's lane, attached once to the question they were meant for."""

from dataclasses import dataclass, replace

from bot.slack.api import JSON, TRY_AGAIN, Files, file_source
from bot.slack.leads.outcome import TurnOutcome, came_to
from bot.slack.leads.show import Screen
from bot.slack.views import ShownAnswers
from config.questionnaire import Kind
from config.words import size_in_words
from intake.conversation import BesideFile, Came, Desk, give_file, question_of_file
from intake.conversation.pages import Reply
from intake.conversation.state import Asks, Here, Place, step_at
from intake.ledger import Brought, Refused, enter_file
from storage.evidence.look.clamd import FLAGGED, PENDING
from storage.nouns import Evidence

NOT_FETCHED = f"A file that you shared could not be fetched. {TRY_AGAIN}"


@dataclass(frozen=True)
class Filing:
    """Takes in the files of messages and forms."""

    stage: Screen
    files: Files

    def take(
        self,
        came: Came,
        shared: JSON,
        submission: int | None = None,
        about: Place | None = None,
        *,
        again: bool = False,
    ) -> None:
        """Attach a file, and say where; of one that came before nothing is said, unless its reply may be missing."""
        own = came._replace(source=file_source(shared.get("id")))

        def act() -> TurnOutcome:
            return self._attached(own, shared, submission, about, again=again)

        self.stage.turn(own, act, again=again)

    def of_form(self, came: Came, opened: ShownAnswers, file_id: str, *, is_last: bool = False) -> str:
        """Attach a file of a form, and say what became of it; with `is_last` it was tried often enough."""
        carried = opened.carried
        own = came._replace(source=file_source(file_id))
        try:
            if is_last:
                known = attached_before(self.stage.desk, own, carried.submission)
                return " ".join(known.reply.notes) if known and known.reply else NOT_FETCHED
            outcome = self._attached(own, {"id": file_id}, carried.submission, carried.place, again=True)
        except Refused as refused:
            return str(refused)
        return " ".join(outcome.reply.notes) if outcome.reply else ""

    def _attached(
        self, came: Came, shared: JSON, submission: int | None, about: Place | None, *, again: bool
    ) -> TurnOutcome:
        known = attached_before(self.stage.desk, came, submission)
        if known is not None:
            return known if again else TurnOutcome()
        return attached(self.stage.desk, came, self.files.bring(shared), submission, about)


def attached_before(desk: Desk, came: Came, submission: int | None) -> TurnOutcome | None:
    """What was said of a file that came before; None for a new one. Raises Refused where they may give none."""
    with desk.turn(came, submission, thread=came.thread) as turn:
        if not turn.was_heard:
            return None
        said = [(each, answer.question) for answer in turn.answers for each in answer.evidence]
        told = tuple(line for each, question in said for line in _told(each, question))
        return came_to(turn, Reply(turn.place or Place(), told, ()) if told else None)


def attached(
    desk: Desk, came: Came, brought: Brought, submission: int | None = None, about: Place | None = None
) -> TurnOutcome:
    """Attach a file to the question of the place, of the thread, or that is being asked; once a file id."""
    with desk.turn(came, submission, thread=came.thread) as turn:
        if turn.was_heard:
            return TurnOutcome()
        talker, here = turn.talker, turn.talker.look()
        place = about or turn.about or turn.place or Place()
        evidence = enter_file(talker.db, brought, turn.saying.speaker.at)
        reply = give_file(talker, evidence, turn.saying, place, BesideFile(first_page=brought.first_page))
        talker.db.flush()
        pages = reply.pages if _asks_for_files(here, place) else ()  # any other question is in sight still
        told = (*_told(brought, question_of_file(here, place)), *reply.notes[1:])  # a name that tells who a child is
        return came_to(turn, replace(reply, notes=told, pages=pages))


def _asks_for_files(here: Here, place: Place) -> bool:
    step = step_at(here, place.key) if place.asks is Asks.PROMPT else None
    return step is not None and step.prompt.kind is Kind.FILES


def _told(brought: Brought | Evidence, ref: str) -> tuple[str, ...]:
    where = f"question {ref}" if ref else "your return as a whole"
    kept = f"{brought.name} ({size_in_words(brought.size)}) is attached to {where}."
    if brought.scan.startswith(FLAGGED):
        return (kept, "The virus check flagged it, so nobody can open it. Check it and send a clean copy.")
    if brought.scan == PENDING:
        return (kept, "It is still to be checked for viruses.")
    return (kept,)
