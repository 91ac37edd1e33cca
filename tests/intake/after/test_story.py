"""One agency's story after its return, from both sides: every line is what somebody did or was told."""

import json
import re
from pathlib import Path

import pytest

from intake.letters import Reader
from tests.round_machine.people import IN_SLACK, KEY, MAIL, MANAGERS
from tests.round_machine.world import World, read_lines

STORIES = sorted((Path(__file__).parent / "stories").glob("*.txt"))
OFFICER = """
[[partnership.officers]]
name = "Olu Ade"
email = "olu@gps.example"
agency = "GPS"
"""
TOLD = re.compile(r"(\w+) is told(?: \((slack|email)\))?: (.+)")


def heard(world: World, after: int, who: str) -> str:
    """What a person was sent since a message, in one run of words."""
    if who == "olu":
        own = {"olu@gps.example"}
    else:
        own = {MANAGERS[who][1]} if who in MANAGERS else {MAIL[who], IN_SLACK.get(who, "")}
    return " ".join(
        " ".join(f"{each.subject} {each.body}".split()) for each in world.messages(after) if each.recipient in own
    )


@pytest.mark.parametrize("path", STORIES, ids=lambda path: path.stem)
def test_a_story(path: Path, migrated_sqlite: Path, reader: Reader, tmp_path: Path) -> None:
    lines = list(read_lines(path))
    of = lines.pop(0).removeprefix("audit: ") if lines[0].startswith("audit: ") else KEY
    world = World.opened(tmp_path / "home-of", migrated_sqlite, reader, of)
    before = 0
    with (world.home / "config" / "partnerships.toml").open("a") as file:
        file.write(OFFICER)  # of the last partnership, the north
    try:
        for line in lines:
            if line.endswith(" is told nothing"):
                assert heard(world, before, line.split()[0]) == "", line
            elif line.startswith("= "):
                assert line.removeprefix("= ") in " ".join(world.said.split()), f"{line}\nwas: {world.said}"
            elif found := TOLD.fullmatch(line):
                words = heard(world, before, found[1])
                assert found[3] in words, f"{line}\nwas told: {words}"
            elif line.startswith("state "):
                abbr, state = line.removeprefix("state ").split(": ")
                rows = {each["agency"]: each for each in json.loads(world.s11("status", KEY, "--json").out)}
                assert rows[abbr]["state"] == state
            elif line.startswith("figure "):
                name, value = line.removeprefix("figure ").split(": ", 1)
                figure = json.loads(world.s11("figures", KEY, "--json").out)
                for each in name.split("/"):
                    figure = figure[each]
                assert figure == json.loads(value), line
            else:
                before = max((each.id for each in world.messages()), default=0)
                world.happen(line)
        proved = world.s11("verify")
        assert proved.code == 0, proved.err
    finally:
        world.close()
