"""The files that stand behind a return, and which of them replaces an earlier one."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from intake.given import is_file
from storage.models import Answer, Evidence


class File(NamedTuple):
    """One file given for a question ("" for the whole return); `replaces` is the SHA-256 of its earlier version."""

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
    is_latest: bool


def files_of(answers: Iterable[Answer]) -> list[File]:
    """The files among one submission's current answers, by question, side and name; versions oldest first.

    A later file of the same name on the same question is a newer version of it. Withdrawn files are left out.
    """
    given = [
        (answer, each) for answer in answers for each in answer.evidence if answer.value or not is_file(answer.prompt)
    ]
    given.sort(key=lambda pair: (*_thread(*pair), pair[0].said_at, pair[0].id, pair[1].sha256))
    found: list[File] = []
    for place, (answer, each) in enumerate(given):
        thread = _thread(answer, each)
        before = given[place - 1] if place and _thread(*given[place - 1]) == thread else None
        after = place + 1 < len(given) and _thread(*given[place + 1]) == thread
        found.append(_file(answer, each, before[1].sha256 if before else None, is_latest=not after))
    return found


def _thread(answer: Answer, each: Evidence) -> tuple[str, str, str]:
    return answer.question, answer.by, each.name.casefold()


def _file(answer: Answer, each: Evidence, replaces: str | None, *, is_latest: bool) -> File:
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
        is_latest,
    )
