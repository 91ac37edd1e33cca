"""What everybody can look at after a step, drawn and held against the record and against each other."""

import json
import re
from collections import Counter
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.slack.home import Home
from cli import nudge, wiring
from cli.report import counted_of
from config.dates import uk_date
from config.settings import LONDON
from reports.nudges import as_written, coming
from storage.nouns import Answer, Remark
from storage.record import Faults
from tests.round_machine.people import IN_SLACK, KEY, MANAGERS, OF, SECOND
from tests.round_machine.truth import Return, is_aside, returns
from tests.round_machine.world import World

UNFINISHED = re.compile(r"\bNone\b(?! of its)|Undefined|\{\{|\{%|<bound|\bnan\b|\[\]|datetime|&lt;|&amp;amp;")
RATED = ("1.1", "1.2", "2.2")  # whose ratings are given by the agency alone
FORM_LINE = re.compile(r"^\s*\[(\d+\.\d+)\]", re.MULTILINE)


def look(world: World) -> None:
    """Status, figures, letters and nudges for everybody, and every Home."""
    _acknowledged(world)
    with world.record.read() as db:
        found = returns(db)
        if of_second := returns(db, SECOND):
            compare(document(db, world, None, SECOND), of_second)
        _figures(db, world, found)
        _nudges(db, world, found)
    _status(world, found)
    _homes(world, found)


def _acknowledged(world: World) -> None:
    """What a letter was read to say is on the record, as an answer or beside one of a colleague; so is a form."""
    got = world.outcome
    with world.record.read() as db:
        for each in got.answers if got and got.outcome == "answered" else ():
            at = {"question": each.question, "prompt": each.prompt, "value": each.value}
            kept = [db.scalar(sa.select(sa.func.count(row.id)).filter_by(**at)) for row in (Answer, Remark)]
            assert any(kept), f"{got and got.agency}: {each} is nowhere on the record"
        for submission, ref, word in world.screens.kept:
            own = sa.select(Answer.value).where(Answer.submission_id == submission, Answer.question == ref)
            assert any(word in each for each in db.scalars(own)), f"{word} of the form of {ref} is not on the record"
    world.screens.kept.clear()
    assert not UNFINISHED.search(world.replied), world.replied


def _status(world: World, found: list[Return]) -> None:
    told = world.s11("status", KEY, "--json")
    assert told.code == 0, told.err
    shown = {each["agency"]: each for each in json.loads(told.out)}
    assert sorted(shown) == [each.abbr for each in found]
    for each in found:
        said = shown[each.abbr]
        assert (each.abbr, said["state"]) == (each.abbr, each.state)
        reported = len(each.asked) - 1
        assert (each.abbr, said["answered"], said["of"]) == (each.abbr, each.done, reported)
        if said["next_nudge"]:
            assert each.is_waited_for, f"{each.abbr} is told to be reminded next on {said['next_nudge']}"


def document(db: Session, world: World, partnership: str | None, key: str = KEY) -> dict[str, Any]:
    return counted_of(db, world.using, key, partnership).document


def _figures(db: Session, world: World, found: list[Return]) -> None:
    for partnership in (None, *OF):
        own = [each for each in found if partnership is None or partnership in each.partnerships]
        compare(document(db, world, partnership), own)


def compare(told: dict[str, Any], own: list[Return]) -> None:
    """The figures of these returns, and only of these."""
    asked = [each for each in own if not each.excused]
    counted = [each for each in asked if each.counts]
    assert (told["invited"], told["submitted"]) == (len(asked), len(counted))
    assert sorted(told["not_submitted"]) == sorted(each.abbr for each in asked if not each.counts)
    assert sorted(told["answered_unsigned"]) == [each.abbr for each in asked if each.state == "answered_unsigned"]
    assert sorted(told["points_to_mend"]) == [each.abbr for each in asked if each.state == "points_to_mend"]
    assert sorted(told["by_agency"]) == [each.abbr for each in counted]
    states = ("rated", "unrated", "not_applicable", "missing", "unanswered")
    for state in states:
        parts = [sum(each[state] for each in told[name].values()) for name in ("by_agency", "by_standard")]
        assert parts == [told[state], told[state]], state
    for ref in RATED:
        given = Counter(
            row.value
            for each in counted
            if (row := each.standing().get((ref, "rating"))) and not row.sets_aside and not _aside(each, ref)
        )
        assert (ref, told["by_question"].get(ref, {"ratings": {}})["ratings"]) == (ref, dict(given))


def _aside(each: Return, ref: str) -> bool:
    return is_aside(ref, [row for row in each.counted if row.question == ref])


def _nudges(db: Session, world: World, found: list[Return]) -> None:
    """The next reminder of everybody, in its words, as its manager reads it before it goes."""
    audit, template = wiring.audit_of(db, KEY)
    faults = Faults()
    chaser = nudge.chaser(world.using, faults)
    by_id = {each.id: each for each in found}
    for each in coming(db, audit, template, chaser, world.now):
        message = as_written(db, template, chaser, each)
        left = each.contact.left_on
        assert left is None or left > today(each.at), f"{each.contact.name}, who leaves on {left}, is reminded then"
        if each.queued is None:
            reads_right(message.subject + "\n" + message.body)
            about_what_is_open(message.body, by_id[each.submission.id], world.now)
    assert not faults.found, faults.found
    told = world.s11("nudge", KEY, "--dry-run")
    assert told.code == 0, told.err


def about_what_is_open(body: str, each: Return, now: datetime) -> None:
    """A reminder asks something that is not answered, or for the signature, by the day that holds."""
    assert each.is_waited_for, f"a reminder of {each.abbr}, which is {each.state}"
    refs = FORM_LINE.findall(body)
    answered = [ref for ref in refs if ref not in each.open_refs]
    assert not answered, f"{each.abbr} is reminded of {answered}, which it answered"
    assert uk_date(each.due) in body, f"{each.abbr} is told another day than {uk_date(each.due)}:\n{body}"


def reads_right(words: str) -> None:
    """Nothing of a letter's making is left in it."""
    found = UNFINISHED.search(words)
    assert not found, f"{found[0] if found else ''!r} in:\n{words}"
    assert words.strip()


def _homes(world: World, found: list[Return]) -> None:
    home = Home(world.desk, world.office)
    for user in IN_SLACK.values():
        reads_right(json.dumps(home.view(user)["blocks"], ensure_ascii=False).replace("[]", ""))
    for key, manager in OF.items():
        words = json.dumps(home.view(MANAGERS[manager][2]), ensure_ascii=False)
        assert "cannot be shown now" not in words, words
        own = [each for each in found if key in each.partnerships]
        for each in found:
            if each not in own:
                assert not names(words, each), f"{manager} is shown {each.name}"
        asked = [each for each in own if not each.excused]
        if asked and not asked[0].closed:
            told = f"{sum(each.counts for each in asked)} of {len(asked)} agencies have submitted"
            assert told in words, f"{manager} is not shown: {told}\n{words[:600]}"


def names(words: str, each: Return) -> bool:
    """Whether these words tell of an agency, in full or by its letters."""
    return each.name in words or re.search(rf"\b{each.abbr}\b", words) is not None


def today(now: datetime) -> Any:
    return now.astimezone(LONDON).date()
