"""Who stands where, as status, Home and a digest list it: each by the bare rows, and nobody who is not to be there."""

import json
import re
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.nouns import Audit
from tests.round_machine.people import KEY, OF
from tests.round_machine.truth import IS_ASKED, Return, deeds, names, owed, returns, today
from tests.round_machine.world import World

OF_MANAGER = {name: key for key, name in OF.items()}
PAGE = re.compile(r"^A .* · (.+)$", re.MULTILINE)  # how a page of a lead's Home begins
FEW = 5  # so many names and one a list holds before it says "and 2 more"


def beside(world: World) -> list[Return]:
    """The returns of every other audit that is open."""
    with world.record.read() as db:
        others = list(db.scalars(sa.select(Audit.key).where(Audit.key != KEY, Audit.closed_at.is_(None))))
        return [one for key in others for one in returns(db, key)]


def status(world: World, told: str, found: list[Return]) -> None:
    """What the roll says of each return, and of whom it is asked."""
    for said in json.loads(told):
        each = next(one for one in found if one.abbr == said["agency"])
        now = today(world.now)
        paused = each.paused_until if each.paused_until and each.paused_until > now else None
        assert (each.abbr, said["paused_until"]) == (each.abbr, paused.isoformat() if paused else None)
        there = sorted(one.email for one in each.people if not one.has_left(world.now))
        assert (each.abbr, sorted(one["email"] for one in said["contacts"])) == (each.abbr, there)
        assert (each.abbr, said["is_invited"]) == (each.abbr, each.invited)
        if said["next_nudge"] and paused:
            assert said["next_nudge"][:10] >= paused.isoformat(), f"{each.abbr} is told to be reminded in its pause"


def home_of_lead(world: World, user: str, words: str, found: list[Return]) -> None:
    """Whoever speaks for an agency that is waited for reads how far it is, and by when; of others they read nothing."""
    pages = PAGE.split(words)[1:]  # the name of an agency, and what is said of it, in turn
    every = [*found, *beside(world)]
    for each in found:
        own = [one for one in each.people if one.slack == user]
        if not own:
            assert each.name not in words, f"{user} is shown {each.name}"
        elif not own[0].has_left(world.now) and "There is more than fits here" not in words:
            said = [page for name, page in zip(pages[::2], pages[1::2], strict=True) if name == each.name]
            asked = sum(bool(IS_ASKED.search(page)) for page in said)
            waits = sum(one.abbr == each.abbr and one.is_waited_for for one in every)
            assert asked == waits, f"{user} is asked {asked} times for {each.abbr}, {each.state}, not {waits}:\n{words}"
            told = f"{each.done} of {len(each.asked) - 1} questions answered. {owed(each, today(world.now))}"
            assert not each.is_waited_for or any(told in page for page in said), (
                f"{user} is not shown of {each.name}: {told}\n{words}"
            )


def home_of_manager(world: World, manager: str, words: str, own: list[Return]) -> None:
    """Each of theirs that is still to come, in each audit, with how far it is, and its pause where there is one."""
    others = [one for one in beside(world) if OF_MANAGER[manager] in one.partnerships]
    for each in own:
        lines = [line for line in words.splitlines() if line.startswith(("◐ ", "○ ")) and each.name in line]
        waits = each.is_waited_for + sum(one.abbr == each.abbr and one.is_waited_for for one in others)
        assert len(lines) == waits, f"{manager} waits {len(lines)} times for {each.abbr}, not {waits}:\n{words}"
        is_paused = each.paused_until is not None and each.paused_until > today(world.now)
        far = f"{each.done} of {len(each.asked) - 1} "
        right = [line for line in lines if far in line and ("no reminder before" in line) == is_paused]
        assert right or not each.is_waited_for, f"{manager} reads of {each.abbr}, {far}, {each.paused_until}: {lines}"


def digest(db: Session, words: str, own: list[Return], told: dict[str, Any], now: date) -> None:
    """Who is missing, what is late, and the figures of this partnership's returns, as they are counted elsewhere."""
    silent = [each for each in own if each.is_waited_for and not each.counts]
    unsigned = [each for each in silent if each.state == "answered_unsigned"]
    for told_as, named in (
        ("Not yet: ", [each for each in silent if each not in unsigned]),
        ("Every question answered, not signed: ", unsigned),
    ):
        listed = words.partition(told_as)[2].partition("\n")[0]
        missed = [each.name for each in named if each.name not in listed]
        assert len(named) > FEW + 1 or not missed, f"{missed} not in {told_as!r}:\n{words}"
    for each in own:
        if each.is_waited_for and not each.counts:
            far = f"{each.done} of {len(each.asked) - 1} answered"
            missing = re.search(rf"{re.escape(each.name)} \((\d+ of \d+ answered)", words)
            assert not missing or missing[1] == far, f"{each.name} is {far}, and it says {missing and missing[0]}"
    for code, label in (("2", "Good"), ("1", "Fair"), ("0", "Poor")):
        line = re.search(rf"^- {code} {label}: (\d+) of (\d+)", words, re.MULTILINE)
        stands = (told["ratings"].get(code, 0), told["rated"])
        assert not line or (int(line[1]), int(line[2])) == stands, f"it says {line and line[0]}, and it is {stands}"
    late = re.search(r"Actions past their last day: (.*)\.", words)
    said = late[1] if late else ""
    for one in deeds(db):
        about = next((each for each in own if each.id == one.submission), None)
        if about and not about.excused and not about.closed:
            is_named = names(said, about) and re.search(rf"\b{one.number}\b", said) is not None
            assert is_named == one.is_late(now), f"it says {said!r}, and of {one} it is {one.is_late(now)}"
