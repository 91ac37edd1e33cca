"""Where in the record somebody is named: every column of words in every table is looked through, or says why not."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from intake.rights.sought import Sought
from storage.nouns.metadata import RECORD

AT_ONCE = 500  # rows
NO_WORDS = {  # columns that are text and nobody's words
    "a hash or a salt": (
        "events.salt events.digest events.hash audits.trail_head submissions.trail_head evidence.sha256 "
        "receipts.raw_key receipts.body_sha256 seals.rows seals.salt seals.hash"
    ),
    "a random word": "sent.token messages.token",
    "a word of the program's own": (
        "seals.what answers.by answers.via events.via events.action messages.via messages.auto_submitted turns.via "
        "turns.did pleas.wish receipts.outcome tags.theme tags.version tags.why tags.decision tagged.version "
        "contacts.time_zone actions.via actions.by_when action_entries.kind action_entries.via recommendations.via "
        "meetings.via meeting_entries.kind meeting_entries.via meeting_entries.value "
        "evidence.media_type inbox_rows.kind inbox_rows.holder"
    ),
}
OF_ORGANISATIONS = {  # found and told, and changed by hand: an organisation may bear a person's name
    *("partnerships.key", "partnerships.name", "agencies.abbr", "agencies.name", "agencies.sector", "audits.key"),
    *("submissions.sector", "events.about", "actions.partnership", "recommendations.partnership"),
    "meetings.partnership",
}
SKIPPED = {name for names in NO_WORDS.values() for name in names.split()}
HOLD = "legal hold"
WHERE = {
    "actions": "action",
    "action_entries": "word on an action",
    "recommendations": "recommendation",
    "meetings": "meeting",
    "meeting_entries": "word on a meeting",
    "answers": "answer",
    "contacts": "contact",
    "events": "entry of the trail",
    "evidence": "file of evidence",
    "faults": "fault that was noted",
    "holds": HOLD,
    "messages": "letter or message of ours",
    "inbox_rows": "delivery that waits",
    "pleas": "wish of an agency",
    "receipts": "letter that came in",
    "remarks": "remark",
    "sent": "form that was sent",
    "shown": "message shown in Slack",
    "submissions": "return",
    "tags": "theme",
    "turns": "turn of a conversation",
    "calls": "telephone call",
    "quotes": "quotation",
    "handovers": "handover",
    "sightings": "place in the mailbox",
}


_SAID = ("value", "words", "held", "body")  # what somebody said or was told, beside who it was


class RowWords(NamedTuple):
    """A row in which somebody is named: its table, its keys, and the words of each column that names them.

    Where it names only who said something, or to whom, `said` is what; `question` is what it was about.
    """

    table: str
    keys: tuple[Any, ...]
    columns: Mapping[str, Any]
    submission: int | None
    at: datetime | None
    question: str = ""
    said: str = ""

    @property
    def id(self) -> int:
        """Of a row that has one."""
        return int(self.keys[0])


KEYS = {"evidence": ("sha256",), "receipts": ("raw_key",)}  # columns that name stored files, and whose change is ours


def columns_of_words() -> dict[str, list[str]]:
    """By table, the columns in which people's words may stand."""
    found: dict[str, list[str]] = {}
    for table in RECORD.sorted_tables:
        for column in table.columns:
            kind = column.type.impl_instance if isinstance(column.type, sa.TypeDecorator) else column.type
            if isinstance(kind, (sa.String, sa.JSON)) and f"{table.name}.{column.name}" not in SKIPPED:
                found.setdefault(table.name, []).append(column.name)
    return found


def rows_naming(db: Session, sought: Sought) -> Iterator[RowWords]:
    """Every row in which they are named, table by table."""
    return rows_with(db, sought.names, columns_of_words())


def rows_with(db: Session, is_there: Callable[[str], bool], tables: Mapping[str, Sequence[str]]) -> Iterator[RowWords]:
    """Every row with such words in these columns, table by table."""
    for name, columns in tables.items():
        table = RECORD.tables[name]
        keys = list(table.primary_key.columns)
        beside = [table.c[each] for each in ("submission_id", "answer_id") if each in table.c]
        moments = [each for each in table.columns if each.name in _MOMENTS]
        wanted = sa.select(*keys, *(table.c[each] for each in columns), *beside, *moments).order_by(*keys)
        with db.execute(wanted.execution_options(yield_per=AT_ONCE)) as rows:
            for row in rows.mappings():
                named = {each: row[each] for each in columns if is_there(in_words(row[each]))}
                if named:
                    own = tuple(row[each.name] for each in keys)
                    whose = own[0] if name == "submissions" else _return_of(db, dict(row))
                    at = next((row[each.name] for each in moments if row[each.name]), None)
                    said = next((in_words(row[each]) for each in _SAID if each in columns and each not in named), "")
                    yield RowWords(name, own, named, whose, at, str(row.get("question") or ""), said)


def _return_of(db: Session, row: Mapping[str, Any]) -> int | None:
    if (own := row.get("submission_id")) is not None:
        return int(own)
    if (answer := row.get("answer_id")) is None:
        return None
    answers = RECORD.tables["answers"]
    return db.scalar(sa.select(answers.c.submission_id).where(answers.c.id == answer))


def in_words(value: Any) -> str:
    """What stands in a column, to be searched: all words of a document, a line each."""
    return "\n".join(_strings(_opened(value)))


def changed(value: Any, change: Callable[[str], str]) -> Any:
    """The same with each of its words changed; a document in JSON stays one."""
    document = _opened(value)
    if isinstance(value, str) and not isinstance(document, str):
        return json.dumps(_each(document, change), ensure_ascii=False, sort_keys=True)
    return _each(document, change)


def _opened(value: Any) -> Any:
    if isinstance(value, str) and value[:1] in ("{", "["):
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value


def _each(value: Any, change: Callable[[str], str]) -> Any:
    match value:
        case str():
            return change(value)
        case list():
            return [_each(one, change) for one in value]
        case dict():
            return {change(name): _each(one, change) for name, one in value.items()}
    return value


def _strings(value: Any) -> Iterator[str]:
    match value:
        case str():
            yield value
        case list():
            for one in value:
                yield from _strings(one)
        case dict():
            for name, one in value.items():
                yield name
                yield from _strings(one)


_MOMENTS = (
    "said_at",
    "made_at",
    "at",
    "received_at",
    "sent_at",
    "asked_at",
    "approved_at",
    "kept_at",
    "held_at",
    "submitted_at",
)
