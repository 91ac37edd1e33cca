"""A made-up round of so many answers, put into a record quickly: rows, a trail that names them, no letters read."""

import random
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from config.questionnaire import SHIPPED, Kind, Prompt, Template, load_template
from config.themes import SHIPPED_THEMES, load_themes
from nlp.themes import version_of
from storage.nouns import Agency, Answer, Audit, Contact, Event, Message, Partnership, Sent, Submission, Tag, Tagged
from storage.nouns import submission_partnerships as of_partnership
from storage.record import Database

KEY = "section-11"
OPENS, DUE = date(2030, 1, 7), date(2030, 3, 31)
NOON = datetime(2030, 1, 8, 12, tzinfo=UTC)
NIGHT = datetime(2030, 2, 25, 20, tzinfo=UTC)  # of a Monday: nothing may leave
EMPTY = 33_000  # returns of a round that has just begun
AT_ONCE = 61  # agencies of one partnership
BATCH = 50_000
WORDS = "Staff are trained every year and know whom to tell. We listen to children, and record what they say. "


def template() -> Template:
    return load_template((SHIPPED / f"{KEY}.toml").read_bytes(), f"{KEY}.toml")


def steps(asked: Template) -> list[tuple[str, Prompt]]:
    """Every question and prompt an agency of any sector answers."""
    return [(each.ref, prompt) for each in asked.questions for prompt in each.prompts if prompt.kind is not Kind.FILES]


