"""Who stands where, as status, Home and a digest list it: each by the bare rows, and nobody who is not to be there."""

import json
import re
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from config.dates import uk_date
from tests.round_machine.truth import Return, deeds, names, today
from tests.round_machine.world import World


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
    for each in found:
        own = [one for one in each.people if one.slack == user]
        if not own:
            assert each.name not in words, f"{user} is shown {each.name}"
        elif each.is_waited_for and each.invited and not own[0].has_left(world.now):
            told = f"{each.done} of {len(each.asked) - 1} questions answered. It is due on {uk_date(each.due)}"
            after = words.partition(each.name)[2]
            assert told in after or today(world.now) > each.due, f"{user} is not shown of {each.name}: {told}\n{words}"


def home_of_manager(world: World, manager: str, words: str, own: list[Return]) -> None:
    """Each of theirs that is still to come, with how far it is, and its pause where there is one."""
    for each in own:
        lines = [line for line in words.splitlines() if line.startswith(("◐ ", "○ ")) and each.name in line]
        assert lines or not each.is_waited_for, f"{manager} does not find {each.abbr}:\n{words}"
        for line in lines:
            assert each.is_waited_for, f"{manager} waits for {each.abbr}, which is {each.state}: {line}"
            assert f"{each.done} of {len(each.asked) - 1} " in line, (
                f"{manager} reads of {each.abbr}, {each.done}: {line}"
            )
            is_paused = each.paused_until is not None and each.paused_until > today(world.now)
            assert ("no reminder before" in line) == is_paused, f"{manager} reads of {each.abbr}: {line}"


def digest(db: Session, words: str, own: list[Return], told: dict[str, Any], now: date) -> None:
    """Who is missing, what is late, and the figures of this partnership's returns, as they are counted elsewhere."""
    silent = [each for each in own if each.is_waited_for and not each.counts]
    for each in silent:
        if len(silent) < 4 and "Not yet: " in words:
            assert each.name in words.partition("Not yet: ")[2].partition("\n")[0], (
                f"{each.name} is not missed:\n{words}"
            )
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
