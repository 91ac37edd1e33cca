"""What everybody can look at after a step, drawn and held against the record and against each other."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.slack.home import Home
from cli import nudge, wiring
from cli.report import counted_of
from config.dates import uk_date
from reports.nudges import as_written, coming
from storage.nouns import Answer, Remark
from storage.record import Faults
from tests.round_machine.looks import chased, rolls
from tests.round_machine.people import IN_SLACK, KEY, MANAGERS, OF, SECOND
from tests.round_machine.reviews import in_words
from tests.round_machine.truth import Asked, Return, is_aside, names, rated_by_us, recommended, returns, threads, today
from tests.round_machine.world import World

UNFINISHED = re.compile(r"\bNone\b(?! of its)|Undefined|\{\{|\{%|<bound|\bnan\b|\[\]|datetime|&lt;|&amp;amp;")
RATED = ("1.1", "1.2", "2.2")  # whose ratings are given by the agency alone
MET = "2"
SUPPORT_BELOW, MEETS_AT = 0.5, 0.8  # as the small audit says
FORM_LINE = re.compile(r"^\s*\[(\d+\.\d+)\]", re.MULTILINE)


def look(world: World, *, is_whole: bool = True) -> None:
    """Status, figures (where it `is_whole` of each partnership too), letters and nudges for everybody, every Home."""
    _acknowledged(world)
    with world.record.read() as db:
        found = returns(db)
        if of_second := returns(db, SECOND):
            compare(document(db, world, None, SECOND), of_second, rated_by_us(db))
        _figures(db, world, found, OF if is_whole else ())
        _nudges(db, world, found)
    _status(world, found)
    homes(world)


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
    asks = world.asks
    if asks is not None:
        found = next((each for each in _found(world) if each.id == asks.submission), None)
        stands = found.stands(asks.question, asks.prompt) if found else None
        assert not stands, f"{world.speaker} is asked {asks.question} {asks.prompt} once more, which says {stands!r}"
    assert not UNFINISHED.search(world.replied), world.replied


def _found(world: World) -> list[Return]:
    with world.record.read() as db:
        return returns(db)


def _status(world: World, found: list[Return]) -> None:
    told = world.s11("status", KEY, "--json")
    assert told.code == 0, told.err
    shown = {each["agency"]: each for each in json.loads(told.out)}
    assert sorted(shown) == [each.abbr for each in found]
    rolls.status(world, told.out, found)
    for each in found:
        said = shown[each.abbr]
        assert (each.abbr, said["state"]) == (each.abbr, each.state)
        reported = len(each.asked) - 1
        assert (each.abbr, said["answered"], said["of"]) == (each.abbr, each.done, reported)
        if said["next_nudge"]:
            assert each.is_waited_for, f"{each.abbr} is told to be reminded next on {said['next_nudge']}"


def document(db: Session, world: World, partnership: str | None, key: str = KEY) -> dict[str, Any]:
    return counted_of(db, world.using, key, partnership).document


def _figures(db: Session, world: World, found: list[Return], keys: Iterable[str]) -> None:
    for partnership in (None, *keys):
        own = [each for each in found if partnership is None or partnership in each.partnerships]
        told = document(db, world, partnership)
        compare(told, own, rated_by_us(db))
        whose = [of for of, _ in recommended(db)]
        ours = whose if partnership is None else [of for of in whose if of in ("", partnership)]
        assert (partnership, len(told.get("recommendations", ()))) == (partnership, len(ours))


def compare(told: dict[str, Any], own: list[Return], judged: Mapping[int, Mapping[str, str]]) -> None:
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
    ratings = {each.abbr: ratings_of(each) for each in counted}
    for ref in RATED:
        given = Counter(rated[ref] for rated in ratings.values() if ref in rated)
        assert (ref, told["by_question"].get(ref, {"ratings": {}})["ratings"]) == (ref, dict(given))
    for abbr, rated in ratings.items():
        met = list(rated.values()).count(MET)
        assert (abbr, told["by_agency"][abbr]["met"]) == (abbr, met)
    shares = {abbr: each["met"] / each["rated"] for abbr, each in told["by_agency"].items() if each["rated"]}
    assert set(told["needs_support"]) == {abbr for abbr, share in shares.items() if share < SUPPORT_BELOW}
    assert set(told["meets"]) == {abbr for abbr, share in shares.items() if share >= MEETS_AT}
    apart = [
        (each.abbr, ref, ratings[each.abbr][ref], ours)
        for each in counted
        for ref, ours in judged.get(each.id, {}).items()
        if ref in ratings[each.abbr] and ratings[each.abbr][ref] != ours
    ]
    differing = [tuple(each.values()) for each in told["both_ratings"]["differing"]]
    assert sorted(each for each in differing if each[1] in RATED and each[2] != "N/A") == sorted(apart)


def ratings_of(each: Return) -> dict[str, str]:
    """What an agency gives itself and signed, by question."""
    stands, given = each.standing(), {}
    for ref in RATED:
        row = stands.get((ref, "rating"))
        if row and not row.sets_aside and not is_aside(ref, [one for one in each.counted if one.question == ref]):
            given[ref] = row.value
    return given


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
    chased.look(world, found)


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


def homes(world: World) -> None:
    """What every lead and every manager who opens Slack finds there."""
    with world.record.read() as db:
        found, put = returns(db), threads(db)
    home = Home(world.desk, world.office)
    for user in IN_SLACK.values():
        view = home.view(user)
        reads_right(json.dumps(view["blocks"], ensure_ascii=False).replace("[]", ""))
        _asked_of(user, in_words(view), found, put)
        rolls.home_of_lead(world, user, in_words(view), found)
    for key, manager in OF.items():
        view = home.view(MANAGERS[manager][2])
        words = json.dumps(view, ensure_ascii=False)
        assert "cannot be shown now" not in words, words
        own = [each for each in found if key in each.partnerships]
        for each in found:
            if each not in own:
                assert not names(words, each), f"{manager} is shown {each.name}"
        _waits(manager, in_words(view), own, put)
        rolls.home_of_manager(world, manager, in_words(view), own)
        asked = [each for each in own if not each.excused]
        if asked and not asked[0].closed:
            done = sum(each.counts for each in asked)
            many = "agency" if len(asked) == 1 else "agencies"
            told = f"{done} of {len(asked)} {many} {'has' if done == 1 else 'have'} submitted"
            assert told in words, f"{manager} is not shown: {told}\n{words[:600]}"


def _asked_of(user: str, words: str, found: list[Return], put: list[Asked]) -> None:
    """A lead finds what waits for them, and nothing else that was ever asked back."""
    of = {each.id: each for each in found}
    for each in put:
        about = of.get(each.submission)
        asked = next((one.words for one in reversed(each.said) if one.by == "partnership"), "")
        if about is None or "zebra" not in asked:
            continue
        theirs = any(one.slack == user for one in about.people) and not (about.closed or about.excused)
        if each.waits_for != "agency" or not any(one.slack == user for one in about.people):
            assert asked not in words, f"{user} is asked of {about.abbr} what waits for {each.waits_for}: {asked}"
        elif theirs and not any(one.slack == user and one.left_on for one in about.people):
            assert asked in words, f"{user} does not find what {about.abbr} is asked back: {asked}\n{words}"


def _waits(manager: str, words: str, own: list[Return], put: list[Asked]) -> None:
    """A manager finds how many questions back wait for them, and how many for their agencies."""
    open_ = {each.id for each in own if not (each.excused or each.closed)}
    for side, told in (("partnership", "Answered, for you to read"), ("agency", "Asked back, not answered yet")):
        number = sum(each.submission in open_ and each.waits_for == side for each in put)
        found = re.search(rf"{told} \((\d+)\)", words)
        assert int(found[1] if found else 0) == number, f"{manager} finds {found and found[0]}, and {number} wait"
