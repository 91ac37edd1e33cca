"""How old the files of a return are: recorded as a letter says it, and offered where a file of it plainly tells."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sqlalchemy.orm import Session

from config.dates import today
from config.questionnaire import Template
from intake.ledger import Brought, File, date_file, files_of
from intake.letters import Filed
from intake.returns import OFFERED, SaidOfFile, is_old, plain_dates, said_alone, said_of_files, why_not
from storage.nouns import Submission
from storage.record import current_answers
from storage.record.trail import Speaker

_ATTACHED = re.compile(
    r"(?:(?:please|see|find|as|is|are|our|the|my|attached|enclosed|new|latest|current|file|policy|procedure|document|"
    r"report|strategy|plan|certificate|safeguarding|and|child|protection)[\s,:.-]*){0,8}",
    re.IGNORECASE,
)
_LEAST = 4  # letters of a name that tell it from other words


class SaidInLetter(NamedTuple):
    """Words of a letter, and the question they stand at ("" for none)."""

    question: str
    words: str


class LetterFiles(NamedTuple):
    """The files that came with a letter, those that are evidence: each with the question it was kept for."""

    files: Sequence[tuple[Filed, Brought]]

    @classmethod
    def of(cls, carried: Iterable[tuple[Filed, Brought | None]]) -> "LetterFiles":
        return cls([(filed, brought) for filed, brought in carried if brought is not None and not brought.is_empty])

    def at(self, question: str) -> list[str]:
        """The SHA-256 of those at a question, else of those at none; of all, where no question is meant."""
        own = [brought.sha256 for filed, brought in self.files if not question or question in filed.questions]
        return own or [brought.sha256 for filed, brought in self.files if not filed.question]


def date_files(
    db: Session, template: Template, submission: Submission, words: Iterable[SaidInLetter], came: LetterFiles,
    speaker: Speaker,
) -> tuple[str, ...]:  # fmt: skip
    """Record what the words say of the files of the return; the sentences that tell of it, and those that offer."""
    desk = _Desk(db, template, submission, came, speaker)
    told: dict[str, None] = {}
    for each in words:
        for said in said_of_files(each.words):
            told |= dict.fromkeys(desk.dated(said._replace(question=each.question)))
    return (*told, *desk.offers())


def says_only_dates(words: str) -> bool:
    """Whether some words of a letter say how old a file is, and nothing else."""
    return said_alone(words) is not None


@dataclass
class _Desk:
    """One letter whose words may say how old files are."""

    db: Session
    template: Template
    submission: Submission
    came: LetterFiles
    speaker: Speaker

    def dated(self, said: SaidOfFile) -> Iterator[str]:
        """What is told of one thing said: that it was recorded, or why it was not."""
        files = self._meant(said)
        if not files and said.is_all and self.came.files and _ATTACHED.fullmatch(said.file):
            yield f"Which file is {said.days}? Reply with its name before it, as in: policy.docx, {said.days}"
        for file in files:
            days = said.days.over(file.days)
            if why := why_not(days, self._today):
                yield f"{file.name}: {why}"
                continue
            date_file(self.db, self.submission, file.sha256, days, self.speaker)
            old = is_old(days.dated or self._today, days.review_by, self.template.file_months, self._today)
            yield f"Recorded of {file.name}: {days}." + (" It has grown old by that. Send a newer one." if old else "")

    def offers(self) -> Iterator[str]:
        """What the files of the letter plainly say of their age, where nobody has said it."""
        plain = [(each, plain_dates(each.name, each.first_page, self._today)) for _, each in self.came.files]
        told = [(each, days) for each, days in plain if days.is_known]
        known = {each.sha256: each.days for each in self._files()} if told else {}
        for brought, days in told:
            if not known.get(brought.sha256, days).is_known:
                yield f"{brought.name} tells how old it is. {OFFERED}reply: {brought.name}, {days}"

    @property
    def _today(self) -> date:
        return today(self.speaker.at)

    def _files(self) -> list[File]:
        given = current_answers(self.db, [self.submission.id], tags=False)
        return [each for each in files_of(given) if each.is_latest and each.by == "agency"]

    def _meant(self, said: SaidOfFile) -> list[File]:
        """The file that is named; else, of words that say nothing beside, the one that came with the question."""
        files = self._files()
        named = [each for each in files if _names(said.file, each.name)]
        if named or not (said.is_all and _ATTACHED.fullmatch(said.file)):
            return _of_one(named)
        here = [each for each in files if each.sha256 in self.came.at(said.question)]
        return here if len({each.sha256 for each in here}) == 1 else []


def _of_one(files: list[File]) -> list[File]:
    """The one that is named most closely: "our policy v2.docx" names policy.docx by no word of its own."""
    longest = max((len(each.name) for each in files), default=0)
    found = [each for each in files if len(each.name) == longest]
    return found[:1] if len({each.sha256 for each in found}) == 1 else []


def _names(words: str, name: str) -> bool:
    stem = _plain(name.rpartition(".")[0] or name)
    return len(stem) >= _LEAST and f" {stem} " in f" {_plain(words)} "


def _plain(words: str) -> str:
    return " ".join(re.findall(r"[a-z0-9]+", words.casefold()))
