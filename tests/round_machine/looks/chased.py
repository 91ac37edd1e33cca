"""Everybody who is listed to be reminded or rung is waited for, and left in peace by nobody's decision; and all are."""

import json
import re

from bot.slack.orders import ManagerDesk
from cli.ordered import paper_bench
from cli.papers import AuditPapers
from tests.round_machine import slack
from tests.round_machine.people import KEY, MANAGERS, OF
from tests.round_machine.truth import Return, today
from tests.round_machine.world import World

LISTED = re.compile(r"^(\w+), .*: \d+ of \d+ · ", re.MULTILINE)  # an agency on a list of whom to ring


def look(world: World, found: list[Return]) -> None:
    """The reminders that are due, and the lists of those who may be rung."""
    may = {each.abbr for each in found if may_be_chased(world, each)}
    told = world.s11("nudge", KEY, "--dry-run", "--json")
    assert told.code == 0, told.err
    due = {each["agency"] for each in json.loads(told.out)}
    assert due <= may, f"reminders are due to {due - may}, who are left in peace"
    for key, name in OF.items():
        own = [each for each in found if key in each.partnerships]
        desk = ManagerDesk(world.office, AuditPapers(world.using, paper_bench(world.using, world.record)))
        listed = set(LISTED.findall(slack.order(desk, MANAGERS[name][2], f"phone list {KEY}")))
        wanted = {each.abbr for each in own} & may
        assert listed == wanted, f"{name} is to ring {listed}, and those who are waited for are {wanted}"


def may_be_chased(world: World, each: Return) -> bool:
    """Asked, waited for, and in no pause."""
    is_paused = each.paused_until is not None and each.paused_until > today(world.now)
    return each.is_waited_for and each.invited and not is_paused
