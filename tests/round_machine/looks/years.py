"""What stands between two rounds: a kept answer says so, one let go is gone, and a plan becomes an action."""

import csv
import io
import re

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.nouns import Action, Event, Message
from tests.round_machine.people import LAST, OF_LAST_YEAR, SAID_LAST_YEAR
from tests.round_machine.truth import Return, Row, is_aside, today
from tests.round_machine.world import World

STOOD = {tuple(each[:3]): each[3] for each in csv.reader(io.StringIO(SAID_LAST_YEAR))}
KEPT_NOW = re.compile(r"Last time's answers? to questions? ([\d., and]+) (?:is|are) kept")
SECTION = re.compile(r"^KEPT FROM LAST TIME$(.*?)^(?=[A-Z][A-Z0-9 ,']{5,}$)", re.MULTILINE | re.DOTALL)
HEAD = re.compile(r"^\((\d\.\d)\)", re.MULTILINE)
REF = re.compile(r"\d\.\d")
LOW = ("0", "1")


def look(world: World, before: list[Return], after: list[Return], new: list[Message]) -> None:
    """What this line kept, let go or planned."""
    known = {row.id for each in before for row in each.rows}
    letters = [each.body for each in new if each.key.startswith("ack:")]
    for each in after:
        kept = [row for row in each.rows if row.kept_from]
        for row in kept:
            _is_as_it_was(each, row)
            if row.id not in known:
                _is_told(world, each, row, letters)
    told = [ref for words in KEPT_NOW.findall(world.replied) for ref in REF.findall(words)]
    told += [ref for words in SECTION.findall("\n".join(letters)) for ref in HEAD.findall(words)]
    there = {row.question for each in after for row in each.rows if row.kept_from}
    assert set(told) <= there, f"said to be kept: {told}; kept are {there}"
    with world.record.read() as db:
        _is_let_go(db, world, after, new)
        for each in after:
            _is_planned(db, world, each)


def _is_as_it_was(each: Return, row: Row) -> None:
    stood = STOOD.get((each.abbr, row.question, row.prompt))
    is_file = row.prompt.startswith("file:")
    assert row.kept_from == LAST, f"{each.abbr} keeps {row} from {row.kept_from}"
    assert is_file or stood is not None, f"{each.abbr} said nothing last time of what it keeps: {row}"
    assert is_file or row.is_na or row.value == stood, f"{each.abbr} keeps {row}, and it was {stood!r}"


def _is_told(world: World, each: Return, row: Row, letters: list[str]) -> None:
    assert row.at.date() == world.now.date(), f"{each.abbr} keeps {row}, which is not dated today"
    people = {one.name for one in each.people}
    assert row.said_by in people, f"{each.abbr}: {row} is kept by nobody of it"
    told = [*KEPT_NOW.findall(world.replied), *SECTION.findall("\n".join(letters))]
    assert row.question in " ".join(told), f"nobody is told that {row.question} was kept:\n{world.replied}\n{letters}"


def _is_let_go(db: Session, world: World, after: list[Return], new: list[Message]) -> None:
    """Last time's words at a question, once let go, are shown no more, unless somebody said them anew."""
    gone = sa.select(Event.submission_id, Event.facts).where(Event.action == "last time's answer dropped")
    of = {each.id: each for each in after}
    for submission, facts in db.execute(gone):
        each = of.get(submission)
        marker = next((m for m, at in OF_LAST_YEAR.items() if each and at == (each.abbr, facts["question"])), None)
        if each is None or marker is None or any(marker in row.value for row in each.rows):
            continue
        for message in new:
            if message.submission_id == each.id and message.key.startswith(("nudge:", "invite:", "ack:")):
                assert marker not in message.body, f"{each.abbr} let this go, and is shown it:\n{message.body}"


def _is_planned(db: Session, world: World, each: Return) -> None:
    """What it will do about a low rating is an action once it is signed, in its words, and not before."""
    own = sa.select(Action).where(Action.source.startswith(f"plan:{each.id}:"))
    actions = {one.source.rpartition(":")[2]: one for one in db.scalars(own)}
    assert not actions or each.signed_at, f"{each.abbr} has not signed, and has {actions}"
    stands = each.standing()
    for ref in {row.question for row in each.rows} if each.submitted else ():
        rating, what = stands.get((ref, "rating")), stands.get((ref, "plan_what"))
        rows = [row for row in each.counted if row.question == ref]
        if rating is None or what is None or rating.value not in LOW or not what.value or is_aside(ref, rows):
            continue
        action = actions.get(ref)
        assert action is not None, f"{each.abbr} plans {what.value!r}, and no action is kept of it"
        said = [action.what, *(one.words for one in action.entries if one.kind in ("update", "closed", "done"))]
        assert what.value in "\n".join(said) or not action.is_open(today(world.now)), (
            f"{each.abbr} plans {what.value!r}, and its action says {said}"
        )
