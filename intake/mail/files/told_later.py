"""What a later letter says of files that came before: for which question they are, or that they are not to count."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from config.questionnaire import Template
from config.words import listing
from intake.ledger import File, Saying, attach, files_of, withdraw
from intake.letters import files_taken_back, said_of_places
from storage.nouns import Evidence, Submission
from storage.record import current_answers


@dataclass(frozen=True)
class FileDesk:
    """A letter whose words may move files of its return. `came`: the SHA-256 of those that it brings itself."""

    db: Session
    template: Template
    submission: Submission
    saying: Saying
    came: frozenset[str]

    def heard(self, words: Iterable[str]) -> Iterator[tuple[str, str]]:
        """Each line that was heeded, with what is told of it."""
        words = list(words)
        files = self._files() if words else []
        for text in words:
            for way in (self._taken_back, self._put):
                told = list(way(text, files))
                yield from ((text, each) for each in told)
                files = self._files() if told else files  # the record is read again only where it was changed

    def _put(self, text: str, files: Sequence[File]) -> Iterator[str]:
        refs = tuple(each.ref for each in self.template.questions if each.asked_of(self.submission.sector))
        for said in said_of_places(text, [each.name for each in files], refs):
            for name in said.files:
                yield from self._moved([each for each in files if each.name == name], said.refs, said.none_of)

    def _moved(self, files: list[File], refs: tuple[str, ...], none_of: tuple[str, ...]) -> Iterator[str]:
        at = {each.question for each in files}
        file = files[0]
        new = [ref for ref in refs if ref not in at]
        for ref in new:
            attach(self.db, self.template, self.submission, ref, self._evidence(file), self.saying)
        left = [ref for ref in at if ref in none_of or (not ref and refs)]
        for ref in left:
            withdraw(self.db, self.template, self.submission, ref, file.sha256, self.saying)
        if new or left:
            now = sorted((at | set(refs)) - set(left), key=list(self.template.by_ref).index)
            yield (
                f"{file.name}: kept now with question {listing(now)}." if now else f"{file.name}: with no question now."
            )

    def _taken_back(self, text: str, files: Sequence[File]) -> Iterator[str]:
        for name in files_taken_back(text, [each.name for each in files]):
            for file in files:
                if file.name == name:
                    withdraw(self.db, self.template, self.submission, file.question, file.sha256, self.saying)
            yield f"{name}: it counts no more, as you ask. To bring it back, send it once more."

    def _files(self) -> list[File]:
        given = current_answers(self.db, [self.submission.id], tags=False)
        return [
            each for each in files_of(given) if each.is_latest and each.by == "agency" and each.sha256 not in self.came
        ]

    def _evidence(self, file: File) -> Evidence:
        same = (Evidence.sha256 == file.sha256, Evidence.name == file.name)
        return self.db.scalars(select(Evidence).where(*same)).one()