def fill(record: Database, answers: int, *, empty: int = 0) -> int:
    """An open round with at least so many answers that stand, and `empty` returns more; how many agencies are asked.

    Every sixth return is sent, some answers were changed, and each text names up to two themes.
    """
    asked, dice = template(), random.Random(11)
    agencies = -(-answers // len(steps(asked))) + empty
    with record.write.begin() as db:
        _put(db.connection(), Audit, [_audit(asked, agencies)])
        for rows in (_partnerships(agencies), _agencies(agencies), _contacts(agencies)):
            for model, values in rows:
                _put(db.connection(), model, values)
        _put(db.connection(), Submission, _submissions(agencies, empty))
        of = [{"submissions_id": each, "partnerships_id": (each - 1) // AT_ONCE + 1} for each in _ids(agencies)]
        _put(db.connection(), of_partnership, of)
        for model, values in _post(agencies):
            _put(db.connection(), model, values)
        _answers(db.connection(), asked, agencies - empty, dice)
    return agencies


def _ids(number: int) -> range:
    return range(1, number + 1)


def _put(connection: sa.Connection, model: Any, rows: Sequence[dict[str, Any]]) -> None:
    table = getattr(model, "__table__", model)
    for first in range(0, len(rows), BATCH):
        connection.execute(sa.insert(table), rows[first : first + BATCH])


def _audit(asked: Template, agencies: int) -> dict[str, Any]:
    sealed = {"trail_length": agencies, "trail_head": "0" * 64}
    return {"id": 1, "key": KEY, "template": asked.source, "opens": OPENS, "due": DUE, **sealed}


def _partnerships(agencies: int) -> Iterator[tuple[Any, list[dict[str, Any]]]]:
    number = -(-agencies // AT_ONCE)
    yield Partnership, [{"id": each, "key": f"p{each:04}", "name": f"Partnership {each}"} for each in _ids(number)]


def _agencies(agencies: int) -> Iterator[tuple[Any, list[dict[str, Any]]]]:
    yield Agency, [{"id": n, "abbr": f"A{n:05}", "name": f"Agency {n}", "sector": "health"} for n in _ids(agencies)]
    whose = [{"agencies_id": n, "partnerships_id": (n - 1) // AT_ONCE + 1} for n in _ids(agencies)]
    yield Agency.partnerships.property.secondary, whose


def _contacts(agencies: int) -> Iterator[tuple[Any, list[dict[str, Any]]]]:
    common = {"role": "lead", "time_zone": "Europe/London", "phone": ""}
    people = [{"id": n, "name": f"Contact {n}", "email": f"c{n:05}@a.example.org", **common} for n in _ids(agencies)]
    yield Contact, people
    yield Agency.contacts.property.secondary, [{"agencies_id": n, "contacts_id": n} for n in _ids(agencies)]


def _submissions(agencies: int, empty: int) -> list[dict[str, Any]]:
    made = []
    for n in _ids(agencies):
        at = NOON + timedelta(days=20) if n <= agencies - empty and n % 6 == 0 else None
        common = {"audit_id": 1, "sector": "health", "scope": "", "submitted_by": "", "reopened_because": ""}
        when = {"invited_at": NOON, "signed_at": at, "submitted_at": at}
        made.append({"id": n, "agency_id": n, "excused_because": "", **common, **when})
    return made


def _post(agencies: int) -> Iterator[tuple[Any, list[dict[str, Any]]]]:
    """An invitation and its form to each, and one reminder that left."""
    blank: dict[str, Any] = {
        "via": "email",
        "subject": "s",
        "body": "b",
        "html": "",
        "token": "",
        "attachments": [],
        "facts": {},
    }
    blank |= {"auto_submitted": "", "in_reply_to": "", "references": "", "last_error": "", "reply_to": "", "posted": ""}
    blank |= {"attempts": 0}
    messages = []
    for n in _ids(agencies):
        whose = {"recipient": f"c{n:05}@a.example.org", "submission_id": n, "contact_id": n}
        sent = {"key": f"invite:{n}:{n}", "not_before": NOON, "sent_at": NOON}
        later = NOON + timedelta(days=21)
        nudged = {"key": f"nudge:{n}:{n}:1", "not_before": later, "sent_at": later}
        messages += [blank | whose | sent | {"token": f"t{n}"}, blank | whose | nudged]
    yield Message, messages
    forms = {"form": "{}", "sent_at": NOON}
    yield Sent, [{"token": f"t{n}", "contact_id": n, "submission_id": n, **forms} for n in _ids(agencies)]


def _answers(connection: sa.Connection, asked: Template, agencies: int, dice: random.Random) -> None:
    themes = load_themes(SHIPPED_THEMES)
    version, keys = version_of(themes), list(themes.by_key)
    codes = [rating.code for rating in asked.scale.given]
    answers: list[dict[str, Any]] = []
    tags: list[dict[str, Any]] = []
    number = 0
    for agency in _ids(agencies):
        for minute, (ref, prompt) in enumerate(steps(asked)):
            for again in range(2 if dice.random() < 0.05 else 1):
                number += 1
                at = NOON + timedelta(days=agency % 15, minutes=minute, seconds=again)
                value = _value(prompt, codes, dice, number)
                source = {
                    "said_by": f"Contact {agency}",
                    "via": "email",
                    "source": f"mail:<{agency}-{again}@a.example>",
                }
                place = {"submission_id": agency, "by": "agency", "question": ref, "prompt": prompt.key}
                answers.append(
                    {"id": number, "value": value, "said_at": at, "not_applicable": False, **source, **place}
                )
                if prompt.kind is Kind.TEXT:
                    tags += [_tag(number, theme, version) for theme in dice.sample(keys, dice.choice((0, 1, 1, 2)))]
        if len(answers) >= BATCH:
            _put_answers(connection, answers, tags, version)
    _put_answers(connection, answers, tags, version)


def _value(prompt: Prompt, codes: Sequence[str], dice: random.Random, number: int) -> str:
    if prompt.kind is Kind.RATING:
        return dice.choice(codes)
    return dice.choice(("yes", "no")) if prompt.kind is Kind.YES_NO else f"{WORDS}{number}"


def _tag(answer: int, theme: str, version: str) -> dict[str, Any]:
    place = {"start": 0, "end": 5, "sentence_start": 0, "sentence_end": 51, "score": 1.0}
    why = {"why": "pattern", "words": "Staff", "decision": "", "decided_by": "", "version": version}
    return {"answer_id": answer, "theme": theme, **place, **why}


def _put_answers(
    connection: sa.Connection, answers: list[dict[str, Any]], tags: list[dict[str, Any]], version: str
) -> None:
    _put(connection, Answer, answers)
    _put(connection, Tag, tags)
    words = [{"answer_id": each["id"], "version": version} for each in answers if each["value"].startswith(WORDS)]
    _put(connection, Tagged, words)
    _put(connection, Event, [_event(each) for each in answers])
    answers.clear()
    tags.clear()


def _event(answer: dict[str, Any]) -> dict[str, Any]:
    about = f"A{answer['submission_id']:05} {answer['question']}"
    sealed = {"salt": "", "digest": "", "hash": "", "facts": {}, "actor": "", "via": "email", "action": "answer"}
    whose = {"audit_id": 1, "number": answer["id"], "answer_id": answer["id"], "at": answer["said_at"]}
    return {"about": about, **whose, **sealed}
