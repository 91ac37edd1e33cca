"""The files that stand behind a return, and which of them replaces an earlier one."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple, Protocol

from intake.returns import NO_DATES, FileDates, Said, is_file


class _Given(Said, Protocol):
    """What is read of an answer with its files: a row, or the record's Answer."""

    @property
    def said_by(self) -> str: ...
    @property
    def via(self) -> str: ...
    @property
    def evidence(self) -> Sequence[Any]: ...


class File(NamedTuple):
    """One file given for a question ("" for the whole return).

    `replaces` and `replaced_by` are the SHA-256 of the version before and after it.
    """

    question: str
    by: str
    sha256: str
    name: str
    size: int
    media_type: str
    scan: str
    flags: str
    said_by: str
    via: str
    said_at: datetime
    replaces: str | None
    replaced_by: str | None
    days: FileDates = NO_DATES

    @property
    def is_latest(self) -> bool:
        return self.replaced_by is None

    @property
    def version(self) -> str:
        """What it replaces and what replaced it, in words; empty where there is one version."""
        told = (("replaced by", self.replaced_by), ("replaces", self.replaces))
        return ", ".join(f"{how} {sha256[:12]}" for how, sha256 in told if sha256)


def files_of(answers: Iterable[_Given]) -> list[File]:
    """The files among one submission's current answers, by question, side and name; versions oldest first.

    A later file of the same name on the same question is a newer version of it. Withdrawn files are left out.
    """
    given = [
        (answer, each) for answer in answers for each in answer.evidence if answer.value or not is_file(answer.prompt)
    ]
    given.sort(key=lambda pair: (*_thread(*pair), pair[0].said_at, pair[0].id, pair[1].sha256))
    found: list[File] = []
    for place, (answer, each) in enumerate(given):
        beside = [given[at][1].sha256 if _is_of(given, at, answer, each) else None for at in (place - 1, place + 1)]
        found.append(_file(answer, each, *beside))
    return found


def _thread(answer: _Given, each: Any) -> tuple[str, str, str]:
    return answer.question, answer.by, each.name.casefold()


def _is_of(given: list[tuple[_Given, Any]], place: int, answer: _Given, each: Any) -> bool:
    """Whether there is a file at that place, and it is a version of this one."""
    return 0 <= place < len(given) and _thread(*given[place]) == _thread(answer, each)


def _file(answer: _Given, each: Any, replaces: str | None, replaced_by: str | None) -> File:
    return File(
        answer.question,
        answer.by,
        each.sha256,
        each.name,
        each.size,
        each.media_type,
        each.scan,
        each.flags,
        answer.said_by,
        answer.via,
        answer.said_at,
        replaces,
        replaced_by,
        FileDates(each.dated, each.review_by),
    )
