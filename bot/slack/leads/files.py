"""Files that people share: noted in the record first, fetched in their person's lane, attached once."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.slack.api import JSON, TRY_AGAIN, Files, file_source
from bot.slack.leads import attach as attaching
from bot.slack.leads.outcome import TurnOutcome
from bot.slack.leads.owed_files import Again, overdue, owe, settle
from bot.slack.leads.show import Screen
from bot.slack.views import ShownAnswers
from intake.conversation import Came
from intake.conversation.state import Place
from intake.ledger import Refused


@dataclass(frozen=True)
class Filing:
    """Takes in the files of messages and forms. `resume` is for what a process that died left unfetched."""

    stage: Screen
    files: Files

    def note(self, came: Came, shared: Sequence[JSON]) -> None:
        """Before Slack is told that we have the message: from then on it would not send it again."""
        if shared:
            with self.stage.desk.database.write.begin() as db:
                owe(db, came, (str(each.get("id")) for each in shared), self.stage.desk.now())

    def take(self, came: Came, shared: JSON) -> None:
        came = came._replace(source=file_source(shared.get("id")))
        self.stage.work(came, lambda: self._attached(came, shared))

    def of_form(self, came: Came, opened: ShownAnswers, file_id: str) -> str:
        """Attach a file of a form, and say what became of it."""
        carried = opened.carried
        own = came._replace(source=file_source(file_id))
        try:
            outcome = self._attached(own, {"id": file_id}, carried.submission, carried.place)
        except Refused as refused:
            return str(refused)
        return " ".join(outcome.reply.notes) if outcome.reply else ""

    def resume(self) -> None:
        """Fetch what nobody finished fetching; two processes that do so attach it once."""
        for each in overdue(self.stage.desk.database, self.stage.desk.now()):
            self._resume(each)

    def _resume(self, again: Again) -> None:
        came, shared = again.came, {"id": again.file_id}
        act = self._given_up if again.is_last else self._attached
        self.stage.work(came, lambda: act(came, shared, again.submission, again.about))

    def _attached(
        self, came: Came, shared: JSON, submission: int | None = None, about: Place | None = None
    ) -> TurnOutcome:
        try:
            if not attaching.is_known(self.stage.desk, came, submission):
                return attaching.attached(self.stage.desk, came, self.files.bring(shared), submission, about)
        except Refused:
            self._settle(came)
            raise
        self._settle(came)
        return TurnOutcome()

    def _given_up(self, came: Came, _shared: JSON, _submission: int | None, _about: Place | None) -> TurnOutcome:
        self._settle(came)
        raise Refused(f"A file that you shared could not be fetched. {TRY_AGAIN}")

    def _settle(self, came: Came) -> None:
        with self.stage.desk.database.write.begin() as db:
            settle(db, came.source)
